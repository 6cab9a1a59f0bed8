package lint_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// phrases are faults in English that no text may have at any stage.
func phrases() map[string][]string {
	return map[string][]string{
		"accusation":                 {"You have ignored our reminders.", "You failed to pay this invoice."},
		"threat":                     {"Pay now or else.", "You will regret this."},
		"legal_threat_without_terms": {"Pay today or we will see you in court.", "We will ruin your credit rating."},
		"shame":                      {"You should be ashamed of yourself.", "What would your customers think if they knew?"},
		"sarcasm":                    {"Thanks for nothing.", "How convenient that the invoice got lost again.", "We are still holding our breath for your payment."},
		"shouting":                   {"PAY THIS INVOICE IMMEDIATELY.", "Please pay now!!!"},
		"false_urgency":              {"This is your last chance.", "Act within the next hour."},
		"harassment":                 {"We will call you every day until you pay.", "We will not leave you alone until you pay."},
		"third_party_disclosure":     {"We will inform your neighbours about this debt.", "We have told your employer about this debt."},
		"misleading_claim":           {"This is an official court notice.", "A warrant has been issued against you."},
		"discourtesy":                {"We are sick of waiting.", "Stop wasting our time."},
	}
}

func TestAFaultInAShippedEnglishTextIsHeard(t *testing.T) {
	t.Parallel()
	l := linter(t)
	var list []injected
	for fault, said := range phrases() {
		for _, phrase := range said {
			list = append(list, injected{phrase, fault, phrase})
		}
	}
	for _, s := range shipped(t) {
		if strings.HasPrefix(s.Locale, "en") {
			for _, missed := range unheard(l, asked(t, s), list) {
				t.Errorf("%s: %q goes through", called(s), missed)
			}
		}
	}
}

// injected is a phrase that is put into a text, with the fault that it is; empty for
// any.
type injected struct{ phrase, fault, name string }

// atOnce is how many phrases are put into one text.
const atOnce = 25

// unheard puts the phrases into the text, each as a paragraph of its own, and names
// those whose fault lint does not find in them.
func unheard(l *lint.Linter, r lint.Request, list []injected) []string {
	var missed []string
	whole := strings.TrimRight(r.Text, "\n")
	for some := range slices.Chunk(list, atOnce) {
		r.ToneOnly, r.Text = true, whole
		lines := make([]int, len(some))
		for i, in := range some {
			r.Text += "\n\n"
			lines[i] = 1 + strings.Count(r.Text, "\n")
			r.Text += in.phrase
		}
		findings := l.Lint(r).Findings
		for i, in := range some {
			last := lines[i] + strings.Count(in.phrase, "\n")
			if !slices.ContainsFunc(findings, func(f lint.Finding) bool {
				return (f.Rule == in.fault || in.fault == "") && f.Severity == lint.Error && lines[i] <= f.Line && f.Line <= last
			}) {
				missed = append(missed, in.name)
			}
		}
	}
	return missed
}

// rules are those of a language's file, as far as the test needs them.
type rules struct {
	Language string
	Rule     []struct {
		ID, Fault string
		UpTo      string `toml:"up_to"`
		Finds     []string
	}
}

func readRules(t *testing.T) []rules {
	t.Helper()
	files, err := filepath.Glob("../tone/data/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no rules: %v", err)
	}
	all := make([]rules, len(files))
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := toml.Unmarshal(text, &all[i]); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// upTo says that a rule which holds up to the degree judges a text of the stage.
func upTo(degree string, stage templates.Stage) bool {
	firmness := 0
	switch stage {
	case templates.Firm, templates.PromiseBroken:
		firmness = 1
	case templates.Final, templates.Handoff:
		firmness = 2
	}
	switch degree {
	case "gentle":
		return firmness == 0
	case "firm":
		return firmness < 2
	}
	return true
}

func TestWhatEachRuleFindsIsHeardInEachShippedTextOfItsLanguage(t *testing.T) {
	t.Parallel()
	l, tried := linter(t), 0
	sources := shipped(t)
	for _, file := range readRules(t) {
		for _, s := range sources {
			language, _, _ := strings.Cut(s.Locale, "-")
			if language != file.Language {
				continue
			}
			var list []injected
			for _, rule := range file.Rule {
				if rule.Fault != "" && rule.Fault != "marketing" && upTo(rule.UpTo, asked(t, s).Stage) {
					list = append(list, injected{rule.Finds[0], "", rule.ID}) // words may be two faults at once, and are told as one
				}
			}
			tried += len(list)
			for _, missed := range unheard(l, asked(t, s), list) {
				t.Errorf("%s: %s goes through", called(s), missed)
			}
		}
	}
	t.Logf("%d faults put in, each heard", tried)
}
