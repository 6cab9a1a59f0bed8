package templates_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestEachTextReadsAsItsGoldenFile(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	for _, key := range set.Keys() {
		for _, source := range set.Sources(key) {
			t.Run(source.File, func(t *testing.T) {
				t.Parallel()
				file := filepath.Join("testdata", source.Locale, key+"."+string(source.Channel)+".golden")
				golden(t, file, written(t, set, source))
			})
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; run with -update and read the difference (-want +got):\n%s", file, diff)
	}
}

// written is one text in every situation of its stage, and the page of a mail in
// two of them. What reads as before is not repeated.
func written(t *testing.T, set *templates.Set, source templates.Source) string {
	t.Helper()
	var out strings.Builder
	fmt.Fprintf(&out, "%s/%s/%s\n\n", source.Key, source.Channel, source.Locale)
	before := map[string]string{}
	for _, s := range templates.SamplesOf(templates.Stage(source.Key)) {
		words, err := set.Render(source.Key, source.Channel, source.Locale, s.Facts)
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		text := shown(source.Channel, words)
		if first, found := before[text]; found {
			fmt.Fprintf(&out, "===== %s: as %s\n\n", s.Name, first)
			continue
		}
		before[text] = s.Name
		fmt.Fprintf(&out, "===== %s\n%s\n", s.Name, text)
		if source.Channel == channels.Email && (s.Name == "usual" || s.Name == "several") {
			fmt.Fprintf(&out, "----- page\n%s\n", body(words.HTML))
		}
	}
	return out.String()
}

// shown is what a person sees or hears of the words.
func shown(channel channels.Kind, words templates.Words) string {
	switch channel {
	case channels.SMS:
		return fmt.Sprintf("[%s] %s\n", price(words.Text), words.Text)
	case channels.Voice:
		return fmt.Sprintf("[about %d s] %s\n\n[machine] %s\n", seconds(words.Text), words.Text, words.Limited)
	}
	return fmt.Sprintf("Subject: %s\nPreheader: %s\n\n%s", words.Subject, words.Preheader, words.Text)
}

// body is what differs from one page to the next.
func body(page string) string {
	_, page, _ = strings.Cut(page, "<body")
	page, _, _ = strings.Cut(page, "</body>")
	return "<body" + page
}

// The letters of GSM 03.38: those of one septet, and those of two.
const (
	gsmOne = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmTwo = "^{}\\[~]|€"
)

// price says how an SMS is encoded and what it costs.
func price(text string) string {
	septets := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsmOne, r):
			septets++
		case strings.ContainsRune(gsmTwo, r):
			septets += 2
		default:
			return segments("UCS-2", len(utf16.Encode([]rune(text))), 70, 67)
		}
	}
	return segments("GSM-7", septets, 160, 153)
}

func segments(encoding string, units, single, joined int) string {
	n := 1
	if units > single {
		n = (units + joined - 1) / joined
	}
	return fmt.Sprintf("%s, %d units, %d segments", encoding, units, n)
}

// seconds is how long a script takes to say: 15 signs a second, and each sign
// that is spelled out a third of one; rests not counted.
func seconds(script string) int {
	length := 0
	for word := range strings.FieldsSeq(script) {
		length += max(5, len([]rune(word))+1)
	}
	return length / 15
}
