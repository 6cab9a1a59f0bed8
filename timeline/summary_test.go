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
