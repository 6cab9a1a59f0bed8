package timeline_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/timeline"
)

var (
	recorded = time.Date(2026, 3, 13, 21, 30, 0, 0, time.UTC)
	monday   = time.Date(2026, 3, 16, 13, 0, 0, 0, time.UTC)
)

// sentences are events as they are recorded, with what the timeline shows.
var sentences = []struct {
	kind timeline.Kind
	data any
	want string
}{
	{timeline.ReminderScheduled, timeline.Scheduled{Channel: "email", Template: "pre_due", SendAt: monday}, "Email reminder scheduled for Mon 16 Mar 13:00 (pre due)."},
	{timeline.ReminderScheduled, timeline.Scheduled{Channel: "sms", Template: "firm", SendAt: monday, Moved: "Moved before a public holiday."}, "SMS reminder scheduled for Mon 16 Mar 13:00 (firm), moved before a public holiday."},
	{timeline.ReminderRescheduled, timeline.Scheduled{Channel: "email", Template: "gentle", SendAt: monday.AddDate(1, 0, 0)}, "Email reminder moved to Tue 16 Mar 2027 13:00 (gentle)."},
	{timeline.ReminderDeferred, timeline.Deferred{Channel: "sms", Until: monday, Zone: "America/New_York", Reason: "window", Text: "Outside the send window."}, "SMS reminder waits until Mon 16 Mar 09:00, their time: outside the send window."},
	{timeline.ReminderDeferred, timeline.Deferred{Channel: "voice", Until: monday, Reason: "busy", Text: ""}, "Phone reminder waits until Mon 16 Mar 13:00."},
	{timeline.ReminderHeld, timeline.Ended{Channel: "sms", Reason: "zone", Text: "no time zone is known"}, "SMS reminder is on hold: no time zone is known."},
	{timeline.ReminderSent, timeline.Sent{Channel: "email", Template: "gentle"}, "Email reminder sent (gentle)."},
	{timeline.ReminderSkipped, timeline.Ended{Channel: "sms", Reason: "paid", Text: "The invoice is paid"}, "SMS reminder skipped: the invoice is paid."},
	{timeline.ReminderExpired, timeline.Ended{Reason: "expired"}, "Reminder expired before it could be sent."},
	{timeline.ReminderCanceled, timeline.Ended{Channel: "email", Text: "SMS was preferred"}, "Email reminder canceled: SMS was preferred."},
	{timeline.ReminderFailed, timeline.Ended{Channel: "voice", Text: "number is no phone"}, "Phone reminder could not be sent: number is no phone."},
	{timeline.AttemptUnknown, timeline.Sent{Channel: "sms", Text: "connection lost"}, "SMS reminder was handed over, but the provider gave no clear answer: connection lost."},
	{timeline.AttemptLost, timeline.Sent{Channel: "sms"}, "SMS reminder did not reach the provider."},
	{timeline.DeliveryUpdated, timeline.Delivery{Channel: "sms", Status: "undelivered", Code: "30003"}, "SMS could not be delivered (code 30003)."},
	{timeline.DeliveryUpdated, timeline.Delivery{Channel: "voice", Status: "delivered"}, "Call was completed."},
	{timeline.DeliveryUpdated, timeline.Delivery{Channel: "fax", Status: "curled"}, "Message has a new status (curled)."},
	{timeline.ReplyReceived, timeline.Reply{Channel: "sms", Text: "call me, it is Ana", Meaning: "speak"}, "The customer answered by SMS: wishes to speak to someone."},
	{timeline.ReplyReceived, timeline.Reply{Channel: "voice", Digits: "9", Meaning: "opt_out"}, "The customer pressed 9 during the call: asks for no more reminders."},
	{timeline.ReplyReceived, timeline.Reply{Channel: "email", Meaning: "new_word"}, "The customer answered by email: read as new word."},
	{timeline.OptOutRecorded, timeline.OptOut{Channel: "sms", Source: "reply"}, "No more reminders by SMS to this address: the customer opted out (reply)."},
	{timeline.OptOutRecorded, timeline.OptOut{OptOut: "opt_1", Scope: "address", Source: "unsubscribe_link", Proof: "att_1"}, "No more reminders by any channel to this address: the customer opted out (unsubscribe link)."},
	{timeline.OptOutRecorded, timeline.OptOut{Scope: "contact", Channel: "voice", Source: "keypad"}, "No more reminders by phone to this contact: the customer opted out (keypad)."},
	{timeline.OptOutRecorded, timeline.OptOut{Scope: "account", Source: "operator"}, "No more reminders by any channel to anyone at this account: the customer opted out (operator)."},
	{timeline.OptInRecorded, timeline.OptOut{Scope: "address", Channel: "sms", Source: "reply"}, "Reminders by SMS may go to this address again: the customer opted in (reply)."},
	{timeline.ConsentRecorded, timeline.Consent{Consent: "cns_1", Channel: "voice", Source: "contract", At: monday}, "The customer agreed to reminders by phone on 16 Mar 2026 (contract)."},
	{timeline.ConsentRevoked, timeline.Consent{Consent: "cns_1", Channel: "sms", Source: "web form"}, "The customer no longer agrees to reminders by SMS (web form)."},
	{timeline.ContactRecorded, timeline.Contact{Channel: "voice", Direction: "out", Outcome: "no_answer", At: monday, By: "Clerk"}, "A call to the customer on Mon 16 Mar 13:00 was noted by Clerk: nobody answered."},
	{timeline.ContactRecorded, timeline.Contact{Channel: "sms", Direction: "in", Outcome: "replied", At: monday, Text: "asks for a copy."}, "A text message from the customer on Mon 16 Mar 13:00 was noted: it was answered; asks for a copy."},
	{timeline.ContactRecorded, timeline.Contact{Channel: "fax", Direction: "out", Outcome: "paper_jam"}, "A contact to the customer was noted: paper jam."},
	{timeline.HoldPlaced, timeline.Hold{Cause: "disputed", By: "Clerk", Why: "the goods were broken."}, "Reminders of this account wait: the customer objects, says Clerk (the goods were broken)."},
	{timeline.HoldPlaced, timeline.Hold{Cause: "Waiting for_legal"}, "Reminders of this account wait: waiting for legal."},
	{timeline.HoldReleased, timeline.Hold{Cause: "promise"}, "Reminders of this account may go out again; this has been settled: the customer has promised to pay."},
	{timeline.HoldReleased, timeline.Hold{}, "Reminders of this account may go out again."},
	{timeline.PreferencesChanged, timeline.Preferences{Contact: "owner"}, "The customer's wishes were changed."},
	{timeline.PaymentRecorded, timeline.Payment{Invoice: "INV-1", Amount: "100.00", Currency: "EUR", Balance: "20.00"}, "Payment of 100.00 EUR recorded for invoice INV-1; 20.00 EUR is still open."},
	{timeline.PaymentRecorded, timeline.Payment{Invoice: "INV-1", Amount: "100", Currency: "JPY", Balance: "0"}, "Payment of 100 JPY recorded for invoice INV-1, which is now paid."},
	{timeline.NoteAdded, timeline.Note{Text: "spoke to\r\nthe office", By: "Clerk"}, "Note by Clerk: spoke to the office"},
	{timeline.ReplyRead, timeline.Reply{}, "A person read the reply by a channel that is not known."},
	{timeline.PromiseMade, timeline.Promise{Invoices: []string{"INV-1"}, Amount: "120.00", Currency: "EUR", PayBy: "2026-03-20"}, "The customer promised to pay 120.00 EUR for invoice INV-1 by Fri 20 Mar."},
	{timeline.PromiseMade, timeline.Promise{Invoices: []string{"INV-1", "INV-2"}, PayBy: "2027-01-04", By: "Clerk"}, "The customer promised to pay all that is open on invoices INV-1 and INV-2 by Mon 4 Jan 2027, says Clerk."},
	{timeline.PromiseKept, timeline.Promise{Invoices: []string{"INV-1"}, Amount: "120", Currency: "JPY", PayBy: "2026-03-20"}, "A promise was kept: 120 JPY for invoice INV-1 by Fri 20 Mar."},
	{timeline.PromiseBroken, timeline.Promise{Invoices: []string{"INV-1"}, PayBy: "2026-03-20"}, "A promise was not kept: all that is open on invoice INV-1 by Fri 20 Mar."},
	{timeline.PromiseCanceled, timeline.Promise{Invoices: []string{"INV-1"}, PayBy: "soon", By: "Clerk", Why: "they named another day."}, "A promise no longer stands: all that is open on invoice INV-1 by a day that cannot be read, says Clerk (they named another day)."},
	{timeline.DisputeOpened, timeline.Dispute{Invoices: []string{"1", "2", "3", "4", "5", "6", "7"}}, "The customer disputes invoices 1, 2, 3, 4, 5 and 2 more."},
	{timeline.DisputeOpened, timeline.Dispute{}, "The customer disputes what is asked for."},
	{timeline.DisputeResolved, timeline.Dispute{Invoices: []string{"INV-1"}, By: "Clerk", Outcome: "a credit note was sent."}, "The dispute about invoice INV-1 was settled, says Clerk (a credit note was sent)."},
	{timeline.AddressStopped, timeline.OptOut{Channel: "email", Source: "bounce"}, "No more reminders by email to this address: it does not exist any more."},
	{timeline.AddressStopped, timeline.OptOut{Source: "wrong person"}, "No more reminders by any channel to this address: it belongs to somebody else."},
	{timeline.FollowUpOpened, timeline.FollowUp{Cause: "dispute", Action: "resolve_dispute", DueAt: monday}, "A person is needed: the customer disputes what is asked for (settle the dispute by Mon 16 Mar 13:00)."},
	{timeline.FollowUpOpened, timeline.FollowUp{Cause: "new_cause"}, "A person is needed: new cause."},
	{timeline.FollowUpAssigned, timeline.FollowUp{Cause: "question", Assignee: "Dana"}, "Follow-up assigned to Dana: the customer has a question."},
	{timeline.FollowUpAssigned, timeline.FollowUp{Cause: "question"}, "Follow-up given back: the customer has a question."},
	{timeline.FollowUpOverdue, timeline.FollowUp{Cause: "already_paid", Action: "check_payment"}, "Follow-up overdue: the customer says it is paid (look for the payment)."},
	{timeline.FollowUpDone, timeline.FollowUp{Cause: "call_back", By: "Dana", Outcome: "spoke to them."}, "Follow-up done: the customer asks for a call, says Dana (spoke to them)."},
	{timeline.HoldPlaced, timeline.Hold{Cause: "promise", Invoices: []string{"INV-1"}, Until: monday}, "Reminders about invoice INV-1 wait until Mon 16 Mar 13:00: the customer has promised to pay."},
	{timeline.HoldPlaced, timeline.Hold{Cause: "away", Contact: "owner", Until: monday}, "Reminders to this contact wait until Mon 16 Mar 13:00: nobody is there to read them."},
	{timeline.HoldReleased, timeline.Hold{Cause: "disputed", Contact: "owner", Invoices: []string{"INV-1"}, By: "Clerk"}, "Reminders to this contact about invoice INV-1 may go out again; this has been settled: the customer objects, says Clerk."},
}

