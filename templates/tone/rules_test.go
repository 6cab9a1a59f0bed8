package tone

import (
	"os"
	"slices"
	"testing"
)

// judge is the judge with the built-in rules.
func judge(t testing.TB) *Judge {
	t.Helper()
	j, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// soundJudge is the judge, where the rules of every language can be used.
func soundJudge(t testing.TB) *Judge {
	t.Helper()
	j := judge(t)
	if err := j.Check(); err != nil {
		t.Fatal(err)
	}
	return j
}

func TestTheBuiltInRulesAreSound(t *testing.T) {
	if err := judge(t).Check(); err != nil {
		t.Fatal(err)
	}
}

func TestEveryPatternCanBeCompiled(t *testing.T) {
	j := judge(t)
	for _, name := range j.names() {
		l, err := j.languages[name]()
		if err != nil {
			t.Fatal(err)
		}
		all := slices.Concat(l.parting, l.quoting)
		for _, r := range l.rules {
			all = slices.Concat(all, r.match, r.unless, r.unlessSentence, r.needs)
		}
		for _, p := range all {
			if p.find("x", 0); p.re == nil {
				t.Errorf("%s: %s", name, p.source)
			}
		}
	}
}

func TestEveryRuleFindsItsOwnExamplesAndPassesTheOthers(t *testing.T) {
	files := os.DirFS("data")
	j := soundJudge(t)
	for _, name := range j.names() {
		file, err := readFile(files, name+".toml")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range file.Rule {
			for _, text := range r.Finds {
				if !tells(j, name, r, text) {
					t.Errorf("%s does not find %q", r.ID, text)
				}
			}
			for _, text := range r.Passes {
				if tells(j, name, r, text) {
					t.Errorf("%s finds %q", r.ID, text)
				}
			}
		}
	}
}

// tells says whether a rule is found in a text.
func tells(j *Judge, name string, r ruleText, text string) bool {
	l := j.language(name)
	hits := l.match(read(text, l), func(o *rule) bool { return o.id == r.ID })
	return len(hits) > 0
}
