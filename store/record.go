package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// recordCall is one Record that waits for its commit.
type recordCall struct {
	call
	now time.Time
	reminder.Change
	effective bool
}

func (c *recordCall) join(g *group) { g.records = append(g.records, c) }

// Record applies a change with its events; false when it took no effect.
func (s *Store) Record(ctx context.Context, now time.Time, change reminder.Change) (bool, error) {
	c := &recordCall{call: newCall(ctx, 1), now: now, Change: change}
	if err := s.records.do(ctx, c); err != nil {
		return false, wrap("record change", err)
	}
	return c.effective, nil
}

// record applies the changes in the order in which they came. Two that concern
// the same reminder go one after the other.
func (t *txn) record(calls []*recordCall) error {
	if err := t.lockOptOuts(calls); err != nil {
		return err
	}
	for len(calls) > 0 {
		now, later := distinct(calls)
		if err := t.recordDistinct(now); err != nil {
			return err
		}
		calls = later
	}
	return nil
}

func distinct(calls []*recordCall) (first, rest []*recordCall) {
	if len(calls) == 1 {
		return calls, nil
	}
	seen := make(map[string]bool, len(calls))
	for _, c := range calls {
		if seen[c.ReminderID] {
			rest = append(rest, c)
			continue
		}
		seen[c.ReminderID] = true
		first = append(first, c)
	}
	return first, rest
}

// lockOptOuts locks the accounts that changes opt out, because accounts come
// before reminders wherever both are locked.
func (t *txn) lockOptOuts(calls []*recordCall) error {
	var list []*optOut
	for _, c := range calls {
		if c.OptOut != nil {
			o := *c.OptOut
			o.Scope, o.AccountID = account.ScopeAddress, c.AccountID
			list = append(list, &optOut{OptOut: o})
		}
	}
	if t.store.engine == sqlite || len(list) == 0 {
		return nil
	}
	ids, err := t.concerned(list)
	if err != nil {
		return err
	}
	return t.lock(ids)
}

func (t *txn) recordDistinct(calls []*recordCall) error {
	settled, err := t.settle(calls)
	if err != nil {
		return err
	}
	if err := t.move(calls, settled); err != nil {
		return err
	}
	return t.follow(calls)
}

// Not in one of the settled states: put the other way round, PostgreSQL may walk
// the index of all that are open instead of looking each one up.
const (
	settleAttempts = `UPDATE attempt SET state = v.column2,
provider_id = CASE WHEN v.column3 = '' THEN provider_id ELSE v.column3 END,
code = CASE WHEN v.column4 = '' THEN code ELSE v.column4 END, response = v.column5,
segments = CASE WHEN v.column6 = 0 THEN segments ELSE v.column6 END,
status = CASE WHEN v.column8 > status_rank THEN v.column7 ELSE status END,
status_rank = CASE WHEN v.column8 > status_rank THEN v.column8 ELSE status_rank END,
settle_at = v.column9, lookups = v.column10
FROM (VALUES {rows}) AS v WHERE attempt.id = v.column1 AND attempt.state NOT IN ('accepted', 'rejected', 'lost') RETURNING attempt.id`
	settleRow = `(?,?,?,?,?,CAST(? AS BIGINT),?,CAST(? AS BIGINT),CAST(? AS BIGINT),CAST(? AS BIGINT))`
)

// settle updates the attempts that are still open or unknown and returns which
// they were: the first to settle an attempt wins.
func (t *txn) settle(calls []*recordCall) (map[string]bool, error) {
	settled := map[string]bool{}
	var values []any
	for _, c := range calls {
		if r := c.Attempt; r != nil {
			values = append(values, r.AttemptID, string(r.State), r.ProviderID, r.Code, r.Response,
				int64(r.Segments), string(r.Status), int64(r.Status.Rank()), micros(r.SettleAt), int64(r.Lookups))
		}
	}
	_, err := t.bulk(settleAttempts, settleRow, nil, values, marks(settled))
	return settled, err
}

