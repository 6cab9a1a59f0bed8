package account

import (
	"errors"

	"github.com/goodterms/goodterms/channels"
)

// Preferences are what a contact wishes. The zero Preferences wish nothing.
type Preferences struct {
	Channels   []channels.Kind             // in order; those that are not named come after them, in a reminder's own order
	Excluded   []channels.Kind             // never used
	Language   string                      // BCP 47, empty: the account's
	Wishes     string                      // hours and days in opening_hours syntax, see policy/hours; empty: any
	PauseUntil Date                        // no reminder before this day begins where they are; zero: no pause
	Purposes   map[Purpose][]channels.Kind // by what channels a purpose may be served, in order; an empty list: not at all; a purpose that is missing: by all
}

// Empty says that nothing is wished.
func (p Preferences) Empty() bool {
	return len(p.Channels) == 0 && len(p.Excluded) == 0 && p.Language == "" && p.Wishes == "" &&
		p.PauseUntil == (Date{}) && len(p.Purposes) == 0
}

// Purpose says what a message is for, as far as customers choose.
type Purpose string

// The purposes. An empty purpose is PurposeReminder.
const (
	PurposeReminder  Purpose = "reminder"
	PurposeReceipt   Purpose = "receipt"
	PurposeStatement Purpose = "statement"
)

// ErrPurpose says that a text is no purpose. It does not repeat the text.
var ErrPurpose = errors.New("is not one of reminder, receipt, statement")

// ParsePurpose reads a purpose; the empty text is PurposeReminder.
func ParsePurpose(text string) (Purpose, error) {
	switch purpose := Purpose(text); purpose {
	case PurposeReminder, PurposeReceipt, PurposeStatement:
		return purpose, nil
	case "":
		return PurposeReminder, nil
	}
	return "", ErrPurpose
}
