package store

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/operator"
)

const insertLink = `INSERT INTO operator_link (hash, operator_id, expires_at) VALUES ($1, $2, $3)`

// CreateLink keeps a link. Those that the operator had before stop working.
// operator.ErrNotFound.
func (s *Store) CreateLink(ctx context.Context, l operator.Link) error {
	return s.write(ctx, "create link", func(t *txn) error {
		if _, err := t.findOperator(selectOperator+t.store.engine.only(forUpdate), l.OperatorID); err != nil {
			return err
		}
		if _, err := t.do(`DELETE FROM operator_link WHERE operator_id = $1`, l.OperatorID); err != nil {
			return err
		}
		_, err := t.do(insertLink, l.Hash, l.OperatorID, micros(l.ExpiresAt))
		return err
	})
}

const (
	selectLink = `SELECT operator_id FROM operator_link WHERE hash = $1 AND used_at = 0 AND expires_at > $2`
	useLink    = `UPDATE operator_link SET used_at = $1 WHERE hash = $2`
)

// FindLink returns whom the link of the hash would let in, without using it;
// operator.ErrNoLink.
func (s *Store) FindLink(ctx context.Context, now time.Time, hash string) (operator.Operator, error) {
	o, err := s.read(ctx).theLink(selectLink, now, hash)
	return o, wrap("find link", unrefused(err))
}

// UseLink returns whom the link of the hash lets in, once: of two who use it together,
// one is told operator.ErrNoLink. It proves no address.
func (s *Store) UseLink(ctx context.Context, now time.Time, hash string) (o operator.Operator, err error) {
	err = s.write(ctx, "use link", func(t *txn) error {
		if o, err = t.theLink(selectLink+t.store.engine.only(forUpdate), now, hash); err != nil {
			return err
		}
		_, err := t.do(useLink, micros(now), hash)
		return err
	})
	if err != nil {
		return operator.Operator{}, err
	}
	return o, nil
}

// theLink finds the operator of a link that works. It lets in nobody who is disabled.
func (t *txn) theLink(query string, now time.Time, hash string) (operator.Operator, error) {
	var id string
	found, err := t.one(query, []any{plain(hash), micros(now)}, &id)
	if err == nil && !found {
		err = refuse(operator.ErrNoLink)
	}
	if err != nil {
		return operator.Operator{}, err
	}
	o, err := t.findOperator(selectOperator, id)
	if err == nil && !o.DisabledAt.IsZero() {
		return operator.Operator{}, refuse(operator.ErrNoLink)
	}
	return o, err
}

// Links that work no more are kept for so long.
const linkKept = 24 * time.Hour

func (t *txn) pruneLinks(now time.Time) error {
	_, err := t.do(`DELETE FROM operator_link WHERE expires_at <= $1 OR (used_at > 0 AND used_at <= $1)`, micros(now.Add(-linkKept)))
	return err
}
