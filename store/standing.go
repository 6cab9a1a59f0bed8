package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

const standingColumns = accountColumns + `, ` + contactColumns + `, c.preferences, k.stopped_at`

// standingRow is where standingColumns are scanned to.
type standingRow struct {
	account     stored
	contact     account.Contact
	preferences string
	stoppedAt   int64
}

func (w *standingRow) dest() []any {
	return slices.Concat(w.account.dest(), contactDest(&w.contact), []any{&w.preferences, &w.stoppedAt})
}

func (w *standingRow) standing() (reminder.Standing, error) {
	preferences, err := readPreferences(w.preferences)
	return reminder.Standing{
		Account: w.account.Account, Window: w.account.window, Hold: w.account.hold, Version: w.account.version,
		Contact: w.contact, Preferences: preferences, Stopped: w.stoppedAt != 0,
	}, err
}

// standings are those of the works, to be filled.
func standings(works []reminder.Work) []*reminder.Standing {
	list := make([]*reminder.Standing, len(works))
	for i := range works {
		list[i] = &works[i].Standing
	}
	return list
}

// addresses are the contacts' mail addresses and phone numbers, each once.
func addresses(list []*reminder.Standing) []string {
	values := make([]string, 0, 2*len(list))
	for _, s := range list {
		for _, value := range [...]string{s.Contact.Email, s.Contact.Phone} {
			if value != "" {
				values = append(values, value)
			}
		}
	}
	slices.Sort(values)
	return slices.Compact(values)
}

const selectStanding = `SELECT ` + standingColumns + ` FROM contact c JOIN account a ON a.id = c.account_id
JOIN creditor k ON k.id = a.creditor_id WHERE c.id = $1`

// FindStanding returns a contact with all that decides about it, opt-outs and
// consents that have ended too; account.ErrNoContact when there is none.
func (s *Store) FindStanding(ctx context.Context, contactID string, now time.Time) (reminder.Standing, error) {
	standing, err := s.read(ctx).findStanding(contactID, now)
	return standing, wrap("find contact", err)
}

func (t *txn) findStanding(contactID string, now time.Time) (reminder.Standing, error) {
	standing, err := t.standingNow(contactID, now)
	if err != nil {
		return standing, err
	}
	return standing, t.addHistory([]*reminder.Standing{&standing}, []bool{false}, now)
}

// standingNow is findStanding without what has been.
func (t *txn) standingNow(contactID string, now time.Time) (standing reminder.Standing, err error) {
	var w standingRow
	found, err := t.one(selectStanding, []any{contactID}, w.dest()...)
	if err == nil && !found {
		err = account.ErrNoContact
	}
	if err != nil {
		return standing, err
	}
	if standing, err = w.standing(); err != nil {
		return standing, err
	}
	one := []*reminder.Standing{&standing}
	if err := t.addOptOuts(selectOptOuts, one); err != nil {
		return standing, err
	}
	if err := t.addConsents(selectConsents, one); err != nil {
		return standing, err
	}
	holds, err := t.holdsInForce([]string{standing.Account.ID})
	standing.Holds = holding(holds[standing.Account.ID], now)
	return standing, err
}

// addPast adds what a decision looks at besides the facts: consents in force and
// the history of contacts. A test reminder sees the attempts of tests, a live
// one those that were live.
func (t *txn) addPast(works []reminder.Work) error {
	if len(works) == 0 {
		return nil
	}
	list, test, claimed := standings(works), make([]bool, len(works)), works[0].Reminder.UpdatedAt
	for i := range works {
		test[i] = works[i].Reminder.Test
		if at := works[i].Reminder.UpdatedAt; at.Before(claimed) {
			claimed = at
		}
	}
	if err := t.addConsents(selectConsentsInForce, list); err != nil {
		return err
	}
	return t.addHistory(list, test, claimed)
}

const (
	optOutColumns = `o.id, o.scope, o.subject, o.channel, o.contact_id, o.account_id, o.source, o.proof,
o.at, o.ended_at, o.ended_by, o.end_proof`
	selectOptOuts        = `SELECT ` + optOutColumns + ` FROM opt_out o WHERE o.subject IN ({ids})`
	selectOptOutsInForce = selectOptOuts + ` AND o.ended_at = 0`
)

// scanOptOut scans optOutColumns. The subject is an address or the id of a
// contact or account, which are never alike.
func scanOptOut(rows *sql.Rows) (o account.OptOut, subject string, err error) {
	var at, ended int64
	err = rows.Scan(&o.ID, (*string)(&o.Scope), &subject, (*string)(&o.Channel), &o.ContactID, &o.AccountID, &o.Source,
		&o.Proof, &at, &ended, &o.EndedBy, &o.EndProof)
	o.At, o.EndedAt = instant(at), instant(ended)
	if o.Scope == account.ScopeAddress {
		o.Address = subject
	}
	return o, subject, err
}

// addOptOuts adds the opt-outs of the contacts, their addresses and their accounts.
func (t *txn) addOptOuts(query string, list []*reminder.Standing) error {
	ids := addresses(list)
	for _, s := range list {
		ids = append(ids, s.Contact.ID, s.Account.ID)
	}
	found := map[string][]account.OptOut{}
	err := t.list(query, nil, unique(ids), func(rows *sql.Rows) error {
		o, subject, err := scanOptOut(rows)
		found[subject] = append(found[subject], o)
		return err
	})
	if len(found) == 0 {
		return err
	}
	for _, s := range list {
		for _, subject := range unique([]string{s.Contact.Email, s.Contact.Phone, s.Contact.ID, s.Account.ID}) {
			s.OptOuts = append(s.OptOuts, found[subject]...)
		}
		slices.SortFunc(s.OptOuts, byID)
	}
	return err
}

const (
	consentColumns        = `n.id, n.contact_id, n.account_id, n.channel, n.address, n.source, n.proof, n.at, n.ended_at, n.ended_by`
	selectConsents        = `SELECT ` + consentColumns + ` FROM consent n WHERE n.contact_id IN ({ids})`
	selectConsentsInForce = selectConsents + ` AND n.ended_at = 0`
)

func scanConsent(rows *sql.Rows) (c account.Consent, err error) {
	var at, ended int64
	err = rows.Scan(&c.ID, &c.ContactID, &c.AccountID, (*string)(&c.Channel), &c.Address, &c.Source, &c.Proof, &at, &ended, &c.EndedBy)
	c.At, c.EndedAt = instant(at), instant(ended)
	return c, err
}

// addConsents adds the consents of the contacts.
func (t *txn) addConsents(query string, list []*reminder.Standing) error {
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = s.Contact.ID
	}
	found := map[string][]account.Consent{}
	err := t.list(query, nil, unique(ids), func(rows *sql.Rows) error {
		c, err := scanConsent(rows)
		found[c.ContactID] = append(found[c.ContactID], c)
		return err
	})
	for _, s := range list {
		s.Consents = found[s.Contact.ID]
		slices.SortFunc(s.Consents, func(a, b account.Consent) int { return cmp.Compare(a.ID, b.ID) })
	}
	return err
}
