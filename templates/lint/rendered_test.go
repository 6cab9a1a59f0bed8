package lint_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// written is a shipped text with the facts of a sample.
func written(t testing.TB, s templates.Source, facts templates.Facts) templates.Words {
	t.Helper()
	set, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	words, err := set.Render(s.Key, s.Channel, s.Locale, facts)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func TestEveryShippedTextMayLeaveInEverySituation(t *testing.T) {
	t.Parallel()
	l, seen := linter(t), 0
	for _, s := range shipped(t) {
		stage := templates.Stage(s.Key)
		for _, sample := range templates.SamplesOf(stage) {
			seen++
			for _, f := range l.Rendered(written(t, s, sample.Facts), s.Channel, stage, sample.Facts) {
				t.Errorf("%s, %s: %s %s", called(s), sample.Name, f.Rule, f.Text)
			}
		}
	}
	t.Logf("%d rendered texts may leave", seen)
}

func TestARenderedReminderThatLacksAFactMustWait(t *testing.T) {
	t.Parallel()
	l := linter(t)
	for _, s := range shipped(t) {
		stage := templates.Stage(s.Key)
		if stage.Purpose() != templates.ForReminder {
			continue
		}
		facts := templates.SamplesOf(stage)[0].Facts
		words := written(t, s, facts)
		for what, lacking := range lacking(words.Text, s.Channel, facts) {
			mutant := words
			mutant.Text = lacking
			missed := slices.ContainsFunc(l.Rendered(mutant, s.Channel, stage, facts), func(f lint.Finding) bool { return strings.Contains(f.Text, what) })
			if held, why := l.Check(mutant, s.Channel, stage, facts); held != "facts" || why == "" || !missed {
				t.Errorf("%s leaves without %s", called(s), what)
			}
		}
	}
}

var (
	oneBig = regexp.MustCompile(`1[.,\s\x{a0}\x{202f}]?250`)
	few    = regexp.MustCompile(`\b\d{1,2}( \p{L})`)
)

// lacking are texts without one of the facts each, by what is then missed.
func lacking(text string, channel channels.Kind, facts templates.Facts) map[string]string {
	c := facts.Creditor
	list := map[string]string{
		"who writes": strings.ReplaceAll(text, c.Name, "we"),
		"how much":   oneBig.ReplaceAllString(text, "some"),
	}
	if channel != channels.SMS { // where the page behind the link tells the rest
		list["when it is due"] = few.ReplaceAllString(strings.ReplaceAll(text, "2027", ""), "$1")
		list["which invoice"] = strings.NewReplacer(facts.Invoices[0].Number, "", "1 0 4 2", "").Replace(text)
	}
	switch channel {
	case channels.Email:
		list["how to pay or to answer"] = strings.NewReplacer(c.PayURL, "", c.Phone, "", c.Email, "", "IBAN", "").Replace(text)
		list["how to stop emails"] = strings.ReplaceAll(text, facts.Unsubscribe, "")
	case channels.SMS:
		list["STOP"] = strings.ReplaceAll(text, "STOP", "so")
	}
	return list
}

func TestAConstructThatIsLeftMustWaitUnlessAValueHoldsIt(t *testing.T) {
	t.Parallel()
	l := linter(t)
	s := english(t, "gentle", channels.SMS)
	facts := templates.SamplesOf(templates.Gentle)[0].Facts
	words := written(t, s, facts)
	words.Text += " {{ creditor.name"
	if held, _ := l.Check(words, s.Channel, templates.Gentle, facts); held != "facts" {
		t.Errorf("held for %q", held)
	}
	facts.Contact.Name = "{{ Ana }}"
	if held, _ := l.Check(words, s.Channel, templates.Gentle, facts); held != "" {
		t.Errorf("held for %q", held)
	}
}

// english is a shipped text in British English.
func english(t testing.TB, key string, channel channels.Kind) templates.Source {
	t.Helper()
	all := shipped(t)
	at := slices.IndexFunc(all, func(s templates.Source) bool { return s.Key == key && s.Locale == "en-GB" && s.Channel == channel })
	if at < 0 {
		t.Fatal("there is no such text")
	}
	return all[at]
}

func TestAReminderThatNamesWhatTheTermsDoNotGrantMustWait(t *testing.T) {
	t.Parallel()
	l := linter(t)
	for _, c := range []struct {
		name, line string
		change     func(*templates.Facts)
		held       string
	}{
		{"not granted", fee, func(*templates.Facts) {}, "terms"},
		{"granted", fee, func(f *templates.Facts) { f.Account.Terms = account.Terms{account.Fee} }, ""},
		{"another granted", fee, func(f *templates.Facts) { f.Account.Terms = account.Terms{account.Interest} }, "terms"},
		{"said to those whose terms grant it", "{% if terms.fee %}" + fee + "{% endif %}", func(*templates.Facts) {}, ""},
		{"not said to this one", "{% if count > 5 %}" + fee + "{% endif %}", func(*templates.Facts) {}, ""},
		{"with a value in it", "A late fee of {{ invoice.balance }} will be added, as our terms provide.", func(*templates.Facts) {}, "terms"},
		{"in a value alone", "Thank you.", func(f *templates.Facts) { f.Contact.Name = fee }, ""},
	} {
		s := english(t, "final", channels.Email)
		s.Text = strings.Replace(s.Text, "Kind regards", c.line+"\n\nKind regards", 1)
		facts := templates.SamplesOf(templates.Final)[0].Facts
		facts.Account.Terms = nil
		c.change(&facts)
		set, problems := templates.Compile([]templates.Source{s}, templates.Final)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		words, err := set.Render("final", s.Channel, s.Locale, facts)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // once anew, once from memory
			if held, why := l.Check(words, s.Channel, templates.Final, facts); held != c.held || (why == "") != (held == "") {
				t.Errorf("%s: held for %q (%s), want %q", c.name, held, why, c.held)
			}
		}
	}
}

func TestWordsOfAnUnknownSourceAreHeardThemselves(t *testing.T) {
	t.Parallel()
	l := linter(t)
	facts := templates.SamplesOf(templates.Final)[0].Facts
	facts.Account.Terms = nil
	words := written(t, english(t, "final", channels.SMS), facts)
	words.Source = templates.Source{}
	words.Text += " " + fee
	if held, _ := l.Check(words, channels.SMS, templates.Final, facts); held != "terms" {
		t.Errorf("held for %q", held)
	}
}

func TestNoFindingOfARenderedTextRepeatsAValue(t *testing.T) {
	t.Parallel()
	l := linter(t)
	facts := templates.SamplesOf(templates.Final)[0].Facts
	facts.Account.Terms = nil
	words := templates.Words{Text: "Secret Person 555. " + fee + " {{", Locale: "en-GB"}
	found := l.Rendered(words, channels.SMS, templates.Final, facts)
	if len(found) < 3 {
		t.Fatalf("%+v", found)
	}
	for _, f := range found {
		if strings.ContainsAny(f.Text+f.Instead+f.Detail, "0123456789£{") || strings.Contains(f.Text, "Secret") || f.Severity != lint.Error {
			t.Errorf("%+v", f)
		}
	}
}
