package store_test

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// sessionsAt are the store's sessions at an instant that the test moves.
func sessionsAt(s *store.Store, now *time.Time) store.Sessions {
	return s.Sessions(func() time.Time { return *now })
}

// rowsIn counts the rows of a table.
func rowsIn(t testing.TB, url, table string) (n int) {
	t.Helper()
	driver, path := "pgx", url
	if file, ok := strings.CutPrefix(url, "sqlite://"); ok {
		driver, path = "sqlite", file
	}
	db, err := sql.Open(driver, path)
	is(t, err, nil)
	defer db.Close()
	is(t, db.QueryRow(`SELECT COUNT(*) FROM `+table).Scan(&n), nil)
	return n
}

func holds(t testing.TB, s store.Sessions, token string) string {
	t.Helper()
	data, found, err := s.FindCtx(t.Context(), token)
	is(t, err, nil)
	if !found {
		return "nothing"
	}
	return string(data)
}

func TestASessionIsFoundByEveryProcess(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		now := noon
		one, two := sessionsAt(s, &now), sessionsAt(open(), &now)
		is(t, one.CommitCtx(t.Context(), "token", []byte("a\x00\xff"), noon.Add(time.Hour)), nil)
		equal(t, holds(t, two, "token"), "a\x00\xff")
		is(t, two.Commit("token", []byte("b"), noon.Add(time.Hour)), nil)
		equal(t, holds(t, one, "token"), "b")
		equal(t, holds(t, one, "nul\x00"), "nothing")
		is(t, one.Delete("token"), nil)
		equal(t, holds(t, two, "token"), "nothing")
		is(t, one.Delete("token"), nil) // once more is no fault
	})
}

func TestASessionThatHasExpiredIsNotFoundAndIsForgotten(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		s, now := storetest.Open(t, url), noon
		sessions := sessionsAt(s, &now)
		is(t, sessions.Commit("token", []byte("a"), noon.Add(time.Hour)), nil)
		is(t, s.Prune(t.Context(), noon.Add(time.Hour-time.Microsecond)), nil)
		now = noon.Add(time.Hour - time.Microsecond)
		equal(t, holds(t, sessions, "token"), "a")
		now = noon.Add(time.Hour)
		equal(t, holds(t, sessions, "token"), "nothing")
		is(t, s.Prune(t.Context(), now), nil)
		equal(t, rowsIn(t, url, "operator_session"), 0)
	})
}

func TestASessionLivesAsLongAsItWasSaidLast(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		for _, expiry := range []time.Duration{2 * time.Hour, time.Hour} {
			now := noon
			sessions := sessionsAt(s, &now)
			is(t, sessions.Commit("token", []byte("a"), noon.Add(expiry)), nil)
			now = noon.Add(expiry - time.Microsecond)
			equal(t, holds(t, sessions, "token"), "a")
			now = noon.Add(expiry)
			equal(t, holds(t, sessions, "token"), "nothing")
		}
	})
}

func TestASessionThatWasEndedDoesNotComeBack(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		s, now := storetest.Open(t, url), noon
		sessions := sessionsAt(s, &now)
		is(t, sessions.Commit("token", []byte("a"), noon.Add(time.Hour)), nil)
		is(t, sessions.Delete("token"), nil)
		is(t, sessions.Commit("token", []byte("a"), noon.Add(2*time.Hour)), nil) // by a visit that began before
		equal(t, holds(t, sessions, "token"), "nothing")
		is(t, s.Prune(t.Context(), noon.Add(time.Hour)), nil)
		equal(t, rowsIn(t, url, "operator_session"), 0)
	})
}
