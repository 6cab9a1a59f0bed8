package intents

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"pgregory.net/rapid"
)

// small is a language for tests of the machinery alone.
const small = `
language = "en"
version = "1"
letters = "é"
function = ["i", "will", "the", "not", "on", "you", "paid"]
breaks = ["but"]
abbreviations = ["inv"]
courtesy = ["please"]
references = ["dated"]
[words]
pay = ["pay", "settle"]
[guard.promise_to_pay]
unsure = ['if']
[[rule]]
id = "en.promise.pay"
intent = "promise_to_pay"
match = ['will {pay}']
not = ['not']
certain = true
examples = ["I will pay"]
[[rule]]
id = "en.paid.paid"
intent = "already_paid"
match = ['paid', 'café payé']
unless_sentence = ['never']
certain = true
examples = ["I paid"]
[[rule]]
id = "en.legal.lawyer"
intent = "dispute"
match = ['lawyer']
examples = ["my lawyer"]
[[rule]]
id = "en.dispute.dispute"
intent = "dispute"
match = ['i dispute']
certain = true
examples = ["i dispute"]
[[rule]]
id = "en.opt-out.stop"
intent = "opt_out"
match = ['stop texting']
certain = true
examples = ["stop texting"]
[[rule]]
id = "en.plan.slots"
intent = "plan_request"
match = ['<amount> by <date>']
certain = true
examples = ["€20 by friday"]
[[rule]]
id = "en.question.mark"
intent = "question"
match = ['\?']
alone = true
examples = ["why?"]
`

const smallKeywords = `
version = "1"
[[set]]
intent = "opt_out"
strong = true
words = ["stop", "opt out"]
[[set]]
intent = "opt_out"
words = ["end"]
`

