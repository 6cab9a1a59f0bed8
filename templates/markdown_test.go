package templates_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// mailed renders a mail with the body below one that states every fact, and
// returns what the body became, as plain text and in the page.
func mailed(t *testing.T, body string, facts templates.Facts) (text, page string) {
	t.Helper()
	set, err := templates.Load(folder(map[string]string{"en-GB/a/email.md": goodMail + "\nBEGIN\n\n" + body}))
	if err != nil {
		t.Fatal(err)
	}
	words, err := set.Render("a", channels.Email, "en-GB", facts)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ = strings.Cut(words.Text, "BEGIN\n\n")
	_, page, _ = strings.Cut(words.HTML, "BEGIN</p>\n")
	page, _, _ = strings.Cut(page, "</div>")
	return text, page
}

func TestMarkdownReadsAsAPersonWouldTypeIt(t *testing.T) {
	t.Parallel()
	text, _ := mailed(t, `# Heading

A *b* **c**
on one line, \*not\* this & &amp; that.

1. one
2. two
   - inner

[Pay](https://a.example/?a=1&b=2) or <https://b.example> or [mail](mailto:a@b.example)

---

> quoted <b>bold</b>

    code {{ count }}
`, usual())
	want := `Heading

A b c on one line, *not* this & & that.

1. one
2. two
  - inner

Pay: https://a.example/?a=1&b=2 or https://b.example or mail: mailto:a@b.example

--------

quoted bold

code 1
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
}

func TestRawHTMLAndScriptLinksInMarkdownAreDropped(t *testing.T) {
	t.Parallel()
	_, page := mailed(t, "<script>x</script>\n\na <b onclick=y>b</b> [c](javascript:alert(1))\n", usual())
	if strings.Contains(page, "script") || strings.Contains(page, "onclick") || strings.Contains(page, "<b") {
		t.Errorf("kept: %s", page)
	}
}

func TestALoopRoundAListMakesOneListOfIt(t *testing.T) {
	t.Parallel()
	facts := usual()
	facts.Invoices = []account.Invoice{bill("A", "1.00", "1.00", "GBP", "2027-03-01"), bill("B", "2.00", "1.00", "GBP", "2027-03-02"), bill("C", "3.00", "3.00", "GBP", "2027-03-03")}
	text, page := mailed(t, `{% for invoice in invoices %}
{% unless invoice.part_paid %}
- {{ invoice.number }}: **{{ invoice.balance }}**
{% endunless %}
{% endfor %}

{% if count > 2 %}
Three
{% else %}
Fewer
{% endif %}
`, facts)
	if want := "- A: £1.00\n- C: £3.00\n\nThree\n"; text != want {
		t.Errorf("got %q, want %q", text, want)
	}
	if strings.Count(page, "<ul") != 1 || strings.Count(page, "<li") != 2 || strings.Count(page, "<p") != 1 {
		t.Errorf("page: %s", page)
	}
}
