package templates_test

import (
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// load makes a set of the files, by locale/key/file.
func load(t testing.TB, files map[string]string) *templates.Set {
	t.Helper()
	set, err := templates.Load(folder(files))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// say renders an SMS that says the text after one that states every fact.
func say(t testing.TB, text string, facts templates.Facts) string {
	t.Helper()
	return speak(t, channels.SMS, "en-GB", text, facts)
}

// speak renders the text by the channel in the locale.
func speak(t testing.TB, channel channels.Kind, locale, text string, facts templates.Facts) string {
	t.Helper()
	source := map[channels.Kind]templates.Source{channels.Email: mail(goodMail + "\nBEGIN " + text), channels.SMS: sms(goodSMS + "BEGIN " + text),
		channels.Voice: call(goodSMS+"BEGIN "+text, goodLimited)}[channel]
	source.Locale = locale
	set, problems := templates.Compile([]templates.Source{source}, templates.Gentle)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	words, err := set.Render("k", channel, locale, facts)
	if err != nil {
		t.Fatal(err)
	}
	_, said, _ := strings.Cut(words.Text, "BEGIN")
	return strings.TrimSpace(said)
}

func TestOnlyOpenInvoicesAreNamedTheOldestFirst(t *testing.T) {
	t.Parallel()
	got := say(t, "{{ count }}: {% for i in invoices %}{{ i.number }} {% endfor %}{{ invoice.number }} {{ total }} {{ numbers }}", sampleOf(t, "several"))
	if want := "3: INV-1042 INV-1050 INV-1061 INV-1042 £750.00, €300.00 and JP¥90,000 INV-1042, INV-1050 and INV-1061"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestThanksNameTheInvoicesThatWerePaid(t *testing.T) {
	t.Parallel()
	const text = "{{ creditor.name }} STOP {% for i in invoices %}{{ i.number }}: {{ i.amount }}; {% endfor %}{{ count }}"
	set := load(t, map[string]string{"en-GB/thanks/sms.txt": text})
	words, err := set.Render("thanks", channels.SMS, "en-GB", sampleOf(t, "several"))
	if err != nil || words.Text != "Acme Ltd STOP INV-1040: £80.00; 1" {
		t.Errorf("one is paid: %q (%v)", words.Text, err)
	}
	words, err = set.Render("thanks", channels.SMS, "en-GB", usual())
	if err != nil || words.Text != "Acme Ltd STOP INV-1042: £1,250.00; 1" {
		t.Errorf("a part is paid: %q (%v)", words.Text, err)
	}
}

func TestAnAnswerNamesAnInvoiceThatIsPaidMeanwhile(t *testing.T) {
	t.Parallel()
	facts := usual()
	facts.Invoices = []account.Invoice{bill("INV-9", "10.00", "0.00", "GBP", "2027-03-03")}
	set := load(t, map[string]string{"en-GB/payment_claim_noted/sms.txt": "{{ creditor.name }} {{ numbers }}"})
	words, err := set.Render("payment_claim_noted", channels.SMS, "en-GB", facts)
	if err != nil || !strings.Contains(words.Text, "INV-9") {
		t.Errorf("%q (%v)", words.Text, err)
	}
}

func TestNothingIsWrittenWhenNothingIsOpen(t *testing.T) {
	t.Parallel()
	facts := usual()
	facts.Invoices = []account.Invoice{bill("INV-1", "10.00", "0.00", "GBP", "2027-03-03")}
	_, err := embedded(t).Render("gentle", channels.SMS, "en-GB", facts)
	wantError(t, err, templates.ErrNothingOpen)
}

func TestUnknownTemplatesAndChannelsAreToldApart(t *testing.T) {
	t.Parallel()
	_, err := embedded(t).Render("shout", channels.SMS, "en-GB", usual())
	wantError(t, err, templates.ErrUnknown)
	_, err = embedded(t).Render("gentle", "fax", "en-GB", usual())
	wantError(t, err, templates.ErrChannel)
}

func TestWhatAStageIsAboutMustBeThere(t *testing.T) {
	t.Parallel()
	set, bare := load(t, map[string]string{
		"en-GB/promise_noted/sms.txt":       "{{ creditor.name }} {{ numbers }} {{ total }} {% for promise in promises %}{{ promise.amount }} {{ promise.on }}{% endfor %} Reply.",
		"en-GB/answer/sms.txt":              "{{ creditor.name }} {{ answer.text }}",
		"en-GB/plan_confirmed/sms.txt":      goodPlan,
		"en-GB/plan_instalment_due/sms.txt": goodInstalment,
		"en-GB/thanks/sms.txt":              "{{ creditor.name }} {{ numbers }} STOP",
	}), usual()
	bare.Answer, bare.Plan = nil, nil
	for key, want := range map[string]error{"promise_noted": templates.ErrAnswer, "answer": templates.ErrAnswer, "plan_confirmed": templates.ErrPlan, "plan_instalment_due": templates.ErrPlan, "thanks": nil} {
		_, err := set.Render(key, channels.SMS, "en-GB", bare)
		wantError(t, err, want)
		_, err = set.Render(key, channels.SMS, "en-GB", usual())
		wantError(t, err, nil)
	}
	empty := usual()
	empty.Answer.Text, empty.Plan.Instalments, empty.Invoices = " \n", nil, nil
	for key, want := range map[string]error{"promise_noted": templates.ErrAnswer, "answer": templates.ErrAnswer, "plan_confirmed": templates.ErrPlan, "thanks": templates.ErrNothingOpen} {
		_, err := set.Render(key, channels.SMS, "en-GB", empty)
		wantError(t, err, want)
	}
}

func TestRenderingIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	want, err := set.Render("firm", channels.Email, "de-CH", usual())
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for range 50 {
				if got, err := set.Render("firm", channels.Email, "de-CH", usual()); err != nil || got != want {
					t.Fatalf("differs: %v", err)
				}
			}
		})
	}
}

func TestAPlanIsToldInTheOrderOfItsDays(t *testing.T) {
	t.Parallel()
	const text = "{{ plan.count }} of {{ plan.total }}, next {{ instalment.number }}: {% for i in instalments %}{{ i.number }} {{ i.amount }} {{ i.due_on }}{% if i.paid %} paid{% endif %}{% unless i.last %}; {% endunless %}{% endfor %}"
	facts := sampleOf(t, "plan begun")
	facts.Plan.Instalments[0], facts.Plan.Instalments[2] = facts.Plan.Instalments[2], facts.Plan.Instalments[0]
	want := "3 of £1,250.00, next 2: 1 £500.00 1 April 2027 paid; 2 £500.00 1 May 2027; 3 £250.00 1 June 2027"
	if got := say(t, text, facts); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestConsequencesAreTrueOnlyWhereTheTermsGrantThem(t *testing.T) {
	t.Parallel()
	const text = "{% if terms.fee %}fee {% endif %}{% if terms.interest %}interest {% endif %}{% if terms.suspension %}suspension {% endif %}{% if terms.legal_step %}legal{% endif %}."
	facts := usual()
	for _, c := range []struct {
		terms account.Terms
		want  string
	}{{nil, "."}, {account.Terms{account.Interest}, "interest ."}, {account.Consequences(), "fee interest suspension legal."}} {
		facts.Account.Terms = c.terms
		if got := say(t, text, facts); got != c.want {
			t.Errorf("%v: got %q, want %q", c.terms, got, c.want)
		}
	}
}
