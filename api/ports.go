package api

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// Reminders keeps reminders.
type Reminders interface {
	// Accept commits reminders and answers in their order.
	Accept(ctx context.Context, now time.Time, planned []reminder.Planned, idem *reminder.Idempotency) ([]reminder.Acceptance, error)
	// FindReminder returns a reminder with all that explains it; reminder.ErrNotFound.
	FindReminder(ctx context.Context, id string) (reminder.View, error)
	// ListReminders returns the reminders that the filter chooses, ordered by id.
	ListReminders(ctx context.Context, filter reminder.Filter) ([]reminder.Reminder, error)
	// Reschedule moves a reminder that waits. A zero sendAt and a nil expiresAt
	// leave the time as it is, a zero expiresAt clears it; reminder.ErrNotFound,
	// reminder.ErrEnded.
	Reschedule(ctx context.Context, now time.Time, id string, sendAt time.Time, expiresAt *time.Time, idem *reminder.Idempotency) (reminder.Reminder, error)
	// Cancel takes back a reminder that waits; reminder.ErrNotFound, reminder.ErrEnded.
	Cancel(ctx context.Context, now time.Time, id string, idem *reminder.Idempotency) (reminder.Reminder, error)
}

// Accounts keeps accounts and what happened to them. All answer
// account.ErrNotFound when the reference is not known, save PutAccount.
type Accounts interface {
	// PutAccount creates or replaces an account and upserts contacts; true when it is new.
	PutAccount(ctx context.Context, now time.Time, a account.Account, contacts []account.Contact, idem *reminder.Idempotency) (account.Account, bool, error)
	FindAccount(ctx context.Context, reference string) (reminder.AccountView, error)
	// Timeline returns the events after the one with the number, oldest first.
	Timeline(ctx context.Context, reference string, after int64, limit int) ([]timeline.Event, error)
	AddNote(ctx context.Context, now time.Time, reference string, note timeline.Note, idem *reminder.Idempotency) (timeline.Event, error)
	// RecordPayment also answers reminder.ErrInvoice, ErrCurrency and ErrConflict.
	RecordPayment(ctx context.Context, now time.Time, p reminder.Payment, idem *reminder.Idempotency) (reminder.Paid, error)
}

// Answers finds the answers to earlier requests.
type Answers interface {
	FindAnswer(ctx context.Context, keyID, key string, now time.Time) (reminder.Answer, bool, error)
}

// Keys finds API keys by the hash of their secret; ErrNoKey when there is none.
type Keys interface {
	FindKey(ctx context.Context, hash string, now time.Time) (Key, error)
}

// Planner turns what was asked for into a planned reminder.
type Planner interface {
	Plan(now time.Time, in reminder.Intake) reminder.Planned
}

// Story takes what providers say about hand-offs.
type Story interface {
	Receipt(ctx context.Context, r channels.Receipt, test bool) error
	// Script returns the attempt that a call is about; reminder.ErrNotFound.
	Script(ctx context.Context, attempt string, test bool) (reminder.Stored, error)
}
