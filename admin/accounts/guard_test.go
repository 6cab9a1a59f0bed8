package accounts_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/accounts"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// fill puts something in the place of each part of a route's address.
func fill(path string) string {
	id := "rem_1"
	switch {
	case strings.HasPrefix(path, "/attempts"):
		id = "att_1"
	case strings.HasPrefix(path, "/contacts"):
		id = "con_1"
	case strings.Contains(path, "disputes"):
		id = "dsp_1"
	case strings.Contains(path, "holds"):
		id = "hld_1"
	case strings.HasPrefix(path, "/accounts"):
		id = "prm_1"
	}
	return "/admin" + strings.NewReplacer("{$}", "", "{reference}", "C-1001", "{id}", id, "{list}", "held").Replace(path)
}

func TestEachRouteIsOpenToWhoHasItsRightAndToNobodyElse(t *testing.T) {
	t.Parallel()
	s := arranged()
	s.looks = look(channels.Email, templates.Words{Text: "Hello", HTML: "<p>Hello</p>"}, true)
	o := open(t, s)
	o.Change("opr_admin", func(p *operator.Operator) { p.MaySend = false })
	for _, role := range operator.Roles() {
		c, person := o.As(role), frametest.Person(role, role == operator.Editor || role == operator.Admin, role == operator.Clerk)
		for _, route := range accounts.Section(accounts.Config{}, accounts.Ports{}).Routes {
			var a frametest.Answer
			if route.Method == "GET" {
				a = c.Get(fill(route.Path))
			} else {
				a = c.Post(fill(route.Path), url.Values{})
			}
			if may := person.May(route.Right); may == (a.Status == http.StatusForbidden) || may && (a.Status >= 500 || a.Status == 404 && route.Method == "GET") {
				t.Errorf("%s %s as %s: status %d", route.Method, route.Path, role, a.Status)
			}
		}
	}
	c := o.As("")
	for _, route := range accounts.Section(accounts.Config{}, accounts.Ports{}).Routes {
		if route.Open {
			t.Errorf("%s is open to anyone", route.Path)
		}
		if a := c.Get(fill(route.Path)); route.Method == "GET" && !strings.HasPrefix(a.Location, "/admin/sign-in") {
			t.Errorf("%s answers %d to nobody", route.Path, a.Status)
		}
	}
}

func TestWhatChangesNeedsMoreThanToSeeAndIsNamed(t *testing.T) {
	t.Parallel()
	for _, route := range accounts.Section(accounts.Config{}, accounts.Ports{}).Routes {
		if change := route.Method == "POST"; change != (route.Action != "") || change && route.Right == operator.See {
			t.Errorf("%s %s: right %s, action %q", route.Method, route.Path, route.Right, route.Action)
		}
	}
}

func TestWhoMayNotIsNotOfferedIt(t *testing.T) {
	t.Parallel()
	s := arranged()
	s.own = []overview.Row{waits("rem_1", frametest.Noon)}
	o := open(t, s)
	lacks(t, o.As(operator.Editor).Get("/admin/accounts/C-1001"), "<textarea", "/remind\"", "/cancel\"", "/time\"", "/arrangements/")
	has(t, o.As(operator.Clerk).Get("/admin/accounts/C-1001"), "<textarea", "/remind\"", "/reminders/rem_1/cancel\"", "/reminders/rem_1/time\"", "/arrangements/")
	lacks(t, o.As(operator.Editor).Get("/admin/reminders/rem_1"), "/cancel\"", "/time\"")
}

// evil breaks out of a text, an attribute and a script, where anything lets it.
const evil = `"'><x-evil onload=alert(1)></script>javascript:alert(1)`

// evilShop is a shop in which customers have put it wherever they can.
func evilShop() *shop {
	s := arranged()
	s.view.Account.Name, s.view.Account.Reference, s.view.Account.Region, s.view.Account.Locale = evil, evil, evil, evil
	contact := account.Contact{ID: "con_1", Reference: evil, Name: evil, Email: evil + "@x.example", Phone: robin.Phone, TimeZone: evil}
	s.view.Contacts = []account.Contact{contact}
	s.view.Invoices[0].Number, s.view.Invoices[0].Terms = evil, evil
	s.view.OptOuts = []account.OptOut{{ID: "opt_1", Scope: account.ScopeAddress, Channel: channels.Email, Address: contact.Email, Source: evil, Proof: evil, At: frametest.Noon}}
	s.standing = reminder.Standing{Account: s.view.Account, Contact: contact, OptOuts: s.view.OptOuts, Preferences: account.Preferences{Language: evil, Wishes: evil}}
	s.rules = reminder.AccountRules{Window: evil, Hold: evil}
	s.holds[0].Cause = evil
	row := waits("rem_1", frametest.Noon)
	row.Account, row.AccountName, row.Contact, row.Template, row.Reason, row.Text, row.Zone, row.Cursor = evil, evil, evil, evil, evil, evil, evil, evil
	for range 51 {
		s.rows, s.own = append(s.rows, row), append(s.own, row)
		s.found = append(s.found, overview.AccountRow{Reference: evil, Name: evil, Hold: evil, Found: evil, Cursor: evil})
	}
	s.today = overview.Today{Stop: reminder.Stop{On: true, Reason: evil}, Reasons: []overview.Reason{{Reason: evil}}}
	s.reminder.AccountReference, s.reminder.InvoiceNumbers = evil, []string{evil}
	s.reminder.Reminder.Reference, s.reminder.Reminder.Template, s.reminder.Reminder.Text = evil, evil, evil
	s.reminder.Decisions = []reminder.Decided{{Decision: policy.Decision{Verdict: policy.Skip, Because: []policy.Because{{Rule: evil, Text: evil, Citation: evil}}, Passed: []string{evil}, Notes: []string{evil}, Zones: []string{evil}, Loosened: []policy.Loosened{{Rule: evil, Reason: evil}}, Version: evil}}}
	s.looks = look(channels.SMS, templates.Words{Subject: evil, Text: evil, Limited: evil}, true)
	s.history = happened(timeline.NoteAdded, timeline.Note{Text: evil, By: evil},
		timeline.ReplyReceived, timeline.Reply{Channel: "sms", Text: evil, Intents: []timeline.ReplyIntent{{Intent: evil, Evidence: evil, Date: evil}}},
		timeline.ReminderSent, timeline.Sent{Attempt: evil, Channel: evil, Template: evil},
		timeline.HoldPlaced, timeline.Hold{Cause: evil, By: evil, Why: evil}, timeline.DeliveryUpdated, timeline.Delivery{Status: evil, Code: evil})
	s.templates = append(s.templates, reminder.TemplateView{Template: templates.Template{Key: evil, Stage: templates.Gentle}, Current: 1})
	return s
}

