package store

import (
	"context"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// arrangement is how one kind of what reminders wait for is ended by a person: a
// promise, a dispute or a hold.
type arrangement[T any] struct {
	find func(*txn) (T, error)                      // refuses when there is none
	of   func(T) (accountID string)                 // whose it is
	end  func(*txn, T) (T, []timeline.Event, error) // one that has ended stays as it is, without events
}

// end ends what the arrangement finds, read again once its account is locked, and
// tells of it.
func end[T any](ctx context.Context, s *Store, what string, e ending, idem *reminder.Idempotency, a arrangement[T]) (v T, err error) {
	err = s.write(ctx, what, func(t *txn) error {
		if err := t.unanswered(idem, e.now); err != nil {
			return err
		}
		if v, err = a.find(t); err != nil {
			return err
		}
		if err := t.lock([]string{a.of(v)}); err != nil {
			return err
		}
		if v, err = a.find(t); err != nil {
			return err
		}
		var events []timeline.Event
		if v, events, err = a.end(t, v); err != nil {
			return err
		}
		if err := t.append(events); err != nil {
			return err
		}
		return t.remember(idem, e.now, v)
	})
	return v, err
}

// only is the one that was found; it refuses with none when there is nothing.
func only[T any](found []T, err, none error) (v T, _ error) {
	if err == nil && len(found) == 0 {
		err = refuse(none)
	}
	if err != nil {
		return v, err
	}
	return found[0], nil
}
