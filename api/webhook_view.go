package api

import (
	"time"

	"github.com/goodterms/goodterms/events"
)

// webhookView is a webhook as it is shown.
type webhookView struct {
	ID            string     `json:"id" example:"whk_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Site          string     `json:"site" example:"https://books.example.com" doc:"Scheme and host of its URL; the rest may hold a token."`
	Description   string     `json:"description,omitempty"`
	Kinds         []string   `json:"kinds" nullable:"false" doc:"Types of events that it is told of; none: all."`
	Enabled       bool       `json:"enabled"`
	Revision      int        `json:"revision"`
	CreatedAt     time.Time  `json:"created_at"`
	Reached       int64      `json:"reached" doc:"Number of the last event that it took, or that waits as a delivery."`
	PreviousUntil time.Time  `json:"previous_secret_until,omitzero" doc:"Until then the secret from before the rotation signs besides."`
	Health        healthView `json:"health"`
}

// healthView is how a webhook has answered.
type healthView struct {
	Failing   bool      `json:"failing" doc:"It does not take events at the moment; none is lost while they are kept."`
	Since     time.Time `json:"failing_since,omitzero"`
	Failures  int       `json:"failures,omitempty" doc:"In a row."`
	NextTryAt time.Time `json:"next_try_at,omitzero"`
	TriedAt   time.Time `json:"tried_at,omitzero"`
	SuccessAt time.Time `json:"success_at,omitzero"`
	Status    int       `json:"status,omitempty" doc:"Of its last answer; absent: none came."`
	Fault     string    `json:"fault,omitempty" enum:"timeout,name,connect,tls,internal_address,redirect,refused,busy,broken,gone,url" doc:"Why the last one was not taken."`
	Taken     int64     `json:"taken" doc:"Events so far."`
}

// webhookList is every webhook.
type webhookList struct {
	Webhooks []webhookView `json:"webhooks" nullable:"false" doc:"Oldest first."`
}

// webhookSecret is a webhook with its secret, which is shown this once.
type webhookSecret struct {
	webhookView
	Secret string `json:"secret" example:"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" doc:"What signs; it is not shown again."`
}

// deliveryView is an event that a webhook has not taken at once.
type deliveryView struct {
	Number    int64     `json:"number"`
	Event     string    `json:"event" example:"evt_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Type      string    `json:"type" example:"reminder.sent"`
	AccountID string    `json:"account_id"`
	State     string    `json:"state" enum:"waiting,taken,given_up"`
	Attempts  int       `json:"attempts"`
	NextTryAt time.Time `json:"next_try_at,omitzero" doc:"Absent: behind an earlier event of its account, or ended."`
	Status    int       `json:"status,omitempty" doc:"Of the last answer; absent: none came."`
	Fault     string    `json:"fault,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	EndedAt   time.Time `json:"ended_at,omitzero"`
}

// deliveryPage is a part of the deliveries.
type deliveryPage struct {
	Deliveries []deliveryView `json:"deliveries" nullable:"false" doc:"Latest first."`
	Next       string         `json:"next,omitempty" doc:"Send as after to get earlier ones; absent at the end."`
}

// replayed is what POST /v1/webhooks/{id}/replay did.
type replayed struct {
	Events int64 `json:"events" doc:"How many are told once more; those that it had not been told of come anyway."`
}

// pinged is what came back from a ping.
type pinged struct {
	Taken  bool   `json:"taken"`
	Status int    `json:"status,omitempty" doc:"Absent: no answer came."`
	Fault  string `json:"fault,omitempty"`
}

func webhookOf(e events.Endpoint) webhookView {
	h := e.Health
	return webhookView{
		ID: e.ID, Site: events.Site(e.URL.Reveal()), Description: e.Description, Kinds: append([]string{}, e.Kinds...), Enabled: e.Enabled,
		Revision: e.Revision, CreatedAt: stamp(e.CreatedAt), Reached: e.Reached, PreviousUntil: stampOrZero(e.PreviousUntil),
		Health: healthView{
			Failing: e.Failing(), Since: stampOrZero(h.FailingSince), Failures: h.Failures, NextTryAt: stampOrZero(h.NextAt),
			TriedAt: stampOrZero(h.TriedAt), SuccessAt: stampOrZero(h.SuccessAt), Status: h.Status, Fault: h.Fault, Taken: h.Taken,
		},
	}
}

func deliveryOf(d events.Delivery) deliveryView {
	return deliveryView{
		Number: d.Number, Event: d.EventID, Type: d.Kind, AccountID: d.AccountID, State: string(d.State), Attempts: d.Attempts,
		NextTryAt: stampOrZero(d.NextAt), Status: d.Status, Fault: d.Fault, CreatedAt: stamp(d.CreatedAt), EndedAt: stampOrZero(d.EndedAt),
	}
}
