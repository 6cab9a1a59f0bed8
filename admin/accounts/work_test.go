package accounts_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/policy/packs"
	"github.com/goodterms/goodterms/reminder"
)

// rule is a rule of a pack that is shipped.
const rule = "us-federal.hours"

func packRow(t *testing.T) packs.Row {
	t.Helper()
	library, err := shipping()
	if err != nil {
		t.Fatal(err)
	}
	for _, pack := range library.All() {
		for _, row := range pack.Rows {
			if pack.Rule(&row) == rule {
				return row
			}
		}
	}
	t.Fatalf("there is no rule %s", rule)
	return packs.Row{}
}

// arranged is a shop with a promise, a dispute, a hold, one that has ended, and a hold
// on the account itself.
func arranged() *shop {
	s := newShop()
	s.promises = []account.Promise{{ID: "prm_1", ContactID: "con_1", InvoiceIDs: []string{"inv_1"}, Amount: gbp(12050), PayBy: day(2027, 4, 16), GraceUntil: frametest.Noon.Add(6 * 24 * time.Hour), At: frametest.Noon}}
	s.disputes = []account.Dispute{{ID: "dsp_1", At: frametest.Noon}}
	s.holds = []account.Hold{{ID: "hld_1", InvoiceID: "inv_1", ContactID: "con_1", Cause: "promise", Until: frametest.Noon.Add(time.Hour), At: frametest.Noon},
		{ID: "hld_2", Cause: "away", Until: frametest.Noon.Add(-time.Hour), At: frametest.Noon.Add(-9 * time.Hour)}}
	s.rules = reminder.AccountRules{Window: "Mo-Th 10:00-16:00", Hold: "new bank details"}
	return s
}

func TestArrangementsThatStandAreToldInSentences(t *testing.T) {
	t.Parallel()
	a := open(t, arranged()).As(operator.Clerk).Get("/admin/accounts/C-1001")
	has(t, a, "Robin Weaver promised to pay 120.50 GBP on invoice INV-42 by 16 Apr 2027", "counted as broken after", "The customer disputes everything",
		"Reminders to Robin Weaver about invoice INV-42 wait: a promise to pay is open", "All reminders of this account wait: new bank details", "Mo-Th 10:00-16:00",
		`href="/admin/accounts/C-1001/arrangements/prm_1"`, `href="/admin/accounts/C-1001/hold"`)
	lacks(t, a, "nobody is there")
	lacks(t, open(t, arranged()).As(operator.Viewer).Get("/admin/accounts/C-1001"), "/arrangements/", "/hold\"")
}

func TestEachArrangementIsEndedWithAWhyAndIsAudited(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ ask, post, ended, audit string }{
		{"/arrangements/prm_1", "/promises/prm_1", "cancel | prm_1 | Dana Clerk | they called", "promise.cancel C-1001 prm_1 done"},
		{"/arrangements/dsp_1", "/disputes/dsp_1", "resolve | dsp_1 | Dana Clerk | they called", "dispute.resolve C-1001 dsp_1 done"},
		{"/arrangements/hld_1", "/holds/hld_1", "release | hld_1 | Dana Clerk | they called", "hold.release C-1001 hld_1 done"},
	} {
		s := arranged()
		o := open(t, s)
		c := o.As(operator.Clerk)
		has(t, c.Get("/admin/accounts/C-1001"+tt.ask), `action="/admin/accounts/C-1001`+tt.post+`"`, "decided anew at once")
		a := c.Post("/admin/accounts/C-1001"+tt.post, url.Values{"why": {" they called "}})
		if a.Status != http.StatusSeeOther || len(s.endings) != 1 || s.endings[0] != tt.ended {
			t.Errorf("%s: status %d, endings %q", tt.post, a.Status, s.endings)
		}
		if got := entries(o); len(got) != 1 || got[0] != tt.audit {
			t.Errorf("%s: audit log %q", tt.post, got)
		}
	}
}

