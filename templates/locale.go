package templates

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/bojanz/currency"

	"github.com/goodterms/goodterms/account"
)

// Fallback is the locale of the texts that are used where none fits better.
const Fallback = "en-GB"

// canonical writes a BCP 47 tag as language or language-REGION and drops the
// rest: "de_at", "de-Latn-AT" and "DE-AT-1996" are all de-AT.
func canonical(tag string) string {
	parts := strings.FieldsFunc(tag, func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 || !letters(parts[0], 2, 3) {
		return ""
	}
	locale := strings.ToLower(parts[0])
	for _, part := range parts[1:] {
		if letters(part, 2, 2) {
			return locale + "-" + strings.ToUpper(part)
		}
		if len(part) < 3 { // a private or extension part begins
			break
		}
	}
	return locale
}

func letters(text string, least, most int) bool {
	for i := range len(text) {
		if c := text[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return least <= len(text) && len(text) <= most
}

func languageOf(locale string) string {
	language, _, _ := strings.Cut(locale, "-")
	return language
}

// chain lists the locales in whose texts a customer of the locale is written to,
// best first: de-AT → de → en-GB; en-CA → en → en-GB; fr → en-GB.
func chain(locale string) []string {
	list := []string{locale}
	if language := languageOf(locale); language != locale {
		list = append(list, language)
	}
	if locale != Fallback {
		list = append(list, Fallback)
	}
	return list
}

// style is how numbers, dates and lists are written in one locale. It is safe
// for concurrent use.
type style struct {
	formatter *currency.Formatter
	words     words
	pattern   string
	short     string // of dates in short messages
	first     string // after the first day of a month, as in 1er mars
}

// words are the few words and names that values themselves are written with.
type words struct {
	and, more string
	months    [12]string
}

func languages() map[string]words {
	return map[string]words{
		"en": {and: "and", more: "more", months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}},
		"de": {and: "und", more: "weitere", months: [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}},
		"fr": {and: "et", more: "autres", months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}},
		"es": {and: "y", more: "más", months: [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}},
		"nl": {and: "en", more: "andere", months: [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}},
		"pt": {and: "e", more: "outras", months: [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"}},
		"it": {and: "e", more: "altre", months: [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"}},
	}
}

// Patterns of dates: d is the day, m the month's name, y the year; D and M are
// numbers of two digits. What stands between two ' is written as it is.
func datePattern(locale string) string {
	switch language := languageOf(locale); {
	case locale == "en-US":
		return "m d, y"
	case language == "de":
		return "d. m y"
	case language == "es", language == "pt":
		return "d' de 'm' de 'y"
	}
	return "d m y"
}

// shortPattern is the pattern for short messages. The letters ç and û are not in
// GSM 03.38 and would double the price of one, so a month whose name has them is
// written as a number.
func shortPattern(locale string) string {
	switch languageOf(locale) {
	case "fr", "pt":
		return "D/M/y"
	}
	return datePattern(locale)
}

// newStyle is how values are written in the locale within a text of another:
// the customer's own way where both are of one language (money of de-CH in a
// German text), else the text's way, because a French number in an English
// sentence is easily misread.
func newStyle(locale, text string) *style {
	if languageOf(locale) != languageOf(text) {
		locale = text
	}
	names, known := languages()[languageOf(locale)]
	if !known {
		names = languages()[languageOf(Fallback)]
	}
	return &style{
		formatter: currency.NewFormatter(currency.NewLocale(locale)),
		words:     names,
		pattern:   datePattern(locale),
		short:     shortPattern(locale),
		first:     firstMark(locale),
	}
}

// firstMark is what French writes after the first day of a month.
func firstMark(locale string) string {
	if languageOf(locale) == "fr" {
		return "er"
	}
	return ""
}

// date writes a day, for a short message where brevity is asked for.
func (s *style) date(d account.Date, brief bool) string {
	pattern := s.pattern
	if brief {
		pattern = s.short
	}
	text, literal := make([]byte, 0, 32), false
	for i := range len(pattern) {
		switch c := pattern[i]; {
		case c == '\'':
			literal = !literal
		case literal:
			text = append(text, c)
		default:
			text = s.appendPart(text, c, d)
		}
	}
	return string(text)
}

// appendPart writes one letter of a pattern; any other sign as it is.
func (s *style) appendPart(text []byte, c byte, d account.Date) []byte {
	switch c {
	case 'd':
		text = strconv.AppendInt(text, int64(d.Day), 10)
		if d.Day == 1 {
			text = append(text, s.first...)
		}
		return text
	case 'D':
		return fmt.Appendf(text, "%02d", d.Day)
	case 'M':
		return fmt.Appendf(text, "%02d", int(d.Month))
	case 'm':
		return append(text, s.words.months[d.Month-1]...)
	case 'y':
		return strconv.AppendInt(text, int64(d.Year), 10)
	}
	return append(text, c)
}

// money writes an amount. One in a currency that CLDR does not know is written
// with its code.
func (s *style) money(m account.Money) string {
	amount, err := currency.NewAmountFromInt64(m.Minor, m.Currency)
	if err != nil {
		return m.Currency + " " + m.Decimal()
	}
	return s.formatter.Format(amount)
}

// styles keeps the styles that were asked for. Locales come from outside, so it
// keeps a bounded number of them.
type styles struct {
	mu   sync.RWMutex
	kept map[[2]string]*style
}

const keptStyles = 500

func (s *styles) find(locale, text string) *style {
	key := [2]string{locale, text}
	s.mu.RLock()
	found := s.kept[key]
	s.mu.RUnlock()
	if found != nil {
		return found
	}
	found = newStyle(locale, text)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[[2]string]*style{}
	}
	if len(s.kept) < keptStyles {
		s.kept[key] = found
	}
	return found
}
