package intents

import (
	"io/fs"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// at is a Wednesday; examples are read then.
var at = time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)

func TestEveryRuleMatchesItsExamplesAndNotItsCounterexamples(t *testing.T) {
	r := reader(t)
	for _, file := range files(t) {
		l := r.named(file.Language)
		for _, rule := range file.Rule {
			for _, text := range rule.Examples {
				if !matches(r, l, rule, text) {
					t.Errorf("%s does not match its example %q", rule.ID, text)
				}
			}
			for _, text := range rule.Counterexamples {
				if matches(r, l, rule, text) {
					t.Errorf("%s matches its counterexample %q", rule.ID, text)
				}
			}
		}
	}
}

// matches says whether one rule of a language matches a text.
func matches(r *Reader, l *language, rule ruleText, source string) bool {
	q := Question{Text: source, Channel: channels.Kind(rule.Channel), Locale: l.name, Now: at, Currency: "EUR"}
	t := newText(source)
	r.prepare(t, q, []*language{l})
	for _, h := range l.hits(t, q.Channel, false) {
		if h.rule.id == rule.ID {
			return true
		}
	}
	return false
}

// reader returns the reader with the rules of the program.
func reader(t testing.TB) *Reader {
	t.Helper()
	files, err := fs.Sub(embedded, "data")
	if err != nil {
		t.Fatal(err)
	}
	r, err := newReader(files, grammar{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// files returns the rule files of the program as they are written.
func files(t testing.TB) []ruleFile {
	t.Helper()
	entries, err := embedded.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	var list []ruleFile
	var found faults
	for _, e := range entries {
		var file ruleFile
		if e.Name() != keywordName && found.decode(embedded, "data/"+e.Name(), &file) {
			list = append(list, file)
		}
	}
	return list
}
