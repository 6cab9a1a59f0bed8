package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/events"
)

// numberAtOnce is how many rows of the feed one transaction gives numbers to.
const numberAtOnce = 1000

const (
	selectFresh    = `SELECT id, size FROM feed WHERE last_number = 0 ORDER BY id LIMIT $1`
	lockFeedEnd    = `SELECT number FROM feed_end WHERE id = 1`
	updateFeedEnd  = `UPDATE feed_end SET number = $1 WHERE id = 1`
	selectFeedEnd  = `SELECT oldest, number FROM feed_end WHERE id = 1`
	numberRows     = `UPDATE feed SET last_number = v.column2 FROM (VALUES {rows}) AS v WHERE feed.id = v.column1`
	numberRow      = `(CAST(? AS BIGINT),CAST(? AS BIGINT))`
	selectFeedRows = `SELECT last_number, size, events FROM feed
WHERE last_number > 0 AND last_number > $1 ORDER BY last_number LIMIT $2`
)

// NumberEvents gives numbers to committed events that have none, and says how many
// they were; it takes so many at once, so whoever wants all asks until there are
// none. Several processes may do it: each waits for the one before and then sees
// what that one has numbered.
func (s *Store) NumberEvents(ctx context.Context) (n int64, err error) {
	fresh, err := s.read(ctx).unnumbered(1)
	if err != nil || len(fresh) == 0 {
		return 0, wrap("number events", err)
	}
	err = s.write(ctx, "number events", func(t *txn) (err error) {
		n, err = t.number()
		return err
	})
	return n, err
}

// freshRow is a row of the feed without a number.
type freshRow struct{ id, size int64 }

func (t *txn) unnumbered(limit int) (list []freshRow, err error) {
	err = t.each(selectFresh, []any{int64(limit)}, func(rows *sql.Rows) error {
		var r freshRow
		err := rows.Scan(&r.id, &r.size)
		list = append(list, r)
		return err
	})
	return list, err
}

// number must look for fresh rows in a statement of its own behind the lock:
// PostgreSQL shows a statement what was committed before it began.
func (t *txn) number() (int64, error) {
	var end int64
	if _, err := t.one(lockFeedEnd+t.store.engine.only(forUpdate), nil, &end); err != nil {
		return 0, err
	}
	fresh, err := t.unnumbered(numberAtOnce)
	if err != nil || len(fresh) == 0 {
		return 0, err
	}
	before := end
	values := make([]any, 0, 2*len(fresh))
	for _, r := range fresh {
		end += r.size
		values = append(values, r.id, end)
	}
	if _, err := t.bulk(numberRows, numberRow, nil, values, nil); err != nil {
		return 0, err
	}
	_, err = t.do(updateFeedEnd, end)
	return end - before, err
}

// EventNumbers returns the number up to which events are not kept any more, and that
// of the latest event.
func (s *Store) EventNumbers(ctx context.Context) (oldest, latest int64, err error) {
	_, err = s.read(ctx).one(selectFeedEnd, nil, &oldest, &latest)
	return oldest, latest, wrap("read numbers of events", err)
}

// LastNumber is the number of the latest event.
func (s *Store) LastNumber(ctx context.Context) (int64, error) {
	_, latest, err := s.EventNumbers(ctx)
	return latest, err
}

// spot is where an event stands in the feed and on its timeline.
type spot struct {
	number, seq int64
	accountID   string
	applied     bool
}

// spotsOf reads a row of the feed.
func spotsOf(last, size int64, text string) ([]spot, error) {
	list := make([]spot, 0, size)
	for entry := range strings.SplitSeq(text, string(feedGap)) {
		id, rest, _ := strings.Cut(entry, string(feedColon))
		seq, mark, _ := strings.Cut(rest, string(feedColon))
		n, err := strconv.ParseInt(seq, 10, 64)
		if err != nil {
			return nil, err
		}
		list = append(list, spot{number: last - size + 1 + int64(len(list)), seq: n, accountID: id, applied: mark == feedApplied})
	}
	return list, nil
}

// rowsAtOnce is how many rows of the feed are read at once; each may hold hundreds
// of events.
const rowsAtOnce = 16

// spots lists where the events after a number stand.
func (t *txn) spots(after int64, limit int) (list []spot, err error) {
	pageSize := min(rowsAtOnce, limit)
	for {
		found := 0
		err := t.each(selectFeedRows, []any{after, int64(pageSize)}, func(rows *sql.Rows) error {
			found++
			var last, size int64
			var text string
			if err := rows.Scan(&last, &size, &text); err != nil {
				return err
			}
			spots, err := spotsOf(last, size, text)
			for _, p := range spots {
				if p.number > after && len(list) < limit {
					list = append(list, p)
				}
			}
			return err
		})
		if err != nil || found < pageSize || len(list) == limit {
			return list, err
		}
		after = list[len(list)-1].number
	}
}

// ListEvents returns the events after the numbered one, in the order of their
// numbers; events.ErrGone when it is so old that some after it are not kept any more.
func (s *Store) ListEvents(ctx context.Context, after int64, limit int) ([]events.Event, error) {
	t := s.read(ctx)
	spots, err := t.spots(after, limit)
	if err != nil {
		return nil, wrap("list events", err)
	}
	// Only now: rows that were forgotten while they were read would be missed.
	oldest, _, err := s.EventNumbers(ctx)
	if err == nil && after < oldest {
		err = events.ErrGone
	}
	if err != nil {
		return nil, wrap("list events", err)
	}
	list, err := t.eventsAt(spots)
	return list, wrap("list events", err)
}

const (
	selectEventsAt = `SELECT v.column3, e.id, e.at, e.kind, e.actor, e.reminder_id, e.data, COALESCE(a.reference, ''),
COALESCE(r.reference, ''), COALESCE(r.test, 0)
FROM (VALUES {rows}) AS v CROSS JOIN timeline e LEFT JOIN account a ON a.id = e.account_id LEFT JOIN reminder r ON r.id = e.reminder_id
WHERE e.account_id = v.column1 AND e.seq = v.column2`
	placeRow = `(?,CAST(? AS BIGINT),CAST(? AS BIGINT))`
)

// eventsAt loads the events of the spots, in their order.
func (t *txn) eventsAt(spots []spot) ([]events.Event, error) {
	found := make(map[int64]events.Event, len(spots))
	values := make([]any, 0, 3*len(spots))
	for _, p := range spots {
		values = append(values, p.accountID, p.seq, p.number)
	}
	_, err := t.bulk(selectEventsAt, placeRow, nil, values, func(rows *sql.Rows) error {
		e, err := scanTold(rows)
		found[e.Number] = e
		return err
	})
	list := make([]events.Event, 0, len(spots))
	for _, p := range spots {
		e, ok := found[p.number]
		if !ok {
			continue
		}
		e.AccountID, e.Seq = p.accountID, p.seq
		if p.applied {
			e = e.AsApplied()
		}
		list = append(list, e)
	}
	return list, err
}

func scanTold(rows *sql.Rows) (e events.Event, err error) {
	var at, test int64
	var data string
	err = rows.Scan(&e.Number, &e.ID, &at, &e.Kind, &e.Actor, &e.ReminderID, &data, &e.Account, &e.Reminder, &test)
	e.At, e.Test = instant(at), test != 0
	if data != "" {
		e.Data = json.RawMessage(data)
	}
	return e, err
}
