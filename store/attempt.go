package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

// beginCall is one Begin that waits for its commit.
type beginCall struct {
	call
	reminder.Begin
	decision string
	out      reminder.Begun
}

func (c *beginCall) join(g *group) { g.begins = append(g.begins, c) }

// Begin commits an attempt before its provider is called. It is refused when the
// reminder is no longer claimed by the attempt's owner or has an attempt already
// (reminder.BegunGone), or when the account's version has moved on or the kill
// switch is on (reminder.BegunStale). Of attempts whose decision counted contacts
// only one begins for each version, so that no two of them rely on one history.
func (s *Store) Begin(ctx context.Context, b reminder.Begin) (reminder.Begun, error) {
	decision, err := json.Marshal(b.Decision)
	if err != nil {
		return "", wrap("begin attempt", err)
	}
	c := &beginCall{call: newCall(ctx, 1), Begin: b, decision: string(decision)}
	if err := s.begins.do(ctx, c); err != nil {
		return "", wrap("begin attempt", err)
	}
	return c.out, nil
}

// begin reads once more, under a lock, what could stop a hand-off: whatever is
// committed before this commit is seen, and whatever comes later is too late.
func (t *txn) begin(calls []*beginCall) error {
	if len(calls) == 0 {
		return nil
	}
	if err := t.begunBefore(calls); err != nil {
		return err
	}
	fresh, err := t.fresh(calls)
	if err != nil {
		return err
	}
	hands, err := t.takeInHand(fresh)
	if err != nil {
		return err
	}
	values := make([]any, 0, attemptWidth*len(fresh))
	for _, c := range fresh {
		h, ok := hands[c.Attempt.ReminderID]
		if !ok {
			c.out = reminder.BegunGone
			continue
		}
		delete(hands, c.Attempt.ReminderID) // of two for one reminder the first has it
		c.out = reminder.BegunOK
		values = appendAttempt(values, &c.Attempt, h, c.decision)
	}
	_, err = t.bulk(insertAttempt, attemptRow, nil, values, nil)
	return err
}

const selectOpenAttempts = `SELECT id FROM attempt WHERE state = 'open' AND id IN ({ids})`

// begunBefore answers those whose commit had an unknown outcome and was carried
// out after all.
func (t *txn) begunBefore(calls []*beginCall) error {
	byID := map[string]*beginCall{}
	var ids []string
	for _, c := range calls {
		c.out = ""
		if c.again {
			byID[c.Attempt.ID] = c
			ids = append(ids, c.Attempt.ID)
		}
	}
	return t.list(selectOpenAttempts, nil, ids, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		byID[id].out = reminder.BegunOK
		return err
	})
}

const updateInHand = `UPDATE reminder SET handing = 1, attempts = attempts + 1
WHERE owner = $1 AND status = 'sending' AND handing = 0 AND id IN ({ids}) RETURNING id, attempts, contact_id, invoices`

// inHand is what an attempt keeps of its reminder: its own number, and whom and
// what it is about.
type inHand struct {
	number   int64
	contact  string
	invoices string
}

