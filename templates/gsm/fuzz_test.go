package gsm_test

import (
	"testing"
	"unicode/utf8"

	"github.com/goodterms/goodterms/templates/gsm"
)

// FuzzAnyText holds that the counts agree with each other, and that what is
// simplified is no dearer and simple for good.
func FuzzAnyText(f *testing.F) {
	for _, text := range []string{"", "Invoice INV-1042: £10.00", "it’s ça…", "👍🏽🇬🇧\u0301\u0301", "\xff", "a\r\n\u00adb"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		size, simple := gsm.Count(text), gsm.Simplify(text)
		if size.Segments < 1 || size.Units < 0 || (size.Encoding == gsm.GSM7) != (len(gsm.Dear(text)) == 0) {
			t.Errorf("%q is %+v with %d dear characters", text, size, len(gsm.Dear(text)))
		}
		if !utf8.ValidString(text) {
			return // what is taken out may let stray bytes become a letter
		}
		if again := gsm.Simplify(simple); again != simple {
			t.Errorf("%q becomes %q and then %q", text, simple, again)
		}
		if len(gsm.Dear(simple)) > len(gsm.Dear(text)) {
			t.Errorf("%q becomes dearer", text)
		}
	})
}

func BenchmarkCount(b *testing.B) {
	text := "Acme Ltd: invoice INV-1042 (£1,250.00, due 3 March 2027) is still open. Already paid? Then thank you. Pay: https://pay.acme.example/8f3k Questions? Reply or call 020 7946 0958. Reply STOP to stop texts."
	for b.Loop() {
		gsm.Count(text)
	}
}
