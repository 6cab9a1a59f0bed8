package replies

import (
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/mail"
)

// Case is a message that is to be explained without any account.
type Case struct {
	Raw     []byte
	Channel channels.Kind // email or sms; empty: email when it has headers
	Locale  string
	Now     time.Time // with the customer's zone as its location
}

// Explanation is what a message would mean and do.
type Explanation struct {
	Kind       mail.Kind            `json:"kind"`
	Recipients []ExplainedRecipient `json:"recipients"`
	Text       string               `json:"text"`
	Intents    []ExplainedIntent    `json:"intents"`
	Language   string               `json:"language"`
	Would      []string             `json:"would"`
}

// ExplainedRecipient is what a report says about an address.
type ExplainedRecipient struct {
	Address   string `json:"address"`
	Action    string `json:"action"`
	Status    string `json:"status"`
	Permanent bool   `json:"permanent"`
	Cause     string `json:"cause,omitempty"`
}

// ExplainedIntent is one intent.
type ExplainedIntent struct {
	Intent   string `json:"intent"`
	Certain  bool   `json:"certain"`
	Date     string `json:"date,omitempty"`
	Amount   string `json:"amount,omitempty"`
	Evidence string `json:"evidence,omitempty"`
	Rule     string `json:"rule,omitempty"`
}

// Explain reads a message as the desk does, with no network and no database. It
// answers for every message, however broken.
func Explain(c Case, reader Reader, s Settings) Explanation { return Explanation{} }
