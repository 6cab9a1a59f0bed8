package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// Receive keeps the receipt and, when decide wants it, applies what it means to
// the attempt, in one transaction with the attempt's row locked. A receipt for
// an attempt that nobody knows is kept too. A repeat of the same Key changes
// nothing. decide may be called more than once and must be pure.
func (s *Store) Receive(ctx context.Context, now time.Time, r channels.Receipt, test bool, decide func(reminder.Attempt) reminder.Settled) error {
	return s.write(ctx, "receive receipt", func(t *txn) error {
		r, attempt, fresh, err := t.take(now, r, test)
		if err != nil || !fresh {
			return err
		}
		return t.apply(now, r, attempt, decide(attempt))
	})
}

// take keeps the receipt, with the attempt that it is about; false when nothing
// follows from it, because it was kept before or nobody knows the attempt.
func (t *txn) take(now time.Time, r channels.Receipt, test bool) (channels.Receipt, reminder.Attempt, bool, error) {
	attempt, found, err := t.attemptOf(r, test)
	if err != nil {
		return r, attempt, false, err
	}
	if found {
		r.Attempt = attempt.ID
	}
	kept, err := t.keep(now, r, test)
	return r, attempt, kept && found, err
}

const (
	selectAttempt           = `SELECT ` + attemptColumns + ` FROM attempt t WHERE t.id = $1 AND t.test = $2`
	selectAttemptByProvider = `SELECT ` + attemptColumns + ` FROM attempt t
WHERE t.provider_id = $1 AND t.provider_id <> '' AND t.test = $2 ORDER BY t.started_at DESC LIMIT 1`
)

// attemptOf finds and locks the attempt that a receipt is about, by its own id
// or by the provider's. Tests and real hand-offs do not see each other.
func (t *txn) attemptOf(r channels.Receipt, test bool) (reminder.Attempt, bool, error) {
	lock := t.store.engine.only(forUpdate)
	if r.Attempt != "" {
		a, found, err := t.oneAttempt(selectAttempt+lock, r.Attempt, test)
		if found || err != nil {
			return a, found, err
		}
	}
	return t.oneAttempt(selectAttemptByProvider+lock, r.ProviderID, test)
}

func (t *txn) oneAttempt(query, key string, test bool) (a reminder.Attempt, found bool, err error) {
	err = t.each(query, []any{key, flag(test)}, func(rows *sql.Rows) error {
		found = true
		a, _, err = scanAttempt(rows)
		return err
	})
	return a, found, err
}

const insertReceipt = `INSERT INTO receipt (id, at, channel, attempt_id, provider_id, status, code, repeat_key, raw, test)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`

// keep stores the receipt; false when the same one was stored before.
func (t *txn) keep(now time.Time, r channels.Receipt, test bool) (bool, error) {
	n, err := t.do(insertReceipt, t.store.ids.New("rcp", now), micros(now), string(r.Channel), r.Attempt, r.ProviderID,
		string(r.Status), r.Code, r.Key, kept(r.Raw), flag(test))
	return n == 1, err
}

// apply settles the attempt and raises its delivery status.
func (t *txn) apply(now time.Time, r channels.Receipt, a reminder.Attempt, s reminder.Settled) error {
	if s.Change != nil {
		settling := &recordCall{now: now, Change: *s.Change}
		if err := t.recordDistinct([]*recordCall{settling}); err != nil {
			return err
		}
	}
	events, err := t.deliver(now, r, a, s.Status)
	if err != nil {
		return err
	}
	return t.append(events)
}

const raiseStatus = `UPDATE attempt SET status = $1, status_rank = $2,
code = CASE WHEN $3 = '' THEN code ELSE $3 END,
provider_id = CASE WHEN provider_id = '' THEN $4 ELSE provider_id END WHERE id = $5 AND status_rank <= $2`

// deliver raises the delivery status and returns what the timeline shows of it;
// one that is no higher changes nothing.
func (t *txn) deliver(now time.Time, r channels.Receipt, a reminder.Attempt, status channels.Status) ([]timeline.Event, error) {
	if status.Rank() <= a.Status.Rank() {
		return nil, nil
	}
	if _, err := t.do(raiseStatus, string(status), int64(status.Rank()), r.Code, r.ProviderID, a.ID); err != nil {
		return nil, err
	}
	data := timeline.Delivery{Attempt: a.ID, Channel: string(a.Channel), Status: string(status), Code: r.Code}
	return []timeline.Event{{AccountID: a.AccountID, ReminderID: a.ReminderID, At: now,
		Kind: timeline.DeliveryUpdated, Actor: timeline.Provider, Data: timeline.Encode(data)}}, nil
}

const selectReceipts = `SELECT channel, attempt_id, provider_id, status, code, repeat_key, raw FROM receipt
WHERE attempt_id = $1 ORDER BY id`

// Receipts lists every callback that came for an attempt, in the order of their
// coming.
func (s *Store) Receipts(ctx context.Context, attemptID string) (list []channels.Receipt, err error) {
	err = s.read(ctx).each(selectReceipts, []any{attemptID}, func(rows *sql.Rows) error {
		var r channels.Receipt
		err := rows.Scan((*string)(&r.Channel), &r.Attempt, &r.ProviderID, (*string)(&r.Status), &r.Code, &r.Key, &r.Raw)
		r.Raw = asItCame(r.Raw)
		list = append(list, r)
		return err
	})
	return list, wrap("list receipts", err)
}
