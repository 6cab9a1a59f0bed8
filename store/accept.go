package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// acceptCall is one Accept that waits for its commit.
type acceptCall struct {
	call
	now     time.Time
	planned []reminder.Planned
	idem    *reminder.Idempotency
	out     []reminder.Acceptance
	kept    bool // an earlier try had been committed after all
}

func (c *acceptCall) join(g *group) { g.accepts = append(g.accepts, c) }

// Accept commits planned reminders with their accounts, contacts, invoices and
// first events, and the idempotent answer with them: all of the call or nothing.
// A reference that exists writes nothing for its item. It answers
// reminder.ErrAnswered when the idempotency key has been used.
func (s *Store) Accept(ctx context.Context, now time.Time, planned []reminder.Planned, idem *reminder.Idempotency) ([]reminder.Acceptance, error) {
	c := &acceptCall{call: newCall(ctx, max(1, len(planned))), now: now, planned: planned, idem: idem}
	if err := s.accepts.do(ctx, c); err != nil {
		return nil, wrap("accept reminders", err)
	}
	return c.out, nil
}

// intake collects what a group of calls writes.
type intake struct {
	creditor  string
	pinning   *pinning
	known     map[string]known // by reference; an id stands for itself after a "/"
	facts     facts
	reminders []any
	consents  []given
	prepare   func(time.Time, account.Consent, account.Contact) given
	events    []timeline.Event
}

// known is a reminder that exists or is about to.
type known struct {
	digest     string
	acceptance reminder.Acceptance
}

func (t *txn) accept(calls []*acceptCall) error {
	if len(calls) == 0 {
		return nil
	}
	in, err := t.newIntake(calls)
	if err != nil {
		return err
	}
	for _, c := range calls {
		c.out, c.kept = c.out[:0], false
		t.keptBefore(in, c)
	}
	if err := t.refuseAnswered(calls); err != nil {
		return err
	}
	for _, c := range calls {
		if c.err == nil {
			in.take(c)
		}
	}
	if err := t.insertIntake(in); err != nil {
		return err
	}
	return t.rememberAccepted(calls)
}

const (
	selectByReference = `SELECT reference, digest, id, status, send_at, channel FROM reminder
WHERE creditor_id = $1 AND reference <> '' AND reference IN ({ids})`
	selectByID = `SELECT '/' || id, digest, id, status, send_at, channel FROM reminder WHERE id IN ({ids})`
)

// newIntake looks up the references, and the ids of calls that may have been
// committed before.
func (t *txn) newIntake(calls []*acceptCall) (*intake, error) {
	in := &intake{known: map[string]known{}, prepare: t.prepareConsent}
	var references, ids []string
	for _, c := range calls {
		for i := range c.planned {
			r := &c.planned[i].Reminder
			if r.Reference != "" {
				references = append(references, r.Reference)
			}
			if c.again {
				ids = append(ids, r.ID)
			}
		}
	}
	var err error
	if in.creditor, err = t.creditor(); err != nil {
		return nil, err
	}
	if in.pinning, err = t.pinned(); err != nil {
		return nil, err
	}
	if err := t.list(selectByReference, []any{in.creditor}, references, in.scanKnown); err != nil {
		return nil, err
	}
	return in, t.list(selectByID, nil, ids, in.scanKnown)
}

func (in *intake) scanKnown(rows *sql.Rows) error {
	var key string
	var k known
	var sendAt int64
	a := &k.acceptance
	err := rows.Scan(&key, &k.digest, &a.ID, &a.Status, &sendAt, &a.Channel)
	a.SendAt = instant(sendAt)
	in.known[key] = k
	return err
}

// keptBefore notices that a call whose commit had an unknown outcome was carried
// out.
func (t *txn) keptBefore(in *intake, c *acceptCall) {
	for i := range c.planned {
		if _, ok := in.known["/"+c.planned[i].Reminder.ID]; ok && c.again {
			c.kept = true
		}
	}
}

