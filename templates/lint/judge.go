package lint

import (
	"strings"

	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/tone"
)

// firmness is how firm a text of the stage may be.
func firmness(stage templates.Stage) tone.Firmness {
	switch stage {
	case templates.Final, templates.Handoff:
		return tone.Final
	case templates.Firm, templates.PromiseBroken:
		return tone.Firm
	}
	return tone.Gentle
}

// tone reports what the judge finds fault with, marketing too unless the wording
// alone is judged.
func (l *look) tone() {
	if !l.judge.Knows(l.request.Locale) {
		l.whole(Hint, "language", "", "the wording was not judged: there are no rules of tone for "+short(l.request.Locale), "have somebody read it who knows the language")
	}
	for _, p := range l.parts {
		l.ear(p, p.text, 0)
		for _, said := range literals(p.text, p.list) {
			if strings.Contains(said.text, " ") {
				l.ear(p, said.text, said.from)
			}
		}
	}
}

// ear judges a stretch of a part that begins at the byte.
func (l *look) ear(p part, text string, at int) {
	for _, f := range l.judge.Find(text, l.request.Locale, firmness(l.request.Stage)) {
		if l.request.ToneOnly && f.Fault == tone.MarketingFault {
			continue
		}
		l.add(Error, string(f.Fault), p, at+f.Start, at+f.End, f.Instead).Detail = f.Rule
	}
}

// consequences reports those that a text names to customers whose terms may not
// grant them. From firm on they are for the account's terms to decide, when the
// reminder leaves; before that they have no place.
func (l *look) consequences() {
	severity := Error
	switch l.request.Stage {
	case templates.Firm, templates.Final, templates.Handoff:
		severity = Warning
	}
	for _, p := range l.parts {
		within := grants(p.list)
		for _, m := range l.judge.Mentions(p.text, l.request.Locale) {
			if !covered(within, m) {
				l.add(severity, "consequence_"+m.Kind, p, m.Start, m.End, grantAdvice(m.Kind, severity)).Detail = m.Rule
			}
		}
	}
}

func covered(within []grant, m tone.Mention) bool {
	for _, g := range within {
		if g.kind == m.Kind && g.from <= m.Start && m.End <= g.to {
			return true
		}
	}
	return false
}

func grantAdvice(kind string, severity Severity) string {
	if severity == Error {
		return "leave it out: this stage names no consequences; if it must be said, put it within {% if terms." + kind + " %} … {% endif %}"
	}
	return "put it within {% if terms." + kind + " %} … {% endif %}; else the reminder is held unless the account's terms grant it"
}
