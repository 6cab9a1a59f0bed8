package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func TestBegunAttemptIsStoredWithItsDecision(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a := begun(t, s, plan(1), "one")
		view := find(t, s, a.ReminderID)
		a.SettleAt = noon
		equal(t, view.Attempts, []reminder.Attempt{a})
		equal(t, view.Decisions, []reminder.Decided{{At: noon,
			Decision: policy.Decision{Verdict: policy.Send, WindowEnd: noon.Add(time.Hour), Version: "p1"}}})
		equal(t, view.Reminder.Attempts, 1)
	})
}

// What is committed before the hand-off stops it.
func TestBeginIsStaleAfter(t *testing.T) {
	t.Parallel()
	stops := map[string]func(testing.TB, *store.Store, reminder.Planned){
		"an opt-out of the address": func(t testing.TB, s *store.Store, p reminder.Planned) {
			optOut(t, s, p.Account.ID, p.Contact.Phone)
		},
		"an opt-out of the address at another account": func(t testing.TB, s *store.Store, p reminder.Planned) {
			optOut(t, s, "acc_other", p.Contact.Phone)
		},
		"a payment": func(t testing.TB, s *store.Store, p reminder.Planned) { pay(t, s, p, 100, "p-1") },
		"another phone number": func(t testing.TB, s *store.Store, p reminder.Planned) {
			other := planFor(2, 1)
			other.Contact.Phone = "+493099999"
			accept(t, s, other)
		},
		"another balance": func(t testing.TB, s *store.Store, p reminder.Planned) {
			other := planFor(2, 1)
			other.Invoices[0].Balance.Minor--
			accept(t, s, other)
		},
		"another time zone": func(t testing.TB, s *store.Store, p reminder.Planned) {
			p.Account.TimeZone = "Asia/Tokyo"
			if _, _, err := s.PutAccount(t.Context(), noon, p.Account, nil, nil); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, stop := range stops {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
				p := plan(1)
				b := attemptOn(claimed(t, s, p, "one"), "one")
				stop(t, open(), p)
				equal(t, begin(t, s, b), reminder.BegunStale)
				equal(t, len(find(t, s, p.Reminder.ID).Attempts), 0)
			})
		})
	}
}

func TestBeginIsNotStaleAfterANewInvoice(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		b := attemptOn(claimed(t, s, plan(1), "one"), "one")
		other := planFor(2, 1)
		other.Invoices[0].ID, other.Invoices[0].Number = account.StableID("inv", "A-1", "R-2"), "R-2"
		accept(t, s, other)
		equal(t, begin(t, s, b), reminder.BegunOK)
	})
}

func TestBeginIsNotStaleAfterMoreOfTheSame(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		b := attemptOn(claimed(t, s, plan(1), "one"), "one")
		accept(t, s, planFor(2, 1))
		optOut(t, s, "acc_other", "+4930555")
		equal(t, begin(t, s, b), reminder.BegunOK)
	})
}

func TestBeginIsGoneAfter(t *testing.T) {
	t.Parallel()
	takes := map[string]func(testing.TB, *store.Store, reminder.Begin){
		"a cancellation": func(t testing.TB, s *store.Store, b reminder.Begin) {
			if _, err := s.Cancel(t.Context(), noon, b.Attempt.ReminderID, nil); err != nil {
				t.Fatal(err)
			}
		},
		"a move to another time": func(t testing.TB, s *store.Store, b reminder.Begin) {
			if _, err := s.Reschedule(t.Context(), noon, b.Attempt.ReminderID, noon.Add(time.Hour), nil, nil); err != nil {
				t.Fatal(err)
			}
		},
		"a claim by another": func(t testing.TB, s *store.Store, b reminder.Begin) {
			if err := s.Release(t.Context(), "one", noon); err != nil {
				t.Fatal(err)
			}
			claim(t, s, "two", b.Attempt.ReminderID)
		},
		"another attempt": func(t testing.TB, s *store.Store, b reminder.Begin) {
			b.Attempt.ID = ids.New("att", noon)
			equal(t, begin(t, s, b), reminder.BegunOK)
		},
	}
	for name, take := range takes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
				b := attemptOn(claimed(t, s, plan(1), "one"), "one")
				take(t, open(), b)
				equal(t, begin(t, s, b), reminder.BegunGone)
			})
		})
	}
}

