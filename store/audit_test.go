package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// entry is an entry of the audit log, so many seconds after noon, that is not stored yet.
func entry(second int, by, action string) operator.Entry {
	at := noon.Add(time.Duration(second) * time.Second)
	return operator.Entry{ID: fmt.Sprintf("aud_%06d", second), At: at, OperatorID: by, Operator: "Dana", Source: "203.0.113.9", Action: action}
}

func log(t testing.TB, s *store.Store, list ...operator.Entry) {
	t.Helper()
	for _, e := range list {
		is(t, s.BeginEntry(t.Context(), e), nil)
	}
}

func entries(t testing.TB, s *store.Store, f operator.EntryFilter) (ids []string) {
	t.Helper()
	if f.Limit == 0 {
		f.Limit = 100
	}
	list, err := s.ListEntries(t.Context(), f)
	is(t, err, nil)
	for _, e := range list {
		ids = append(ids, strings.TrimLeft(strings.TrimPrefix(e.ID, "aud_"), "0"))
	}
	return ids
}

func TestAnEntryStandsBeforeItsChangeAndSaysAfterwardsWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		e := entry(1, "opr_1", "template.publish")
		log(t, s, e)
		list, err := open().ListEntries(t.Context(), operator.EntryFilter{Limit: 1})
		is(t, err, nil)
		equal(t, list, []operator.Entry{e})
		equal(t, list[0].CutOff(), true)
		ended := e
		ended.Subject, ended.Detail, ended.Outcome = "gentle", map[string]string{"version": "7", "note": "a\"b"}, operator.Done
		is(t, s.EndEntry(t.Context(), ended), nil)
		list, err = open().ListEntries(t.Context(), operator.EntryFilter{Limit: 1})
		is(t, err, nil)
		equal(t, list, []operator.Entry{ended})
	})
}

func TestTheEndOfAnEntryChangesNeitherWhoNorWhenNorWhat(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := entry(1, "opr_1", "key.create")
		log(t, s, e)
		forged := entry(9, "opr_2", "key.revoke")
		forged.ID, forged.Operator, forged.Source, forged.Outcome = e.ID, "Mallory", "198.51.100.1", operator.Done
		is(t, s.EndEntry(t.Context(), forged), nil)
		list, err := s.ListEntries(t.Context(), operator.EntryFilter{Limit: 9})
		is(t, err, nil)
		e.Outcome = operator.Done
		equal(t, list, []operator.Entry{e})
	})
}

func TestAnEntryEndsOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores, e := []*store.Store{s, open()}, entry(1, "opr_1", "key.create")
		log(t, s, e)
		var done atomic.Int64
		together(6, func(n int) {
			mine := e
			mine.Outcome = operator.Done
			if stores[n%2].EndEntry(t.Context(), mine) == nil {
				done.Add(1)
			}
		})
		equal(t, done.Load(), int64(1))
		e.Outcome, e.Subject = operator.Failed, "another"
		is(t, s.EndEntry(t.Context(), e), operator.ErrEnded)
		e.ID = "aud_unknown"
		is(t, s.EndEntry(t.Context(), e), operator.ErrEnded)
	})
}

func TestARefusalThatIsEndedFromTheStartStaysSo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := entry(1, "opr_1", "key.create")
		e.Outcome = operator.Refused
		log(t, s, e)
		e.Outcome = operator.Done
		is(t, s.EndEntry(t.Context(), e), operator.ErrEnded)
	})
}

func TestEntriesAreListedNewestFirstByWhoAndWhat(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		log(t, s, entry(1, "opr_1", "template.publish"), entry(2, "opr_2", "template.publish"), entry(3, "opr_1", "template.save"),
			entry(4, "", "operator.create"), entry(5, "opr_1", "templates.other"), entry(6, "opr_2", "key.create"))
		for _, tt := range []struct {
			f    operator.EntryFilter
			want string
		}{
			{operator.EntryFilter{}, "6 5 4 3 2 1"},
			{operator.EntryFilter{Limit: 2}, "6 5"},
			{operator.EntryFilter{Limit: 2, Before: "aud_000005"}, "4 3"},
			{operator.EntryFilter{OperatorID: "opr_1"}, "5 3 1"},
			{operator.EntryFilter{Action: "template"}, "3 2 1"},
			{operator.EntryFilter{Action: "template.publish"}, "2 1"},
			{operator.EntryFilter{Action: "template", OperatorID: "opr_1", Before: "aud_000003"}, "1"},
			{operator.EntryFilter{Action: "templ"}, ""},
			{operator.EntryFilter{OperatorID: "nul\x00"}, ""},
		} {
			equal(t, strings.Join(entries(t, s, tt.f), " "), tt.want)
		}
	})
}

func TestActionsAreListedOnceEach(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		list, err := s.ListActions(t.Context())
		is(t, err, nil)
		equal(t, len(list), 0)
		log(t, s, entry(1, "", "template.publish"), entry(2, "", "key.create"), entry(3, "", "template.publish"), entry(4, "", "account.note"))
		list, err = s.ListActions(t.Context())
		is(t, err, nil)
		equal(t, list, []string{"account.note", "key.create", "template.publish"})
	})
}

func TestAuditListsReadAnIndexAndSortNothing(t *testing.T) {
	t.Parallel()
	path := strings.TrimPrefix(storetest.SQLite(t), "sqlite://")
	db, err := sql.Open("sqlite", path)
	is(t, err, nil)
	defer db.Close()
	for want, f := range map[string]operator.EntryFilter{
		"SCAN audit":                            {},
		"(id<?)":                                {Before: "x"},
		"(operator_id=?)":                       {OperatorID: "x"},
		"(noun=?)":                              {Action: "x"},
		"(action=?)":                            {Action: "x.y"},
		"(operator_id=? AND noun=? AND id<?)":   {OperatorID: "x", Action: "x", Before: "x"},
		"(operator_id=? AND action=? AND id<?)": {OperatorID: "x", Action: "x.y", Before: "x"},
	} {
		query, args := store.ChooseEntries(f)
		rows, err := db.Query("EXPLAIN QUERY PLAN "+query, args...)
		is(t, err, nil)
		for rows.Next() {
			var a, b, c int
			var step string
			is(t, rows.Scan(&a, &b, &c, &step), nil)
			if !strings.HasSuffix(step, want) {
				t.Errorf("%+v: %s", f, step)
			}
		}
		is(t, rows.Err(), nil)
	}
}
