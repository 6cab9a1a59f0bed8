package store_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func TestAWriteAtFaultHurtsOnlyItself(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		taken := plan(0)
		accept(t, s, taken)
		var failed atomic.Int32
		together(32, func(n int) {
			p := plan(n)
			if n%8 == 0 {
				p.Reminder.ID = taken.Reminder.ID
			}
			if _, err := s.Accept(t.Context(), noon, []reminder.Planned{p}, nil); err != nil {
				failed.Add(1)
				if n%8 != 0 {
					t.Errorf("call %d: %v", n, err)
				}
			}
		})
		equal(t, failed.Load(), 4)
		equal(t, len(listed(t, s, reminder.Filter{Limit: 100})), 29)
	})
}

func TestACallerWhoseContextHasEndedWritesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, accepted := s.Accept(ctx, noon, []reminder.Planned{plan(1)}, nil)
		_, _, put := s.PutAccount(ctx, noon, account.Account{ID: "acc_1", Reference: "A-1"}, nil, nil)
		for _, err := range []error{accepted, put} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		}
		if _, err := s.FindAccount(t.Context(), "A-1"); !errors.Is(err, account.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestClosingFinishesWhatWaitsAndRefusesTheRest(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		closing := open()
		var acknowledged atomic.Int64
		begun := make(chan struct{})
		var n atomic.Int32
		go func() {
			<-begun
			_ = closing.Close()
		}()
		together(16, func(int) {
			for {
				_, err := closing.Accept(t.Context(), noon, []reminder.Planned{planFor(0, 1)}, nil)
				if errors.Is(err, store.ErrClosed) {
					return
				}
				if err != nil {
					t.Errorf("accept: %v", err)
					return
				}
				acknowledged.Add(1)
				if n.Add(1) == 50 {
					close(begun)
				}
			}
		})
		equal(t, int64(len(listed(t, s, reminder.Filter{Limit: 100_000}))), acknowledged.Load())
	})
}
