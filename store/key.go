package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// ErrKeyNotFound says that there is no such API key.
var ErrKeyNotFound = errors.New("no such api key")

// Key is an API key, without the key itself: only its hash is kept.
type Key struct {
	ID         string // key_…
	CreditorID string
	Name       string
	Kind       string // live or test
	Scopes     []string
	CreatedAt  time.Time
	ExpiresAt  time.Time // zero: never
	RevokedAt  time.Time // zero: not revoked
	LastUsedAt time.Time // zero: never used; not more exact than TouchKey is called
}

const insertKey = `INSERT INTO api_key (id, creditor_id, name, kind, scopes, hash, created_at, expires_at, revoked_at, last_used_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// CreateKey keeps an API key under its hash. Without a creditor it belongs to the
// one there is.
func (s *Store) CreateKey(ctx context.Context, k Key, hash string) error {
	return s.write(ctx, "create api key", func(t *txn) (err error) {
		if k.CreditorID == "" {
			if k.CreditorID, err = t.creditor(); err != nil {
				return err
			}
		}
		_, err = t.do(insertKey, k.ID, k.CreditorID, k.Name, k.Kind, joined(k.Scopes), hash,
			micros(k.CreatedAt), micros(k.ExpiresAt), micros(k.RevokedAt), micros(k.LastUsedAt))
		return err
	})
}

const selectKeys = `SELECT id, creditor_id, name, kind, scopes, created_at, expires_at, revoked_at, last_used_at FROM api_key`

func scanKey(rows *sql.Rows) (k Key, err error) {
	var scopes string
	var created, expires, revoked, used int64
	err = rows.Scan(&k.ID, &k.CreditorID, &k.Name, &k.Kind, &scopes, &created, &expires, &revoked, &used)
	k.Scopes = split[string](scopes)
	k.CreatedAt, k.ExpiresAt, k.RevokedAt, k.LastUsedAt = instant(created), instant(expires), instant(revoked), instant(used)
	return k, err
}

// ListKeys lists every API key, revoked ones too, oldest first.
func (s *Store) ListKeys(ctx context.Context) (list []Key, err error) {
	err = s.read(ctx).each(selectKeys+` ORDER BY created_at, id`, nil, func(rows *sql.Rows) error {
		k, err := scanKey(rows)
		list = append(list, k)
		return err
	})
	return list, wrap("list api keys", err)
}

// FindKey returns the API key of the hash, revoked or expired as it may be;
// ErrKeyNotFound when there is none.
func (s *Store) FindKey(ctx context.Context, hash string) (k Key, err error) {
	found := false
	err = s.read(ctx).each(selectKeys+` WHERE hash = $1`, []any{hash}, func(rows *sql.Rows) (err error) {
		found = true
		k, err = scanKey(rows)
		return err
	})
	if err == nil && !found {
		err = ErrKeyNotFound
	}
	return k, wrap("find api key", err)
}

// RevokeKey ends the API keys of the id or name; ErrKeyNotFound when there is
// none that was still good.
func (s *Store) RevokeKey(ctx context.Context, idOrName string, now time.Time) error {
	return s.write(ctx, "revoke api key", func(t *txn) error {
		n, err := t.do(`UPDATE api_key SET revoked_at = $1 WHERE (id = $2 OR name = $2) AND revoked_at = 0`, micros(now), idOrName)
		if err == nil && n == 0 {
			return refuse(ErrKeyNotFound)
		}
		return err
	})
}

// TouchKey notes when the API key was last used.
func (s *Store) TouchKey(ctx context.Context, id string, now time.Time) error {
	return s.write(ctx, "touch api key", func(t *txn) error {
		_, err := t.do(`UPDATE api_key SET last_used_at = $1 WHERE id = $2 AND last_used_at < $1`, micros(now), id)
		return err
	})
}
