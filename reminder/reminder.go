// Package reminder is in charge of the story of one reminder: Plan, Enqueue,
// Decide, Render, Send, Record, and what comes back. It knows no SQL and no
// Asynq: it says what it needs as small interfaces.
package reminder

import (
	"errors"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/templates"
)

// Errors that a store answers with.
var (
	ErrNotFound = errors.New("no such reminder")
	ErrEnded    = errors.New("the reminder has ended or is being handed over")
)

// Status says where a reminder is. The last five are its outcomes: a reminder
// ends in exactly one of them.
type Status string

// The statuses.
const (
	Scheduled Status = "scheduled" // waits for its time
	Sending   Status = "sending"   // claimed by an instance, or its hand-off is being settled
	Held      Status = "held"      // waits for a cause to clear
	Sent      Status = "sent"      // a provider took it
	Skipped   Status = "skipped"   // not sent, for a good reason
	Expired   Status = "expired"   // not sent in time
	Canceled  Status = "canceled"  // taken back
	Failed    Status = "failed"    // could not be sent
)

// Ended says that the status is an outcome.
func (s Status) Ended() bool {
	return s == Sent || s == Skipped || s == Expired || s == Canceled || s == Failed
}

// Statuses lists every status.
func Statuses() []Status {
	return []Status{Scheduled, Sending, Held, Sent, Skipped, Expired, Canceled, Failed}
}

// Reminder is one planned contact about one or more invoices.
type Reminder struct {
	ID         string // rem_…
	Reference  string // another system's name for it, unique; empty when it gave none
	AccountID  string
	ContactID  string
	InvoiceIDs []string
	Template   string
	Channels   []channels.Kind // in the order in which they were asked for, but for those that failed for good, which come first
	Channel    channels.Kind   // the first of those that are left to try, or the one that was used
	Status     Status
	Reason     string // why it is in this status, as a word; empty when that is plain
	Text       string // the same in plain words
	SendAt     time.Time
	ExpiresAt  time.Time     // zero when it never expires
	Attempts   int           // hand-offs so far
	Test       bool          // may only reach the sandbox
	Answering  *Answering    // what makes it an answer to a reply; nil for a planned contact
	Pin        templates.Pin // version of the template that it uses, set when it is accepted
	MovedAt    time.Time     // when it was moved to that version; zero: it was accepted with it
	Plan       []Instalment  // payment plan that its text states; nil: none
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// Due is a reminder's place in the schedule.
type Due struct {
	ID      string
	Channel channels.Kind
	SendAt  time.Time
}

// Work is a claimed reminder with everything that a decision and a text need,
// read in one go.
type Work struct {
	Reminder Reminder
	Standing
	Stage    templates.Stage // of the template
	Invoices []account.Invoice
	Promised *account.Promise // stage promise_broken: the latest promise about the invoices, one that is broken rather than open; nil: none
	Resent   bool             // an earlier attempt is in state lost
}

// AttemptState says what is known of a hand-off.
type AttemptState string

// The states of an attempt.
const (
	Open     AttemptState = "open"     // committed; the call is being made, or its process died
	Accepted AttemptState = "accepted" // the provider took it
	Rejected AttemptState = "rejected" // the provider did not take it
	Unknown  AttemptState = "unknown"  // no clear answer: being settled
	Lost     AttemptState = "lost"     // settled: the provider has no trace of it
)

// Attempt is one hand-off to a provider, committed before the provider is called.
type Attempt struct {
	ID          string // att_…
	ReminderID  string
	AccountID   string
	Number      int // from 1
	Channel     channels.Kind
	Address     string
	Version     string // of the template
	Language    string
	Subject     string // email
	Body        string // text as sent; the script of a call
	Limited     string // voice
	ContentHash string // sha256 over all that was sent, HTML too
	ValidUntil  time.Time
	StartedAt   time.Time
	Owner       string // instance
	State       AttemptState
	ProviderID  string
	Code        string // provider's error code
	Segments    int
	Status      channels.Status // the provider's latest word; empty before any
	SettleAt    time.Time       // unknown: when it is looked up next
	Lookups     int             // unknown: clean look-ups without a trace so far
	Facts       string          // mail: JSON of what its text was filled with; empty: nothing to fill in
	Test        bool
}

// Begin asks to commit an attempt. It is refused when the reminder is no longer
// claimed by the attempt's owner or the account's version has moved on.
type Begin struct {
	Attempt  Attempt
	Version  int64 // of the account, as decided upon
	Decision policy.Decision
}

// Begun is the answer to a Begin.
type Begun string

// The answers to a Begin.
const (
	BegunOK    Begun = "ok"    // committed: hand it over at once
	BegunStale Begun = "stale" // something about the account changed: load and decide again
	BegunGone  Begun = "gone"  // no longer ours: canceled, moved or claimed by another
)
