package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func TestClaimBringsEverythingThatADecisionNeeds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		w := claimed(t, s, p, "one")
		equal(t, w.Account, p.Account)
		equal(t, w.Contact, p.Contact)
		equal(t, w.Invoices, p.Invoices)
		equal(t, w.Version, int64(1))
		equal(t, w.Reminder.Status, reminder.Sending)
		equal(t, len(w.OptOuts), 0)
	})
}

func TestEightClaimersNeverShareAReminder(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		all := acceptMany(t, s, 300)
		other := open()
		var mu sync.Mutex
		owner := map[string]string{}
		together(8, func(n int) {
			name := fmt.Sprint("owner-", n)
			for chunk := range chunks(all, 64) {
				for _, w := range claim(t, []*store.Store{s, other}[n%2], name, chunk...) {
					mu.Lock()
					if owner[w.Reminder.ID] != "" {
						t.Errorf("claimed by %s and %s", owner[w.Reminder.ID], name)
					}
					owner[w.Reminder.ID] = name
					mu.Unlock()
				}
			}
		})
		equal(t, len(owner), len(all))
	})
}

func TestClaimLeavesWhatIsNotDue(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		p.Reminder.SendAt = noon.Add(time.Microsecond)
		accept(t, s, p)
		equal(t, len(claim(t, s, "one", p.Reminder.ID)), 0)
	})
}

func TestReloadMissesWhatIsNoLongerClaimed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		kept, canceled := claimed(t, s, plan(1), "one"), claimed(t, s, plan(2), "one")
		if _, err := s.Cancel(t.Context(), noon, canceled.Reminder.ID, nil); err != nil {
			t.Fatal(err)
		}
		works, err := s.Reload(t.Context(), []string{canceled.Reminder.ID, kept.Reminder.ID}, "one")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, works, []reminder.Work{kept})
	})
}

func TestClaimShowsOptOuts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		optOut(t, s, p.Account.ID, p.Contact.Phone)
		works := claim(t, s, "one", p.Reminder.ID)
		equal(t, optedOut(works[0].OptOuts), []string{"address sms", "contact sms"})
	})
}

func TestReleaseMakesClaimsDueAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		w := claimed(t, s, plan(1), "one")
		handing := begun(t, s, plan(2), "one")
		if err := s.Release(t.Context(), "one", noon); err != nil {
			t.Fatal(err)
		}
		equal(t, len(claim(t, s, "two", w.Reminder.ID, handing.ReminderID)), 1)
	})
}

func TestOnlyTheSilentLoseTheirClaims(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		silent, alive := claimed(t, s, plan(1), "silent"), claimed(t, s, plan(2), "alive")
		handing := begun(t, s, plan(3), "silent")
		later := noon.Add(4 * time.Second)
		if err := s.Beat(t.Context(), "alive", later); err != nil {
			t.Fatal(err)
		}
		n, err := s.Free(t.Context(), later, 3*time.Second)
		if err != nil || n != 1 {
			t.Fatalf("freed %d, %v; want 1", n, err)
		}
		equal(t, len(claim(t, s, "two", silent.Reminder.ID, alive.Reminder.ID, handing.ReminderID)), 1)
	})
}

func TestAClaimThatLeadsNowhereIsFreed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		claimed(t, s, plan(1), "alive")
		later := noon.Add(5 * time.Minute)
		if err := s.Beat(t.Context(), "alive", later); err != nil {
			t.Fatal(err)
		}
		n, err := s.Free(t.Context(), later, 3*time.Second)
		if err != nil || n != 1 {
			t.Fatalf("freed %d, %v; want 1", n, err)
		}
	})
}

func TestDueIsOrderedAndHalfOpen(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		var want []reminder.Due
		for n := range 5 {
			p := plan(n)
			p.Reminder.SendAt = noon.Add(time.Duration(4-n) * time.Minute)
			accept(t, s, p)
			want = append([]reminder.Due{{ID: p.Reminder.ID, Channel: "email", SendAt: p.Reminder.SendAt}}, want...)
		}
		due, err := s.Due(t.Context(), noon, noon.Add(3*time.Minute), 2)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, due, want[1:3])
		due, err = s.Overdue(t.Context(), noon.Add(time.Minute), 9)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, due, want[:2])
	})
}