// A change without an attempt names the claim's owner; one with an attempt has
// been fenced by it already. A zero send_at, an empty channel and
// no channels keep what is.
const (
	moveReminders = `UPDATE reminder SET status = v.column4, reason = v.column5, explanation = v.column6,
send_at = CASE WHEN v.column7 = 0 THEN send_at ELSE v.column7 END,
channel = CASE WHEN v.column8 = '' THEN channel ELSE v.column8 END,
channels = CASE WHEN v.column11 = '' THEN channels ELSE v.column11 END,
queued = v.column9, handing = 0, updated_at = v.column10,
owner = CASE WHEN v.column4 = 'sending' THEN owner ELSE '' END
FROM (VALUES {rows}) AS v WHERE reminder.id = v.column1 AND reminder.status = 'sending'
AND reminder.handing = v.column2 AND (v.column2 = 1 OR reminder.owner = v.column3) RETURNING reminder.id`
	moveRow = `(?,CAST(? AS BIGINT),?,?,?,?,CAST(? AS BIGINT),?,CAST(? AS BIGINT),CAST(? AS BIGINT),?)`
)

// move updates the reminders and notes which changes took effect.
func (t *txn) move(calls []*recordCall, settled map[string]bool) error {
	byReminder := make(map[string]*recordCall, len(calls))
	values := make([]any, 0, 11*len(calls))
	for _, c := range calls {
		c.effective = c.Attempt != nil && settled[c.Attempt.AttemptID]
		if c.Attempt != nil && (!c.effective || c.staysUnknown()) {
			continue
		}
		byReminder[c.ReminderID] = c
		queued := c.Status == reminder.Scheduled || c.Status == reminder.Sending
		values = append(values, c.ReminderID, flag(c.Attempt != nil), c.Owner, string(c.Status), c.Reason, c.Text,
			micros(c.SendAt), string(c.Channel), flag(queued), micros(c.now), joined(c.Channels))
	}
	_, err := t.bulk(moveReminders, moveRow, nil, values, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		byReminder[id].effective = true
		return err
	})
	return err
}

// staysUnknown says that the attempt is not settled yet, so that its reminder
// waits on.
func (c *recordCall) staysUnknown() bool {
	return c.Attempt.State == reminder.Unknown || c.Attempt.State == reminder.Open
}

const (
	insertDecision = `INSERT INTO decision (reminder_id, id, at, decision) VALUES {rows}`
	decisionRow    = `(?,?,?,?)`
)

// follow writes what comes with the changes that took effect: decisions,
// opt-outs and events.
func (t *txn) follow(calls []*recordCall) error {
	var decisions []any
	var events []timeline.Event
	for _, c := range calls {
		if !c.effective {
			continue
		}
		if c.Decision != nil {
			text, err := json.Marshal(c.Decision)
			if err != nil {
				return err
			}
			decisions = append(decisions, c.ReminderID, t.store.ids.New("dec", c.now), micros(c.now), string(text))
		}
		own, err := t.eventsOf(c)
		if err != nil {
			return err
		}
		events = append(events, own...)
	}
	if _, err := t.bulk(insertDecision, decisionRow, nil, decisions, nil); err != nil {
		return err
	}
	return t.append(events)
}

func (t *txn) eventsOf(c *recordCall) ([]timeline.Event, error) {
	events := make([]timeline.Event, 0, len(c.Events)+1)
	for _, e := range c.Events {
		e.AccountID, e.ReminderID, e.At = c.AccountID, c.ReminderID, c.now
		events = append(events, e)
	}
	if c.OptOut == nil {
		return events, nil
	}
	o := *c.OptOut
	o.AccountID = c.AccountID
	_, more, err := t.heed(c.now, c.ReminderID, []account.OptOut{o})
	return append(events, more...), err
}

const (
	releaseClaims = `UPDATE reminder SET status = 'scheduled', owner = '', updated_at = $1
WHERE queued = 1 AND status = 'sending' AND handing = 0 AND owner = $2`
)

// Release makes all that the owner has claimed without an attempt due again.
func (s *Store) Release(ctx context.Context, owner string, now time.Time) error {
	return s.write(ctx, "release claims", func(t *txn) error {
		_, err := t.do(releaseClaims, micros(now), owner)
		return err
	})
}