// answers are events of answers to a reply, which are told as such.
var answers = []struct {
	kind timeline.Kind
	data any
	want string
}{
	{timeline.ReminderScheduled, timeline.Scheduled{Channel: "sms", Template: "promise_noted", SendAt: monday}, "Answer by SMS scheduled for Mon 16 Mar 13:00 (promise noted)."},
	{timeline.ReminderSent, timeline.Sent{Channel: "sms", Template: "promise_noted"}, "Answer by SMS sent (promise noted)."},
	{timeline.ReminderSent, timeline.Sent{Channel: "email", Template: "answer"}, "Answer by email sent (written by a person)."},
	{timeline.AttemptLost, timeline.Sent{Channel: "sms", Template: "opt_out_confirmed"}, "Answer by SMS did not reach the provider."},
	{timeline.AttemptUnknown, timeline.Sent{Channel: "sms", Template: "opt_out_confirmed"}, "Answer by SMS was handed over, but the provider gave no clear answer."},
	{timeline.ReminderSkipped, timeline.Ended{Channel: "email", Template: "difficulty_noted", Text: "this address does not exist any more"}, "Answer by email skipped: this address does not exist any more."},
	{timeline.ReminderDeferred, timeline.Deferred{Channel: "sms", Template: "answer", Until: monday, Text: "the provider was busy"}, "Answer by SMS waits until Mon 16 Mar 13:00: the provider was busy."},
	{timeline.ReminderSent, timeline.Sent{Channel: "sms", Template: "answers_of_ours"}, "SMS reminder sent (answers of ours)."},
}

func TestAnAnswerIsToldAsAnAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range answers {
		e := timeline.Event{Kind: c.kind, At: recorded, Data: timeline.Encode(c.data)}
		if got := timeline.Summary(e, nil); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.kind, got, c.want)
		}
	}
}

// found is an intent that was certain.
func found(intent, date string) timeline.ReplyIntent {
	return timeline.ReplyIntent{Intent: intent, Certain: true, Date: date, Amount: "120.00", Evidence: "it is Ana"}
}

// perhaps is one that was not.
func perhaps(intent, date string) timeline.ReplyIntent {
	return timeline.ReplyIntent{Intent: intent, Date: date}
}

func TestAReplyIsToldByWhatItMeans(t *testing.T) {
	t.Parallel()
	list := func(intents ...timeline.ReplyIntent) []timeline.ReplyIntent { return intents }
	for _, c := range []struct {
		data timeline.Reply
		want string
	}{
		{timeline.Reply{Channel: "sms", Kind: "reply", Intents: list(found("promise_to_pay", "2026-03-20"))}, "The customer answered by SMS: will pay by Fri 20 Mar."},
		{timeline.Reply{Channel: "sms", Kind: "reply", Intents: list(found("promise_to_pay", "2027-01-04"), found("opt_out", ""))}, "The customer answered by SMS: will pay by Mon 4 Jan 2027; asks for no more reminders."},
		{timeline.Reply{Channel: "email", Kind: "reply", Intents: list(perhaps("dispute", ""))}, "The customer answered by email: perhaps disputes the invoice; a person needs to read it."},
		{timeline.Reply{Channel: "email", Kind: "reply", Intents: list(found("already_paid", ""), perhaps("question", "")), Media: 2}, "The customer answered by email, with 2 files: says it is paid; perhaps has a question; a person needs to read it."},
		{timeline.Reply{Channel: "sms", Kind: "reply", Intents: list(perhaps("other", "")), Media: 1}, "The customer answered by SMS, with a file: a person needs to read it."},
		{timeline.Reply{Channel: "sms", Kind: "reply"}, "The customer answered by SMS: a person needs to read it."},
		{timeline.Reply{Channel: "voice", Kind: "reply", Digits: "9", Intents: list(found("opt_out", ""))}, "The customer pressed 9 during the call: asks for no more reminders."},
		{timeline.Reply{Channel: "voice", Kind: "reply", Digits: "3", Meaning: "speak"}, "The customer pressed 3 during the call: wishes to speak to someone."},
		{timeline.Reply{Channel: "email", Kind: "auto_reply", Intents: list(found("out_of_office", "2026-03-20"))}, "An automatic reply came: away until Fri 20 Mar."},
		{timeline.Reply{Channel: "email", Kind: "auto_reply"}, "An automatic reply came."},
		{timeline.Reply{Channel: "email", Kind: "bounce", Meaning: "dead"}, "Mail came back: the address does not exist."},
		{timeline.Reply{Channel: "email", Kind: "bounce"}, "Mail came back."},
		{timeline.Reply{Channel: "email", Kind: "complaint"}, "The customer marked a mail as unwanted."},
		{timeline.Reply{Channel: "email", Kind: "delivery_notice", Meaning: "temporary"}, "A notice came about how a mail travels; nothing has failed: their mail system is in trouble."},
		{timeline.Reply{Channel: "email", Kind: "unknown"}, "A message came by email that could not be read as a reply: a person needs to read it."},
	} {
		e := timeline.Event{Kind: timeline.ReplyReceived, At: recorded, Data: timeline.Encode(c.data)}
		if got := timeline.Summary(e, nil); got != c.want {
			t.Errorf("%+v\n got %s\nwant %s", c.data, got, c.want)
		}
	}
}

