package api

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// textReport is what lint says of one text of a version.
type textReport struct {
	Channel string `json:"channel"`
	Locale  string `json:"locale"`
	LintReport
}

// versionReport is what lint says of a version.
type versionReport struct {
	OK        bool         `json:"ok" doc:"No finding is an error."`
	Scheduled int          `json:"scheduled" doc:"Reminders that wait with another version: publishing asks what becomes of them."`
	Warnings  []string     `json:"warnings" nullable:"false" doc:"Rules of warnings that publishing wants accepted."`
	Texts     []textReport `json:"texts" nullable:"false"`
}

// report has every text of a version looked at as it is to be published.
func (s *server) report(v templates.Version, stage templates.Stage) versionReport {
	verdict := s.Words.Publishable(v, stage)
	out := versionReport{OK: len(verdict.Errors) == 0, Warnings: append([]string{}, verdict.Unaccepted...), Texts: []textReport{}}
	for _, text := range verdict.Variants {
		out.Texts = append(out.Texts, textReport{string(text.Channel), text.Locale, reportOf(text.Report)})
	}
	slices.SortFunc(out.Texts, func(a, b textReport) int { return compareTexts(a.Channel, a.Locale, b.Channel, b.Locale) })
	return out
}

func lintVersion(s *server, c *call) (answer, error) {
	view, number, err := s.numbered(c)
	if err != nil {
		return answer{}, err
	}
	v, err := s.version(c, view.Key, number)
	if err != nil {
		return answer{}, err
	}
	out := s.report(v, view.Stage)
	out.Scheduled, err = s.Versions.CountScheduled(c.ctx(), view.Key, number)
	return answerOf(http.StatusOK, out), err
}

func publishVersion(s *server, c *call) (answer, error) {
	var in publication
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	number, err := versionNumber(c)
	if err != nil {
		return answer{}, err
	}
	choice := reminder.Scheduling(in.Scheduled)
	if choice != "" && choice != reminder.Stay && choice != reminder.Move {
		return answer{}, unprocessable(findings{{Message: "is not a choice; use stay or move", Location: "body.scheduled", item: noItem}})
	}
	view, err := s.Templates.FindTemplate(c.ctx(), c.PathValue("key"))
	if err != nil {
		return answer{}, err
	}
	v, err := s.Versions.FindVersion(c.ctx(), view.Key, number)
	if err != nil {
		return answer{}, err
	}
	if v.Revision != in.Revision {
		return answer{}, reminder.ErrEdited
	}
	if err := faultless(s.unfit(v, view.Stage, in.Accept)); err != nil {
		return answer{}, err
	}
	m := reply{make: func(effect any) answer {
		p := effect.(reminder.Published)
		return answerOf(http.StatusOK, publishedView{versionOf(p.Version), p.Moved, p.Stayed})
	}}
	done, err := s.Versions.Publish(c.ctx(), c.now, reminder.Publishing{
		Key: view.Key, Number: number, Revision: in.Revision, Why: in.Why, By: in.By,
		Accepted: acceptedOf(in.Accept, in.By), Scheduled: choice, OtherEyes: s.OtherEyes,
	}, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(done), nil
}

func acceptedOf(list []acceptBody, by string) (out []templates.Accepted) {
	for _, a := range list {
		out = append(out, templates.Accepted{Rule: a.Rule, Reason: a.Reason, By: by})
	}
	return out
}

// unfit lists what keeps a version from being published: errors, and warnings that
// nobody has accepted.
func (s *server) unfit(v templates.Version, stage templates.Stage, accept []acceptBody) (found findings) {
	for _, text := range s.report(v, stage).Texts {
		for _, f := range text.Findings {
			accepted := slices.ContainsFunc(accept, func(a acceptBody) bool { return a.Rule == f.Rule })
			if f.Severity == string(lint.Error) || f.Severity == string(lint.Warning) && !accepted {
				found = append(found, finding{Message: unfitText(f), Location: place(text, f), item: noItem})
			}
		}
	}
	return found
}

// unfitText says what is wrong by rule and remedy, without the words of the text.
func unfitText(f lintView) string {
	text := f.Severity + " " + f.Rule
	if f.Instead != "" {
		text += ": " + f.Instead
	}
	if f.Severity == string(lint.Warning) {
		text += "; or accept " + f.Rule + " with a reason"
	}
	return text
}

// place names a finding's text and where in it: texts[sms en-GB] line 2 column 5.
func place(text textReport, f lintView) string {
	at := "texts[" + text.Channel + " " + text.Locale + "]"
	if f.Part != "" {
		at += " " + f.Part
	}
	if f.Line > 0 {
		at += fmt.Sprintf(" line %d column %d", f.Line, f.Column)
	}
	return at
}
