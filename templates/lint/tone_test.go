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
		"sarcasm":                    {"Perhaps you have forgotten how to use a bank.", "Congratulations on yet another missed deadline."},
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
	for _, s := range shipped(t) {
		if !strings.HasPrefix(s.Locale, "en") {
			continue
		}
		for fault, list := range phrases() {
			for _, phrase := range list {
				if !hears(l, t, s, phrase, fault) {
					t.Errorf("%s: %q goes through", called(s), phrase)
				}
			}
		}
	}
}

// hears says that lint finds the fault in a text that ends with the phrase.
func hears(l *lint.Linter, t *testing.T, s templates.Source, phrase, fault string) bool {
	r := asked(t, s)
	r.ToneOnly = true
	r.Text = strings.TrimRight(r.Text, "\n") + "\n\n" + phrase + "\n"
	return slices.ContainsFunc(l.Lint(r).Findings, func(f lint.Finding) bool {
		return f.Rule == fault && f.Severity == lint.Error && strings.Contains(phrase, f.Text)
	})
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

func TestEachRulesOwnFaultIsHeardInEachShippedTextOfItsLanguage(t *testing.T) {
	t.Parallel()
	l, tried := linter(t), 0
	sources := shipped(t)
	for _, file := range readRules(t) {
		for _, s := range sources {
			language, _, _ := strings.Cut(s.Locale, "-")
			if language != file.Language {
				continue
			}
			for _, rule := range file.Rule {
				if rule.Fault == "" || rule.Fault == "marketing" || !upTo(rule.UpTo, asked(t, s).Stage) {
					continue
				}
				tried++
				if !heardAs(l, t, s, rule.Finds[0], rule.Fault) {
					t.Errorf("%s: %s goes through", called(s), rule.ID)
				}
			}
		}
	}
	t.Logf("%d faults put in, each heard", tried)
}

// heardAs says that lint finds the fault on the last line, wherever in it.
func heardAs(l *lint.Linter, t *testing.T, s templates.Source, phrase, fault string) bool {
	r := asked(t, s)
	r.ToneOnly = true
	r.Text = strings.TrimRight(r.Text, "\n") + "\n\n" + phrase
	from := 1 + strings.Count(r.Text, "\n") - strings.Count(phrase, "\n")
	return slices.ContainsFunc(l.Lint(r).Findings, func(f lint.Finding) bool { return f.Rule == fault && f.Line >= from })
}
