package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"math"
	"slices"
	"time"

	"github.com/goodterms/goodterms/events"
)

// Deliveries of an account stand in line: the one with the lowest number that waits is
// the head and has a time; those behind it have none (next_at 0) until it is gone.
const (
	deliveryColumns  = `d.webhook_id, d.number, d.event_id, d.account_id, d.kind, d.state, d.attempts, d.next_at, d.status, d.fault, d.created_at, d.ended_at`
	selectDeliveries = `SELECT ` + deliveryColumns + ` FROM webhook_delivery d WHERE d.webhook_id = $1 AND d.number < $2
AND ($3 = '' OR d.state = $3) ORDER BY d.number DESC LIMIT $4`
	selectDueHeads = `SELECT d.account_id FROM webhook_delivery d WHERE d.webhook_id = $1 AND d.state = 'waiting'
AND d.next_at > 0 AND d.next_at <= $2 ORDER BY d.next_at LIMIT $3`
	selectLine = `SELECT ` + deliveryColumns + ` FROM webhook_delivery d WHERE d.webhook_id = $1 AND d.state = 'waiting'
AND d.account_id = $2 ORDER BY d.number LIMIT $3`
	selectNextTry = `SELECT COALESCE(MIN(d.next_at), 0) FROM webhook_delivery d WHERE d.webhook_id = $1 AND d.state = 'waiting' AND d.next_at > 0`
	selectBlocked = `SELECT DISTINCT d.account_id FROM webhook_delivery d WHERE d.webhook_id = $1 AND d.state = 'waiting' AND d.account_id IN ({ids})`
	firstInLine   = `(SELECT MIN(h.number) FROM webhook_delivery h WHERE h.webhook_id = webhook_delivery.webhook_id
AND h.account_id = webhook_delivery.account_id AND h.state = 'waiting')`
	callHeads = `UPDATE webhook_delivery SET next_at = $1 WHERE webhook_id = $2 AND state = 'waiting' AND next_at = 0
AND number = ` + firstInLine + ` AND account_id IN ({ids})`
	sendBack = `UPDATE webhook_delivery SET next_at = 0 WHERE webhook_id = $1 AND state = 'waiting' AND next_at > 0
AND number > ` + firstInLine + ` AND account_id IN ({ids})`
	// What somebody wants once more meanwhile is not overwritten by the try before.
	upsertDelivery = `INSERT INTO webhook_delivery (webhook_id, number, event_id, account_id, kind, state, attempts, next_at, status, fault, created_at, ended_at)
VALUES {rows} ON CONFLICT (webhook_id, number) DO UPDATE SET state = excluded.state, attempts = excluded.attempts, next_at = excluded.next_at,
status = excluded.status, fault = excluded.fault, ended_at = excluded.ended_at
WHERE webhook_delivery.state <> 'waiting' OR webhook_delivery.attempts = excluded.attempts - 1`
	deliveryRow = `(?,CAST(? AS BIGINT),?,?,?,?,CAST(? AS BIGINT),CAST(? AS BIGINT),CAST(? AS BIGINT),?,CAST(? AS BIGINT),CAST(? AS BIGINT))`
)

func scanDelivery(rows *sql.Rows) (d events.Delivery, err error) {
	var next, created, ended int64
	err = rows.Scan(&d.EndpointID, &d.Number, &d.EventID, &d.AccountID, &d.Kind, (*string)(&d.State), &d.Attempts, &next,
		&d.Status, &d.Fault, &created, &ended)
	d.NextAt, d.CreatedAt, d.EndedAt = instant(next), instant(created), instant(ended)
	return d, err
}

