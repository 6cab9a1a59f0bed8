package templates_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

// named is the usual situation with one text as every name and number.
func named(name string) templates.Facts {
	facts := usual()
	facts.Creditor.Name, facts.Creditor.Phone, facts.Creditor.PayText = name, name, name
	facts.Account.Name, facts.Account.Reference, facts.Contact.Name = name, name, name
	facts.Invoices[0].Number, facts.Invoices[0].Terms = name, name
	return facts
}

// polite are texts of every channel that show what others have named.
func polite(t testing.TB) *templates.Set {
	t.Helper()
	return load(t, map[string]string{
		"en-GB/gentle/email.md": "---\nsubject: Invoice {{ invoice.number }} from {{ creditor.name }}\npreheader: For {{ contact.name }}\n---\n" +
			"Hello {{ contact.name }},\n\n{{ invoices | table }}\n\n**[Pay]({{ creditor.pay_url }})**\n\n{{ creditor.pay_text | lines }}\n\n{{ invoices | list }}\n\n- {{ account.name }}\n\n" +
			"{% if unsubscribe_url %}\n[Stop]({{ unsubscribe_url }})\n{% endif %}\n\n{{ creditor.name }}\n",
		"en-GB/gentle/sms.txt":     goodSMS + "{{ contact.name }} {{ invoices | list }}",
		"en-GB/gentle/voice.txt":   goodSMS + "\n\n{{ contact.name }} {{ account.reference | spell }}",
		"en-GB/gentle/limited.txt": goodLimited,
	})
}

func TestValuesAreNeverReadAsLiquidMarkdownOrHTML(t *testing.T) {
	t.Parallel()
	set := polite(t)
	for _, c := range []struct{ name, html string }{
		{"{{7*7}}", "Hello {{7*7}},"},
		{"{% for i in (1..9) %}x{% endfor %}", "Hello {% for i in (1..9) %}x{% endfor %},"},
		{"<script>alert(1)</script>", "Hello &lt;script&gt;alert(1)&lt;/script&gt;,"},
		{"[x](javascript:alert(1))", "Hello [x](javascript:alert(1)),"},
		{"**bold** _i_ # h", "Hello **bold** _i_ # h,"},
		{`"><img src=x onerror=y>`, "Hello &#34;&gt;&lt;img src=x onerror=y&gt;,"},
		{"zqLiquidV0000q", "Hello zqLiquidV0000q,"},
		{"&lt;b&gt;", "Hello &amp;lt;b&amp;gt;,"},
	} {
		words, err := set.Render("gentle", channels.Email, "en-GB", named(c.name))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(words.HTML, c.html) {
			t.Errorf("%s is not in the page as text", c.name)
		}
		if !strings.Contains(words.Text, "Hello "+c.name+",") || words.Subject != "Invoice "+c.name+" from "+c.name || words.Preheader != "For "+c.name {
			t.Errorf("%s is not in the plain text and subject as it is", c.name)
		}
	}
}

func TestANameCannotAddAHeaderOrALine(t *testing.T) {
	t.Parallel()
	set := polite(t)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.SampledFrom([]rune("ab \r\n\t\x00\u2028\u2029\u202e\u0085\v"))).Draw(t, "name")
		for _, channel := range channels.Kinds() {
			words, err := set.Render("gentle", channel, "en-GB", named("x"+name))
			if err != nil {
				t.Fatal(err)
			}
			if strings.ContainsAny(words.Subject+words.Preheader+words.Limited, "\r\n\x00\u2028\u2029\u202e\u0085\v") {
				t.Fatalf("subject %q", words.Subject)
			}
			if channel == channels.SMS && strings.Contains(words.Text, "\n") {
				t.Fatalf("SMS %q", words.Text)
			}
		}
	})
}

func TestThePageHasTheSameElementsWhateverTheNames(t *testing.T) {
	t.Parallel()
	set := polite(t)
	plain, err := set.Render("gentle", channels.Email, "en-GB", named("x"))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		name := "x" + rapid.StringOf(rapid.SampledFrom([]rune(`<>"'&{}%[]()*_#/=ab`))).Draw(t, "name")
		words, err := set.Render("gentle", channels.Email, "en-GB", named(name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(words.HTML, "<") != strings.Count(plain.HTML, "<") || strings.Count(words.HTML, `"`) != strings.Count(plain.HTML, `"`) {
			t.Fatalf("%q changed the page", name)
		}
	})
}

func TestOnlyWebAddressesBecomeLinks(t *testing.T) {
	t.Parallel()
	set := polite(t)
	for _, url := range []string{"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a.example/\r\nBcc: x", " https://a.example", "ftp://a.example", "//a.example"} {
		facts := usual()
		facts.Creditor.PayURL, facts.Unsubscribe = url, url
		words, err := set.Render("gentle", channels.Email, "en-GB", facts)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(words.HTML, url) || strings.Contains(words.HTML, "href=\""+url[:3]) {
			t.Errorf("%q became a link", url)
		}
	}
}

func TestLinesOfBankDetailsStayLines(t *testing.T) {
	t.Parallel()
	facts := usual()
	facts.Creditor.PayText = "IBAN <1>\r\nBIC 2"
	words, err := polite(t).Render("gentle", channels.Email, "en-GB", facts)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(words.HTML, "IBAN &lt;1&gt;<br>\nBIC 2") || !strings.Contains(words.Text, "IBAN <1>\nBIC 2") {
		t.Errorf("lines are lost:\n%s", words.Text)
	}
}
