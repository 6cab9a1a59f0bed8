package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/overview"
)

// What accounts are found by, as rows tell it.
const (
	byName      = "name"
	byReference = "reference"
	byInvoice   = "invoice"
	byEmail     = "email"
	byPhone     = "phone"
)

// search looks for accounts in steps, each along one index. An account that an
// earlier step finds is left out of the later ones.
type search struct {
	t        *txn
	creditor string
	steps    []step
}

// step finds accounts by one thing.
type step interface {
	// found is what an account is found by.
	found() string
	// next are the accounts behind the place, in the step's order.
	next(s *search, after place, limit int) ([]place, error)
	// among says which of the accounts the step finds.
	among(s *search, rows []overview.AccountRow) (map[string]bool, error)
}

// listAccounts names the lists of accounts in their cursors.
const listAccounts = "accounts"

// FindAccounts looks for accounts; those that something typed names exactly come
// first, and each comes once. Without text it lists all by reference. It answers
// overview.ErrCursor when the cursor is not one of such a list.
func (s *Store) FindAccounts(ctx context.Context, q overview.AccountQuery) ([]overview.AccountRow, error) {
	from, err := readCursor(listAccounts, q.After)
	if err != nil {
		return nil, wrap("find accounts", err)
	}
	t := s.page(ctx)
	creditor, err := t.creditor()
	if err != nil {
		return nil, wrap("find accounts", err)
	}
	hunt := &search{t: t, creditor: creditor}
	if err := hunt.plan(q, &from); err != nil {
		return nil, wrap("find accounts", err)
	}
	rows, err := hunt.page(from, q.Limit)
	if err == nil {
		err = t.fillAccountRows(rows)
	}
	return rows, wrap("find accounts", err)
}

// plan chooses the steps: what the text names exactly, then what begins with it.
func (s *search) plan(q overview.AccountQuery, from *place) error {
	text := strings.TrimSpace(plain(q.Text))
	if text == "" {
		s.steps = []step{references{everything, ""}}
		return nil
	}
	s.add(text, q.Phone, exactly)
	names, err := s.namesLike(text, from)
	if err != nil {
		return err
	}
	s.add(text, q.Phone, beginning, names...)
	if from.Step < 0 || from.Step >= len(s.steps) {
		return overview.ErrCursor
	}
	return nil
}

// add adds the steps along spans of the text, with others after references.
func (s *search) add(text, phone string, like func(string) span, others ...step) {
	texts := []string{text}
	if upper := strings.ToUpper(text); upper != text {
		texts = append(texts, upper)
	}
	for _, text := range texts {
		s.steps = append(s.steps, references{like(text), byReference})
	}
	s.steps = append(s.steps, others...)
	for _, text := range texts {
		s.steps = append(s.steps, invoiceNumbers{like(text)})
	}
	s.steps = append(s.steps, addressed{like(strings.ToLower(text)), byEmail, "email"})
	if phone != "" {
		s.steps = append(s.steps, addressed{like(phone), byPhone, "phone"})
	}
}

// page goes through the steps until the page is full. Whole rounds are fetched, and
// larger ones while all that was found had been found before.
func (s *search) page(from place, limit int) (rows []overview.AccountRow, err error) {
	for ; from.Step < len(s.steps) && len(rows) < limit; from = (place{List: listAccounts, Step: from.Step + 1, By: from.By}) {
		for round := limit; len(rows) < limit; round = min(2*round, largestRound) {
			hits, err := s.steps[from.Step].next(s, from, round)
			if err != nil {
				return nil, err
			}
			fresh, err := s.fresh(from.Step, hits)
			if err != nil {
				return nil, err
			}
			rows = append(rows, fresh...)
			if len(hits) < round {
				break
			}
			from = hits[len(hits)-1]
		}
	}
	return rows[:min(len(rows), limit)], nil
}

// largestRound is how many accounts are looked at together at most.
const largestRound = 256

const selectAccountRows = `SELECT a.id, a.reference, a.name, a.kind, a.hold FROM account a WHERE a.id IN ({ids})`

// fresh are the rows of the hits that no step before has found, operators left out.
func (s *search) fresh(n int, hits []place) ([]overview.AccountRow, error) {
	rows, err := s.rows(hits, s.steps[n].found())
	for i := 0; i < n && err == nil && len(rows) > 0; i++ {
		before, fault := s.steps[i].among(s, rows)
		rows = slices.DeleteFunc(rows, func(r overview.AccountRow) bool { return before[r.ID] })
		err = fault
	}
	return rows, err
}

func (s *search) rows(hits []place, found string) ([]overview.AccountRow, error) {
	ids := make([]string, len(hits))
	for i := range hits {
		ids[i] = hits[i].ID
	}
	known := map[string]overview.AccountRow{}
	err := s.t.list(selectAccountRows, nil, ids, func(rows *sql.Rows) error {
		var r overview.AccountRow
		err := rows.Scan(&r.ID, &r.Reference, &r.Name, (*string)(&r.Kind), &r.Hold)
		known[r.ID] = r
		return err
	})
	rows := make([]overview.AccountRow, 0, len(hits))
	for _, hit := range hits {
		if r, ok := known[hit.ID]; ok && !strings.HasPrefix(r.Reference, overview.OperatorAccounts) {
			r.Found, r.Cursor = found, hit.cursor()
			rows = append(rows, r)
		}
	}
	return rows, err
}

const (
	selectOwedOf = `SELECT i.account_id, i.currency, CAST(SUM(i.balance) AS BIGINT), COUNT(*), COALESCE(MIN(NULLIF(i.due_on, '')), '')
FROM invoice i WHERE i.account_id IN ({ids}) AND i.balance > 0 GROUP BY i.account_id, i.currency ORDER BY i.account_id, i.currency`
	selectCauses = `SELECT h.account_id, h.id, h.cause FROM hold h WHERE h.ended_at = 0 AND h.account_id IN ({ids})`
)

// fillAccountRows adds what is owed and what holds reminders: the account's own
// cause, or that of the oldest hold.
func (t *txn) fillAccountRows(rows []overview.AccountRow) error {
	at, ids := map[string]*overview.AccountRow{}, make([]string, len(rows))
	for i := range rows {
		at[rows[i].ID], ids[i] = &rows[i], rows[i].ID
	}
	if err := t.addOwed(at, unique(ids)); err != nil {
		return err
	}
	return t.addCauses(at, unique(ids))
}

func (t *txn) addOwed(at map[string]*overview.AccountRow, ids []string) error {
	return t.list(selectOwedOf, nil, ids, func(rows *sql.Rows) error {
		var id, due string
		var open int
		var owed account.Money
		err := rows.Scan(&id, &owed.Currency, &owed.Minor, &open, &due)
		if r := at[id]; err == nil {
			r.Owed, r.Open = append(r.Owed, owed), r.Open+open
			r.OldestDue = older(r.OldestDue, date(due))
		}
		return err
	})
}

func (t *txn) addCauses(at map[string]*overview.AccountRow, ids []string) error {
	oldest := map[string]string{} // hold by account
	return t.list(selectCauses, nil, ids, func(rows *sql.Rows) error {
		var id, hold, cause string
		err := rows.Scan(&id, &hold, &cause)
		first, known := oldest[id]
		if r := at[id]; err == nil && (known && hold < first || !known && r.Hold == "") {
			oldest[id], r.Hold = hold, cause
		}
		return err
	})
}

// older is the earlier of two dates of which either may be missing.
func older(a, b account.Date) account.Date {
	if a == (account.Date{}) || b != (account.Date{}) && b.Sub(a) < 0 {
		return b
	}
	return a
}
