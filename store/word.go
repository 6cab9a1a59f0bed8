package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"github.com/goodterms/goodterms/overview"
)

// Accounts whose names are read in one transaction: few, so that what accepts
// reminders need not wait for long.
const readTogether = 64

// ReadWords fills in the words of the names of up to so many accounts that are new or
// whose names have changed, and says how many they were. What changes meanwhile stays
// unread.
func (s *Store) ReadWords(ctx context.Context, _ time.Time, limit int) (n int, err error) {
	for n < limit {
		most, got := min(readTogether, limit-n), 0
		err := s.write(ctx, "read words", func(t *txn) (err error) {
			got, err = t.readWords(most)
			return err
		})
		n += got
		if err != nil || got < most {
			return n, err
		}
	}
	return n, nil
}

const (
	// An account that somebody is changing is left for the next time; one that is
	// being read is changed after that.
	selectUnread = `SELECT a.id, a.name FROM account a WHERE a.unread = 1 ORDER BY a.id LIMIT $1`
	selectNames  = `SELECT c.account_id, c.name FROM contact c WHERE c.account_id IN ({ids})`
	deleteWords  = `DELETE FROM account_word WHERE account_id IN ({ids})`
	insertWords  = `INSERT INTO account_word (word, account_id) VALUES {rows}`
	accountsRead = `UPDATE account SET unread = 0 WHERE id IN ({ids})`
)

func (t *txn) readWords(limit int) (int, error) {
	names := map[string][]string{} // by account
	add := func(rows *sql.Rows) error {
		var id, name string
		err := rows.Scan(&id, &name)
		names[id] = append(names[id], name)
		return err
	}
	if err := t.each(selectUnread+t.store.engine.only(forUpdateSkip), []any{int64(limit)}, add); err != nil || len(names) == 0 {
		return 0, err
	}
	ids := slices.Sorted(maps.Keys(names))
	if err := t.list(selectNames, nil, ids, add); err != nil {
		return 0, err
	}
	if err := t.list(deleteWords, nil, ids, nil); err != nil {
		return 0, err
	}
	if err := t.insertWords(ids, names); err != nil {
		return 0, err
	}
	return len(ids), t.list(accountsRead, nil, ids, nil)
}

func (t *txn) insertWords(ids []string, names map[string][]string) error {
	var values []any
	for _, id := range ids {
		for _, word := range overview.WordsOf(names[id]...) {
			values = append(values, word, id)
		}
	}
	_, err := t.bulk(insertWords, row(2), nil, values, nil)
	return err
}