func TestTheHoldOnTheAccountItselfIsReleased(t *testing.T) {
	t.Parallel()
	s := arranged()
	c := open(t, s).As(operator.Clerk)
	has(t, c.Get("/admin/accounts/C-1001/hold"), "Release the hold?", "new bank details")
	if a := c.Post("/admin/accounts/C-1001/hold", url.Values{"why": {"they are in"}}); a.Status != http.StatusSeeOther {
		t.Errorf("status %d", a.Status)
	}
	if got := s.ruleTurns; len(got) != 1 || got[0].Hold == nil || *got[0].Hold != "" || got[0].Window != nil || got[0].By != "Dana Clerk" || got[0].Why != "they are in" {
		t.Errorf("changed %+v", got)
	}
}

func TestAPausedAccountSaysWhatHasHappenedAndWhoKnows(t *testing.T) {
	t.Parallel()
	s := newShop()
	o := open(t, s)
	c := o.As(operator.Clerk)
	has(t, c.Get("/admin/accounts/C-1001"), `href="/admin/accounts/C-1001/pause"`)
	lacks(t, c.Get("/admin/accounts/C-1001/pause"), "They wait already")
	a := c.Post("/admin/accounts/C-1001/pause", url.Values{"cause": {"disputed"}, "why": {" she rang: the goods are broken "}})
	if a.Status != http.StatusSeeOther || a.Location != "/admin/accounts/C-1001" {
		t.Fatalf("status %d to %s", a.Status, a.Location)
	}
	if got := s.ruleTurns; len(got) != 1 || *got[0].Hold != "disputed" || got[0].Window != nil || got[0].By != "Dana Clerk" || got[0].Why != "she rang: the goods are broken" {
		t.Errorf("changed %+v", got)
	}
	if got := entries(o); len(got) != 1 || got[0] != "account.hold C-1001 done" {
		t.Errorf("audit log %q", got)
	}
	s.rules.Hold = "disputed"
	has(t, c.Get("/admin/accounts/C-1001/pause"), "They wait already: the customer objects.")
}

func TestAPauseNeedsACauseOfTheListAndAWhy(t *testing.T) {
	t.Parallel()
	s := newShop()
	c := open(t, s).As(operator.Clerk)
	for name, form := range map[string]url.Values{
		"nothing": nil, "no why": {"cause": {"disputed"}}, "a cause of one's own": {"cause": {"reply"}, "why": {"x"}},
		"too long": {"cause": {"disputed"}, "why": {strings.Repeat("x", 501)}},
	} {
		if a := c.Post("/admin/accounts/C-1001/pause", form); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", name, a.Status)
		}
	}
	has(t, c.Post("/admin/accounts/C-1001/pause", url.Values{"cause": {"plan"}}), `value="plan" required checked`, "Write a few words.", `id="why-fault"`)
	if len(s.ruleTurns) != 0 {
		t.Errorf("changed %+v", s.ruleTurns)
	}
}

func TestNothingEndsWithoutAWhyNorUnderAnothersName(t *testing.T) {
	t.Parallel()
	s := arranged()
	c := open(t, s).As(operator.Clerk)
	a := c.Post("/admin/accounts/C-1001/promises/prm_1", url.Values{"why": {"  "}})
	if a.Status != http.StatusUnprocessableEntity {
		t.Errorf("without a why: status %d", a.Status)
	}
	has(t, a, "Write a few words.", `id="why-fault"`)
	for _, path := range []string{"/holds/prm_1", "/promises/hld_1", "/holds/hld_2", "/holds/hld_of_another", "/disputes/prm_1"} {
		if a := c.Post("/admin/accounts/C-1001"+path, url.Values{"why": {"x"}}); a.Status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, a.Status)
		}
	}
	if len(s.endings) != 0 {
		t.Errorf("ended %q", s.endings)
	}
}

