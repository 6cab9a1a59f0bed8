package writing_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/writing"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// proven opens the pages to an editor who has proven their addresses.
func (s *shelf) proven(t testing.TB) *frametest.Client {
	o := s.open(t, writing.Config{})
	o.Change("opr_editor", func(p *operator.Operator) {
		p.EmailProven, p.Phone, p.PhoneProven = frametest.Noon, "+447700900123", frametest.Noon
	})
	return o.As(operator.Editor)
}

func TestATestMessageIsMarkedOnEveryChannel(t *testing.T) {
	s := withDraft(t)
	c := s.proven(t)
	for _, channel := range []string{"email", "sms", "voice"} {
		a := c.Post(draft+"/trial?channel="+channel+"&locale=en-GB", url.Values{"part": {"1"}})
		status(t, a, http.StatusOK)
		holds(t, a, "leaves within moments")
	}
	mail, sms, call := s.trials[0].Words, s.trials[1].Words, s.trials[2].Words
	if !strings.HasPrefix(mail.Subject, "TEST ") || !strings.HasPrefix(mail.Text, "TEST") || !strings.Contains(mail.HTML[:strings.Index(mail.HTML, "class=\"page\"")], ">TEST: an operator") {
		t.Errorf("mail: %q, %.20q", mail.Subject, mail.Text)
	}
	if !strings.HasPrefix(sms.Text, "TEST ") {
		t.Errorf("SMS: %.20q", sms.Text)
	}
	if !strings.HasPrefix(call.Text, "This is a test.\n\n") || !strings.HasPrefix(call.Limited, "This is a test.\n\n") {
		t.Errorf("call: %.20q, machine: %.20q", call.Text, call.Limited)
	}
}

func TestATestMessageSaysWhichVersionItIsAndNoneForWhatIsNotSaved(t *testing.T) {
	s := withDraft(t)
	c := s.proven(t)
	c.Post(draft+"/trial"+enGB, url.Values{"text": {s.sms()}})
	a := c.Post(draft+"/trial"+enGB, url.Values{"text": {"Unsaved {{ creditor.name }}"}})
	holds(t, a, "Unsaved {{ creditor.name }}</textarea>")
	if s.trials[0].Version != 1 || s.trials[1].Version != 0 || s.trials[1].Channel != channels.SMS {
		t.Errorf("trials %+v", s.trials)
	}
}

func TestNobodyIsSentATestWhoHasProvenNoAddress(t *testing.T) {
	s := withDraft(t)
	o := s.open(t, writing.Config{})
	holds(t, o.As(operator.Editor).Post(draft+"/trial"+enGB, url.Values{"part": {"1"}}), "Nothing was sent: you have no phone number that is proven to be yours.")
	s.unproven = true
	holds(t, s.proven(t).Post(draft+"/trial"+enGB, url.Values{"part": {"1"}}), "Nothing was sent")
	if len(s.trials) != 0 || o.Audit.Entries()[0].Outcome != operator.Refused {
		t.Errorf("%d trials, audit %+v", len(s.trials), o.Audit.Entries())
	}
}

func TestATextThatCannotBeFilledInIsNotSentAsATest(t *testing.T) {
	s := withDraft(t)
	holds(t, s.proven(t).Post(draft+"/trial"+enGB, url.Values{"part": {"1"}, "text": {"{{ nothing.such }}"}}), "Nothing was sent.")
	if len(s.trials) != 0 {
		t.Error("it was sent")
	}
}

func TestATestMessageTellsWhenItLeavesAndWhatBecameOfIt(t *testing.T) {
	s := withDraft(t)
	c := s.proven(t)
	s.reminder.Reminder.SendAt = frametest.Noon.Add(20 * time.Hour)
	holds(t, c.Get("/admin/writing/trials/rem_trial"), "waits for a decent hour", "Tue 10:00", `hx-get="/admin/writing/trials/rem_trial"`)
	s.reminder.Reminder.Status = reminder.Sent
	a := c.Get("/admin/writing/trials/rem_trial")
	holds(t, a, "The test message has left.")
	lacks(t, a, "hx-get")
}

func TestACustomersReminderIsNoTestMessage(t *testing.T) {
	s := withDraft(t)
	s.reminder.AccountReference = "C-2071"
	status(t, s.proven(t).Get("/admin/writing/trials/rem_other"), http.StatusNotFound)
}

func TestAMarkedMailIsStillTheMail(t *testing.T) {
	w := writing.Marked(templates.Words{Subject: "Invoice 7", HTML: "<html><body class=x><p>Hello</p></body></html>"}, channels.Email)
	if w.Subject != "TEST Invoice 7" || !strings.HasSuffix(w.HTML, "</p><p>Hello</p></body></html>") {
		t.Errorf("%q %q", w.Subject, w.HTML)
	}
}
