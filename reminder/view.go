package reminder

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
)

// View is a reminder with all that explains it.
type View struct {
	Reminder         Reminder
	AccountReference string
	ContactReference string
	InvoiceNumbers   []string
	Decisions        []Decided // oldest first
	Attempts         []Attempt // oldest first
}

// Decided is a stored decision.
type Decided struct {
	At       time.Time
	Decision policy.Decision
}

// Filter chooses reminders of a list, which is ordered by id. Empty fields choose all.
type Filter struct {
	Account string // reference
	Status  Status
	After   string // id of the last one seen
	Limit   int
}

// AccountView is an account with its contacts, invoices and opt-outs.
type AccountView struct {
	Account  account.Account
	Contacts []account.Contact
	Invoices []account.Invoice
	OptOuts  []account.OptOut
	Open     int // reminders that have not ended
}

// Payment is money that came in for an invoice.
type Payment struct {
	ID               string // pay_…
	Reference        string // another system's name for it, unique; empty when it gave none
	AccountReference string
	InvoiceNumber    string
	Amount           account.Money
	PaidOn           account.Date
}

// Paid is what a payment did.
type Paid struct {
	ID        string
	Balance   account.Money // still owed on the invoice
	Skipped   []string      // reminders that ended because everything they were about is paid
	Duplicate bool          // the reference existed with the same content
}
