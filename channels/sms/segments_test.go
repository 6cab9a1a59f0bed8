package sms_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/channels/sms"
)

func TestSegmentsOfKnownTexts(t *testing.T) {
	t.Parallel()
	a, thumb := "a", "👍"
	texts := []struct {
		name, text string
		count      int
		encoding   string
	}{
		{"nothing", "", 1, sms.GSM7},
		{"one letter", a, 1, sms.GSM7},
		{"full", strings.Repeat(a, 160), 1, sms.GSM7},
		{"one more", strings.Repeat(a, 161), 2, sms.GSM7},
		{"two full parts", strings.Repeat(a, 306), 2, sms.GSM7},
		{"one more than two", strings.Repeat(a, 307), 3, sms.GSM7},
		{"ten full parts", strings.Repeat(a, 1530), 10, sms.GSM7},
		{"the longest body", strings.Repeat(a, 1600), 11, sms.GSM7},
		{"a euro takes two", strings.Repeat("€", 80), 1, sms.GSM7},
		{"a euro too many", strings.Repeat("€", 81), 2, sms.GSM7},
		{"159 and a euro", strings.Repeat(a, 159) + "€", 2, sms.GSM7},
		{"158 and a euro", strings.Repeat(a, 158) + "€", 1, sms.GSM7},
		{"a euro is not torn", strings.Repeat(a, 152) + "€" + strings.Repeat(a, 152), 3, sms.GSM7},
		{"a euro that fits", strings.Repeat(a, 151) + "€" + strings.Repeat(a, 153), 2, sms.GSM7},
		{"German", "Grüße: Öl, Äpfel, Übermut und Maß", 1, sms.GSM7},
		{"Greek capitals", "ΔΦΓΛΩΠΨΣΘΞ", 1, sms.GSM7},
		{"brackets", strings.Repeat("[]{}\\^~|", 10), 1, sms.GSM7},
		{"a capital cedilla", strings.Repeat("Ç", 160), 1, sms.GSM7},
		{"a small cedilla", strings.Repeat("ç", 71), 2, sms.UCS2},
		{"a curly apostrophe", "it’s", 1, sms.UCS2},
		{"a backtick", strings.Repeat("`", 70), 1, sms.UCS2},
		{"a hard blank", strings.Repeat("\u00a0", 71), 2, sms.UCS2},
		{"a tab", "a\tb", 1, sms.UCS2},
		{"35 thumbs", strings.Repeat(thumb, 35), 1, sms.UCS2},
		{"36 thumbs", strings.Repeat(thumb, 36), 2, sms.UCS2},
		{"66 thumbs", strings.Repeat(thumb, 66), 2, sms.UCS2},
		{"67 thumbs, none torn", strings.Repeat(thumb, 67), 3, sms.UCS2},
		{"two full parts in Greek", strings.Repeat("λ", 134), 2, sms.UCS2},
		{"one more in Greek", strings.Repeat("λ", 135), 3, sms.UCS2},
		{"one curl spoils all", strings.Repeat(a, 159) + "’", 3, sms.UCS2},
		{"broken UTF-8", "\xff", 1, sms.UCS2},
	}
	for _, c := range texts {
		if count, encoding := sms.Segments(c.text); count != c.count || encoding != c.encoding {
			t.Errorf("%s: %d in %s, want %d in %s", c.name, count, encoding, c.count, c.encoding)
		}
	}
}

func TestTheAlphabetHasItsSize(t *testing.T) {
	t.Parallel()
	one, two := 0, 0
	for r := rune(0); r < 0x3000; r++ {
		if count, encoding := sms.Segments(strings.Repeat(string(r), 160)); encoding == sms.GSM7 {
			if count == 1 {
				one++
			} else {
				two++
			}
		}
	}
	// 128 places of which one is the escape; ten characters behind it.
	if one != 127 || two != 10 {
		t.Errorf("%d characters of one septet and %d of two", one, two)
	}
}

func TestALongerTextNeverTakesFewerSegments(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aé€ç’👍\n")), 0, 400, -1).Draw(t, "text")
		more := text + rapid.StringOfN(rapid.RuneFrom([]rune("aé€ç’👍\n")), 0, 50, -1).Draw(t, "more")
		fewer, _ := sms.Segments(text)
		if count, _ := sms.Segments(more); count < fewer {
			t.Fatalf("%d, and %d when longer", fewer, count)
		}
	})
}
