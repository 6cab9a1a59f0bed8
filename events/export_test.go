package events

import (
	"context"
	"net/http"
	"time"
)

// Settle does what there is to do now, as Run does at every turn, and waits for it.
func (d *Dispatcher) Settle(ctx context.Context) error {
	err := d.turn(ctx)
	d.running.Wait()
	return err
}

// Sign writes the headers of a post.
func (e Endpoint) Sign(h http.Header, id string, now time.Time, body []byte) {
	e.sign(h, id, now, body)
}

// FaultOf is the word for why there was no answer.
func FaultOf(err error) string { return faultOf(err) }
