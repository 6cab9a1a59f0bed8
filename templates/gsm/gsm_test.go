package gsm_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/templates/gsm"
)

func TestSizesAreThoseOfTheNetworks(t *testing.T) {
	family := "\U0001F468\u200d\U0001F469\u200d\U0001F467" // one character of 8 units
	for _, c := range []struct {
		name, text string
		want       gsm.Size
	}{
		{"nothing", "", gsm.Size{Encoding: gsm.GSM7, Units: 0, Segments: 1}},
		{"one letter", "a", gsm.Size{Encoding: gsm.GSM7, Units: 1, Segments: 1}},
		{"the whole alphabet", "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ", gsm.Size{Encoding: gsm.GSM7, Units: 31, Segments: 1}},
		{"the extension", "\f^{}\\[~]|€", gsm.Size{Encoding: gsm.GSM7, Units: 20, Segments: 1}},
		{"a full segment", strings.Repeat("a", 160), gsm.Size{Encoding: gsm.GSM7, Units: 160, Segments: 1}},
		{"one more", strings.Repeat("a", 161), gsm.Size{Encoding: gsm.GSM7, Units: 161, Segments: 2}},
		{"two full segments", strings.Repeat("a", 306), gsm.Size{Encoding: gsm.GSM7, Units: 306, Segments: 2}},
		{"one more again", strings.Repeat("a", 307), gsm.Size{Encoding: gsm.GSM7, Units: 307, Segments: 3}},
		{"an escape is not divided", strings.Repeat("a", 152) + strings.Repeat("€", 77), gsm.Size{Encoding: gsm.GSM7, Units: 306, Segments: 3}},
		{"a cedilla", "garçon", gsm.Size{Encoding: gsm.UCS2, Units: 6, Segments: 1}},
		{"a backtick", "`", gsm.Size{Encoding: gsm.UCS2, Units: 1, Segments: 1}},
		{"a curly apostrophe", "it’s", gsm.Size{Encoding: gsm.UCS2, Units: 4, Segments: 1}},
		{"a space that does not break", "1\u00a0000", gsm.Size{Encoding: gsm.UCS2, Units: 5, Segments: 1}},
		{"a tab", "\t", gsm.Size{Encoding: gsm.UCS2, Units: 1, Segments: 1}},
		{"a line break of two signs", "a\r\nb", gsm.Size{Encoding: gsm.GSM7, Units: 4, Segments: 1}},
		{"a full segment of UCS-2", strings.Repeat("ж", 70), gsm.Size{Encoding: gsm.UCS2, Units: 70, Segments: 1}},
		{"one more in UCS-2", strings.Repeat("ж", 71), gsm.Size{Encoding: gsm.UCS2, Units: 71, Segments: 2}},
		{"36 thumbs", strings.Repeat("👍", 36), gsm.Size{Encoding: gsm.UCS2, Units: 72, Segments: 2}},
		{"thumbs are not divided", strings.Repeat("👍", 67), gsm.Size{Encoding: gsm.UCS2, Units: 134, Segments: 3}},
		{"families are not divided", strings.Repeat(family, 17), gsm.Size{Encoding: gsm.UCS2, Units: 136, Segments: 3}},
		{"a character beyond a segment", "e" + strings.Repeat("\u0301", 80), gsm.Size{Encoding: gsm.UCS2, Units: 81, Segments: 2}},
		{"bytes that are no text", "\xff\xfe", gsm.Size{Encoding: gsm.UCS2, Units: 2, Segments: 1}},
	} {
		if diff := cmp.Diff(c.want, gsm.Count(c.text)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestADearCharacterIsNamedWithWhatStandsInItsPlace(t *testing.T) {
	got := gsm.Dear("It’s 5\u00a0% – cafe\u0301, ça\u200b 👍🏽.")
	want := []gsm.DearChar{
		{At: 2, Char: "’", Instead: "'"},
		{At: 8, Char: "\u00a0", Instead: " "},
		{At: 12, Char: "–", Instead: "-"},
		{At: 19, Char: "e\u0301", Instead: "é"},
		{At: 24, Char: "ç", Instead: "c"},
		{At: 27, Char: "\u200b", Drop: true},
		{At: 31, Char: "👍🏽"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOneClickMakesATextCheap(t *testing.T) {
	for from, to := range map[string]string{
		"“Quotes” ‘and’ „more“ «still»": `"Quotes" 'and' "more" "still"`,
		"a – b — c − d ‑ e":             "a - b - c - d - e",
		"so…":                           "so...",
		"1\u00a0250,00\u202f€":          "1 250,00 €",
		"ﬁne ﬂow œuvre Œuvre":           "fine flow oeuvre OEuvre",
		"ça va être payé où, à l’été":   "ca va etre payé où, à l'été",
		"não está à mão, você":          "nao esta à mao, voce",
		"Łódź Đorđe İstanbul ığdır":     "Lodz Dorde Istanbul igdir",
		"½ kg, 3 × 4, m², №":            "1/2 kg, 3 x 4, m2, No",
		"ｆｕｌｌ　width":                    "full width",
		"soft\u00adhyphen \u200edir":    "softhyphen dir",
		"Привет 👍 stays":                "Привет 👍 stays",
		"plain £10 {ok} €5 ÄÖÜß":        "plain £10 {ok} €5 ÄÖÜß",
		"backtick ` and ´":              "backtick ' and '",
	} {
		if got := gsm.Simplify(from); got != to {
			t.Errorf("%q becomes %q, want %q", from, got, to)
		}
	}
}