// ListDeliveries lists the events that a webhook has not taken at once, latest first;
// events.ErrNoEndpoint.
func (s *Store) ListDeliveries(ctx context.Context, f events.DeliveryFilter) (list []events.Delivery, err error) {
	before := f.Before
	if before <= 0 {
		before = math.MaxInt64
	}
	args := []any{f.EndpointID, before, string(f.State), int64(f.Limit)}
	err = s.read(ctx).each(selectDeliveries, args, func(rows *sql.Rows) error {
		d, err := scanDelivery(rows)
		list = append(list, d)
		return err
	})
	if err == nil && len(list) == 0 {
		_, err = s.FindEndpoint(ctx, f.EndpointID)
	}
	return list, wrap("list deliveries", err)
}

// DueDeliveries lists what waits of accounts whose head is due: so many accounts, of
// each its whole line up to perAccount, by number.
func (s *Store) DueDeliveries(ctx context.Context, endpointID string, now time.Time, accounts, perAccount int) (list []events.Delivery, err error) {
	t := s.read(ctx)
	var ids []string
	err = t.each(selectDueHeads, []any{endpointID, micros(now), int64(accounts)}, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	for _, id := range unique(ids) {
		if err != nil {
			break
		}
		err = t.each(selectLine, []any{endpointID, id, int64(perAccount)}, func(rows *sql.Rows) error {
			d, err := scanDelivery(rows)
			list = append(list, d)
			return err
		})
	}
	return list, wrap("list due deliveries", err)
}

// NextDelivery says when the next delivery of a webhook that waits is due; zero when
// none waits.
func (s *Store) NextDelivery(ctx context.Context, endpointID string) (time.Time, error) {
	var next int64
	_, err := s.read(ctx).one(selectNextTry, []any{endpointID}, &next)
	return instant(next), wrap("find next delivery", err)
}

// BlockedAccounts says of which of the accounts an earlier event waits.
func (s *Store) BlockedAccounts(ctx context.Context, endpointID string, accountIDs []string) (map[string]bool, error) {
	blocked := map[string]bool{}
	err := s.read(ctx).list(selectBlocked, []any{endpointID}, unique(accountIDs), marks(blocked))
	return blocked, wrap("find accounts that wait", err)
}

// FindEvents returns the events of the numbers that are still kept.
func (s *Store) FindEvents(ctx context.Context, numbers ...int64) ([]events.Event, error) {
	t := s.read(ctx)
	var spots []spot
	for _, n := range numbers {
		found, err := t.spots(n-1, 1)
		if err != nil {
			return nil, wrap("find events", err)
		}
		if len(found) == 1 && found[0].number == n {
			spots = append(spots, found[0])
		}
	}
	list, err := t.eventsAt(spots)
	return list, wrap("find events", err)
}

const updateProgress = `UPDATE webhook SET reached = $1, health = $2, enabled = CASE WHEN $3 = 1 THEN 0 ELSE enabled END,
revision = revision + $3 WHERE id = $4`

// SaveProgress keeps how far a webhook has been told, with what it refused; false when
// it is gone or was moved meanwhile: then nothing is kept.
func (s *Store) SaveProgress(ctx context.Context, now time.Time, p events.Progress) (saved bool, err error) {
	health, err := json.Marshal(p.Health)
	if err != nil {
		return false, err
	}
	err = s.write(ctx, "save progress", func(t *txn) error {
		saved = false
		list, err := t.endpoints(selectEndpoint+t.store.engine.only(forUpdate), p.EndpointID)
		if err != nil || len(list) == 0 || list[0].Reached != p.From {
			return err
		}
		if _, err := t.do(updateProgress, p.Reached, string(health), flag(p.Disable), p.EndpointID); err != nil {
			return err
		}
		saved = true
		return t.keepDeliveries(now, p.EndpointID, p.Deliveries)
	})
	return saved, err
}

func (t *txn) keepDeliveries(now time.Time, endpointID string, list []events.Delivery) error {
	values := make([]any, 0, 12*len(list))
	accounts := map[string]bool{}
	for _, d := range list {
		accounts[d.AccountID] = true
		values = append(values, endpointID, d.Number, d.EventID, d.AccountID, d.Kind, string(d.State), int64(d.Attempts), micros(d.NextAt),
			int64(d.Status), d.Fault, micros(d.CreatedAt), micros(d.EndedAt))
	}
	if _, err := t.bulk(upsertDelivery, deliveryRow, nil, values, nil); err != nil {
		return err
	}
	return t.lineUp(now, endpointID, keys(accounts))
}

// lineUp makes the first that waits of each account the head of its line.
func (t *txn) lineUp(now time.Time, endpointID string, accountIDs []string) error {
	nothing := func(*sql.Rows) error { return nil }
	if err := t.list(sendBack, []any{endpointID}, accountIDs, nothing); err != nil {
		return err
	}
	return t.list(callHeads, []any{micros(now), endpointID}, accountIDs, nothing)
}

// Replay tells a webhook of events once more, each as if for the first time, and says
// how many they are; those that it has not reached come anyway. The numbers are of
// events that it was to be told of, or of any other: events.ErrNoDelivery when there is
// no such event, events.ErrGone, events.ErrNoEndpoint.
func (s *Store) Replay(ctx context.Context, now time.Time, endpointID string, numbers ...int64) (n int, err error) {
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	list, err := s.FindEvents(ctx, numbers...)
	if err == nil && len(list) < len(numbers) {
		err = s.missing(ctx, numbers)
	}
	if err != nil {
		return 0, wrap("replay events", err)
	}
	err = s.write(ctx, "replay events", func(t *txn) error {
		n = 0
		e, err := t.lockEndpoint(endpointID)
		if err != nil {
			return err
		}
		var again []events.Delivery
		for _, event := range list {
			if event.Number <= e.Reached {
				again = append(again, events.Delivery{Number: event.Number, EventID: event.ID, AccountID: event.AccountID, Kind: event.Kind,
					State: events.Waiting, CreatedAt: now})
			}
		}
		n = len(again)
		return t.replay(now, endpointID, again)
	})
	return n, err
}

// missing says why not every event of the numbers was found.
func (s *Store) missing(ctx context.Context, numbers []int64) error {
	oldest, _, err := s.EventNumbers(ctx)
	switch {
	case err != nil:
		return err
	case numbers[0] >= 1 && numbers[0] <= oldest:
		return events.ErrGone
	}
	return events.ErrNoDelivery
}

const forgetDelivery = `DELETE FROM webhook_delivery WHERE webhook_id = $1 AND number = $2`

func (t *txn) replay(now time.Time, endpointID string, again []events.Delivery) error {
	for _, d := range again {
		if _, err := t.do(forgetDelivery, endpointID, d.Number); err != nil {
			return err
		}
	}
	return t.keepDeliveries(now, endpointID, again)
}

const moveReached = `UPDATE webhook SET reached = $1 WHERE id = $2`

// ReplaySince tells a webhook of everything after the numbered event, once more as far
// as it was told before, or leaves out what it has not been told up to there; events of
// before that wait go on waiting. events.ErrNoDelivery when nothing so late has
// happened, events.ErrGone, events.ErrNoEndpoint.
func (s *Store) ReplaySince(ctx context.Context, now time.Time, endpointID string, after int64) error {
	if _, err := s.numberAll(ctx); err != nil {
		return err
	}
	return s.write(ctx, "replay events", func(t *txn) error {
		e, err := t.lockEndpoint(endpointID)
		if err != nil {
			return err
		}
		var oldest, latest int64
		if _, err := t.one(selectFeedEnd, nil, &oldest, &latest); err != nil {
			return err
		}
		switch {
		case after < oldest:
			return refuse(events.ErrGone)
		case after > latest:
			return refuse(events.ErrNoDelivery)
		}
		// They will be told in their turn.
		if _, err := t.do(`DELETE FROM webhook_delivery WHERE webhook_id = $1 AND number > $2`, e.ID, after); err != nil {
			return err
		}
		_, err = t.do(moveReached, after, e.ID)
		return err
	})
}
