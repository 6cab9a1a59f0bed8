package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/goodterms/goodterms/overview"
)

const (
	dueNow         = `FROM reminder WHERE queued = 1 AND send_at <= $1`
	handsOpen      = `FROM attempt WHERE state IN ('open', 'unknown')`
	handsUnknown   = handsOpen + ` AND state = 'unknown'`
	retrying       = `FROM reminder WHERE queued = 1 AND reason IN ('busy', 'temporary', 'unreachable', 'misconfigured', 'lost', 'next_channel')`
	selectInstance = `SELECT owner, beat_at FROM instance WHERE beat_at > $1 ORDER BY owner LIMIT 100`
)

// instancesFor is for how long a silent instance is told of.
const instancesFor = 24 * time.Hour

// Lag says how far sending is behind the schedule.
func (s *Store) Lag(ctx context.Context, now time.Time) (lag overview.Lag, err error) {
	t := s.page(ctx)
	if err := t.tallyLag(&lag, now); err != nil {
		return lag, wrap("count what is due", err)
	}
	oldest, err := s.Overdue(ctx, now, 1)
	if err != nil {
		return lag, err
	}
	for _, due := range oldest {
		lag.Oldest = due.SendAt
	}
	err = t.each(selectInstance, []any{micros(now.Add(-instancesFor))}, func(rows *sql.Rows) error {
		var i overview.Instance
		var beat int64
		err := rows.Scan(&i.ID, &beat)
		i.BeatAt = instant(beat)
		lag.Instances = append(lag.Instances, i)
		return err
	})
	return lag, wrap("list instances", err)
}

// tallyLag counts. What is on its way is in the schedule too, until it is settled.
func (t *txn) tallyLag(lag *overview.Lag, now time.Time) error {
	if err := t.tally(&lag.Sending, handsOpen); err != nil {
		return err
	}
	if err := t.tally(&lag.Unknown, handsUnknown); err != nil {
		return err
	}
	if err := t.tally(&lag.Retrying, retrying); err != nil {
		return err
	}
	hands := int64(lag.Sending.N)
	n, err := t.countUpTo(hands+overview.MostCounted+1, dueNow, micros(now))
	lag.Due = counted(max(0, n-hands))
	return err
}
