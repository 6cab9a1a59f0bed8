package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/timeline"
)

const (
	holdColumns = `h.id, h.account_id, h.contact_id, h.invoice_id, h.cause, h.until_at, h.source, h.proof, h.at, h.ended_at, h.ended_by`
	selectHold  = `SELECT ` + holdColumns + ` FROM hold h WHERE h.id = $1`
	selectHolds = `SELECT ` + holdColumns + ` FROM hold h WHERE h.account_id = $1`
	// Those whose time has come are left out by whoever knows the time.
	selectHoldsInForce = `SELECT ` + holdColumns + ` FROM hold h WHERE h.ended_at = 0 AND h.account_id IN ({ids}) ORDER BY h.id`
)

func scanHold(rows *sql.Rows) (h account.Hold, err error) {
	var until, at, ended int64
	err = rows.Scan(&h.ID, &h.AccountID, &h.ContactID, &h.InvoiceID, &h.Cause, &until, &h.Source, &h.Proof, &at, &ended, &h.EndedBy)
	h.Until, h.At, h.EndedAt = instant(until), instant(at), instant(ended)
	return h, err
}

// holdsInForce are the holds of the accounts that nobody has released.
func (t *txn) holdsInForce(accountIDs []string) (map[string][]account.Hold, error) {
	var found map[string][]account.Hold
	err := t.list(selectHoldsInForce, nil, unique(accountIDs), func(rows *sql.Rows) error {
		h, err := scanHold(rows)
		if found == nil {
			found = map[string][]account.Hold{}
		}
		found[h.AccountID] = append(found[h.AccountID], h)
		return err
	})
	return found, err
}

// holding are those of the holds that are in force at the instant.
func holding(list []account.Hold, at time.Time) (in []account.Hold) {
	for _, h := range list {
		if h.InForce(at) {
			in = append(in, h)
		}
	}
	return in
}

// addHolds adds what reminders wait for, as it was when they were last changed:
// whoever decides looks at the time again.
func (t *txn) addHolds(works []reminder.Work) error {
	ids := make([]string, len(works))
	for i := range works {
		ids[i] = works[i].Reminder.AccountID
	}
	found, err := t.holdsInForce(ids)
	if err != nil || len(found) == 0 {
		return err
	}
	for i := range works {
		works[i].Holds = holding(found[works[i].Account.ID], works[i].Reminder.UpdatedAt)
	}
	return nil
}

