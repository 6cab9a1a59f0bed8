package templates

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
)

// someFacts draws facts with anything missing and names that want escaping.
func someFacts(t *rapid.T) Facts {
	text := func(name string) string {
		return rapid.SampledFrom([]string{"", "Acme", `<b>"x"</b> & 'y'`, "a\nb", "{{ total }}"}).Draw(t, name)
	}
	facts := Facts{
		Creditor: Creditor{Name: text("creditor"), Phone: text("phone"), PayURL: "https://a.example/?b=1&c=2", PayText: text("pay")},
		Contact:  account.Contact{Name: text("contact")},
		Today:    account.Date{Year: 2027, Month: 3, Day: rapid.IntRange(1, 9).Draw(t, "today")},
	}
	least := 1
	if rapid.Bool().Draw(t, "answers") {
		least, facts.Answer = 0, &Answer{Text: text("answer")}
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			facts.Answer.Parts = append(facts.Answer.Parts, AnswerPart{On: account.Date{Year: 2027, Month: 3, Day: rapid.IntRange(1, 9).Draw(t, "on")},
				Amount: account.Money{Minor: rapid.Int64Range(0, 2).Draw(t, "part"), Currency: "GBP"}})
		}
	}
	if rapid.Bool().Draw(t, "planned") {
		facts.Plan = &Plan{}
		for range rapid.IntRange(0, 3).Draw(t, "instalments") {
			facts.Plan.Instalments = append(facts.Plan.Instalments, Instalment{Paid: rapid.Bool().Draw(t, "paid"),
				On: account.Date{Year: 2027, Month: 4, Day: rapid.IntRange(1, 9).Draw(t, "on")}, Amount: account.Money{Minor: 100, Currency: rapid.SampledFrom([]string{"GBP", "JPY", "XXX"}).Draw(t, "currency")}})
		}
	}
	for range rapid.IntRange(least, 3).Draw(t, "invoices") {
		facts.Invoices = append(facts.Invoices, account.Invoice{
			Number: text("number"), Amount: account.Money{Minor: 500, Currency: "GBP"},
			Balance: account.Money{Minor: rapid.Int64Range(1, 500).Draw(t, "balance"), Currency: "GBP"},
			DueOn:   account.Date{Year: 2027, Month: 3, Day: rapid.IntRange(1, 9).Draw(t, "due")},
		})
	}
	return facts
}

// someSource draws a text of the constructs that simple knows.
func someSource(t *rapid.T, depth int) string {
	inner := func() string { return someSource(t, depth-1) }
	value := rapid.SampledFrom([]string{"creditor.name", "creditor.phone", "creditor.pay_url", "contact.name", "invoice.number", "invoice.balance", "invoice.part_paid", "invoice.days_overdue", "i.due_on", "count", "total", "numbers", "unsubscribe_url",
		"answer.text", "promise.on", "promise.amount", "promise.rest", "promise.last", "promise.parts", "plan.count", "plan.total", "instalment.number", "instalment.due_on", "instalment.amount", "instalment.paid", "instalment.last", "terms.fee", "forloop.first", "forloop.last", "forloop.index"})
	filtered := rapid.SampledFrom([]string{"creditor.pay_text | lines", "total | money", "total | money: 'code'", "i.balance|money:\"code\"", "invoice.due_on | date", "promise.on | date: 'short'", "i.due_on | date: 'weekday'",
		"today | relative_day", "instalment.due_on | relative_day", "invoices | list", "invoices | short_list", "invoices | table", "creditor.phone | spell", "contact.name | spell"})
	number := rapid.SampledFrom([]string{"count", "invoice.days_overdue", "i.days_until_due", "promise.parts", "plan.count", "instalment.number", "forloop.index", "forloop.length"})
	condition := func() string {
		if rapid.Bool().Draw(t, "compare") {
			return number.Draw(t, "number") + rapid.SampledFrom([]string{" > ", "<", " == ", " != ", ">=", "<= "}).Draw(t, "operator") + rapid.SampledFrom([]string{"0", "1", "2", "5"}).Draw(t, "to")
		}
		joint := rapid.SampledFrom([]string{" and ", " or "}).Draw(t, "joint")
		return strings.Join(rapid.SliceOfN(value, 1, 3).Draw(t, "values"), joint)
	}
	pieces := []func() string{
		func() string { return rapid.SampledFrom([]string{"a", "<p>", "\n", " & "}).Draw(t, "text") },
		func() string { return "{{ " + value.Draw(t, "value") + " }}" },
		func() string { return "{{ " + filtered.Draw(t, "filtered") + " }}" },
	}
	if depth > 0 {
		pieces = append(pieces,
			func() string { return "{% if " + condition() + " %}" + inner() + "{% endif %}" },
			func() string {
				return "{% if " + condition() + " %}" + inner() + "{% elsif " + condition() + " %}" + inner() + "{% else %}" + inner() + "{% endif %}"
			},
			func() string {
				return "{% unless " + condition() + " %}" + inner() + "{% else %}" + inner() + "{% endunless %}"
			},
			func() string { return "{% for invoice in invoices %}" + inner() + "{% endfor %}" },
			func() string { return "{% for promise in promises %}" + inner() + "{% endfor %}" },
			func() string { return "{% for instalment in instalments %}" + inner() + "{% endfor %}" },
		)
	}
	var out strings.Builder
	for range rapid.IntRange(1, 4).Draw(t, "pieces") {
		out.WriteString(pieces[rapid.IntRange(0, len(pieces)-1).Draw(t, "piece")]())
	}
	return out.String()
}

