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

// corrected is what EndedBy says of what a person's word has taken back.
const corrected = "correction"

// Reread records what a person says that a reply means, or to whom it belongs:
// what the reply had brought about and is still open is taken back, opt-outs
// apart, which only an opt-in ends; then the effects take place. A label that is
// not nil is kept. replies.ErrNoReply.
func (s *Store) Reread(ctx context.Context, now time.Time, r replies.Text, e replies.Effects, label *replies.Label, idem *reminder.Idempotency) (heard replies.Heard, err error) {
	err = s.write(ctx, "reread reply", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		before, found, err := t.findReply(selectReply, r.ID)
		if err == nil && !found {
			err = refuse(replies.ErrNoReply)
		}
		if err != nil {
			return err
		}
		if heard, err = t.reread(now, before, r, e, label); err != nil {
			return err
		}
		return t.remember(idem, now, heard)
	})
	return heard, err
}

func (t *txn) reread(now time.Time, before, r replies.Text, e replies.Effects, label *replies.Label) (replies.Heard, error) {
	h := t.newHearing(now, r)
	h.actor = timeline.Operator
	if label != nil {
		h.by = label.By
	}
	if err := h.lock(e, before.AccountID); err != nil {
		return h.heard, err
	}
	if err := t.updateReply(r); err != nil {
		return h.heard, err
	}
	if err := h.answered(); err != nil {
		return h.heard, err
	}
	h.tell(timeline.ReplyRead, replyData(h.text))
	if before.AccountID != "" {
		if err := h.undo(before.AccountID); err != nil {
			return h.heard, err
		}
	}
	if err := h.handOn(&e); err != nil {
		return h.heard, err
	}
	if err := h.t.keepLabel(now, h.text, label); err != nil {
		return h.heard, err
	}
	return h.heard, h.apply(e)
}

const updateReply = `UPDATE reply SET account_id = $1, contact_id = $2, attempt_id = $3, match_by = $4, intents = $5, language = $6, rules = $7
WHERE id = $8`

func (t *txn) updateReply(r replies.Text) error {
	found, err := listJSON(storedIntents(r.Intents))
	if err != nil {
		return err
	}
	_, err = t.do(updateReply, r.AccountID, r.ContactID, r.AttemptID, string(r.Match), found, r.Language, r.Rules, r.ID)
	return err
}

// placedBy picks the holds that a reply has placed.
func placedBy(replyID string) func(account.Hold) bool {
	return func(h account.Hold) bool { return replyID != "" && h.Proof == replyID }
}

// undo takes back what the reply had brought about at the account.
func (h *hearing) undo(accountID string) error {
	e := ending{h.now, corrected, h.actor, timeline.Hold{By: h.by, Why: "A person has read the reply"}}
	holds, events, err := h.t.release(accountID, e, placedBy(h.text.ID))
	if err != nil {
		return err
	}
	h.events = append(h.events, events...)
	if err := h.undoPromises(accountID, e); err != nil {
		return err
	}
	if err := h.undoDisputes(accountID, e); err != nil {
		return err
	}
	if err := h.undoAnswers(accountID); err != nil {
		return err
	}
	if len(holds) == 0 {
		return nil
	}
	return h.t.decideAnew(h.now, []string{accountID})
}

func (h *hearing) undoPromises(accountID string, e ending) error {
	open, err := h.t.promises(selectOpenPromises, accountID)
	for i := 0; i < len(open) && err == nil; i++ {
		if open[i].ReplyID == h.text.ID {
			var events []timeline.Event
			_, events, _, err = h.t.endPromise(open[i], account.PromiseCanceled, e)
			h.events = append(h.events, events...)
		}
	}
	return err
}

func (h *hearing) undoDisputes(accountID string, e ending) error {
	open, err := h.t.disputes(selectOpenDisputes, accountID)
	for i := 0; i < len(open) && err == nil; i++ {
		if open[i].ReplyID == h.text.ID {
			var events []timeline.Event
			_, events, err = h.t.endDispute(open[i], "corrected", e)
			h.events = append(h.events, events...)
		}
	}
	return err
}

