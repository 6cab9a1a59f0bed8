package templates_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// eachLocale are the languages that values are written in.
func eachLocale() []string { return []string{"en-GB", "en-US", "de", "fr", "es", "nl", "pt", "it"} }

func TestAmountsAndDaysAreWrittenInTheFormThatIsAskedFor(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{{ total }}":                                           "£1,250.00",
		"{{ total | money }}":                                   "£1,250.00",
		"{{ total | money: 'code' }}":                           "GBP 1,250.00",
		"{{ invoice.due_on }}":                                  "3 March 2027",
		"{{ invoice.due_on | date }}":                           "3 March 2027",
		"{{ invoice.due_on | date: 'short' }}":                  "3 Mar 2027",
		`{{ invoice.due_on | date: "weekday" }}`:                "Wednesday, 3 March 2027",
		"{{ invoice.due_on | relative_day }}":                   "11 days ago",
		"{{ today | relative_day }}":                            "today",
		"{{ invoice.due_on | date: 'short' | upcase}}":          "3 MAR 2027",
		"{{ total | upcase | truncate: 5, '' }}":                "£1,25",
		"{{ account.reference | spell }}":                       "C, 2 0 7 1",
		"{{ promise.on | date | default: 'soon' }}":             "19 March 2027",
		"{% if invoice.due_on == '3 March 2027' %}y{% endif %}": "y",
		"{% if total contains '250' %}y{% endif %}":             "y",
	} {
		if got := say(t, text, usual()); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestAValueThatIsMissingStaysMissingThroughAFilter(t *testing.T) {
	t.Parallel()
	facts := sampleOf(t, "nothing optional")
	for _, text := range []string{"{{ promise.amount | money: 'code' }}", "{{ invoice.issued_on | date }}", "{{ invoice.issued_on | relative_day }}", "{{ account.reference | spell }}"} {
		if got := say(t, text, facts); got != "" {
			t.Errorf("%s: got %q", text, got)
		}
	}
	if got := say(t, "{{ invoice.issued_on | date: 'short' | default: 'lately' }}", facts); got != "lately" {
		t.Errorf("default: %q", got)
	}
}

func TestDaysAreNearOrFarInEveryLanguage(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string]string{
		"en-GB": "in 5 days, tomorrow, today, yesterday, 11 days ago",
		"en-US": "in 5 days, tomorrow, today, yesterday, 11 days ago",
		"de":    "in 5 Tagen, morgen, heute, gestern, vor 11 Tagen",
		"fr":    "dans 5 jours, demain, aujourd'hui, hier, il y a 11 jours",
		"es":    "dentro de 5 días, mañana, hoy, ayer, hace 11 días",
		"nl":    "over 5 dagen, morgen, vandaag, gisteren, 11 dagen geleden",
		"pt":    "em 5 dias, amanhã, hoje, ontem, há 11 dias",
		"it":    "tra 5 giorni, domani, oggi, ieri, 11 giorni fa",
	} {
		var got []string
		for _, name := range []string{"in five days", "tomorrow", "today", "one day", "usual"} {
			got = append(got, speak(t, channels.SMS, locale, "{{ invoice.due_on | relative_day }}", sampleOf(t, name)))
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s: %s", locale, diff)
		}
	}
}

func TestDatesAreWrittenAsInEachLanguage(t *testing.T) {
	t.Parallel()
	const text = "{{ promise.on }}; {{ promise.on | date: 'short' }}; {{ promise.on | date: 'weekday' }}"
	for locale, want := range map[string]string{
		"en-GB": "1 March 2027; 1 Mar 2027; Monday, 1 March 2027",
		"en-US": "March 1, 2027; Mar 1, 2027; Monday, March 1, 2027",
		"de":    "1. März 2027; 01.03.2027; Montag, 1. März 2027",
		"fr":    "1er mars 2027; 01/03/2027; lundi 1er mars 2027",
		"es":    "1 de marzo de 2027; 01/03/2027; lunes, 1 de marzo de 2027",
		"nl":    "1 maart 2027; 01-03-2027; maandag 1 maart 2027",
		"pt":    "1 de março de 2027; 01/03/2027; segunda-feira, 1 de março de 2027",
		"it":    "1 marzo 2027; 01/03/2027; lunedì 1 marzo 2027",
	} {
		facts := usual()
		facts.Answer.Parts[0].On = day("2027-03-01")
		if got := speak(t, channels.Email, locale, text, facts); got != want {
			t.Errorf("%s: got %q, want %q", locale, got, want)
		}
	}
}

func TestShortMessagesHaveNoDatesThatDoubleTheirPrice(t *testing.T) {
	t.Parallel()
	facts := usual()
	facts.Answer.Parts[0].On = day("2027-08-01")
	for locale, want := range map[string]string{"fr": "01/08/2027", "pt": "01/08/2027", "es": "1 de agosto de 2027"} {
		if got := speak(t, channels.SMS, locale, "{{ promise.on }}", facts); got != want {
			t.Errorf("%s: got %q, want %q", locale, got, want)
		}
	}
}