func TestNothingThatACustomerOrAnotherSystemSaysBecomesPartOfAPage(t *testing.T) {
	t.Parallel()
	s := evilShop()
	o := open(t, s)
	c := o.As(operator.Admin)
	at := "/admin/accounts/" + url.PathEscape(evil)
	pages := []string{"/admin/", "/admin/lists/held?reason=" + url.QueryEscape(evil), "/admin/lists/sent?since=" + url.QueryEscape(evil), "/admin/calendar", "/admin/accounts?q=" + url.QueryEscape("x"+evil), at, at + "?before=9", at + "/reminders", at + "/remind",
		at + "/pause", at + "/hold", at + "/arrangements/hld_1", at + "/arrangements/prm_1", "/admin/reminders/rem_1", "/admin/reminders/rem_1/cancel", "/admin/reminders/rem_1/time", "/admin/attempts/att_1", wishesPath}
	for _, path := range pages {
		clean(t, path, c.Get(path), http.StatusOK)
	}
	forms := map[string]url.Values{at + "/notes": {"text": {evil + "\a"}}, at + "/remind": {"contact": {"con_1"}, "once": {evil}, "template": {evil}, "first": {evil}, "day": {evil}, "hour": {evil}, "when": {"later"}},
		at + "/holds/hld_1": {"why": {evil + strings.Repeat("x", 500)}}, "/admin/reminders/rem_1/time": {"day": {evil}, "hour": {evil}},
		wishesPath: {"first": {evil}, "language": {evil}, "hours": {evil}, "pause": {evil}, "why": {evil}}, "/admin/contacts/con_1/opt-outs": {"what": {evil}, "proof": {evil}}}
	for path, form := range forms {
		clean(t, path, c.Post(path, form), http.StatusUnprocessableEntity)
	}
}

// clean says that the page shows the evil text but is not broken by it.
func clean(t *testing.T, path string, a frametest.Answer, status int) {
	t.Helper()
	if a.Status != status {
		t.Errorf("%s answers %d", path, a.Status)
	}
	if !strings.Contains(a.Body, "x-evil") {
		t.Errorf("%s does not show it at all", path)
	}
	for _, broken := range []string{"<x-evil", `"'>`, `'>&lt;`, `="javascript:`, "</script>javascript"} {
		if strings.Contains(a.Body, broken) {
			at := strings.Index(a.Body, broken)
			t.Errorf("%s holds %q: …%s…", path, broken, a.Body[max(0, at-80):min(len(a.Body), at+80)])
		}
	}
}

func TestTheAuditLogHoldsReferencesAndIDsAlone(t *testing.T) {
	t.Parallel()
	s := arranged()
	s.view.Account.Name, s.view.Contacts[0].Name = "Secret Name", "Secret Person"
	o := open(t, s)
	c := o.As(operator.Clerk)
	c.Post("/admin/accounts/C-1001/notes", url.Values{"text": {"secret text"}})
	c.Post(remind, filled())
	c.Post("/admin/accounts/C-1001/holds/hld_1", url.Values{"why": {"secret why"}})
	c.Post("/admin/contacts/con_1/opt-outs", url.Values{"what": {"sms"}, "proof": {"secret proof"}})
	c.Post(wishesPath, url.Values{"why": {"secret wish"}})
	if got := entries(o); len(got) != 5 {
		t.Fatalf("audit log %q", got)
	}
	for _, e := range o.Audit.Entries() {
		text := strings.ToLower(e.Action + e.Subject)
		for name, value := range e.Detail {
			text += strings.ToLower(name + value)
		}
		for _, secret := range []string{"secret", "robin", "7700", "120.50"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %q", e.Action, secret)
			}
		}
	}
}
