package writing_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/goodterms/goodterms/admin/writing"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// saying puts words into the saved SMS of the draft, as the only text of the version.
func (s *shelf) saying(text string) {
	v := &s.versions["gentle"][0]
	v.Sources = []templates.Source{{Key: "gentle", Stage: "gentle", Channel: channels.SMS, Locale: "en-GB", Text: text}}
}

// fair states all that a gentle SMS must; dear does too, with a character that costs.
const (
	fair = "{{ creditor.name }}: invoice {{ invoice.number }} ({{ invoice.balance }}, due {{ invoice.due_on }}) is still open. Pay: {{ creditor.pay_url }} Questions? Reply. Reply STOP to stop texts."
	dear = "{{ creditor.name }}: invoice {{ invoice.number }} ({{ invoice.balance }}, due {{ invoice.due_on }}) isn’t paid yet. Pay: {{ creditor.pay_url }} Questions? Reply. Reply STOP to stop texts."
)

func TestPublishingWithoutAnythingInTheWayMakesTheVersionCurrent(t *testing.T) {
	s := withDraft(t)
	s.saying(fair)
	a := s.open(t, writing.Config{}).As(operator.Editor).Post(draft+"/publish", url.Values{"revision": {"1"}, "why": {"Shorter"}})
	status(t, a, http.StatusSeeOther)
	if s.current["gentle"] != 1 || s.published[0].By != "editor@meadow-finch.example" || s.published[0].Why != "Shorter" {
		t.Errorf("current %d, published %+v", s.current["gentle"], s.published)
	}
}

func TestAWarningPassesOnlyWithAReason(t *testing.T) {
	s := withDraft(t)
	s.saying(dear)
	c := s.open(t, writing.Config{}).As(operator.Editor)
	form := url.Values{"revision": {"1"}, "accept_sms_segments": {"It is long"}}
	a := c.Post(draft+"/publish", form)
	status(t, a, http.StatusUnprocessableEntity)
	holds(t, a, "say why the warning may pass", `value="It is long"`)
	form.Set("accept_sms_encoding", "Our name needs the sign")
	status(t, c.Post(draft+"/publish", form), http.StatusSeeOther)
	if list := s.published[0].Accepted; len(list) == 0 || list[0].By != "editor@meadow-finch.example" || list[0].Reason == "" {
		t.Errorf("accepted %+v", list)
	}
}

func TestAnErrorCannotBeAccepted(t *testing.T) {
	s := withDraft(t)
	s.saying("You have ignored us. " + fair)
	a := s.open(t, writing.Config{}).As(operator.Editor).Post(draft+"/publish", url.Values{"revision": {"1"}, "accept_accusation": {"They deserve it"}})
	status(t, a, http.StatusUnprocessableEntity)
	holds(t, a, "Errors stand in the way")
	if len(s.published) != 0 {
		t.Error("it was published")
	}
}

func TestWhatBecomesOfRemindersThatWaitMustBeChosen(t *testing.T) {
	s := withDraft(t)
	s.saying(fair)
	s.waiting = 14
	c := s.open(t, writing.Config{}).As(operator.Editor)
	a := c.Post(draft+"/publish", url.Values{"revision": {"1"}})
	status(t, a, http.StatusUnprocessableEntity)
	holds(t, a, "14 reminders wait", "Choose what becomes of the reminders that wait.")
	status(t, c.Post(draft+"/publish", url.Values{"revision": {"1"}, "scheduled": {"move"}}), http.StatusSeeOther)
	if s.published[0].Scheduled != reminder.Move {
		t.Errorf("scheduled %q", s.published[0].Scheduled)
	}
	holds(t, c.Get("/admin/templates/gentle"), "14 reminders that wait moved to it.")
}

func TestAVersionThatChangedSinceItWasLookedAtIsNotPublished(t *testing.T) {
	s := withDraft(t)
	s.saying(fair)
	a := s.open(t, writing.Config{}).As(operator.Editor).Post(draft+"/publish", url.Values{"revision": {"0"}})
	status(t, a, http.StatusUnprocessableEntity)
	holds(t, a, "Somebody changed the version since you opened this page")
}

func TestWhoWroteItCannotPublishItWhereOtherEyesAreAskedFor(t *testing.T) {
	s := withDraft(t)
	s.saying(fair)
	s.versions["gentle"][0].EditedBy = "editor@meadow-finch.example"
	o := s.open(t, writing.Config{OtherEyes: true})
	a := o.As(operator.Editor).Post(draft+"/publish", url.Values{"revision": {"1"}})
	status(t, a, http.StatusUnprocessableEntity)
	holds(t, a, "Somebody else must publish it")
	status(t, o.As(operator.Editor).Post(draft+"/submit", url.Values{"revision": {"1"}}), http.StatusSeeOther)
	status(t, o.As(operator.Admin).Post(draft+"/publish", url.Values{"revision": {"2"}}), http.StatusSeeOther)
}

func TestASecondLookEndsInAReturnWithItsReason(t *testing.T) {
	s := withDraft(t)
	c := s.open(t, writing.Config{}).As(operator.Editor)
	c.Post(draft+"/submit", url.Values{"revision": {"1"}})
	if a := c.Get(draft + "/edit"); a.Location != draft {
		t.Errorf("what is looked at can be edited: status %d", a.Status)
	}
	status(t, c.Post(draft+"/return", url.Values{"revision": {"2"}}), http.StatusUnprocessableEntity)
	c.Post(draft+"/return", url.Values{"revision": {"2"}, "return_why": {"Say how to pay first"}})
	if v := s.versions["gentle"][0]; v.State != templates.Draft || v.ReturnWhy != "Say how to pay first" {
		t.Errorf("state %s, why %q", v.State, v.ReturnWhy)
	}
	holds(t, c.Get("/admin/templates/gentle"), "Say how to pay first")
}

func TestAnEditorWithoutTheRightToPublishCannot(t *testing.T) {
	s := withDraft(t)
	s.saying(fair)
	o := s.open(t, writing.Config{})
	o.Change("opr_editor", func(p *operator.Operator) { p.MayPublish = false })
	c := o.As(operator.Editor)
	holds(t, c.Get(draft+"/publish"), "Your role does not include publishing")
	status(t, c.Post(draft+"/publish", url.Values{"revision": {"1"}}), http.StatusForbidden)
}
