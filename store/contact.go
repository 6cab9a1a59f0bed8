package store

import (
	"database/sql"
	"time"

	"github.com/goodterms/goodterms/account"
)

// person is a contact with what only the store keeps of it.
type person struct {
	account.Contact
	preferences string
}

const selectPerson = `SELECT ` + contactColumns + `, c.preferences FROM contact c WHERE c.id = $1`

// findContact returns the contact of the id; it refuses with
// account.ErrNoContact when there is none.
func (t *txn) findContact(id string) (p person, err error) {
	found, err := t.one(selectPerson, []any{id}, append(contactDest(&p.Contact), &p.preferences)...)
	if err == nil && !found {
		err = refuse(account.ErrNoContact)
	}
	return p, err
}

// theContact is findContact for writes: it locks the contact's account first, so
// that what it reads is not changed meanwhile.
func (t *txn) theContact(id string) (person, error) {
	p, err := t.findContact(id)
	if err != nil || t.store.engine == sqlite {
		return p, err
	}
	if err := t.lock([]string{p.AccountID}); err != nil {
		return p, err
	}
	return t.findContact(id)
}

const lockAccounts = `SELECT id FROM account WHERE id IN ({ids}) ORDER BY id`

// lock locks accounts in the order of their ids, before anything else is: that
// way two transactions never wait for each other. SQLite has one writer.
func (t *txn) lock(accountIDs []string) error {
	if t.store.engine == sqlite || len(accountIDs) == 0 {
		return nil
	}
	return t.list(lockAccounts+forUpdate, nil, unique(accountIDs), func(*sql.Rows) error { return nil })
}

// accountsWith lists the accounts that have ever had one of the addresses.
func (t *txn) accountsWith(addresses []string) ([]string, error) {
	found := map[string]bool{}
	err := t.list(selectAddresses, nil, unique(addresses), marks(found))
	return keys(found), err
}

// Reminders that wait for a cause, or that have been put off by a decision: those
// of another time than was asked for that have never been handed over.
const (
	heldAnew = `UPDATE reminder SET status = 'scheduled', queued = 1, reason = '', explanation = '', updated_at = $1,
send_at = CASE WHEN planned_at > $1 THEN planned_at ELSE $1 END WHERE status = 'held' AND account_id IN ({ids})`
	deferredAnew = `UPDATE reminder SET send_at = $1, reason = '', explanation = '', updated_at = $1 WHERE status = 'scheduled' AND send_at > $1 AND planned_at <= $1
AND attempts = 0 AND id IN (SELECT e.reminder_id FROM timeline e WHERE e.kind = 'reminder.scheduled' AND e.account_id IN ({ids}))`
)

// decideAnew lets every decision upon the accounts go stale, and what waits for
// them be decided upon again at once. It comes due without a wake-up of its own:
// the sweeper meets it like all that is overdue.
func (t *txn) decideAnew(now time.Time, accountIDs []string) error {
	if err := t.raise(accountIDs); err != nil {
		return err
	}
	ids := unique(accountIDs)
	if err := t.list(heldAnew, []any{micros(now)}, ids, nil); err != nil {
		return err
	}
	return t.list(deferredAnew, []any{micros(now)}, ids, nil)
}
