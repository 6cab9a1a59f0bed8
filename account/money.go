package account

import (
	"errors"
	"strconv"
	"strings"

	"github.com/bojanz/currency"
)

// Money is an exact amount in the minor units of an ISO 4217 currency.
type Money struct {
	Minor    int64
	Currency string
}

// Errors of ParseMoney. None of them repeats what was given.
var (
	ErrCurrency = errors.New("is not an ISO 4217 currency code")
	ErrAmount   = errors.New("is not a decimal amount such as 120.50 with at most the currency's digits")
)

// maxDigits keeps every amount well inside 63 bits.
const maxDigits = 15

// ParseMoney reads a plain decimal such as "120.5" in the currency. Signs,
// exponents, separators and more digits than the currency has are refused.
func ParseMoney(amount, code string) (Money, error) {
	digits, ok := currency.GetDigits(code)
	if !ok {
		return Money{}, ErrCurrency
	}
	whole, fraction, dotted := strings.Cut(amount, ".")
	if whole == "" || (dotted && fraction == "") || len(fraction) > int(digits) || len(whole) > maxDigits {
		return Money{}, ErrAmount
	}
	minor, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", int(digits)-len(fraction)), 10, 63)
	if err != nil {
		return Money{}, ErrAmount
	}
	return Money{Minor: int64(minor), Currency: code}, nil
}

// Decimal writes the amount as a plain decimal with the currency's digits, as
// ParseMoney reads it. It is for machines; people are shown their locale's form.
func (m Money) Decimal() string {
	amount, err := currency.NewAmountFromInt64(m.Minor, m.Currency)
	if err != nil {
		return strconv.FormatInt(m.Minor, 10)
	}
	return amount.Number()
}
