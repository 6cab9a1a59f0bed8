package store

import "context"

const (
	selectMailbox = `SELECT uid_validity, last_uid FROM mailbox WHERE name = $1`
	upsertMailbox = `INSERT INTO mailbox (name, uid_validity, last_uid) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid`
)

// MailboxCursor says how far a mailbox has been read: the validity of its numbers
// and the last one; both 0 when it never has been.
func (s *Store) MailboxCursor(ctx context.Context, name string) (validity, uid uint32, err error) {
	var v, u int64
	_, err = s.read(ctx).one(selectMailbox, []any{name}, &v, &u)
	return uint32(v), uint32(u), wrap("find mailbox", err)
}

// SetMailboxCursor keeps how far a mailbox has been read.
func (s *Store) SetMailboxCursor(ctx context.Context, name string, validity, uid uint32) error {
	return s.write(ctx, "set mailbox", func(t *txn) error {
		_, err := t.do(upsertMailbox, name, int64(validity), int64(uid))
		return err
	})
}
