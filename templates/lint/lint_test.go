package lint_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

func TestAReportIsWrittenAsItsReadersExpect(t *testing.T) {
	t.Parallel()
	r := lintOf(t, lint.Request{Channel: channels.SMS, ToneOnly: true, Text: "Hello.\nYou have ignored our reminders."})
	got, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"ok":false,"faults":["accusation"],"findings":[{"rule":"accusation","severity":"error","line":2,"column":1,"text":"You have ignored our reminders","instead":"We have not heard from you yet.","detail":"en.accusation.ignored"}],"sms":{"encoding":"GSM-7","units":38,"segments":1}}`
	if !strings.Contains(string(got), `"rule":"accusation"`) || !strings.HasPrefix(string(got), `{"ok":false,"faults":["accusation"],"findings":[{"rule":`) || !strings.HasSuffix(string(got), want[len(want)-56:]) {
		t.Errorf("%s", got)
	}
	clean, err := json.Marshal(lintOf(t, lint.Request{ToneOnly: true, Text: "Thank you."}))
	if err != nil || string(clean) != `{"ok":true,"faults":[],"findings":[]}` {
		t.Errorf("%s %v", clean, err)
	}
}

// problem is a finding as the tests below name it.
type problem struct {
	Rule         string
	Severity     lint.Severity
	Part         string
	Line, Column int
	Text         string
}

func problems(r lint.Report) []problem {
	list := []problem{}
	for _, f := range r.Findings {
		list = append(list, problem{f.Rule, f.Severity, f.Part, f.Line, f.Column, f.Text})
	}
	return list
}

// mailWith is a shipped mail with a line more at its end.
func mailWith(t *testing.T, line string) lint.Request {
	t.Helper()
	for _, s := range shipped(t) {
		if s.Key == "gentle" && s.Locale == "en-GB" && s.Channel == channels.Email {
			r := asked(t, s)
			r.Text = strings.TrimRight(r.Text, "\n") + "\n\n" + line + "\n"
			return r
		}
	}
	t.Fatal("there is no such mail")
	return lint.Request{}
}

func TestEachProblemIsShownWhereItStands(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]problem{
		"Grüße, {{ invoice.nubmer }}!":                     {"variable", lint.Error, "body", 0, 8, "{{ invoice.nubmer }}"},
		"{{ today }} {{ today | shout }}":                  {"filter", lint.Error, "body", 0, 13, "{{ today | shout }}"},
		"One {% include 'x' %}":                            {"tag", lint.Error, "body", 0, 5, "{% include 'x' %}"},
		"{% for x in (1..9) %}x{% endfor %}":               {"loop", lint.Error, "body", 0, 1, "{% for x in (1..9) %}"},
		"Ä {{ today":                                       {"unclosed", lint.Error, "body", 0, 3, "{{ today"},
		"See ![](https://acme.example/logo.png)":           {"alt_text", lint.Error, "body", 0, 5, "![](https://acme.example/logo.png)"},
		"See [us](ftp://acme.example)":                     {"link", lint.Error, "body", 0, 5, "[us](ftp://acme.example)"},
		"See [us]()":                                       {"link", lint.Error, "body", 0, 5, "[us]()"},
		"See [us]({{ creditor.name }})":                    {"link", lint.Error, "body", 0, 5, "[us]({{ creditor.name }})"},
		"See https://user@acme.example/x.":                 {"link", lint.Error, "body", 0, 5, "https://user@acme.example/x"},
		"See <https://bit.ly/3x>":                          {"link", lint.Warning, "body", 0, 6, "https://bit.ly/3x"},
		"See http://acme.example":                          {"link", lint.Warning, "body", 0, 5, "http://acme.example"},
		"See [us](https://192.0.2.7/pay)":                  {"link", lint.Warning, "body", 0, 5, "[us](https://192.0.2.7/pay)"},
		"See [us](https://www.example.com/pay)":            {"link", lint.Warning, "body", 0, 5, "[us](https://www.example.com/pay)"},
		"See [bank.example](https://evil.example)":         {"link", lint.Warning, "body", 0, 5, "[bank.example](https://evil.example)"},
		"See <b>this</b>":                                  {"html", lint.Warning, "body", 0, 5, "<b>"},
		"Click here to see it":                             {"spam", lint.Warning, "body", 0, 1, "Click here"},
		"It all comes for free":                            {"spam", lint.Warning, "body", 0, 18, "free"},
		"Only $$$ today":                                   {"spam", lint.Warning, "body", 0, 6, "$$$"},
		"Yes! Well! Good! So be it":                        {"spam", lint.Warning, "body", 0, 16, "!"},
		"Look: ![our door](https://acme.example/door.png)": {"image", lint.Warning, "body", 0, 7, "![our door](https://acme.example/door.png)"},
	} {
		r := mailWith(t, line)
		want.Line = strings.Count(r.Text, "\n")
		report := lintOf(t, r)
		found := false
		for _, p := range problems(report) {
			found = found || cmp.Equal(p, want)
		}
		if !found {
			t.Errorf("%s: want %+v, got %+v", line, want, problems(report))
		}
	}
}

func TestHarmlessLinesPass(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"Feel free to call us on our toll-free line.",
		"[Pay online]({{ creditor.pay_url }}) or [write to us](mailto:{{ creditor.email }}), or [call](tel:{{ creditor.phone }}).",
		"[acme.example](https://www.acme.example/pay) and <https://acme.example/x>.",
		"5 < 6, and a <b is no tag.",
		"![Our door]({{ creditor.pay_url }})",
		"{{ contact.name | default: 'there' }}",
	} {
		r := mailWith(t, line)
		for _, p := range problems(lintOf(t, r)) {
			if p.Line >= strings.Count(r.Text, "\n") {
				t.Errorf("%s: %+v", line, p)
			}
		}
	}
}

func TestASubjectIsLookedAtForWhatFiltersCount(t *testing.T) {
	t.Parallel()
	for subject, want := range map[string]string{
		"URGENT: invoice":                  "spam",
		"INVOICE FROM {{ creditor.name }}": "spam",
		"Invoice {{ invoice.number }}!":    "spam",
		"Re: invoice":                      "spam",
		"Your overdue invoice":             "subject",
		"{{ invoice.balance }} to pay":     "subject",
	} {
		r := mailWith(t, "")
		_, rest, _ := strings.Cut(r.Text, "\n---\n")
		r.Text = "---\nsubject: " + subject + "\n---\n" + rest
		found := false
		for _, f := range lintOf(t, r).Findings {
			found = found || f.Rule == want && f.Part == "subject" && f.Line == 2 && f.Column >= 10
		}
		if !found {
			t.Errorf("%s: %+v", subject, problems(lintOf(t, r)))
		}
	}
}

func TestANameThatIsNearlyRightIsSuggested(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"{{ invoice.nubmer }}":   "perhaps invoice.number: ",
		"{{ creditor.pay_ulr }}": "perhaps creditor.pay_url: ",
		"{{ today | upcas }}":    "perhaps upcase: ",
		"{{ nothing.like_it }}":  "there is no variable",
	} {
		found := lintOf(t, mailWith(t, line)).Findings
		if len(found) == 0 || !strings.HasPrefix(found[len(found)-1].Instead, want) {
			t.Errorf("%s: %+v", line, found)
		}
	}
}

func TestAMailWithoutASubjectIsLookedAtAllTheSame(t *testing.T) {
	t.Parallel()
	r := lintOf(t, lint.Request{Channel: channels.Email, Stage: templates.Gentle, Text: "Hello\n{{ nobody }}"})
	want := []problem{{"variable", lint.Error, "", 2, 1, "{{ nobody }}"}, {"front_matter", lint.Error, "", 0, 0, "the email has no subject"}}
	if diff := cmp.Diff(want, problems(r)[:2]); diff != "" {
		t.Error(diff)
	}
}
