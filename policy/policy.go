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

// Question is everything that a decision depends on. Empty means not told.
type Question struct {
	At          time.Time
	Channel     channels.Kind
	Purpose     account.Purpose
	Content     account.Content
	Stage       account.Stage
	DaysOverdue int
	Debts       []string // invoice numbers that it is about; empty: all one debt
	Answering   bool     // a reply in the medium in which the person has just written
	ConsentCall bool     // a contact that the person asked for; of an answer: a person of ours wrote it

	// OptOutConfirmation is the one message that confirms an opt-out, by the channel
	// that it came by: whatever an answer passes it passes, and without being used up
	// by an answer before it.
	OptOutConfirmation bool

	Kind    account.Kind
	Role    account.Role // empty: the policy's
	Region  string       // ISO 3166-1 or -2: which packs and holidays, and evidence of where the contact may be
	Profile string       // courteous or none; empty: the policy's
	Packs   []string     // those that apply, whatever the region; nil: chosen by region and kind

	Zones        []string // told for the contact, else for the account: they alone count
	AddressZones []string // of postal addresses: evidence of where the contact may be
	Phones       []string // E.164, all that are known; evidence likewise
	ContactID    string
	Address      string // where it would go; empty: there is none

	AccountWindow string // opening_hours: hours that the creditor has set for this account
	Preferences   account.Preferences
	OptOuts       []account.OptOut  // of the contact, its addresses and its account
	Consents      []account.Consent // of the contact
	History       []account.Entry   // of the account and of the address; in any order

	Stopped   bool      // the kill switch: nothing leaves
	Canceled  bool      // the reminder was taken back
	Paid      bool      // nothing is owed on any of the invoices
	Hold      string    // cause of a hold on the account, or on all that it is about; empty when none
	HoldUntil time.Time // when the hold ends by itself; zero: when somebody has settled it
	ExpiresAt time.Time
}

// Because is one gate that did not let the reminder pass.
type Because struct {
	Rule     string `json:"rule"`               // stable id such as wishes, opt_out, us-federal.hours
	Text     string `json:"text"`               // plain words, without any address, name or amount
	Citation string `json:"citation,omitempty"` // of a row of a pack
}

// Loosened is a rule that an operator has made looser, with the reason on record.
type Loosened struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

// Inputs are the facts by which rules were chosen, as far as they hold nothing
// personal: with the reminder's own record and the timeline they explain a
// decision long afterwards.
type Inputs struct {
	At          time.Time `json:"at"`
	Channel     string    `json:"channel"`
	Profile     string    `json:"profile"`
	Packs       []string  `json:"packs,omitempty"`
	Kind        string    `json:"kind"`
	Role        string    `json:"collector_role"`
	Region      string    `json:"region,omitempty"`
	Stage       string    `json:"stage"`
	Content     string    `json:"content"`
	DaysOverdue int       `json:"days_overdue,omitempty"`
	Wishes      string    `json:"wishes,omitempty"`
	Entries     int       `json:"history,omitempty"` // how many lines of history were looked at
}

// Decision is the answer, with all that explains it.
type Decision struct {
	Verdict   Verdict    `json:"decision"`
	Until     time.Time  `json:"until,omitzero"`      // Defer: the first instant allowed, nothing earlier is
	WindowEnd time.Time  `json:"window_end,omitzero"` // Send: nothing may wait at a provider beyond it. Defer: the end of the opening
	Zones     []string   `json:"zones,omitempty"`     // where the contact may be
	Because   []Because  `json:"because,omitempty"`   // every gate that failed, in the order of gates; the first one decides
	Passed    []string   `json:"passed,omitempty"`    // rules of the gates that let it pass
	Loosened  []Loosened `json:"loosened,omitempty"`  // rules that applied in a looser form
	Notes     []string   `json:"notes,omitempty"`     // what else the reader should know, such as whose holidays count
	Inputs    *Inputs    `json:"inputs,omitempty"`
	Version   string     `json:"policy_version"`
	Counted   bool       `json:"-"` // a cap bounds it: the attempt must be the only one that was decided upon this history
	ByAddress bool       `json:"-"` // and a cap counts the address's contacts with other accounts too
}

// Opening is a stretch of time in which everything allows contact: [Opens, Closes).
type Opening struct {
	Opens  time.Time `json:"opens"`
	Closes time.Time `json:"closes"`
}
