package reminder

import (
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// decide chooses the channel for the work at the instant, and counts the answer.
func (s *Story) decide(w *Work, at time.Time) Choice {
	c := Decide(s.Policy, w, s.PreferredWait, at)
	if counter, ok := s.Observer.(DecisionObserver); ok {
		rule := ""
		if len(c.Because) > 0 {
			rule = c.Because[0].Rule
		}
		counter.Decided(c.Channel, c.Verdict, rule)
	}
	return c
}

// question is all about the work that holds for each of its channels.
func (w *Work) question(now time.Time) policy.Question {
	q := w.ask(now, w.Reminder.Channel, w.expected)
	q.ExpiresAt = w.Reminder.ExpiresAt
	day := account.DateOf(now.In(w.zone()))
	if w.Reminder.Answering != nil {
		w.answer(&q)
		q.Stage, q.DaysOverdue = stage(w.Invoices, day)
		return q
	}
	about, held := w.about(now)
	held = stronger(account.Hold{Cause: q.Hold, Until: q.HoldUntil}, held)
	q.Hold, q.HoldUntil = held.Cause, held.Until
	q.Purpose, q.Content, q.Paid = w.purpose(), content(w.stage()), !w.thanks() && paid(w.Invoices)
	q.Stage, q.DaysOverdue = stage(about, day)
	q.Debts = make([]string, 0, len(about))
	for i := range about {
		q.Debts = append(q.Debts, about[i].Number)
	}
	return q
}

// stage is how far the matter has gone on the local day: that of the open invoice
// that fell due first.
func stage(invoices []account.Invoice, day account.Date) (account.Stage, int) {
	late, any := 0, false
	for i := range invoices {
		if invoices[i].Paid() {
			continue
		}
		if days := invoices[i].DaysPastDue(day); !any || days > late {
			late, any = days, true
		}
	}
	switch {
	case !any, late > 0:
		return account.Overdue, late
	case late == 0:
		return account.DueNow, 0
	}
	return account.PreDue, 0
}

// Question is whether the contact may be reached by the channel now, whatever the
// reminder: holds on single invoices are left out.
func (s *Standing) Question(now time.Time, kind channels.Kind) policy.Question {
	return s.ask(now, kind, func(string) bool { return false })
}

// ask is Question without the holds that are expected.
func (s *Standing) ask(now time.Time, kind channels.Kind, expected func(cause string) bool) policy.Question {
	address, _ := s.Contact.Address(kind)
	held := s.hold(now, expected)
	q := policy.Question{
		At: now, Channel: kind, Kind: s.Account.Kind, Region: s.Account.Region,
		ContactID: s.Contact.ID, Address: address.Value, AccountWindow: s.Window, Preferences: s.Preferences,
		OptOuts: s.OptOuts, Consents: s.Consents, History: s.History, Stopped: s.Stopped,
		Hold: held.Cause, HoldUntil: held.Until,
	}
	if zone := s.Contact.Zone(s.Account); zone != "" {
		q.Zones = []string{zone}
	}
	if s.Contact.Phone != "" {
		q.Phones = []string{s.Contact.Phone}
	}
	return q
}

// zone is the zone that was told, in which the customer counts days; UTC when
// none was.
func (s *Standing) zone() *time.Location {
	if zone, err := account.LoadZone(s.Contact.Zone(s.Account)); err == nil {
		return zone
	}
	return time.UTC
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

// settled leaves out the invoices on which something is owed.
func settled(invoices []account.Invoice) []account.Invoice {
	return slices.DeleteFunc(slices.Clone(invoices), func(i account.Invoice) bool { return !i.Paid() })
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