func TestSimpleTextsReadAsLiquidWritesThem(t *testing.T) {
	t.Parallel()
	c, err := newCompiler()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		source := "{% for i in invoices %}" + someSource(t, 2) + "{% endfor %}"
		if _, problems := checkConstructs(c.known, inMail, source, "f", 1); len(problems) > 0 {
			t.Skip("nested too deep")
		}
		engine := c.engines.text
		if rapid.Bool().Draw(t, "html") {
			engine = c.engines.html
		}
		p, _, problems := c.part(inMail, engine, source, "f", 1)
		if len(problems) > 0 || p.simple == nil {
			t.Fatalf("%s is not simple: %v", source, problems)
		}
		facts := someFacts(t)
		stage := Gentle
		if facts.Answer != nil {
			stage = DisputeAcknowledged
		}
		locale := rapid.SampledFrom([]string{"en-GB", "en-US", "de", "fr", "es", "nl", "pt", "it"}).Draw(t, "locale")
		scope := newScope(c.known, &facts, newStyle(locale, locale), rapid.SampledFrom([]manner{written, brief, spoken}).Draw(t, "manner"), stage)
		var fast, liquid bytes.Buffer
		if err := p.simple.render(&fast, scope); err != nil {
			t.Fatal(err)
		}
		if err := p.template.FRender(&liquid, scope.bindings()); err != nil {
			t.Fatal(err)
		}
		if fast.String() != liquid.String() {
			t.Fatalf("%s\n fast %q\nwhole %q", source, fast.String(), liquid.String())
		}
	})
}

func TestTextsBeyondSimpleAreLeftToLiquid(t *testing.T) {
	t.Parallel()
	c, err := newCompiler()
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range []string{
		"{{ contact.name | upcase }}", "{{ total | money | upcase }}", "{{ contact.name | default: 'x' }}", "{% if total | money %}{% endif %}", "{{- total -}}", "{% if count > 1 and total or numbers %}{% endif %}", "{{ 'x' }}",
		"{% if total == 'x' %}{% endif %}", "{% if total > 1 %}{% endif %}", "{% case count %}{% when 1 %}{% endcase %}",
		"{% for i in invoices %}{% else %}{% endfor %}", "{% if true %}{% endif %}",
	} {
		p, _, problems := c.part(inMail, c.engines.text, source, "f", 1)
		if len(problems) > 0 || p.simple != nil {
			t.Errorf("%s: simple %v, problems %v", source, p != nil && p.simple != nil, problems)
		}
	}
}

func TestEveryShippedTextIsSimple(t *testing.T) {
	t.Parallel()
	set, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, ready := range set.variants {
		v := ready()
		for i, p := range v.parts {
			if p != nil && p.simple == nil {
				t.Errorf("part %d of %s is left to Liquid", i, v.version)
			}
		}
	}
}
