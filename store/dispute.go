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
	disputeColumns     = `d.id, d.account_id, d.contact_id, d.invoices, d.status, d.reply_id, d.outcome, d.at, d.ended_at`
	selectDispute      = `SELECT ` + disputeColumns + ` FROM dispute d WHERE d.id = $1`
	selectDisputes     = `SELECT ` + disputeColumns + ` FROM dispute d WHERE d.account_id = $1`
	selectOpenDisputes = selectDisputes + ` AND d.status = 'open' ORDER BY d.id`
)

func scanDispute(rows *sql.Rows) (d account.Dispute, err error) {
	var invoices string
	var at, ended int64
	err = rows.Scan(&d.ID, &d.AccountID, &d.ContactID, &invoices, (*string)(&d.Status), &d.ReplyID, &d.Outcome, &at, &ended)
	d.InvoiceIDs, d.At, d.EndedAt = split[string](invoices), instant(at), instant(ended)
	return d, err
}

func (t *txn) disputes(query, key string) (list []account.Dispute, err error) {
	err = t.each(query, []any{key}, func(rows *sql.Rows) error {
		d, err := scanDispute(rows)
		list = append(list, d)
		return err
	})
	return list, err
}

const insertDispute = `INSERT INTO dispute (id, account_id, contact_id, invoices, status, reply_id, at)
VALUES ($1, $2, $3, $4, 'open', $5, $6)`

// disputes opens disputes. What a reply disputes is its own, whatever others have
// disputed: one of them may be settled or corrected, and the other still stands.
func (h *hearing) disputes(e replies.Effects) error {
	if len(e.Disputes) == 0 || h.text.AccountID == "" {
		return nil
	}
	open, err := h.t.disputes(selectOpenDisputes, h.text.AccountID)
	if err != nil {
		return err
	}
	for _, d := range e.Disputes {
		d.ReplyID = h.text.ID
		if slices.ContainsFunc(open, func(o account.Dispute) bool { return disputed(o, d) }) {
			continue
		}
		if d.ID == "" {
			d.ID = h.t.store.ids.New("dsp", h.now)
		}
		if d.At.IsZero() {
			d.At = h.now
		}
		d.AccountID = h.text.AccountID
		if _, err := h.t.do(insertDispute, d.ID, d.AccountID, d.ContactID, joined(d.InvoiceIDs), d.ReplyID, micros(d.At)); err != nil {
			return err
		}
		data, err := h.t.disputeData(d, h.by)
		if err != nil {
			return err
		}
		open = append(open, d)
		h.tell(timeline.DisputeOpened, data)
	}
	return nil
}

// disputed says that the open dispute of the same reply is about all that the other
// is about.
func disputed(open, other account.Dispute) bool {
	if open.ReplyID != other.ReplyID {
		return false
	}
	if len(open.InvoiceIDs) == 0 {
		return true
	}
	return len(other.InvoiceIDs) > 0 &&
		!slices.ContainsFunc(other.InvoiceIDs, func(id string) bool { return !slices.Contains(open.InvoiceIDs, id) })
}

func (t *txn) disputeData(d account.Dispute, by string) (timeline.Dispute, error) {
	numbers, err := t.numbers(d.AccountID, d.InvoiceIDs)
	return timeline.Dispute{Dispute: d.ID, Invoices: append([]string{}, numbers...), Reply: d.ReplyID, By: by, Outcome: d.Outcome}, err
}

const endDispute = `UPDATE dispute SET status = 'resolved', outcome = $1, ended_at = $2 WHERE id = $3 AND status = 'open'`

// endDispute resolves a dispute that is open, with its holds; one that has ended
// stays as it is.
func (t *txn) endDispute(d account.Dispute, outcome string, e ending) (account.Dispute, []timeline.Event, error) {
	n, err := t.do(endDispute, plain(outcome), micros(e.now), d.ID)
	if err != nil || n == 0 {
		return d, nil, err
	}
	d.Status, d.Outcome, d.EndedAt = account.DisputeResolved, plain(outcome), instant(micros(e.now))
	data, err := t.disputeData(d, e.data.By)
	if err != nil {
		return d, nil, err
	}
	events := []timeline.Event{{AccountID: d.AccountID, At: e.now, Kind: timeline.DisputeResolved, Actor: e.actor, Data: timeline.Encode(data)}}
	_, more, err := t.release(d.AccountID, e, func(h account.Hold) bool {
		return h.Cause == account.HoldDisputed && h.Proof == d.ReplyID && (len(d.InvoiceIDs) == 0 || about(h, d.InvoiceIDs))
	})
	return d, append(events, more...), err
}

// ListDisputes lists an account's disputes, newest first; account.ErrNotFound.
func (s *Store) ListDisputes(ctx context.Context, f replies.ArrangementFilter) (list []account.Dispute, err error) {
	query := selectDisputes
	if !f.Ended {
		query += ` AND d.status = 'open'`
	}
	err = s.arranged(ctx, f.Account, query+` ORDER BY d.id DESC`, func(rows *sql.Rows) error {
		d, err := scanDispute(rows)
		list = append(list, d)
		return err
	})
	return list, wrap("list disputes", err)
}

// ResolveDispute ends a dispute with its holds and lets what waits be decided
// anew; one that has ended stays as it is. replies.ErrNoDispute.
func (s *Store) ResolveDispute(ctx context.Context, now time.Time, id, by, outcome string, idem *reminder.Idempotency) (account.Dispute, error) {
	e := ending{now, byWhom(by), actorNamed(by), timeline.Hold{By: by}}
	return end(ctx, s, "resolve dispute", e, idem, arrangement[account.Dispute]{
		find: func(t *txn) (account.Dispute, error) {
			found, err := t.disputes(selectDispute, id)
			return only(found, err, replies.ErrNoDispute)
		},
		of: func(d account.Dispute) string { return d.AccountID },
		end: func(t *txn, d account.Dispute) (account.Dispute, []timeline.Event, error) {
			d, events, err := t.endDispute(d, outcome, e)
			if err != nil {
				return d, nil, err
			}
			events, err = t.overtaken(now, d.AccountID, d.ReplyID, events)
			return d, events, err
		},
	})
}
