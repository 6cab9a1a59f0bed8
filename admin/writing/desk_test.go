package writing_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/writing"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

const draft = "/admin/templates/gentle/versions/1"

// withDraft is a shelf on which a draft of gentle was begun by somebody else.
func withDraft(t testing.TB) *shelf {
	t.Helper()
	s := newShelf(t)
	if _, err := s.BeginDraft(context.Background(), frametest.Noon.Add(-time.Hour), "gentle", reminder.NewDraft{Sources: s.words.Shipped("gentle"), By: "kim@meadow-finch.example"}, nil); err != nil {
		t.Fatal(err)
	}
	return s
}

// sms is the saved text of the draft.
func (s *shelf) sms() string {
	for _, source := range s.versions["gentle"][0].Sources {
		if source.Channel == channels.SMS && source.Locale == "en-GB" {
			return source.Text
		}
	}
	return ""
}

const enGB = "?channel=sms&locale=en-GB"

func status(t *testing.T, a frametest.Answer, want int) {
	t.Helper()
	if a.Status != want {
		t.Fatalf("status %d, want %d: %s", a.Status, want, a.Body)
	}
}

func holds(t *testing.T, a frametest.Answer, list ...string) {
	t.Helper()
	for _, want := range list {
		if !strings.Contains(a.Body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(a.Body)
	}
}

func lacks(t *testing.T, a frametest.Answer, list ...string) {
	t.Helper()
	for _, not := range list {
		if strings.Contains(a.Body, not) {
			t.Errorf("the page says %q:\n%s", not, a.Body)
		}
	}
}

func TestEveryShippedTextIsShownToEverySample(t *testing.T) {
	s := newShelf(t)
	c := s.open(t, writing.Config{}).As(operator.Viewer)
	for _, key := range s.words.set.Keys() {
		for _, source := range s.words.Shipped(key) {
			if source.Locale != "en-GB" {
				continue
			}
			for _, sample := range templates.SamplesOf(templates.Stage(key)) {
				a := c.Post("/admin/templates/"+key+"/versions/0/preview?part=1&channel="+string(source.Channel)+"&locale="+source.Locale, url.Values{"sample": {sample.Name}, "text": {source.Text}, "limited": {source.Limited}})
				if a.Status != http.StatusOK || strings.Contains(a.Body, `class="warn"`) {
					t.Errorf("%s by %s in %s for %q: status %d", key, source.Channel, source.Locale, sample.Name, a.Status)
				}
			}
		}
	}
}

func TestNamesAreEscapedInEveryPartOfAPreview(t *testing.T) {
	s := withDraft(t)
	s.accounts["C-1"] = reminder.AccountView{Account: account.Account{Name: "<img src=x onerror=alert(1)>", Reference: "C-1"}, Contacts: []account.Contact{{Name: "<script>alert(1)</script>"}},
		Invoices: []account.Invoice{{Number: "\"><b>1</b>", Amount: account.Money{Minor: 100, Currency: "GBP"}, Balance: account.Money{Minor: 100, Currency: "GBP"}, DueOn: account.Date{Year: 2027, Month: 4, Day: 1}}}}
	c := s.open(t, writing.Config{Creditor: templates.Creditor{Name: "<i>Acme</i>"}}).As(operator.Viewer)
	for _, channel := range []string{"email", "sms", "voice"} {
		a := c.Get(draft + "?channel=" + channel + "&locale=en-GB&account=C-1")
		status(t, a, http.StatusOK)
		lacks(t, a, "<img src=x", "<script>alert", "<b>1</b>", "<i>Acme</i>")
	}
	mail := c.Get(draft + "/mail?channel=email&locale=en-GB&account=C-1")
	lacks(t, mail, "<img src=x", "<script>alert", "<b>1</b>", "<i>Acme</i>")
}

func TestATextCannotBreakOutOfThePageThatEditsIt(t *testing.T) {
	s := withDraft(t)
	c := s.open(t, writing.Config{}).As(operator.Editor)
	evil := `</textarea><script>alert(1)</script> {{ creditor.name }} "><img src=x onerror=alert(2)>`
	a := c.Post(draft+"/preview"+enGB, url.Values{"text": {evil}, "why": {`"><script>alert(3)</script>`}})
	status(t, a, http.StatusOK)
	lacks(t, a, "<script>alert", "<img src=x", "</textarea><script")
	holds(t, a, "&lt;/textarea&gt;&lt;script&gt;alert(1)")
}

func TestAMailIsADocumentThatCanRunAndReachNothing(t *testing.T) {
	c := withDraft(t).open(t, writing.Config{}).As(operator.Viewer)
	a := c.Get(draft + "/mail?channel=email&locale=en-GB&theme=dark")
	status(t, a, http.StatusOK)
	if policy := a.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "sandbox; default-src 'none'") {
		t.Errorf("policy %q", policy)
	}
}

