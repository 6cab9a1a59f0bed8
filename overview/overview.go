// Package overview is in charge of the shapes in which pages ask what is going on:
// today's counts, what waits and why, accounts that are looked for. It refuses to
// change anything.
package overview

import (
	"errors"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// ErrCursor says that a cursor is none of those that rows of the list have.
var ErrCursor = errors.New("not a cursor of this list")

// Count is how many there are, counted up to MostCounted.
type Count struct {
	N    int
	More bool // there are more than N
}

// MostCounted bounds what a page counts.
const MostCounted = 10_000

// Today is how things stand.
type Today struct {
	Sent      map[channels.Kind]Count // hand-offs since the given instant
	Waiting   Count                   // scheduled, kept back by a window, a cap or a retry; in hand right now included
	Scheduled Count                   // for a time yet to come, as asked for
	Held      Count
	Failed    Count    // failed or expired since the given instant
	FollowUps Count    // not done
	Overdue   Count    // of those
	Reasons   []Reason // of those that are held, most first; of more than are counted, those that some have
	Stop      reminder.Stop
}

// Reason is why reminders are held, and how many.
type Reason struct {
	Reason string // a word, such as promise
	Count  Count
}

// List names a list of reminders.
type List string

// The lists, each in the order in which a person would read it.
const (
	Sent    List = "sent"    // handed over, latest first
	Waiting List = "waiting" // kept back by a window, a cap or a retry, next first; also those of them that are sent right now
	Coming  List = "coming"  // scheduled, whatever the reason, next first
	Held    List = "held"    // by account
	Failed  List = "failed"  // failed or expired, latest first
)

// Query chooses a part of a list.
type Query struct {
	List   List
	Reason string    // held: for this reason alone; empty: any
	Since  time.Time // sent and failed: not before
	Until  time.Time // waiting and coming: before; zero: any
	After  string    // Cursor of the last row seen; empty: from the start
	Limit  int
}

// Row is a reminder as a sentence needs it.
type Row struct {
	ReminderID  string
	AccountID   string
	Account     string // reference
	AccountName string
	Contact     string   // name
	Invoices    []string // numbers
	Template    string
	Stage       templates.Stage
	Answer      bool // it answers a reply
	Trial       bool // it is a test message of an operator's
	Channel     channels.Kind
	Status      reminder.Status
	Reason      string
	Text        string
	SendAt      time.Time
	At          time.Time // sent: of the hand-off; else when it came to stand so
	Zone        string    // the customer's; empty: not known
	AttemptID   string    // sent
	Test        bool
	Cursor      string
}

// Day is what left on one day, for a chart.
type Day struct {
	Start time.Time // midnight in the zone that was asked for, or the first instant of a day without one
	Sent  map[channels.Kind]int
}

// AccountQuery looks for accounts: by the words of a name, a reference, an invoice
// number, an email address or a phone number, from its beginning. Empty text lists
// all by reference.
type AccountQuery struct {
	Text  string
	Phone string // Text as E.164, where it can be one; else empty
	After string // Cursor of the last row seen
	Limit int
}

// AccountRow is an account in a list.
type AccountRow struct {
	ID        string
	Reference string
	Name      string
	Kind      account.Kind
	Owed      []account.Money // by currency
	OldestDue account.Date    // of what is owed; zero: nothing is
	Open      int             // invoices
	Hold      string          // cause of a hold in force; empty: none
	Found     string          // by what: name, reference, invoice, email, phone; empty: all are listed
	Cursor    string
}

// History chooses events of an account, newest first.
type History struct {
	Account string // reference
	Before  int64  // Seq of the last one seen; 0: from the latest
	Limit   int
}

// OperatorAccounts is how the references of accounts begin that stand for operators,
// who send test messages to themselves. Lists of accounts leave them out.
const OperatorAccounts = "operator/"
