package account

import (
	"errors"
	"log/slog"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// Scope says what an opt-out is about.
type Scope string

// The scopes.
const (
	ScopeAddress Scope = "address" // one address, whoever holds it
	ScopeContact Scope = "contact" // one person, by whatever address
	ScopeAccount Scope = "account" // do not contact: everyone at the account
)

// ErrScope says that a text is no scope. It does not repeat the text.
var ErrScope = errors.New("is not one of address, contact, account")

// OptOut is the fact that somebody does not want to be contacted any more. It is
// kept for ever; an opt-in ends it.
type OptOut struct {
	ID        string        // opt_…
	Scope     Scope         // empty: ScopeAddress
	Channel   channels.Kind // empty: every channel
	Address   string        // E.164 or mail address; ScopeAddress alone
	ContactID string        // whose it is, where that is known
	AccountID string        // where it was heard, or which it is about
	Source    string        // reply, keypad, unsubscribe link, complaint, operator, provider, api, import; or SourceBounce, SourceWrongPerson
	Proof     string        // in what it can be seen, such as a reply's id; may be empty
	At        time.Time
	EndedAt   time.Time // zero while it is in force
	EndedBy   string    // the source of the opt-in
	EndProof  string    // its proof
}

// Sources of what stands in the way of an address as an opt-out does, although its
// holder did not ask for it.
const (
	SourceBounce      = "bounce"       // the address does not exist any more
	SourceWrongPerson = "wrong person" // it belongs to somebody else
)

// Stopped says that the address must not be used for another cause than the wish
// of its holder.
func (o OptOut) Stopped() bool { return o.Source == SourceBounce || o.Source == SourceWrongPerson }

// InForce says that the opt-out holds at the instant.
func (o OptOut) InForce(at time.Time) bool { return o.EndedAt.IsZero() || at.Before(o.EndedAt) }

// Reaches says that the opt-out holds at the instant for the channel at the address
// of the contact; an account's opt-out reaches everyone for whom it is asked.
func (o OptOut) Reaches(at time.Time, channel channels.Kind, address, contactID string) bool {
	if !o.InForce(at) || o.Channel != "" && o.Channel != channel {
		return false
	}
	switch o.Scope {
	case ScopeAccount:
		return true
	case ScopeContact:
		return o.ContactID == "" || o.ContactID == contactID
	}
	return o.Address == "" || o.Address == address
}

// Consent is the fact that a contact agreed to be contacted by a channel.
type Consent struct {
	ID        string // cns_…
	ContactID string
	AccountID string
	Channel   channels.Kind
	Address   string // empty: whatever address of the contact
	Source    string // contract, reply, web form, call, operator, import
	Proof     string // in what it can be seen; may be empty
	At        time.Time
	EndedAt   time.Time // zero while it stands
	EndedBy   string    // the source of its revocation
}

// InForce says that the consent stands at the instant.
func (c Consent) InForce(at time.Time) bool {
	return !at.Before(c.At) && (c.EndedAt.IsZero() || at.Before(c.EndedAt))
}

// LogValue keeps the address and the proof out of every log line.
func (o OptOut) LogValue() slog.Value { return slog.StringValue(string(o.Channel) + " opt-out") }

// LogValue keeps the address and the proof out of every log line.
func (c Consent) LogValue() slog.Value { return slog.StringValue(string(c.Channel) + " consent") }
