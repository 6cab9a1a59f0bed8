package accounts_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

func look(channel channels.Kind, words templates.Words, exact bool) map[string]reminder.Look {
	return map[string]reminder.Look{"att_1": {Words: words, Exact: exact, Attempt: reminder.Attempt{
		ID: "att_1", ReminderID: "rem_1", Channel: channel, Address: robin.Phone, Version: "gentle@3/x", StartedAt: frametest.Noon, State: reminder.Accepted, Status: channels.Undelivered, Code: "30003", Segments: 2}}}
}

func TestAMailIsShownAsItLookedWhereItCanRunAndReachNothing(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.looks = look(channels.Email, templates.Words{Subject: `Invoice "42"`, Text: "Dear Robin", HTML: "<p>Dear <script>alert(1)</script>Robin</p>"}, true)
	c := open(t, s).As(operator.Viewer)
	a := c.Get("/admin/attempts/att_1")
	has(t, a, `<iframe class="mail" src="/admin/attempts/att_1/mail" sandbox title="The mail as it looked: Invoice &#34;42&#34;"`, "exactly what was sent", "could not be delivered", "code 30003", "Mon 13:00")
	lacks(t, a, "<script>alert")
	m := c.Get("/admin/attempts/att_1/mail")
	if m.Body != "<p>Dear <script>alert(1)</script>Robin</p>" {
		t.Errorf("the mail is %q", m.Body)
	}
	policy := m.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "sandbox;") || !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script-src") || strings.Contains(policy, "allow-scripts") {
		t.Errorf("the mail is served under %q", policy)
	}
}

func TestAMailThatCannotBeShownAsItWasIsShownAsTextAndSaysSo(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.looks = look(channels.Email, templates.Words{Subject: "Invoice 42", Text: "Dear Robin"}, false)
	c := open(t, s).As(operator.Viewer)
	a := c.Get("/admin/attempts/att_1")
	has(t, a, `<pre class="letter">Dear Robin</pre>`, "the words on record", "cannot be shown as it was")
	lacks(t, a, "<iframe", "exactly what was sent")
	if m := c.Get("/admin/attempts/att_1/mail"); m.Status != http.StatusNotFound {
		t.Errorf("a mail without a page answers %d", m.Status)
	}
}

func TestAnSMSIsABubbleAndACallWhatWasSaid(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.looks = look(channels.SMS, templates.Words{Text: "Hello <b>Robin</b>"}, true)
	o := open(t, s)
	has(t, o.As(operator.Viewer).Get("/admin/attempts/att_1"), `<p class="bubble letter">Hello &lt;b&gt;Robin&lt;/b&gt;</p>`, "2 segments")
	s.looks = look(channels.Voice, templates.Words{Text: "Press 1 to speak to someone.", Limited: "Please call us."}, true)
	has(t, o.As(operator.Viewer).Get("/admin/attempts/att_1"), "What was said", "Press 1 to speak to someone.", "What an answering machine heard", "Please call us.")
}

func TestAMessageAndItsReasonsOpenInTheirPlace(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.looks = look(channels.SMS, templates.Words{Text: "Hello"}, true)
	o := open(t, s)
	for path, want := range map[string]string{"/admin/attempts/att_1": `<article class="look">`, "/admin/reminders/rem_1": `<div class="why">`} {
		status, body := swap(t, o, operator.Viewer, path, "in-look-7")
		if status != http.StatusOK || !strings.HasPrefix(strings.TrimSpace(body), want) || strings.Contains(body, "<main") {
			t.Errorf("%s answers %d: %s", path, status, body)
		}
		if status, body := swap(t, o, operator.Viewer, path, "content"); status != http.StatusOK || !strings.Contains(body, "<main") {
			t.Errorf("%s as a page answers %d: %s", path, status, body)
		}
	}
}

// decided is a shop whose reminder waited for a rule of a pack and then could go.
func decided() *shop {
	s := newShop()
	s.reminder.Decisions = []reminder.Decided{
		{At: frametest.Noon.Add(-2 * time.Hour), Decision: policy.Decision{Verdict: policy.Defer, Until: frametest.Noon.Add(20 * time.Hour), Zones: []string{"America/New_York", "Europe/London"},
			Because: []policy.Because{{Rule: "us-federal.hours-morning", Text: "it is too early there", Citation: "12 CFR 1006.6(b)(1)(i)"}, {Rule: "wishes", Text: "the contact <wishes> mornings."}},
			Passed:  []string{"opt_out", "some.rule"}, Notes: []string{"SMS was passed over"}, Loosened: []policy.Loosened{{Rule: "courteous.cap", Reason: "agreed"}}, Version: "3f2a9c", Inputs: &policy.Inputs{Channel: "sms"}}},
		{At: frametest.Noon.Add(-time.Hour), Decision: policy.Decision{Verdict: policy.Send, WindowEnd: frametest.Noon.Add(3 * time.Hour), Zones: []string{"Europe/London"}, Version: "3f2a9c"}},
	}
	return s
}

func TestAReminderExplainsEveryDecisionTheLatestFirst(t *testing.T) {
	t.Parallel()
	a := open(t, decided()).As(operator.Viewer).Get("/admin/reminders/rem_1")
	has(t, a, "It could go: nothing stood in the way", "It had to be on its way before", "It had to wait until", "Tue 04:00", ", their time (by SMS).",
		"it is too early there.", "us-federal.hours", "12 CFR 1006.6(b)(1)(i)", "the contact &lt;wishes&gt; mornings.", "America/New_York, Europe/London", "Contact rules 3f2a9c.",
		"SMS was passed over", "courteous.cap", "2 rules let it pass", "Nobody is written to who has opted out.", "email, else SMS", "INV-42")
	if strings.Index(a.Body, "It could go") > strings.Index(a.Body, "It had to wait until") {
		t.Error("the latest decision does not come first")
	}
}

func TestARuleOfAPackIsToldInItsOwnWordsWithItsSource(t *testing.T) {
	t.Parallel()
	s := decided()
	s.reminder.Decisions[0].Decision.Because = []policy.Because{{Rule: rule, Text: "it is too late there", Citation: "as it was then"}}
	s.reminder.Decisions[1].Decision.Passed = []string{rule}
	a := open(t, s).As(operator.Viewer).Get("/admin/reminders/rem_1")
	row := packRow(t)
	has(t, a, row.Text, `href="`+row.Source+`" rel="noopener noreferrer external">as it was then</a>`, `external">`+row.Citation+`</a>`)
}

func TestManyDecisionsAreToldInParts(t *testing.T) {
	t.Parallel()
	s := decided()
	for range 30 {
		s.reminder.Decisions = append(s.reminder.Decisions, s.reminder.Decisions[1])
	}
	c := open(t, s).As(operator.Viewer)
	a := c.Get("/admin/reminders/rem_1")
	has(t, a, `href="/admin/reminders/rem_1?all=1">12 earlier decisions`)
	lacks(t, a, "It had to wait until")
	has(t, c.Get("/admin/reminders/rem_1?all=1"), "It had to wait until")
}

func TestAReminderThatNobodyHasDecidedUponSaysSo(t *testing.T) {
	t.Parallel()
	has(t, open(t, newShop()).As(operator.Viewer).Get("/admin/reminders/rem_1"), "Nothing has been decided yet", "is planned for", "Tue 09:00")
}
