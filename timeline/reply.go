package timeline

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// replySentence tells what came in and what it was read as.
func replySentence(e Event, d Reply, zone *time.Location) string {
	said := readings(e, d, zone)
	if e.Kind == ReplyRead {
		return readBy(d) + because(said)
	}
	switch d.Kind {
	case "bounce":
		return "Mail came back" + because(meaning(d.Meaning))
	case "complaint":
		return "The customer marked a mail as unwanted."
	case "auto_reply":
		return "An automatic reply came" + because(said)
	case "delivery_notice":
		return "A notice came about how a mail travels; nothing has failed" + because(meaning(d.Meaning))
	case "unknown":
		return "A message came by " + ChannelName(d.Channel) + " that could not be read as a reply" + because(toRead)
	case "reply":
		if said == "" {
			said = toRead
		}
	}
	how := "The customer answered by " + ChannelName(d.Channel)
	if d.Digits != "" {
		how = "The customer pressed " + line(d.Digits) + " during the call"
	}
	return how + withMedia(d.Media) + because(said)
}

// readBy starts a sentence about a reply that a person has read.
func readBy(d Reply) string {
	text := "A person read the reply by " + ChannelName(d.Channel)
	if d.Match == "operator" {
		text += " and matched it to this account"
	}
	return text
}

func withMedia(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", with a file"
	}
	return ", with " + strconv.Itoa(n) + " files"
}

// readings joins what the intents say. Those that are not certain are told as
// such, with the word that a person looks.
func readings(e Event, d Reply, zone *time.Location) string {
	if len(d.Intents) == 0 {
		return meaning(d.Meaning)
	}
	var parts []string
	unsure := false
	for _, i := range d.Intents {
		text := intent(e, i, zone)
		if !i.Certain && i.Intent != "other" && e.Kind != ReplyRead {
			text = "perhaps " + text
		}
		unsure = unsure || !i.Certain && e.Kind != ReplyRead
		if !slices.Contains(parts, text) && i.Intent != "other" {
			parts = append(parts, text)
		}
	}
	if unsure || len(parts) == 0 {
		parts = append(parts, toRead)
	}
	return strings.Join(parts, "; ")
}

// intent says one thing that a reply means, with its day. Amounts are left to the
// promise that follows.
func intent(e Event, i ReplyIntent, zone *time.Location) string {
	text := meaning(i.Intent)
	if i.Date == "" {
		return text
	}
	switch i.Intent {
	case "promise_to_pay":
		return text + " by " + dayText(i.Date, e.At, zone)
	case "out_of_office":
		return text + " until " + dayText(i.Date, e.At, zone)
	}
	return text
}

// dayText shows a calendar date with its weekday, and with the year unless the
// event itself happened in it.
func dayText(text string, event time.Time, zone *time.Location) string {
	day, err := time.Parse(time.DateOnly, text)
	switch {
	case err != nil:
		return "a day that cannot be read"
	case day.Year() == event.In(zone).Year():
		return day.Format("Mon 2 Jan")
	}
	return day.Format("Mon 2 Jan 2006")
}
