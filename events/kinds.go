package events

import (
	"encoding/json"
	"time"

	"github.com/goodterms/goodterms/timeline"
)

// Kind is what can happen, with the shape of its data.
type Kind struct {
	Name string
	Doc  string // a sentence
	Data any    // an example, of the struct that the data has
}

// day is when the examples happen.
var day = time.Date(2027, time.April, 12, 9, 30, 0, 0, time.UTC)

// What examples are about.
const (
	aReply    = "rep_01kafz3v9m5x8q2t4w6y7z0bcd"
	anAttempt = "att_01kafz3v9m5x8q2t4w6y7z0bcd"
	anInvoice = "INV-2027-0042"
)

// Kinds lists every kind of event.
func Kinds() []Kind {
	var list []Kind
	for _, group := range [][]Kind{reminderKinds(), replyKinds(), arrangementKinds(), permissionKinds(), followUpKinds()} {
		list = append(list, group...)
	}
	return list
}

func kind(k timeline.Kind, doc string, data any) Kind {
	return Kind{Name: string(k), Doc: doc, Data: data}
}

func reminderKinds() []Kind {
	scheduled := timeline.Scheduled{Channel: "email", Template: "gentle", Reference: "2027-0415-1", SendAt: day.Add(72 * time.Hour)}
	sent := timeline.Sent{Attempt: anAttempt, Channel: "sms", Template: "gentle", Version: "7", Segments: 2}
	ended := func(reason, text string) timeline.Ended {
		return timeline.Ended{Channel: "sms", Reason: reason, Text: text}
	}
	return []Kind{
		kind(timeline.ReminderScheduled, "A reminder was accepted.", scheduled),
		kind(timeline.ReminderRescheduled, "Another system moved a reminder.", scheduled),
		kind(timeline.ReminderDeferred, "A reminder waits for its send window, or for a retry.",
			timeline.Deferred{Channel: "sms", Until: day.Add(23 * time.Hour), Zone: "Europe/London", Reason: "window", Text: "The send window is closed"}),
		kind(timeline.ReminderHeld, "A reminder waits for a cause to clear.", ended("disputed", "The invoice is disputed")),
		kind(timeline.ReminderSent, "A provider took a reminder.", sent),
		kind(timeline.ReminderSkipped, "A reminder was not sent, for a good reason.", ended("paid", "Everything it is about has been paid")),
		kind(timeline.ReminderExpired, "A reminder could not be sent in time.", ended("expired", "Its end came before a send window")),
		kind(timeline.ReminderCanceled, "Another system took a reminder back.", ended("canceled", "Taken back")),
		kind(timeline.ReminderFailed, "A reminder could not be sent.", ended("unreachable", "The number does not exist")),
		kind(timeline.AttemptUnknown, "The provider gave no clear answer; it is looked up.", sent),
		kind(timeline.AttemptLost, "The provider has no trace of an attempt.", sent),
		kind(timeline.DeliveryUpdated, "The provider's later word about a message.",
			timeline.Delivery{Attempt: anAttempt, Channel: "sms", Status: "delivered"}),
		kind(timeline.PaymentRecorded, "Money came in.",
			timeline.Payment{Payment: "pay_01kafz3v9m5x8q2t4w6y7z0bcd", Invoice: anInvoice, Amount: "120.50", Currency: "GBP", Balance: "0.00"}),
		kind(timeline.NoteAdded, "A person or system noted something.", timeline.Note{Text: "Called back; cheque is in the post.", By: "Dana, accounts receivable"}),
	}
}

// reply is a reply that says two things, of which one is certain.
func reply() timeline.Reply {
	return timeline.Reply{Reply: aReply, Channel: "sms", Attempt: anAttempt, Text: "I will pay on Friday. Who are you?", Kind: "reply", Match: "thread",
		Intents: []timeline.ReplyIntent{{Intent: "promise_to_pay", Certain: true, Date: "2027-04-16", Evidence: "pay on Friday", Rule: "promise.day"},
			{Intent: "question", Evidence: "Who are you", Rule: "question"}},
		Language: "en", Rules: "5"}
}

func replyKinds() []Kind {
	read := reply()
	read.Match = "operator"
	certain := reply()
	certain.Intents = Applied(certain)
	return []Kind{
		kind(timeline.ReplyReceived, "The customer answered, or a machine of theirs.", reply()),
		kind(timeline.ReplyRead, "A person said what a reply means, or to whom it belongs.", read),
		{Name: IntentApplied, Doc: "A reply was taken to mean something with certainty, by itself or by a person. It follows its reply, with the same data but the certain intents alone.", Data: certain},
		kind(timeline.ContactRecorded, "A person called or wrote, by whatever means.",
			timeline.Contact{Contact: "P-7", Channel: "voice", Direction: "in", Outcome: "reached", At: day, By: "Dana", Text: "Asked for a copy"}),
	}
}

