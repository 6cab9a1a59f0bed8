// Package account is in charge of the facts about who owes and how to reach
// them: accounts, contacts, addresses, invoices, money and calendar dates. It
// knows no rule, no message and no storage.
package account

import "errors"

// Errors of looking for facts that are not known.
var (
	ErrNotFound  = errors.New("no such account")
	ErrNoContact = errors.New("no such contact")
	ErrNoOptOut  = errors.New("no such opt-out")
	ErrNoConsent = errors.New("no such consent")
)

// Kind says what sort of customer an account is, because contact rules differ.
type Kind string

// The kinds of customer. An empty kind is treated as Consumer, the most protected.
const (
	Business   Kind = "business"    // a company or public body
	SoleTrader Kind = "sole_trader" // a person in business, protected like a person in many places
	Consumer   Kind = "consumer"    // a private person
)

// OrConsumer returns the kind to apply rules by: an unknown kind is a consumer.
func (k Kind) OrConsumer() Kind {
	if k == "" {
		return Consumer
	}
	return k
}

// Account is a customer of the creditor: someone who is sent invoices.
type Account struct {
	ID        string // acc_…
	Reference string // the creditor's own name for it, unique
	Name      string // as the customer would write it
	Kind      Kind   // empty when not told
	TimeZone  string // IANA name, empty when not told
	Locale    string // BCP 47, empty when not told
	Region    string // ISO 3166-1 or -2, empty when not told
	Terms     Terms  // consequences that its terms grant
}

// Contact is a person at an account.
type Contact struct {
	ID        string // con_…
	AccountID string
	Reference string // unique within the account
	Name      string
	TimeZone  string // wins over the account's; empty when not told
	Email     string // lower-case domain; empty when there is none
	Phone     string // E.164; empty when there is none
}

// Zone returns the time zone that was told for the contact: their own, else the
// account's, else empty.
func (c Contact) Zone(a Account) string {
	if c.TimeZone != "" {
		return c.TimeZone
	}
	return a.TimeZone
}
