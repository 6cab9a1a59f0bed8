package store

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// AcceptTrial commits a test message to an operator, with the account and contact that
// stand for them, and returns it as a reminder that is due.
func (s *Store) AcceptTrial(ctx context.Context, now time.Time, a account.Account, c account.Contact, p reminder.PlannedAnswer) (r reminder.Reminder, err error) {
	err = s.write(ctx, "accept test message", func(t *txn) error {
		creditor, err := t.creditor()
		if err != nil {
			return err
		}
		f := &facts{}
		f.add(now, &a, &c)
		if err := t.upsert(creditor, f); err != nil {
			return err
		}
		made, events, err := t.planAnswer(now, p, "")
		if err != nil {
			return err
		}
		r = made
		return t.append(events)
	})
	return r, err
}
