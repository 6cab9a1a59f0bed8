// Package webhooks is in charge of the pages on which an admin says which other
// systems are told of what happens, and sees how they take it. It refuses to show a
// secret twice, or more of an address than where it leads: the rest may be a token.
package webhooks

import (
	"context"
	"embed"
	"errors"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/operator"
)

// Config is what the pages have to be told.
type Config struct {
	CheckURL  func(text string) error // what is wrong with an address and what to do, behind "the address"
	Kinds     []string                // of events, in the order in which they are chosen from
	NewSecret func() secret.String
	Keep      time.Duration // how long events are kept to be told; 0: it is not said
	Most      int           // webhooks that there can be; 0: any number
}

// Endpoints keeps the webhooks; events.ErrNoEndpoint.
type Endpoints interface {
	ListEndpoints(ctx context.Context) ([]events.Endpoint, error)
	FindEndpoint(ctx context.Context, id string) (events.Endpoint, error)
	CreateEndpoint(ctx context.Context, now time.Time, e events.Endpoint) (events.Endpoint, error)
	// ChangeEndpoint changes one that still has the revision; events.ErrEdited. What the
	// change returns is returned, and nothing is kept.
	ChangeEndpoint(ctx context.Context, now time.Time, id string, revision int, change func(*events.Endpoint) error) (events.Endpoint, error)
	DeleteEndpoint(ctx context.Context, id string) error
}

// Deliveries tells what a webhook has not taken, and sends events again.
type Deliveries interface {
	ListDeliveries(ctx context.Context, f events.DeliveryFilter) ([]events.Delivery, error)
	// Replay lets events come again and says how many; events.ErrNoDelivery, events.ErrGone.
	Replay(ctx context.Context, now time.Time, endpointID string, numbers ...int64) (int, error)
	// ReplaySince lets all events after the number come again; events.ErrGone.
	ReplaySince(ctx context.Context, now time.Time, endpointID string, after int64) error
	// LastNumber is the number of the latest event.
	LastNumber(ctx context.Context) (int64, error)
}

// Probe sends a test event.
type Probe interface {
	// Ping says what came back: a status, or a word for why there is none.
	Ping(ctx context.Context, endpointID string) (status int, fault string, err error)
}

// Ports are what the pages work with.
type Ports struct {
	Endpoints  Endpoints
	Deliveries Deliveries
	Probe      Probe
}

// pages serves them.
type pages struct {
	Config
	Ports
}

//go:embed all:views
var files embed.FS

// Section returns the pages.
func Section(cfg Config, ports Ports) frame.Section {
	p := &pages{cfg, ports}
	get := func(path string, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "GET", Path: path, Right: operator.Manage, Handle: handle}
	}
	post := func(path, action string, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "POST", Path: path, Right: operator.Manage, Action: action, Handle: handle}
	}
	return frame.Section{Views: frame.Views(files), Routes: []frame.Route{
		get("/webhooks", p.list),
		get("/webhooks/new", p.blank),
		post("/webhooks", "webhook.create", p.create),
		get("/webhooks/{id}", p.one(p.show)),
		get("/webhooks/{id}/edit", p.one(p.edit)),
		post("/webhooks/{id}/edit", "webhook.change", p.one(p.change)),
		post("/webhooks/{id}/secret", "webhook.rotate", p.one(p.rotate)),
		post("/webhooks/{id}/enable", "webhook.enable", p.one(p.enable)),
		post("/webhooks/{id}/disable", "webhook.disable", p.one(p.disable)),
		get("/webhooks/{id}/delete", p.one(p.askDelete)),
		post("/webhooks/{id}/delete", "webhook.delete", p.one(p.delete)),
		post("/webhooks/{id}/try", "webhook.try", p.one(p.try)),
		get("/webhooks/{id}/events", p.one(p.deliveries)),
		post("/webhooks/{id}/replay", "webhook.replay", p.one(p.replay)),
		get("/webhooks/{id}/since", p.one(p.askSince)),
		post("/webhooks/{id}/since", "webhook.replay_since", p.one(p.since)),
	}}
}

// one is a page of one webhook.
func (p *pages) one(handle func(*frame.Visit, events.Endpoint) error) func(*frame.Visit) error {
	return func(v *frame.Visit) error {
		id := v.PathValue("id")
		if _, ok := account.RawID("whk", id); !ok {
			return frame.ErrNotFound
		}
		e, err := p.Endpoints.FindEndpoint(v.Ctx(), id)
		if err != nil {
			return missing(err)
		}
		v.Subject(e.ID)
		return missing(handle(v, e))
	}
}

// missing makes a webhook that nobody has a page that does not exist.
func missing(err error) error {
	if errors.Is(err, events.ErrNoEndpoint) {
		return frame.ErrNotFound
	}
	return err
}

// refusal says in words why something could not be done; empty for any other error.
func refusal(err error) string {
	switch {
	case errors.Is(err, events.ErrEdited):
		return "Somebody else has changed it meanwhile. Nothing was changed by you: look at it as it is now, and do it once more if it is still right."
	case errors.Is(err, events.ErrNoDelivery):
		return "Such an event never was one of this webhook’s. Nothing was sent again."
	case errors.Is(err, events.ErrGone):
		return "Events so old are not kept any more. Nothing was sent again."
	}
	return ""
}
