package store

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// Which opt-outs and consents an account or a contact has. Each arm finds its
// rows by an index; %d is the place of the id among the arguments.
const (
	optOutsOfAccount = `SELECT p.id FROM opt_out p WHERE p.account_id = $%d
UNION SELECT p.id FROM contact c JOIN opt_out p ON p.subject = c.email WHERE c.account_id = $%d
UNION SELECT p.id FROM contact c JOIN opt_out p ON p.subject = c.phone WHERE c.account_id = $%d`
	optOutsOfContact = `SELECT p.id FROM opt_out p WHERE p.contact_id = $%d
UNION SELECT p.id FROM contact c JOIN opt_out p ON p.subject = c.email WHERE c.id = $%d
UNION SELECT p.id FROM contact c JOIN opt_out p ON p.subject = c.phone WHERE c.id = $%d`
	consentsOfAccount = `SELECT p.id FROM consent p WHERE p.account_id = $%d`
	consentsOfContact = `SELECT p.id FROM consent p WHERE p.contact_id = $%d`
)

// chosen is the query of a list, with its arguments.
func chosen(head, table string, f reminder.OptOutFilter, ofAccount, ofContact string) (string, []any) {
	query, args := head+` WHERE `+table+`.id > $1`, []any{f.After}
	for _, by := range [...]struct{ id, rows string }{{f.AccountID, ofAccount}, {f.ContactID, ofContact}} {
		if by.id != "" {
			args = append(args, by.id)
			query += ` AND ` + table + `.id IN (` + strings.ReplaceAll(by.rows, "$%d", "$"+strconv.Itoa(len(args))) + `)`
		}
	}
	if !f.Ended {
		query += ` AND ` + table + `.ended_at = 0`
	}
	args = append(args, int64(f.Limit))
	return query + ` ORDER BY ` + table + `.id LIMIT $` + strconv.Itoa(len(args)), args
}

// byID orders opt-outs, which is by when they were recorded.
func byID(a, b account.OptOut) int { return cmp.Compare(a.ID, b.ID) }
