package lint_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// gentle are the texts of the first reminder that are read, as a version of it.
func gentle(t *testing.T) templates.Version {
	t.Helper()
	return templates.Version{Key: "gentle", Number: 1, State: templates.Draft, Sources: []templates.Source{
		english(t, "gentle", channels.SMS), english(t, "gentle", channels.Email),
	}}
}

func TestTheShippedTextsCanBePublished(t *testing.T) {
	t.Parallel()
	v := gentle(t)
	verdict := linter(t).Publishable(v, templates.Gentle)
	if !verdict.OK || len(verdict.Variants) != len(v.Sources) {
		t.Errorf("%v %v", verdict.Errors, verdict.Unaccepted)
	}
}

func TestAnErrorStopsPublishingWhateverIsAccepted(t *testing.T) {
	t.Parallel()
	v := gentle(t)
	v.Sources[0].Text += "\n{{ nobody }}\n"
	v.Accepted = []templates.Accepted{{Rule: "variable", Reason: "it will do", By: "ana"}}
	if verdict := linter(t).Publishable(v, templates.Gentle); verdict.OK || !slices.Equal(verdict.Errors, []string{"variable"}) {
		t.Errorf("%+v", verdict.Errors)
	}
}

func TestAWarningPassesOnceItIsAcceptedWithAReason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		accepted []templates.Accepted
		want     []string
	}{
		{nil, []string{"html"}},
		{[]templates.Accepted{{Rule: "html", By: "ana"}}, []string{"html"}},
		{[]templates.Accepted{{Rule: "html", Reason: "as agreed"}}, []string{"html"}},
		{[]templates.Accepted{{Rule: "spam", Reason: "as agreed", By: "ana"}}, []string{"html"}},
		{[]templates.Accepted{{Rule: "html", Reason: "as agreed", By: "ana"}}, []string{}},
	} {
		v := gentle(t)
		at := slices.IndexFunc(v.Sources, func(s templates.Source) bool { return s.Channel == channels.Email })
		v.Sources[at].Text += "\n\nSee <b>this</b>.\n"
		v.Accepted = c.accepted
		verdict := linter(t).Publishable(v, templates.Gentle)
		if diff := cmp.Diff(c.want, verdict.Unaccepted); diff != "" || verdict.OK != (len(c.want) == 0) {
			t.Errorf("%+v: %s", c.accepted, diff)
		}
	}
}

func TestWhatIsToBePublishedMayLackNothing(t *testing.T) {
	t.Parallel()
	l := linter(t)
	call := english(t, "gentle", channels.Voice)
	call.Limited = ""
	plainWords := english(t, "gentle", channels.SMS)
	plainWords.Text = "Acme Ltd: invoice INV-1042 (£1,250.00, due 3 March 2027) is still open. Pay: https://pay.acme.example/8f3k Reply STOP to stop texts."
	for _, s := range []templates.Source{call, plainWords} {
		r := lint.Request{Stage: templates.Gentle, Channel: s.Channel, Locale: s.Locale, Text: s.Text}
		if !l.Lint(r).OK {
			t.Errorf("%s: while it is written it may lack something: %v", s.Channel, severities(l.Lint(r)))
		}
		if verdict := l.Publishable(templates.Version{Sources: []templates.Source{s}}, templates.Gentle); verdict.OK {
			t.Errorf("%s: it can be published", s.Channel)
		}
	}
}
