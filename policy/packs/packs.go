// Package packs is in charge of rule packs: what laws and codes of one
// jurisdiction ask of whoever contacts a customer, as data that a person who is
// no programmer can read. It loads and checks them and refuses to decide.
package packs

import (
	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
)

// Pack is the rules of one jurisdiction, or of a profile.
type Pack struct {
	ID        string   // such as us-federal
	Title     string   // such as United States: Regulation F
	Version   string   // the date on which its rows were last checked
	Regions   []string // ISO 3166-1 or -2 of the customers that bring it about; a country covers its parts
	Automatic bool     // false: applied only where it is named, within its regions where a policy names it
	Rows      []Row    // in the order in which they are asked
}

// Row is one rule. Exactly one of Window, Closed, Cap, Pause, Consent, Stop and
// Duty says what it does.
type Row struct {
	ID       string // unique within the pack; pack.row is the rule's name everywhere
	Text     string // what it asks, in a sentence for people
	Citation string // such as 12 CFR 1006.6(b)(1)(i)
	Source   string // where it was read: a web address
	Evidence Evidence
	Note     string       // why it is off, or how it was read; may be empty
	From     account.Date // the first local day on which it is in force; zero: always was
	Until    account.Date // the first on which it is not any more; zero: for ever
	On       bool         // whether it applies unless an operator says otherwise

	// Whom it covers. An empty list covers all.
	Roles       []account.Role
	Kinds       []account.Kind
	Stages      []account.Stage
	Contents    []account.Content
	Channels    []channels.Kind
	Regions     []string // narrower than the pack's
	NotRegions  []string
	OverdueFrom int // only from so many days after the due date; 0: always

	Window  *hours.Windows // contact only in these hours, on the clocks where the contact may be
	Zone    string         // Window: an IANA zone in which it must be open too
	Closed  *hours.Windows // no contact on these days: the windows of all other days, round the clock
	Cap     *Cap
	Pause   *Pause
	Consent bool   // contact only with a consent for the channel
	Stop    string // no contact at all: why, as a sentence
	Duty    string // not decided here: what the message or the record owes, as a word such as opt_out_line
}

// Rule is the row's name in decisions: the pack's id, a dot and its own.
func (p *Pack) Rule(r *Row) string { return p.ID + "." + r.ID }

// Evidence says how the row is known.
type Evidence string

// The evidences. Rows that are only recalled are off.
const (
	Read      Evidence = "read"      // in the primary text
	Secondary Evidence = "secondary" // in a text about it
	Recalled  Evidence = "recalled"  // from memory: to be checked before it is relied on
	Own       Evidence = "own"       // the creditor's own wish, no law: it needs no citation and no source
)

// Cap allows so many contacts within a period.
type Cap struct {
	N           int
	Period      Period
	Counts      Counts
	Scope       Scope
	Channels    []channels.Kind // whose entries count; empty: all. The row's own Channels say which contacts it bounds
	SkipConsent bool            // contacts that the person asked for neither count nor are bounded
}

// Counts says which entries of the history count.
type Counts string

// What counts. Contacts that were not connected (busy, not in service, wrong
// number) never do.
const (
	Attempts      Counts = "attempts"      // whatever may have been noticed: rings, voicemails, messages
	Contacts      Counts = "contacts"      // what arrived: conversations, voicemails, messages
	Conversations Counts = "conversations" // people spoke with each other
)

// Scope says whose entries count together.
type Scope string

// The scopes.
const (
	PerContact Scope = "contact"
	PerAccount Scope = "account"
	PerInvoice Scope = "invoice" // for each of the reminder's invoices
	PerAddress Scope = "address" // of all accounts that share it
)

// Pause allows no contact for a while after a conversation, in either direction.
type Pause struct {
	Period      Period
	Scope       Scope
	Channels    []channels.Kind // of the conversation; empty: all
	SkipConsent bool            // contacts that the person asked for are not bounded
}

// Period is a stretch of time, as in "7 calendar days", "24 rolling hours",
// "calendar week" and "calendar month".
type Period struct {
	N    int
	Unit Unit
}

// Unit says how a period is measured.
type Unit string

// The units.
const (
	RollingHours  Unit = "rolling hours"  // exact hours back from the contact
	RollingDays   Unit = "rolling days"   // exact days of 24 hours back from the contact
	CalendarDays  Unit = "calendar days"  // local days, the contact's own included
	CalendarWeek  Unit = "calendar week"  // Monday to Sunday, local
	CalendarMonth Unit = "calendar month" // the first to the last, local
)
