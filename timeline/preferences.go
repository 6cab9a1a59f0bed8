package timeline

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// preferencesSentence names what is wished now, as far as it was changed.
func preferencesSentence(d Preferences) string {
	start := "The customer's wishes were changed"
	if d.Contact == "" {
		start = "The hours for this account were changed"
	}
	var parts []string
	for _, field := range wishFields {
		if value, changed := d.Changed[field]; changed {
			parts = append(parts, wish(field, value))
		}
	}
	for _, field := range slices.Sorted(maps.Keys(d.Changed)) {
		if !slices.Contains(wishFields, field) {
			parts = append(parts, line(strings.ReplaceAll(field, "_", " "))+" changed")
		}
	}
	if len(parts) > 0 {
		start += ": " + strings.Join(parts, "; ")
	}
	return start + who(d.By, d.Why) + "."
}

// wishFields are the fields of preferences and of an account's rules as the API
// names them, in the order in which they are told.
var wishFields = []string{"channels", "excluded", "purposes", "language", "wishes", "send_window", "pause_until"}

// wish tells one field; a value that is not of the field's kind is left untold.
func wish(field string, value json.RawMessage) string {
	switch field {
	case "channels":
		return wishedChannels(value)
	case "excluded":
		return excludedChannels(value)
	case "purposes":
		return wishedPurposes(value)
	}
	var text string
	if json.Unmarshal(value, &text) != nil {
		text = ""
	}
	return wishedText(field, line(text))
}

func wishedText(field, text string) string {
	words := wishWords[field]
	if text == "" {
		return words[1]
	}
	return words[0] + text
}

// wishWords are said before a value, and when there is none any more.
var wishWords = map[string][2]string{
	"language":    {"in the language ", "in no particular language"},
	"wishes":      {"", "at any decent hour"},
	"send_window": {"", "no hours of its own"},
	"pause_until": {"no reminder before ", "no pause"},
}

func wishedChannels(value json.RawMessage) string {
	names := names(value, ChannelName)
	if len(names) == 0 {
		return "no channel is preferred"
	}
	return "now prefers " + strings.Join(names, ", then ")
}

func excludedChannels(value json.RawMessage) string {
	names := names(value, excludedName)
	if len(names) == 0 {
		return "no channel is excluded"
	}
	return "no " + strings.Join(names, ", no ")
}

// excludedName is what does not come by a channel that is excluded.
func excludedName(channel string) string {
	switch name := ChannelName(channel); name {
	case "phone":
		return "calls"
	case "SMS":
		return "text messages"
	default:
		return name
	}
}

func wishedPurposes(value json.RawMessage) string {
	var purposes map[string]json.RawMessage
	if json.Unmarshal(value, &purposes) != nil || len(purposes) == 0 {
		return "any channel for any purpose"
	}
	var parts []string
	for _, purpose := range slices.Sorted(maps.Keys(purposes)) {
		by := "not at all"
		if names := names(purposes[purpose], ChannelName); len(names) > 0 {
			by = "by " + strings.Join(names, " or ") + " alone"
		}
		parts = append(parts, line(purpose)+"s "+by)
	}
	return strings.Join(parts, "; ")
}

// names reads a list of channels and names each.
func names(value json.RawMessage, name func(string) string) []string {
	var list []string
	if json.Unmarshal(value, &list) != nil {
		return nil
	}
	for i, channel := range list {
		list[i] = name(channel)
	}
	return list
}