func smallReader(t testing.TB) *Reader {
	t.Helper()
	r, err := newReader(fstest.MapFS{"en.toml": {Data: []byte(small)}, keywordName: {Data: []byte(smallKeywords)}}, trivial{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatIsReadInATextAndWhatIsNot(t *testing.T) {
	r := smallReader(t)
	for name, c := range map[string]struct{ text, want string }{
		"a day makes a promise certain":                   {"I will pay on Friday", "promise_to_pay!@2026-11-27"},
		"without a day it is uncertain":                   {"I will pay", "promise_to_pay?"},
		"a vague day is none":                             {"I will pay soon", "promise_to_pay?"},
		"two days without amounts are unclear":            {"I will pay on Friday or Monday", "promise_to_pay?@2026-11-27"},
		"two days with two amounts are two parts":         {"I will pay €50 on Friday and the rest on the 15th", "promise_to_pay!@2026-11-27=50.00@2026-12-15"},
		"a half is never certain":                         {"I will pay half on Friday", "promise_to_pay?@2026-11-27"},
		"a condition makes it uncertain":                  {"I will pay on Friday if you call", "promise_to_pay?@2026-11-27"},
		"a question is no promise":                        {"will pay on Friday?", "promise_to_pay?@2026-11-27"},
		"a guard acts in its clause":                      {"I will not pay and will pay on Friday", "other"},
		"a guard does not act beyond its clause":          {"not today but I will pay on Friday", "promise_to_pay!@2026-11-27"},
		"a sentence guard acts beyond the clause":         {"never but paid", "other"},
		"and not beyond the sentence":                     {"never. I paid", "already_paid!"},
		"an abbreviation ends no sentence":                {"never inv. paid", "other"},
		"an ellipsis ends no sentence":                    {"never... paid", "other"},
		"the date of an invoice is not that of a promise": {"I will pay the one dated the 3rd on Friday", "promise_to_pay!@2026-11-27"},
		"paid and will pay contradict each other":         {"I paid. I will pay on Friday", "already_paid? promise_to_pay?@2026-11-27"},
		"but not when the rest is promised":               {"I paid. I will pay the rest on Friday", "already_paid? promise_to_pay!@2026-11-27"},
		"a dispute makes a promise uncertain":             {"I dispute it. I will pay on Friday", "dispute! promise_to_pay?@2026-11-27"},
		"words are whole":                                 {"unpaid prepaid", "other"},
		"accents may be left out":                         {"cafe paye", "other"},
		"accents that are asked for count":                {"Café payé", "already_paid!"},
		"capitals and blanks do not matter":               {"i  WILL\u00a0\tPAY  on FRIDAY", "promise_to_pay!@2026-11-27"},
		"what cannot be seen does not matter":             {"I wi\u200bll p\u00aday on Friday", "promise_to_pay!@2026-11-27"},
		"marks of emphasis do not matter":                 {"I *will* \"pay\" on Friday", "promise_to_pay!@2026-11-27"},
		"full width letters are letters":                  {"I will ｐａｙ on Friday", "promise_to_pay!@2026-11-27"},
		"a line that a program broke goes on":             {"I am writing to you since I will have the money and will\npay on Friday", "promise_to_pay!@2026-11-27"},
		"a short line ends a sentence":                    {"never\npaid", "already_paid!"},
		"words in links are nobody's":                     {"see https://x.example/i/paid?stop", "other"},
		"slots stand for days and amounts":                {"€20 by Friday", "plan_request!"},
		"what counts alone counts alone":                  {"you paid?", "already_paid!"},
		"and then it does":                                {"the what?", "question?"},
		"nothing is certain in an unknown language":       {"paid przelew wczoraj bardzo szybko dziś", "already_paid?"},
		"an empty text is nothing":                        {"", "other"},
	} {
		t.Run(name, func(t *testing.T) {
			got := told(r.Read(Question{Text: c.text, Channel: channels.SMS, Locale: "en-GB", Now: at, Currency: "EUR"}))
			if got != c.want {
				t.Errorf("%q is read as %s, not %s", c.text, got, c.want)
			}
		})
	}
}

func TestAKeywordIsTheWholeMessage(t *testing.T) {
	r := smallReader(t)
	for text, want := range map[string]string{
		"STOP": "opt_out!", "Stop!!!": "opt_out!", "“stop”": "opt_out!", "s t o p": "opt_out!", "opt-out": "opt_out!",
		"stop stop": "opt_out!", "please stop 🙏": "opt_out!", "END": "opt_out!", "stooop": "opt_out!", "st\u200bop": "opt_out!",
		"stop by": "other", "the end": "other", "please": "other",
	} {
		if got := told(r.Read(Question{Text: text, Channel: channels.SMS, Now: at})); got != want {
			t.Errorf("%q is read as %s, not %s", text, got, want)
		}
	}
}

func TestAMailTakesTheStrongKeywordsAloneInBodyOrSubject(t *testing.T) {
	r := smallReader(t)
	for _, c := range []struct{ text, subject, want string }{
		{"Stop", "", "opt_out!"}, {"End", "", "other"}, {"", "Opt out", "opt_out!"},
		{"I paid", "Re: stop", "opt_out! already_paid!"}, {"I paid", "Stop by on Friday", "already_paid!"},
	} {
		got := told(r.Read(Question{Text: c.text, Subject: c.subject, Channel: channels.Email, Locale: "en", Now: at}))
		if got != c.want {
			t.Errorf("%q with subject %q is read as %s, not %s", c.text, c.subject, got, c.want)
		}
	}
}

func TestInALongTextOnlyAnOptOutIsCertain(t *testing.T) {
	r := smallReader(t)
	long := "stop texting. I paid. " + strings.Repeat("you the will not on. ", 13)
	if got := told(r.Read(Question{Text: long, Locale: "en", Now: at})); got != "opt_out! already_paid?" {
		t.Errorf("read as %s", got)
	}
	longer := long + strings.Repeat("you will ", 1000)
	if got := told(r.Read(Question{Text: longer, Locale: "en", Now: at})); got != "opt_out? already_paid?" {
		t.Errorf("beyond what is read: %s", got)
	}
}

func TestALegalMatterIsToldBesideACertainDispute(t *testing.T) {
	reading := smallReader(t).Read(Question{Text: "I dispute it, my lawyer will call you", Locale: "en", Now: at})
	want := []Found{{Intent: Dispute, Certain: true, Evidence: "lawyer", Rule: "en.legal.lawyer"}}
	if diff := cmp.Diff(want, reading.Found); diff != "" {
		t.Error(diff)
	}
}

func TestEvidenceIsCutFromTheTextAsItWasWritten(t *testing.T) {
	reading := smallReader(t).Read(Question{Text: "ﬁne: I  W\u200bILL\n Settle", Locale: "en", Now: at})
	if len(reading.Found) != 1 || reading.Found[0].Evidence != "W\u200bILL\n Settle" && reading.Found[0].Intent != Other {
		t.Errorf("evidence is %q", reading.Found[0].Evidence)
	}
	reading = smallReader(t).Read(Question{Text: "ok “W\u200bILL   Settle”", Locale: "en", Now: at})
	if reading.Found[0].Evidence != "W\u200bILL   Settle" {
		t.Errorf("evidence is %q", reading.Found[0].Evidence)
	}
}

func TestAReadingSaysWhichRulesItUsed(t *testing.T) {
	if got := smallReader(t).Read(Question{Text: "I paid", Locale: "en", Now: at}); got.Version != "en@1" || got.Language != "en" {
		t.Errorf("%s %s", got.Language, got.Version)
	}
}

func TestFaultsOfRulesAreToldAllAtOnceWithFileAndRule(t *testing.T) {
	broken := small + `
[[rule]]
id = "de.x"
intent = "joy"
match = ['{nope}', '(', ' pay']
needs = "luck"
examples = []
`
	_, err := newReader(fstest.MapFS{"en.toml": {Data: []byte(broken)}, "fr.toml": {Data: []byte("nose = 1")}}, trivial{})
	if err == nil {
		t.Fatal("no fault was told")
	}
	for _, want := range []string{
		"en.toml: de.x: an id begins", `"joy" is no intent`, "needs a match and an example", "needs can be date",
		"{nope}: has a word class that does not exist", "(: is no expression", "begins or ends with a blank", "fr.toml: has a key",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not told in:\n%v", want, err)
		}
	}
}

func TestEveryPatternCanBeCompiledAndHasNeedles(t *testing.T) {
	for _, l := range reader(t).languages {
		for _, r := range l.rules {
			for _, p := range slices.Concat(r.match, r.not, r.unless, r.unsure) {
				if p.matches(""); p.re == nil {
					t.Errorf("%s: cannot be compiled: %.60s", r.id, p.source)
				}
			}
			for _, p := range r.match {
				if len(p.needles) == 0 && !r.whole {
					t.Errorf("%s: has no fixed letters: %.60s", r.id, p.source)
				}
			}
		}
	}
}

func TestEveryKeywordOfTheCarriersIsAnOptOut(t *testing.T) {
	r := reader(t)
	for _, word := range strings.Fields("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT OPT-OUT REMOVE TD ARRET ARRETE ARRETT ARRÊT BAJA ALTO PARAR SAIR CANCELAR CANCELLA CANCELLAMI AFMELDEN STOPP ABMELDEN ABBESTELLEN DESABONNER DÉSABONNEMENT DESINSCRIRE SLUTA") {
		for _, locale := range []string{"en-US", "de-DE", "ja-JP", ""} {
			if got := told(r.Read(Question{Text: word, Channel: channels.SMS, Locale: locale, Now: at})); got != "opt_out!" {
				t.Errorf("%s with locale %q is read as %s", word, locale, got)
			}
		}
	}
}

// pieces are what the properties make texts of.
var pieces = []string{
	"I will pay", "on Friday", "stop texting me", "don't", "already paid", "?", ".", "\n", ", ", "if", "the rest", "£50",
	"wrong number", "I lost my job", "dispute", "…", "ﬁ", "Straße", "İ", "\u200b", "🛑", "never", "not", "STOP", "e\u0301", "ŉ", "\xff",
	"https://x.example/?a=b", "a@b.example", "instalments", "ich", "zahle", "the", "you", "my lawyer", "\r\n", "\ue000",
}

func TestReadingAnyTextKeepsItsPromises(t *testing.T) {
	r := reader(t)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.String()), 0, 12).Draw(t, "text"), " ")
		q := Question{
			Text: text, Locale: rapid.SampledFrom([]string{"", "en-GB", "de-DE", "pl"}).Draw(t, "locale"), Now: at, Currency: "EUR",
			Channel: rapid.SampledFrom([]channels.Kind{"", channels.SMS, channels.Email}).Draw(t, "channel"), Auto: rapid.Bool().Draw(t, "auto"),
		}
		if fault := broken(r, q); fault != "" {
			t.Fatal(fault)
		}
	})
}

