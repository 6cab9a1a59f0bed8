package reminder

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// Decider answers whether a person may be contacted; policy.Policy does.
type Decider interface {
	Decide(q policy.Question) policy.Decision
}

// Decide chooses the channel for the work and asks whether it may be used now.
func Decide(d Decider, w *Work, now time.Time) policy.Decision {
	w.Reminder.Channel = w.choose()
	return d.Decide(w.question(now))
}

// choose returns the first channel, from the current one on, by which the
// contact can be reached; the current one when there is none, so that the
// decision names what is wrong with it.
func (w *Work) choose() channels.Kind {
	for _, kind := range w.from(w.Reminder.Channel) {
		if _, ok := w.Contact.Address(kind); ok && !w.OptedOut[kind] {
			return kind
		}
	}
	return w.Reminder.Channel
}

// from lists the reminder's channels from the given one on.
func (w *Work) from(kind channels.Kind) []channels.Kind {
	for i, c := range w.Reminder.Channels {
		if c == kind {
			return w.Reminder.Channels[i:]
		}
	}
	return nil
}

// after returns the next channel that can be used after the current one.
func (w *Work) after() (channels.Kind, bool) {
	rest := w.from(w.Reminder.Channel)
	for _, kind := range rest[min(1, len(rest)):] {
		if _, ok := w.Contact.Address(kind); ok && !w.OptedOut[kind] {
			return kind, true
		}
	}
	return "", false
}

func (w *Work) question(now time.Time) policy.Question {
	kind := w.Reminder.Channel
	_, hasWay := w.Contact.Address(kind)
	return policy.Question{
		At: now, Channel: kind, Kind: w.Account.Kind.OrConsumer(),
		Zone: w.Contact.Zone(w.Account), Phone: w.Contact.Phone, Region: w.Account.Region,
		HasWay: hasWay, OptedOut: w.OptedOut[kind],
		Paid: paid(w.Invoices), Held: w.Hold, ExpiresAt: w.Reminder.ExpiresAt,
	}
}

// paid says that nothing is owed on any of the invoices.
func paid(invoices []account.Invoice) bool {
	for _, i := range invoices {
		if !i.Paid() {
			return false
		}
	}
	return true
}

// open leaves out the invoices that are paid.
func open(invoices []account.Invoice) []account.Invoice {
	left := make([]account.Invoice, 0, len(invoices))
	for _, i := range invoices {
		if !i.Paid() {
			left = append(left, i)
		}
	}
	return left
}
