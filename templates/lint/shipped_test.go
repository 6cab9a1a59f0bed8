package lint_test

import (
	"sync"
	"testing"

	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
	"github.com/goodterms/goodterms/templates/tone"
)

var loaded = sync.OnceValues(func() (*templates.Set, error) { return templates.Embedded() })

// shipped are the texts that come with Goodterms.
func shipped(t testing.TB) []templates.Source {
	t.Helper()
	set, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	var all []templates.Source
	for _, key := range set.Keys() {
		all = append(all, set.Sources(key)...)
	}
	return all
}

var heard = sync.OnceValues(tone.Embedded)

// linter is one with the rules of tone that come with Goodterms.
func linter(t testing.TB) *lint.Linter {
	t.Helper()
	judge, err := heard()
	if err != nil {
		t.Fatal(err)
	}
	return lint.New(judge)
}

// asked is the request to look at a shipped text.
func asked(t testing.TB, s templates.Source) lint.Request {
	t.Helper()
	stage, err := templates.ParseStage(s.Key)
	if err != nil {
		t.Fatal(err)
	}
	return lint.Request{Stage: stage, Channel: s.Channel, Locale: s.Locale, Text: s.Text, Limited: s.Limited}
}

// called names a shipped text in a failure.
func called(s templates.Source) string { return s.Locale + "/" + s.Key + "/" + string(s.Channel) }

func TestTheShippedTextsHaveNoFault(t *testing.T) {
	t.Parallel()
	l := linter(t)
	for _, s := range shipped(t) {
		for _, f := range l.Lint(asked(t, s)).Findings {
			if f.Severity != lint.Hint {
				t.Errorf("%s: %+v", called(s), f)
			}
		}
	}
}
