package works

import (
	"time"

	"github.com/goodterms/goodterms/channels"
)

// State is how something stands.
type State string

// The states.
const (
	OK   State = "ok"   // as it should be
	Wait State = "wait" // it works, and something should be bettered
	Stop State = "stop" // it does not work
	Off  State = "off"  // it is not set up, or could not be found out
)

// Look is the class of a state's shape, and Word its word.
func (s State) Look() string {
	switch s {
	case OK:
		return "kind"
	case Wait, Stop:
		return string(s)
	}
	return "plain"
}

// Word is the state in a word or two.
func (s State) Word() string {
	switch s {
	case OK:
		return "Well"
	case Wait:
		return "Look at this"
	case Stop:
		return "Broken"
	}
	return "Not known"
}

// Check is what a look at one thing has found. It holds no secret and no customer.
type Check struct {
	Channel channels.Kind
	Name    string // such as Mail relay, or SPF
	Host    string // where it stands in DNS; empty for what is no DNS record
	State   State
	Text    string // what was found, in a sentence
	Remedy  string // what to do about it; may be empty
	Value   string // what to publish in DNS; may be empty
	Took    time.Duration
}

// Report is what one look has found.
type Report struct {
	At     time.Time // zero: nobody has looked yet
	Checks []Check
}

// of parts the checks of a channel into those of DNS and the others.
func (r Report) of(kind channels.Kind) (others, records []Check) {
	for _, c := range r.Checks {
		switch {
		case c.Channel != kind:
		case c.Host != "" || c.record():
			records = append(records, c)
		default:
			others = append(others, c)
		}
	}
	return others, records
}

func (c Check) record() bool {
	switch c.Name {
	case "SPF", "DKIM", "DMARC", "MX":
		return true
	}
	return false
}
