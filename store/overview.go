package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"math"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/timeline"
)

// What is counted lies in an index as a whole, so that no row is looked up.
const (
	sentSince      = `FROM attempt WHERE state = 'accepted' AND channel = $1 AND started_at >= $2`
	failedSince    = `FROM reminder WHERE queued = 0 AND status IN ('failed', 'expired') AND updated_at >= $1`
	scheduledAfter = `FROM reminder WHERE queued = 1 AND send_at > $1`
	waiting        = `FROM reminder WHERE reason <> '' AND queued = 1`
	waitingAfter   = waiting + ` AND send_at > $1`
	openWork       = `FROM follow_up WHERE status <> 'done'`
	overdueWork    = openWork + ` AND due_at > 0 AND due_at < $1`
	held           = `FROM reminder WHERE status = 'held'`
	heldReasons    = `SELECT n.reason, COUNT(*) FROM (SELECT reason ` + held + ` LIMIT $1) AS n GROUP BY n.reason`
)

// Today says how things stand: what has left and what has failed since the instant,
// what is to come from now on. Its parts are counted side by side.
func (s *Store) Today(ctx context.Context, now, since time.Time) (today overview.Today, err error) {
	t := s.page(ctx)
	err = beside(
		func() error { return t.tallySent(&today, since) },
		func() error { return t.tallySchedule(&today, now) },
		func() error { return t.tallyTrouble(&today, now, since) },
		func() error { return t.tallyHeld(&today) },
	)
	if err != nil {
		return today, wrap("count what stands", err)
	}
	today.Stop, err = t.findStop()
	return today, wrap("find kill switch", err)
}

// beside runs functions at once and waits for all.
func beside(parts ...func() error) error {
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		wg.Go(func() { errs[i] = part() })
	}
	wg.Wait()
	return errors.Join(errs...)
}

func (t *txn) tallySent(today *overview.Today, since time.Time) error {
	today.Sent = map[channels.Kind]overview.Count{}
	for _, kind := range channels.Kinds() {
		var n overview.Count
		if err := t.tally(&n, sentSince, string(kind), micros(since)); err != nil {
			return err
		}
		today.Sent[kind] = n
	}
	return nil
}

// tally counts the rows of a query, up to overview.MostCounted and one.
func (t *txn) tally(n *overview.Count, query string, args ...any) error {
	found, err := t.countUpTo(overview.MostCounted+1, query, args...)
	*n = counted(found)
	return err
}

// countUpTo counts the rows of a query without its select, up to so many. To look
// whether there are that many is faster than to count them.
func (t *txn) countUpTo(most int64, query string, args ...any) (n int64, err error) {
	offset := `SELECT 1 ` + query + ` LIMIT 1 OFFSET $` + strconv.Itoa(len(args)+1)
	if more, err := t.one(offset, append(slices.Clip(args), most-1), &n); err != nil || more {
		return most, err
	}
	_, err = t.one(`SELECT COUNT(*) `+query, args, &n)
	return n, err
}

func counted(n int64) overview.Count {
	return overview.Count{N: int(min(n, overview.MostCounted)), More: n > overview.MostCounted}
}

// mostWaiting bounds how many of those that are kept back are told apart from those
// that are scheduled as was asked for.
const mostWaiting = 5 * overview.MostCounted

// tallySchedule counts what is kept back, and what is left of the schedule without it.
func (t *txn) tallySchedule(today *overview.Today, now time.Time) error {
	if err := t.tally(&today.Waiting, waiting); err != nil {
		return err
	}
	back, err := t.countUpTo(mostWaiting, waitingAfter, micros(now))
	if err != nil {
		return err
	}
	all, err := t.countUpTo(back+overview.MostCounted+1, scheduledAfter, micros(now))
	today.Scheduled = counted(max(0, all-back))
	today.Scheduled.More = today.Scheduled.More || back == mostWaiting
	return err
}

func (t *txn) tallyTrouble(today *overview.Today, now, since time.Time) error {
	if err := t.tally(&today.Failed, failedSince, micros(since)); err != nil {
		return err
	}
	if err := t.tally(&today.FollowUps, openWork); err != nil {
		return err
	}
	return t.tally(&today.Overdue, overdueWork, micros(now))
}

// fewReasons is of how many the reasons are told when more are held than are counted.
const fewReasons = overview.MostCounted / 5

// tallyHeld counts what is held, and why.
func (t *txn) tallyHeld(today *overview.Today) error {
	if err := t.tally(&today.Held, held); err != nil {
		return err
	}
	most := int64(overview.MostCounted)
	if today.Held.More {
		most = fewReasons
	}
	err := t.each(heldReasons, []any{most}, func(rows *sql.Rows) error {
		why := overview.Reason{Count: overview.Count{More: today.Held.More}}
		err := rows.Scan(&why.Reason, &why.Count.N)
		today.Reasons = append(today.Reasons, why)
		return err
	})
	slices.SortStableFunc(today.Reasons, func(a, b overview.Reason) int {
		return cmp.Or(b.Count.N-a.Count.N, cmp.Compare(a.Reason, b.Reason))
	})
	return err
}

const selectHistoryOf = `SELECT e.account_id, e.seq, e.id, e.at, e.kind, e.actor, e.reminder_id, e.data, e.salt, e.digest, e.hash
FROM timeline e WHERE e.account_id = $1 AND e.seq < $2 ORDER BY e.seq DESC LIMIT $3`

// History returns a part of an account's timeline, newest first; account.ErrNotFound
// when there is no such account.
func (s *Store) History(ctx context.Context, h overview.History) (events []timeline.Event, err error) {
	t := s.page(ctx)
	id, err := t.accountID(h.Account)
	if err != nil {
		return nil, wrap("read history", err)
	}
	before := h.Before
	if before == 0 {
		before = math.MaxInt64
	}
	err = t.each(selectHistoryOf, []any{id, before, int64(h.Limit)}, func(rows *sql.Rows) error {
		e, err := scanEvent(rows)
		events = append(events, e)
		return err
	})
	return events, wrap("read history", err)
}
