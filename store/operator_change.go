package store

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/operator"
)

// ChangeOperator reads an operator, lets change change them and writes that down, in one
// transaction; the id and the time of creation stay. An error of change is returned as it
// is, and nothing is written; change may be called again when another transaction was in
// the way. Another password, and being disabled, end the links that are open.
// operator.ErrNotFound, operator.ErrTaken, operator.ErrLastAdmin.
func (s *Store) ChangeOperator(ctx context.Context, now time.Time, id string, change func(*operator.Operator) error) (o operator.Operator, err error) {
	var own error
	err = s.write(ctx, "change operator", func(t *txn) error {
		admins, err := t.admins()
		if err != nil {
			return err
		}
		before, err := t.findOperator(selectOperator+t.store.engine.only(forUpdate), id)
		if err != nil {
			return err
		}
		o = before
		if own = change(&o); own != nil {
			return refuse(own)
		}
		o.ID, o.CreatedAt = before.ID, before.CreatedAt
		if err := t.permitted(before, o, admins); err != nil {
			return err
		}
		return t.putOperator(now, before, o)
	})
	if own != nil {
		return operator.Operator{}, own
	}
	if err != nil {
		return operator.Operator{}, err
	}
	return asKept(o), nil
}

// asKept is the operator with instants as exact as they are kept.
func asKept(o operator.Operator) operator.Operator {
	for _, at := range []*time.Time{&o.EmailProven, &o.PhoneProven, &o.CreatedAt, &o.DisabledAt, &o.SignedInAt} {
		*at = instant(micros(*at))
	}
	return o
}

const selectAdmins = `SELECT ` + operatorColumns + ` FROM operator WHERE role = 'admin' AND disabled_at = 0 ORDER BY id`

// admins are those who may sign in, locked before anybody is changed: of two who would
// disable each other, the second sees what the first has done.
func (t *txn) admins() ([]operator.Operator, error) {
	return t.operators(selectAdmins + t.store.engine.only(forUpdate))
}

// permitted refuses to let go of the last admin, and to take what is somebody else's.
func (t *txn) permitted(before, after operator.Operator, admins []operator.Operator) error {
	if before.May(operator.Manage) && !after.May(operator.Manage) && len(admins) <= 1 {
		return refuse(operator.ErrLastAdmin)
	}
	return t.untaken(after)
}

const (
	updateOperator = `UPDATE operator SET email = $2, name = $3, role = $4, may_publish = $5, may_send = $6, zone = $7, phone = $8,
email_proven = $9, phone_proven = $10, password = $11, subject = $12, epoch = $13, created_at = $14, disabled_at = $15, signed_in_at = $16
WHERE id = $1`
	endLinks = `UPDATE operator_link SET used_at = $1 WHERE operator_id = $2 AND used_at = 0`
)

func (t *txn) putOperator(now time.Time, before, after operator.Operator) error {
	if _, err := t.do(updateOperator, operatorValues(after)...); err != nil {
		return err
	}
	disabled := before.DisabledAt.IsZero() && !after.DisabledAt.IsZero()
	if !disabled && before.Password.Equal(after.Password) {
		return nil
	}
	_, err := t.do(endLinks, micros(now), after.ID)
	return err
}
