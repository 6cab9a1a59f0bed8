package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

// claimCall is one Claim that waits for its commit.
type claimCall struct {
	call
	ids   []string
	owner string
	now   time.Time
	taken []string
}

func (c *claimCall) join(g *group) { g.claims = append(g.claims, c) }

// Claim takes those of the reminders that are scheduled and due and returns them
// with their work. It is the only guard against duplicates.
func (s *Store) Claim(ctx context.Context, ids []string, owner string, now time.Time) ([]reminder.Work, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	c := &claimCall{call: newCall(ctx, len(ids)), ids: slices.Compact(ids), owner: owner, now: now}
	if err := s.claims.do(ctx, c); err != nil {
		return nil, wrap("claim reminders", err)
	}
	return s.Reload(ctx, c.taken, owner)
}

// The inner list locks in order and leaves out what another transaction is
// changing; the outer condition is what decides.
const (
	claimDue = `UPDATE reminder SET status = 'sending', owner = $1, updated_at = $2
WHERE id IN ({ids}) AND status = 'scheduled' AND send_at <= $2 RETURNING id`
	claimDuePostgres = `UPDATE reminder SET status = 'sending', owner = $1, updated_at = $2
WHERE id IN (SELECT id FROM reminder WHERE id IN ({ids}) AND status = 'scheduled' AND send_at <= $2
ORDER BY id FOR UPDATE SKIP LOCKED) RETURNING id`
	selectClaimed = `SELECT id FROM reminder
WHERE owner = $1 AND updated_at = $2 AND status = 'sending' AND handing = 0 AND id IN ({ids})`
)

func (t *txn) claim(calls []*claimCall) error {
	query := claimDue
	if t.store.engine == postgres {
		query = claimDuePostgres
	}
	for _, c := range calls {
		if err := t.knowOwner(c.owner, c.now); err != nil {
			return err
		}
		c.taken = c.taken[:0]
		fixed := []any{c.owner, micros(c.now)}
		take := func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			c.taken = append(c.taken, id)
			return err
		}
		if c.again { // what an earlier try may have taken
			if err := t.list(selectClaimed, fixed, c.ids, take); err != nil {
				return err
			}
		}
		if err := t.list(query, fixed, c.ids, take); err != nil {
			return err
		}
	}
	return nil
}

// Reload reads again what the owner has claimed and not begun to hand over. What
// is no longer claimed by it is missing from the answer.
func (s *Store) Reload(ctx context.Context, ids []string, owner string) ([]reminder.Work, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	t := s.read(ctx)
	works, err := t.works(selectClaimedWork, []any{owner}, ids)
	if err == nil {
		err = t.addPast(works)
	}
	return works, wrap("load reminders", err)
}

const (
	reminderColumns = `r.id, r.reference, r.account_id, r.contact_id, r.invoices, r.template, r.channels, r.channel,
r.status, r.reason, r.explanation, r.send_at, r.expires_at, r.attempts, r.test, r.answering,
r.template_version, r.experiment, r.moved_at, r.plan, r.created_at, r.updated_at`
	selectWork = `SELECT ` + reminderColumns + `, ` + standingColumns + ` FROM reminder r
JOIN account a ON a.id = r.account_id JOIN contact c ON c.account_id = r.account_id AND c.id = r.contact_id
JOIN creditor k ON k.id = a.creditor_id `
	selectClaimedWork = selectWork + `WHERE r.owner = $1 AND r.status = 'sending' AND r.handing = 0 AND r.id IN ({ids})`
	selectAnyWork     = selectWork + `WHERE r.id IN ({ids})`
)

