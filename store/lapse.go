package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/timeline"
)

const selectLapsing = `SELECT ` + promiseColumns + ` FROM promise p WHERE p.status = 'open' AND p.grace_until > 0
AND p.grace_until <= $1 ORDER BY p.grace_until LIMIT $2`

// Lapse marks promises as broken whose grace has ended and follow-ups as escalated
// that are overdue, each once, and says how many of each. A promise whose money
// came in by a way of its own has been kept. It ends holds whose time has come,
// which changes nothing any more.
func (s *Store) Lapse(ctx context.Context, now time.Time, limit int) (broken, escalated int, err error) {
	err = s.write(ctx, "let promises lapse", func(t *txn) error {
		var events, more []timeline.Event
		if broken, events, err = t.lapsePromises(now, limit); err != nil {
			return err
		}
		if escalated, more, err = t.escalate(now, limit); err != nil {
			return err
		}
		if err := t.lapseHolds(now, limit); err != nil {
			return err
		}
		return t.append(append(events, more...))
	})
	return broken, escalated, err
}

func (t *txn) lapsePromises(now time.Time, limit int) (broken int, events []timeline.Event, err error) {
	due, err := t.lapsing(now, limit)
	if err != nil || len(due) == 0 {
		return 0, nil, err
	}
	ids := make([]string, len(due))
	for i := range due {
		ids[i] = due[i].AccountID
	}
	if err := t.lock(ids); err != nil {
		return 0, nil, err
	}
	var changed []string
	for _, p := range due {
		own, status, err := t.lapse(now, p)
		if err != nil {
			return 0, nil, err
		}
		if len(own) == 0 {
			continue
		}
		if status == account.PromiseBroken {
			broken++
		}
		events, changed = append(events, own...), append(changed, p.AccountID)
	}
	return broken, events, t.raise(changed)
}

// lapse ends a promise whose day and grace are over.
func (t *txn) lapse(now time.Time, p account.Promise) ([]timeline.Event, account.PromiseStatus, error) {
	words, err := t.promises(selectWords, p.AccountID)
	if err != nil {
		return nil, "", err
	}
	kept, err := t.fulfilled(p, words)
	if err != nil {
		return nil, "", err
	}
	status := account.PromiseBroken
	if kept {
		status = account.PromiseKept
	}
	_, events, _, err := t.endPromise(p, status, ending{now: now, by: "time", actor: timeline.System})
	return events, status, err
}

func (t *txn) lapsing(now time.Time, limit int) (list []account.Promise, err error) {
	err = t.each(selectLapsing, []any{micros(now), int64(limit)}, func(rows *sql.Rows) error {
		p, err := scanPromise(rows)
		list = append(list, p)
		return err
	})
	return list, err
}

const escalateFollowUps = `UPDATE follow_up SET escalated_at = $1 WHERE escalated_at = 0 AND status <> 'done' AND id IN (
SELECT f.id FROM follow_up f WHERE f.status <> 'done' AND f.escalated_at = 0 AND f.due_at > 0 AND f.due_at < $1 ORDER BY f.due_at LIMIT $2`

// escalate marks follow-ups that nobody has done in time.
func (t *txn) escalate(now time.Time, limit int) (n int, events []timeline.Event, err error) {
	overdue := map[string]bool{}
	query := escalateFollowUps + t.store.engine.only(forUpdateSkip) + `) RETURNING id`
	if err := t.each(query, []any{micros(now), int64(limit)}, marks(overdue)); err != nil {
		return 0, nil, err
	}
	err = t.list(selectFollowUpsOfIDs, nil, keys(overdue), func(rows *sql.Rows) error {
		f, err := scanFollowUp(rows)
		events = append(events, followUpEvent(now, timeline.FollowUpOverdue, timeline.System, f, "")...)
		return err
	})
	return len(overdue), events, err
}

const lapseHolds = `UPDATE hold SET ended_at = until_at, ended_by = 'time' WHERE ended_at = 0 AND until_at <> 0 AND until_at <= $1
AND id IN (SELECT h.id FROM hold h WHERE h.ended_at = 0 AND h.until_at <> 0 AND h.until_at <= $1 ORDER BY h.until_at LIMIT $2`

// lapseHolds ends holds that have ended by themselves, so that no decision reads
// them any more.
func (t *txn) lapseHolds(now time.Time, limit int) error {
	_, err := t.do(lapseHolds+t.store.engine.only(forUpdateSkip)+`)`, micros(now), int64(limit))
	return err
}
