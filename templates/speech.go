package templates

import (
	"strconv"
	"strings"

	"github.com/bojanz/currency"

	"github.com/goodterms/goodterms/account"
)

// say writes an amount as a person says it: "750 pounds and 50 pence". A currency
// without a name here is said by its code, sign by sign.
func (s *style) say(m account.Money) string {
	names, named := s.words.currencies[m.Currency]
	digits, known := currency.GetDigits(m.Currency)
	if !named || !known || m.Minor < 0 {
		code, _ := spell(m.Currency).(string)
		return strings.Replace(m.Decimal(), ".", s.words.comma, 1) + " " + code
	}
	unit := int64(1)
	for range digits {
		unit *= 10
	}
	whole, part := m.Minor/unit, m.Minor%unit
	text := s.number(whole) + " " + plural(whole, names.one, names.more)
	switch {
	case part == 0 || names.partOne == "":
		return text
	case whole == 0:
		return s.number(part) + " " + plural(part, names.partOne, names.partMore)
	}
	return text + " " + s.words.with + " " + s.number(part) + " " + plural(part, names.partOne, names.partMore)
}

func plural(n int64, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// number writes a whole number for a voice. Only English voices read a mark
// between thousands safely.
func (s *style) number(n int64) string {
	text := strconv.FormatInt(n, 10)
	if s.words.comma != "." {
		return text
	}
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
