package reminder

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
)

// hold is the strongest of the holds on everything that the contact would be sent,
// those that are expected left out; one without a cause when there is none.
func (s *Standing) hold(now time.Time, expected func(cause string) bool) account.Hold {
	found := account.Hold{Cause: s.Hold}
	if expected(s.Hold) {
		found.Cause = ""
	}
	for _, h := range s.Holds {
		if h.InvoiceID == "" && !expected(h.Cause) && s.stands(h, now) && h.Covers(s.Contact.ID, "") {
			found = stronger(found, h)
		}
	}
	return found
}

// stands says that the hold has a cause and is in force.
func (s *Standing) stands(h account.Hold, now time.Time) bool { return h.Cause != "" && h.InForce(now) }

// invoiceHold is the strongest of the holds on the one invoice, those on everything
// apart.
func (w *Work) invoiceHold(id string, now time.Time) (found account.Hold) {
	for _, h := range w.Holds {
		if h.InvoiceID == id && id != "" && !w.expected(h.Cause) && w.stands(h, now) && h.Covers(w.Contact.ID, id) {
			found = stronger(found, h)
		}
	}
	return found
}

// stronger is the one of two holds that keeps more back: the graver cause, then the
// one without an end, then the one that ends later.
func stronger(a, b account.Hold) account.Hold {
	switch {
	case a.Cause == "":
		return b
	case b.Cause == "":
		return a
	}
	if ga, gb := policy.Gravity(a.Cause), policy.Gravity(b.Cause); ga != gb {
		if ga > gb {
			return a
		}
		return b
	}
	if endsBefore(a, b) {
		return b
	}
	return a
}

// endsBefore says that the hold ends by itself, and before the other.
func endsBefore(a, b account.Hold) bool {
	return !a.Until.IsZero() && (b.Until.IsZero() || a.Until.Before(b.Until))
}

// about is the open invoices that a reminder is about at the instant: those that no
// hold keeps back, so that a dispute about one lets the reminder about the others go
// on. When each is held it is about all of them, and the hold is the one that lets
// go of an invoice first: then there is something to remind of again. Thanks are
// about what has been paid, which nothing keeps back that is about what is owed.
func (w *Work) about(now time.Time) ([]account.Invoice, account.Hold) {
	left := open(w.Invoices)
	if w.thanks() && len(left) < len(w.Invoices) {
		return settled(w.Invoices), account.Hold{}
	}
	free := make([]account.Invoice, 0, len(left))
	var first account.Hold
	for i := range left {
		held := w.invoiceHold(left[i].ID, now)
		switch {
		case held.Cause == "":
			free = append(free, left[i])
		case first.Cause == "" || endsBefore(held, first):
			first = held
		}
	}
	if len(free) > 0 {
		return free, account.Hold{}
	}
	return left, first
}
