// Package channels is in charge of the contract between the reminder story and
// the ways to reach a person: Kind, Message, Handoff, Receipt, Reply, Channel
// and Error. It knows no account and no reminder; an adapter that needs more
// than a Message holds is doing somebody else's work.
package channels

import (
	"context"
	"time"
)

// Kind names a way to reach a person.
type Kind string

// The kinds of channel.
const (
	Email Kind = "email" // SMTP
	SMS   Kind = "sms"   // Twilio Messages
	Voice Kind = "voice" // Twilio Calls
)

// Kinds lists every kind in the usual order of preference.
func Kinds() []Kind { return []Kind{Email, SMS, Voice} }

// Valid says whether the kind is one that exists.
func (k Kind) Valid() bool { return k == Email || k == SMS || k == Voice }

// Message is what is handed to a provider once. It is complete: an adapter adds
// its sender identity and nothing else.
type Message struct {
	Attempt    string    // att_…, our name for this hand-off; in callbacks, headers and logs
	To         string    // canonical mail address or E.164
	ToName     string    // may be empty; email only
	Subject    string    // email only
	Text       string    // plain text mail, SMS body, or the script that a call says
	HTML       string    // email only
	Limited    string    // voice: what an answering machine hears, without any detail of the debt
	Language   string    // BCP 47 of the words
	MessageID  string    // email: fixed when the reminder was planned, without angle brackets
	References []string  // email: earlier mails of the same thread, oldest first
	Automatic  bool      // email: an automatic answer to a mail: Auto-Submitted: auto-replied, envelope from <>
	Token      string    // opaque token of the reminder: reply address, bounce address, unsubscribe link
	ValidUntil time.Time // nothing may wait at the provider beyond this instant
}

// Handoff is a provider's word that it took a message.
type Handoff struct {
	ProviderID string // Twilio SID, or our Message-ID for mail
	Response   string // the provider's short acknowledgement, such as an SMTP queue id; may be empty
	Segments   int    // SMS segments; 0 elsewhere
	Status     Status // where the provider says the message is now
}

// Channel hands messages to one provider. Send returns within the context's
// deadline and is safe for concurrent use. An error is always an *Error; an
// answer that is not clear is an Error with Reason Unknown.
type Channel interface {
	Kind() Kind
	Send(ctx context.Context, m Message) (Handoff, error)
}

// Finder is a Channel that can ask the provider what became of a hand-off with
// an unknown outcome. Find returns every hand-off that could be this message,
// sent at or after the instant; none means that the provider has no trace of it.
type Finder interface {
	Find(ctx context.Context, m Message, since time.Time) ([]Handoff, error)
}

// Coster is a Channel whose hand-offs take more than one unit of its sending
// rate, such as SMS segments.
type Coster interface {
	Cost(m Message) int
}
