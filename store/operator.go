package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/operator"
)

const (
	operatorColumns = `id, email, name, role, may_publish, may_send, zone, phone, email_proven, phone_proven, password, subject, epoch,
created_at, disabled_at, signed_in_at`
	selectOperators         = `SELECT ` + operatorColumns + ` FROM operator ORDER BY id`
	selectOperator          = `SELECT ` + operatorColumns + ` FROM operator WHERE id = $1`
	selectOperatorByEmail   = `SELECT ` + operatorColumns + ` FROM operator WHERE email = $1`
	selectOperatorBySubject = `SELECT ` + operatorColumns + ` FROM operator WHERE subject = $1 AND subject <> ''`
)

func scanOperator(rows *sql.Rows) (o operator.Operator, err error) {
	var publish, send, emailProven, phoneProven, created, disabled, signedIn int64
	var password string
	err = rows.Scan(&o.ID, &o.Email, &o.Name, (*string)(&o.Role), &publish, &send, &o.Zone, &o.Phone, &emailProven, &phoneProven,
		&password, &o.Subject, &o.Epoch, &created, &disabled, &signedIn)
	o.MayPublish, o.MaySend, o.Password = publish != 0, send != 0, secret.New(password)
	o.EmailProven, o.PhoneProven = instant(emailProven), instant(phoneProven)
	o.CreatedAt, o.DisabledAt, o.SignedInAt = instant(created), instant(disabled), instant(signedIn)
	return o, err
}

func (t *txn) operators(query string, args ...any) (list []operator.Operator, err error) {
	err = t.each(query, args, func(rows *sql.Rows) error {
		o, err := scanOperator(rows)
		list = append(list, o)
		return err
	})
	return list, err
}

// findOperator returns the operator whom the query finds by the value; it refuses with
// operator.ErrNotFound.
func (t *txn) findOperator(query, value string) (operator.Operator, error) {
	list, err := t.operators(query, plain(value))
	if err == nil && len(list) == 0 {
		err = refuse(operator.ErrNotFound)
	}
	if err != nil {
		return operator.Operator{}, err
	}
	return list[0], nil
}

// FindOperator returns the operator of the id; operator.ErrNotFound.
func (s *Store) FindOperator(ctx context.Context, id string) (operator.Operator, error) {
	return s.anOperator(ctx, selectOperator, id)
}

// FindOperatorByEmail returns the operator of the address, as operator.ParseEmail writes
// it; operator.ErrNotFound.
func (s *Store) FindOperatorByEmail(ctx context.Context, email string) (operator.Operator, error) {
	return s.anOperator(ctx, selectOperatorByEmail, email)
}

// FindOperatorBySubject returns the operator whom an identity provider knows as the
// subject; operator.ErrNotFound, also for an empty one.
func (s *Store) FindOperatorBySubject(ctx context.Context, subject string) (operator.Operator, error) {
	return s.anOperator(ctx, selectOperatorBySubject, subject)
}

func (s *Store) anOperator(ctx context.Context, query, value string) (operator.Operator, error) {
	o, err := s.read(ctx).findOperator(query, value)
	return o, wrap("find operator", unrefused(err))
}

// unrefused is the cause of a refusal, for whoever reads outside of a write.
func unrefused(err error) error {
	if refused := (*refusal)(nil); errors.As(err, &refused) {
		return refused.cause
	}
	return err
}

// ListOperators lists everybody, also who is disabled, in the order in which they came.
func (s *Store) ListOperators(ctx context.Context) ([]operator.Operator, error) {
	list, err := s.read(ctx).operators(selectOperators)
	return list, wrap("list operators", err)
}

const insertOperator = `INSERT INTO operator (` + operatorColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`

// CreateOperator keeps a new operator, since now; operator.ErrTaken.
func (s *Store) CreateOperator(ctx context.Context, now time.Time, o operator.Operator) error {
	o.CreatedAt = now
	return s.write(ctx, "create operator", func(t *txn) error {
		if err := t.untaken(o); err != nil {
			return err
		}
		_, err := t.do(insertOperator, operatorValues(o)...)
		return err
	})
}

func operatorValues(o operator.Operator) []any {
	return []any{o.ID, plain(o.Email), plain(o.Name), string(o.Role), flag(o.MayPublish), flag(o.MaySend), plain(o.Zone), plain(o.Phone),
		micros(o.EmailProven), micros(o.PhoneProven), o.Password.Reveal(), plain(o.Subject), int64(o.Epoch),
		micros(o.CreatedAt), micros(o.DisabledAt), micros(o.SignedInAt)}
}

const selectTaken = `SELECT id FROM operator WHERE id <> $1 AND (email = $2 OR (subject = $3 AND subject <> ''))`

// untaken refuses with operator.ErrTaken when somebody else has the address or the
// subject.
func (t *txn) untaken(o operator.Operator) error {
	var id string
	taken, err := t.one(selectTaken, []any{o.ID, plain(o.Email), plain(o.Subject)}, &id)
	if err == nil && taken {
		return refuse(operator.ErrTaken)
	}
	return err
}