func TestADarkMailIsDarkInEveryBrowser(t *testing.T) {
	c := withDraft(t).open(t, writing.Config{}).As(operator.Viewer)
	dark, light := c.Get(draft+"/mail?channel=email&locale=en-GB&theme=dark"), c.Get(draft+"/mail?channel=email&locale=en-GB&theme=light")
	holds(t, dark, "@media all", `content="dark"`)
	holds(t, light, "@media not all", `content="light"`)
	lacks(t, dark, "prefers-color-scheme")
	lacks(t, light, "prefers-color-scheme")
}

func TestWordsThatStandInForSomethingAreMarkedAndNamed(t *testing.T) {
	c := withDraft(t).open(t, writing.Config{}).As(operator.Editor)
	a := c.Post(draft+"/preview"+enGB, url.Values{"sample": {"nothing optional"},
		"text": {"{{ creditor.name }}: {{ invoice.number }}, {{ invoice.balance }}, {{ invoice.due_on }}.{% if creditor.pay_url %} Pay: {{ creditor.pay_url }}{% else %} It tells you the way.{% endif %} STOP ends texts."}})
	holds(t, a, `<mark class="fallback">It tells you the way. </mark>`, `<code title="page to pay on">creditor.pay_url</code>`)
	mail := c.Post(draft+"/mail?channel=email&locale=en-GB", url.Values{"sample": {"nothing optional"},
		"text": {"---\nsubject: Invoice\n---\nHello{% if contact.name %} {{ contact.name }}{% else %} whoever{% endif %}, good day.\n"}})
	holds(t, mail, ">whoever, </span>good day.")
}

func TestADraftThatStatesNothingYetIsShownAllTheSame(t *testing.T) {
	c := withDraft(t).open(t, writing.Config{}).As(operator.Editor)
	a := c.Post(draft+"/preview"+enGB, url.Values{"text": {"Hello from {{ creditor.name }}"}})
	holds(t, a, "Hello from Acme Ltd", "publishing")
}

func TestATextThatCannotBeFilledInSaysSoWithItsFindings(t *testing.T) {
	c := withDraft(t).open(t, writing.Config{}).As(operator.Editor)
	a := c.Post(draft+"/preview"+enGB, url.Values{"text": {"Hello {{ creditor.nane }}"}})
	status(t, a, http.StatusOK)
	holds(t, a, "cannot be filled in yet", "perhaps creditor.name")
}

func TestAHarshToneStandsFirstWithWhatToWriteInstead(t *testing.T) {
	c := withDraft(t).open(t, writing.Config{}).As(operator.Editor)
	a := c.Post(draft+"/preview"+enGB, url.Values{"text": {"You have ignored our reminders. {{ creditor.name }}"}})
	holds(t, a, "This could hurt a customer", "We have not heard from you yet.")
}

func TestADearCharacterIsNamedAndMendedByOneButton(t *testing.T) {
	c := withDraft(t).open(t, writing.Config{}).As(operator.Editor)
	text := "It’s {{ creditor.name }}"
	holds(t, c.Post(draft+"/preview"+enGB, url.Values{"text": {text}}), "UCS-2", `<span class="char">’</span>`, "can be written &#39;")
	a := c.Post(draft+"/preview"+enGB, url.Values{"text": {text}, "fix": {"gsm"}})
	holds(t, a, "GSM-7", "It&#39;s {{ creditor.name }}</textarea>")
	lacks(t, a, `<span class="char">`)
}

func TestARealAccountIsShownWithItsTwelveInvoices(t *testing.T) {
	s := withDraft(t)
	view := reminder.AccountView{Account: account.Account{Name: "Blumenhaus Lindenblüte", Reference: "K-1001", Locale: "de"}, Contacts: []account.Contact{{Name: "Jörg Weiß"}}}
	for i := range 12 {
		m := account.Money{Minor: 10_000, Currency: "EUR"}
		view.Invoices = append(view.Invoices, account.Invoice{Number: fmt.Sprintf("RE-%03d", i+1), Amount: m, Balance: m, DueOn: account.Date{Year: 2027, Month: 3, Day: 1 + i}})
	}
	s.accounts["K-1001"] = view
	c := s.open(t, writing.Config{Creditor: templates.Creditor{Name: "Meadow & Finch"}}).As(operator.Viewer)
	a := c.Get(draft + "?channel=email&locale=en-GB&account=K-1001&as=account")
	holds(t, a, "For Blumenhaus Lindenblüte, 12 open invoices", "RE-012", "Guten Tag Jörg Weiß", "reads the text in German, not the one beside it")
}

func TestALanguageWithoutATextSaysWhichStandsIn(t *testing.T) {
	c := withDraft(t).open(t, writing.Config{Locale: "en-GB"}).As(operator.Viewer)
	holds(t, c.Get(draft+enGB+"&as=de-AT"), "There is no text in German (Austria), so this customer reads the one in German.")
}
