package desk

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/goodterms/goodterms/replies/intents"
)

var ruleID = regexp.MustCompile(`(?m)^id = "([^"]+)"`)

func TestEveryRuleHasPlainWords(t *testing.T) {
	paths, _ := filepath.Glob("../../replies/intents/data/*.toml")
	seen := 0
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ruleID.FindAllStringSubmatch(string(text), -1) {
			seen++
			if ruleOf(id[1]) == "" {
				t.Errorf("%s has none", id[1])
			}
		}
	}
	if seen < 100 {
		t.Errorf("%d rules were looked at", seen)
	}
}

func TestARuleThatNobodyKnowsIsNotToldOf(t *testing.T) {
	for _, id := range []string{"", "en", "en.promise.no-such", "xx.<b>"} {
		if got := ruleOf(id); got != "" {
			t.Errorf("%q is told as %q", id, got)
		}
	}
}

func TestEveryIntentHasWords(t *testing.T) {
	for i, intent := range intents.Intents() {
		if meanings[i].Intent != intent || meanings[i].Then == "" {
			t.Errorf("%s: %+v", intent, meanings[i])
		}
	}
}