// undoAnswers takes back the automatic answers to the reply that wait.
func (h *hearing) undoAnswers(accountID string) error {
	answers, err := h.t.answers(accountID, h.now)
	for i := 0; i < len(answers) && err == nil; i++ {
		if a := answers[i]; a.waits && a.Answering != nil && a.Answering.Reply == h.text.ID {
			err = h.supersede(a)
		}
	}
	return err
}

const moveFollowUp = `UPDATE follow_up SET account_id = $1, contact_id = $2 WHERE id = $3`

// handOn gives the reply's follow-ups that are not done to the account that it
// belongs to now: finding that account is done, and what a person works on
// already is not opened a second time.
func (h *hearing) handOn(e *replies.Effects) error {
	open, err := h.t.followUps(selectFollowUpsOf+h.t.store.engine.only(forUpdate), h.text.ID)
	if err != nil {
		return err
	}
	for _, f := range open {
		if f.AccountID != h.text.AccountID && h.text.AccountID != "" {
			f.AccountID, f.ContactID = h.text.AccountID, h.text.ContactID
			if _, err := h.t.do(moveFollowUp, f.AccountID, f.ContactID, f.ID); err != nil {
				return err
			}
		}
		if f.Cause == replies.CauseUnmatched && h.text.AccountID != "" {
			events, err := h.t.closeFollowUp(h.now, &f, h.by, "matched")
			if err != nil {
				return err
			}
			h.events = append(h.events, events...)
			continue
		}
		e.FollowUps = slices.DeleteFunc(slices.Clone(e.FollowUps), func(n replies.FollowUp) bool { return n.Cause == f.Cause })
	}
	return nil
}

const insertLabel = `INSERT INTO reply_label (id, reply_id, at, labeled_by, channel, locale, zone, replied_at, subject, body, intents, before)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

func (t *txn) keepLabel(now time.Time, r replies.Text, l *replies.Label) error {
	if l == nil {
		return nil
	}
	id, at := l.ID, l.At
	if id == "" {
		id = t.store.ids.New("lab", now)
	}
	if at.IsZero() {
		at = now
	}
	said, err := listJSON(l.Intents)
	if err != nil {
		return err
	}
	before, err := listJSON(l.Before)
	if err != nil {
		return err
	}
	_, err = t.do(insertLabel, id, r.ID, micros(at), l.By, l.Channel, l.Locale, l.Zone, micros(l.Now), plain(l.Subject), plain(l.Text), said, before)
	return err
}

const selectLabels = `SELECT id, reply_id, at, labeled_by, channel, locale, zone, replied_at, subject, body, intents, before
FROM reply_label WHERE id > $1 ORDER BY id LIMIT $2`

// ListLabels returns people's corrections after the one with the id, oldest first.
// The times of the replies are UTC; the zone stands beside them.
func (s *Store) ListLabels(ctx context.Context, after string, limit int) (list []replies.Label, err error) {
	err = s.read(ctx).each(selectLabels, []any{after, int64(limit)}, func(rows *sql.Rows) error {
		l, err := scanLabel(rows)
		list = append(list, l)
		return err
	})
	return list, wrap("list labels", err)
}

func scanLabel(rows *sql.Rows) (l replies.Label, err error) {
	var at, replied int64
	var said, before string
	err = rows.Scan(&l.ID, &l.ReplyID, &at, &l.By, &l.Channel, &l.Locale, &l.Zone, &replied, &l.Subject, &l.Text, &said, &before)
	if err != nil {
		return l, err
	}
	l.At, l.Now = instant(at), instant(replied)
	if err := readJSON(said, &l.Intents); err != nil {
		return l, err
	}
	return l, readJSON(before, &l.Before)
}
