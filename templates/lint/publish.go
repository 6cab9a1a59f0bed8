package lint

import (
	"slices"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// Variant is what lint says of one text of a version.
type Variant struct {
	Channel channels.Kind `json:"channel"`
	Locale  string        `json:"locale"`
	Report
}

// Verdict says whether a version can be published.
type Verdict struct {
	OK         bool      `json:"ok"`         // no error stands in the way, and every warning is accepted
	Variants   []Variant `json:"variants"`   // in the order of the version's texts
	Errors     []string  `json:"errors"`     // rules of errors, each once
	Unaccepted []string  `json:"unaccepted"` // rules of warnings that nobody has accepted with a reason, each once
}

// Publishable looks at every text of a version as it is to be published: nothing may
// be missing from it. Warnings pass when the version says who accepted their rule
// and why.
func (l *Linter) Publishable(version templates.Version, stage templates.Stage) Verdict {
	v := Verdict{Variants: []Variant{}, Errors: []string{}, Unaccepted: []string{}}
	for _, s := range version.Sources {
		r := Request{Stage: stage, Channel: s.Channel, Locale: s.Locale, Text: s.Text, Limited: s.Limited}
		report := l.lint(r, true)
		v.Variants = append(v.Variants, Variant{s.Channel, s.Locale, report})
		for _, f := range report.Findings {
			switch {
			case f.Severity == Error:
				v.Errors = once(v.Errors, f.Rule)
			case f.Severity == Warning && !accepted(version.Accepted, f.Rule):
				v.Unaccepted = once(v.Unaccepted, f.Rule)
			}
		}
	}
	v.OK = len(v.Errors) == 0 && len(v.Unaccepted) == 0
	return v
}

func once(list []string, rule string) []string {
	if slices.Contains(list, rule) {
		return list
	}
	return append(list, rule)
}

// accepted says that somebody has let the warning pass, with a reason.
func accepted(list []templates.Accepted, rule string) bool {
	return slices.ContainsFunc(list, func(a templates.Accepted) bool { return a.Rule == rule && a.Reason != "" && a.By != "" })
}
