package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

const selectReminder = `SELECT ` + reminderColumns + ` FROM reminder r WHERE r.id = $1`

func (t *txn) reminder(id, lock string) (reminder.Reminder, error) {
	var w reminderRowed
	found, err := t.one(selectReminder+lock, []any{id}, w.dest()...)
	if err == nil && !found {
		err = refuse(reminder.ErrNotFound)
	}
	return w.reminder(), err
}

// FindReminder returns a reminder with all that explains it;
// reminder.ErrNotFound when there is none.
func (s *Store) FindReminder(ctx context.Context, id string) (reminder.View, error) {
	t := s.read(ctx)
	works, err := t.works(selectAnyWork, nil, []string{id})
	if err == nil && len(works) == 0 {
		err = reminder.ErrNotFound
	}
	if err != nil {
		return reminder.View{}, wrap("find reminder", err)
	}
	w := works[0]
	view := reminder.View{Reminder: w.Reminder, AccountReference: w.Account.Reference, ContactReference: w.Contact.Reference}
	for _, invoice := range w.Invoices {
		view.InvoiceNumbers = append(view.InvoiceNumbers, invoice.Number)
	}
	return view, wrap("find reminder", t.explain(&view))
}

const (
	selectDecisions     = `SELECT at, decision FROM decision WHERE reminder_id = $1 ORDER BY id`
	selectAttemptsOf    = `SELECT ` + attemptColumns + ` FROM attempt t WHERE t.reminder_id = $1 ORDER BY t.number`
	selectRemindersHead = `SELECT ` + reminderColumns + ` FROM reminder r `
	// Which reminders an account has is told by its timeline, whose rows lie
	// together: an index would cost every reminder a write somewhere else.
	remindersOfAccount  = `(SELECT e.reminder_id FROM timeline e WHERE e.account_id = $1 AND e.kind = 'reminder.scheduled')`
	selectRemindersTail = ` AND r.id > $2 ORDER BY r.id LIMIT $3`
	selectRemindersOf   = ` AND r.status = $2 AND r.id > $3 ORDER BY r.id LIMIT $4`
)

// explain adds the attempts and every decision, those that let an attempt go
// and those that did not.
func (t *txn) explain(view *reminder.View) error {
	add := func(at time.Time, text string) error {
		d := reminder.Decided{At: at}
		err := json.Unmarshal([]byte(text), &d.Decision)
		view.Decisions = append(view.Decisions, d)
		return err
	}
	id := []any{view.Reminder.ID}
	err := t.each(selectAttemptsOf, id, func(rows *sql.Rows) error {
		a, decision, err := scanAttempt(rows)
		if err != nil {
			return err
		}
		view.Attempts = append(view.Attempts, a)
		return add(a.StartedAt, decision)
	})
	if err != nil {
		return err
	}
	err = t.each(selectDecisions, id, func(rows *sql.Rows) error {
		var at int64
		var text string
		if err := rows.Scan(&at, &text); err != nil {
			return err
		}
		return add(instant(at), text)
	})
	slices.SortStableFunc(view.Decisions, func(a, b reminder.Decided) int { return a.At.Compare(b.At) })
	return err
}

// ListReminders lists the reminders that the filter chooses, ordered by id;
// account.ErrNotFound when it names an account that does not exist.
func (s *Store) ListReminders(ctx context.Context, f reminder.Filter) (list []reminder.Reminder, err error) {
	t := s.read(ctx)
	query, args, err := t.filter(f)
	if err != nil {
		return nil, wrap("list reminders", err)
	}
	var w reminderRowed
	dest := w.dest()
	err = t.each(query, args, func(rows *sql.Rows) error {
		err := rows.Scan(dest...)
		list = append(list, w.reminder())
		return err
	})
	return list, wrap("list reminders", err)
}

func (t *txn) filter(f reminder.Filter) (query string, args []any, err error) {
	query = selectRemindersHead + `WHERE r.creditor_id = $1`
	key, err := t.creditor()
	if err != nil {
		return "", nil, err
	}
	if f.Account != "" {
		a, found, err := t.accountByReference(f.Account)
		if err == nil && !found {
			err = account.ErrNotFound
		}
		if err != nil {
			return "", nil, err
		}
		query, key = selectRemindersHead+`WHERE r.id IN `+remindersOfAccount, a.ID
	}
	if f.Status != "" {
		return query + selectRemindersOf, []any{key, string(f.Status), f.After, int64(f.Limit)}, nil
	}
	return query + selectRemindersTail, []any{key, f.After, int64(f.Limit)}, nil
}

// Counts says how many reminders there are in each status.
func (s *Store) Counts(ctx context.Context) (map[reminder.Status]int64, error) {
	counts := map[reminder.Status]int64{}
	err := s.read(ctx).each(`SELECT status, COUNT(*) FROM reminder GROUP BY status`, nil, func(rows *sql.Rows) error {
		var status string
		var n int64
		err := rows.Scan(&status, &n)
		counts[reminder.Status(status)] = n
		return err
	})
	return counts, wrap("count reminders", err)
}

