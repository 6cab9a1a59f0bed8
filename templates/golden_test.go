package templates_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

var update = flag.Bool("update", false, "write the golden files anew")

// locales are those of the reminders; answers have more.
func locales() []string { return []string{"en-GB", "en-US", "de"} }

// reminders are the templates that are no answers.
func reminders(set *templates.Set) []string {
	return slices.DeleteFunc(set.Keys(), func(key string) bool { return slices.Contains(templates.Answers(), key) })
}

func TestEachTextReadsAsItsGoldenFile(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	for _, locale := range locales() {
		for _, key := range reminders(set) {
			for _, channel := range channels.Kinds() {
				t.Run(locale+"/"+key+"/"+string(channel), func(t *testing.T) {
					t.Parallel()
					file := filepath.Join("testdata", locale, key+"."+string(channel)+".golden")
					golden(t, file, written(t, set, key, channel, locale, samples()))
				})
			}
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

// written is one text in every situation; the page of a mail in the usual one.
func written(t *testing.T, set *templates.Set, key string, channel channels.Kind, locale string, samples []sample) string {
	t.Helper()
	var out strings.Builder
	for i, s := range samples {
		words, err := set.Render(key, channel, locale, s.facts)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		if i == 0 {
			fmt.Fprintf(&out, "%s\n\n", strings.Split(words.Version, "@")[0])
		}
		fmt.Fprintf(&out, "===== %s\n", s.name)
		switch channel {
		case channels.Email:
			fmt.Fprintf(&out, "Subject: %s\n\n%s\n", words.Subject, words.Text)
			if i == 0 {
				fmt.Fprintf(&out, "----- html\n%s\n", words.HTML)
			}
		case channels.SMS:
			fmt.Fprintf(&out, "[%s] %s\n\n", price(words.Text), words.Text)
		case channels.Voice:
			fmt.Fprintf(&out, "[about %d s] %s\n\n[machine] %s\n\n", seconds(words.Text), words.Text, words.Limited)
		}
	}
	return out.String()
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
// that is spelled out a third of one.
func seconds(script string) int {
	length := 0
	for word := range strings.FieldsSeq(script) {
		length += max(5, len([]rune(word))+1)
	}
	return length / 15
}

func TestUsualShortMessagesCostTwoSegmentsAtMost(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	for _, locale := range locales() {
		for _, key := range reminders(set) {
			for _, s := range samples()[:6] {
				words, err := set.Render(key, channels.SMS, locale, s.facts)
				if err != nil {
					t.Fatal(err)
				}
				if cost := price(words.Text); !strings.HasPrefix(cost, "GSM-7") || strings.HasSuffix(cost, "3 segments") {
					t.Errorf("%s %s, %s: %s", locale, key, s.name, cost)
				}
			}
		}
	}
}

func TestUsualScriptsTakeTwentyToThirtyFiveSeconds(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	for _, locale := range locales() {
		for _, key := range reminders(set) {
			words, err := set.Render(key, channels.Voice, locale, usual())
			if err != nil {
				t.Fatal(err)
			}
			if s := seconds(words.Text); s < 20 || s > 35 {
				t.Errorf("%s %s takes about %d s", locale, key, s)
			}
			if s := seconds(words.Limited); s > 20 {
				t.Errorf("%s %s: a machine hears %d s", locale, key, s)
			}
		}
	}
}
