package templates_test

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// paged renders a mail with the front matter and body and returns the words.
func paged(t testing.TB, front, body string, facts templates.Facts) templates.Words {
	t.Helper()
	set := load(t, map[string]string{"en-GB/gentle/email.md": "---\n" + front + "\n---\n" + goodBody + "\n" + body})
	words, err := set.Render("gentle", channels.Email, "en-GB", facts)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func TestAPreheaderStandsBesideTheSubjectAndNowhereElse(t *testing.T) {
	t.Parallel()
	facts := usual()
	facts.Creditor.Name = `Acme <b>`
	words := paged(t, "subject: Hello\npreheader: From {{ creditor.name }}, about\t{{ invoice.number }}", "", facts)
	if words.Preheader != "From Acme <b>, about INV-1042" {
		t.Errorf("preheader %q", words.Preheader)
	}
	hidden := regexp.MustCompile(`<div class="preheader" style="display:none[^"]*">From Acme &lt;b&gt;, about\tINV-1042(?:\x{034f} \x{200c} ){60}</div>`)
	if !hidden.MatchString(words.HTML) || strings.Count(words.HTML, "From Acme") != 1 {
		t.Errorf("page:\n%s", words.HTML)
	}
	if strings.Contains(words.Text, "From Acme") || strings.Contains(words.Text, "\u034f") {
		t.Errorf("plain:\n%s", words.Text)
	}
	if words := paged(t, "subject: Hello", "", facts); words.Preheader != "" || strings.Contains(words.HTML, `<div class="preheader"`) {
		t.Error("a mail without a preheader has one")
	}
}

func TestAPreheaderNamesTheInvoiceAndNotTheDebt(t *testing.T) {
	t.Parallel()
	for preheader, want := range map[string]string{
		"Details of {{ numbers }} from {{ creditor.name }}": "",
		"{{ total }} is open":                               "3 preheader",
		"Your overdue invoice":                              "3 preheader",
		"{{ nothing }}":                                     "3 variable",
		"{{ total | money":                                  "3 unclosed",
	} {
		if got := rules(templates.Check(mail("---\nsubject: x\npreheader: " + preheader + "\n---\n" + goodBody))); got != want {
			t.Errorf("%s: got %q, want %q", preheader, got, want)
		}
	}
}

func TestAParagraphThatIsNothingButABoldLinkIsAButton(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		"**[Pay]({{ creditor.pay_url }})**":                                         1,
		"{% if creditor.pay_url %}\n**[Pay]({{ creditor.pay_url }})**\n{% endif %}": 1,
		"[Pay]({{ creditor.pay_url }})":                                             0,
		"Please **[pay]({{ creditor.pay_url }})**":                                  0,
		"- **[Pay]({{ creditor.pay_url }})**":                                       0,
	} {
		words := paged(t, "subject: x", body, usual())
		if got := strings.Count(words.HTML, `<a class="button" href="https://pay.acme.example/8f3k"`); got != want {
			t.Errorf("%s: %d buttons", body, got)
		}
	}
}

func TestBoldThatMarkdownWouldLoseIsRefused(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"{% if count %}**[Pay]({{ creditor.pay_url }})**{% endif %}":       "0 markdown",
		"{% if count %}\n**[Pay]({{ creditor.pay_url }})**\n{% endif %}":   "",
		"{% if count %}**bold**{% endif %} **{% if count %}b{% endif %}**": "",
	} {
		if got := rules(templates.Check(mail(goodMail + "\n" + body))); got != want {
			t.Errorf("%s: got %q, want %q", body, got, want)
		}
	}
}

func TestAPageNamesItsSenderAndLoadsNothing(t *testing.T) {
	t.Parallel()
	facts := usual()
	facts.Creditor.Name = "A & B"
	page := paged(t, "subject: x", "text", facts).HTML
	if !strings.Contains(page, ">A &amp; B</div>") {
		t.Error("the letterhead is missing")
	}
	if found := regexp.MustCompile(`(?i)<img|<script|<link|<iframe|url\(|@import|@font-face|https?://[^"]*\.(css|js|png|gif)`).FindString(page); found != "" {
		t.Errorf("loads %q", found)
	}
	for _, want := range []string{`<html lang="en-GB"`, `charset="utf-8"`, "prefers-color-scheme: dark", "max-width: 480px", `name="color-scheme" content="light dark"`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

// The colours of the page and what they stand on, in light and in dark.
func TestEveryTextOfAPageHasContrast(t *testing.T) {
	t.Parallel()
	page := paged(t, "subject: x", "text", usual()).HTML
	for _, pair := range [][2]string{
		{"#1c232d", "#ffffff"}, {"#1c232d", "#faf9f6"}, {"#5b6572", "#ffffff"}, {"#1d5f8a", "#ffffff"}, {"#1d5f8a", "#faf9f6"},
		{"#e8e6e1", "#1b1f26"}, {"#a3acb8", "#1b1f26"}, {"#7db8e0", "#1b1f26"}, {"#7db8e0", "#14171c"},
	} {
		if got := contrast(pair[0], pair[1]); got < 4.5 {
			t.Errorf("%s on %s: %.1f", pair[0], pair[1], got)
		}
	}
	known := "#1c232d #ffffff #faf9f6 #5b6572 #1d5f8a #e4e1d9 #e8e6e1 #1b1f26 #14171c #a3acb8 #7db8e0 #2d333d"
	for _, colour := range regexp.MustCompile(`#[0-9a-fA-F]{6}\b`).FindAllString(page, -1) {
		if !strings.Contains(known, colour) {
			t.Errorf("%s is a colour that nobody has looked at", colour)
		}
	}
}

// contrast is the ratio of WCAG 2.
func contrast(a, b string) float64 {
	light, dark := luminance(a), luminance(b)
	return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
}

func luminance(colour string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			panic(fmt.Sprint(colour, err))
		}
		c := float64(n) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
