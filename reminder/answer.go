package reminder

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// Answering is what makes a reminder an answer to a customer's reply: it goes out by
// the same way as every reminder, through the same gate, but says something about
// what the customer wrote. Automatic ones confirm; people write their own.
type Answering struct {
	Reply      string       `json:"reply"`                 // rep_… that it answers
	To         string       `json:"to,omitempty"`          // address that it goes to; empty: the contact's own
	By         string       `json:"by,omitempty"`          // the operator who wrote it; empty: automatic
	Text       string       `json:"text,omitempty"`        // the operator's words
	Parts      []AnswerPart `json:"parts,omitempty"`       // of a promise that it confirms
	Subject    string       `json:"subject,omitempty"`     // email: of the mail that it answers
	InReplyTo  string       `json:"in_reply_to,omitempty"` // email: its Message-ID, without brackets
	References []string     `json:"references,omitempty"`  // email: the mails before it, oldest first
	OptOut     bool         `json:"opt_out,omitempty"`     // it confirms an opt-out: goes all the same, names no invoice and no amount
	Trial      *Trial       `json:"trial,omitempty"`       // it is a test message to an operator, who asked for it: these words go
}

// AnswerPart is a part of a promise: an amount by a day.
type AnswerPart struct {
	On     account.Date  `json:"on"`
	Amount account.Money `json:"amount"` // Minor 0: all that is open
}

// Templates of the answers. Each exists by email and SMS in every language in which
// replies are read.
const (
	AnswerOptOut   = "opt_out_confirmed"    // nothing more comes this way; no invoice, no amount
	AnswerPromise  = "promise_noted"        // day and amount of each part, and how to correct it
	AnswerDispute  = "dispute_acknowledged" // neutral: noted, reminders about these invoices wait, a person answers
	AnswerPaid     = "payment_claim_noted"  // thanks; we look for the payment; nothing comes meanwhile
	AnswerHardship = "difficulty_noted"     // hardship or plan request: reminders wait, a person will propose something
	AnswerWritten  = "answer"               // a person's words
)

// AnswerTemplates lists the templates of answers, which cannot be enqueued as reminders.
func AnswerTemplates() []string {
	return []string{AnswerOptOut, AnswerPromise, AnswerDispute, AnswerPaid, AnswerHardship, AnswerWritten}
}

// EnqueueableTemplate says that other systems may enqueue reminders with the
// template: it is none of the answers'. One's own never are, by CheckTemplate.
func EnqueueableTemplate(key string) bool { return Enqueueable(templates.Stage(key)) }

// Enqueueable says that other systems may enqueue reminders with a template of the
// stage.
func Enqueueable(stage templates.Stage) bool { return stage.Purpose() != templates.ForAnswer }

// PlannedAnswer is an answer that is to be recorded with the reply that it answers.
type PlannedAnswer struct {
	AccountID  string
	ContactID  string
	InvoiceIDs []string // that it is about; none for an opt-out
	Template   string
	Channel    channels.Kind
	Answering  Answering
	SendAt     time.Time
	ExpiresAt  time.Time
	Test       bool
}
