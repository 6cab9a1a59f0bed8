package operator_test

import (
	"errors"
	"net/mail"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/operator"
)

func TestAnOperatorsAddressHasOneForm(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"dana@meadow-finch.example":           "dana@meadow-finch.example",
		"Dana.Finch@Meadow-Finch.Example":     "dana.finch@meadow-finch.example",
		"  dana@meadow-finch.example\n":       "dana@meadow-finch.example",
		"dana+work@meadow-finch.example":      "dana+work@meadow-finch.example",
		"d'arc_{x}@mail.eu.meadow.example":    "d'arc_{x}@mail.eu.meadow.example",
		"dana@xn--bcher-kva.example":          "dana@xn--bcher-kva.example",
		"dana@3-finch.example":                "dana@3-finch.example",
		strings.Repeat("a", 64) + "@a.b3":     strings.Repeat("a", 64) + "@a.b3",
		"a@" + strings.Repeat("b", 63) + ".c": "a@" + strings.Repeat("b", 63) + ".c",
	} {
		if got, err := operator.ParseEmail(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestWhatIsNotOneBareAddressIsRefused(t *testing.T) {
	t.Parallel()
	label := strings.Repeat("a", 63)
	for _, text := range []string{
		"", "@", "dana", "dana@", "@a.example", "dana@example", "dana@@a.example", "dana@a..example", "dana@.example", "dana@a.example.",
		".dana@a.example", "dana.@a.example", "da..na@a.example", "da na@a.example", "Dana <dana@a.example>", "<dana@a.example>",
		`"dana"@a.example`, "dana@a.example,b@a.example", "dana@-a.example", "dana@a-.example", "dana@a_b.example", "dana@127.0.0.1",
		"dana@[127.0.0.1]", "dana@a.example\r\nBcc: b@a.example", "da\x00na@a.example", "dana@a.example(x)",
		"d\u00e4na@a.example", "dana@b\u00fccher.example", "\u212aim@a.example", "dana@a.exampl\u0435", "da\xffna@a.example",
		strings.Repeat("a", 65) + "@a.example", "a@" + label + "a.example", "a@" + strings.Join([]string{label, label, label, label}, ".") + ".example",
	} {
		if got, err := operator.ParseEmail(text); !errors.Is(err, operator.ErrEmail) || got != "" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func FuzzAnAddressThatIsTakenIsInItsOneForm(f *testing.F) {
	for _, text := range []string{"dana@meadow-finch.example", " A.B@C.d ", "a@b@c.d", "\u212a@a.b", "a@b.3"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := operator.ParseEmail(text)
		if err != nil {
			return
		}
		if again, err := operator.ParseEmail(got); err != nil || again != got || got != strings.ToLower(got) {
			t.Errorf("%q becomes %q and then %q, %v", text, got, again, err)
		}
		if parsed, err := mail.ParseAddress(got); err != nil || parsed.Address != got || parsed.Name != "" {
			t.Errorf("%q is no address: %v", got, err)
		}
	})
}