// take decides what becomes of each reminder of a call.
func (in *intake) take(c *acceptCall) {
	if cap(c.out) < len(c.planned) {
		c.out = make([]reminder.Acceptance, 0, len(c.planned))
	}
	for i := range c.planned {
		c.out = append(c.out, in.takeOne(c, &c.planned[i]))
	}
}

func (in *intake) takeOne(c *acceptCall, p *reminder.Planned) reminder.Acceptance {
	r := &p.Reminder
	if c.kept {
		if k, ok := in.known["/"+r.ID]; ok {
			return k.acceptance
		}
	}
	if r.Reference != "" {
		if k, ok := in.known[r.Reference]; ok {
			a := k.acceptance
			a.Duplicate, a.Conflict = k.digest == p.Digest, k.digest != p.Digest
			return a
		}
	}
	a := reminder.Acceptance{ID: r.ID, Status: r.Status, SendAt: r.SendAt, Channel: r.Channel}
	if r.Reference != "" {
		in.known[r.Reference] = known{digest: p.Digest, acceptance: a}
	}
	in.write(p, c.now)
	return a
}

// write notes the rows of one new reminder.
func (in *intake) write(p *reminder.Planned, now time.Time) {
	r := &p.Reminder
	in.facts.now = now
	if !p.Known {
		in.facts.add(now, &p.Account, &p.Contact)
		for i := range p.Invoices {
			in.facts.invoices = append(in.facts.invoices, &p.Invoices[i])
		}
	}
	for _, c := range p.Consents {
		in.consents = append(in.consents, in.prepare(now, c, p.Contact))
	}
	created := micros(r.CreatedAt)
	if created == 0 {
		created = micros(now)
	}
	pin := in.pinning.pin(r.Template, r.AccountID)
	in.reminders = append(in.reminders, r.ID, in.creditor, r.Reference, p.Digest, r.AccountID, r.ContactID,
		joined(r.InvoiceIDs), r.Template, joined(r.Channels), string(r.Channel), string(r.Status), r.Reason, r.Text,
		micros(r.SendAt), micros(r.SendAt), micros(r.ExpiresAt), flag(r.Test), flag(r.Status == reminder.Scheduled),
		int64(pin.Version), pin.Experiment, planJSON(r.Plan), created, micros(now))
	e := p.Event
	e.AccountID, e.ReminderID, e.At = r.AccountID, r.ID, now
	in.events = append(in.events, e)
}

const (
	insertReminder = `INSERT INTO reminder (id, creditor_id, reference, digest, account_id, contact_id,
invoices, template, channels, channel, status, reason, explanation,
send_at, planned_at, expires_at, test, queued, template_version, experiment, plan, created_at, updated_at) VALUES {rows}`
	reminderRow = `(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`
)

func (t *txn) insertIntake(in *intake) error {
	if err := t.upsert(in.creditor, &in.facts); err != nil {
		return err
	}
	if _, err := t.bulk(insertReminder, reminderRow, nil, in.reminders, nil); err != nil {
		return err
	}
	fresh, err := t.insertConsents(in.consents, true)
	if err != nil {
		return err
	}
	if err := t.append(in.events); err != nil {
		return err
	}
	return t.followConsents(in.facts.now, timeline.ConsentRecorded, fresh)
}

// refuseAnswered refuses the calls whose idempotency key has been used, by an
// earlier request or by an earlier call of this group.
func (t *txn) refuseAnswered(calls []*acceptCall) error {
	seen := map[string]bool{}
	for _, c := range calls {
		if c.idem == nil || c.kept {
			continue
		}
		id := answerID(c.idem.KeyID, c.idem.Key)
		answered, err := t.isAnswered(id, c.now)
		if err != nil {
			return err
		}
		if answered || seen[id] {
			c.err = reminder.ErrAnswered
		}
		seen[id] = true
	}
	return nil
}

func (t *txn) rememberAccepted(calls []*acceptCall) error {
	for _, c := range calls {
		if c.err != nil || c.kept {
			continue
		}
		if err := t.remember(c.idem, c.now, c.out); err != nil {
			return err
		}
	}
	return nil
}
