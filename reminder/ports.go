package reminder

import (
	"context"
	"errors"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// Errors of the stores behind the story and the API.
var (
	ErrAnswered = errors.New("the idempotency key has been used")
	ErrConflict = errors.New("the reference exists with other content")
	ErrInvoice  = errors.New("no such invoice")
	ErrCurrency = errors.New("the currency is not the invoice's")
)

// Claims is how the story takes reminders that are due and gives them back.
type Claims interface {
	// Claim takes those of the reminders that are scheduled and due and returns
	// them with their work. It is the only guard against duplicates.
	Claim(ctx context.Context, ids []string, owner string, now time.Time) ([]Work, error)
	// Reload reads again what the owner has claimed; those that are no longer
	// claimed by it are missing from the answer.
	Reload(ctx context.Context, ids []string, owner string) ([]Work, error)
	// Begin commits an attempt before its provider is called.
	Begin(ctx context.Context, b Begin) (Begun, error)
	// Record applies a change; false when it took no effect.
	Record(ctx context.Context, now time.Time, c Change) (bool, error)
	// Release makes all that the owner has claimed without an attempt due again.
	Release(ctx context.Context, owner string, now time.Time) error
}

// Settlements is how the story finds hand-offs that need settling.
type Settlements interface {
	// Unsettled takes attempts that are unknown and due for a look-up, or open
	// with an owner that has been silent for the given time and started before
	// now-after. Their SettleAt is moved to now+lease so that no other instance
	// takes them meanwhile.
	Unsettled(ctx context.Context, now time.Time, silence, after, lease time.Duration, limit int) ([]Stored, error)
	// Known says which of the provider ids belong to attempts already.
	Known(ctx context.Context, providerIDs []string) (map[string]bool, error)
}

// Inbox is how the story records what providers say about hand-offs.
type Inbox interface {
	// Receive keeps the receipt and, when decide wants it, applies what it means
	// to the attempt, in one transaction with the attempt's row locked. An
	// unknown attempt is kept too. A repeat of the same Key changes nothing.
	Receive(ctx context.Context, now time.Time, r channels.Receipt, test bool, decide func(Attempt) Settled) error
	// FindAttempt returns an attempt with its work; ErrNotFound when there is none.
	FindAttempt(ctx context.Context, id string) (Stored, error)
}

// Settled is what a receipt does to an attempt: a new delivery status (empty:
// none), and the change that settles an attempt which was open or unknown.
type Settled struct {
	Status channels.Status
	Change *Change
}

// Waker is told of reminders that come due soon, so that they leave in time.
type Waker interface {
	Wake(due ...Due)
}
