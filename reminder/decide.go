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
		if _, ok := w.Contact.Address(kind); ok && !w.optedOut(kind) {
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
		if _, ok := w.Contact.Address(kind); ok && !w.optedOut(kind) {
			return kind, true
		}
	}
	return "", false
}

func (w *Work) question(now time.Time) policy.Question {
	q := w.Question(now, w.Reminder.Channel)
	q.Paid, q.ExpiresAt = paid(w.Invoices), w.Reminder.ExpiresAt
	return q
}

// Question is whether the contact may be reached by the channel now, whatever the
// reminder.
func (s *Standing) Question(now time.Time, kind channels.Kind) policy.Question {
	address, _ := s.Contact.Address(kind)
	q := policy.Question{
		At: now, Channel: kind, Kind: s.Account.Kind, Region: s.Account.Region,
		ContactID: s.Contact.ID, Address: address.Value, AccountWindow: s.Window, Preferences: s.Preferences,
		OptOuts: s.OptOuts, Consents: s.Consents, History: s.History, Stopped: s.Stopped, Hold: s.Hold,
	}
	if zone := s.Contact.Zone(s.Account); zone != "" {
		q.Zones = []string{zone}
	}
	if s.Contact.Phone != "" {
		q.Phones = []string{s.Contact.Phone}
	}
	return q
}

// optedOut says that the contact does not want the channel.
func (w *Work) optedOut(kind channels.Kind) bool {
	for _, o := range w.OptOuts {
		if o.EndedAt.IsZero() && (o.Channel == kind || o.Channel == "") {
			return true
		}
	}
	return false
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
