package webhooks_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/webhooks"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
)

var noon = frametest.Noon

// id is the n-th webhook's.
func id(n int) string { return fmt.Sprintf("whk_%026d", n) }

// house is everything behind the pages, in memory.
type house struct {
	endpoints  []events.Endpoint
	deliveries []events.Delivery
	last       int64
	secrets    int
	replayed   []int64
	since      []int64
	deleted    []string
	status     int // of a ping
	fault      string
	refuse     error
	most       int
}

func (h *house) ListEndpoints(context.Context) ([]events.Endpoint, error) { return h.endpoints, nil }

func (h *house) FindEndpoint(_ context.Context, id string) (events.Endpoint, error) {
	for _, e := range h.endpoints {
		if e.ID == id {
			return e, nil
		}
	}
	return events.Endpoint{}, events.ErrNoEndpoint
}

func (h *house) CreateEndpoint(_ context.Context, now time.Time, e events.Endpoint) (events.Endpoint, error) {
	e.ID, e.Revision, e.CreatedAt, e.Reached = id(len(h.endpoints)+1), 1, now, h.last
	h.endpoints = append(h.endpoints, e)
	return e, nil
}

func (h *house) ChangeEndpoint(_ context.Context, _ time.Time, id string, revision int, change func(*events.Endpoint) error) (events.Endpoint, error) {
	at := slices.IndexFunc(h.endpoints, func(e events.Endpoint) bool { return e.ID == id })
	if h.endpoints[at].Revision != revision {
		return events.Endpoint{}, fmt.Errorf("change webhook: %w", events.ErrEdited)
	}
	e := h.endpoints[at]
	if err := change(&e); err != nil {
		return events.Endpoint{}, err
	}
	e.Revision++
	h.endpoints[at] = e
	return e, nil
}

func (h *house) DeleteEndpoint(_ context.Context, id string) error {
	h.deleted = append(h.deleted, id)
	return nil
}

func (h *house) ListDeliveries(_ context.Context, f events.DeliveryFilter) (list []events.Delivery, err error) {
	all := slices.SortedFunc(slices.Values(h.deliveries), func(a, b events.Delivery) int { return cmp.Compare(b.Number, a.Number) })
	for _, d := range all {
		if d.EndpointID == f.EndpointID && (f.State == "" || d.State == f.State) && (f.Before == 0 || d.Number < f.Before) && len(list) < f.Limit {
			list = append(list, d)
		}
	}
	return list, nil
}

func (h *house) Replay(_ context.Context, _ time.Time, _ string, numbers ...int64) (int, error) {
	if h.refuse != nil {
		return 0, h.refuse
	}
	h.replayed = append(h.replayed, numbers...)
	return len(numbers), nil
}

func (h *house) ReplaySince(_ context.Context, _ time.Time, _ string, after int64) error {
	if h.refuse != nil {
		return h.refuse
	}
	h.since = append(h.since, after)
	return nil
}

func (h *house) LastNumber(context.Context) (int64, error) { return h.last, nil }

func (h *house) Ping(context.Context, string) (int, string, error) { return h.status, h.fault, nil }

// kinds are some of those that there are.
var kinds = []string{"reminder.scheduled", "reminder.deferred", "reminder.sent", "reminder.failed", "delivery.updated", "reply.received", "intent.applied",
	"promise.made", "promise.kept", "promise.broken", "dispute.opened", "dispute.resolved", "opt_out.recorded", "payment.recorded", "follow_up.opened", "follow_up.done"}

func check(text string) error {
	if !strings.HasPrefix(text, "https://") {
		return errors.New("must begin with https://")
	}
	return nil
}

func (h *house) open(t testing.TB) *frametest.Office {
	t.Helper()
	return frametest.Open(t, webhooks.Section(webhooks.Config{CheckURL: check, Kinds: kinds, Keep: 30 * 24 * time.Hour, Most: h.most, NewSecret: func() secret.String {
		h.secrets++
		return secret.New(fmt.Sprintf("whsec_%d", h.secrets))
	}}, webhooks.Ports{Endpoints: h, Deliveries: h, Probe: h}))
}

// books is a webhook that works; its address holds a token.
func books() events.Endpoint {
	return events.Endpoint{ID: id(1), URL: secret.New("https://books.example/hooks/tok3n/9f8e?key=s3same"), Description: "The books", Secret: secret.New("whsec_old"),
		Enabled: true, Revision: 3, CreatedAt: noon.Add(-72 * time.Hour), Reached: 1200,
		Health: events.Health{SuccessAt: noon.Add(-2 * time.Minute), TriedAt: noon.Add(-2 * time.Minute), Status: 204, Taken: 1200}}
}

func newHouse() *house { return &house{endpoints: []events.Endpoint{books()}, last: 1200} }
