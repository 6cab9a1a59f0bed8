package store_test

import (
	"sync/atomic"
	"testing"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// counting is an attempt whose decision counted the account's contacts, and those
// of the address when asked.
func counting(w reminder.Work, byAddress bool) reminder.Begin {
	b := attemptOn(w, "one")
	b.Decision.Counted, b.Decision.ByAddress = true, byAddress
	return b
}

// claimedAll are so many works of one account.
func claimedAll(t testing.TB, s *store.Store, n int) (works []reminder.Work) {
	t.Helper()
	for i := range n {
		works = append(works, claimed(t, s, planFor(i, 1), "one"))
	}
	return works
}

func TestOneCountedAttemptBeginsForEachVersion(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		works := claimedAll(t, s, 32)
		stores := []*store.Store{s, open()}
		var ok, stale atomic.Int32
		together(len(works), func(n int) {
			switch begin(t, stores[n%2], counting(works[n], n%3 == 0)) {
			case reminder.BegunOK:
				ok.Add(1)
			case reminder.BegunStale:
				stale.Add(1)
			}
		})
		equal(t, []int32{ok.Load(), stale.Load()}, []int32{1, 31})
	})
}

func TestAttemptsThatCountedNothingBeginTogether(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		works := claimedAll(t, s, 16)
		stores := []*store.Store{s, open()}
		together(len(works), func(n int) {
			if got := begin(t, stores[n%2], attemptOn(works[n], "one")); got != reminder.BegunOK {
				t.Errorf("got %s", got)
			}
		})
	})
}

func TestACountedAttemptMakesWhatWasDecidedBeforeStale(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		works := claimedAll(t, s, 3)
		equal(t, begin(t, s, counting(works[0], false)), reminder.BegunOK)
		equal(t, begin(t, s, counting(works[1], false)), reminder.BegunStale)
		equal(t, begin(t, s, attemptOn(works[2], "one")), reminder.BegunStale)
		again, err := s.Reload(t.Context(), []string{works[1].Reminder.ID}, "one")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, len(again[0].History), 1)
		equal(t, begin(t, s, counting(again[0], false)), reminder.BegunOK)
	})
}

func TestContactsOfAnAddressAreCountedAcrossItsAccounts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		p, other, third := planFor(1, 1), planFor(2, 2), planFor(3, 3)
		other.Contact.Phone = p.Contact.Phone
		mine, theirs, apart := claimed(t, s, p, "one"), claimed(t, s, other, "one"), claimed(t, s, third, "one")
		equal(t, begin(t, s, counting(mine, true)), reminder.BegunOK)
		equal(t, begin(t, open(), counting(theirs, true)), reminder.BegunStale)
		equal(t, begin(t, s, counting(apart, true)), reminder.BegunOK)
	})
}

func TestOtherAccountsOfAnAddressAreLeftAloneWhenItIsNotCounted(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		p, other := planFor(1, 1), planFor(2, 2)
		other.Contact.Phone = p.Contact.Phone
		mine, theirs := claimed(t, s, p, "one"), claimed(t, s, other, "one")
		equal(t, begin(t, s, counting(mine, false)), reminder.BegunOK)
		equal(t, begin(t, open(), counting(theirs, false)), reminder.BegunOK)
	})
}

func TestOfAccountsThatShareAnAddressOneBeginsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open()}
		var works []reminder.Work
		for n := range 16 {
			p := planFor(n, n)
			p.Contact.Phone = "+4930555"
			works = append(works, claimed(t, s, p, "one"))
		}
		var ok atomic.Int32
		together(len(works), func(n int) {
			if begin(t, stores[n%2], counting(works[n], true)) == reminder.BegunOK {
				ok.Add(1)
			}
		})
		equal(t, ok.Load(), 1)
	})
}
