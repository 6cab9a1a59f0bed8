package frame

import (
	"strings"

	"github.com/goodterms/goodterms/account"
)

// Money writes an amount with its thousands apart and its currency behind it, as
// operators read every currency.
func Money(m account.Money) string { return Amount(m) + " " + m.Currency }

// Amount is the number alone, for a column whose head names the currency.
func Amount(m account.Money) string {
	whole, cents, _ := strings.Cut(m.Decimal(), ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if cents == "" {
		return whole
	}
	return whole + "." + cents
}