func TestWhatAPersonReadIsToldAsTheirWord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		data timeline.Reply
		want string
	}{
		{timeline.Reply{Channel: "sms", Kind: "reply", Intents: []timeline.ReplyIntent{perhaps("promise_to_pay", "2026-03-20")}}, "A person read the reply by SMS: will pay by Fri 20 Mar."},
		{timeline.Reply{Channel: "email", Match: "operator", Intents: []timeline.ReplyIntent{found("dispute", "")}}, "A person read the reply by email and matched it to this account: disputes the invoice."},
	} {
		e := timeline.Event{Kind: timeline.ReplyRead, At: recorded, Data: timeline.Encode(c.data)}
		if got := timeline.Summary(e, nil); got != c.want {
			t.Errorf("%+v\n got %s\nwant %s", c.data, got, c.want)
		}
	}
}

func TestNoSentenceAboutAReplyQuotesIt(t *testing.T) {
	t.Parallel()
	for _, kind := range []timeline.Kind{timeline.ReplyReceived, timeline.ReplyRead} {
		for _, of := range []string{"bounce", "complaint", "auto_reply", "delivery_notice", "reply", "unknown", ""} {
			data := timeline.Reply{Channel: "email", Kind: of, Text: "it is Ana", Intents: []timeline.ReplyIntent{found("promise_to_pay", "2026-03-20"), found("already_paid", "")}}
			got := timeline.Summary(timeline.Event{Kind: kind, At: recorded, Data: timeline.Encode(data)}, nil)
			if strings.Contains(got, "Ana") || strings.Contains(got, "120") {
				t.Errorf("%s %s: %s", kind, of, got)
			}
		}
	}
}

