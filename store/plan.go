package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// instalments is where a reminder's column plan is scanned to.
type instalments []reminder.Instalment

// Scan reads the JSON; an empty text is no plan.
func (p *instalments) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return errors.New("the column plan holds no text")
	}
	*p = nil // a list of its own for each reminder
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), (*[]reminder.Instalment)(p))
}

// planJSON is the plan as it is kept; plain values always have a JSON form.
func planJSON(plan []reminder.Instalment) string {
	text, _ := listJSON(plan)
	return text
}

// addStages adds the stages of the templates.
func (t *txn) addStages(works []reminder.Work) (err error) {
	for i := 0; i < len(works) && err == nil; i++ {
		works[i].Stage, _, err = t.stage(works[i].Reminder.Template)
	}
	return err
}

const selectBrokenOrOpen = `SELECT ` + promiseColumns + ` FROM promise p WHERE p.status IN ('broken', 'open') AND p.account_id IN ({ids})`

// addPromised adds to those works whose text is about a broken promise the latest
// one about their invoices: one that is broken, else one that is open still.
func (t *txn) addPromised(works []reminder.Work) error {
	var ids []string
	for i := range works {
		if works[i].Stage == templates.PromiseBroken {
			ids = append(ids, works[i].Reminder.AccountID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var list []account.Promise
	err := t.list(selectBrokenOrOpen, nil, unique(ids), func(rows *sql.Rows) error {
		p, err := scanPromise(rows)
		list = append(list, p)
		return err
	})
	slices.SortFunc(list, latestBroken)
	for i := range works {
		if works[i].Stage == templates.PromiseBroken {
			works[i].Promised = promisedFor(works[i].Reminder, list)
		}
	}
	return err
}

// latestBroken orders broken promises before open ones, and those of a later day
// before earlier ones.
func latestBroken(a, b account.Promise) int {
	return cmp.Or(int(flag(b.Status == account.PromiseBroken))-int(flag(a.Status == account.PromiseBroken)), b.PayBy.Sub(a.PayBy), cmp.Compare(b.ID, a.ID))
}

func promisedFor(r reminder.Reminder, list []account.Promise) *account.Promise {
	for _, p := range list {
		if p.AccountID == r.AccountID && shareInvoice(p.InvoiceIDs, r.InvoiceIDs) {
			return &p
		}
	}
	return nil
}
