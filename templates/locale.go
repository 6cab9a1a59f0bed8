package templates

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

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

// style is how numbers, dates and lists are written in one locale. It is safe
// for concurrent use.
type style struct {
	formatter *currency.Formatter
	coded     *currency.Formatter // with the currency's code
	words     *words
	pattern   string
	brief     string // of dates in short messages
	short     string // of the filter date: 'short'
	speech    string // of dates in calls
	weekday   string // what stands between the day of the week and the date
	first     string // after the first day of a month, as in 1er mars
}

// Patterns of dates: d is the day, o the day as it is said, m the month's name, b
// its first three letters (English alone), y the year; D and M are numbers of two digits. What stands
// between two ' is written as it is.
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

// briefPattern is the pattern for short messages. The letters ç and û are not in
// GSM 03.38 and would double the price of one, so a month whose name has them is
// written as a number.
func briefPattern(locale string) string {
	switch languageOf(locale) {
	case "fr", "pt":
		return "D/M/y"
	}
	return datePattern(locale)
}

// shortPattern is the pattern of date: 'short'. Only English, where the order of
// day and month differs from land to land, names the month.
func shortPattern(locale string) string {
	switch language := languageOf(locale); {
	case locale == "en-US":
		return "b d, y"
	case language == "de":
		return "D.M.y"
	case language == "nl":
		return "D-M-y"
	case language == "en":
		return "d b y"
	}
	return "D/M/y"
}

// speechPattern is the pattern of dates in calls. It fits what a text says before
// it: on the 3rd of March, am 3. März, le 3 mars.
func speechPattern(locale string) string {
	switch language := languageOf(locale); {
	case locale == "en-US":
		return "m o, y"
	case language == "en":
		return "'the 'o' of 'm y"
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
	coded := currency.NewFormatter(currency.NewLocale(locale))
	coded.CurrencyDisplay = currency.DisplayCode
	return &style{
		formatter: currency.NewFormatter(currency.NewLocale(locale)),
		coded:     coded,
		words:     names,
		pattern:   datePattern(locale),
		brief:     briefPattern(locale),
		short:     shortPattern(locale),
		speech:    speechPattern(locale),
		weekday:   weekdayMark(locale),
		first:     firstMark(locale),
	}
}

// weekdayMark is what stands between the day of the week and the date.
func weekdayMark(locale string) string {
	switch languageOf(locale) {
	case "fr", "nl", "it":
		return " "
	}
	return ", "
}

// firstMark is what French writes after the first day of a month.
func firstMark(locale string) string {
	if languageOf(locale) == "fr" {
		return "er"
	}
	return ""
}

// dateIn writes a day in a form of the filter date; speech has its own forms, for
// a voice reads numbers one by one.
func (s *style) dateIn(form string, d account.Date, manner manner) string {
	pattern := s.pattern
	switch {
	case manner == spoken:
		pattern = s.speech
	case form == "short":
		pattern = s.short
	case manner == brief:
		pattern = s.brief
	}
	text := s.date(pattern, d)
	if form == "weekday" {
		text = s.words.weekdays[weekday(d)] + s.weekday + text
	}
	return text
}

func (s *style) date(pattern string, d account.Date) string {
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
	case 'o':
		return append(strconv.AppendInt(text, int64(d.Day), 10), ordinal(d.Day)...)
	case 'b':
		return append(text, s.words.months[d.Month-1][:3]...)
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

// ordinal is what English writes after a number that counts.
func ordinal(n int) string {
	if n/10%10 == 1 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}

// moneyIn writes an amount in a form of the filter money. One in a currency that
// CLDR does not know is written with its code.
func (s *style) moneyIn(form string, m account.Money, manner manner) string {
	amount, err := currency.NewAmountFromInt64(m.Minor, m.Currency)
	switch {
	case err != nil:
		return m.Currency + " " + m.Decimal()
	case form == "code":
		return s.coded.Format(amount)
	case manner == spoken:
		return s.say(m)
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

func weekday(d account.Date) time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}
