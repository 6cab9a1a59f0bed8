package account

import "time"

// Hold is a cause for which reminders wait: those about one invoice, those to one
// contact, or all of the account's.
type Hold struct {
	ID        string // hld_…
	AccountID string
	ContactID string    // only reminders to this contact; empty: to any
	InvoiceID string    // only this invoice; empty: all of them
	Cause     string    // one of the constants of the causes, or an operator's own word
	Until     time.Time // when it ends by itself; zero: when a person releases it
	Source    string    // reply, operator or api
	Proof     string    // in what it can be seen, such as a reply's id; may be empty
	At        time.Time
	EndedAt   time.Time // zero until it was released
	EndedBy   string    // who or what released it, such as operator, payment, correction
}

// InForce says that reminders wait for it at the instant.
func (h Hold) InForce(at time.Time) bool {
	return (h.EndedAt.IsZero() || at.Before(h.EndedAt)) && (h.Until.IsZero() || at.Before(h.Until))
}

// Covers says that the hold is about a reminder to the contact about the invoice.
func (h Hold) Covers(contactID, invoiceID string) bool {
	return (h.ContactID == "" || h.ContactID == contactID) && (h.InvoiceID == "" || h.InvoiceID == invoiceID)
}
