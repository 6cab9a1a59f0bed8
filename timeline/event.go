// Package timeline is in charge of the account's history: what an event is, the
// sentence that each kind shows, and the hash chain that makes the history
// tamper-evident. It refuses to change an event: history is only ever added to.
package timeline

import (
	"encoding/json"
	"time"
)

// Kind names what happened, in the past tense.
type Kind string

// The kinds of event.
const (
	ReminderScheduled   Kind = "reminder.scheduled"   // accepted; data: Scheduled
	ReminderRescheduled Kind = "reminder.rescheduled" // another system moved it; data: Scheduled
	ReminderDeferred    Kind = "reminder.deferred"    // waits for its window or a retry; data: Deferred
	ReminderHeld        Kind = "reminder.held"        // waits for a cause to clear; data: Ended
	ReminderSent        Kind = "reminder.sent"        // a provider took it; data: Sent
	ReminderSkipped     Kind = "reminder.skipped"     // not sent, for a good reason; data: Ended
	ReminderExpired     Kind = "reminder.expired"     // not sent in time; data: Ended
	ReminderCanceled    Kind = "reminder.canceled"    // taken back by another system; data: Ended
	ReminderFailed      Kind = "reminder.failed"      // could not be sent; data: Ended
	AttemptUnknown      Kind = "attempt.unknown"      // the provider gave no clear answer; data: Sent
	AttemptLost         Kind = "attempt.lost"         // the provider has no trace of it; data: Sent
	DeliveryUpdated     Kind = "delivery.updated"     // the provider's later word; data: Delivery
	ReplyReceived       Kind = "reply.received"       // the customer answered; data: Reply
	OptOutRecorded      Kind = "opt_out.recorded"     // an address must not be used any more; data: OptOut
	OptInRecorded       Kind = "opt_in.recorded"      // an opt-out was taken back; data: OptOut
	ConsentRecorded     Kind = "consent.recorded"     // a contact agreed to a channel; data: Consent
	ConsentRevoked      Kind = "consent.revoked"      // and took it back; data: Consent
	PreferencesChanged  Kind = "preferences.changed"  // a contact's wishes, or the account's hours; data: Preferences
	ContactRecorded     Kind = "contact.recorded"     // a person called or wrote, by whatever means; data: Contact
	HoldPlaced          Kind = "hold.placed"          // reminders wait for a cause to clear; data: Hold
	HoldReleased        Kind = "hold.released"        // and it has cleared; data: Hold
	PaymentRecorded     Kind = "payment.recorded"     // money came in; data: Payment
	NoteAdded           Kind = "note.added"           // a person or system noted something; data: Note
	ReplyRead           Kind = "reply.read"           // a person said what it means, or to whom it belongs; data: Reply
	PromiseMade         Kind = "promise.made"         // data: Promise
	PromiseKept         Kind = "promise.kept"         // the money came in; data: Promise
	PromiseBroken       Kind = "promise.broken"       // it did not; data: Promise
	PromiseCanceled     Kind = "promise.canceled"     // taken back, corrected or replaced; data: Promise
	DisputeOpened       Kind = "dispute.opened"       // data: Dispute
	DisputeResolved     Kind = "dispute.resolved"     // data: Dispute
	AddressStopped      Kind = "address.stopped"      // it does not exist any more, or belongs to somebody else; data: OptOut
	FollowUpOpened      Kind = "follow_up.opened"     // a person is needed; data: FollowUp
	FollowUpAssigned    Kind = "follow_up.assigned"   // data: FollowUp
	FollowUpOverdue     Kind = "follow_up.overdue"    // nobody has done it in time; data: FollowUp
	FollowUpDone        Kind = "follow_up.done"       // data: FollowUp
)

// Actor says who did it.
type Actor string

