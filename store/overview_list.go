package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/timeline"
)

// The lists: where each is up to the next page, in the order of an index. A sort key,
// an id and a reminder's id come back.
const (
	listSent = `SELECT t.started_at, '', t.id, t.reminder_id FROM attempt t WHERE t.state = 'accepted' AND t.channel = $1
AND t.started_at >= $2 AND t.started_at <= $3 AND (t.started_at < $3 OR t.id < $4) ORDER BY t.started_at DESC, t.id DESC LIMIT $5`
	listWaiting = `SELECT r.send_at, '', r.id, r.id FROM reminder r WHERE r.queued = 1 AND r.reason <> ''
AND (r.send_at, r.id) > ($1, $2) AND r.send_at < $3 ORDER BY r.send_at, r.id LIMIT $4`
	listComing = `SELECT r.send_at, '', r.id, r.id FROM reminder r WHERE r.queued = 1 AND r.status = 'scheduled'
AND (r.send_at, r.id) > ($1, $2) AND r.send_at < $3 ORDER BY r.send_at, r.id LIMIT $4`
	listHeld = `SELECT 0, r.account_id, r.id, r.id FROM reminder r WHERE r.status = 'held'
AND (r.account_id, r.id) > ($1, $2) ORDER BY r.account_id, r.id LIMIT $3`
	listHeldFor = `SELECT 0, r.account_id, r.id, r.id FROM reminder r WHERE r.status = 'held' AND r.reason = $1
AND (r.account_id, r.id) > ($2, $3) ORDER BY r.account_id, r.id LIMIT $4`
	listFailed = `SELECT r.updated_at, '', r.id, r.id FROM reminder r WHERE r.status IN ('failed', 'expired')
AND r.updated_at >= $1 AND (r.updated_at, r.id) < ($2, $3) ORDER BY r.updated_at DESC, r.id DESC LIMIT $4`
	// As the timeline tells which reminders an account has, in the order of their
	// coming, no index of them is kept.
	listOfAccount = `SELECT e.seq, '', e.reminder_id, e.reminder_id FROM timeline e WHERE e.account_id = $1 AND e.seq < $2
AND e.kind = '` + string(timeline.ReminderScheduled) + `' ORDER BY e.seq DESC LIMIT $3`
)

// listed is a line of a list before its row is read.
type listed struct {
	place
	reminder string
	channel  channels.Kind // sent
}

// List returns a part of a list of reminders; overview.ErrCursor when the cursor is
// none of that list.
func (s *Store) List(ctx context.Context, _ time.Time, q overview.Query) ([]overview.Row, error) {
	from, err := readCursor(string(q.List), q.After)
	if err != nil {
		return nil, wrap("list reminders", err)
	}
	t := s.page(ctx)
	lines, err := t.lines(q, from)
	if err != nil {
		return nil, wrap("list reminders", err)
	}
	rows, err := t.rows(lines)
	return rows, wrap("list reminders", err)
}

func (t *txn) lines(q overview.Query, from place) ([]listed, error) {
	until := q.Until
	if until.IsZero() {
		until = endOfTime
	}
	limit := int64(q.Limit)
	switch q.List {
	case overview.Sent:
		return t.linesSent(q, from.down())
	case overview.Waiting:
		return t.page(q.List, listWaiting, from.At, from.ID, micros(until), limit)
	case overview.Coming:
		return t.page(q.List, listComing, from.At, from.ID, micros(until), limit)
	case overview.Held:
		if q.Reason != "" {
			return t.page(q.List, listHeldFor, q.Reason, from.Key, from.ID, limit)
		}
		return t.page(q.List, listHeld, from.Key, from.ID, limit)
	case overview.Failed:
		from = from.down()
		return t.page(q.List, listFailed, micros(q.Since), from.At, from.ID, limit)
	}
	return nil, nil
}

