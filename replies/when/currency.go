package when

import (
	"strings"
	"sync"

	"github.com/bojanz/currency"
	"github.com/pelletier/go-toml/v2"
)

// currencies are the words and signs of money. Signs that several currencies
// share ($, kr, peso) are families: what is owed, then the locale, decides.
type currencies struct {
	Words    map[string][]string `toml:"words"`
	Families map[string]family   `toml:"families"`
	Comma    []string            `toml:"comma"` // languages whose decimal mark is a comma
	byWord   map[string]string
}

type family struct {
	Words    []string `toml:"words"`
	Codes    []string `toml:"codes"`
	Fallback string   `toml:"fallback"`
}

// purse is the currency table that comes with Goodterms; a test proves that it loads.
var purse = sync.OnceValue(func() *currencies {
	c := &currencies{byWord: map[string]string{}}
	text, err := data.ReadFile("data/currencies.toml")
	if err == nil {
		err = toml.Unmarshal(text, c)
	}
	if err != nil {
		return c
	}
	for code, words := range c.Words {
		c.byWord[strings.ToLower(code)] = code
		for _, w := range words {
			c.byWord[tokenize(w)[0].text] = code
		}
	}
	for name, f := range c.Families {
		for _, w := range f.Words {
			c.byWord[tokenize(w)[0].text] = name
		}
	}
	return c
})

// currencyWord says whether a word or sign belongs to money.
func currencyWord(text string) bool { return purse().byWord[text] != "" }

// dollars are what stands before a dollar sign: US$, R$.
var dollars = map[string]string{
	"us": "USD", "usd": "USD", "r": "BRL", "a": "AUD", "au": "AUD", "aud": "AUD", "c": "CAD", "ca": "CAD", "cad": "CAD",
	"nz": "NZD", "nzd": "NZD", "hk": "HKD", "s": "SGD", "mx": "MXN", "nt": "TWD",
}

// currencyBefore reads the currency that ends before token i, and where it starts.
func (s *scan) currencyBefore(i int) (string, int) {
	at := i - 1
	if at >= 0 && s.tokens[at].text == "." && at > 0 && s.tokens[at].glued && s.tokens[at-1].kind == word {
		at--
	}
	if at < 0 || s.tokens[at].money || s.tokens[at].kind == number {
		return "", i
	}
	t := s.tokens[at]
	if t.text == "$" && t.glued && at > 0 {
		if code := dollars[s.tokens[at-1].text]; code != "" {
			return code, at - 1
		}
	}
	code := s.currency(t)
	if code == "" && t.upper && t.text == strings.ToLower(s.ref.Currency) {
		code = s.ref.Currency
	}
	if code == "" || t.kind == word && at == i-2 && t.text != "kr" && t.text != "fr" && t.text != "rs" {
		return "", i
	}
	return code, at
}

// currencyAfter reads the currency at token i, and where it ends.
func (s *scan) currencyAfter(i int) (string, int) {
	if i >= len(s.tokens) || s.tokens[i].money {
		return "", i
	}
	t := s.tokens[i]
	if i+1 < len(s.tokens) && s.glued(i+1, "$") && dollars[t.text] != "" {
		return dollars[t.text], i + 2
	}
	if code := s.currency(t); code != "" {
		return code, i + 1
	}
	if t.upper && t.kind == word && len(t.text) == 3 && t.text != "all" && t.text != "top" {
		if code := strings.ToUpper(t.text); currency.IsValid(code) {
			return code, i + 1
		}
	}
	return "", i
}

// currency is the ISO code that a word or sign means here.
func (s *scan) currency(t token) string {
	name := purse().byWord[t.text]
	f, shared := purse().Families[name]
	if !shared {
		return name
	}
	region := s.region()
	for _, code := range f.Codes {
		if code == s.ref.Currency {
			return code
		}
	}
	local, _ := currency.ForCountryCode(region)
	for _, code := range f.Codes {
		if code == local {
			return code
		}
	}
	return f.Fallback
}

func (s *scan) region() string {
	_, region := splitLocale(s.ref.Locale)
	return region
}

// decimal is the locale's decimal mark.
func (s *scan) decimal() string {
	base, region := splitLocale(s.ref.Locale)
	if base == "" && len(s.ref.Languages) > 0 {
		base = s.ref.Languages[0]
	}
	if region == "CH" || region == "LI" || region == "MX" {
		return "."
	}
	for _, comma := range purse().Comma {
		if comma == base {
			return ","
		}
	}
	return "."
}
