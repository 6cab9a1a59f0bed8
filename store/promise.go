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
	promiseColumns = `p.id, p.account_id, p.contact_id, p.invoices, p.amount, p.currency, p.pay_by, p.grace_until, p.status,
p.reply_id, p.at, p.ended_at`
	selectPromise      = `SELECT ` + promiseColumns + ` FROM promise p WHERE p.id = $1`
	selectPromises     = `SELECT ` + promiseColumns + ` FROM promise p WHERE p.account_id = $1`
	selectOpenPromises = selectPromises + ` AND p.status = 'open' ORDER BY p.pay_by, p.id`
	selectWords        = selectPromises + ` AND p.status IN ('open', 'kept') ORDER BY p.pay_by, p.id`
)

func scanPromise(rows *sql.Rows) (p account.Promise, err error) {
	var invoices, payBy string
	var grace, at, ended int64
	err = rows.Scan(&p.ID, &p.AccountID, &p.ContactID, &invoices, &p.Amount.Minor, &p.Amount.Currency, &payBy, &grace,
		(*string)(&p.Status), &p.ReplyID, &at, &ended)
	p.InvoiceIDs, p.PayBy = split[string](invoices), date(payBy)
	p.GraceUntil, p.At, p.EndedAt = instant(grace), instant(at), instant(ended)
	return p, err
}

func (t *txn) promises(query, key string) (list []account.Promise, err error) {
	err = t.each(query, []any{key}, func(rows *sql.Rows) error {
		p, err := scanPromise(rows)
		list = append(list, p)
		return err
	})
	return list, err
}

// shareInvoice says that two lists have an invoice in common.
func shareInvoice(a, b []string) bool {
	return slices.ContainsFunc(a, func(id string) bool { return slices.Contains(b, id) })
}

const insertPromise = `INSERT INTO promise (id, account_id, contact_id, invoices, amount, currency, pay_by, grace_until, status, reply_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10)`

// promises records promises; they take the place of open ones about the same
// invoices.
func (h *hearing) promises(e replies.Effects) error {
	if len(e.Promises) == 0 || h.text.AccountID == "" {
		return nil
	}
	if err := h.replace(e.Promises); err != nil {
		return err
	}
	for _, p := range e.Promises {
		if p.ID == "" {
			p.ID = h.t.store.ids.New("prm", h.now)
		}
		if p.At.IsZero() {
			p.At = h.now
		}
		p.AccountID, p.ReplyID = h.text.AccountID, h.text.ID
		if _, err := h.t.do(insertPromise, p.ID, p.AccountID, p.ContactID, joined(p.InvoiceIDs), p.Amount.Minor, p.Amount.Currency,
			p.PayBy.String(), micros(p.GraceUntil), p.ReplyID, micros(p.At)); err != nil {
			return err
		}
		data, err := h.t.promiseData(p)
		if err != nil {
			return err
		}
		data.By = h.by
		h.tell(timeline.PromiseMade, data)
	}
	return nil
}

