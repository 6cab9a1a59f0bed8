package templates_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// goodSMS and goodMail state every fact; tests add to them.
const (
	goodSMS        = "{{ creditor.name }}: {{ invoice.number }} {{ invoice.balance }} {{ invoice.due_on }} {{ creditor.phone }} STOP\n"
	goodBody       = "{{ creditor.name }}: {{ invoice.number }}, {{ invoice.balance }}, {{ invoice.due_on }}, {{ creditor.phone }}, {{ unsubscribe_url }}\n"
	goodLimited    = "{{ creditor.name }}, {{ creditor.phone_spoken }}"
	goodPlan       = "{{ creditor.name }} {{ numbers }} {{ plan.total }} {% for i in instalments %}{{ i.due_on }} {{ i.amount }}{% endfor %} {{ creditor.phone }} STOP"
	goodInstalment = "{{ creditor.name }} {{ numbers }} {{ instalment.amount }} {{ instalment.due_on }} {{ creditor.phone }} STOP"
	goodMail       = "---\nsubject: Invoice {{ invoice.number }}\n---\n" + goodBody
)

func sms(text string) templates.Source {
	return templates.Source{Key: "k", Channel: channels.SMS, Locale: "en-GB", File: "en-GB/k/sms.txt", Text: text}
}

func mail(text string) templates.Source {
	return templates.Source{Key: "k", Channel: channels.Email, Locale: "en-GB", File: "en-GB/k/email.md", Text: text}
}

func call(text, limited string) templates.Source {
	return templates.Source{Key: "k", Channel: channels.Voice, Locale: "en-GB", File: "en-GB/k/voice.txt", Text: text, Limited: limited}
}

// rules lists the problems as "line rule".
func rules(problems []templates.Problem) string {
	list := make([]string, len(problems))
	for i, p := range problems {
		list[i] = fmt.Sprint(p.Line, " ", p.Rule)
	}
	return strings.Join(list, ", ")
}

func TestTextsThatCouldHarmAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"good", "", ""},
		{"condition", "{% if count > 1 and creditor.phone %}a{% elsif total == 'x' %}b{% else %}c{% endif %}", ""},
		{"case", "{% case count %}{% when 1, 2 %}a{% endcase %}", ""},
		{"loop", "{% for i in invoices %}{{ i.number }}{% unless forloop.last %}, {% endunless %}{% endfor %}", ""},
		{"filter", "{{ contact.name | default: 'you' | upcase }}", ""},
		{"file", "{% include 'a.txt' %}", "2 tag"},
		{"partial", "{% render 'a.txt' %}", "2 tag"},
		{"growth", "{% assign x = 'a' %}", "2 tag"},
		{"capture", "{% capture x %}a{% endcapture %}", "2 tag, 2 tag"},
		{"raw", "{% raw %}{{ x }}{% endraw %}", "2 tag, 2 tag, 2 variable"},
		{"unknown tag", "{% frobnicate %}", "2 tag"},
		{"table row", "{% tablerow i in invoices %}{% endtablerow %}", "2 tag, 2 tag"},
		{"unknown variable", "\n{{ invoice.nmber }}", "3 variable"},
		{"unknown root", "{{ secrets }}", "2 variable"},
		{"whole record", "{{ invoice }}", "2 variable"},
		{"whole list", "{{ invoices }}", "2 variable"},
		{"list size", "{{ invoices.size }}", "2 variable"},
		{"index", "{{ invoices[0].number }}", "2 expression, 2 expression, 2 expression, 2 variable"},
		{"unknown filter", "{{ total | json }}", "2 filter"},
		{"safe filter", "{{ contact.name | safe }}", "2 filter"},
		{"quoted filter", "{{ contact.name | 'safe' }}", "2 filter"},
		{"range", "{% for i in (1..9999999999) %}{% endfor %}", "2 loop"},
		{"loop over text", "{% for i in total %}{% endfor %}", "2 loop"},
		{"loop over the parts of a promise", "{% for promise in promises %}{{ promise.on }}{{ promise.amount }}{% for part in promises %}{{ part.on }}{% endfor %}{% endfor %}", ""},
		{"list of parts", "{{ promises }}", "2 variable"},
		{"loop over parts takes a name", "{% for invoice in promises %}{% endfor %}", "2 loop"},
		{"members of another list", "{% for promise in promises %}{{ promise.number }}{% endfor %}", "2 variable"},
		{"loop reversed", "{% for i in invoices reversed %}{% endfor %}", "2 loop"},
		{"loop takes a name", "{% for creditor in invoices %}{% endfor %}", "2 loop"},
		{"deep loop", strings.Repeat("{% for i in invoices %}", 3) + strings.Repeat("{% endfor %}", 3), "2 loop"},
		{"loop variable outside", "{% for i in invoices %}{% endfor %}{{ i.number }}", "2 variable"},
		{"forloop outside", "{{ forloop.index }}", "2 variable"},
		{"unclosed", "{{ total", "2 unclosed"},
		{"over two lines is fine", "{{ total\n}}", ""},
		{"end without beginning", "{% endif %}", "2 syntax"},
		{"beginning without end", "{% if count %}", "2 syntax"},
		{"bad expression", "{{ total | }}", "2 syntax"},
		{"arithmetic", "{{ 1..9 }}", "2 expression, 2 expression"},
		{"too long", strings.Repeat("a", 20_000), "1 size"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			problems := templates.Check(sms(goodSMS + c.text))
			if got := strings.TrimPrefix(rules(problems), "0 must_state, "); c.name != "too long" && got != c.want {
				t.Errorf("got %q, want %q: %v", got, c.want, problems)
			}
			if c.name == "too long" && !strings.Contains(rules(problems), c.want) {
				t.Errorf("got %q", rules(problems))
			}
		})
	}
}

func TestEachFactThatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	for _, fact := range []string{"{{ creditor.name }}", "{{ invoice.number }}", "{{ invoice.balance }}", "{{ invoice.due_on }}", "{{ creditor.phone }}"} {
		problems := templates.Check(sms(strings.Replace(goodSMS, fact, "", 1)))
		if rules(problems) != "0 must_state" || !strings.Contains(problems[0].Text, fact) {
			t.Errorf("without %s: %v", fact, problems)
		}
	}
	if got := rules(templates.Check(sms(strings.Replace(goodSMS, "STOP", "", 1)))); got != "0 opt_out" {
		t.Errorf("without STOP: %s", got)
	}
	if got := rules(templates.Check(mail(strings.Replace(goodMail, "{{ unsubscribe_url }}", "", 1)))); got != "0 opt_out" {
		t.Errorf("without a link to stop emails: %s", got)
	}
}

func TestMailsAreCheckedBeforeAndAfterMarkdown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"good", goodMail, ""},
		{"no front matter", goodBody, "1 front_matter"},
		{"no subject", "---\n\n---\n" + goodBody, "2 front_matter, 2 front_matter"},
		{"other key", "---\nsubject: a\ncolour: red\n---\n" + goodBody, "3 front_matter"},
		{"line of the file", goodMail + "\n{{ nothing }}", "6 variable"},
		{"amount in subject", strings.Replace(goodMail, "Invoice", "{{ total }} for", 1), "2 subject"},
		{"debt in subject", strings.Replace(goodMail, "Invoice", "Overdue: invoice", 1), "2 subject"},
		{"brace by entity", goodMail + "\n&#123;&#123; contact.name | safe &#125;&#125;", "0 filter"},
		{"brace by escape", goodMail + "\n\\{\\{ nothing \\}\\}", "0 variable"},
		{"half in a condition", goodMail + "\n**{% if count %}a** b{% endif %}", "0 balance"},
		{"half a paragraph", goodMail + "\na {% if count %} b\n\nc {% endif %}", "0 balance"},
		{"whole in a condition", goodMail + "\n{% if count %}**a** b{% endif %} **{% if count %}c{% endif %}**", ""},
		{"placeholder", goodMail + "\nzqLiquidV0000q", "0 syntax"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if problems := templates.Check(mail(c.text)); rules(problems) != c.want {
				t.Errorf("got %q, want %q: %v", rules(problems), c.want, problems)
			}
		})
	}
}