const (
	insertHold = `INSERT INTO hold (id, account_id, contact_id, invoice_id, cause, until_at, source, proof, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	extendHold = `UPDATE hold SET until_at = $1, proof = $2 WHERE id = $3 AND ended_at = 0`
)

// holds places holds. One that is in force already is not doubled: it lasts
// longer where the new one does, and is then the later reply's.
func (h *hearing) holds(e replies.Effects) error {
	if len(e.Holds) == 0 || h.text.AccountID == "" {
		return nil
	}
	found, err := h.t.holdsInForce([]string{h.text.AccountID})
	if err != nil {
		return err
	}
	before := holding(found[h.text.AccountID], h.now)
	var placed []account.Hold
	for _, hold := range e.Holds {
		h.fill(&hold)
		if !slices.ContainsFunc(before, func(b account.Hold) bool { return covered(b, hold) }) {
			placed = append(placed, hold)
			if before, err = h.place(before, hold); err != nil {
				return err
			}
		}
	}
	return h.tellHolds(placed)
}

func (h *hearing) fill(hold *account.Hold) {
	if hold.ID == "" {
		hold.ID = h.t.store.ids.New("hld", h.now)
	}
	if hold.At.IsZero() {
		hold.At = h.now
	}
	if hold.Source == "" {
		hold.Source = "reply"
	}
	if hold.Proof == "" {
		hold.Proof = h.text.ID
	}
	hold.AccountID = h.text.AccountID
}

// alike says that two holds are about the same. Each dispute has holds of its own,
// so that the end of one leaves what the other holds.
func alike(a, b account.Hold) bool {
	return a.ContactID == b.ContactID && a.InvoiceID == b.InvoiceID && a.Cause == b.Cause &&
		(a.Cause != account.HoldDisputed || a.Proof == b.Proof)
}

// covered says that the hold adds nothing to the one before.
func covered(before, hold account.Hold) bool {
	return alike(before, hold) && (before.Until.IsZero() || !hold.Until.IsZero() && !hold.Until.After(before.Until))
}

// place inserts the hold, or lets the one that is like it last as long.
func (h *hearing) place(before []account.Hold, hold account.Hold) ([]account.Hold, error) {
	for i, b := range before {
		if alike(b, hold) {
			before[i].Until, before[i].Proof = hold.Until, hold.Proof
			_, err := h.t.do(extendHold, micros(hold.Until), hold.Proof, b.ID)
			return before, err
		}
	}
	_, err := h.t.do(insertHold, hold.ID, hold.AccountID, hold.ContactID, hold.InvoiceID, hold.Cause, micros(hold.Until),
		hold.Source, hold.Proof, micros(hold.At))
	return append(before, hold), err
}

// tellHolds tells of each cause once, with the invoices that it is about.
func (h *hearing) tellHolds(placed []account.Hold) error {
	events, err := h.t.holdEvents(timeline.HoldPlaced, placed, timeline.Hold{Reply: h.text.ID, By: h.by})
	for _, e := range events {
		e.At, e.Actor, e.ReminderID = h.now, h.actor, h.reminderID
		h.events = append(h.events, e)
	}
	return err
}

// holdEvents tell of holds of one account, once for each cause and contact. What
// is given besides is told with each; time and actor are the caller's.
func (t *txn) holdEvents(kind timeline.Kind, holds []account.Hold, data timeline.Hold) (events []timeline.Event, err error) {
	for len(holds) > 0 {
		first := holds[0]
		var same, rest []account.Hold
		for _, h := range holds {
			if h.Cause == first.Cause && h.ContactID == first.ContactID {
				same = append(same, h)
			} else {
				rest = append(rest, h)
			}
		}
		d := data
		if err := t.sumUp(&d, kind, same); err != nil {
			return nil, err
		}
		events = append(events, timeline.Event{AccountID: first.AccountID, Kind: kind, Data: timeline.Encode(d)})
		holds = rest
	}
	return events, nil
}

// sumUp tells of holds of one cause and contact: their invoices and the latest end.
func (t *txn) sumUp(d *timeline.Hold, kind timeline.Kind, same []account.Hold) (err error) {
	var invoices []string
	every, open := false, false
	for _, h := range same {
		invoices = append(invoices, h.InvoiceID)
		every, open = every || h.InvoiceID == "", open || h.Until.IsZero()
		if h.Until.After(d.Until) {
			d.Until = h.Until
		}
	}
	if open || kind == timeline.HoldReleased {
		d.Until = time.Time{}
	}
	d.Cause = same[0].Cause
	if !every {
		if d.Invoices, err = t.numbers(same[0].AccountID, invoices); err != nil {
			return err
		}
	}
	if d.Contact, err = t.contactReference(same[0].ContactID); err != nil {
		return err
	}
	if d.Reply == "" && same[0].Source == "reply" {
		d.Reply = same[0].Proof
	}
	return nil
}

// contactReference is empty for nobody.
func (t *txn) contactReference(id string) (reference string, err error) {
	if id != "" {
		_, err = t.one(`SELECT reference FROM contact WHERE id = $1`, []any{id}, &reference)
	}
	return reference, err
}

// numbers are the numbers of the account's invoices, in the order of the ids.
func (t *txn) numbers(accountID string, ids []string) (list []string, err error) {
	found := newInvoices()
	found.want(accountID, ids)
	err = t.find(found)
	for _, invoice := range pick(found.found, ids) {
		list = append(list, invoice.Number)
	}
	return list, err
}

const endHolds = `UPDATE hold SET ended_at = $1, ended_by = $2 WHERE ended_at = 0 AND id IN ({ids})`

// ending says how holds end: by what, and what the timeline tells.
type ending struct {
	now   time.Time
	by    string // what EndedBy says
	actor timeline.Actor
	data  timeline.Hold // By, Why and Reply
}

// release ends those holds of the account that are picked, and returns them with
// the events of that. What waits is for the caller to have decided anew.
func (t *txn) release(accountID string, e ending, picked func(account.Hold) bool) (ended []account.Hold, events []timeline.Event, err error) {
	found, err := t.holdsInForce([]string{accountID})
	if err != nil {
		return nil, nil, err
	}
	var ids []string
	for _, h := range holding(found[accountID], e.now) {
		if picked(h) {
			h.EndedAt, h.EndedBy = instant(micros(e.now)), e.by
			ended, ids = append(ended, h), append(ids, h.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil, nil
	}
	if err := t.list(endHolds, []any{micros(e.now), e.by}, ids, nil); err != nil {
		return nil, nil, err
	}
	events, err = t.holdEvents(timeline.HoldReleased, ended, e.data)
	for i := range events {
		events[i].At, events[i].Actor = e.now, e.actor
	}
	return ended, events, err
}

// actorNamed is who acts when another system tells, by a name of a person or none.
func actorNamed(by string) timeline.Actor {
	if by != "" {
		return timeline.Operator
	}
	return timeline.API
}

// byWhom is what EndedBy says of a person's act.
func byWhom(by string) string {
	if by != "" {
		return by
	}
	return "operator"
}

// ListHolds lists an account's holds, newest first; those whose time has come end
// with the next Lapse. account.ErrNotFound.
func (s *Store) ListHolds(ctx context.Context, f replies.ArrangementFilter) (list []account.Hold, err error) {
	query := selectHolds
	if !f.Ended {
		query += ` AND h.ended_at = 0`
	}
	err = s.arranged(ctx, f.Account, query+` ORDER BY h.id DESC`, func(rows *sql.Rows) error {
		h, err := scanHold(rows)
		list = append(list, h)
		return err
	})
	return list, wrap("list holds", err)
}

// arranged runs a query about the account of the reference.
func (s *Store) arranged(ctx context.Context, reference, query string, fn func(*sql.Rows) error) error {
	t := s.read(ctx)
	id, err := t.accountID(reference)
	if err != nil {
		return err
	}
	return t.each(query, []any{id}, fn)
}

// ReleaseHold ends a hold and lets what waits be decided anew; one that has ended
// stays as it is. replies.ErrNoHold.
func (s *Store) ReleaseHold(ctx context.Context, now time.Time, id, by, why string, idem *reminder.Idempotency) (account.Hold, error) {
	e := ending{now, byWhom(by), actorNamed(by), timeline.Hold{By: by, Why: why}}
	return end(ctx, s, "release hold", e, idem, arrangement[account.Hold]{
		find: func(t *txn) (account.Hold, error) { return t.findHold(id) },
		of:   func(h account.Hold) string { return h.AccountID },
		end: func(t *txn, h account.Hold) (account.Hold, []timeline.Event, error) {
			ended, events, err := t.release(h.AccountID, e, func(other account.Hold) bool { return other.ID == id })
			if err != nil || len(ended) == 0 {
				return h, nil, err
			}
			return ended[0], events, t.decideAnew(now, []string{h.AccountID})
		},
	})
}

func (t *txn) findHold(id string) (h account.Hold, err error) {
	err = t.each(selectHold, []any{id}, func(rows *sql.Rows) error {
		h, err = scanHold(rows)
		return err
	})
	if err == nil && h.ID == "" {
		err = refuse(replies.ErrNoHold)
	}
	return h, err
}
