// Package policy is in charge of one question: may we contact this person by
// this channel now, and if not, when or why not? It is pure: values and the
// time go in, a Decision comes out. It refuses to look anything up.
package policy

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// Verdict is the answer of a decision. The list is closed.
type Verdict string

// The verdicts.
const (
	Send   Verdict = "send"   // hand it over now
	Defer  Verdict = "defer"  // not now: at Until
	Hold   Verdict = "hold"   // not until a cause has cleared
	Skip   Verdict = "skip"   // never; this reminder is done with
	Expire Verdict = "expire" // its time has passed; this reminder is done with
)

// Question is everything that a decision depends on.
type Question struct {
	At        time.Time
	Channel   channels.Kind
	Kind      account.Kind
	Zone      string // the zone that was told for the contact; empty when none was
	Phone     string // E.164; evidence of where the contact may be
	Region    string // ISO 3166-1 or -2; evidence likewise
	HasWay    bool   // there is an address for the channel
	OptedOut  bool   // this address has opted out of this channel
	Canceled  bool
	Paid      bool      // nothing is owed on any of the invoices
	Held      string    // cause of a hold on the account or invoices; empty when none
	ExpiresAt time.Time // zero when it never expires
}

// Because is one gate that did not let the reminder pass.
type Because struct {
	Rule string `json:"rule"` // stable id such as window, opt_out, paid
	Text string `json:"text"` // plain words, without any address, name or amount
}

// Decision is the answer, with all that explains it.
type Decision struct {
	Verdict   Verdict   `json:"decision"`
	Until     time.Time `json:"until,omitzero"`      // Defer: the first instant allowed, nothing earlier is
	WindowEnd time.Time `json:"window_end,omitzero"` // Send: nothing may wait at a provider beyond it
	Zones     []string  `json:"zones,omitempty"`     // where the contact may be
	Because   []Because `json:"because,omitempty"`   // every gate that failed, the deciding one first
	Version   string    `json:"policy_version"`
}
