package store

import (
	"cmp"
	"context"
	"database/sql"
	"strconv"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/timeline"
)

const (
	followUpColumns = `f.id, f.account_id, f.contact_id, f.reply_id, f.cause, f.action, f.note, f.suggestions, f.status, f.assignee,
f.due_at, f.created_at, f.escalated_at, f.done_at, f.outcome, f.test, COALESCE((SELECT a.reference FROM account a WHERE a.id = f.account_id), '')`
	selectFollowUp        = `SELECT ` + followUpColumns + ` FROM follow_up f WHERE f.id = $1`
	selectFollowUps       = `SELECT ` + followUpColumns + ` FROM follow_up f WHERE f.id > $1`
	selectFollowUpsBefore = `SELECT ` + followUpColumns + ` FROM follow_up f WHERE f.id < $1`
	selectFollowUpsOf     = `SELECT ` + followUpColumns + ` FROM follow_up f WHERE f.reply_id = $1 AND f.status <> 'done' ORDER BY f.id`
	selectFollowUpsOfIDs  = `SELECT ` + followUpColumns + ` FROM follow_up f WHERE f.id IN ({ids})`
)

func scanFollowUp(rows *sql.Rows) (f replies.FollowUp, err error) {
	var suggestions string
	var due, created, escalated, done, test int64
	err = rows.Scan(&f.ID, &f.AccountID, &f.ContactID, &f.ReplyID, (*string)(&f.Cause), (*string)(&f.Action), &f.Note, &suggestions,
		(*string)(&f.Status), &f.Assignee, &due, &created, &escalated, &done, &f.Outcome, &test, &f.Account)
	if err != nil {
		return f, err
	}
	f.DueAt, f.CreatedAt, f.EscalatedAt, f.DoneAt = instant(due), instant(created), instant(escalated), instant(done)
	f.Test = test != 0
	return f, readJSON(suggestions, &f.Suggestions)
}

func (t *txn) followUps(query string, args ...any) (list []replies.FollowUp, err error) {
	err = t.each(query, args, func(rows *sql.Rows) error {
		f, err := scanFollowUp(rows)
		list = append(list, f)
		return err
	})
	return list, err
}

const insertFollowUp = `INSERT INTO follow_up (id, account_id, contact_id, reply_id, cause, action, note, suggestions, once, status,
assignee, due_at, created_at, test) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING`

// followUps opens follow-ups. What machines cause by the thousand is opened once
// for what it is about while it is not done.
func (h *hearing) followUps(e replies.Effects) error {
	for _, f := range e.FollowUps {
		h.complete(&f)
		suggestions, err := listJSON(f.Suggestions)
		if err != nil {
			return err
		}
		n, err := h.t.do(insertFollowUp, f.ID, f.AccountID, f.ContactID, f.ReplyID, string(f.Cause), string(f.Action), plain(f.Note),
			suggestions, h.once(f, e), string(f.Status), f.Assignee, micros(f.DueAt), micros(f.CreatedAt), flag(f.Test))
		if err != nil {
			return err
		}
		if n == 1 {
			h.tell(timeline.FollowUpOpened, followUpData(f, h.by))
		}
	}
	return nil
}

func (h *hearing) complete(f *replies.FollowUp) {
	f.ID = cmp.Or(f.ID, h.t.store.ids.New("fup", h.now))
	f.AccountID, f.ContactID = cmp.Or(f.AccountID, h.text.AccountID), cmp.Or(f.ContactID, h.text.ContactID)
	f.ReplyID, f.Status = cmp.Or(f.ReplyID, h.text.ID), cmp.Or(f.Status, replies.Open)
	f.Test = h.text.Test
	if f.CreatedAt.IsZero() {
		f.CreatedAt = h.now
	}
}

// once is what at most one such follow-up has that is not done: its cause and
// what that is about. Words of a person each have a follow-up of their own.
func (h *hearing) once(f replies.FollowUp, e replies.Effects) string {
	switch f.Cause {
	case replies.CauseDead, replies.CauseBlocked, replies.CauseComplaint, replies.CauseLoop:
	default:
		return ""
	}
	subject := cmp.Or(f.AccountID, plain(h.text.From))
	for _, o := range e.OptOuts {
		if o.Address != "" {
			subject += " " + o.Address
			break
		}
	}
	return string(f.Cause) + " " + string(h.text.Channel) + " " + strconv.FormatInt(flag(f.Test), 10) + " " + subject
}

