package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// Heed records an opt-out. Once recorded it changes nothing.
func (s *Store) Heed(ctx context.Context, now time.Time, o account.OptOut) error {
	return s.write(ctx, "record opt-out", func(t *txn) error {
		_, events, err := t.heed(now, "", []account.OptOut{o})
		if err != nil {
			return err
		}
		return t.append(events)
	})
}

// RecordOptOuts records opt-outs, all or none, and returns them with their ids in
// their order. One that is in force already is returned as it stands. It answers
// account.ErrNoContact and account.ErrNotFound for contacts and accounts that
// nobody knows.
func (s *Store) RecordOptOuts(ctx context.Context, now time.Time, list []account.OptOut, idem *reminder.Idempotency) (stand []account.OptOut, err error) {
	err = s.write(ctx, "record opt-outs", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		known := slices.Clone(list)
		for i := range known {
			if err := t.mustKnow(&known[i]); err != nil {
				return err
			}
		}
		var events []timeline.Event
		if stand, events, err = t.heed(now, "", known); err != nil {
			return err
		}
		if err := t.append(events); err != nil {
			return err
		}
		return t.remember(idem, now, stand)
	})
	return stand, err
}

const selectAccountID = `SELECT id FROM account WHERE id = $1`

// mustKnow finds the contact and the account that an opt-out names, and refuses
// it when there are none.
func (t *txn) mustKnow(o *account.OptOut) error {
	if o.ContactID != "" || o.Scope == account.ScopeContact {
		p, err := t.findContact(o.ContactID)
		o.AccountID = p.AccountID
		return err
	}
	if o.AccountID == "" && o.Scope != account.ScopeAccount {
		return nil // an address, whoever holds it
	}
	found, err := t.one(selectAccountID, []any{o.AccountID}, &o.AccountID)
	if err == nil && !found {
		err = refuse(account.ErrNotFound)
	}
	return err
}

// optOut is an opt-out on its way into the store.
type optOut struct {
	account.OptOut
	via string // the opt-out of an address that brought it about
	new bool   // it was not in force before
}

// subject is what the opt-out is about: an address, or the id of a contact or
// account.
func (o *optOut) subject() string {
	switch o.Scope {
	case account.ScopeContact:
		return o.ContactID
	case account.ScopeAccount:
		return o.AccountID
	}
	return o.Address
}

// key is what at most one opt-out in force has. An address that does not work is
// another matter than the wish of its holder: both are kept.
func (o *optOut) key() string {
	key := string(o.Scope) + " " + string(o.Channel) + " " + o.subject()
	if o.Stopped() {
		key += " stopped"
	}
	return key
}

const (
	insertOptOut = `INSERT INTO opt_out (id, scope, subject, channel, contact_id, account_id, via, source, proof, at)
VALUES {rows} ON CONFLICT DO NOTHING RETURNING id`
	optOutRow = `(?,?,?,?,?,?,?,?,?,?)`
)

// insertOptOuts writes those that are not in force yet, in the order of their
// keys, and turns the others into what is in force.
func (t *txn) insertOptOuts(list []*optOut) error {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b *optOut) int { return strings.Compare(a.key(), b.key()) })
	var values []any
	var subjects []string
	for _, o := range sorted {
		values = append(values, o.ID, string(o.Scope), o.subject(), string(o.Channel), o.ContactID, o.AccountID, o.via,
			o.Source, o.Proof, micros(o.At))
		subjects = append(subjects, o.subject())
	}
	inserted := map[string]bool{}
	if _, err := t.bulk(insertOptOut, optOutRow, nil, values, marks(inserted)); err != nil {
		return err
	}
	stand := map[string]account.OptOut{}
	err := t.list(selectOptOutsInForce, nil, unique(subjects), func(rows *sql.Rows) error {
		o, _, err := scanOptOut(rows)
		stand[(&optOut{OptOut: o}).key()] = o
		return err
	})
	for _, o := range list {
		o.new = inserted[o.ID]
		o.OptOut = stand[o.key()]
	}
	return err
}
