package templates_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/templates"
)

func TestTheReferencePageIsUpToDate(t *testing.T) {
	t.Parallel()
	golden(t, "../docs/template-reference.md", templates.Reference().Markdown())
}

func TestTheReferenceNamesEverything(t *testing.T) {
	t.Parallel()
	r := templates.Reference()
	if len(r.Variables)+len(r.Loops) != len(templates.Variables()) || len(r.Filters) != len(templates.Filters()) || len(r.Stages) != len(templates.Stages()) {
		t.Errorf("%d variables, %d lists, %d filters, %d stages", len(r.Variables), len(r.Loops), len(r.Filters), len(r.Stages))
	}
	for _, s := range r.Stages {
		if s.Meaning == "" || len(s.Email) == 0 || len(s.Voice) == 0 {
			t.Errorf("%s is not explained", s.Stage)
		}
	}
}

func TestASampleInTheReferenceIsWhatTheVariableSays(t *testing.T) {
	t.Parallel()
	other := map[string]bool{"invoice.balance": true, "invoice.part_paid": true, "numbers": true, "total": true, "promise.rest": true, "promise.parts": true,
		"creditor.pay_text": true, "answer.text": true, "account.name": true}
	facts := usual()
	facts.Account.Terms = sampleOf(t, "terms granted").Account.Terms
	for _, v := range templates.Reference().Variables {
		if got := say(t, "{{ "+v.Name+" }}", facts); got != v.Sample && !other[v.Name] {
			t.Errorf("%s is %q and not %q", v.Name, got, v.Sample)
		}
	}
}

func TestEachVariableIsAllowedWhereTheReferenceSays(t *testing.T) {
	t.Parallel()
	for _, v := range templates.Reference().Variables {
		use := "{{ " + v.Name + " }}"
		for part, problems := range map[templates.Part][]templates.Problem{
			templates.PartSubject:   templates.Check(mail("---\nsubject: " + use + "\n---\n" + goodBody)),
			templates.PartPreheader: templates.Check(mail("---\nsubject: x\npreheader: " + use + "\n---\n" + goodBody)),
			templates.PartEmail:     templates.Check(mail(goodMail + use)),
			templates.PartSMS:       templates.Check(sms(goodSMS + use)),
			templates.PartVoice:     templates.Check(call(goodSMS+use, goodLimited)),
			templates.PartLimited:   templates.Check(call(goodSMS, goodLimited+use)),
		} {
			if allowed := slices.Contains(v.Parts, part); allowed != (len(problems) == 0) {
				t.Errorf("%s in %s: said to be %v, %v", v.Name, part, allowed, problems)
			}
		}
	}
}

func TestEachFilterAndTagWorksWhereTheReferenceSays(t *testing.T) {
	t.Parallel()
	r := templates.Reference()
	for _, f := range r.Filters {
		for part, check := range map[templates.Part]func(string) []templates.Problem{
			templates.PartEmail: func(use string) []templates.Problem { return templates.Check(mail(goodMail + "\n" + use + "\n")) },
			templates.PartSMS:   func(use string) []templates.Problem { return templates.Check(sms(goodSMS + use)) },
		} {
			if problems := check(f.Example); slices.Contains(f.Parts, part) != (len(problems) == 0) {
				t.Errorf("%s in %s: %v", f.Example, part, problems)
			}
		}
	}
	for _, tag := range r.Tags {
		if problems := templates.Check(sms(goodSMS + tag.Example)); len(problems) > 0 || !strings.Contains(tag.Example, "{% "+tag.Name+" ") {
			t.Errorf("%s: %v", tag.Name, problems)
		}
	}
}

func TestWhatAStageMustStateIsRefusedWhenItIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, s := range templates.Reference().Stages {
		empty := sms("Nothing.")
		empty.Stage = s.Stage
		if got := len(templates.Check(empty)); got != len(s.SMS) {
			t.Errorf("%s: %d problems, %d facts", s.Stage, got, len(s.SMS))
		}
	}
}
