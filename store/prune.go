package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/goodterms/goodterms/events"
)

// pruneAtOnce is how many rows of the feed one transaction forgets.
const pruneAtOnce = 500

const (
	selectOldRows = `SELECT last_number, at FROM feed WHERE last_number > 0 ORDER BY last_number LIMIT $1`
	// Nothing below its row is left, so the first comes first.
	deleteOldRows    = `DELETE FROM feed WHERE last_number > 0 AND last_number <= $1`
	updateOldest     = `UPDATE feed_end SET oldest = $1 WHERE id = 1`
	selectLeast      = `SELECT MIN(reached) FROM webhook WHERE enabled = 1`
	deleteDeliveries = `DELETE FROM webhook_delivery WHERE webhook_id = $1 AND number <= $2`
)

// PruneEvents forgets which events there were to be told more than events.Keep ago:
// those that an enabled webhook has not reached only after events.KeepAtMost. The
// timelines keep them.
func (s *Store) PruneEvents(ctx context.Context, now time.Time) error {
	for {
		more := false
		err := s.write(ctx, "forget events", func(t *txn) (err error) {
			more, err = t.prune(now)
			return err
		})
		if err != nil || !more {
			return err
		}
	}
}

// prune says whether there may be more to forget.
func (t *txn) prune(now time.Time) (bool, error) {
	var end int64
	if _, err := t.one(lockFeedEnd+t.store.engine.only(forUpdate), nil, &end); err != nil {
		return false, err
	}
	cut, n, err := t.outdated(now)
	if err != nil || n == 0 {
		return false, err
	}
	if _, err := t.do(deleteOldRows, cut); err != nil {
		return false, err
	}
	if _, err := t.do(updateOldest, cut); err != nil {
		return false, err
	}
	return n == pruneAtOnce, t.forgetDeliveries(cut)
}

// outdated is the last number that can be forgotten, and of how many rows.
func (t *txn) outdated(now time.Time) (cut int64, n int, err error) {
	var least sql.NullInt64 // that an enabled webhook has reached; none: nobody waits
	if _, err := t.one(selectLeast, nil, &least); err != nil {
		return 0, 0, err
	}
	early, earliest := micros(now.Add(-events.Keep)), micros(now.Add(-events.KeepAtMost))
	ended := false
	err = t.each(selectOldRows, []any{int64(pruneAtOnce)}, func(rows *sql.Rows) error {
		var number, at int64
		if err := rows.Scan(&number, &at); err != nil || ended {
			return err
		}
		if at >= early || at >= earliest && least.Valid && number > least.Int64 {
			ended = true
			return nil
		}
		cut, n = number, n+1
		return nil
	})
	return cut, n, err
}

// forgetDeliveries forgets what became of events that are not kept any more.
func (t *txn) forgetDeliveries(upTo int64) error {
	list, err := t.endpoints(selectEndpoints + ` ORDER BY id`)
	for _, e := range list {
		if _, err := t.do(deleteDeliveries, e.ID, upTo); err != nil {
			return err
		}
	}
	return err
}
