package account

import "time"

// PromiseStatus says what became of a promise to pay.
type PromiseStatus string

// The statuses of a promise.
const (
	PromiseOpen     PromiseStatus = "open"
	PromiseKept     PromiseStatus = "kept"     // the money came in
	PromiseBroken   PromiseStatus = "broken"   // it did not come by the day and its grace
	PromiseCanceled PromiseStatus = "canceled" // taken back, corrected, or replaced by a later one
)

// Promise is a customer's word to pay an amount by a day.
type Promise struct {
	ID         string // prm_…
	AccountID  string
	ContactID  string
	InvoiceIDs []string // never empty
	Amount     Money    // Minor 0: all that is open on them
	PayBy      Date
	GraceUntil time.Time // when it counts as broken: the beginning of PayBy plus the grace, where the customer is
	Status     PromiseStatus
	ReplyID    string // the reply that it was made in
	At         time.Time
	EndedAt    time.Time // zero while it is open
}

// DisputeStatus says whether a dispute still stands.
type DisputeStatus string

// The statuses of a dispute.
const (
	DisputeOpen     DisputeStatus = "open"
	DisputeResolved DisputeStatus = "resolved"
)

// Dispute is a customer's objection to what is asked for. Its reason is in the reply.
type Dispute struct {
	ID         string // dsp_…
	AccountID  string
	ContactID  string
	InvoiceIDs []string // empty: everything
	Status     DisputeStatus
	ReplyID    string
	Outcome    string // a person's words when it was resolved; may be empty
	At         time.Time
	EndedAt    time.Time
}
