package templates_test

import (
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

func TestALocaleWithoutTextsFallsBack(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	for locale, want := range map[string]string{
		"en-GB": "en-GB", "en-US": "en-US", "de": "de", "de-AT": "de", "DE_ch": "de", "de-Latn-DE-1996": "de",
		"en-CA": "en-GB", "en": "en-GB", "fr-FR": "en-GB", "": "en-GB", "nonsense-": "en-GB", "x": "en-GB", "en-US-u-hc-h12": "en-US",
	} {
		words, err := set.Render("gentle", channels.SMS, locale, usual())
		if err != nil || words.Locale != want {
			t.Errorf("%q: got %q, want %q (%v)", locale, words.Locale, want, err)
		}
	}
}

func TestMoneyAndDatesFollowTheCustomersOwnLocale(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	for _, c := range []struct{ locale, amount, currency, want string }{
		{"en-GB", "1250.00", "GBP", "(£1,250.00, due 3 March 2027)"},
		{"en-US", "1250.00", "USD", "($1,250.00, due March 3, 2027)"},
		{"en-IN", "1250000.00", "INR", "(₹12,50,000.00, due 3 March 2027)"},
		{"de", "1250.00", "EUR", "(1.250,00 €, fällig 3. März 2027)"},
		{"de-CH", "1250.00", "CHF", "(CHF 1'250.00, fällig 3. März 2027)"},
		{"de-AT", "1250.00", "EUR", "(€ 1.250,00, fällig 3. März 2027)"},
		{"fr-FR", "1250.00", "EUR", "(€1,250.00, due 3 March 2027)"},
		{"en-GB", "90000", "JPY", "(JP¥90,000, due 3 March 2027)"},
		{"en-GB", "12.345", "KWD", "(KWD 12.345, due 3 March 2027)"},
	} {
		facts := usual()
		facts.Invoices = []account.Invoice{bill("INV-1", c.amount, c.amount, c.currency, "2027-03-03")}
		words, err := set.Render("gentle", channels.SMS, c.locale, facts)
		if err != nil || !strings.Contains(words.Text, c.want) {
			t.Errorf("%s: want %s in %s (%v)", c.locale, c.want, words.Text, err)
		}
	}
}

func TestAVersionNamesExactlyOneText(t *testing.T) {
	t.Parallel()
	version := func(text string) string {
		set, err := templates.Load(folder(map[string]string{"en-GB/a/sms.txt": text}))
		if err != nil {
			t.Fatal(err)
		}
		words, err := set.Render("a", channels.SMS, "de", usual())
		if err != nil {
			t.Fatal(err)
		}
		return words.Version
	}
	first := version(goodSMS)
	if len(first) != len("a/sms/en-GB@")+12 || !strings.HasPrefix(first, "a/sms/en-GB@") {
		t.Errorf("version %s", first)
	}
	if version(goodSMS) != first || version(goodSMS+" ") == first {
		t.Error("the version does not follow the text")
	}
}