const selectHanding = `SELECT handing FROM reminder WHERE id = $1`

// movable locks the reminder and refuses when it has ended or is being handed
// over.
func (t *txn) movable(id string) (reminder.Reminder, error) {
	r, err := t.reminder(id, t.store.engine.only(forUpdate))
	if err != nil {
		return r, err
	}
	var handing int64
	if _, err := t.one(selectHanding, []any{id}, &handing); err != nil {
		return r, err
	}
	if r.Status.Ended() || handing != 0 {
		return r, refuse(reminder.ErrEnded)
	}
	return r, nil
}

const reschedule = `UPDATE reminder SET status = 'scheduled', owner = '', queued = 1, reason = '', explanation = '',
send_at = $1, planned_at = CASE WHEN $5 = 1 THEN $1 ELSE planned_at END, expires_at = $2, updated_at = $3 WHERE id = $4`

// Reschedule moves a reminder to another time. A nil expiresAt keeps the expiry,
// a zero sendAt keeps the time. It answers reminder.ErrEnded when the reminder
// has ended or is being handed over.
func (s *Store) Reschedule(ctx context.Context, now time.Time, id string, sendAt time.Time, expiresAt *time.Time, idem *reminder.Idempotency) (reminder.Reminder, error) {
	return s.reschedule(ctx, now, timeline.API, id, sendAt, expiresAt, idem)
}

func (s *Store) reschedule(ctx context.Context, now time.Time, by timeline.Actor, id string, sendAt time.Time, expiresAt *time.Time, idem *reminder.Idempotency) (r reminder.Reminder, err error) {
	err = s.write(ctx, "reschedule reminder", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		if r, err = t.movable(id); err != nil {
			return err
		}
		moved(&r, now, sendAt, expiresAt)
		if _, err := t.do(reschedule, micros(r.SendAt), micros(r.ExpiresAt), micros(now), id, flag(!sendAt.IsZero())); err != nil {
			return err
		}
		data := timeline.Scheduled{Channel: string(r.Channel), Template: r.Template, Reference: r.Reference, SendAt: r.SendAt}
		if err := t.append(eventBy(by, now, r, timeline.ReminderRescheduled, data)); err != nil {
			return err
		}
		return t.remember(idem, now, r)
	})
	return r, err
}

func moved(r *reminder.Reminder, now, sendAt time.Time, expiresAt *time.Time) {
	r.Status, r.Reason, r.Text, r.UpdatedAt = reminder.Scheduled, "", "", now
	if !sendAt.IsZero() {
		r.SendAt = sendAt
	}
	if expiresAt != nil {
		r.ExpiresAt = *expiresAt
	}
}

func eventBy(by timeline.Actor, now time.Time, r reminder.Reminder, kind timeline.Kind, data any) []timeline.Event {
	return []timeline.Event{{AccountID: r.AccountID, ReminderID: r.ID, At: now, Kind: kind, Actor: by, Data: timeline.Encode(data)}}
}

const endReminder = `UPDATE reminder SET status = $1, reason = $2, explanation = $3, owner = '', queued = 0, updated_at = $4 WHERE id = $5`

// Words for a reminder that another system has taken back.
const (
	canceledReason = "canceled"
	canceledText   = "Taken back before it was sent"
)

// Cancel takes a reminder back. A second time it gives the same answer. It
// answers reminder.ErrEnded when the reminder has ended otherwise or is being
// handed over.
func (s *Store) Cancel(ctx context.Context, now time.Time, id string, idem *reminder.Idempotency) (reminder.Reminder, error) {
	return s.cancel(ctx, now, timeline.API, id, idem)
}

func (s *Store) cancel(ctx context.Context, now time.Time, by timeline.Actor, id string, idem *reminder.Idempotency) (r reminder.Reminder, err error) {
	err = s.write(ctx, "cancel reminder", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		if r, err = t.movable(id); r.Status == reminder.Canceled {
			return t.remember(idem, now, r)
		}
		if err != nil {
			return err
		}
		r.Status, r.Reason, r.Text, r.UpdatedAt = reminder.Canceled, canceledReason, canceledText, now
		if err := t.endNow(now, r); err != nil {
			return err
		}
		data := timeline.Ended{Channel: string(r.Channel), Reason: r.Reason, Text: r.Text}
		if err := t.append(eventBy(by, now, r, timeline.ReminderCanceled, data)); err != nil {
			return err
		}
		return t.remember(idem, now, r)
	})
	return r, err
}

func (t *txn) endNow(now time.Time, r reminder.Reminder) error {
	_, err := t.do(endReminder, string(r.Status), r.Reason, r.Text, micros(now), r.ID)
	return err
}
