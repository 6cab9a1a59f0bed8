package account

import (
	"errors"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// Entry is one line of the history of contacts with a person: ours with them, by
// whatever hand, and theirs with us. Contact caps are counted over entries.
type Entry struct {
	At          time.Time
	Channel     channels.Kind
	Inbound     bool     // they contacted us
	Outcome     Outcome  // empty while nothing is known: it counts
	Debts       []string // invoice numbers; empty: all one debt, it counts for each
	ContactID   string   // empty: whoever it was, it counts for each contact of the account
	Address     string   // empty: wherever it was, it counts for each address
	ConsentCall bool     // they had asked for it
	Elsewhere   bool     // of another account that shares the address: it counts for the address alone
}

// Outcome says what a contact came to.
type Outcome string

// The outcomes.
const (
	Conversation Outcome = "conversation"   // people spoke with each other
	NoAnswer     Outcome = "no_answer"      // it rang, nobody answered
	Voicemail    Outcome = "voicemail"      // a machine answered
	BusyLine     Outcome = "busy"           // not connected
	NotInService Outcome = "not_in_service" // not connected, or never arrived
	WrongNumber  Outcome = "wrong_number"   // reached somebody else
	Delivered    Outcome = "delivered"      // a message arrived
	Replied      Outcome = "replied"        // a message was answered
)

// ErrOutcome says that a text is no outcome. It does not repeat the text.
var ErrOutcome = errors.New("is not one of conversation, no_answer, voicemail, busy, not_in_service, wrong_number, delivered, replied")

// ParseOutcome reads an outcome; the empty text means that nothing is known.
func ParseOutcome(text string) (Outcome, error) {
	switch outcome := Outcome(text); outcome {
	case Conversation, NoAnswer, Voicemail, BusyLine, NotInService, WrongNumber, Delivered, Replied, "":
		return outcome, nil
	}
	return "", ErrOutcome
}
