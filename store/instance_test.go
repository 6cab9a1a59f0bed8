package store_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func TestOneLeadsAtATime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open()}
		var leaders atomic.Int32
		together(8, func(n int) {
			if lead(t, stores[n%2], string(rune('a'+n)), noon) {
				leaders.Add(1)
			}
		})
		equal(t, leaders.Load(), 1)
	})
}

func TestALeadIsKeptLostAndForgotten(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		equal(t, lead(t, s, "one", noon), true)
		equal(t, lead(t, s, "one", noon.Add(time.Second)), true)
		equal(t, lead(t, s, "two", noon.Add(3*time.Second)), false)
		equal(t, lead(t, s, "two", noon.Add(4*time.Second)), true)
		if err := s.Forget(t.Context(), "two"); err != nil {
			t.Fatal(err)
		}
		equal(t, lead(t, s, "one", noon.Add(5*time.Second)), true)
	})
}

func lead(t testing.TB, s *store.Store, owner string, now time.Time) bool {
	t.Helper()
	leads, err := s.Lead(t.Context(), "promoter", owner, now, 3*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return leads
}

func TestReservedSlotsNeverOverlap(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open()}
		var mu sync.Mutex
		var starts []time.Duration
		together(20, func(n int) {
			at, err := stores[n%2].Reserve(t.Context(), "voice", noon, 100*time.Millisecond, 3)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			starts = append(starts, at.Sub(noon))
			mu.Unlock()
		})
		slices.Sort(starts)
		for n, at := range starts {
			equal(t, at, time.Duration(n)*300*time.Millisecond)
		}
		at, err := s.Reserve(t.Context(), "voice", noon.Add(time.Hour), time.Second, 1)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, at, noon.Add(time.Hour))
	})
}

func TestASecretIsMadeOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open()}
		values := make([]string, 8)
		together(len(values), func(n int) {
			var err error
			if values[n], err = stores[n%2].Secret(t.Context(), "token", func() string { return string(rune('a' + n)) }); err != nil {
				t.Error(err)
			}
		})
		equal(t, len(slices.Compact(values)), 1)
		if values[0] == "" {
			t.Fatal("empty")
		}
	})
}

func TestAnAPIKeyIsFoundByItsHashUntilItIsRevoked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		k := store.Key{ID: "key_1", CreditorID: "cre_1", Name: "erp", Kind: "live", Scopes: []string{"reminders", "accounts"}, CreatedAt: noon}
		if err := s.CreateKey(t.Context(), k, "hash"); err != nil {
			t.Fatal(err)
		}
		got, err := s.FindKey(t.Context(), "hash")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, k)
		if _, err := s.FindKey(t.Context(), "other"); !errors.Is(err, store.ErrKeyNotFound) {
			t.Fatalf("got %v", err)
		}
		k.LastUsedAt, k.RevokedAt = noon.Add(time.Minute), noon.Add(time.Hour)
		if err := errors.Join(s.TouchKey(t.Context(), k.ID, k.LastUsedAt), s.RevokeKey(t.Context(), "erp", k.RevokedAt)); err != nil {
			t.Fatal(err)
		}
		list, err := s.ListKeys(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, list, []store.Key{k})
		if err := s.RevokeKey(t.Context(), "key_1", noon); !errors.Is(err, store.ErrKeyNotFound) {
			t.Fatalf("revoked twice: %v", err)
		}
	})
}

func TestErrorsNeverRepeatTheURL(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"mysql://hunter2@db/x", "postgres://me:hunter2@127.0.0.1:1/x", "postgres://me:hunter2@%zz/x",
		"sqlite:///hunter2/none/x.db", "sqlite://", "sqlite://hunter2.db?mode=memory",
	} {
		_, opened := store.Open(t.Context(), url, store.Options{})
		for _, err := range []error{opened, store.Migrate(t.Context(), url)} {
			if err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%s: %v", url, err)
			}
		}
	}
}