// takeInHand marks the reminders as having an open attempt. What is missing in
// its answer is no longer ours.
func (t *txn) takeInHand(calls []*beginCall) (map[string]inHand, error) {
	byOwner := map[string][]string{}
	for _, c := range calls {
		byOwner[c.Attempt.Owner] = append(byOwner[c.Attempt.Owner], c.Attempt.ReminderID)
	}
	hands := make(map[string]inHand, len(calls))
	for owner, ids := range byOwner {
		err := t.list(updateInHand, []any{owner}, unique(ids), func(rows *sql.Rows) error {
			var id string
			var h inHand
			err := rows.Scan(&id, &h.number, &h.contact, &h.invoices)
			hands[id] = h
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return hands, nil
}

const (
	insertAttempt = `INSERT INTO attempt (id, reminder_id, account_id, number, channel, address, version, language,
subject, body, limited, content_hash, valid_until, started_at, owner, settle_at, test, decision, contact_id, invoices, facts) VALUES {rows}`
	attemptRow   = `(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`
	attemptWidth = 21
)

func appendAttempt(values []any, a *reminder.Attempt, h inHand, decision string) []any {
	return append(values, a.ID, a.ReminderID, a.AccountID, h.number, string(a.Channel), a.Address, a.Version, a.Language,
		a.Subject, a.Body, a.Limited, a.ContentHash, micros(a.ValidUntil), micros(a.StartedAt), a.Owner,
		micros(a.StartedAt), flag(a.Test), decision, h.contact, h.invoices, a.Facts)
}

const attemptColumns = `t.id, t.reminder_id, t.account_id, t.number, t.channel, t.address, t.version, t.language,
t.subject, t.body, t.limited, t.content_hash, t.valid_until, t.started_at, t.owner, t.state, t.provider_id, t.code,
t.segments, t.status, t.settle_at, t.lookups, t.test, t.facts, t.decision`

// scanAttempt scans attemptColumns; the decision is JSON.
func scanAttempt(rows *sql.Rows) (a reminder.Attempt, decision string, err error) {
	var validUntil, startedAt, settleAt, test int64
	err = rows.Scan(&a.ID, &a.ReminderID, &a.AccountID, &a.Number, &a.Channel, &a.Address, &a.Version, &a.Language,
		&a.Subject, &a.Body, &a.Limited, &a.ContentHash, &validUntil, &startedAt, &a.Owner, &a.State, &a.ProviderID, &a.Code,
		&a.Segments, &a.Status, &settleAt, &a.Lookups, &test, &a.Facts, &decision)
	a.ValidUntil, a.StartedAt = instant(validUntil), instant(startedAt)
	if a.State == reminder.Unknown || a.State == reminder.Open {
		a.SettleAt = instant(settleAt)
	}
	a.Test = test != 0
	return a, decision, err
}

const selectAttempts = `SELECT ` + attemptColumns + ` FROM attempt t WHERE t.id IN ({ids})`

func (t *txn) attempts(ids []string) (list []reminder.Attempt, err error) {
	err = t.list(selectAttempts, nil, ids, func(rows *sql.Rows) error {
		a, _, err := scanAttempt(rows)
		list = append(list, a)
		return err
	})
	return list, err
}

// FindAttempt returns an attempt with its reminder's work;
// reminder.ErrNotFound when there is none.
func (s *Store) FindAttempt(ctx context.Context, id string) (reminder.Stored, error) {
	list, err := s.read(ctx).storedAttempts([]string{id})
	if err == nil && len(list) == 0 {
		err = reminder.ErrNotFound
	}
	if err != nil {
		return reminder.Stored{}, wrap("find attempt", err)
	}
	return list[0], nil
}

// storedAttempts reads attempts with the work of their reminders.
func (t *txn) storedAttempts(ids []string) ([]reminder.Stored, error) {
	attempts, err := t.attempts(ids)
	if err != nil {
		return nil, err
	}
	reminders := make([]string, len(attempts))
	for i := range attempts {
		reminders[i] = attempts[i].ReminderID
	}
	works, err := t.works(selectAnyWork, nil, unique(reminders))
	if err != nil {
		return nil, err
	}
	byID := make(map[string]reminder.Work, len(works))
	for _, w := range works {
		byID[w.Reminder.ID] = w
	}
	list := make([]reminder.Stored, len(attempts))
	for i, a := range attempts {
		list[i] = reminder.Stored{Attempt: a, Work: byID[a.ReminderID]}
	}
	return list, nil
}

// An attempt that is still open after so long is settled although its instance
// lives: its call ended long ago.
const abandonedAfter = 10 * time.Minute

const takeUnsettled = `UPDATE attempt SET settle_at = $1 WHERE state IN ('open', 'unknown') AND id IN (
SELECT t.id FROM attempt t WHERE t.state IN ('open', 'unknown') AND t.settle_at <= $2 AND (t.state = 'unknown'
OR t.started_at <= $3 OR (t.started_at <= $4
AND NOT EXISTS (SELECT 1 FROM instance i WHERE i.owner = t.owner AND i.beat_at > $5)))
ORDER BY t.settle_at LIMIT $6`

// Unsettled takes attempts that are unknown and due for a look-up, or open with
// an owner that has been silent for the given time and started before now-after.
// Their SettleAt is moved to now+lease, so that no other instance takes them
// meanwhile.
func (s *Store) Unsettled(ctx context.Context, now time.Time, silence, after, lease time.Duration, limit int) (list []reminder.Stored, err error) {
	query := takeUnsettled + s.engine.only(forUpdateSkip) + `) RETURNING id`
	args := []any{micros(now.Add(lease)), micros(now), micros(now.Add(-max(after, abandonedAfter))),
		micros(now.Add(-after)), micros(now.Add(-silence)), int64(limit)}
	var ids []string
	err = s.write(ctx, "take unsettled attempts", func(t *txn) error {
		ids = ids[:0]
		return t.each(query, args, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		})
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	list, err = s.read(ctx).storedAttempts(ids)
	return list, wrap("load unsettled attempts", err)
}

const selectKnown = `SELECT provider_id FROM attempt WHERE provider_id <> '' AND provider_id IN ({ids})`

// Known says which of the provider ids belong to attempts already.
func (s *Store) Known(ctx context.Context, providerIDs []string) (map[string]bool, error) {
	known := map[string]bool{}
	err := s.read(ctx).list(selectKnown, nil, providerIDs, marks(known))
	return known, wrap("look up provider ids", err)
}
