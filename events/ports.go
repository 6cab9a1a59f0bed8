package events

import (
	"context"
	"time"
)

// Feed is what happened, in order.
type Feed interface {
	// NumberEvents gives numbers to committed events that have none and says how many
	// they were; 0: there are none left.
	NumberEvents(ctx context.Context) (int64, error)
	// EventNumbers returns the number up to which events are not kept, and the latest.
	EventNumbers(ctx context.Context) (oldest, latest int64, err error)
	// ListEvents returns the events after the numbered one; ErrGone.
	ListEvents(ctx context.Context, after int64, limit int) ([]Event, error)
	// FindEvents returns the events of the numbers that are still kept.
	FindEvents(ctx context.Context, numbers ...int64) ([]Event, error)
	// PruneEvents forgets what is older than Keep, or KeepAtMost.
	PruneEvents(ctx context.Context, now time.Time) error
}

// Endpoints keeps webhooks and how far each has been told.
type Endpoints interface {
	ListEndpoints(ctx context.Context) ([]Endpoint, error)
	// FindEndpoint returns a webhook; ErrNoEndpoint.
	FindEndpoint(ctx context.Context, id string) (Endpoint, error)
	// SaveProgress is false when the webhook is gone or was moved: then nothing is kept.
	SaveProgress(ctx context.Context, now time.Time, p Progress) (bool, error)
}

// Deliveries keeps what waits.
type Deliveries interface {
	// DueDeliveries returns what waits of accounts whose first is due, by number.
	DueDeliveries(ctx context.Context, endpointID string, now time.Time, accounts, perAccount int) ([]Delivery, error)
	// NextDelivery says when the next is due; zero: none waits.
	NextDelivery(ctx context.Context, endpointID string) (time.Time, error)
	// BlockedAccounts says of which accounts an earlier event waits.
	BlockedAccounts(ctx context.Context, endpointID string, accountIDs []string) (map[string]bool, error)
}

// Store is all that a dispatcher needs to be kept.
type Store interface {
	Feed
	Endpoints
	Deliveries
}

// Metrics counts; it is told numbers alone.
type Metrics interface {
	Posted(taken bool, took time.Duration) // one post, and whether it was taken
	GivenUp(events int)                    // after every try
	Lost(events int64)                     // not kept any more when a webhook came to them
	Behind(events int64)                   // that the slowest webhook has not reached
	Endpoints(enabled, failing int)
	Leading(yes bool)
}

// unmeasured counts nothing.
type unmeasured struct{}

func (unmeasured) Posted(bool, time.Duration) {}
func (unmeasured) GivenUp(int)                {}
func (unmeasured) Lost(int64)                 {}
func (unmeasured) Behind(int64)               {}
func (unmeasured) Endpoints(int, int)         {}
func (unmeasured) Leading(bool)               {}