func TestCapitalsDoNotMatter(t *testing.T) {
	r := reader(t)
	r.finder = trivial{}
	for _, cases := range corpora(t) {
		for _, c := range cases {
			upper := c.question
			upper.Text = strings.ToUpper(upper.Text)
			if got, want := told(r.Read(upper)), told(r.Read(c.question)); got != want {
				t.Errorf("%s: %s in capitals, else %s", c.where, got, want)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	r := reader(f)
	for _, p := range pieces {
		f.Add(p+" I will pay £50 on Friday", "Re: stop", "en-GB")
	}
	f.Add("S T O P\u0301", "", "")
	f.Fuzz(func(t *testing.T, text, subject, locale string) {
		q := Question{Text: text, Subject: subject, Locale: locale, Channel: channels.Email, Now: at}
		if fault := broken(r, q); fault != "" {
			t.Fatal(fault)
		}
	})
}

// broken says which promise a reading breaks: it is told the same way twice, each
// intent once and in order, with evidence that is in the text, and no certain
// promise without a day.
func broken(r *Reader, q Question) string {
	reading := r.Read(q)
	if diff := cmp.Diff(reading, r.Read(q)); diff != "" {
		return "read differently the second time: " + diff
	}
	if len(reading.Found) == 0 {
		return "nothing is found"
	}
	last := -1
	for _, f := range reading.Found {
		at := slices.Index(Intents(), f.Intent)
		switch {
		case at <= last:
			return "intents are out of order, or told twice"
		case !strings.Contains(q.Text, f.Evidence) && !strings.Contains(q.Subject, f.Evidence):
			return "evidence is not in the text: " + f.Evidence
		case f.Intent == Promise && f.Certain && (len(f.Parts) == 0 || f.Date != f.Parts[0].On):
			return "a certain promise has no day"
		case f.Intent == Other && (len(reading.Found) > 1 || f.Certain):
			return "other stands beside something, or is certain"
		}
		last = at
	}
	return ""
}

func TestAHostileTextIsReadInTime(t *testing.T) {
	r := reader(t)
	for _, text := range []string{strings.Repeat("not ", 300000), strings.Repeat("a.", 500000), strings.Repeat("will pay stop not ", 60000), strings.Repeat("\u0301", 500000), strings.Repeat("x@", 500000)} {
		start := time.Now()
		r.Read(Question{Text: text, Locale: "en", Now: at})
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%.10q took %v", text, took)
		}
	}
}
