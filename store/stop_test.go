package store_test

import (
	"testing"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func setStop(t testing.TB, s *store.Store, on bool, reason string) reminder.Stop {
	t.Helper()
	stop, err := s.SetStop(t.Context(), noon, on, reason)
	if err != nil {
		t.Fatal(err)
	}
	return stop
}

func TestTheKillSwitchStaysAsItWasPut(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		setStop(t, s, true, "wrong template")
		again, err := s.SetStop(t.Context(), noon.Add(time.Hour), true, "wrong price")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, again, reminder.Stop{On: true, Reason: "wrong price", Since: noon})
		found, err := open().FindStop(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, found, again)
		equal(t, setStop(t, s, false, ""), reminder.Stop{})
	})
}

func TestNothingBeginsWhileTheKillSwitchIsOn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		b, counted := attemptOn(claimed(t, s, plan(1), "one"), "one"), attemptOn(claimed(t, s, plan(2), "one"), "one")
		counted.Decision.Counted = true
		setStop(t, open(), true, "wrong template")
		equal(t, begin(t, s, b), reminder.BegunStale)
		equal(t, begin(t, s, counted), reminder.BegunStale)
		late := claimed(t, s, plan(3), "one")
		equal(t, late.Stopped, true)
		equal(t, begin(t, s, attemptOn(late, "one")), reminder.BegunStale)
		setStop(t, s, false, "")
		equal(t, begin(t, s, b), reminder.BegunOK)
	})
}

func TestWhenTheKillSwitchIsSetTheLastHandOffHasBegun(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		other := open()
		var works []reminder.Work
		for n := range 64 {
			works = append(works, claimed(t, s, plan(n), "one"))
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			together(len(works), func(n int) { _, _ = s.Begin(t.Context(), attemptOn(works[n], "one")) })
		}()
		setStop(t, other, true, "wrong template")
		before := handing(t, other, works)
		<-done
		equal(t, handing(t, other, works), before)
	})
}

// handing counts the reminders that are being handed over.
func handing(t testing.TB, s *store.Store, works []reminder.Work) (n int) {
	t.Helper()
	for _, w := range works {
		n += len(find(t, s, w.Reminder.ID).Attempts)
	}
	return n
}

func TestWhatTheKillSwitchHeldComesDueWhenItIsOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		setStop(t, s, true, "wrong template")
		stopped, held := plan(1), plan(2)
		c := holding(claimed(t, s, stopped, "one"))
		c.Reason = "kill_switch"
		record(t, s, c)
		record(t, s, holding(claimed(t, s, held, "one")))
		setStop(t, s, false, "")
		equal(t, len(claim(t, s, "one", stopped.Reminder.ID, held.Reminder.ID)), 1)
	})
}
