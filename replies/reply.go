package replies

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// Match says by what a reply was matched to an account, in the order in which it is
// tried.
type Match string

// The matches. The first four are certain, thread is too.
const (
	ByWay      Match = "call"       // the way in proves it: a key pressed in a call of ours
	ByToken    Match = "token"      // our token in an address that the mail came to
	ByHeader   Match = "message_id" // In-Reply-To or References name a mail of ours
	ByReturned Match = "returned"   // a report shows the mail of ours that it is about
	ByBody     Match = "body_token" // our token in the quoted text
	ByThread   Match = "thread"     // SMS and calls: we have written to this number, for one account alone
	BySender   Match = "sender"     // the sender's address belongs to one account; shown, never acted upon
	ByPerson   Match = "operator"   // a person said so
	ByNothing  Match = ""           // nobody known
)

// Certain says that the match may be acted upon.
func (m Match) Certain() bool { return m != BySender && m != ByNothing }

// Text is a reply as it was read: the record that people see.
type Text struct {
	ID         string // rep_…
	At         time.Time
	Channel    channels.Kind
	Kind       mail.Kind // reply for SMS and keypad
	Match      Match
	AccountID  string // empty while nobody matched
	ContactID  string
	AttemptID  string // that it answers; may be empty
	From, To   string
	Subject    string
	Body       string // the person's own words
	Digits     string
	Language   string
	Rules      string // version of the rules that read it
	Intents    []intents.Found
	Media      []channels.Media
	MessageID  string   // of a mail, for answers
	References []string // of a mail: those before it, oldest first
	ProviderID string   // names it for repeats
	Raw        string
	Test       bool
}

// Cues are by what a reply can be matched, the more trustworthy first.
type Cues struct {
	Channel   channels.Kind
	Test      bool
	Attempt   string // proven by the way in
	Reminders []Cue  // ids of reminders that tokens stand for
	Sender    string // canonical address of who wrote; for a report the address that it is about
}

// Cue is a reminder that a token names, and where the token stood.
type Cue struct {
	ReminderID string
	Match      Match
}

// Situation is what is known about the account that a reply matched, as it was
// just before. All is empty when nobody matched.
type Situation struct {
	Match       Match
	Reminder    reminder.Reminder // that it answers: the one of the attempt; zero when none
	Attempt     reminder.Attempt  // that it answers: the latest of the reminder by the reply's channel; zero when none
	Standing    reminder.Standing // account, contact and what is known of them; History may be empty
	Invoices    []account.Invoice // of the account, open ones, oldest due date first
	Promises    []account.Promise // open ones
	Suggestions []Suggestion      // accounts it may belong to, when the match is not certain
}

// Suggestion is an account that a reply may belong to.
type Suggestion struct {
	AccountID string `json:"account_id"`
	Reference string `json:"reference"` // the creditor's own name for the account
	ContactID string `json:"contact_id,omitempty"`
	Why       string `json:"why"` // sender_address, recent_thread, invoice_number
}
