package store_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func TestAcceptedReminderIsFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		p := plan(1)
		got := accept(t, s, p)
		want := reminder.Acceptance{ID: p.Reminder.ID, Status: reminder.Scheduled, SendAt: noon, Channel: "email"}
		equal(t, got, []reminder.Acceptance{want})
		equal(t, find(t, open(), p.Reminder.ID), reminder.View{Reminder: p.Reminder,
			AccountReference: "A-1", ContactReference: "main", InvoiceNumbers: []string{"R-1"}})
	})
}

func TestAcceptTakesAThousandAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		list := acceptMany(t, s, 1000)
		due, err := s.Overdue(t.Context(), noon, 2000)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, len(due), len(list))
		equal(t, len(history(t, s, "A-7")), 50)
	})
}

func TestAReferenceIsAcceptedOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		first, same, other := plan(1), plan(1), plan(2)
		for _, p := range []*reminder.Planned{&first, &same, &other} {
			p.Reminder.Reference = "R-2027-1"
		}
		together := accept(t, s, first, same, other)
		equal(t, together[0].Duplicate || together[0].Conflict, false)
		repeat := together[0]
		repeat.Duplicate = true
		conflict := together[0]
		conflict.Conflict = true
		equal(t, together[1:], []reminder.Acceptance{repeat, conflict})
		equal(t, accept(t, open(), same, other), []reminder.Acceptance{repeat, conflict})
		if _, err := s.FindAccount(t.Context(), "A-2"); err == nil {
			t.Fatal("a conflict wrote its account")
		}
	})
}

func TestAReferenceThatManyProcessesAcceptBelongsToOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open()}
		var fresh atomic.Int32
		together(16, func(n int) {
			p := plan(1)
			p.Reminder.Reference = "R-2027-1"
			out, err := stores[n%2].Accept(t.Context(), noon, []reminder.Planned{p, plan(n + 2)}, nil)
			if err != nil {
				t.Error(err)
				return
			}
			if !out[0].Duplicate {
				fresh.Add(1)
			}
		})
		equal(t, fresh.Load(), 1)
		equal(t, len(history(t, s, "A-1")), 1)
	})
}

// remembered answers a request with how many reminders it made.
func remembered(key string) *reminder.Idempotency {
	return &reminder.Idempotency{KeyID: "key_1", Key: key, Request: "hash", Make: func(effect any) (int, string, []byte) {
		return 202, `{"Location":"/x"}`, fmt.Append(nil, len(effect.([]reminder.Acceptance)))
	}}
}

func TestAnIdempotentRequestTakesEffectOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open()}
		var accepted, answered atomic.Int32
		together(16, func(n int) {
			switch _, err := stores[n%2].Accept(t.Context(), noon, []reminder.Planned{planFor(n, 1)}, remembered("k")); {
			case err == nil:
				accepted.Add(1)
			case errors.Is(err, reminder.ErrAnswered):
				answered.Add(1)
			default:
				t.Error(err)
			}
		})
		equal(t, []int32{accepted.Load(), answered.Load()}, []int32{1, 15})
		equal(t, len(history(t, s, "A-1")), 1)
		a, found, err := s.FindAnswer(t.Context(), "key_1", "k", noon.Add(23*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, found, true)
		equal(t, a, reminder.Answer{KeyID: "key_1", Key: "k", Request: "hash", Status: 202, Headers: `{"Location":"/x"}`, Body: []byte("1")})
	})
}

func TestAnIdempotencyKeyIsForgottenAfterADay(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		tomorrow := noon.Add(24 * time.Hour)
		for n, now := range []time.Time{noon, tomorrow} {
			if _, err := s.Accept(t.Context(), now, []reminder.Planned{plan(n)}, remembered("k")); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Prune(t.Context(), tomorrow.Add(24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if _, found, err := s.FindAnswer(t.Context(), "key_1", "k", tomorrow); found || err != nil {
			t.Fatalf("found %v, %v after pruning", found, err)
		}
	})
}

func TestAFailedAcceptLeavesNoAnswer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		if _, err := s.Accept(t.Context(), noon, []reminder.Planned{plan(2), p}, remembered("k")); err == nil {
			t.Fatal("the same id was accepted twice")
		}
		if _, found, err := s.FindAnswer(t.Context(), "key_1", "k", noon); found || err != nil {
			t.Fatalf("found %v, %v", found, err)
		}
		if _, err := s.FindAccount(t.Context(), "A-2"); err == nil {
			t.Fatal("half of the call was written")
		}
	})
}