// The actors.
const (
	System   Actor = "system"   // Goodterms itself
	API      Actor = "api"      // another system, by its key
	Customer Actor = "customer" // the person who was written to
	Provider Actor = "provider" // Twilio, a mail server
	Operator Actor = "operator" // a person on the admin pages
)

// Event is one thing that happened to an account. Events of one account are
// numbered from 1 without gaps; Hash covers the one before, so none can be
// changed, moved or dropped unseen.
type Event struct {
	ID         string // evt_…
	AccountID  string
	Seq        int64
	At         time.Time // microseconds, UTC
	Kind       Kind
	Actor      Actor
	ReminderID string          // empty when it is about no reminder
	Data       json.RawMessage // one of the structs below; nil when erased
	Salt       string          // makes the digest of short data unguessable; erased with the data
	Digest     string          // of Salt and Data; what Hash covers in their place
	Hash       string
}

// Scheduled is the data of reminder.scheduled and reminder.rescheduled.
type Scheduled struct {
	Channel   string    `json:"channel"`
	Template  string    `json:"template"`
	Reference string    `json:"reference,omitempty"`
	SendAt    time.Time `json:"send_at"`
	Moved     string    `json:"moved,omitempty"` // why it is not the time that was asked for; empty when it is
}

// Deferred is the data of reminder.deferred.
type Deferred struct {
	Channel  string    `json:"channel"`
	Until    time.Time `json:"until"`              // when it is looked at again: the first instant allowed, or a little later where many wait for it
	Zone     string    `json:"zone,omitempty"`     // the customer's zone, for showing Until
	Reason   string    `json:"reason"`             // a word such as window or busy
	Text     string    `json:"text"`               // the reason in plain words
	Template string    `json:"template,omitempty"` // of an answer; empty: a reminder
}

// Ended is the data of a reminder that is held or has ended without being sent.
type Ended struct {
	Channel  string `json:"channel,omitempty"`
	Reason   string `json:"reason"`
	Text     string `json:"text"`
	Template string `json:"template,omitempty"` // of an answer; empty: a reminder
}

// Sent is the data of reminder.sent, attempt.unknown and attempt.lost.
type Sent struct {
	Attempt  string `json:"attempt"`
	Channel  string `json:"channel"`
	Template string `json:"template"`
	Version  string `json:"version"`
	Segments int    `json:"segments,omitempty"`
	Text     string `json:"text,omitempty"` // why, where it is not plain
}

// Delivery is the data of delivery.updated.
type Delivery struct {
	Attempt string `json:"attempt"`
	Channel string `json:"channel"`
	Status  string `json:"status"`
	Code    string `json:"code,omitempty"`
}

// Reply is the data of reply.received and reply.read.
type Reply struct {
	Reply    string        `json:"reply"` // rep_…
	Channel  string        `json:"channel"`
	Attempt  string        `json:"attempt,omitempty"`
	Text     string        `json:"text,omitempty"`
	Digits   string        `json:"digits,omitempty"`
	Meaning  string        `json:"meaning,omitempty"` // a word such as explain, speak, opt_out
	Kind     string        `json:"kind,omitempty"`    // bounce, complaint, auto_reply, delivery_notice, reply or unknown
	Match    string        `json:"match,omitempty"`   // by what it was matched to the account
	Intents  []ReplyIntent `json:"intents,omitempty"`
	Language string        `json:"language,omitempty"`
	Rules    string        `json:"rules,omitempty"` // version of those that read it
	Media    int           `json:"media,omitempty"` // how many pictures or files came with it
}

// OptOut is the data of opt_out.recorded, opt_in.recorded and address.stopped.
type OptOut struct {
	OptOut  string `json:"opt_out,omitempty"` // opt_…
	Scope   string `json:"scope,omitempty"`   // address, contact, account; empty: address
	Channel string `json:"channel"`           // empty: every channel
	Source  string `json:"source"`
	Proof   string `json:"proof,omitempty"`
}

