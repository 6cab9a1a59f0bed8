package api

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/events"
)

// Events shows what happened at every account, in one order.
type Events interface {
	// EventNumbers returns the number up to which events are not kept, and the latest.
	EventNumbers(ctx context.Context) (oldest, latest int64, err error)
	// ListEvents returns the events after the numbered one; events.ErrGone.
	ListEvents(ctx context.Context, after int64, limit int) ([]events.Event, error)
}

// Webhooks keeps where other systems are told. All but List and Create answer
// events.ErrNoEndpoint.
type Webhooks interface {
	ListEndpoints(ctx context.Context) ([]events.Endpoint, error)
	FindEndpoint(ctx context.Context, id string) (events.Endpoint, error)
	// CreateEndpoint answers events.ErrFull too.
	CreateEndpoint(ctx context.Context, now time.Time, e events.Endpoint) (events.Endpoint, error)
	// ChangeEndpoint answers events.ErrEdited too; revision 0 is any.
	ChangeEndpoint(ctx context.Context, now time.Time, id string, revision int, change func(*events.Endpoint) error) (events.Endpoint, error)
	DeleteEndpoint(ctx context.Context, id string) error
}

// Replays shows what webhooks did not take and tells them once more. All answer
// events.ErrNoEndpoint; those that tell, events.ErrNoDelivery and events.ErrGone.
type Replays interface {
	ListDeliveries(ctx context.Context, f events.DeliveryFilter) ([]events.Delivery, error)
	Replay(ctx context.Context, now time.Time, endpointID string, numbers ...int64) (int, error)
	ReplaySince(ctx context.Context, now time.Time, endpointID string, after int64) error
}

// Pinger tries a webhook; events.Dispatcher.
type Pinger interface {
	Ping(ctx context.Context, endpointID string) (status int, fault string, err error)
}
