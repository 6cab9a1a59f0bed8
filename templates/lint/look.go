package lint

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/tone"
)

// look is one text that is being looked at.
type look struct {
	*source
	judge    *tone.Judge
	complete bool           // it is to be published: nothing may be missing
	compiled *templates.Set // the text made ready; nil when it cannot be used
	findings []Finding
	sms      *SMS
	voice    *Voice
}

func newLook(judge *tone.Judge, r Request) *look {
	r.Stage = cmp.Or(r.Stage, templates.Gentle)
	r.Locale = cmp.Or(r.Locale, templates.Fallback)
	return &look{source: newSource(r), judge: judge}
}

// is says that the text is for the channel.
func (l *look) is(kind channels.Kind) bool { return l.request.Channel == kind }

// shown is how much of a text a finding repeats, in characters.
const shown = 120

// add reports something about the bytes of a part.
func (l *look) add(severity Severity, rule string, p part, from, to int, instead string) *Finding {
	from = min(max(from, 0), len(p.text))
	to = min(max(to, from), len(p.text))
	line, column := p.file.place(p.from + from)
	l.findings = append(l.findings, Finding{
		Rule: rule, Severity: severity, Part: p.name, Line: line, Column: column, Text: short(p.text[from:to]), Instead: instead,
	})
	return &l.findings[len(l.findings)-1]
}

// whole reports something about the whole text, or a whole part of it.
func (l *look) whole(severity Severity, rule, name, text, instead string) {
	l.findings = append(l.findings, Finding{Rule: rule, Severity: severity, Part: name, Text: text, Instead: instead})
}

// short cuts a text that is too long to repeat.
func short(text string) string {
	text = strings.ToValidUTF8(strings.TrimSpace(text), "\ufffd")
	if len(text) <= shown || utf8.RuneCountInString(text) <= shown {
		return text
	}
	return string([]rune(text)[:shown]) + "…"
}

// report puts the findings in the order in which a reader comes to them; what is
// about the whole text comes last.
func (l *look) report() Report {
	slices.SortStableFunc(l.findings, func(a, b Finding) int {
		return cmp.Or(after(a.Part == limitedPart, b.Part == limitedPart), after(a.Line == 0, b.Line == 0), a.Line-b.Line, a.Column-b.Column)
	})
	l.findings = slices.Compact(l.findings)
	r := Report{OK: true, Faults: []string{}, Findings: append([]Finding{}, l.findings...), SMS: l.sms, Voice: l.voice}
	for _, f := range l.findings {
		r.OK = r.OK && f.Severity != Error
		if f.Severity != Hint && !slices.Contains(r.Faults, f.Rule) {
			r.Faults = append(r.Faults, f.Rule)
		}
	}
	return r
}

// after orders false before true.
func after(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
