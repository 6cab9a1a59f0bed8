package store_test

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// limit is at most n contacts within a rolling period, of an account, a contact or
// an address. A decision under limits stands here for package policy's.
type limit struct {
	scope  string
	n      int
	period time.Duration
}

// of is whom an entry counts for.
func (l limit) of(e account.Entry, accountID string) string {
	switch {
	case l.scope == "address":
		return e.Address
	case e.Elsewhere:
		return ""
	case l.scope == "contact":
		return e.ContactID
	}
	return accountID
}

// counts says that the entry uses a limit up: what never arrived is given back.
func counts(e account.Entry) bool {
	return !e.Inbound && e.Outcome != account.BusyLine && e.Outcome != account.NotInService
}

// allowed says that one more contact is within every limit. Clocks of workers
// differ a little: what lies ahead counts too.
func allowed(w reminder.Work, limits []limit, at time.Time) bool {
	mine := account.Entry{ContactID: w.Contact.ID, Address: w.Contact.Phone}
	for _, l := range limits {
		used := 0
		for _, e := range w.History {
			if counts(e) && e.At.After(at.Add(-l.period)) && l.of(e, w.Account.ID) == l.of(mine, w.Account.ID) {
				used++
			}
		}
		if used >= l.n {
			return false
		}
	}
	return true
}

// worker claims reminders and hands over what the limits allow.
type worker struct {
	*store.Store
	name   string
	limits []limit
	clock  *atomic.Int64 // seconds after noon, moved on by every decision
	busy   bool          // every fourth line is engaged
}

func (k worker) handle(t testing.TB, w reminder.Work) {
	for {
		at := noon.Add(time.Duration(k.clock.Add(1)) * time.Second)
		if !allowed(w, k.limits, at) {
			c := waiting(w, k.name)
			c.Status = reminder.Skipped
			record(t, k.Store, c)
			return
		}
		b := attemptOn(w, k.name)
		b.Attempt.Channel, b.Attempt.StartedAt = channels.Voice, at
		b.Decision.Counted, b.Decision.ByAddress = true, true
		switch begin(t, k.Store, b) {
		case reminder.BegunOK:
			k.answered(t, b.Attempt)
			return
		case reminder.BegunGone:
			t.Errorf("%s lost its claim", k.name)
			return
		}
		works, err := k.Reload(t.Context(), []string{w.Reminder.ID}, k.name)
		if err != nil || len(works) != 1 {
			t.Errorf("reload %d: %v", len(works), err)
			return
		}
		w = works[0]
	}
}

// answered records the hand-off, and some lines as engaged.
func (k worker) answered(t testing.TB, a reminder.Attempt) {
	record(t, k.Store, sent(a, "CA"+a.ID))
	if k.busy && rand.IntN(4) == 0 {
		receive(t, k.Store, channels.Receipt{Channel: channels.Voice, Attempt: a.ID, Status: channels.BusyLine}, false)
	}
}

// household is the nth reminder of three accounts with two contacts each; the
// second contact of every account answers the same phone.
func household(n int) reminder.Planned {
	of, second := n%3, n/3%2 == 1
	p := planFor(n, of)
	if second {
		p.Contact.ID, p.Contact.Reference, p.Contact.Phone = p.Contact.ID+"b", "second", "+4930555"
		p.Reminder.ContactID = p.Contact.ID
	}
	return p
}

// work lets workers of two processes hand so many reminders over and returns the
// contacts that count, of every account.
func work(t *testing.T, s *store.Store, open func() *store.Store, limits []limit, busy bool, planned []reminder.Planned) {
	t.Helper()
	accept(t, s, planned...)
	stores, clock := []*store.Store{s, open()}, &atomic.Int64{}
	together(8, func(n int) {
		k := worker{stores[n%2], fmt.Sprint("worker-", n), limits, clock, busy}
		for i := n; i < len(planned); i += 8 {
			for _, w := range claim(t, k.Store, k.name, planned[i].Reminder.ID) {
				k.handle(t, w)
			}
		}
	})
}

func TestNoWindowOfAnyCapIsOverfull(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		var limits []limit
		for _, scope := range []string{"account", "contact", "address"} {
			limits = append(limits, limit{scope, 1 + rand.IntN(4), time.Duration(5+rand.IntN(40)) * time.Second})
		}
		planned := make([]reminder.Planned, 96)
		for n := range planned {
			planned[n] = household(n)
		}
		work(t, s, open, limits, true, planned)
		contacts := 0
		for _, l := range limits {
			for whom, times := range handed(t, s, planned, l) {
				contacts += len(times)
				if most := fullest(times, l.period); most > l.n {
					t.Errorf("%d contacts of %s within %s, allowed are %d", most, whom, l.period, l.n)
				}
			}
		}
		if contacts == 0 {
			t.Error("nobody was contacted at all")
		}
	})
}

// handed are the times of the contacts that count, by whom the limit is about.
func handed(t testing.TB, s *store.Store, planned []reminder.Planned, l limit) map[string][]time.Time {
	t.Helper()
	times := map[string][]time.Time{}
	for _, p := range planned {
		for _, a := range find(t, s, p.Reminder.ID).Attempts {
			if e := (account.Entry{ContactID: p.Contact.ID, Address: a.Address}); a.Status != channels.BusyLine {
				whom := l.of(e, a.AccountID)
				times[whom] = append(times[whom], a.StartedAt)
			}
		}
	}
	return times
}

// fullest is how many of the times lie within one period at most.
func fullest(times []time.Time, period time.Duration) (most int) {
	for _, first := range times {
		n := 0
		for _, other := range times {
			if !other.Before(first) && other.Before(first.Add(period)) {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func TestTheLastContactOfACapIsSpentOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		week := limit{"account", 5, 7 * 24 * time.Hour}
		planned := make([]reminder.Planned, 40)
		for n := range planned {
			planned[n] = planFor(n, 1)
		}
		work(t, s, open, []limit{week}, false, planned)
		equal(t, len(handed(t, s, planned, week)[planned[0].Account.ID]), 5)
	})
}

func TestWhatWasNotConnectedIsGivenBackToTheNextDecision(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		day := []limit{{"address", 1, 24 * time.Hour}}
		first := handedOverBy(t, s, 1, channels.Voice)
		equal(t, allowed(claimed(t, s, planFor(2, 1), "one"), day, noon), false)
		receive(t, s, channels.Receipt{Channel: channels.Voice, Attempt: first.ID, Status: channels.BusyLine}, false)
		equal(t, allowed(claimed(t, open(), planFor(3, 1), "one"), day, noon), true)
	})
}
