package trim_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/replies/trim"
)

// example is a case of a file in testdata.
type example struct{ name, in, want string }

// examples reads a file of cases: "=== name", the input, "---", what is wanted.
func examples(t *testing.T, file string) []example {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for _, part := range strings.Split("\n"+string(raw), "\n=== ")[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		in, want, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			if in, ok = strings.CutSuffix(rest, "\n---"); !ok {
				t.Fatalf("%s: %q has no answer", file, name)
			}
		}
		all = append(all, example{name, in, strings.TrimSuffix(want, "\n")})
	}
	return all
}

func TestTextKeepsAPersonsOwnWords(t *testing.T) {
	t.Parallel()
	all := examples(t, "testdata/text.txt")
	if len(all) < 60 {
		t.Fatalf("only %d cases", len(all))
	}
	for _, e := range all {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(e.want, trim.Text(e.in)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(e.want, trim.Text(strings.ReplaceAll(e.in, "\n", "\r\n"))); diff != "" {
				t.Errorf("with CRLF (-want +got)\n%s", diff)
			}
		})
	}
}

func TestHTMLDropsWhatMarkupShowsToBeAQuote(t *testing.T) {
	t.Parallel()
	for _, e := range examples(t, "testdata/html.txt") {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(e.want, trim.HTML(e.in)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWholeKeepsQuotesAndAddressesOfLinks(t *testing.T) {
	t.Parallel()
	got := trim.Whole(`<p>Yes.</p><blockquote type="cite">Pay at <a href="https://pay.example/p/abc">our page</a></blockquote><style>p{}</style>`)
	if want := "Yes.\n\nPay at our page <https://pay.example/p/abc>"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// lines draws a text of lines of the kinds that the rules look for.
func lines() *rapid.Generator[string] {
	line := rapid.OneOf(
		rapid.SampledFrom([]string{
			"", " ", "> quoted", ">> deeper", "-- ", "--", "I will pay.", "Best regards", "Best regards, Ada", "Ada Moss", "PS: one more thing",
			"On Thu, 3 Dec 2026 at 10:15, Acme <billing@acme.example> wrote:", "On Thu, 3 Dec 2026", "Acme wrote:", "On Friday I wrote:",
			"From: Acme <billing@acme.example>", "Sent: Thursday 10:15", "To: Ada", "Subject: x", "-----Original Message-----", "____________",
			"Sent from my iPhone", "This message is confidential and intended only for the recipient; if you are not, delete it.", ">From here", ">:(",
			"Moss Ltd is registered in England.", "Mit freundlichen Grüßen", "Von: Acme", "Gesendet: heute", "An: Ada", "\u200b", "\r",
		}),
		rapid.String(),
	)
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(line, 0, 40).Draw(t, "lines"), "\n") })
}

func TestEveryLineOfTheAnswerIsALineOfTheInput(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkSubset(t, lines().Draw(t, "text")) })
}

func TestTrimmingTwiceIsTrimmingOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkTwice(t, lines().Draw(t, "text")) })
}

func TestWordsAlonePassUntouched(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`I (can|will|may) [a-z]{3,9} [a-z]{3,9}\.`)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 1, 30).Draw(t, "lines"), "\n")
		if got := trim.Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}

type failer interface{ Errorf(string, ...any) }

func checkSubset(t failer, text string) {
	in := strings.Split(text, "\n")
	got := trim.Text(text)
	if got == "" {
		return
	}
	for _, line := range strings.Split(got, "\n") {
		for len(in) > 0 && strings.TrimRight(in[0], "\r") != strings.TrimRight(line, "\r") {
			in = in[1:]
		}
		if len(in) == 0 {
			t.Errorf("%q is no line of %q, or not in its order", line, text)
			return
		}
		in = in[1:]
	}
}

func checkTwice(t failer, text string) {
	once := trim.Text(text)
	if twice := trim.Text(once); twice != once {
		t.Errorf("%q became %q, then %q", text, once, twice)
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"", ">", "a\n> b\n-- \nc", "On x wrote:\n>", "From: a@b.example\nSent: 10:15\nTo: x\n\nz", "Best regards\nA\n\nPS: b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkSubset(t, text)
		checkTwice(t, text)
	})
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"", "<", "<p>a<blockquote type=cite>b", "<div class=gmail_quote>a", "<div style='border-top:1px'>From: a<br>Sent: b<br>To: c", "<pre>\n</pre></div>"} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, page string) {
		trim.HTML(page)
		trim.Whole(page)
	})
}

// size is a megabyte; less where the race detector makes everything slow.
func size() int {
	if raced {
		return 1 << 15
	}
	return 1 << 20
}

// hostile are texts of a megabyte that were made to take long.
func hostile() map[string]string {
	fill := func(part string) string { return strings.Repeat(part, size()/len(part)) }
	return map[string]string{
		"arrows":            fill(">"),
		"lines of arrows":   fill(">\n"),
		"On":                fill("On "),
		"lines of On":       fill("On \n"),
		"lines of wrote":    fill("On 3 Dec 2026 wrote:\n"),
		"blank lines":       fill("\n"),
		"spaces":            fill(" "),
		"quote and answer":  fill("> a\nb\n"),
		"labels":            fill("From: a@b.example\n"),
		"label kinds":       fill("From: a\nSent: b\nTo: c\n"),
		"dashes":            fill("--\n"),
		"signature lines":   fill("-- \n"),
		"goodbyes":          fill("Best regards\n"),
		"adverts":           fill("Sent from my iPhone\n"),
		"disclaimers":       fill("This message is confidential; recipient, delete it at once, all of it and now.\n\n"),
		"one legal line":    fill("this message is confidential and intended for "),
		"separators":        fill("-----Original Message-----\n"),
		"open divs":         fill("<div>"),
		"open formatting":   fill("<b id=1><p>x"),
		"nested containers": fill("<div class=gmail_quote>"),
		"ruled divs":        fill("<div style='border-top:1'>"),
		"links":             fill("<a href=x>"),
		"broken tags":       fill("<"),
		"attributes":        "<p " + fill("a ") + ">",
		"closing tags":      fill("</b>"),
		"quotes":            fill("<blockquote type=cite>x</blockquote>"),
		"blockquotes":       fill("<blockquote>x"),
	}
}

// mostTime is several times what the slowest takes on an idle machine, which is
// under a second; what grows faster than the text takes minutes.
const mostTime = 5 * time.Second

func TestAHostileMegabyteTakesNoLongerThanItsLength(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			read := trim.Text
			if strings.Contains(text, "<") {
				read = trim.HTML
			}
			if took := quickest(func() { read(text) }); took > mostTime {
				t.Errorf("took %v of processor time", took)
			}
		})
	}
}

// quickest is the processor time that something takes; what was slow is run again,
// because the machine may have been busy.
func quickest(run func()) time.Duration {
	least := time.Hour
	for range 3 {
		start := spent()
		run()
		if least = min(least, spent()-start); least < mostTime {
			break
		}
	}
	return least
}
