package templates_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// hostile are facts in which everything that others have named is an attack.
func hostile(value string) templates.Facts {
	facts := sampleOf(&testing.T{}, "several")
	facts.Creditor.Name, facts.Creditor.Phone, facts.Creditor.PayText = value, value, value
	facts.Account.Name, facts.Account.Reference, facts.Contact.Name, facts.Answer.Text = value, value, value, value
	for i := range facts.Invoices {
		facts.Invoices[i].Number, facts.Invoices[i].Terms = value, value
	}
	return facts
}

// marked is a value whose every sign that means something in HTML shows where it
// stands: none may be in a page but escaped.
const marked = `zzz<b>"zzz'&zzz`

// A text either is refused, or is filled in within bounds, and what others have
// named stands escaped in its page.
func FuzzTemplate(f *testing.F) {
	for _, source := range []string{
		goodBody, "{{ contact.name }}", "{{ contact.name | safe }}", "{% include 'x' %}", "{{ 'a' | append: 'b' }}", "{% for i in (1..9) %}a{% endfor %}",
		"{% for i in invoices %}{% for j in invoices %}{{ i.number }}{% endfor %}{% endfor %}", "{{ contact.name | truncate: -5 }}", "{{ count | plus: 99999999999999999999 }}",
		"{{ contact.name | truncate: 'x' }}", "{{ count | minus: contact.name }}", "{% case count %}{% when 'x' %}{% endcase %}", "{% if contact.name contains 'z' %}a{% endif %}",
		"{{ invoices | table }}", "{{ invoices | list | upcase }}", "&#123;&#123; contact.name | safe &#125;&#125;", "[{{ contact.name }}]({{ contact.name }})", "<b>{{ contact.name }}</b>",
		"`{{ contact.name }}`", "    {{ contact.name }}", "```{{ contact.name }}\n{{ contact.name }}\n```", "![{{ contact.name }}]({{ contact.name }} \"{{ contact.name }}\")", "{{contact.name|lines}}", "{%- if count -%}a{%- endif -%}",
		"[a]: {{ contact.name }}\n[a]", "{{ contact.name | default: \"<b>\" }}", "{{ '<b>' }}", "{{ contact.name | downcase | capitalize | strip }}",
		"{{ \"{{ contact.name }}\" }}", "{% comment %}{% endcomment %}", "{% raw %}x{% endraw %}", "{{ contact['name'] }}", "{{ contact.name.size }}", "{{ forloop }}", "{{ nil | default: contact.name }}", "{{ date | date: 'short' }}",
		"a\f\fb\n\n\nc", "{{\ncontact.name\n}}", "{% if contact.name == nil or contact.name != empty and count > 1 %}a{% endif %}", "\x00\xff{{ contact.name }}", "zqLiquidV0000q",
	} {
		f.Add(source)
	}
	facts := hostile(marked)
	f.Fuzz(func(t *testing.T, source string) {
		for _, s := range []templates.Source{mail(goodMail + "\n" + source), mail("---\nsubject: {{ creditor.name }}" + line(source) + "\npreheader: " + line(source) + "\n---\n" + goodBody), sms(goodSMS + source), call(goodSMS+source, goodLimited+source)} {
			set, problems := templates.Compile([]templates.Source{s}, templates.Gentle)
			if (set == nil) == (len(problems) == 0) {
				t.Fatalf("neither refused nor accepted: %v", problems)
			}
			if set == nil {
				continue
			}
			words, err := set.Render("k", s.Channel, "en-GB", facts)
			if err != nil && !errors.Is(err, templates.ErrRender) && !errors.Is(err, templates.ErrTooLong) {
				t.Fatalf("%v", err)
			}
			bounds(t, words)
		}
	})
}

func line(source string) string { return strings.ReplaceAll(source, "\n", " ") }

