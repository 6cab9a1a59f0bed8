package templates_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

func TestALocaleWithoutTextsFallsBack(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	for _, locale := range []string{"en-GB", "en-US", "de", "fr-CA", "fr-FR", "pt"} {
		texts[locale+"/gentle/sms.txt"] = goodSMS
	}
	set := load(t, texts)
	for _, c := range []struct{ locale, creditor, want string }{
		{"en-GB", "", "en-GB"}, {"en-US", "", "en-US"}, {"de", "", "de"}, {"de-AT", "", "de"}, {"DE_ch", "", "de"}, {"de-Latn-DE-1996", "", "de"},
		{"en-CA", "", "en-GB"}, {"en", "", "en-GB"}, {"en-AU", "de-DE", "en-GB"}, {"en-US-u-hc-h12", "", "en-US"},
		{"fr", "", "fr-CA"}, {"fr-BE", "de", "fr-CA"}, {"pt-BR", "", "pt"}, {"pt-PT", "", "pt"},
		{"pl", "", "en-GB"}, {"pl", "de-DE", "de"}, {"pl-PL", "en-US", "en-US"}, {"pl", "fr", "fr-CA"}, {"pl", "cs", "en-GB"},
		{"", "", "en-GB"}, {"nonsense-", "", "en-GB"}, {"x", "", "en-GB"}, {"", "pt-BR", "pt"},
	} {
		facts := usual()
		facts.Locale = c.creditor
		preview, err := set.Preview("gentle", channels.SMS, c.locale, facts)
		if err != nil || preview.Locale != c.want || preview.Chain[len(preview.Chain)-1].Locale != c.want {
			t.Errorf("%q of a creditor in %q: got %q, want %q (%v, %v)", c.locale, c.creditor, preview.Locale, c.want, preview.Chain, err)
		}
	}
}

func TestAPreviewSaysWhyALocaleWasUsed(t *testing.T) {
	t.Parallel()
	set := load(t, map[string]string{"en-GB/gentle/sms.txt": goodSMS, "de/gentle/sms.txt": goodSMS, "fr-CA/gentle/sms.txt": goodSMS})
	for _, c := range []struct{ locale, creditor, want string }{
		{"en-GB", "de", "[{en-GB locale}]"},
		{"de-AT", "", "[{de-AT locale} {de language}]"},
		{"fr-BE", "", "[{fr-BE locale} {fr language} {fr-CA region}]"},
		{"pl-PL", "de-DE", "[{pl-PL locale} {pl language} {de-DE creditor} {de creditor}]"},
		{"pl", "nl", "[{pl locale} {nl creditor} {en-GB fallback}]"},
	} {
		facts := usual()
		facts.Locale = c.creditor
		preview, err := set.Preview("gentle", channels.SMS, c.locale, facts)
		if got := fmt.Sprint(preview.Chain); err != nil || got != c.want || preview.Why != preview.Chain[len(preview.Chain)-1].Why {
			t.Errorf("%s: got %s because of %s, want %s (%v)", c.locale, got, preview.Why, c.want, err)
		}
	}
}

func TestALocaleThatNoTextFitsIsToldToo(t *testing.T) {
	t.Parallel()
	source := sms(goodSMS)
	source.Locale = "de"
	set, problems := templates.Compile([]templates.Source{source}, templates.Gentle)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	preview, err := set.Preview("k", channels.SMS, "fr", usual())
	wantError(t, err, templates.ErrChannel)
	if preview.Why != templates.NothingFits || fmt.Sprint(preview.Chain) != "[{fr locale} {en-GB fallback}]" {
		t.Errorf("%v", preview)
	}
}

func TestMoneyAndDatesFollowTheCustomersOwnLocale(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	for _, locale := range []string{"en-GB", "en-US", "de", "it"} {
		texts[locale+"/gentle/sms.txt"] = goodSMS + "({{ invoice.balance }}, {{ invoice.due_on }})"
	}
	set := load(t, texts)
	for _, c := range []struct{ locale, amount, currency, want string }{
		{"en-GB", "1250.00", "GBP", "(£1,250.00, 3 March 2027)"},
		{"en-US", "1250.00", "USD", "($1,250.00, March 3, 2027)"},
		{"en-IN", "1250000.00", "INR", "(₹12,50,000.00, 3 March 2027)"},
		{"de", "1250.00", "EUR", "(1.250,00 €, 3. März 2027)"},
		{"de-CH", "1250.00", "CHF", "(CHF 1'250.00, 3. März 2027)"},
		{"de-AT", "1250.00", "EUR", "(€ 1.250,00, 3. März 2027)"},
		{"fr-FR", "1250.00", "EUR", "(€1,250.00, 3 March 2027)"},
		{"it-CH", "12500.00", "CHF", "(CHF 12'500.00, 3 marzo 2027)"},
		{"en-GB", "90000", "JPY", "(JP¥90,000, 3 March 2027)"},
		{"en-GB", "12.345", "KWD", "(KWD 12.345, 3 March 2027)"},
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
