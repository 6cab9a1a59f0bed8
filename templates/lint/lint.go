// Package lint is in charge of telling a writer what is wrong with a text before a
// customer reads it: unknown names, facts that are missing, tone, consequences,
// marketing, the price of an SMS, the length of a call, signs of spam, contrast and
// links. It refuses to change a text, and to judge whether it may be sent.
package lint

import (
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/gsm"
	"github.com/goodterms/goodterms/templates/tone"
)

// Severity says what a finding means for publishing.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // stops publishing
	Warning Severity = "warning" // can be accepted with a reason
	Hint    Severity = "hint"    // is only said
)

// Finding is one thing that is wrong with a text. Line and Column count from 1;
// 0 says that it is about the whole text. Column counts characters.
type Finding struct {
	Rule     string   `json:"rule"` // a fault of tone, or such as variable, must_state, sms_segments
	Severity Severity `json:"severity"`
	Part     string   `json:"part,omitempty"` // subject, preheader, body or limited, where there are several
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Text     string   `json:"text"`             // the words that it is about, or what is wrong
	Instead  string   `json:"instead"`          // what to write or do
	Detail   string   `json:"detail,omitempty"` // id of the rule that found it, such as en.accusation.ignored
}

// Report is what lint says of one text.
type Report struct {
	OK       bool      `json:"ok"`     // no finding is an error
	Faults   []string  `json:"faults"` // rules of the errors and warnings, each once, in the order of Findings
	Findings []Finding `json:"findings"`
	SMS      *SMS      `json:"sms,omitempty"`   // of an SMS, counted on the text as given
	Voice    *Voice    `json:"voice,omitempty"` // of a call
}

// SMS is the size of a short message.
type SMS struct {
	Encoding gsm.Encoding `json:"encoding"`
	Units    int          `json:"units"`
	Segments int          `json:"segments"`
}

// Voice is the length of a call's script.
type Voice struct {
	Seconds int `json:"seconds"`
}

// Request is a text to be looked at. Only Text is needed: an empty stage is gentle,
// an empty locale en-GB. Without a channel nothing is asked that depends on it.
type Request struct {
	Stage    templates.Stage
	Channel  channels.Kind
	Locale   string
	Text     string // as its file holds it: of an email with its front matter
	Limited  string // voice: what a machine may hear
	ToneOnly bool   // judge the wording alone
}

// Linter looks at texts. It may be used by many at the same time.
type Linter struct {
	judge *tone.Judge
	kept  kept
}

// New is a linter whose ear for tone is the judge.
func New(judge *tone.Judge) *Linter { return &Linter{judge: judge} }

// Lint says what is wrong with a text. It is fast enough for every keystroke.
func (l *Linter) Lint(r Request) Report { return l.lint(r, false) }

// lint looks at a text; a complete one is to be published, and nothing may be
// missing from it.
func (l *Linter) lint(r Request, complete bool) Report {
	look := newLook(l.judge, r)
	look.complete = complete
	look.tone()
	if !r.ToneOnly {
		look.check()
		look.words()
		look.consequences()
		look.spam()
		look.links()
		look.script()
	}
	look.message()
	return look.report()
}
