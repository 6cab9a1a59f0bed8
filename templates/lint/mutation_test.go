package lint_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// stating are the variables and filters by which texts state a fact.
func stating() map[string][]string {
	return map[string][]string{
		"who writes":      {"creditor.name"},
		"which invoice":   {"invoice.number", "invoice.number_spoken", "numbers", "invoices"},
		"how much":        {"invoice.balance", "total", "invoices"},
		"when it is due":  {"invoice.due_on", "invoices"},
		"how to pay":      {"creditor.pay_url", "creditor.pay_text", "creditor.phone", "creditor.phone_spoken", "creditor.email"},
		"how to stop":     {"unsubscribe_url"},
		"the promise":     {"promise.on"},
		"the part":        {"promise.amount"},
		"the plan":        {"plan.total"},
		"the instalment":  {"instalment.amount"},
		"the day of it":   {"instalment.due_on"},
		"what was asked":  {"answer.text"},
		"the word to end": nil,
	}
}

// needed are the facts that a text of the stage must state.
func needed(stage templates.Stage, channel channels.Kind) []string {
	list := []string{"who writes"}
	switch stage {
	case templates.OptOutConfirmed:
		return list
	case templates.AnswerWritten:
		return append(list, "what was asked")
	case templates.PromiseNoted:
		list = append(list, "the promise", "the part")
	case templates.PlanConfirmed:
		list = append(list, "the plan", "the instalment", "the day of it")
	case templates.InstalmentDue:
		list = append(list, "the instalment", "the day of it", "how to pay")
	case templates.PromiseBroken:
		list = append(list, "the promise")
	}
	list = append(list, "which invoice")
	if stage.Purpose() == templates.ForReminder || stage == templates.PromiseBroken {
		list = append(list, "how much", "when it is due", "how to pay")
	}
	if stage.Purpose() != templates.ForAnswer {
		switch channel {
		case channels.Email:
			list = append(list, "how to stop")
		case channels.SMS:
			list = append(list, "the word to end")
		}
	}
	return list
}

var value = regexp.MustCompile(`\{\{-?\s*([a-z_.]+)[^}]*\}\}`)

// without is the text when it no longer states the fact.
func without(text, fact string) string {
	if fact == "the word to end" {
		return strings.ReplaceAll(text, "STOP", "so")
	}
	names := stating()[fact]
	return value.ReplaceAllStringFunc(text, func(printed string) string {
		if slices.Contains(names, value.FindStringSubmatch(printed)[1]) {
			return ""
		}
		return printed
	})
}

func TestAFactThatIsTakenOutOfAShippedTextIsMissed(t *testing.T) {
	t.Parallel()
	l, tried := linter(t), 0
	for _, s := range shipped(t) {
		r := asked(t, s)
		for _, fact := range needed(r.Stage, s.Channel) {
			mutant := r
			if mutant.Text = without(r.Text, fact); mutant.Text == r.Text {
				t.Errorf("%s does not state %s", called(s), fact)
				continue
			}
			tried++
			if !misses(l.Lint(mutant)) {
				t.Errorf("%s without %s goes through", called(s), fact)
			}
		}
	}
	t.Logf("%d facts taken out, each missed", tried)
}

func misses(r lint.Report) bool {
	return slices.ContainsFunc(r.Findings, func(f lint.Finding) bool {
		return f.Severity != lint.Hint && (f.Rule == "must_state" || f.Rule == "opt_out")
	})
}

func TestWhatAMachineMayHearMustSayWhoCallsAndNoMoreThanHowToCallBack(t *testing.T) {
	t.Parallel()
	l := linter(t)
	for _, s := range shipped(t) {
		if s.Channel != channels.Voice {
			continue
		}
		for _, fact := range []string{"who writes", "how to pay"} {
			mutant := asked(t, s)
			if mutant.Limited = without(s.Limited, fact); !misses(l.Lint(mutant)) {
				t.Errorf("%s: what a machine hears goes through without %s", called(s), fact)
			}
		}
		mutant := asked(t, s)
		mutant.Limited += "\nIt is about {{ invoice.balance }}."
		if report := l.Lint(mutant); !slices.Contains(report.Faults, "limited") {
			t.Errorf("%s: a machine may hear the amount: %v", called(s), report.Faults)
		}
	}
}