// replace cancels the open promises that share an invoice with one of the new.
func (h *hearing) replace(list []account.Promise) error {
	open, err := h.t.promises(selectOpenPromises, h.text.AccountID)
	if err != nil {
		return err
	}
	for _, p := range open {
		if slices.ContainsFunc(list, func(n account.Promise) bool { return shareInvoice(n.InvoiceIDs, p.InvoiceIDs) }) {
			if err := h.takeBack(p, "A later promise takes its place"); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeBack cancels an open promise with its holds.
func (h *hearing) takeBack(p account.Promise, why string) error {
	e := ending{h.now, "promise", h.actor, timeline.Hold{By: h.by, Why: why}}
	_, events, released, err := h.t.endPromise(p, account.PromiseCanceled, e)
	h.events = append(h.events, events...)
	h.anew = h.anew || released
	return err
}

// overtaken takes back what would still confirm to the customer what has ended by
// the events, and lets the account's reminders be decided anew. Without events
// nothing has ended.
func (t *txn) overtaken(now time.Time, accountID, replyID string, events []timeline.Event) ([]timeline.Event, error) {
	if len(events) == 0 {
		return nil, nil
	}
	h := &hearing{t: t, now: now, text: replies.Text{ID: replyID}}
	if err := h.undoAnswers(accountID); err != nil {
		return nil, err
	}
	return append(events, h.events...), t.decideAnew(now, []string{accountID})
}

// promiseData is what the timeline tells of a promise.
func (t *txn) promiseData(p account.Promise) (timeline.Promise, error) {
	data := timeline.Promise{Promise: p.ID, PayBy: p.PayBy.String(), Reply: p.ReplyID, Invoices: []string{}}
	if p.Amount.Minor != 0 {
		data.Amount, data.Currency = p.Amount.Decimal(), p.Amount.Currency
	}
	numbers, err := t.numbers(p.AccountID, p.InvoiceIDs)
	data.Invoices = append(data.Invoices, numbers...)
	return data, err
}

var promiseKinds = map[account.PromiseStatus]timeline.Kind{
	account.PromiseKept: timeline.PromiseKept, account.PromiseBroken: timeline.PromiseBroken, account.PromiseCanceled: timeline.PromiseCanceled,
}

const endPromise = `UPDATE promise SET status = $1, ended_at = $2 WHERE id = $3 AND status = 'open'`

// endPromise ends a promise that is open, with the holds that no other promise of
// the same reply needs, and says whether one was released. One that has ended
// stays as it is.
func (t *txn) endPromise(p account.Promise, status account.PromiseStatus, e ending) (_ account.Promise, events []timeline.Event, released bool, err error) {
	n, err := t.do(endPromise, string(status), micros(e.now), p.ID)
	if err != nil || n == 0 {
		return p, nil, false, err
	}
	p.Status, p.EndedAt = status, instant(micros(e.now))
	data, err := t.promiseData(p)
	if err != nil {
		return p, nil, false, err
	}
	data.By, data.Why = e.data.By, e.data.Why
	events = []timeline.Event{{AccountID: p.AccountID, At: e.now, Kind: promiseKinds[status], Actor: e.actor, Data: timeline.Encode(data)}}
	needed, err := t.stillNeeded(p)
	if err != nil {
		return p, nil, false, err
	}
	holds, more, err := t.release(p.AccountID, e, func(h account.Hold) bool {
		return h.Cause == account.HoldPromise && h.Proof == p.ReplyID && about(h, p.InvoiceIDs) && !needed(h)
	})
	return p, append(events, more...), len(holds) > 0, err
}

// about says that the hold is about one of the invoices, or about all.
func about(h account.Hold, invoices []string) bool {
	return h.InvoiceID == "" || slices.Contains(invoices, h.InvoiceID)
}

// stillNeeded says of holds whether another open promise of the same reply, such
// as a second instalment, is about their invoice.
func (t *txn) stillNeeded(p account.Promise) (func(account.Hold) bool, error) {
	open, err := t.promises(selectOpenPromises, p.AccountID)
	return func(h account.Hold) bool {
		return slices.ContainsFunc(open, func(other account.Promise) bool {
			return other.ID != p.ID && other.ReplyID == p.ReplyID && about(h, other.InvoiceIDs)
		})
	}, err
}

// ListPromises lists an account's promises, newest first; account.ErrNotFound.
func (s *Store) ListPromises(ctx context.Context, f replies.ArrangementFilter) (list []account.Promise, err error) {
	query := selectPromises
	if !f.Ended {
		query += ` AND p.status = 'open'`
	}
	err = s.arranged(ctx, f.Account, query+` ORDER BY p.id DESC`, func(rows *sql.Rows) error {
		p, err := scanPromise(rows)
		list = append(list, p)
		return err
	})
	return list, wrap("list promises", err)
}

// CancelPromise takes a promise back with its holds and lets what waits be decided
// anew; one that has ended stays as it is. replies.ErrNoPromise.
func (s *Store) CancelPromise(ctx context.Context, now time.Time, id, by, why string, idem *reminder.Idempotency) (account.Promise, error) {
	e := ending{now, byWhom(by), actorNamed(by), timeline.Hold{By: by, Why: why}}
	return end(ctx, s, "cancel promise", e, idem, arrangement[account.Promise]{
		find: func(t *txn) (account.Promise, error) {
			found, err := t.promises(selectPromise, id)
			return only(found, err, replies.ErrNoPromise)
		},
		of: func(p account.Promise) string { return p.AccountID },
		end: func(t *txn, p account.Promise) (account.Promise, []timeline.Event, error) {
			p, events, _, err := t.endPromise(p, account.PromiseCanceled, e)
			if err != nil {
				return p, nil, err
			}
			events, err = t.overtaken(now, p.AccountID, p.ReplyID, events)
			return p, events, err
		},
	})
}

const sumPaid = `SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payment
WHERE account_id = $1 AND at >= $2 AND currency = $3 AND invoice_id IN ({ids})`

// fulfilled says whether the money of a promise has come in since it was made:
// all that is owed on its invoices, or its amount on top of those of the same
// reply that are due before it. Words are the account's open and kept promises.
func (t *txn) fulfilled(p account.Promise, words []account.Promise) (bool, error) {
	invoices := newInvoices()
	invoices.want(p.AccountID, p.InvoiceIDs)
	if err := t.find(invoices); err != nil {
		return false, err
	}
	owed := slices.ContainsFunc(p.InvoiceIDs, func(id string) bool { i := invoices.found[id]; return !i.Paid() })
	if !owed || p.Amount.Minor == 0 {
		return !owed, nil
	}
	wanted := p.Amount.Minor
	for _, w := range words {
		if w.ID != p.ID && w.ReplyID == p.ReplyID && shareInvoice(w.InvoiceIDs, p.InvoiceIDs) && dueBefore(w, p) {
			wanted += w.Amount.Minor
		}
	}
	var paid int64
	err := t.list(sumPaid, []any{p.AccountID, micros(p.At), p.Amount.Currency}, p.InvoiceIDs, func(rows *sql.Rows) error {
		var part int64
		err := rows.Scan(&part)
		paid += part
		return err
	})
	return paid >= wanted, err
}

func dueBefore(a, b account.Promise) bool {
	if d := a.PayBy.Sub(b.PayBy); d != 0 {
		return d < 0
	}
	return a.ID < b.ID
}

// keepPromises ends, after a payment on the invoice, the promises that it has
// kept and the holds that waited for it. It says whether any hold was released.
func (t *txn) keepPromises(now time.Time, accountID string, invoice account.Invoice) (events []timeline.Event, released bool, err error) {
	words, err := t.promises(selectWords, accountID)
	if err != nil {
		return nil, false, err
	}
	e := ending{now, "payment", timeline.System, timeline.Hold{Why: "The money came in"}}
	for _, p := range words {
		if p.Status != account.PromiseOpen || !slices.Contains(p.InvoiceIDs, invoice.ID) {
			continue
		}
		kept, err := t.fulfilled(p, words)
		if err != nil {
			return nil, false, err
		}
		if !kept {
			continue
		}
		_, more, free, err := t.endPromise(p, account.PromiseKept, e)
		if err != nil {
			return nil, false, err
		}
		events, released = append(events, more...), released || free
	}
	if !invoice.Paid() {
		return events, released, nil
	}
	holds, more, err := t.release(accountID, e, func(h account.Hold) bool {
		return h.Cause == account.HoldClaimsPaid && h.InvoiceID == invoice.ID
	})
	return append(events, more...), released || len(holds) > 0, err
}
