package accounts

import (
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/policy"
)

// outlook is what the contact rules would say of a reminder now: a sentence without its
// end. It is decided once more when the reminder is due.
type outlook struct {
	Kind  string // class of the state
	Says  string
	Until frame.Time
	Why   string
}

func outlookOf(v *frame.Visit, d policy.Decision, zone string) outlook {
	o := outlook{Kind: "wait"}
	switch d.Verdict {
	case policy.Send:
		return outlook{Kind: "kind", Says: "would leave at once"}
	case policy.Defer:
		o.Says, o.Until = "would wait until", v.Time(d.Until, zone)
	case policy.Hold:
		o.Says = "would be held"
	default:
		o.Kind, o.Says = "stop", "would not be sent"
	}
	texts := make([]string, len(d.Because))
	for i, because := range d.Because {
		texts[i] = because.Text
	}
	o.Why = strings.Join(texts, "; ")
	return o
}
