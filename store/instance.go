package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

const (
	beat      = `INSERT INTO instance (owner, beat_at) VALUES ($1, $2) ON CONFLICT (owner) DO UPDATE SET beat_at = excluded.beat_at`
	firstBeat = `INSERT INTO instance (owner, beat_at) VALUES ($1, $2) ON CONFLICT (owner) DO NOTHING`
)

// Beat notes that the instance lives.
func (s *Store) Beat(ctx context.Context, owner string, now time.Time) error {
	err := s.write(ctx, "beat", func(t *txn) error {
		_, err := t.do(beat, owner, micros(now))
		return err
	})
	if err == nil {
		s.beaten.Store(owner, true)
	}
	return err
}

// knowOwner makes sure that whoever claims can be found silent later.
func (t *txn) knowOwner(owner string, now time.Time) error {
	if _, ok := t.store.beaten.Load(owner); ok {
		return nil
	}
	_, err := t.do(firstBeat, owner, micros(now))
	return err
}

// Forget removes an instance that has shut down cleanly: it leads nothing and
// is not waited for.
func (s *Store) Forget(ctx context.Context, owner string) error {
	s.beaten.Delete(owner)
	return s.write(ctx, "forget instance", func(t *txn) error {
		if _, err := t.do(`DELETE FROM instance WHERE owner = $1`, owner); err != nil {
			return err
		}
		_, err := t.do(`DELETE FROM lead WHERE owner = $1`, owner)
		return err
	})
}

// Nobody decides and renders for so long: a claim without an attempt is freed
// even though its instance lives. Begin would refuse it from then on.
const stuckAfter = 2 * time.Minute

// Claims are in the schedule, and due: the index leads to them.
const freeClaims = `UPDATE reminder SET status = 'scheduled', owner = '', updated_at = $1
WHERE queued = 1 AND send_at <= $1 AND status = 'sending' AND handing = 0 AND (updated_at <= $2
OR NOT EXISTS (SELECT 1 FROM instance i WHERE i.owner = reminder.owner AND i.beat_at > $3))`

// Free makes claims without an attempt due again when their instance has been
// silent for longer than the given time, and says how many they were.
func (s *Store) Free(ctx context.Context, now time.Time, silence time.Duration) (int, error) {
	var n int64
	err := s.write(ctx, "free claims", func(t *txn) (err error) {
		n, err = t.do(freeClaims, micros(now), micros(now.Add(-max(silence, stuckAfter))), micros(now.Add(-silence)))
		return err
	})
	return int(n), err
}

const takeLead = `INSERT INTO lead (role, owner, until_at) VALUES ($1, $2, $3)
ON CONFLICT (role) DO UPDATE SET owner = excluded.owner, until_at = excluded.until_at
WHERE lead.owner = excluded.owner OR lead.until_at <= $4`

// Lead says whether the owner has the role for the length of the lease: it does
// when nobody else's lease is running.
func (s *Store) Lead(ctx context.Context, role, owner string, now time.Time, lease time.Duration) (bool, error) {
	var n int64
	err := s.write(ctx, "take the lead", func(t *txn) (err error) {
		n, err = t.do(takeLead, role, owner, micros(now.Add(lease)), micros(now))
		return err
	})
	return n == 1, err
}

const reservePace = `INSERT INTO pace (lane, next_at) VALUES ($1, $2)
ON CONFLICT (lane) DO UPDATE SET next_at = $3 + CASE WHEN pace.next_at > $4 THEN pace.next_at ELSE $4 END
RETURNING next_at`

// Reserve takes the lane's next n slots, interval apart and shared by every
// instance, and returns the first one's time, which is not before now.
func (s *Store) Reserve(ctx context.Context, lane string, now time.Time, interval time.Duration, n int) (time.Time, error) {
	span := interval * time.Duration(n)
	args := []any{lane, micros(now.Add(span)), span.Microseconds(), micros(now)}
	var next int64
	err := s.write(ctx, "reserve slots", func(t *txn) error {
		_, err := t.one(reservePace, args, &next)
		return err
	})
	return instant(next).Add(-span), err
}

const selectDue = `SELECT id, channel, send_at FROM reminder
WHERE queued = 1 AND status = 'scheduled' AND send_at > $1 AND send_at <= $2 ORDER BY send_at, id LIMIT $3`

// Due lists reminders that are scheduled after from and not after until, in the
// order of their times.
func (s *Store) Due(ctx context.Context, from, until time.Time, limit int) ([]reminder.Due, error) {
	var due []reminder.Due
	args := []any{micros(from), micros(until), int64(limit)}
	err := s.read(ctx).each(selectDue, args, func(rows *sql.Rows) error {
		var d reminder.Due
		var sendAt int64
		err := rows.Scan(&d.ID, (*string)(&d.Channel), &sendAt)
		d.SendAt = instant(sendAt)
		due = append(due, d)
		return err
	})
	return due, wrap("list due reminders", err)
}

// Overdue lists reminders that are scheduled, unclaimed and due since before the
// instant.
func (s *Store) Overdue(ctx context.Context, before time.Time, limit int) ([]reminder.Due, error) {
	return s.Due(ctx, time.Time{}, before, limit)
}