func TestEachEventIsToldInOnePlainSentence(t *testing.T) {
	t.Parallel()
	for _, c := range sentences {
		e := timeline.Event{Kind: c.kind, At: recorded, Data: timeline.Encode(c.data)}
		if got := timeline.Summary(e, nil); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.kind, got, c.want)
		}
	}
}

func TestEveryKindHasASentence(t *testing.T) {
	t.Parallel()
	told := map[timeline.Kind]bool{}
	for _, c := range sentences {
		told[c.kind] = true
	}
	for _, kind := range timeline.Kinds() {
		if !told[kind] {
			t.Errorf("%s has no example", kind)
		}
		if bare := timeline.Summary(timeline.Event{Kind: kind}, nil); strings.Contains(bare, "does not know") {
			t.Errorf("%s has no sentence of its own: %s", kind, bare)
		}
	}
}

func TestInstantsAreShownInTheReadersZone(t *testing.T) {
	t.Parallel()
	e := timeline.Event{Kind: timeline.ReminderScheduled, At: recorded, Data: timeline.Encode(timeline.Scheduled{Channel: "sms", SendAt: monday})}
	if got := timeline.Summary(e, time.FixedZone("east", 2*3600)); got != "SMS reminder scheduled for Mon 16 Mar 15:00." {
		t.Error(got)
	}
}

func TestErasedUnreadableAndUnknownEventsAreToldInWords(t *testing.T) {
	t.Parallel()
	e := timeline.Event{Kind: timeline.NoteAdded, Data: timeline.Encode(timeline.Note{Text: "a"}), Salt: timeline.NewSalt()}
	timeline.Head{}.Append(&e)
	e.Data, e.Salt = nil, ""
	for _, c := range []struct {
		event timeline.Event
		want  string
	}{
		{e, "A note was added; the details have been erased."},
		{timeline.Event{Kind: timeline.ReminderSent, Data: json.RawMessage(`[1]`)}, "A reminder was sent; the details cannot be read."},
		{timeline.Event{Kind: "moon.landed", Data: json.RawMessage(`{}`)}, "Something was recorded that this version does not know (moon.landed)."},
	} {
		if got := timeline.Summary(c.event, nil); got != c.want {
			t.Errorf("got %s\nwant %s", got, c.want)
		}
	}
}

func TestChangedPreferencesNameWhatIsWishedNow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ contact, changed, want string }{
		{"owner", `{"channels":["email"],"excluded":["voice"],"wishes":"Mo-Fr 09:00-12:00"}`, "The customer's wishes were changed: now prefers email; no calls; Mo-Fr 09:00-12:00."},
		{"owner", `{"channels":["sms","email"],"excluded":["sms","voice"]}`, "The customer's wishes were changed: now prefers SMS, then email; no text messages, no calls."},
		{"owner", `{"channels":[],"excluded":null,"wishes":"","pause_until":"","language":""}`, "The customer's wishes were changed: no channel is preferred; no channel is excluded; in no particular language; at any decent hour; no pause."},
		{"owner", `{"language":"de","pause_until":"2027-03-01"}`, "The customer's wishes were changed: in the language de; no reminder before 2027-03-01."},
		{"owner", `{"purposes":{"receipt":["email"],"reminder":["sms","email"],"statement":[]}}`, "The customer's wishes were changed: receipts by email alone; reminders by SMS or email alone; statements not at all."},
		{"owner", `{"purposes":{}}`, "The customer's wishes were changed: any channel for any purpose."},
		{"owner", `{"shoe_size":44}`, "The customer's wishes were changed: shoe size changed."},
		{"", `{"send_window":"Mo-Fr 10:00-16:00"}`, "The hours for this account were changed: Mo-Fr 10:00-16:00."},
		{"", `{"send_window":""}`, "The hours for this account were changed: no hours of its own."},
	} {
		var data timeline.Preferences
		if err := json.Unmarshal([]byte(c.changed), &data.Changed); err != nil {
			t.Fatal(err)
		}
		data.Contact = c.contact
		e := timeline.Event{Kind: timeline.PreferencesChanged, At: recorded, Data: timeline.Encode(data)}
		if got := timeline.Summary(e, nil); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.changed, got, c.want)
		}
	}
}

func TestChangedPreferencesSayWhoAndWhy(t *testing.T) {
	t.Parallel()
	data := timeline.Preferences{Contact: "owner", Changed: map[string]json.RawMessage{"excluded": json.RawMessage(`["voice"]`)}, By: "Clerk", Why: "works at night."}
	got := timeline.Summary(timeline.Event{Kind: timeline.PreferencesChanged, At: recorded, Data: timeline.Encode(data)}, nil)
	if want := "The customer's wishes were changed: no calls, says Clerk (works at night)."; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
