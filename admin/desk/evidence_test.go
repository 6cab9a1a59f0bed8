package desk

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// shown writes pieces with what they show in front: 1+2[words].
func shown(list []piece) string {
	var b strings.Builder
	for _, p := range list {
		if len(p.Shows) == 0 {
			b.WriteString(p.Text)
			continue
		}
		for i, n := range p.Shows {
			if i > 0 {
				b.WriteByte('+')
			}
			b.WriteByte('0' + byte(n))
		}
		b.WriteString("[" + p.Text + "]")
	}
	return b.String()
}

func TestEvidenceIsMarkedOnTheVeryWords(t *testing.T) {
	for name, c := range map[string]struct {
		text     string
		evidence []string
		want     string
		found    []bool
	}{
		"none":                            {"hello", nil, "hello", []bool{}},
		"one":                             {"I paid it yesterday", []string{"paid it"}, "I 1[paid it] yesterday", []bool{true}},
		"all":                             {"STOP", []string{"STOP"}, "1[STOP]", []bool{true}},
		"two that overlap":                {"I paid it twice", []string{"paid it", "it twice"}, "I 1[paid ]1+2[it]2[ twice]", []bool{true, true}},
		"one within another":              {"we will pay on Friday", []string{"will pay on Friday", "pay"}, "we 1[will ]1+2[pay]1[ on Friday]", []bool{true, true}},
		"the same for two":                {"never", []string{"never", "never"}, "1+2[never]", []bool{true, true}},
		"not in the text":                 {"hello", []string{"goodbye"}, "hello", []bool{false}},
		"empty":                           {"hello", []string{"", " "}, "hello", []bool{false, false}},
		"a word of its own before a part": {"unpaid? I paid", []string{"paid"}, "unpaid? I 1[paid]", []bool{true}},
		"a part where nothing else is":    {"unpaid", []string{"paid"}, "un1[paid]", []bool{true}},
		"lines broken otherwise":          {"I have\n  paid it", []string{"have paid"}, "I 1[have\n  paid] it", []bool{true}},
		"another case":                    {"I HAVE PAID", []string{"have paid"}, "I 1[HAVE PAID]", []bool{true}},
		"German":                          {"Ich überweise am Freitag.", []string{"überweise am Freitag"}, "Ich 1[überweise am Freitag].", []bool{true}},
		"Portuguese":                      {"não é meu", []string{"não é"}, "1[não é] meu", []bool{true}},
		"markup is words":                 {"<b>never</b>", []string{"<b>never"}, "1[<b>never]</b>", []bool{true}},
	} {
		t.Run(name, func(t *testing.T) {
			list, found := mark(c.text, c.evidence)
			if got := shown(list); got != c.want {
				t.Errorf("marked %q, want %q", got, c.want)
			}
			if diff := cmp.Diff(c.found, found); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMarkingLosesNoLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab üß<&\n\u2028ǅ"))).Draw(t, "text")
		evidence := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("abB ü\n"))), 0, 4).Draw(t, "evidence")
		list, _ := mark(text, evidence)
		var b strings.Builder
		for _, p := range list {
			b.WriteString(p.Text)
		}
		if b.String() != text {
			t.Errorf("%q became %q", text, b.String())
		}
	})
}
