package templates_test

import (
	"html"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// answerLocales are the languages in which replies are read.
func answerLocales() []string {
	return []string{"en-GB", "en-US", "de", "fr", "es", "nl", "pt", "it"}
}

// answerChannels are those by which answers go.
func answerChannels() []channels.Kind { return []channels.Kind{channels.Email, channels.SMS} }

// answering is the usual situation with an answer to what the customer wrote.
func answering(name string, change func(*templates.Facts)) sample {
	return with(name, func(f *templates.Facts) {
		f.Unsubscribe = ""
		f.Answer = &templates.Answer{Text: "The goods were sent on 2 March.\nA copy of the note is on its way.",
			Parts: []templates.AnswerPart{{On: day("2027-03-19"), Amount: money("600.00", "GBP")}}}
		if change != nil {
			change(f)
		}
	})
}

// answerSamples are situations that every answer must cope with.
func answerSamples(key string) []sample {
	list := []sample{answering("usual", nil)}
	if key == "promise_noted" {
		list = append(list,
			answering("all that is open", func(f *templates.Facts) { f.Answer.Parts[0].Amount = account.Money{} }),
			answering("two parts", func(f *templates.Facts) {
				f.Answer.Parts = append(f.Answer.Parts, templates.AnswerPart{On: day("2027-04-01"), Amount: money("650.00", "GBP")})
			}),
			answering("a part and the rest", func(f *templates.Facts) {
				f.Answer.Parts = append(f.Answer.Parts, templates.AnswerPart{On: day("2027-08-31")})
			}),
		)
	} else {
		list = append(list, answering("no invoice", func(f *templates.Facts) { f.Invoices = nil }))
	}
	for _, s := range samples() {
		switch s.name {
		case "several", "twelve", "nothing optional", "long names":
			facts := s.facts
			facts.Answer = list[0].facts.Answer
			list = append(list, sample{s.name, facts})
		}
	}
	return list
}

// eachAnswer renders every answer in every language and situation.
func eachAnswer(t *testing.T, check func(t *testing.T, key string, channel channels.Kind, s sample, words templates.Words)) {
	t.Helper()
	set := embedded(t)
	for _, locale := range answerLocales() {
		for _, key := range templates.Answers() {
			for _, channel := range answerChannels() {
				t.Run(locale+"/"+key+"/"+string(channel), func(t *testing.T) {
					for _, s := range answerSamples(key) {
						words, err := set.Render(key, channel, locale, s.facts)
						if err != nil || words.Locale != locale {
							t.Fatalf("%s: in %s, %v", s.name, words.Locale, err)
						}
						if check(t, key, channel, s, words); t.Failed() {
							t.Fatalf("%s: %s", s.name, words.Text)
						}
					}
				})
			}
		}
	}
}

func TestEachAnswerReadsAsItsGoldenFile(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	for _, locale := range answerLocales() {
		for _, key := range templates.Answers() {
			for _, channel := range answerChannels() {
				t.Run(locale+"/"+key+"/"+string(channel), func(t *testing.T) {
					t.Parallel()
					file := filepath.Join("testdata", locale, key+"."+string(channel)+".golden")
					golden(t, file, written(t, set, key, channel, locale, answerSamples(key)))
				})
			}
		}
	}
}

func TestUsualAnswersBySMSCostOneSegment(t *testing.T) {
	t.Parallel()
	eachAnswer(t, func(t *testing.T, _ string, channel channels.Kind, s sample, words templates.Words) {
		if cost := price(words.Text); channel == channels.SMS && s.name == "usual" && (!strings.HasPrefix(cost, "GSM-7") || !strings.HasSuffix(cost, " 1 segments")) {
			t.Errorf("%s: %s", cost, words.Text)
		}
	})
}

func TestAConfirmedOptOutNamesNoInvoiceAndNoAmount(t *testing.T) {
	t.Parallel()
	eachAnswer(t, func(t *testing.T, key string, _ channels.Kind, s sample, words templates.Words) {
		all := words.Subject + " " + words.Text + " " + html.UnescapeString(markup.ReplaceAllString(words.HTML, " "))
		if key != "opt_out_confirmed" {
			return
		}
		if found := regexp.MustCompile(`[0-9£€$]|INV|(?i)invoice|rechnung|factur|fatura|fattur`).FindString(all); found != "" {
			t.Errorf("says %q", found)
		}
		if s.name != "long names" && !strings.Contains(words.Text, "Acme Ltd") {
			t.Error("does not say who writes")
		}
	})
}

func TestANotedPromiseStatesWhichHowMuchWhenAndHowToCorrectIt(t *testing.T) {
	t.Parallel()
	corrects := regexp.MustCompile(`(?i)reply|antwort|répond|respond|antwoord|rispond`)
	eachAnswer(t, func(t *testing.T, key string, channel channels.Kind, s sample, words templates.Words) {
		if key != "promise_noted" {
			return
		}
		amount := "600"
		if s.name == "all that is open" {
			amount = "250"
		}
		if !strings.Contains(words.Text, amount) || !strings.Contains(words.Text, "19") || !strings.Contains(words.Text, "2027") {
			t.Error("does not say how much or when")
		}
		if !strings.Contains(words.Text, "INV-1") || !corrects.MatchString(words.Text) {
			t.Error("does not say which invoice or how to correct it")
		}
		if lines := strings.Count(words.Text, "\n- "); channel == channels.Email && lines != len(s.facts.Answer.Parts) {
			t.Errorf("%d lines for %d parts", lines, len(s.facts.Answer.Parts))
		}
		if s.name == "two parts" && (!strings.Contains(words.Text, "650") || strings.Count(words.Text, "2027") != 2) {
			t.Error("does not state both parts")
		}
	})
}

func TestAnAcknowledgementNamesItsInvoices(t *testing.T) {
	t.Parallel()
	eachAnswer(t, func(t *testing.T, key string, _ channels.Kind, s sample, words templates.Words) {
		named := slices.Contains([]string{"dispute_acknowledged", "payment_claim_noted", "difficulty_noted"}, key) && s.name != "no invoice"
		if named && !strings.Contains(words.Text, "INV-1") {
			t.Error("does not say which invoice")
		}
		if s.name == "several" && named && !strings.Contains(words.Text, "INV-1061") {
			t.Error("does not name all")
		}
	})
}

func TestAPersonsWordsAreSentAsTheyAre(t *testing.T) {
	t.Parallel()
	eachAnswer(t, func(t *testing.T, key string, channel channels.Kind, s sample, words templates.Words) {
		if key != "answer" {
			return
		}
		want := s.facts.Answer.Text
		if channel == channels.SMS {
			want = strings.ReplaceAll(want, "\n", " ")
		}
		if !strings.Contains(words.Text, want) {
			t.Errorf("says %q", words.Text)
		}
	})
}

func TestNoAnswerAccusesThreatensOrHurries(t *testing.T) {
	t.Parallel()
	eachAnswer(t, func(t *testing.T, _ string, _ channels.Kind, _ sample, words templates.Words) {
		all := words.Subject + " " + words.Text + " " + strings.TrimPrefix(markup.ReplaceAllString(words.HTML, " "), " ")
		if found := unkind.FindString(all); found != "" {
			t.Errorf("says %q", found)
		}
	})
}

func TestNoAnswerLeavesGapsWhereAFactIsMissing(t *testing.T) {
	t.Parallel()
	eachAnswer(t, func(t *testing.T, _ string, _ channels.Kind, _ sample, words templates.Words) {
		if found := gap.FindString(words.Text + words.Subject); found != "" {
			t.Errorf("has %q in\n%s", found, words.Text)
		}
	})
}

func TestAnAnswerIsSaidTheSameWithAndWithoutLiquid(t *testing.T) {
	t.Parallel()
	const text = goodSMS + "{% for promise in promises %}{{ promise.amount }} {{ promise.on }}{% if promise.parts > 1 %} of {{ promise.parts }}{% endif %}; {% for invoice in invoices %}{{ invoice.number }} {{ promise.on }}, {% endfor %}{% endfor %}{{ promise.on }} {{ answer.text }}"
	set, err := templates.Load(folder(map[string]string{"en-GB/a/sms.txt": text, "en-GB/b/sms.txt": text + "{% if true %}{% endif %}"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append(answerSamples("promise_noted"), samples()...) {
		fast, err := set.Render("a", channels.SMS, "en-GB", s.facts)
		if err != nil {
			t.Fatal(err)
		}
		slow, err := set.Render("b", channels.SMS, "en-GB", s.facts)
		if err != nil || fast.Text != slow.Text {
			t.Errorf("%s: %v\n%s\n%s", s.name, err, fast.Text, slow.Text)
		}
	}
}

func TestAnAnswerWithoutWhatItSaysIsNotWritten(t *testing.T) {
	t.Parallel()
	for key, change := range map[string]func(*templates.Facts){
		"answer":        func(f *templates.Facts) { f.Answer.Text = " \n" },
		"promise_noted": func(f *templates.Facts) { f.Answer.Parts = nil },
	} {
		_, err := embedded(t).Render(key, channels.SMS, "fr", answering("", change).facts)
		wantError(t, err, templates.ErrAnswer)
		_, err = embedded(t).Render(key, channels.SMS, "fr", usual())
		wantError(t, err, templates.ErrAnswer)
	}
	_, err := embedded(t).Render("promise_noted", channels.SMS, "fr", answering("", func(f *templates.Facts) { f.Invoices = nil }).facts)
	wantError(t, err, templates.ErrAnswer)
}

func TestAnAnswerNamesAnInvoiceThatIsPaidMeanwhile(t *testing.T) {
	t.Parallel()
	paid := answering("", func(f *templates.Facts) {
		f.Invoices = []account.Invoice{bill("INV-9", "10.00", "0.00", "GBP", "2027-03-03")}
	})
	words, err := embedded(t).Render("payment_claim_noted", channels.SMS, "en-GB", paid.facts)
	if err != nil || !strings.Contains(words.Text, "INV-9") {
		t.Errorf("%q (%v)", words.Text, err)
	}
}

func TestDatesAreWrittenAsInEachLanguage(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string][2]string{
		"en-GB": {"1 March 2027", "1 March 2027"}, "en-US": {"March 1, 2027", "March 1, 2027"}, "de-AT": {"1. März 2027", "1. März 2027"},
		"fr-CA": {"1er mars 2027", "01/03/2027"}, "es-MX": {"1 de marzo de 2027", "1 de marzo de 2027"}, "nl-BE": {"1 maart 2027", "1 maart 2027"},
		"pt-BR": {"1 de março de 2027", "01/03/2027"}, "it-CH": {"1 marzo 2027", "1 marzo 2027"},
	} {
		facts := answering("", func(f *templates.Facts) { f.Answer.Parts[0].On = day("2027-03-01") }).facts
		for i, channel := range answerChannels() {
			words, err := embedded(t).Render("promise_noted", channel, locale, facts)
			if err != nil || !strings.Contains(words.Text, want[i]) || words.Locale != locale[:2] && !strings.HasPrefix(locale, "en") {
				t.Errorf("%s: want %s in %s (%s, %v)", locale, want[i], words.Text, words.Locale, err)
			}
		}
	}
}

func TestALanguageWithAnswersAloneHasRemindersInTheFallback(t *testing.T) {
	t.Parallel()
	for _, locale := range []string{"fr", "es-ES", "nl", "pt-BR", "it"} {
		reminder, err := embedded(t).Render("gentle", channels.Email, locale, usual())
		if err != nil || reminder.Locale != templates.Fallback {
			t.Errorf("%s: %s, %v", locale, reminder.Locale, err)
		}
	}
}

func TestAnswersGoByMailAndSMSAlone(t *testing.T) {
	t.Parallel()
	_, err := embedded(t).Render("promise_noted", channels.Voice, "en-GB", answering("", nil).facts)
	wantError(t, err, templates.ErrChannel)
}

func TestWhatEachAnswerMustStateIsChecked(t *testing.T) {
	t.Parallel()
	const promise = "{{ creditor.name }} {{ numbers }} {{ total }} {% for promise in promises %}{{ promise.amount }} {{ promise.on }}{% endfor %}"
	for _, c := range []struct{ key, text, want string }{
		{"opt_out_confirmed", "{{ creditor.name }}: done.", ""},
		{"opt_out_confirmed", "Done.", "0 must_state"},
		{"opt_out_confirmed", "{{ creditor.name }}: {{ invoice.number }}.", "0 opt_out"},
		{"opt_out_confirmed", "{{ creditor.name }}: {{ total }}.", "0 opt_out"},
		{"opt_out_confirmed", "{{ creditor.name }}:{% for i in invoices %} {{ i.balance }}{% endfor %}.", "0 opt_out, 0 opt_out"},
		{"promise_noted", promise + " Reply.", ""},
		{"promise_noted", promise + " Antworten Sie.", ""},
		{"promise_noted", promise, "0 must_state"},
		{"promise_noted", "{{ creditor.name }} {{ numbers }} Reply.", "0 must_state, 0 must_state, 0 must_state, 0 must_state"},
		{"dispute_acknowledged", "{{ creditor.name }} {{ numbers }}", ""},
		{"dispute_acknowledged", "{{ creditor.name }}", "0 must_state"},
		{"answer", "{{ creditor.name }} {{ answer.text }}", ""},
		{"answer", "{{ creditor.name }}", "0 must_state"},
	} {
		short, long := sms(c.text), mail("---\nsubject: Your message\n---\n"+c.text+"\n")
		short.Key, long.Key = c.key, c.key
		for _, source := range []templates.Source{short, long} {
			if got := rules(templates.Check(source)); got != c.want {
				t.Errorf("%s by %s, %s: got %q, want %q", c.key, source.Channel, c.text, got, c.want)
			}
		}
	}
}
