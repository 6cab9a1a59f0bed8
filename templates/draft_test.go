package templates_test

import (
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

func TestADraftCanBeLookedAtBeforeItStatesEverything(t *testing.T) {
	source := templates.Source{Key: "gentle", Channel: channels.SMS, Locale: "en-GB", Text: "Hello from {{ creditor.name }}"}
	if _, problems := templates.Compile([]templates.Source{source}, templates.Gentle); len(problems) == 0 {
		t.Fatal("the text states everything")
	}
	set, problems := templates.Rough([]templates.Source{source}, templates.Gentle)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	words, err := set.Render("gentle", channels.SMS, "en-GB", templates.Samples()[0].Facts)
	if err != nil || words.Text != "Hello from Acme Ltd" {
		t.Errorf("%q, %v", words.Text, err)
	}
	source.Text = "{{ nobody.knows }}"
	if _, problems := templates.Rough([]templates.Source{source}, templates.Gentle); len(problems) == 0 {
		t.Error("an unknown variable can be filled in")
	}
}

func TestFilledFactsLeaveNothingMissingAndTheOriginalAsItWas(t *testing.T) {
	for _, sample := range templates.SamplesOf(templates.Gentle) {
		if sample.Name != "nothing optional" {
			continue
		}
		filled := sample.Facts.Filled()
		if filled.Creditor.Phone == "" || filled.Contact.Name == "" || filled.Unsubscribe == "" || filled.Invoices[0].IssuedOn == (account.Date{}) {
			t.Errorf("still missing: %+v", filled)
		}
		if sample.Facts.Invoices[0].Terms != "" || !strings.HasPrefix(filled.Invoices[0].Terms, "30") {
			t.Error("the sample itself was changed")
		}
		return
	}
	t.Fatal("there is no such sample")
}
