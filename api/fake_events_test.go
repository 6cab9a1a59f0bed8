package api_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/goodterms/goodterms/events"
)

// tellers keeps events and webhooks in memory. It stands for the store and the
// dispatcher.
type tellers struct {
	h          *house
	oldest     int64
	list       []events.Event
	webhooks   map[string]events.Endpoint
	deliveries []events.Delivery
	filter     events.DeliveryFilter
	replayed   []int64
	since      int64
	status     int
	fault      string
}

func newTellers(h *house) *tellers {
	return &tellers{h: h, webhooks: map[string]events.Endpoint{}, since: -1, status: 204}
}

// happen adds events of the kinds, in turn of two accounts.
func (t *tellers) happen(kinds ...string) {
	for _, kind := range kinds {
		n := int64(len(t.list) + 1)
		t.list = append(t.list, events.Event{Number: n, ID: fmt.Sprintf("evt_%d", n), Kind: kind, At: t.h.now, AccountID: fmt.Sprintf("acc_%d", n%2),
			Account: fmt.Sprintf("C-%d", n%2), Seq: n, Actor: "system", Data: []byte(`{"text":"x"}`)})
	}
}

func (t *tellers) EventNumbers(context.Context) (int64, int64, error) {
	return t.oldest, int64(len(t.list)), nil
}

func (t *tellers) ListEvents(_ context.Context, after int64, limit int) ([]events.Event, error) {
	if after < t.oldest {
		return nil, events.ErrGone
	}
	from := min(after, int64(len(t.list)))
	return t.list[from:min(from+int64(limit), int64(len(t.list)))], nil
}

func (t *tellers) ListEndpoints(context.Context) ([]events.Endpoint, error) {
	return ordered(t.webhooks, "", 100), nil
}

func (t *tellers) FindEndpoint(_ context.Context, id string) (events.Endpoint, error) {
	e, ok := t.webhooks[id]
	if !ok {
		return e, fmt.Errorf("find webhook: %w", events.ErrNoEndpoint)
	}
	return e, nil
}

func (t *tellers) CreateEndpoint(_ context.Context, now time.Time, e events.Endpoint) (events.Endpoint, error) {
	if len(t.webhooks) == 3 {
		return e, fmt.Errorf("create webhook: %w", events.ErrFull)
	}
	e.ID, e.Revision, e.CreatedAt, e.Reached = t.h.ids.New("whk", now), 1, now, int64(len(t.list))
	t.webhooks[e.ID] = e
	return e, nil
}

func (t *tellers) ChangeEndpoint(ctx context.Context, _ time.Time, id string, revision int, change func(*events.Endpoint) error) (events.Endpoint, error) {
	e, err := t.FindEndpoint(ctx, id)
	if err != nil {
		return e, err
	}
	if revision != 0 && revision != e.Revision {
		return e, fmt.Errorf("change webhook: %w", events.ErrEdited)
	}
	if err := change(&e); err != nil {
		return e, err
	}
	e.Revision++
	t.webhooks[id] = e
	return e, nil
}

func (t *tellers) DeleteEndpoint(ctx context.Context, id string) error {
	_, err := t.FindEndpoint(ctx, id)
	delete(t.webhooks, id)
	return err
}

func (t *tellers) ListDeliveries(ctx context.Context, f events.DeliveryFilter) ([]events.Delivery, error) {
	t.filter = f
	_, err := t.FindEndpoint(ctx, f.EndpointID)
	return t.deliveries[:min(f.Limit, len(t.deliveries))], err
}

func (t *tellers) Replay(ctx context.Context, _ time.Time, id string, numbers ...int64) (int, error) {
	if _, err := t.FindEndpoint(ctx, id); err != nil {
		return 0, err
	}
	if slices.Max(numbers) > int64(len(t.list)) {
		return 0, events.ErrNoDelivery
	}
	t.replayed = numbers
	return len(numbers), nil
}

func (t *tellers) ReplaySince(ctx context.Context, _ time.Time, id string, after int64) error {
	if after < t.oldest {
		return events.ErrGone
	}
	t.since = after
	_, err := t.FindEndpoint(ctx, id)
	return err
}

func (t *tellers) Ping(ctx context.Context, id string) (int, string, error) {
	_, err := t.FindEndpoint(ctx, id)
	return t.status, t.fault, err
}
