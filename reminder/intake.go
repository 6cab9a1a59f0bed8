package reminder

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// Intake is a reminder as another system asked for it, checked and in canonical
// form. Ids and zero times are not filled in.
type Intake struct {
	Reference string
	Account   account.Account
	Contact   account.Contact
	Invoices  []account.Invoice
	Template  string
	Stage     templates.Stage // of the template; empty: the shipped one's
	Plan      []Instalment    // payment plan that the text states, in the order of its days; nil: none
	Channels  []channels.Kind // never empty
	SendAt    time.Time       // zero: now
	ExpiresAt time.Time       // zero: never
	Test      bool
	Consents  []account.Consent // of the contact; recorded with the reminder, once; without a time, unless the same one has ever been recorded
}

// Instalment is a part of a payment plan, as a text states it.
type Instalment struct {
	DueOn  account.Date  `json:"due_on"`
	Amount account.Money `json:"amount"`
	Paid   bool          `json:"paid,omitempty"`
}

// Planned is an Intake with ids, a first channel, a time and its first event.
type Planned struct {
	Reminder Reminder
	Stage    templates.Stage // of its template; empty: the shipped one's
	Account  account.Account
	Contact  account.Contact
	Invoices []account.Invoice
	Digest   string         // of the intake; tells a repeat from a conflict
	Event    timeline.Event // reminder.scheduled
	Consents []account.Consent
	Known    bool // the store knows account, contact and invoices, and keeps them as it has them
}

// Acceptance is what became of a planned reminder.
type Acceptance struct {
	ID        string
	Status    Status
	SendAt    time.Time
	Channel   channels.Kind
	Duplicate bool // the reference existed with the same content: nothing was written
	Conflict  bool // the reference existed with other content: nothing was written
}

// Answer remembers the answer to an idempotent request in the same transaction
// as the request's effect, so that a repeat is given the first answer or, when
// the first took no effect, runs anew. No record of a running request exists
// that a killed process could leave behind.
type Answer struct {
	KeyID   string // of the API key
	Key     string // the Idempotency-Key
	Request string // hash of method, path and body
	Status  int
	Headers string // JSON object of the headers to repeat
	Body    []byte
}

// Idempotency makes the Answer once the effect is known, inside its transaction.
// A nil *Idempotency remembers nothing.
type Idempotency struct {
	KeyID   string
	Key     string
	Request string
	Make    func(effect any) (status int, headers string, body []byte)
}