func TestAReminderIsTakenBackOnlyOnceThatIsConfirmed(t *testing.T) {
	t.Parallel()
	s := newShop()
	o := open(t, s)
	c := o.As(operator.Clerk)
	has(t, c.Get("/admin/reminders/rem_1/cancel"), "One reminder about 1 invoice will not be sent.", `name="sure" value="yes" required`)
	a := c.Post("/admin/reminders/rem_1/cancel", nil)
	if a.Status != http.StatusUnprocessableEntity || len(s.canceled) != 0 {
		t.Fatalf("unconfirmed: status %d, canceled %q", a.Status, s.canceled)
	}
	has(t, a, "Say that you are sure")
	b := c.Post("/admin/reminders/rem_1/cancel", url.Values{"sure": {"yes"}})
	if b.Status != http.StatusSeeOther || b.Location != "/admin/accounts/C-1001" || len(s.canceled) != 1 {
		t.Errorf("confirmed: status %d to %s, canceled %q", b.Status, b.Location, s.canceled)
	}
	has(t, c.Get("/admin/accounts/C-1001"), "The reminder was taken back. It will not be sent.")
	if got := entries(o); len(got) != 2 || got[0] != "reminder.cancel rem_1 refused" || got[1] != "reminder.cancel rem_1 done" {
		t.Errorf("audit log %q", got)
	}
}

func TestAReminderThatHasLeftMeanwhileIsNeitherTakenBackNorMoved(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.ended = reminder.ErrEnded
	o := open(t, s)
	c := o.As(operator.Clerk)
	for path, form := range map[string]url.Values{"cancel": {"sure": {"yes"}}, "time": {"day": {"2027-04-13"}, "hour": {"10:00"}}} {
		a := c.Post("/admin/reminders/rem_1/"+path, form)
		if a.Status != http.StatusSeeOther || a.Location != "/admin/reminders/rem_1" {
			t.Errorf("%s: status %d to %s", path, a.Status, a.Location)
		}
		has(t, c.Get("/admin/reminders/rem_1"), "Nothing was changed: the reminder does not wait any more.")
	}
	s.reminder.Reminder.Status, s.canceled = reminder.Sent, nil
	if a := c.Post("/admin/reminders/rem_1/cancel", url.Values{"sure": {"yes"}}); a.Location != "/admin/reminders/rem_1" || len(s.canceled) != 0 {
		t.Errorf("one that was sent: %s, canceled %q", a.Location, s.canceled)
	}
	for _, entry := range entries(o) {
		if !strings.HasSuffix(entry, "refused") {
			t.Errorf("audit log says %q", entry)
		}
	}
}

func TestAReminderIsMovedOnTheCustomersClock(t *testing.T) {
	t.Parallel()
	s := newShop()
	c := open(t, s).As(operator.Clerk)
	has(t, c.Get("/admin/reminders/rem_1/time"), `value="2027-04-13"`, `value="09:00"`, "their time, Europe/London")
	a := c.Post("/admin/reminders/rem_1/time", url.Values{"day": {"2027-04-15"}, "hour": {"10:30"}})
	if want := time.Date(2027, 4, 15, 9, 30, 0, 0, time.UTC); a.Status != http.StatusSeeOther || len(s.moved) != 1 || !s.moved[0].Equal(want) {
		t.Errorf("status %d, moved to %v, want %s", a.Status, s.moved, want)
	}
	has(t, c.Get("/admin/accounts/C-1001"), "The reminder is planned for Thu 15 Apr 2027 10:30, their time.")
}

func TestATimeThatCannotBeIsShownAgainWithItsFault(t *testing.T) {
	t.Parallel()
	s := newShop()
	c := open(t, s).As(operator.Clerk)
	for _, tt := range []struct{ day, hour, fault string }{
		{"", "10:00", "give a day"}, {"15.4.2027", "10:00", "give a day"}, {"2027-04-15", "25:00", "give a day"}, {"2027-02-30", "10:00", "give a day"},
		{"2027-04-12", "12:59", "has passed"}, {"2028-06-01", "10:00", "400 days"}, {"2028-03-26", "01:30", "clocks go forward"},
	} {
		a := c.Post("/admin/reminders/rem_1/time", url.Values{"day": {tt.day}, "hour": {tt.hour}})
		if a.Status != http.StatusUnprocessableEntity || len(s.moved) != 0 {
			t.Errorf("%s %s: status %d, moved to %v", tt.day, tt.hour, a.Status, s.moved)
		}
		has(t, a, tt.fault, `value="`+tt.day+`"`)
	}
}
