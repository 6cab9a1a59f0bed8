package store

import (
	"context"
	"errors"

	"github.com/goodterms/goodterms/account"
)

// Secret returns the stored secret of the name. When there is none yet it stores
// what make returns, once, whoever comes first.
func (s *Store) Secret(ctx context.Context, name string, make func() string) (value string, err error) {
	err = s.write(ctx, "read secret", func(t *txn) error {
		return t.once(`SELECT value FROM secret WHERE name = $1`,
			`INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, name, make, &value)
	})
	return value, err
}

// once reads a value and, where it is missing, writes it first.
func (t *txn) once(read, insert, name string, make func() string, value *string) error {
	found, err := t.one(read, []any{name}, value)
	if err != nil || found {
		return err
	}
	if _, err := t.do(insert, name, make()); err != nil {
		return err
	}
	if found, err = t.one(read, []any{name}, value); err == nil && !found {
		return errRace
	}
	return err
}

var errNoCreditor = errors.New("the creditor is not set up yet")

const upsertCreditor = `INSERT INTO creditor (id, name) VALUES ($1, $2)
ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE creditor.name <> excluded.name`

// Creditor ensures the one creditor, keeps its name current and returns its id,
// which is always the same.
func (s *Store) Creditor(ctx context.Context, name string) (id string, err error) {
	id = account.StableID("cre", "first")
	err = s.write(ctx, "set up creditor", func(t *txn) error {
		_, err := t.do(upsertCreditor, id, name)
		return err
	})
	return id, err
}

const selectCreditor = `SELECT id FROM creditor ORDER BY id LIMIT 1`

// creditor is the id of the one creditor.
func (t *txn) creditor() (string, error) {
	if id := t.store.creditor.Load(); id != nil {
		return *id, nil
	}
	var id string
	found, err := t.one(selectCreditor, nil, &id)
	if err == nil && !found {
		return "", refuse(errNoCreditor)
	}
	if err == nil {
		t.store.creditor.Store(&id)
	}
	return id, err
}
