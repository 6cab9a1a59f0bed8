package operator

import "time"

// Outcome says what became of a change.
type Outcome string

// The outcomes. An entry that has none was cut off before it was known.
const (
	Done    Outcome = "done"
	Refused Outcome = "refused" // the operator may not, or what was asked for was not right
	Failed  Outcome = "failed"
)

// Entry is a line of the audit log. It is written before the change and ended after
// it, so that no change is without one. It holds no text and no address of a
// customer.
type Entry struct {
	ID         string // aud_…
	At         time.Time
	OperatorID string
	Operator   string // name at the time
	Source     string // network address that it came from
	Action     string // noun.verb, such as template.publish
	Subject    string // what it was about: ids, keys, references of the creditor's
	Detail     map[string]string
	Outcome    Outcome
}

// EntryFilter chooses entries, newest first. Empty fields choose all.
type EntryFilter struct {
	OperatorID string
	Action     string // or its beginning up to the point, such as template
	Before     string // id of the last one seen
	Limit      int
}

// CutOff says that nobody knows what became of the change.
func (e Entry) CutOff() bool { return e.Outcome == "" }
