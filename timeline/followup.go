package timeline

import (
	"strings"
	"time"
)

// followUpSentence tells of a job for a person: why, what is suggested, by when.
func followUpSentence(e Event, d FollowUp, zone *time.Location) string {
	why := followUpCause(d.Cause)
	switch e.Kind {
	case FollowUpAssigned:
		if d.Assignee == "" {
			return "Follow-up given back" + because(why)
		}
		return "Follow-up assigned to " + line(d.Assignee) + because(why)
	case FollowUpOverdue:
		return "Follow-up overdue" + because(why+todo(e, d, zone))
	case FollowUpDone:
		return "Follow-up done: " + why + who(d.By, d.Outcome) + "."
	}
	return "A person is needed" + because(why+todo(e, d, zone))
}

// todo is the suggested action and its time, in brackets.
func todo(e Event, d FollowUp, zone *time.Location) string {
	text := followUpActions[d.Action]
	if text == "" {
		text = strings.ReplaceAll(line(d.Action), "_", " ")
	}
	if !d.DueAt.IsZero() {
		text = strings.TrimSpace(text + " by " + clock(d.DueAt, e.At, zone))
	}
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

func followUpCause(word string) string {
	if text, known := followUpCauses[word]; known {
		return text
	}
	return strings.ReplaceAll(line(word), "_", " ")
}

// followUpCauses say why a person is needed.
var followUpCauses = map[string]string{
	"dispute":      "the customer disputes what is asked for",
	"already_paid": "the customer says it is paid",
	"hardship":     "the customer cannot pay as things are",
	"plan_request": "the customer asks for a payment plan",
	"promise":      "the customer may have promised to pay",
	"wrong_person": "the message reached the wrong person",
	"opt_out":      "the customer may want no more reminders",
	"opt_in":       "the customer may want reminders again",
	"question":     "the customer has a question",
	"other":        "a reply waits to be read",
	"unmatched":    "it is not known who wrote a reply",
	"dead_address": "an address does not exist any more",
	"blocked":      "our mail is refused",
	"complaint":    "our mail was marked as unwanted",
	"call_back":    "the customer asks for a call",
	"unreadable":   "a message could not be read",
	"loop":         "our own mail came back",
}

// followUpActions say what is suggested.
var followUpActions = map[string]string{
	"answer":          "answer it",
	"check_payment":   "look for the payment",
	"resolve_dispute": "settle the dispute",
	"offer_plan":      "offer a plan",
	"find_address":    "find another address",
	"find_person":     "find the right person",
	"match_account":   "find whose it is",
	"ask_for_day":     "ask for the day",
	"call_back":       "call them",
	"confirm_intent":  "confirm what is meant",
	"check_sender":    "check our own sender",
	"read":            "read it",
}
