package reminder

import (
	"encoding/json"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// Standing is a contact with everything that a decision about it needs, a
// reminder apart.
type Standing struct {
	Account     account.Account
	Window      string         // opening_hours that the creditor has set for the account; empty when none
	Hold        string         // cause of a hold that the creditor has set on the account; empty when there is none
	Holds       []account.Hold // of the account, its contacts and its invoices, those in force
	Stopped     bool           // the kill switch
	Version     int64          // of the account: rises with all that could stop a reminder
	Contact     account.Contact
	Preferences account.Preferences
	OptOuts     []account.OptOut  // of the contact, its addresses and its account, ended ones too
	Consents    []account.Consent // of the contact, ended ones too
	History     []account.Entry   // of the account, and of the contact's addresses elsewhere; as far back as caps count
}

// Wish changes preferences: fields that are nil stay as they are. Who asked and
// why is kept on the timeline.
type Wish struct {
	Channels   *[]channels.Kind
	Excluded   *[]channels.Kind
	Language   *string
	Wishes     *string // canonical opening_hours; empty: any hour
	PauseUntil *account.Date
	Purposes   *map[account.Purpose][]channels.Kind
	Changed    map[string]json.RawMessage // the request's fields, for the timeline
	Source     string                     // customer, operator or api: who wished
	By, Why    string                     // free words; may be empty
}

// AccountRules are what the creditor has set for one account.
type AccountRules struct {
	Window string `json:"send_window"` // opening_hours, canonical; empty: none
	Hold   string `json:"hold"`        // cause; empty: none
}

// RuleChange changes them: fields that are nil stay as they are.
type RuleChange struct {
	Window  *string
	Hold    *string
	By, Why string
}

// OptOutFilter chooses opt-outs or consents of a list, which is ordered by id.
// Empty fields choose all.
type OptOutFilter struct {
	AccountID string
	ContactID string
	Ended     bool   // those that have ended too
	After     string // id of the last one seen
	Limit     int
}

// Encounter is a contact that people made with each other, by whatever means.
type Encounter struct {
	Entry account.Entry
	By    string // who recorded it; may be empty
	Text  string // what it was about; may be empty
}

// Stop is the kill switch as it stands.
type Stop struct {
	On     bool      `json:"on"`
	Reason string    `json:"reason,omitempty"`
	Since  time.Time `json:"since,omitzero"`
}
