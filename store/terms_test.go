package store_test

import (
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/templates"
)

// heldFor accepts a reminder that then waits because of its text.
func heldFor(t testing.TB, s *store.Store, p reminder.Planned, reason string) {
	t.Helper()
	w := claimed(t, s, p, "one")
	if !record(t, s, reminder.Change{ReminderID: w.Reminder.ID, AccountID: w.Account.ID, Owner: "one", Status: reminder.Held, Reason: reason}) {
		t.Fatal("it does not wait")
	}
}

func TestTermsComeWithTheAccountAndReachItsWork(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		p.Account.Terms = account.Terms{account.Interest, account.LegalStep}
		w := claimed(t, s, p, "one")
		equal(t, w.Account.Terms, p.Account.Terms)
		view, err := s.FindAccount(t.Context(), "A-1")
		is(t, err, nil)
		equal(t, view.Account.Terms, p.Account.Terms)
		p.Account.Terms = nil
		_, _, err = s.PutAccount(t.Context(), noon, p.Account, nil, nil)
		is(t, err, nil)
		equal(t, begin(t, s, attemptOn(w, "one")), reminder.BegunStale) // it was decided upon with other terms
		works, err := s.Reload(t.Context(), []string{p.Reminder.ID}, "one")
		is(t, err, nil)
		equal(t, len(works[0].Account.Terms), 0)
	})
}

func TestWhatItsTermsHeldIsLookedAtAgainWhenTheyChange(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		heldFor(t, s, p, reminder.HeldTerms)
		_, _, err := s.PutAccount(t.Context(), noon, p.Account, nil, nil) // nothing new
		is(t, err, nil)
		equal(t, find(t, s, p.Reminder.ID).Reminder.Status, reminder.Held)
		p.Account.Terms = account.Terms{account.Interest}
		_, _, err = s.PutAccount(t.Context(), noon, p.Account, nil, nil)
		is(t, err, nil)
		equal(t, find(t, s, p.Reminder.ID).Reminder.Status, reminder.Scheduled)
		equal(t, len(claim(t, s, "two", p.Reminder.ID)), 1)
	})
}

func TestAReminderKeepsThePlanThatItStates(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, without := plan(1), plan(2)
		p.Reminder.Plan = []reminder.Instalment{
			{DueOn: account.Date{Year: 2027, Month: 4, Day: 1}, Amount: account.Money{Minor: 6000, Currency: "EUR"}, Paid: true},
			{DueOn: account.Date{Year: 2027, Month: 5, Day: 1}, Amount: account.Money{Minor: 6000, Currency: "EUR"}},
		}
		accept(t, s, p, without)
		equal(t, claim(t, s, "one", p.Reminder.ID)[0].Reminder.Plan, p.Reminder.Plan)
		equal(t, len(claim(t, s, "one", without.Reminder.ID)[0].Reminder.Plan), 0)
		equal(t, find(t, s, p.Reminder.ID).Reminder.Plan, p.Reminder.Plan)
	})
}

func TestATextAboutABrokenPromiseKnowsTheLatestOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, gentle, other := plan(1), planFor(2, 1), plan(3)
		p.Reminder.Template, other.Reminder.Template = string(templates.PromiseBroken), string(templates.PromiseBroken)
		claimed(t, s, p, "one")
		claimed(t, s, gentle, "one")
		claimed(t, s, other, "one")
		of := func(p reminder.Planned) *account.Promise {
			works, err := s.Reload(t.Context(), []string{p.Reminder.ID}, "one")
			is(t, err, nil)
			return works[0].Promised
		}
		promised := func() *account.Promise { return of(p) }
		if promised() != nil {
			t.Error("nobody has promised anything")
		}
		promise := func(by time.Time) { hearAt(t, s, noon, textFrom(p, "soon"), promising(p, by.AddDate(0, 0, -4))) }
		promise(noon.AddDate(0, 0, 1))
		lapse := func(at time.Time) {
			if _, _, err := s.Lapse(t.Context(), at, 10); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, promised().Status, account.PromiseOpen)
		lapse(noon.AddDate(0, 0, 5))
		promise(noon.AddDate(0, 0, 2))
		lapse(noon.AddDate(0, 0, 6))
		promise(noon.AddDate(0, 0, 30)) // open still
		got := promised()
		equal(t, []string{string(got.Status), got.PayBy.String()}, []string{"broken", "2027-03-17"})
		if of(gentle) != nil || of(other) != nil {
			t.Error("another text, or another account, knows of it")
		}
	})
}

func TestThanksAreNotEndedByThePaymentThatTheyAreAbout(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		d, err := s.CreateTemplate(t.Context(), noon, templates.Template{Key: "thank_you", Stage: templates.Thanks}, reminder.NewDraft{Sources: wrote("own")}, nil)
		is(t, err, nil)
		_, err = s.Publish(t.Context(), noon, publishing(d), nil)
		is(t, err, nil)
		shipped, own, gentle := plan(1), planFor(2, 1), planFor(3, 1)
		shipped.Reminder.Template, own.Reminder.Template = "thanks", "thank_you"
		accept(t, s, shipped, own, gentle)
		equal(t, pay(t, s, shipped, 12000, "p-1").Skipped, []string{gentle.Reminder.ID})
		equal(t, len(claim(t, s, "one", shipped.Reminder.ID, own.Reminder.ID)), 2)
	})
}
