package webhooks

import (
	"slices"
	"strings"
)

// group is the kinds of one noun.
type group struct {
	Name  string
	Kinds []kind
}

// kind is one to choose.
type kind struct {
	Kind string // reminder.sent
	Verb string // sent
}

// nouns are what events are about.
var nouns = map[string]string{
	"reminder": "Reminders", "attempt": "Hand-offs to a provider", "delivery": "Delivery", "reply": "Replies", "intent": "What replies mean",
	"opt_out": "Opt-outs", "opt_in": "Opt-ins", "consent": "Consent", "preferences": "Preferences", "contact": "Contacts by other means",
	"hold": "Holds", "payment": "Payments", "note": "Notes", "promise": "Promises", "dispute": "Disputes", "address": "Addresses", "follow_up": "Follow-ups",
}

// grouped are the kinds by their nouns, in the order in which each noun first comes.
func grouped(kinds []string) (list []group) {
	for _, k := range kinds {
		noun, verb, _ := strings.Cut(k, ".")
		name := nouns[noun]
		if name == "" {
			name = strings.ReplaceAll(noun, "_", " ")
		}
		at := slices.IndexFunc(list, func(g group) bool { return g.Name == name })
		if at < 0 {
			at, list = len(list), append(list, group{Name: name})
		}
		list[at].Kinds = append(list[at].Kinds, kind{k, strings.ReplaceAll(verb, "_", " ")})
	}
	return list
}
