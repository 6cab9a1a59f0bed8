package events

import (
	"context"
	"encoding/json"
)

// Ping is the kind of what tries a webhook.
const Ping = "ping"

// Ping posts a signed event of kind ping, outside the numbering, whether the webhook is
// enabled or not, and says what came back: a status, or a word for why there is none.
// It is no error that the webhook does not take it; ErrNoEndpoint.
func (d *Dispatcher) Ping(ctx context.Context, endpointID string) (status int, fault string, err error) {
	e, err := d.Store.FindEndpoint(ctx, endpointID)
	if err != nil {
		return 0, "", err
	}
	now := d.Now()
	id := d.IDs.New("ping", now)
	body, err := json.Marshal(ping{Type: Ping, Timestamp: now.UTC(), ID: id})
	if err != nil {
		return 0, "", err
	}
	o := d.post(ctx, e, id, body)
	return o.status, o.fault, ctx.Err()
}
