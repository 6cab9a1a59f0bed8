package intents

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// example is one line of a corpus; data/README.md describes it.
type example struct {
	where    string
	question Question
	expected string
}

func TestCorpus(t *testing.T) {
	r := reader(t)
	for language, cases := range corpora(t) {
		t.Run(language, func(t *testing.T) {
			for _, c := range cases {
				if got := told(r.Read(c.question)); got != c.expected {
					t.Errorf("%s: %q\n got  %s\n want %s", c.where, c.question.Text, got, c.expected)
				}
			}
		})
	}
}

// TestEval prints how well the rules read the corpora, and holds what is promised
// of it: what is certain is right.
func TestEval(t *testing.T) {
	r := reader(t)
	var table strings.Builder
	out := tabwriter.NewWriter(&table, 0, 8, 2, ' ', 0)
	fmt.Fprintln(out, "language\tintent\ttexts\tfound precision\tfound recall\tcertain precision\tcertain recall")
	for language, cases := range corpora(t) {
		scores := map[string]*marks{}
		for _, c := range cases {
			tally(scores, told(r.Read(c.question)), c.expected)
		}
		all := &marks{}
		for _, i := range Intents() {
			if s := scores[string(i)]; s != nil {
				s.print(out, language, string(i))
				if i != Other {
					all.sum(s)
				}
			}
		}
		all.print(out, language, "all")
		if all.certain.wrong > 0 || all.found.recall() < 0.95 {
			t.Errorf("%s: %d wrong certainties, recall %.3f", language, all.certain.wrong, all.found.recall())
		}
	}
	out.Flush()
	t.Log("\n" + table.String())
}

// count is how often something was right, wrongly said, and missed.
type count struct{ right, wrong, missed int }

func (c count) precision() float64 { return share(c.right, c.wrong) }
func (c count) recall() float64    { return share(c.right, c.missed) }

func share(part, other int) float64 {
	if part+other == 0 {
		return 1
	}
	return float64(part) / float64(part+other)
}

// marks is how an intent was read.
type marks struct {
	texts          int
	found, certain count
}

func (s *marks) sum(o *marks) {
	s.texts += o.texts
	for _, p := range [][2]*count{{&s.found, &o.found}, {&s.certain, &o.certain}} {
		p[0].right, p[0].wrong, p[0].missed = p[0].right+p[1].right, p[0].wrong+p[1].wrong, p[0].missed+p[1].missed
	}
}

func (s *marks) print(out io.Writer, language, intent string) {
	fmt.Fprintf(out, "%s\t%s\t%d\t%.3f\t%.3f\t%.3f\t%.3f\n", language, intent, s.texts,
		s.found.precision(), s.found.recall(), s.certain.precision(), s.certain.recall())
}

// tally compares what was read with what was expected. A promise that is certain of
// another day or sum is wrong.
func tally(scores map[string]*marks, got, want string) {
	at := func(name string) *marks {
		if scores[name] == nil {
			scores[name] = &marks{}
		}
		return scores[name]
	}
	read, expected := split(got), split(want)
	for name, detail := range expected {
		s := at(name)
		s.texts++
		if _, ok := read[name]; ok {
			s.found.right++
		} else {
			s.found.missed++
		}
		if strings.HasPrefix(detail, "!") && read[name] != detail {
			s.certain.missed++
		}
	}
	for name, detail := range read {
		if _, ok := expected[name]; !ok {
			at(name).found.wrong++
		}
		switch {
		case !strings.HasPrefix(detail, "!"):
		case expected[name] == detail:
			at(name).certain.right++
		default:
			at(name).certain.wrong++
		}
	}
}

// split takes "promise_to_pay!@2026-12-04 question?" apart: each intent with the rest.
func split(expected string) map[string]string {
	found := map[string]string{}
	for _, one := range strings.Fields(expected) {
		name := strings.TrimRight(one, "!?")
		if at := strings.IndexAny(one, "!?"); at >= 0 {
			name = one[:at]
		}
		found[name] = strings.TrimPrefix(one, name)
	}
	return found
}

// told writes a reading as a corpus does.
func told(r Reading) string {
	var all []string
	for _, f := range r.Found {
		all = append(all, toldOne(f))
	}
	return strings.Join(all, " ")
}

func toldOne(f Found) string {
	if f.Intent == Other {
		return string(Other)
	}
	text := string(f.Intent) + map[bool]string{true: "!", false: "?"}[f.Certain]
	for _, p := range f.Parts {
		text += "@" + p.On.String()
		if p.Amount.Minor != 0 {
			text += "=" + p.Amount.Decimal()
		}
	}
	if len(f.Parts) > 0 {
		return text
	}
	if day := f.Date.String(); day != "" {
		text += "@" + day
	}
	if f.Amount.Minor != 0 {
		text += "=" + f.Amount.Decimal()
	}
	return text
}

// corpora reads every corpus.
func corpora(t testing.TB) map[string][]example {
	t.Helper()
	names, err := filepath.Glob("testdata/*.tsv")
	if err != nil || len(names) == 0 {
		t.Fatal("no corpus")
	}
	all := map[string][]example{}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		scanner := bufio.NewScanner(file)
		for line := 1; scanner.Scan(); line++ {
			if text := scanner.Text(); text != "" && !strings.HasPrefix(text, "#") {
				all[stem(strings.Replace(name, ".tsv", ".toml", 1))] = append(all[stem(strings.Replace(name, ".tsv", ".toml", 1))], parseCase(t, fmt.Sprintf("%s:%d", name, line), text))
			}
		}
	}
	return all
}

var unescape = strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\\`, `\`)

// parseCase reads a line of a corpus.
func parseCase(t testing.TB, where, line string) example {
	t.Helper()
	parts := strings.Split(line, "\t")
	if len(parts) != 5 && len(parts) != 6 {
		t.Fatalf("%s: %d columns", where, len(parts))
	}
	stamp, zone, ok := strings.Cut(parts[2], " ")
	place, err := time.LoadLocation(zone)
	if err != nil || !ok {
		t.Fatalf("%s: no zone", where)
	}
	now, err := time.ParseInLocation("2006-01-02T15:04:05", stamp, place)
	if err != nil {
		t.Fatalf("%s: no time", where)
	}
	c := example{where: where, expected: parts[4], question: Question{
		Text: unescape.Replace(parts[3]), Channel: channels.Kind(parts[0]), Locale: parts[1], Now: now, Currency: currency(parts[1]),
	}}
	if parts[0] == "auto" {
		c.question.Channel, c.question.Auto = channels.Email, true
	}
	if len(parts) == 6 {
		c.question.Subject = parts[5]
	}
	for name := range split(c.expected) {
		if !known(Intent(name)) {
			t.Fatalf("%s: %s is no intent", where, name)
		}
	}
	return c
}

// currency is what customers of a locale owe in the corpora.
func currency(locale string) string {
	switch _, region, _ := strings.Cut(locale, "-"); region {
	case "GB":
		return "GBP"
	case "US":
		return "USD"
	case "CA":
		return "CAD"
	case "CH":
		return "CHF"
	case "BR":
		return "BRL"
	case "MX":
		return "MXN"
	}
	return "EUR"
}