func TestAListNamesNumberAmountAndDayOfEachInvoice(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string]string{
		"en-GB": "INV-1042 (£750.00, due 3 March 2027), INV-1050 (€300.00, due 10 March 2027) and INV-1061 (JP¥90,000, due 12 March 2027)",
		"de":    "INV-1042 (750,00 £, fällig am 3. März 2027), INV-1050 (300,00 €, fällig am 10. März 2027) und INV-1061 (90.000 ¥, fällig am 12. März 2027)",
	} {
		if got := speak(t, channels.SMS, locale, "{{ invoices | list }}", sampleOf(t, "several")); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if got := speak(t, channels.Voice, "en-GB", "{{ numbers }}: {{ total }}", sampleOf(t, "several")); got != "I N V, 1 0 4 2; I N V, 1 0 5 0 and I N V, 1 0 6 1: 750 pounds, 300 euros and 90,000 yen" {
		t.Errorf("in a call: %s", got)
	}
	if got := say(t, "{{ invoices | short_list }}", sampleOf(t, "twelve")); got != "INV-11A, INV-11B, INV-11C and 9 more" {
		t.Errorf("short list: %s", got)
	}
}

func TestATableHasARowForEachInvoiceAndASumForEachCurrency(t *testing.T) {
	t.Parallel()
	text, page := mailed(t, "{{ invoices | table }}\n", sampleOf(t, "several"))
	want := `Invoice   Due                 Open
----------------------------------
INV-1042  3 March 2027     £750.00
INV-1050  10 March 2027    €300.00
INV-1061  12 March 2027  JP¥90,000
----------------------------------
Together                   £750.00
                           €300.00
                         JP¥90,000
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
	if strings.Count(page, "<tr>") != 7 || strings.Count(page, "<table") != 1 || strings.Contains(page, "<p") || strings.Contains(page, "&lt;td") {
		t.Errorf("page: %s", page)
	}
	text, page = mailed(t, "{% if count < 2 %}\n{{ invoices | table }}\n{% endif %}\n\nafter\n", usual())
	if strings.Count(text, "\n") != 5 || strings.Contains(text, "Together") || !strings.HasSuffix(page, "</p>\n") || strings.Count(page, "<tr>") != 2 {
		t.Errorf("one invoice:\n%s\n%s", text, page)
	}
}

func TestATableEscapesWhatOthersHaveNamed(t *testing.T) {
	t.Parallel()
	facts := sampleOf(t, "several")
	facts.Invoices[0].Number = `<img src=x onerror="y">`
	_, page := mailed(t, "{{ invoices | table }}\n", facts)
	if strings.Contains(page, "<img") || !strings.Contains(page, "&lt;img src=x onerror=&#34;y&#34;&gt;") {
		t.Errorf("page: %s", page)
	}
}

func TestAmountsAndDaysAreSaidAsAPersonSaysThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ locale, amount, currency, want string }{
		{"en-GB", "750.50", "GBP", "750 pounds and 50 pence; the 3rd of March 2027"},
		{"en-GB", "1250.00", "GBP", "1,250 pounds; the 3rd of March 2027"},
		{"en-GB", "1.01", "GBP", "1 pound and 1 penny; the 3rd of March 2027"},
		{"en-GB", "0.05", "EUR", "5 cents; the 3rd of March 2027"},
		{"en-GB", "90000", "JPY", "90,000 yen; the 3rd of March 2027"},
		{"en-GB", "12.345", "KWD", "12 Kuwaiti dinars and 345 fils; the 3rd of March 2027"},
		{"en-GB", "12.50", "HUF", "12.50 H U F; the 3rd of March 2027"},
		{"en-US", "1250000.00", "USD", "1,250,000 dollars; March 3rd, 2027"},
		{"de", "1250.50", "EUR", "1250 Euro und 50 Cent; 3. März 2027"},
		{"de", "12.50", "HUF", "12,50 H U F; 3. März 2027"},
		{"fr", "1.50", "EUR", "1 euro et 50 centimes; 3 mars 2027"},
		{"es", "2.50", "MXN", "2 pesos mexicanos con 50 centavos; 3 de marzo de 2027"},
		{"nl", "2.50", "EUR", "2 euro en 50 cent; 3 maart 2027"},
		{"pt", "1.50", "BRL", "1 real e 50 centavos; 3 de março de 2027"},
		{"it", "21.01", "EUR", "21 euro e 1 centesimo; 3 marzo 2027"},
	} {
		facts := usual()
		facts.Invoices[0] = bill("INV-1", c.amount, c.amount, c.currency, "2027-03-03")
		if got := speak(t, channels.Voice, c.locale, "{{ invoice.amount }}; {{ invoice.due_on }}", facts); got != c.want {
			t.Errorf("%s: got %q, want %q", c.locale, got, c.want)
		}
	}
}

func TestEnglishDaysCountAsTheyAreSaid(t *testing.T) {
	t.Parallel()
	facts := usual()
	for on, want := range map[string]string{
		"2027-03-01": "1st", "2027-03-02": "2nd", "2027-03-03": "3rd", "2027-03-04": "4th", "2027-03-11": "11th", "2027-03-12": "12th", "2027-03-13": "13th",
		"2027-03-21": "21st", "2027-03-22": "22nd", "2027-03-23": "23rd", "2027-03-30": "30th", "2027-03-31": "31st",
	} {
		facts.Answer.Parts[0].On = day(on)
		if got := speak(t, channels.Voice, "en-GB", "{{ promise.on }}", facts); got != "the "+want+" of March 2027" {
			t.Errorf("%s: %q", on, got)
		}
	}
}

func TestAnEmptyLineOfAScriptIsAPauseAndTheLineOfATagIsNone(t *testing.T) {
	t.Parallel()
	facts := usual()
	facts.Creditor.Name = "Acme\n\nLtd\f\fX"
	got := speak(t, channels.Voice, "en-GB", "one\n{% if count == 1 %}\ntwo\n{% endif %}\nthree\n\n \n{% if count > 1 %}\nfour\n{% endif %}\n\n  five {{ creditor.name }}\n\n", facts)
	if want := "one two three\n\nfive Acme Ltd X"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFiltersThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{{ contact.name | money }}":                "2 filter",
		"{{ contact.name | date }}":                 "2 filter",
		"{{ total | date }}":                        "2 filter",
		"{{ invoice.due_on | money }}":              "2 filter",
		"{{ count | relative_day }}":                "2 filter",
		"{{ total | spell }}":                       "2 filter",
		"{{ contact.name | plus: 1 }}":              "2 filter",
		"{{ invoice.part_paid | upcase }}":          "2 filter",
		"{{ 'x' | money }}":                         "2 filter",
		"{{ 5 | date }}":                            "2 filter",
		"{{ total | money | money }}":               "2 filter",
		"{{ invoices | upcase }}":                   "2 filter",
		"{{ invoices | default: 'x' }}":             "2 filter",
		"{{ instalments | list }}":                  "2 filter",
		"{{ promises | short_list }}":               "2 filter",
		"{{ contact.name | list }}":                 "2 filter",
		"{{ invoices | table }}":                    "2 filter",
		"{{ invoices | list | upcase }}":            "",
		"{{ total | money: 'roman' }}":              "2 filter",
		"{{ total | money: 5 }}":                    "2 filter",
		"{{ total | money: 'code', 'code' }}":       "2 filter",
		"{{ invoice.due_on | date: contact.name }}": "2 filter",
		"{{ invoice.due_on | date: 'short' }}":      "",
		"{{ invoice.due_on | relative_day: 'x' }}":  "2 filter",
		"{{ contact.name | default: invoices }}":    "2 variable",
		"{% if invoices %}{% endif %}":              "2 variable",
		"{% if invoices | list %}{% endif %}":       "2 variable",
		"{% if total == invoices %}{% endif %}":     "2 variable",
		"{{ invoices }}":                            "2 variable",
		"{{ instalments }}":                         "2 variable",
		"{% for i in instalments %}{{ i.due_on | date: 'short' }}{{ i.amount | money }}{% endfor %}": "",
		"{% for i in instalments %}{{ i.due_on | money }}{% endfor %}":                               "2 filter",
	} {
		if got := rules(templates.Check(sms(goodSMS + text))); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestATableStandsAloneInItsParagraph(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{{ invoices | table }}":                                            "",
		"{% if count > 1 %}\n{{ invoices | table }}\n{% endif %}":           "",
		"{% if count > 1 %}{{ invoices | table }}{% endif %}":               "",
		"Here: {{ invoices | table }}":                                      "0 table",
		"**{{ invoices | table }}**":                                        "0 table",
		"- {{ invoices | table }}":                                          "0 table",
		"# {{ invoices | table }}":                                          "0 table",
		"> {{ invoices | table }}":                                          "0 table",
		"{{ invoices | table }}\n{{ invoices | table }}":                    "0 table",
		"{{ invoices | table }}\n\n{{ invoices|table }}":                    "",
		"[x]({{ invoices | table }})":                                       "0 table",
		"{% for i in invoices %}\n\n{{ invoices | table }}\n\n{% endfor %}": "",
	} {
		if got := rules(templates.Check(mail(goodMail + "\n" + text + "\n"))); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	for _, front := range []string{"subject: {{ invoices | table }}", "subject: x\npreheader: {{ invoices | table }}"} {
		if got := rules(templates.Check(mail("---\n" + front + "\n---\n" + goodBody))); !strings.Contains(got, "filter") {
			t.Errorf("%s: %s", front, got)
		}
	}
}

func TestEveryFilterIsExplained(t *testing.T) {
	t.Parallel()
	for _, f := range templates.AllFilters() {
		if f.Meaning == "" || len(f.Takes) == 0 || f.Gives == "" || !strings.Contains(f.Example, "| "+f.Name) {
			t.Errorf("%s is not explained", f.Name)
		}
		if f.Alone {
			continue
		}
		if got := say(t, f.Example, usual()); got != f.Result && f.Name != "short_list" && f.Name != "lines" {
			t.Errorf("%s gives %q and not %q", f.Example, got, f.Result)
		}
	}
}
