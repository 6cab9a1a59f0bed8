package timeline

import (
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// Kinds lists every kind of event, in the order of a reminder's life.
func Kinds() []Kind {
	return []Kind{
		ReminderScheduled, ReminderRescheduled, ReminderDeferred, ReminderHeld, ReminderSent,
		ReminderSkipped, ReminderExpired, ReminderCanceled, ReminderFailed,
		AttemptUnknown, AttemptLost, DeliveryUpdated, ReplyReceived,
		OptOutRecorded, OptInRecorded, ConsentRecorded, ConsentRevoked, PreferencesChanged,
		ContactRecorded, HoldPlaced, HoldReleased, PaymentRecorded, NoteAdded,
		ReplyRead, PromiseMade, PromiseKept, PromiseBroken, PromiseCanceled, DisputeOpened, DisputeResolved,
		AddressStopped, FollowUpOpened, FollowUpAssigned, FollowUpOverdue, FollowUpDone,
	}
}

// bareWords tell what happened where nothing else is known.
var bareWords = map[Kind]string{
	ReminderScheduled:   "A reminder was scheduled",
	ReminderRescheduled: "A reminder was moved to another time",
	ReminderDeferred:    "A reminder waits for a better time",
	ReminderHeld:        "A reminder is on hold",
	ReminderSent:        "A reminder was sent",
	ReminderSkipped:     "A reminder was skipped",
	ReminderExpired:     "A reminder expired before it could be sent",
	ReminderCanceled:    "A reminder was canceled",
	ReminderFailed:      "A reminder could not be sent",
	AttemptUnknown:      "A reminder was handed over, but the provider gave no clear answer",
	AttemptLost:         "A reminder did not reach the provider",
	DeliveryUpdated:     "The provider reported on a message",
	ReplyReceived:       "The customer answered",
	OptOutRecorded:      "The customer opted out",
	OptInRecorded:       "The customer opted in again",
	ConsentRecorded:     "The customer agreed to be contacted",
	ConsentRevoked:      "The customer no longer agrees to be contacted",
	PreferencesChanged:  "Wishes for contact were changed",
	ContactRecorded:     "A contact with the customer was noted",
	HoldPlaced:          "Reminders of this account wait",
	HoldReleased:        "Reminders of this account may go out again",
	PaymentRecorded:     "A payment was recorded",
	NoteAdded:           "A note was added",
	ReplyRead:           "A person read a reply",
	PromiseMade:         "The customer promised to pay",
	PromiseKept:         "A promise to pay was kept",
	PromiseBroken:       "A promise to pay was not kept",
	PromiseCanceled:     "A promise to pay no longer stands",
	DisputeOpened:       "The customer disputes what is asked for",
	DisputeResolved:     "A dispute was settled",
	AddressStopped:      "An address is not used any more",
	FollowUpOpened:      "A person is needed",
	FollowUpAssigned:    "Somebody took a follow-up on",
	FollowUpOverdue:     "A follow-up is overdue",
	FollowUpDone:        "A follow-up was done",
}

// endings continue "Email reminder …".
var endings = map[Kind]string{
	ReminderHeld:     "is on hold",
	ReminderSkipped:  "skipped",
	ReminderExpired:  "expired before it could be sent",
	ReminderCanceled: "canceled",
	ReminderFailed:   "could not be sent",
}

// deliveries continue "Email …" or "Call …".
var deliveries = map[channels.Status]string{
	channels.Accepted:    "was taken by the provider",
	channels.Sent:        "was passed on by the provider",
	channels.Ringing:     "is ringing",
	channels.Answered:    "was answered",
	channels.Delivered:   "was delivered",
	channels.Undelivered: "could not be delivered",
	channels.Failed:      "failed at the provider",
	channels.Voicemail:   "reached an answering machine",
	channels.NoAnswer:    "was not answered",
	channels.BusyLine:    "met a busy line",
	channels.Canceled:    "was taken back before it went out",
	channels.Read:        "was read",
}

// meanings say in words what a reply was read as.
var meanings = map[string]string{
	"opt_out":        "asks for no more reminders",
	"opt_in":         "agrees to reminders again",
	"paid":           "says it is paid",
	"already_paid":   "says it is paid",
	"promise":        "promises to pay",
	"promise_to_pay": "will pay",
	"dispute":        "disputes the invoice",
	"plan":           "asks for a payment plan",
	"plan_request":   "asks for a payment plan",
	"hardship":       "cannot pay as things are",
	"help":           "asks for help",
	"question":       "has a question",
	"explain":        "has paid or wishes to explain",
	"speak":          "wishes to speak to someone",
	"repeat":         "wishes to hear it again",
	"wrong":          "is the wrong person",
	"wrong_person":   "is the wrong person",
	"out_of_office":  "away",
	"other":          toRead,
	// of a mail that came back
	"dead":      "the address does not exist",
	"mailbox":   "the mailbox takes no mail at the moment",
	"blocked":   "their mail system does not take our mail",
	"content":   "their mail system refused this mail",
	"temporary": "their mail system is in trouble",
}

// toRead is said of what no rule has understood.
const toRead = "a person needs to read it"

func bare(kind Kind) string {
	if text, known := bareWords[kind]; known {
		return text
	}
	return "Something was recorded that this version does not know (" + line(string(kind)) + ")"
}

func meaning(word string) string {
	if text, known := meanings[word]; known || word == "" {
		return text
	}
	return "read as " + strings.ReplaceAll(line(word), "_", " ")
}

// ChannelName is how a channel is called in the middle of a sentence.
func ChannelName(channel string) string {
	switch channels.Kind(channel) {
	case channels.Email:
		return "email"
	case channels.SMS:
		return "SMS"
	case channels.Voice:
		return "phone"
	}
	return "a channel that is not known"
}

// reminder starts a sentence about a reminder.
func reminder(channel string) string {
	switch channels.Kind(channel) {
	case channels.Email:
		return "Email reminder"
	case channels.SMS:
		return "SMS reminder"
	case channels.Voice:
		return "Phone reminder"
	}
	return "Reminder"
}

// answers are the templates of answers to a customer's reply, with what the
// timeline calls them.
var answers = map[string]string{
	"opt_out_confirmed":    "opt-out confirmed",
	"promise_noted":        "promise noted",
	"dispute_acknowledged": "dispute acknowledged",
	"payment_claim_noted":  "payment claim noted",
	"difficulty_noted":     "difficulty noted",
	"answer":               "written by a person",
}

// subject starts a sentence about a reminder, or about an answer.
func subject(channel, template string) string {
	if answers[template] == "" {
		return reminder(channel)
	}
	return "Answer by " + ChannelName(channel)
}

// message starts a sentence about one hand-off.
func message(channel string) string {
	switch channels.Kind(channel) {
	case channels.Email:
		return "Email"
	case channels.SMS:
		return "SMS"
	case channels.Voice:
		return "Call"
	}
	return "Message"
}
