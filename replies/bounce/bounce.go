// Package bounce is in charge of reading what mail systems say about mail that
// they could not, or not yet, or did deliver. It refuses to decide what is done
// about an address: it says what the report says.
package bounce

import (
	"github.com/jhillyerd/enmime/v2"
)

// Action is what a mail system says it did, in the words of RFC 3464 2.3.3.
type Action string

// The actions.
const (
	Failed    Action = "failed"
	Delayed   Action = "delayed"
	Delivered Action = "delivered"
	Relayed   Action = "relayed"
	Expanded  Action = "expanded"
)

// Cause is why, as far as it matters to us.
type Cause string

// The causes.
const (
	Dead      Cause = "dead"      // there is no such address, mailbox or domain
	Mailbox   Cause = "mailbox"   // full, inactive for now, or over its limits
	Blocked   Cause = "blocked"   // we are refused: policy, reputation, authentication, greylisting that never ended
	Content   Cause = "content"   // this mail is refused: too big, spam, virus, form
	Temporary Cause = "temporary" // their server or the way there is in trouble
	None      Cause = ""          // it arrived, or nothing is said
)

// Recipient is what a report says about one address.
type Recipient struct {
	Address   string // lower case; the one that was written to, where the report tells both
	Action    Action
	Status    string // x.y.z of RFC 3463, read from the text where no field has it; empty when unknown
	Permanent bool   // stop using this address: true for Dead alone
	Cause     Cause
}

// Report is a whole report.
type Report struct {
	Failed     bool // at least one recipient failed: a bounce; else a notice of delay or delivery
	Recipients []Recipient
	MessageIDs []string // of the mail that it is about, as far as it was returned; without brackets
	ReturnPath string   // envelope sender that the returned mail shows; empty when it does not
}

// Read reads a report; false when the mail is none.
func Read(mail *enmime.Envelope) (Report, bool) { return Report{}, false }