// Consent is the data of consent.recorded and consent.revoked.
type Consent struct {
	Consent string    `json:"consent"` // cns_…
	Contact string    `json:"contact"` // reference
	Channel string    `json:"channel"`
	Source  string    `json:"source"`
	Proof   string    `json:"proof,omitempty"`
	At      time.Time `json:"at"` // when it was given
}

// Preferences is the data of preferences.changed: what is wished now, as far as it
// was changed, as the API writes it.
type Preferences struct {
	Contact string                     `json:"contact,omitempty"` // reference; empty: the whole account
	Changed map[string]json.RawMessage `json:"changed"`
	Before  map[string]json.RawMessage `json:"before"`
	By      string                     `json:"by,omitempty"`  // who
	Why     string                     `json:"why,omitempty"` // why
}

// Contact is the data of contact.recorded.
type Contact struct {
	Contact   string    `json:"contact"` // reference
	Channel   string    `json:"channel"`
	Direction string    `json:"direction"` // in or out
	Outcome   string    `json:"outcome,omitempty"`
	Invoices  []string  `json:"invoices,omitempty"` // numbers; empty: all
	At        time.Time `json:"at"`
	By        string    `json:"by,omitempty"`
	Text      string    `json:"text,omitempty"`
}

// Hold is the data of hold.placed and hold.released.
type Hold struct {
	Cause    string    `json:"cause"`
	By       string    `json:"by,omitempty"`
	Why      string    `json:"why,omitempty"`
	Invoices []string  `json:"invoices,omitempty"` // numbers; empty: all of the account's
	Contact  string    `json:"contact,omitempty"`  // reference; empty: whoever it is
	Until    time.Time `json:"until,omitzero"`     // when it ends by itself; zero: when it is released
	Reply    string    `json:"reply,omitempty"`    // rep_… that it follows from
}

// Payment is the data of payment.recorded.
type Payment struct {
	Payment  string `json:"payment"`
	Invoice  string `json:"invoice"`
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
	Balance  string `json:"balance"`
}

// Note is the data of note.added.
type Note struct {
	Text string `json:"text"`
	By   string `json:"by,omitempty"`
}

// Promise is the data of promise.made and of what became of it.
type Promise struct {
	Promise  string   `json:"promise"`          // prm_…
	Invoices []string `json:"invoices"`         // numbers
	Amount   string   `json:"amount,omitempty"` // empty: all that is open on them
	Currency string   `json:"currency,omitempty"`
	PayBy    string   `json:"pay_by"`
	Reply    string   `json:"reply,omitempty"`
	By       string   `json:"by,omitempty"`
	Why      string   `json:"why,omitempty"`
}

// Dispute is the data of dispute.opened and dispute.resolved.
type Dispute struct {
	Dispute  string   `json:"dispute"`  // dsp_…
	Invoices []string `json:"invoices"` // numbers; empty: everything
	Reply    string   `json:"reply,omitempty"`
	By       string   `json:"by,omitempty"`
	Outcome  string   `json:"outcome,omitempty"`
}

// FollowUp is the data of the follow_up events.
type FollowUp struct {
	FollowUp string    `json:"follow_up"` // fup_…
	Cause    string    `json:"cause"`
	Action   string    `json:"action,omitempty"`
	Reply    string    `json:"reply,omitempty"`
	Assignee string    `json:"assignee,omitempty"`
	DueAt    time.Time `json:"due_at,omitzero"`
	By       string    `json:"by,omitempty"`
	Outcome  string    `json:"outcome,omitempty"`
}

// ReplyIntent is one thing that a reply says or asks for.
type ReplyIntent struct {
	Intent   string `json:"intent"`
	Certain  bool   `json:"certain"`
	Date     string `json:"date,omitempty"`
	Amount   string `json:"amount,omitempty"`
	Evidence string `json:"evidence,omitempty"` // the words that show it
	Rule     string `json:"rule,omitempty"`     // that found it
}