func arrangementKinds() []Kind {
	promise := timeline.Promise{Promise: "prm_01kafz3v9m5x8q2t4w6y7z0bcd", Invoices: []string{anInvoice}, Amount: "120.50", Currency: "GBP", PayBy: "2027-04-16", Reply: aReply}
	dispute := timeline.Dispute{Dispute: "dsp_01kafz3v9m5x8q2t4w6y7z0bcd", Invoices: []string{anInvoice}, Reply: aReply}
	resolved := dispute
	resolved.By, resolved.Outcome = "Dana", "Goods were replaced"
	hold := timeline.Hold{Cause: "promise", Invoices: []string{anInvoice}, Until: day.Add(5 * 24 * time.Hour), Reply: aReply}
	return []Kind{
		kind(timeline.PromiseMade, "Somebody promised to pay.", promise),
		kind(timeline.PromiseKept, "The promised money came in.", promise),
		kind(timeline.PromiseBroken, "The promised money did not come in.", promise),
		kind(timeline.PromiseCanceled, "A promise was taken back, corrected or replaced.", promise),
		kind(timeline.DisputeOpened, "Somebody objects to an invoice, or to everything.", dispute),
		kind(timeline.DisputeResolved, "A dispute was settled.", resolved),
		kind(timeline.HoldPlaced, "Reminders wait for a cause to clear.", hold),
		kind(timeline.HoldReleased, "A hold has ended.", hold),
	}
}

func permissionKinds() []Kind {
	out := timeline.OptOut{OptOut: "opt_01kafz3v9m5x8q2t4w6y7z0bcd", Scope: "address", Channel: "sms", Source: "reply"}
	consent := timeline.Consent{Consent: "cns_01kafz3v9m5x8q2t4w6y7z0bcd", Contact: "P-7", Channel: "voice", Source: "contract", Proof: "clause 9", At: day}
	return []Kind{
		kind(timeline.OptOutRecorded, "An address must not be used any more.", out),
		kind(timeline.OptInRecorded, "An opt-out was taken back.", out),
		kind(timeline.AddressStopped, "An address does not exist any more, or belongs to somebody else.", timeline.OptOut{Scope: "address", Channel: "email", Source: "bounce"}),
		kind(timeline.ConsentRecorded, "A contact agreed to a channel.", consent),
		kind(timeline.ConsentRevoked, "A contact took a consent back.", consent),
		kind(timeline.PreferencesChanged, "A contact's wishes changed, or the account's own hours.", timeline.Preferences{Contact: "P-7",
			Changed: map[string]json.RawMessage{"language": json.RawMessage(`"de"`)}, Before: map[string]json.RawMessage{"language": json.RawMessage(`"en"`)}, By: "Dana", Why: "Asked for it"}),
	}
}

func followUpKinds() []Kind {
	open := timeline.FollowUp{FollowUp: "fup_01kafz3v9m5x8q2t4w6y7z0bcd", Cause: "dispute", Action: "resolve_dispute", Reply: aReply, DueAt: day.Add(24 * time.Hour)}
	assigned, done := open, open
	assigned.Assignee = "dana"
	done.By, done.Outcome = "Dana", "Answered"
	return []Kind{
		kind(timeline.FollowUpOpened, "A person is needed.", open),
		kind(timeline.FollowUpAssigned, "A follow-up was given to somebody, or moved.", assigned),
		kind(timeline.FollowUpOverdue, "Nobody has done a follow-up in time.", assigned),
		kind(timeline.FollowUpDone, "A follow-up is done.", done),
	}
}

// Example is an event of the kind, as it is told.
func (k Kind) Example() Message {
	return Event{Number: 1207, ID: exampleID(k.Name), Kind: k.Name, At: day, AccountID: "acc_01kafz3v9m5x8q2t4w6y7z0bcd", Account: "C-1001",
		ReminderID: "rem_01kafz3v9m5x8q2t4w6y7z0bcd", Reminder: "2027-0415-1", Actor: string(timeline.System), Data: timeline.Encode(k.Data)}.Message()
}

func exampleID(name string) string {
	if name == IntentApplied {
		return "evt_01kafz3v9m5x8q2t4w6y7z0bcd-intent"
	}
	return "evt_01kafz3v9m5x8q2t4w6y7z0bcd"
}