func followUpData(f replies.FollowUp, by string) timeline.FollowUp {
	return timeline.FollowUp{FollowUp: f.ID, Cause: string(f.Cause), Action: string(f.Action), Reply: f.ReplyID,
		Assignee: f.Assignee, DueAt: f.DueAt, By: by, Outcome: f.Outcome}
}

// followUpEvent is none when nobody knows the account.
func followUpEvent(now time.Time, kind timeline.Kind, actor timeline.Actor, f replies.FollowUp, by string) []timeline.Event {
	if f.AccountID == "" {
		return nil
	}
	return []timeline.Event{{AccountID: f.AccountID, At: now, Kind: kind, Actor: actor, Data: timeline.Encode(followUpData(f, by))}}
}

// FollowUps is the store as the work list of people: its Close ends a follow-up.
type FollowUps struct{ *Store }

// FollowUps returns the work list.
func (s *Store) FollowUps() FollowUps { return FollowUps{s} }

// FindFollowUp returns a follow-up; replies.ErrNoFollowUp when there is none.
func (s *Store) FindFollowUp(ctx context.Context, id string) (replies.FollowUp, error) {
	list, err := s.read(ctx).followUps(selectFollowUp, id)
	if err == nil && len(list) == 0 {
		err = replies.ErrNoFollowUp
	}
	if err != nil {
		return replies.FollowUp{}, wrap("find follow-up", err)
	}
	return list[0], nil
}

// ListFollowUps lists the follow-ups that the filter chooses, ordered by id, either way;
// account.ErrNotFound when it names an account that does not exist.
func (s *Store) ListFollowUps(ctx context.Context, f replies.FollowUpFilter) ([]replies.FollowUp, error) {
	t := s.read(ctx)
	query, args := selectFollowUps, []any{f.After}
	order := ` ORDER BY f.id LIMIT $`
	if f.Latest {
		query, args[0], order = selectFollowUpsBefore, before(f.After), ` ORDER BY f.id DESC LIMIT $`
	}
	add := func(condition string, value any) {
		args = append(args, value)
		query += ` AND ` + condition + ` $` + strconv.Itoa(len(args))
	}
	if f.Account != "" {
		id, err := t.accountID(f.Account)
		if err != nil {
			return nil, wrap("list follow-ups", err)
		}
		add(`f.account_id =`, id)
	}
	if f.Status == "" || f.Status != replies.Done {
		query += ` AND f.status <> 'done'`
	}
	if f.Status != "" {
		add(`f.status =`, string(f.Status))
	}
	if f.Assignee != "" {
		add(`f.assignee =`, f.Assignee)
	}
	if f.Cause != "" {
		add(`f.cause =`, string(f.Cause))
	}
	if !f.Overdue.IsZero() {
		add(`f.due_at > 0 AND f.due_at <`, micros(f.Overdue))
	}
	args = append(args, int64(f.Limit))
	list, err := t.followUps(query+order+strconv.Itoa(len(args)), args...)
	return list, wrap("list follow-ups", err)
}

// theFollowUp finds and locks a follow-up, its account first; it refuses with
// replies.ErrNoFollowUp.
func (t *txn) theFollowUp(id string) (f replies.FollowUp, err error) {
	if f, err = t.findFollowUp(selectFollowUp, id); err != nil || t.store.engine == sqlite {
		return f, err
	}
	if f.AccountID != "" {
		if err := t.lock([]string{f.AccountID}); err != nil {
			return f, err
		}
	}
	return t.findFollowUp(selectFollowUp+forUpdate, id)
}

func (t *txn) findFollowUp(query, id string) (f replies.FollowUp, err error) {
	list, err := t.followUps(query, id)
	if err != nil {
		return f, err
	}
	if len(list) == 0 {
		return f, refuse(replies.ErrNoFollowUp)
	}
	return list[0], nil
}

// changeFollowUp runs a change of a follow-up and keeps the answer to it. A change
// that returns no events has changed nothing.
func (s *Store) changeFollowUp(ctx context.Context, what string, now time.Time, id string, idem *reminder.Idempotency,
	change func(t *txn, f *replies.FollowUp) ([]timeline.Event, error)) (f replies.FollowUp, err error) {
	err = s.write(ctx, what, func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		if f, err = t.theFollowUp(id); err != nil {
			return err
		}
		events, err := change(t, &f)
		if err != nil {
			return err
		}
		if err := t.append(events); err != nil {
			return err
		}
		return t.remember(idem, now, f)
	})
	return f, err
}

