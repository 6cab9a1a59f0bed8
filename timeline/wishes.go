package timeline

import (
	"strings"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// wishSentence tells an event about what a customer allows and wishes, and about
// contacts and holds that people set.
func wishSentence(e Event, zone *time.Location) (string, bool) {
	switch e.Kind {
	case OptOutRecorded:
		return tell(e, optOutSentence)
	case OptInRecorded:
		return tell(e, optInSentence)
	case ConsentRecorded:
		return tell(e, func(d Consent) string {
			return "The customer agreed to reminders by " + ChannelName(d.Channel) + given(d.At, zone) + source(d.Source) + "."
		})
	case ConsentRevoked:
		return tell(e, func(d Consent) string {
			return "The customer no longer agrees to reminders by " + ChannelName(d.Channel) + source(d.Source) + "."
		})
	case PreferencesChanged:
		return tell(e, preferencesSentence)
	case ContactRecorded:
		return tell(e, func(d Contact) string { return contactSentence(e, d, zone) })
	case HoldPlaced:
		return tell(e, func(d Hold) string {
			return held(d) + " wait" + untilClock(d.Until, e.At, zone) + cause(d.Cause) + who(d.By, d.Why) + "."
		})
	}
	return tell(e, func(d Hold) string {
		return held(d) + " may go out again" + settled(d.Cause) + who(d.By, d.Why) + "."
	})
}

// held starts a sentence about a hold with the reminders that it is about.
func held(d Hold) string {
	switch {
	case len(d.Invoices) > 0 && d.Contact != "":
		return "Reminders to this contact about " + invoices(d.Invoices)
	case len(d.Invoices) > 0:
		return "Reminders about " + invoices(d.Invoices)
	case d.Contact != "":
		return "Reminders to this contact"
	}
	return "Reminders of this account"
}

// untilClock says when something ends by itself, if it does.
func untilClock(at, event time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return " until " + clock(at, event, zone)
}

func optOutSentence(d OptOut) string {
	return "No more reminders" + byChannel(d.Channel) + " to " + whom(d.Scope) + ": the customer opted out" + source(d.Source) + "."
}

func optInSentence(d OptOut) string {
	return "Reminders" + byChannel(d.Channel) + " may go to " + whom(d.Scope) + " again: the customer opted in" + source(d.Source) + "."
}

// byChannel says by what channel; an opt-out without one is from all of them.
func byChannel(channel string) string {
	if channel == "" {
		return " by any channel"
	}
	return " by " + ChannelName(channel)
}

// whom names the scope of an opt-out.
func whom(scope string) string {
	switch scope {
	case "contact":
		return "this contact"
	case "account":
		return "anyone at this account"
	}
	return "this address"
}

func source(text string) string {
	if text == "" {
		return ""
	}
	return " (" + line(strings.ReplaceAll(text, "_", " ")) + ")"
}

// given is the day on which a consent was given, where that is known.
func given(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return " on " + at.In(zone).Format("2 Jan 2006")
}

// who says who set something and why.
func who(by, why string) string {
	text := ""
	if by != "" {
		text = ", says " + line(by)
	}
	if why != "" {
		text += " (" + strings.TrimRight(line(why), ". ") + ")"
	}
	return text
}

func contactSentence(e Event, d Contact, zone *time.Location) string {
	from := " to the customer"
	if d.Direction == "in" {
		from = " from the customer"
	}
	when := ""
	if !d.At.IsZero() {
		when = " on " + clock(d.At, e.At, zone)
	}
	by := ""
	if d.By != "" {
		by = " by " + line(d.By)
	}
	return contactName(d.Channel) + from + when + " was noted" + by + because(outcomes(d.Outcome, d.Text))
}

// contactName starts a sentence about a contact that people made.
func contactName(channel string) string {
	switch channels.Kind(channel) {
	case channels.Email:
		return "An email"
	case channels.SMS:
		return "A text message"
	case channels.Voice:
		return "A call"
	}
	return "A contact"
}

// outcomes joins what a contact came to and what it was about.
func outcomes(outcome, text string) string {
	said, known := outcomeWords[outcome]
	if !known && outcome != "" {
		said = strings.ReplaceAll(outcome, "_", " ")
	}
	if said == "" || text == "" {
		return said + text
	}
	return said + "; " + text
}

// outcomeWords say what a contact came to.
var outcomeWords = map[string]string{
	"conversation":   "people spoke with each other",
	"no_answer":      "nobody answered",
	"voicemail":      "an answering machine took it",
	"busy":           "the line was busy",
	"not_in_service": "it could not be reached",
	"wrong_number":   "it reached somebody else",
	"delivered":      "it arrived",
	"replied":        "it was answered",
}

func cause(word string) string {
	if word == "" {
		return ""
	}
	return ": " + causeText(word)
}

func settled(word string) string {
	if word == "" {
		return ""
	}
	return "; this has been settled: " + causeText(word)
}

func causeText(word string) string {
	if text, known := causes[word]; known {
		return text
	}
	return lowerFirst(strings.ReplaceAll(line(word), "_", " "))
}

// causes are those of a hold that contact rules know.
var causes = map[string]string{
	"disputed": "the customer objects",
	"promise":  "the customer has promised to pay",
	"plan":     "a payment plan is kept",
	"legal":    "the matter is with the courts",
	"bankrupt": "the customer is insolvent",
	"deceased": "the customer has died",
	"attorney": "a lawyer stands for the customer",
	"cease":    "the customer has asked for an end of contact",

	"already_paid": "the customer says it is paid",
	"hardship":     "the customer cannot pay as things are",
	"plan_request": "the customer asks for a payment plan",
	"away":         "nobody is there to read them",
	"reply":        "a reply waits for a person to read it",
}
