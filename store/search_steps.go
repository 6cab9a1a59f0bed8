package store

import (
	"database/sql"
	"strings"

	"github.com/goodterms/goodterms/overview"
)

// span is a part of an index: from a text to another, both included.
type span struct{ from, until string }

// last is greater than whatever may follow the beginning of a text.
const last = "\U0010FFFF"

func exactly(text string) span   { return span{text, text} }
func beginning(text string) span { return span{text, text + last} }

var everything = beginning("")

func (s span) holds(text string) bool { return s.from <= text && text <= s.until }

// exact says that nothing but one text is in the span.
func (s span) exact() bool { return s.from == s.until }

// behind is where the span goes on after a place: a text and an id.
func (s span) behind(after place) (key, id string) {
	if !after.started() {
		return s.from, ""
	}
	return after.Key, after.ID
}

// What is asked of each row is asked as a value, which both databases look up for that
// row; of EXISTS PostgreSQL may make a join that reads all that begins alike. A column
// with nothing joined to it is one of which no index is used.

// places runs a query for accounts with their keys.
func (s *search) places(after place, query string, args ...any) (list []place, err error) {
	err = s.t.each(query, args, func(rows *sql.Rows) error {
		p := place{List: listAccounts, Step: after.Step, By: after.By}
		err := rows.Scan(&p.ID, &p.Key)
		list = append(list, p)
		return err
	})
	return list, err
}

// ids asks a query about the accounts of the rows.
func (s *search) ids(query string, fixed []any, rows []overview.AccountRow) (map[string]bool, error) {
	ids, found := make([]string, len(rows)), map[string]bool{}
	for i := range rows {
		ids[i] = rows[i].ID
	}
	return found, s.t.list(query, fixed, ids, marks(found))
}

// references finds accounts by their reference.
type references struct {
	span
	by string
}

const (
	referencesFrom   = `SELECT a.id, a.reference FROM account a WHERE a.creditor_id = $1 AND a.reference >= $2` + referencesUntil
	referencesBehind = `SELECT a.id, a.reference FROM account a WHERE a.creditor_id = $1 AND a.reference > $2` + referencesUntil
	referencesUntil  = ` AND a.reference <= $3
AND a.reference NOT BETWEEN '` + overview.OperatorAccounts + `' AND '` + overview.OperatorAccounts + last + `' ORDER BY a.reference LIMIT $4`
)

func (r references) found() string { return r.by }

func (r references) next(s *search, after place, limit int) ([]place, error) {
	key, id := r.behind(after)
	query := referencesFrom
	if id != "" {
		query = referencesBehind
	}
	return s.places(after, query, s.creditor, key, r.until, int64(limit))
}

func (r references) among(_ *search, rows []overview.AccountRow) (map[string]bool, error) {
	found := map[string]bool{}
	for _, row := range rows {
		found[row.ID] = r.holds(row.Reference)
	}
	return found, nil
}

// invoiceNumbers finds accounts by the number of an invoice. One with several comes
// at the first of them.
type invoiceNumbers struct{ span }

const (
	invoicesBehind = `SELECT i.account_id, i.number FROM invoice i WHERE (i.number, i.account_id) > ($1, $2) AND i.number <= $3
AND (SELECT b.id FROM invoice b WHERE b.account_id = i.account_id AND b.number || '' >= $4 AND b.number || '' < i.number LIMIT 1) IS NULL
ORDER BY i.number, i.account_id LIMIT $5`
	invoicesAmong = `SELECT a.id FROM account a
WHERE (SELECT i.id FROM invoice i WHERE i.account_id = a.id AND i.number || '' >= $1 AND i.number || '' <= $2 LIMIT 1) IS NOT NULL
AND a.id IN ({ids})`
)

func (invoiceNumbers) found() string { return byInvoice }

func (n invoiceNumbers) next(s *search, after place, limit int) ([]place, error) {
	key, id := n.behind(after)
	return s.places(after, invoicesBehind, key, id, n.until, n.from, int64(limit))
}

func (n invoiceNumbers) among(s *search, rows []overview.AccountRow) (map[string]bool, error) {
	return s.ids(invoicesAmong, []any{n.from, n.until}, rows)
}

// addressed finds accounts by an address of a contact: by one that it had once only
// when it is named exactly.
type addressed struct {
	span
	by     string
	column string // of the contact
}

const (
	addressesBehind = `SELECT d.account_id, d.value FROM address d WHERE (d.value, d.account_id) > ($1, $2) AND d.value <= $3`
	addressesInUse  = ` AND (SELECT c.id FROM contact c WHERE c.account_id = d.account_id AND c.{column} = d.value LIMIT 1) IS NOT NULL
AND (SELECT b.id FROM contact b WHERE b.account_id = d.account_id AND b.{column} >= $4 AND b.{column} < d.value LIMIT 1) IS NULL`
	addressesInOrder = ` ORDER BY d.value, d.account_id LIMIT `
	addressesAmong   = `SELECT d.account_id FROM address d WHERE d.value = $1 AND d.account_id IN ({ids})`
	addressInUse     = `SELECT a.id FROM account a
WHERE (SELECT c.id FROM contact c WHERE c.account_id = a.id AND c.{column} >= $1 AND c.{column} <= $2 LIMIT 1) IS NOT NULL
AND a.id IN ({ids})`
)

func (a addressed) found() string { return a.by }

func (a addressed) next(s *search, after place, limit int) ([]place, error) {
	key, id := a.behind(after)
	if a.exact() {
		return s.places(after, addressesBehind+addressesInOrder+`$4`, key, id, a.until, int64(limit))
	}
	query := addressesBehind + a.of(addressesInUse) + addressesInOrder + `$5`
	return s.places(after, query, key, id, a.until, a.from, int64(limit))
}

func (a addressed) among(s *search, rows []overview.AccountRow) (map[string]bool, error) {
	if a.exact() {
		return s.ids(addressesAmong, []any{a.from}, rows)
	}
	return s.ids(a.of(addressInUse), []any{a.from, a.until}, rows)
}

func (a addressed) of(query string) string { return strings.ReplaceAll(query, "{column}", a.column) }