// endOfTime is later than anything that is scheduled.
var endOfTime = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// linesSent merges what went out by each channel.
func (t *txn) linesSent(q overview.Query, from place) (all []listed, err error) {
	for _, kind := range channels.Kinds() {
		lines, err := t.page(q.List, listSent, string(kind), micros(q.Since), from.At, from.ID, int64(q.Limit))
		if err != nil {
			return nil, err
		}
		for i := range lines {
			lines[i].channel = kind
		}
		all = append(all, lines...)
	}
	slices.SortFunc(all, func(a, b listed) int { return cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(b.ID, a.ID)) })
	return all[:min(len(all), q.Limit)], nil
}

func (t *txn) page(list overview.List, query string, args ...any) (lines []listed, err error) {
	err = t.each(query, args, func(rows *sql.Rows) error {
		l := listed{place: place{List: string(list)}}
		err := rows.Scan(&l.At, &l.Key, &l.ID, &l.reminder)
		lines = append(lines, l)
		return err
	})
	return lines, err
}

// ofAccount is the list of an account's reminders.
const ofAccount overview.List = "account"

// RemindersOf lists an account's reminders, those that were accepted last first;
// account.ErrNotFound, overview.ErrCursor.
func (s *Store) RemindersOf(ctx context.Context, account, after string, limit int) ([]overview.Row, error) {
	from, err := readCursor(string(ofAccount), after)
	if err != nil {
		return nil, wrap("list reminders", err)
	}
	t := s.page(ctx)
	id, err := t.accountID(account)
	if err != nil {
		return nil, wrap("list reminders", err)
	}
	lines, err := t.page(ofAccount, listOfAccount, id, from.down().At, int64(limit))
	if err != nil {
		return nil, wrap("list reminders", err)
	}
	rows, err := t.rows(lines)
	return rows, wrap("list reminders", err)
}

const selectRows = `SELECT r.id, r.account_id, a.reference, a.name, COALESCE(c.name, ''), r.invoices, r.template,
CASE WHEN r.answering <> '' THEN 1 ELSE 0 END, CASE WHEN r.trial <> '' THEN 1 ELSE 0 END, r.channel, r.status, r.reason, r.explanation,
r.send_at, r.updated_at, COALESCE(NULLIF(c.time_zone, ''), a.time_zone), r.test
FROM reminder r JOIN account a ON a.id = r.account_id LEFT JOIN contact c ON c.account_id = r.account_id AND c.id = r.contact_id
WHERE r.id IN ({ids})`

// rowed is a row with the ids of its invoices, joined by commas.
type rowed struct {
	overview.Row
	invoices string
}

func scanRow(rows *sql.Rows) (r rowed, err error) {
	var answer, trial, test, sendAt, at int64
	err = rows.Scan(&r.ReminderID, &r.AccountID, &r.Account, &r.AccountName, &r.Contact, &r.invoices, &r.Template,
		&answer, &trial, (*string)(&r.Channel), (*string)(&r.Status), &r.Reason, &r.Text,
		&sendAt, &at, &r.Zone, &test)
	r.Answer, r.Trial, r.Test = answer != 0, trial != 0, test != 0
	r.SendAt, r.At = instant(sendAt), instant(at)
	return r, err
}

// rows reads what the lines of a list are about. A reminder that is gone by then is
// left out.
func (t *txn) rows(lines []listed) ([]overview.Row, error) {
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.reminder
	}
	found := map[string]rowed{}
	numbers := newInvoices()
	err := t.list(selectRows, nil, unique(ids), func(rows *sql.Rows) error {
		r, err := scanRow(rows)
		found[r.ReminderID] = r
		numbers.want(r.AccountID, split[string](r.invoices))
		return err
	})
	if err == nil {
		err = t.find(numbers)
	}
	list := make([]overview.Row, 0, len(lines))
	for i := 0; i < len(lines) && err == nil; i++ {
		r, ok := found[lines[i].reminder]
		if !ok {
			continue
		}
		r.Invoices = numbersOf(numbers, r.invoices)
		r.Stage, _, err = t.stage(r.Template)
		list = append(list, lines[i].complete(r.Row))
	}
	return list, err
}

// complete adds what the line knows better than the reminder.
func (l *listed) complete(r overview.Row) overview.Row {
	r.Cursor = l.cursor()
	if l.channel != "" {
		r.Channel, r.At, r.AttemptID = l.channel, instant(l.At), l.ID
	}
	return r
}