// bounds are what holds of any words, whatever the text and the values.
func bounds(t *testing.T, words templates.Words) {
	t.Helper()
	for _, text := range []string{words.Subject, words.Preheader, words.Text, words.HTML, words.Limited} {
		if len(text) > 2<<20 {
			t.Fatalf("%d bytes", len(text))
		}
	}
	if strings.ContainsAny(words.Subject+words.Preheader, "\r\n") {
		t.Fatalf("the subject has lines: %q", words.Subject)
	}
	lower := strings.ToLower(words.HTML)
	for _, raw := range []string{"<b>", "zzz<b", `b>"`, "zzz'&", "&zzz"} {
		if strings.Contains(lower, raw) {
			t.Fatalf("%s stands in the page as it is", raw)
		}
	}
}

func TestNoTextReachesBeyondItsOwnFacts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"{% include '/etc/passwd' %}", "{% include 'en-GB/gentle/sms.txt' %}", "{% render 'x' %}", "{% layout 'x' %}", "{% assign x = 1 %}", "{% increment x %}", "{% cycle 'a' %}", "{% liquid assign x = 1 %}", "{% echo total %}",
		"{{ account.id }}", "{{ account.terms }}", "{{ facts }}", "{{ scope }}", "{{ creditor }}", "{{ invoice.scope }}", "{{ invoice.Interface }}", "{{ contact.notes }}", "{{ invoices.first.number }}", "{{ __proto__ }}", "{{ site }}", "{{ page }}",
		"{{ total | inspect }}", "{{ invoices | json }}", "{{ invoices | map: 'number' }}", "{{ 'x' | date: '%s' }}", "{{ 'now' | date }}", "{{ total | type }}", "{{ total | url_decode }}", "{{ 'a' | split: '' }}", "{{ invoices | where: 'x' }}", "{{ contact.name | append: total }}", "{{ total | replace: 'a', 'b' }}",
		"{{ invoice['number'] }}", "{{ invoices[0] }}", "{% for i in account %}{% endfor %}", "{% for i in invoices limit: 5 %}{% endfor %}", "{% for i in (1..count) %}{% endfor %}", "{% tablerow i in invoices %}{% endtablerow %}", "{% while true %}",
	} {
		for _, s := range []templates.Source{sms(goodSMS + text), mail(goodMail + "\n" + text), call(goodSMS+text, goodLimited), mail("---\nsubject: " + text + "\n---\n" + goodBody)} {
			if problems := templates.Check(s); len(problems) == 0 {
				t.Errorf("%s by %s is not refused", text, s.Channel)
			}
		}
	}
}

func TestATextThatWouldFillTheMemoryIsStopped(t *testing.T) {
	t.Parallel()
	facts := sampleOf(t, "twelve")
	facts.Answer.Text = strings.Repeat("long words ", 700)
	body := "{% for i in invoices %}{% for j in invoices %}" + strings.Repeat("{{ answer.text }}", 500) + "{% endfor %}{% endfor %}"
	for _, text := range []string{body, body + "{% if true %}{% endif %}"} { // with and without Liquid
		set := load(t, map[string]string{"en-GB/gentle/sms.txt": goodSMS + text, "en-GB/gentle/email.md": goodMail + "\n" + text})
		for _, channel := range []channels.Kind{channels.SMS, channels.Email} {
			_, err := set.Render("gentle", channel, "en-GB", facts)
			wantError(t, err, templates.ErrTooLong)
		}
	}
}

func TestLoopsInLoopsOfCountlessInvoicesAreNotBegun(t *testing.T) {
	t.Parallel()
	facts := usual()
	for range 100_000 {
		facts.Invoices = append(facts.Invoices, account.Invoice{Number: "X", Balance: money("1.00", "GBP"), Amount: money("1.00", "GBP"), DueOn: day("2027-03-03")})
	}
	set := load(t, map[string]string{"en-GB/gentle/sms.txt": goodSMS + "{% for i in invoices %}{% for j in invoices %}{% endfor %}{% endfor %}"})
	_, err := set.Render("gentle", channels.SMS, "en-GB", facts)
	wantError(t, err, templates.ErrTooLong)
}

func TestMarkdownThatIsMadeToTireAParserIsRead(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"> ", "[", "***a", "`", "<", "[a](", "1. ", "{% if count %}", "---\n\na\n\n"} {
		text := goodMail + "\n" + strings.Repeat(piece, 10_000/len(piece))
		_, _ = templates.Compile([]templates.Source{mail(text)}, templates.Gentle) // refused or not: it ends
	}
}
