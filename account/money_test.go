package account_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
)

func TestMoneyIsReadExactly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		amount, currency string
		minor            int64
		decimal          string
	}{
		{"120.50", "USD", 12050, "120.50"},
		{"120.5", "EUR", 12050, "120.50"},
		{"120", "EUR", 12000, "120.00"},
		{"0", "EUR", 0, "0.00"},
		{"0.01", "EUR", 1, "0.01"},
		{"007.10", "EUR", 710, "7.10"},
		{"1500", "JPY", 1500, "1500"},
		{"1.234", "KWD", 1234, "1.234"},
		{"1.2", "KWD", 1200, "1.200"},
		{"999999999999999.99", "USD", 99999999999999999, "999999999999999.99"},
	} {
		got, err := account.ParseMoney(tt.amount, tt.currency)
		if err != nil || got != (account.Money{Minor: tt.minor, Currency: tt.currency}) || got.Decimal() != tt.decimal {
			t.Errorf("%s %s: got %+v = %s, %v", tt.amount, tt.currency, got, got.Decimal(), err)
		}
	}
}

func TestMoneyThatIsNotPlainIsRefused(t *testing.T) {
	t.Parallel()
	for _, amount := range []string{
		"", ".", "1.", ".5", "-1", "+1", "1,50", "1 000", "1'000", "1e3", "0x10", "1_000", "1.234", "1.2.3",
		"NaN", "Inf", "١٢", " 1", "1 ", "1000000000000000", strings.Repeat("9", 400), "1.-5", "1.+5",
	} {
		refused(t, amount, account.ErrAmount, func() (account.Money, error) { return account.ParseMoney(amount, "EUR") })
	}
	refused(t, "1.5", account.ErrAmount, func() (account.Money, error) { return account.ParseMoney("1.5", "JPY") })
	for _, code := range []string{"", "eur", "EURO", "ZZZ", "€"} {
		refused(t, code, account.ErrCurrency, func() (account.Money, error) { return account.ParseMoney("1", code) })
	}
}

func FuzzParseMoney(f *testing.F) {
	f.Add("120.50", "EUR")
	f.Add("1500", "JPY")
	f.Add("1.234", "KWD")
	f.Add("-1", "usd")
	f.Fuzz(func(t *testing.T, amount, code string) {
		m, err := account.ParseMoney(amount, code)
		if err != nil {
			if !errors.Is(err, account.ErrAmount) && !errors.Is(err, account.ErrCurrency) {
				t.Errorf("error without its cause: %v", err)
			}
			return
		}
		if again, err := account.ParseMoney(m.Decimal(), m.Currency); err != nil || again != m || m.Minor < 0 {
			t.Errorf("%+v reads back as %+v, %v", m, again, err)
		}
	})
}
