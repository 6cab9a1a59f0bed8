package queue

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

// Schedule is how the queue reads what is due: the store is the schedule, and
// Redis never holds anything that lies ahead.
type Schedule interface {
	// Due returns scheduled reminders with from < send_at <= until, ordered by
	// send_at and id.
	Due(ctx context.Context, from, until time.Time, limit int) ([]reminder.Due, error)
	// Overdue returns scheduled reminders with send_at < before, in the same order.
	Overdue(ctx context.Context, before time.Time, limit int) ([]reminder.Due, error)
	// Free makes the claims without an attempt of silent instances due again and
	// says how many they were.
	Free(ctx context.Context, now time.Time, silence time.Duration) (int, error)
}

// Instances is how instances show that they live and agree on who leads.
type Instances interface {
	// Beat says that the owner lives.
	Beat(ctx context.Context, owner string, now time.Time) error
	// Forget removes an owner that has ended well.
	Forget(ctx context.Context, owner string) error
	// Lead takes or renews a role until now+lease; false when another holds it.
	// A lease of zero gives the role up.
	Lead(ctx context.Context, role, owner string, now time.Time, lease time.Duration) (bool, error)
}

// Story is what the queue wakes.
type Story interface {
	// Process claims the reminders and handles them; it returns when all of them
	// are taken into their lanes or done. An error says that our own
	// infrastructure is away: the wake-up is repeated a little later.
	Process(ctx context.Context, ids []string) error
	// Settle does one round of settling attempts with an unknown outcome.
	Settle(ctx context.Context) error
}