const assignFollowUp = `UPDATE follow_up SET status = $1, assignee = $2, due_at = $3, escalated_at = $4 WHERE id = $5`

// Assign gives a follow-up to somebody, or back (empty), and moves its due time
// when that is not zero: it may then be overdue again. replies.ErrNoFollowUp,
// replies.ErrDone.
func (s *Store) Assign(ctx context.Context, now time.Time, id, assignee string, due time.Time, idem *reminder.Idempotency) (replies.FollowUp, error) {
	return s.assign(ctx, now, timeline.API, id, assignee, due, idem)
}

func (s *Store) assign(ctx context.Context, now time.Time, by timeline.Actor, id, assignee string, due time.Time, idem *reminder.Idempotency) (replies.FollowUp, error) {
	return s.changeFollowUp(ctx, "assign follow-up", now, id, idem, func(t *txn, f *replies.FollowUp) ([]timeline.Event, error) {
		if f.Status == replies.Done {
			return nil, refuse(replies.ErrDone)
		}
		f.Status, f.Assignee = replies.Assigned, assignee
		if assignee == "" {
			f.Status = replies.Open
		}
		if !due.IsZero() {
			f.DueAt = instant(micros(due))
			if due.After(now) {
				f.EscalatedAt = time.Time{}
			}
		}
		_, err := t.do(assignFollowUp, string(f.Status), f.Assignee, micros(f.DueAt), micros(f.EscalatedAt), f.ID)
		return followUpEvent(now, timeline.FollowUpAssigned, by, *f, ""), err
	})
}

const closeFollowUp = `UPDATE follow_up SET status = 'done', done_at = $1, done_by = $2, outcome = $3 WHERE id = $4`

func (t *txn) closeFollowUp(now time.Time, f *replies.FollowUp, by, outcome string) ([]timeline.Event, error) {
	f.Status, f.DoneAt, f.Outcome = replies.Done, instant(micros(now)), plain(outcome)
	_, err := t.do(closeFollowUp, micros(now), by, f.Outcome, f.ID)
	return followUpEvent(now, timeline.FollowUpDone, actorNamed(by), *f, by), err
}

// Close ends a follow-up; with release the holds end that its reply has placed,
// and what waits is decided anew. replies.ErrNoFollowUp; one that is done stays as
// it is.
func (s FollowUps) Close(ctx context.Context, now time.Time, id, by, outcome string, release bool, idem *reminder.Idempotency) (replies.FollowUp, error) {
	return s.changeFollowUp(ctx, "close follow-up", now, id, idem, func(t *txn, f *replies.FollowUp) ([]timeline.Event, error) {
		if f.Status == replies.Done {
			return nil, nil
		}
		events, err := t.closeFollowUp(now, f, by, outcome)
		if err != nil || !release || f.AccountID == "" {
			return events, err
		}
		e := ending{now, byWhom(by), actorNamed(by), timeline.Hold{By: by, Why: outcome}}
		ended, more, err := t.release(f.AccountID, e, placedBy(f.ReplyID))
		if err != nil || len(ended) == 0 {
			return events, err
		}
		return append(events, more...), t.decideAnew(now, []string{f.AccountID})
	})
}

// AnswerFollowUp records a person's answer, which goes out like a reminder, and
// returns the reminder's id. replies.ErrNoFollowUp, replies.ErrDone.
func (s *Store) AnswerFollowUp(ctx context.Context, now time.Time, id string, a reminder.PlannedAnswer, idem *reminder.Idempotency) (answer string, err error) {
	err = s.write(ctx, "answer follow-up", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		f, err := t.theFollowUp(id)
		if err != nil {
			return err
		}
		if f.Status == replies.Done {
			return refuse(replies.ErrDone)
		}
		if a.SendAt.IsZero() {
			a.SendAt = now
		}
		r, events, err := t.planAnswer(now, a, "")
		if err != nil {
			return err
		}
		if err := t.append(events); err != nil {
			return err
		}
		answer = r.ID
		return t.remember(idem, now, answer)
	})
	return answer, err
}