func TestOneOfManyBeginsGoesThrough(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		w := claimed(t, s, plan(1), "one")
		other := open()
		answers := make([]reminder.Begun, 16)
		together(len(answers), func(n int) {
			answers[n] = begin(t, []*store.Store{s, other}[n%2], attemptOn(w, "one"))
		})
		count := map[reminder.Begun]int{}
		for _, answer := range answers {
			count[answer]++
		}
		equal(t, count, map[reminder.Begun]int{reminder.BegunOK: 1, reminder.BegunGone: 15})
	})
}

func TestUnsettledAttemptsAreTakenOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		a := begun(t, s, plan(1), "one")
		unknown := reminder.Change{ReminderID: a.ReminderID, AccountID: a.AccountID, Status: reminder.Sending,
			Attempt: &reminder.Result{AttemptID: a.ID, State: reminder.Unknown, SettleAt: noon.Add(time.Minute)}}
		if !record(t, s, unknown) {
			t.Fatal("not recorded")
		}
		equal(t, len(unsettled(t, s, noon.Add(59*time.Second))), 0)
		taken := unsettled(t, s, noon.Add(time.Minute))
		equal(t, len(taken), 1)
		equal(t, taken[0].Attempt.State, reminder.Unknown)
		equal(t, taken[0].Work.Account.ID, a.AccountID)
		equal(t, len(unsettled(t, open(), noon.Add(time.Minute))), 0)
		equal(t, len(unsettled(t, s, noon.Add(2*time.Minute))), 1)
	})
}

func TestOpenAttemptsAreUnsettledWhenTheirInstanceIsSilent(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		begun(t, s, plan(1), "alive")
		dead := begun(t, s, plan(2), "dead")
		later := noon.Add(time.Minute)
		if err := s.Beat(t.Context(), "alive", later); err != nil {
			t.Fatal(err)
		}
		taken := unsettled(t, s, later)
		equal(t, len(taken), 1)
		equal(t, taken[0].Attempt.ID, dead.ID)
	})
}

func unsettled(t testing.TB, s *store.Store, now time.Time) []reminder.Stored {
	t.Helper()
	taken, err := s.Unsettled(t.Context(), now, 3*time.Second, 10*time.Second, time.Minute, 10)
	if err != nil {
		t.Fatal(err)
	}
	return taken
}

func TestKnownProviderIDs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		handedOver(t, s, plan(1), "SM1")
		known, err := s.Known(t.Context(), []string{"SM1", "SM2"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, known, map[string]bool{"SM1": true})
	})
}

func TestAnAttemptThatNobodyMadeIsNotFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		if _, err := s.FindAttempt(t.Context(), "att_none"); !errors.Is(err, reminder.ErrNotFound) {
			t.Fatalf("got %v", err)
		}
	})
}

func TestEveryDecisionIsReadBackWholeOldestFirst(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		deferred := policy.Decision{Verdict: policy.Defer, Until: noon.Add(time.Hour), WindowEnd: noon.Add(2 * time.Hour), Version: "p1",
			Zones: []string{"Europe/Berlin"}, Because: []policy.Because{{Rule: "us-federal.hours", Text: "Outside", Citation: "12 CFR 1006.6"}},
			Passed: []string{"opt_out"}, Loosened: []policy.Loosened{{Rule: "au.calls", Reason: "agreed"}}, Notes: []string{"holidays of Germany"},
			Inputs: &policy.Inputs{At: noon, Channel: "sms", Profile: "courteous", Packs: []string{"us-federal"}, Entries: 3}}
		c := waiting(claimed(t, s, plan(1), "one"), "one")
		c.SendAt, c.Decision = noon, &deferred
		record(t, s, c)
		b := attemptOn(claim(t, s, "two", c.ReminderID)[0], "two")
		b.Attempt.StartedAt = noon.Add(time.Minute)
		b.Decision = deferred
		b.Decision.Verdict, b.Decision.Until = policy.Send, time.Time{}
		equal(t, begin(t, s, b), reminder.BegunOK)
		equal(t, find(t, s, c.ReminderID).Decisions, []reminder.Decided{
			{At: noon.Add(time.Second), Decision: deferred}, {At: noon.Add(time.Minute), Decision: b.Decision}})
	})
}
