// Package events is in charge of telling other systems what happened: what an event
// is to them, the endpoints that are told, signed as Standard Webhooks asks
// (https://www.standardwebhooks.com), tried again for days, and in order for each
// account. It refuses to reach internal addresses, to follow redirects, and to lose
// an event because nobody listens.
package events

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/goodterms/goodterms/config/secret"
)

// Errors about events and endpoints.
var (
	ErrNoEndpoint = errors.New("there is no such webhook")
	ErrNoDelivery = errors.New("the webhook has no such event")
	ErrEdited     = errors.New("somebody else has changed the webhook meanwhile")
	ErrGone       = errors.New("events so old are not kept any more")
	ErrFull       = errors.New("there are as many webhooks as there can be; delete one that is not needed")
)

// How long events are kept to be told: longer for webhooks that have not reached them.
const (
	Keep       = 30 * 24 * time.Hour
	KeepAtMost = 90 * 24 * time.Hour
)

// MaxEndpoints is how many webhooks there can be.
const MaxEndpoints = 50

// IntentApplied is the kind of what a reply was taken to mean when that was acted
// upon; every other kind is one of package timeline.
const IntentApplied = "intent.applied"

// Event is something that happened, as other systems are told.
type Event struct {
	Number     int64  // its place among all events of this gateway, from 1 without gaps
	ID         string // evt_…; the same however often it is told
	Kind       string
	At         time.Time
	AccountID  string
	Account    string // reference
	Seq        int64  // its place on the account's timeline
	ReminderID string // empty: it is about no reminder
	Reminder   string // reference; may be empty
	Actor      string
	Test       bool            // of a reminder of a test key
	Data       json.RawMessage // as the timeline has it; nil when erased
}

// Endpoint is where another system is told.
type Endpoint struct {
	ID            string        // whk_…
	URL           secret.String // may hold a token
	Description   string
	Kinds         []string      // none: all
	Secret        secret.String // whsec_…
	Previous      secret.String // signs besides until PreviousUntil
	PreviousUntil time.Time
	Enabled       bool
	Revision      int
	CreatedAt     time.Time
	Reached       int64 // number of the last event that was taken, or waits as a delivery
	Health        Health
}

// Health is how an endpoint has answered.
type Health struct {
	Failures     int       `json:"failures,omitempty"`     // in a row
	FailingSince time.Time `json:"failing_since,omitzero"` // zero: the last one was taken
	NextAt       time.Time `json:"next_at,omitzero"`       // when a failing one is tried again
	SuccessAt    time.Time `json:"success_at,omitzero"`
	TriedAt      time.Time `json:"tried_at,omitzero"`
	Status       int       `json:"status,omitempty"` // of the last answer; 0: none came
	Fault        string    `json:"fault,omitempty"`  // a word, such as timeout; empty: none
	Taken        int64     `json:"taken,omitempty"`  // events so far
}

// Wants says that the webhook is told of events of the kind.
func (e Endpoint) Wants(kind string) bool {
	return len(e.Kinds) == 0 || slices.Contains(e.Kinds, kind)
}

// Failing says that the webhook as a whole does not take events at the moment.
func (e Endpoint) Failing() bool { return !e.Health.FailingSince.IsZero() }

// Overlap is how long the secret from before a rotation still signs.
const Overlap = 24 * time.Hour

// Rotate gives the webhook a new secret. When the last rotation is still running, the
// secret from before that one goes on: whoever asks twice, because the answer was lost,
// does not lock out a receiver that knows neither.
func (e *Endpoint) Rotate(now time.Time) {
	if !now.Before(e.PreviousUntil) {
		e.Previous = e.Secret
	}
	e.Secret, e.PreviousUntil = NewSecret(), now.Add(Overlap)
}

// Afresh forgets that the webhook was failing, so that it is tried at once.
func (h *Health) Afresh() {
	h.Failures, h.FailingSince, h.NextAt = 0, time.Time{}, time.Time{}
}

// State says where a delivery is.
type State string

// The states of a delivery.
const (
	Waiting State = "waiting"  // to be tried at NextAt
	Taken   State = "taken"    // the endpoint answered 2xx
	GivenUp State = "given_up" // after every try; it can be replayed
)

// Delivery is an event that an endpoint has not taken at once.
type Delivery struct {
	EndpointID string
	Number     int64
	EventID    string
	AccountID  string
	Kind       string
	State      State
	Attempts   int
	NextAt     time.Time // zero: it waits behind an earlier event of its account, or has ended
	Status     int
	Fault      string
	CreatedAt  time.Time
	EndedAt    time.Time
}

// Progress is what a webhook has been told and what has become of what it refused.
type Progress struct {
	EndpointID string
	From       int64 // where it stood; when it has been moved meanwhile nothing is kept
	Reached    int64
	Health     Health
	Disable    bool
	Deliveries []Delivery // new ones, and what became of those that waited
}

// DeliveryFilter chooses deliveries of an endpoint, latest first.
type DeliveryFilter struct {
	EndpointID string
	State      State // empty: all
	Before     int64 // number of the last one seen; 0: from the latest
	Limit      int
}