func TestAMachineMustNotHearMoreThanWhoCalls(t *testing.T) {
	t.Parallel()
	const good = goodLimited
	for limited, want := range map[string]string{
		good:                              "",
		good + " {{ invoice.number }}":    "0 limited",
		good + " {{ contact.name }}":      "0 limited",
		good + " {{ creditor.pay_text }}": "0 limited",
		"{{ creditor.name }}":             "0 must_state",
		"{{ creditor.phone }}":            "0 must_state",
	} {
		if got := rules(templates.Check(call(goodSMS, limited))); got != want {
			t.Errorf("%s: got %q, want %q", limited, got, want)
		}
	}
}

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestLoadNamesEveryProblemWithFileAndLine(t *testing.T) {
	t.Parallel()
	_, err := templates.Load(folder(map[string]string{
		"en-GB/a/sms.txt":   goodSMS + "{{ nothing }}",
		"en-GB/a/email.md":  goodMail + "\n{% include 'x' %}",
		"en-GB/a/notes.txt": "",
		"english/a/sms.txt": goodSMS,
		"de/b/sms.txt":      goodSMS,
		"sms.txt":           goodSMS,
	}))
	wantError(t, err, templates.ErrText)
	for _, want := range []string{"en-GB/a/sms.txt line 2", "en-GB/a/email.md line 6", "en-GB/a/notes.txt", "english/a/sms.txt", "de/b/sms.txt", "(fallback)", "sms.txt line 0"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not named in:\n%v", want, err)
		}
	}
}

func TestACallWithoutAMessageForMachinesIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := templates.Load(folder(map[string]string{"en-GB/a/voice.txt": goodSMS})); err == nil {
		t.Error("loaded without limited.txt")
	}
}

func TestEachDocumentedVariableAndFilterCanBeUsed(t *testing.T) {
	t.Parallel()
	text := goodSMS
	sample := map[templates.Kind]string{}
	for _, v := range templates.Variables() {
		if v.Meaning == "" || v.Kind == "" {
			t.Errorf("%s is not explained", v.Name)
		}
		if v.Kind != templates.KindList {
			text += "{{ " + v.Name + " }}"
		}
		sample[v.Kind] = v.Name
	}
	sample[templates.KindList] = "invoices"
	for _, filter := range templates.AllFilters() {
		argument := map[string]string{"default": ": 'x'", "truncate": ": 5", "plus": ": 1", "minus": ": 1"}[filter.Name]
		for _, kind := range filter.Takes {
			if !filter.Alone {
				text += "{{ " + sample[kind] + " | " + filter.Name + argument + " }}"
			}
		}
		for _, form := range filter.Forms {
			text += "{{ " + sample[filter.Takes[0]] + " | " + filter.Name + ": '" + form + "' }}"
		}
	}
	set, err := templates.Load(folder(map[string]string{"en-GB/a/sms.txt": text}))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range samples() {
		if _, err := set.Render("a", channels.SMS, "en-GB", s.Facts); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
	}
}

func TestARenderErrorNamesThePlaceAndNoValue(t *testing.T) {
	t.Parallel()
	set, err := templates.Load(folder(map[string]string{"en-GB/a/sms.txt": goodSMS + "\n{{ contact.name | truncate: creditor.name }}"}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = set.Render("a", channels.SMS, "en-GB", usual())
	wantError(t, err, templates.ErrRender)
	if text := err.Error(); !strings.Contains(text, "en-GB/a/sms.txt line 3") || strings.Contains(text, "Ana") || strings.Contains(text, "Acme") {
		t.Error(text)
	}
}
