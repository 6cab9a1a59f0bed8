package account

import (
	"errors"

	"golang.org/x/text/language"
)

// ErrLocale says that a text is no locale. It does not repeat the text.
var ErrLocale = errors.New("is not a BCP 47 language tag such as en-GB or de")

// longestLocale is what RFC 5646 §4.4.1 asks implementations to allow at least.
const longestLocale = 35

// ParseLocale reads a BCP 47 language tag and returns its canonical form: de_ch
// becomes de-CH, iw becomes he. A tag without a language is refused.
func ParseLocale(text string) (string, error) {
	if len(text) > longestLocale {
		return "", ErrLocale
	}
	tag, err := language.Parse(text)
	if err != nil {
		return "", ErrLocale
	}
	if base, _, _ := tag.Raw(); base.String() == "und" || base.String() == "mul" {
		return "", ErrLocale
	}
	return tag.String(), nil
}
