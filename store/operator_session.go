package store

import (
	"context"
	"encoding/base64"
	"time"
)

// Sessions keeps the sessions of operators, under tokens that are hashed already. A
// session that was ended does not come back, also when a visit that began before commits
// it afterwards.
type Sessions struct {
	store *Store
	now   func() time.Time
}

// Sessions returns the sessions; those that have expired at now are not found.
func (s *Store) Sessions(now func() time.Time) Sessions { return Sessions{s, now} }

const selectSession = `SELECT data FROM operator_session WHERE token = $1 AND data <> '' AND expires_at > $2`

// FindCtx returns what the session of the token holds; false when there is none, or it
// has expired.
func (s Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	var text string
	found, err = s.store.read(ctx).one(selectSession, []any{plain(token), micros(s.now())}, &text)
	if err == nil && found {
		data, err = base64.StdEncoding.DecodeString(text)
	}
	if err != nil {
		return nil, false, wrap("find session", err)
	}
	return data, found, nil
}

const upsertSession = `INSERT INTO operator_session (token, data, expires_at) VALUES ($1, $2, $3)
ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at WHERE operator_session.data <> ''`

// CommitCtx keeps what the session of the token holds, until it expires.
func (s Sessions) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return s.store.write(ctx, "commit session", func(t *txn) error {
		_, err := t.do(upsertSession, plain(token), base64.StdEncoding.EncodeToString(b), micros(expiry))
		return err
	})
}

// DeleteCtx ends the session of the token, if there is one.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.store.write(ctx, "end session", func(t *txn) error {
		_, err := t.do(`UPDATE operator_session SET data = '' WHERE token = $1`, plain(token))
		return err
	})
}

// Find is FindCtx for who has no context.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for who has no context.
func (s Sessions) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

// Delete is DeleteCtx for who has no context.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func (t *txn) pruneSessions(now time.Time) error {
	_, err := t.do(`DELETE FROM operator_session WHERE expires_at <= $1`, micros(now))
	return err
}
