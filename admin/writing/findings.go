package writing

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
	"github.com/goodterms/goodterms/templates/tone"
)

// isTone says that the rule is about how a customer is spoken to.
func isTone(rule string) bool { return slices.Contains(tone.Faults(), tone.Fault(rule)) }

func findingOf(f lint.Finding) finding {
	out := finding{Finding: f, Kind: "plain", Word: "Hint", Where: where(f)}
	switch f.Severity {
	case lint.Error:
		out.Kind, out.Word = "stop", "Error"
	case lint.Warning:
		out.Kind, out.Word = "wait", "Warning"
	}
	return out
}

// where is the place of a finding in words.
func where(f lint.Finding) string {
	at := f.Part
	if f.Part == "limited" {
		at = "machine"
	}
	if f.Line > 0 {
		if at != "" {
			at += ", "
		}
		at += fmt.Sprintf("line %d", f.Line)
	}
	return at
}

// addFindings takes over what lint says, errors first, and sums it up.
func (t *truth) addFindings(list []lint.Finding) {
	var errors, warnings int
	for _, f := range list {
		switch f.Severity {
		case lint.Error:
			errors++
		case lint.Warning:
			warnings++
		}
		made := findingOf(f)
		t.Findings = append(t.Findings, made)
		if isTone(f.Rule) {
			t.Tone = append(t.Tone, made)
		}
	}
	t.Verdict, t.Kind = verdict(errors, warnings)
}

// verdict sums up what stands in the way of publishing.
func verdict(errors, warnings int) (sentence, kind string) {
	switch {
	case errors > 0 && warnings > 0:
		return count(errors, "error stops", "errors stop") + " publishing, " + count(warnings, "warning", "warnings"), "stop"
	case errors > 0:
		return count(errors, "error stops", "errors stop") + " publishing", "stop"
	case warnings > 0:
		return count(warnings, "warning wants", "warnings want") + " a reason when it is published", "wait"
	}
	return "Nothing stands in the way of publishing", "kind"
}

// readerText says for whom the text was filled in.
func readerText(l look) string {
	if l.Reader.Account != "" {
		whom := l.Reader.Name
		if whom == "" {
			whom = "account " + l.Reader.Account
		}
		return "For " + whom + ", " + count(len(l.Reader.Facts.Invoices), "open invoice", "open invoices") + ", as of today."
	}
	for _, s := range templates.SamplesOf(l.Of.Stage) {
		if s.Name == l.Reader.Sample {
			return "For a made-up customer: " + s.About + "."
		}
	}
	return ""
}

// chosenText says why another language than that of the text beside it is shown.
func chosenText(l look) string {
	used, asked := languageName(l.Shown.Locale), languageName(l.Shown.Asked)
	switch l.Shown.Why {
	case templates.OfLanguage, templates.SameTongue:
		return "There is no text in " + asked + ", so this customer reads the one in " + used + "."
	case templates.OfCreditor:
		return "There is no text in " + asked + ", so this customer reads yours in " + used + "."
	case templates.LastTongue:
		return "There is no text in " + asked + " nor in your own language, so this customer reads the one in " + used + "."
	}
	if l.Shown.Locale != l.Source.Locale {
		return "This customer reads the text in " + used + ", not the one beside it."
	}
	return ""
}

// mark is how a text of the list stands.
type mark struct {
	Locale, Language string
	Path, Title      string
	Current          bool
	Errors, Warnings int
}

// marked are the texts of a channel.
type marked struct {
	Channel string
	List    []mark
}

// marks lists the texts of a version by channel, with what lint finds in each.
func (p *pages) marks(e edition, chosen templates.Source, page string) (list []marked) {
	for _, s := range e.Sources {
		if s.Channel == chosen.Channel && s.Locale == chosen.Locale {
			s = chosen
		}
		report := p.Memory.lint(p.Words, request(e.Of.Stage, s))
		m := mark{Locale: s.Locale, Language: languageName(s.Locale), Path: page + "?channel=" + string(s.Channel) + "&locale=" + s.Locale,
			Current: s.Channel == chosen.Channel && s.Locale == chosen.Locale}
		for _, f := range report.Findings {
			switch f.Severity {
			case lint.Error:
				m.Errors++
			case lint.Warning:
				m.Warnings++
			}
		}
		m.Title = m.Language + ": no finding"
		if m.Errors+m.Warnings > 0 {
			m.Title = m.Language + ": " + count(m.Errors, "error", "errors") + ", " + count(m.Warnings, "warning", "warnings")
		}
		if last := len(list) - 1; last < 0 || list[last].Channel != channelName(s.Channel) {
			list = append(list, marked{Channel: channelName(s.Channel)})
		}
		list[len(list)-1].List = append(list[len(list)-1].List, m)
	}
	return list
}

// Count is the number beside the name of a text.
func (m mark) Count() string { return strconv.Itoa(m.Errors + m.Warnings) }