// works reads reminders with all that a text needs, in the order of the ids. The
// account's version is read no later than anything that it stands for, so that a
// change in between shows when the attempt begins. What has been is left to
// addPast: a decision alone looks at it.
func (t *txn) works(query string, fixed []any, ids []string) ([]reminder.Work, error) {
	works := make([]reminder.Work, 0, len(ids))
	row := newWorkRow()
	err := t.list(query, fixed, ids, func(rows *sql.Rows) error {
		if err := rows.Scan(row.dest...); err != nil {
			return err
		}
		work, err := row.work()
		works = append(works, work)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := t.addStages(works); err != nil {
		return nil, err
	}
	if err := t.addInvoices(works); err != nil {
		return nil, err
	}
	if err := t.addPromised(works); err != nil {
		return nil, err
	}
	if err := t.addOptOuts(selectOptOutsInForce, standings(works)); err != nil {
		return nil, err
	}
	if err := t.addHolds(works); err != nil {
		return nil, err
	}
	if err := t.addResent(works); err != nil {
		return nil, err
	}
	return inOrder(works, ids), nil
}

const selectLost = `SELECT reminder_id, channel FROM attempt WHERE state = 'lost' AND reminder_id IN ({ids})`

// addResent notes which of the reminders have been handed over by their channel
// before, with nobody knowing what became of it.
func (t *txn) addResent(works []reminder.Work) error {
	var tried []string
	for i := range works {
		if works[i].Reminder.Attempts > 0 {
			tried = append(tried, works[i].Reminder.ID)
		}
	}
	if len(tried) == 0 {
		return nil
	}
	lost := map[string]bool{} // by reminder and channel
	err := t.list(selectLost, nil, tried, func(rows *sql.Rows) error {
		var id, channel string
		err := rows.Scan(&id, &channel)
		lost[id+"/"+channel] = true
		return err
	})
	for i := range works {
		works[i].Resent = lost[works[i].Reminder.ID+"/"+string(works[i].Reminder.Channel)]
	}
	return err
}

// inOrder puts the works into the order in which they were asked for.
func inOrder(works []reminder.Work, ids []string) []reminder.Work {
	place := make(map[string]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	slices.SortFunc(works, func(a, b reminder.Work) int { return place[a.Reminder.ID] - place[b.Reminder.ID] })
	return works
}

// workRow is where a row of selectWork is scanned to.
type workRow struct {
	reminder reminderRowed
	standing standingRow
	dest     []any
}

func newWorkRow() *workRow {
	w := &workRow{}
	w.dest = slices.Concat(w.reminder.dest(), w.standing.dest())
	return w
}

func (w *workRow) work() (reminder.Work, error) {
	standing, err := w.standing.standing()
	return reminder.Work{Reminder: w.reminder.reminder(), Standing: standing}, err
}

// reminderRowed is where reminderColumns are scanned to.
type reminderRowed struct {
	r                                         reminder.Reminder
	invoices, channels                        string
	answering                                 answering
	plan                                      instalments
	sendAt, expiresAt, test, created, updated int64
	moved                                     int64
}

func (w *reminderRowed) dest() []any {
	r := &w.r
	return []any{&r.ID, &r.Reference, &r.AccountID, &r.ContactID, &w.invoices, &r.Template, &w.channels, (*string)(&r.Channel),
		(*string)(&r.Status), &r.Reason, &r.Text, &w.sendAt, &w.expiresAt, &r.Attempts, &w.test, &w.answering,
		&r.Pin.Version, &r.Pin.Experiment, &w.moved, &w.plan, &w.created, &w.updated}
}

func (w *reminderRowed) reminder() reminder.Reminder {
	r := w.r
	r.InvoiceIDs, r.Channels = split[string](w.invoices), split[channels.Kind](w.channels)
	r.SendAt, r.ExpiresAt = instant(w.sendAt), instant(w.expiresAt)
	r.CreatedAt, r.UpdatedAt = instant(w.created), instant(w.updated)
	r.Test, r.Answering, r.MovedAt, r.Plan = w.test != 0, w.answering.Answering, instant(w.moved), w.plan
	return r
}

// An account has few invoices that matter at once: those of the accounts are
// read through their common key.
const selectInvoicesByID = `SELECT ` + invoiceColumns + ` FROM (VALUES {rows}) AS v
JOIN invoice i ON i.account_id = v.column1 AND i.id = v.column2`

func (t *txn) addInvoices(works []reminder.Work) error {
	list := newInvoices()
	for i := range works {
		list.want(works[i].Reminder.AccountID, works[i].Reminder.InvoiceIDs)
	}
	err := t.find(list)
	for i := range works {
		works[i].Invoices = pick(list.found, works[i].Reminder.InvoiceIDs)
	}
	return err
}

// invoices are looked up together, each once.
type invoices struct {
	found map[string]account.Invoice
	wants []any
}

func newInvoices() *invoices { return &invoices{found: map[string]account.Invoice{}} }

func (l *invoices) want(accountID string, ids []string) {
	for _, id := range ids {
		if _, ok := l.found[id]; !ok {
			l.found[id] = account.Invoice{}
			l.wants = append(l.wants, accountID, id)
		}
	}
}

func (t *txn) find(l *invoices) error {
	_, err := t.bulk(selectInvoicesByID, row(2), nil, l.wants, func(rows *sql.Rows) error {
		invoice, err := scanInvoice(rows)
		l.found[invoice.ID] = invoice
		return err
	})
	return err
}

func pick(found map[string]account.Invoice, ids []string) []account.Invoice {
	invoices := make([]account.Invoice, 0, len(ids))
	for _, id := range ids {
		if invoice := found[id]; invoice.ID != "" {
			invoices = append(invoices, invoice)
		}
	}
	return invoices
}
