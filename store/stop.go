package store

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

const selectStop = `SELECT stopped, stopped_at FROM creditor WHERE id = $1`

// FindStop returns the kill switch as it stands.
func (s *Store) FindStop(ctx context.Context) (reminder.Stop, error) {
	stop, err := s.read(ctx).findStop()
	return stop, wrap("find kill switch", err)
}

func (t *txn) findStop() (stop reminder.Stop, err error) {
	creditor, err := t.creditor()
	if err != nil {
		return stop, err
	}
	var at int64
	_, err = t.one(selectStop, []any{creditor}, &stop.Reason, &at)
	stop.Since, stop.On = instant(at), at != 0
	return stop, err
}

const (
	// A table lock waits for its turn and then for the hand-offs that are being
	// begun, of which none is begun after it: Begin reads the switch with its
	// accounts.
	waitForBegins = `LOCK TABLE account IN EXCLUSIVE MODE`
	setStop       = `UPDATE creditor SET stopped = $1, stopped_at = $2 WHERE id = $3`
	unstop        = `UPDATE reminder SET status = 'scheduled', queued = 1, reason = '', explanation = '', updated_at = $1
WHERE status = 'held' AND reason = 'kill_switch'`
)

// SetStop puts the kill switch on or off. Once it is on, no attempt begins until
// it is off again; then what it has held comes due.
func (s *Store) SetStop(ctx context.Context, now time.Time, on bool, reason string) (stop reminder.Stop, err error) {
	err = s.write(ctx, "set kill switch", func(t *txn) error {
		if on && t.store.engine == postgres {
			if _, err := t.do(waitForBegins); err != nil {
				return err
			}
		}
		if stop, err = t.findStop(); err != nil {
			return err
		}
		stop = turned(stop, now, on, reason)
		creditor, err := t.creditor()
		if err != nil {
			return err
		}
		if _, err := t.do(setStop, stop.Reason, micros(stop.Since), creditor); err != nil || on {
			return err
		}
		_, err = t.do(unstop, micros(now))
		return err
	})
	return stop, err
}

// turned is the switch after it was put on or off. One that is on already stays
// on since when it was.
func turned(before reminder.Stop, now time.Time, on bool, reason string) reminder.Stop {
	switch {
	case !on:
		return reminder.Stop{}
	case before.On:
		return reminder.Stop{On: true, Reason: reason, Since: before.Since}
	}
	return reminder.Stop{On: true, Reason: reason, Since: instant(micros(now))}
}
