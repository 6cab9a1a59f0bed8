package office_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

// routes are every page and every change, with a right form for it.
var routes = []struct{ method, path, action string }{
	{"GET", "/admin/operators", ""}, {"GET", "/admin/operators/new", ""}, {"GET", "/admin/operators/opr_viewer", ""},
	{"GET", "/admin/operators/opr_viewer/disable", ""}, {"GET", "/admin/keys", ""}, {"GET", "/admin/keys/new", ""}, {"GET", "/admin/audit", ""},
	{"POST", "/admin/operators/new", "operator.create"}, {"POST", "/admin/operators/opr_viewer", "operator.change"},
	{"POST", "/admin/operators/opr_viewer/link", "operator.let_in"}, {"POST", "/admin/operators/opr_viewer/sign-out", "operator.sign_out"},
	{"POST", "/admin/operators/opr_viewer/disable", "operator.disable"}, {"POST", "/admin/operators/opr_viewer/enable", "operator.enable"},
	{"POST", "/admin/keys/new", "key.create"}, {"POST", "/admin/keys/key_1/revoke", "key.revoke"},
}

func TestNobodyButAnAdminComesIn(t *testing.T) {
	t.Parallel()
	for _, role := range []operator.Role{operator.Viewer, operator.Editor, operator.Clerk} {
		p := open(t)
		client := p.As(role)
		for _, r := range routes {
			var a frametest.Answer
			if r.method == "GET" {
				a = client.Get(r.path)
			} else {
				a = client.Post(r.path, newcomer)
			}
			if a.Status != http.StatusForbidden || strings.Contains(a.Body, "opr_") {
				t.Errorf("%s: %s %s answers %d", role, r.method, r.path, a.Status)
			}
			if r.action != "" && (p.last(t).Action != r.action || p.last(t).Outcome != operator.Refused) {
				t.Errorf("%s: %s is not recorded as refused", role, r.action)
			}
		}
		if len(p.people.list) != 4 || len(p.people.links) != 0 || len(p.ring.list) != 0 {
			t.Errorf("%s changed something", role)
		}
	}
}

func TestWhoIsNotSignedInIsSentToSignIn(t *testing.T) {
	t.Parallel()
	client := open(t).As("")
	for _, r := range routes {
		a := client.Get(r.path)
		if r.method == "POST" {
			a = client.Post(r.path, newcomer)
		}
		if !toSignIn(a) {
			t.Errorf("%s %s answers %d", r.method, r.path, a.Status)
		}
	}
}

func TestTheListSaysInSentencesWhoMayWhat(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.people.list[0].DisabledAt = frametest.Noon.Add(-time.Hour)
	p.people.list[1].SignedInAt, p.people.list[1].EmailProven = frametest.Noon.Add(-time.Hour), frametest.Noon
	p.people.list[2].Phone = "+447700900123"
	a := p.As(operator.Admin).Get("/admin/operators")
	wants(t, a, http.StatusOK, `>Dana Editor</a> is an editor who may publish texts.`, `>Dana Clerk</a> is a clerk who may send messages.`,
		`>Dana Admin</a> <span class="soft">(you)</span> is an admin who may publish texts and send messages.`, `>Dana Viewer</a> was a viewer.`,
		"editor@meadow-finch.example, proven", "clerk@meadow-finch.example, not proven", "&#43;447700900123, not proven", "Mon 13:00", "has not signed in yet", "1 person who may not sign in any more")
}

func TestRightsAreToldInWords(t *testing.T) {
	t.Parallel()
	for want, o := range map[string]operator.Operator{
		"a viewer.":                                                 {Role: operator.Viewer, MayPublish: true, MaySend: true},
		"an editor who may not publish texts.":                      {Role: operator.Editor, MaySend: true},
		"a clerk who may not send messages.":                        {Role: operator.Clerk, MayPublish: true},
		"an admin who may neither publish texts nor send messages.": {Role: operator.Admin},
		"an admin who may publish texts but not send messages.":     {Role: operator.Admin, MayPublish: true},
		"an admin who may send messages but not publish texts.":     {Role: operator.Admin, MaySend: true},
	} {
		p := open(t)
		o.ID, o.Name = "opr_x", "Kim"
		p.people.list = append(p.people.list, o)
		wants(t, p.As(operator.Admin).Get("/admin/operators/opr_x"), http.StatusOK, "Kim is "+want)
	}
}

// newcomer is a right form for a new operator.
var newcomer = form("name", "Kim Poe", "email", "Kim.Poe@meadow-finch.example", "role", "editor", "publish", "yes", "zone", "Europe/London")

func TestANewOperatorIsMadeAndTheirLinkIsShown(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	wants(t, client.Get("/admin/operators/new"), http.StatusOK, `value="Europe/Berlin"`)
	a := client.Post("/admin/operators/new", newcomer)
	wants(t, a, http.StatusOK, "Kim Poe is now an editor who may publish texts.", "shown here this once", "Tue 14:00")
	if len(p.people.list) != 5 || len(p.people.links) != 1 {
		t.Fatalf("%d operators, %d links", len(p.people.list), len(p.people.links))
	}
	made, link := p.people.list[4], p.people.links[0]
	if made.Email != "kim.poe@meadow-finch.example" || made.Role != operator.Editor || !made.MayPublish || made.MaySend || made.Zone != "Europe/London" ||
		!strings.HasPrefix(made.ID, "opr_") || !made.CreatedAt.Equal(frametest.Noon) {
		t.Errorf("made %+v", made)
	}
	text, found := strings.CutPrefix(secretIn(t, a), "https://pay.meadow-finch.example/admin/link/")
	if !found || operator.HashSecret(text) != link.Hash || link.OperatorID != made.ID || !link.ExpiresAt.Equal(frametest.Noon.Add(24*time.Hour)) {
		t.Errorf("the link that is shown is not the one that is kept: %+v", link)
	}
	if e := p.last(t); e.Subject != made.ID || e.Outcome != operator.Done || e.Detail["role"] != "editor" || e.Detail["publish"] != "yes" {
		t.Errorf("entry %+v", e)
	}
}

func TestALinkIsShownOnceAndNeverAgain(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	secrets := []string{secretIn(t, client.Post("/admin/operators/new", newcomer)), secretIn(t, client.Post("/admin/operators/opr_clerk/link", nil))}
	if secrets[0] == secrets[1] {
		t.Error("two links are one")
	}
	nowhere(t, p, client, secrets...)
}

// nowhere checks that no page, and no entry of the audit log, holds any of the secrets.
func nowhere(t testing.TB, p place, client *frametest.Client, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		secret = secret[strings.LastIndexAny(secret, "/_")+1:]
		for _, path := range []string{"/admin/operators", "/admin/operators/new", "/admin/operators/opr_clerk", "/admin/keys", "/admin/keys/new", "/admin/audit"} {
			a := client.Get(path)
			wants(t, a, http.StatusOK)
			without(t, a, secret)
		}
		for _, e := range p.Audit.Entries() {
			for _, text := range append([]string{e.Subject, e.Action, e.Operator}, values(e.Detail)...) {
				if strings.Contains(text, secret) {
					t.Errorf("%s holds it", e.Action)
				}
			}
		}
	}
}

func values(detail map[string]string) (list []string) {
	for _, value := range detail {
		list = append(list, value)
	}
	return list
}

func TestWhatIsNotRightAboutAnOperatorIsSaidBesideItsField(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ field, value, fault string }{
		{"name", "", `id="name-fault">This is missing`},
		{"name", "Kim\u202ePoe", `id="name-fault"`},
		{"email", "kim", `id="email-fault">This is not one bare mail address`},
		{"email", "VIEWER@meadow-finch.example", `id="email-fault">Another operator signs in with this address`},
		{"zone", "Mars/Olympus", `id="zone-fault">This is not a time zone`},
		{"role", "", `id="role-fault">Choose`},
		{"role", "owner", `id="role-fault">Choose`},
		{"role", "viewer", `id="publish-fault">A viewer writes no texts`},
		{"send", "yes", `id="send-fault">An editor works on no account`},
	} {
		p := open(t)
		p.people.list[0].Email = "viewer@meadow-finch.example"
		client := p.As(operator.Admin)
		wrong := with(newcomer, tt.field, tt.value)
		for _, path := range []string{"/admin/operators/new", "/admin/operators/opr_clerk"} {
			a := client.Post(path, with(wrong, "epoch", "0"))
			wants(t, a, http.StatusUnprocessableEntity, tt.fault, `role="alert"`)
			if tt.field != "name" {
				wants(t, a, http.StatusUnprocessableEntity, `value="Kim Poe"`) // as it was sent
			}
			if p.last(t).Outcome != operator.Refused {
				t.Errorf("%s %q: entry %+v", tt.field, tt.value, p.last(t))
			}
		}
		if len(p.people.list) != 4 || p.operator(t, "opr_clerk").Name != "Dana Clerk" || len(p.people.links) != 0 {
			t.Errorf("%s %q: something was changed", tt.field, tt.value)
		}
	}
}

func TestOtherRightsEndTheSessionsOfWhoeverGetsThem(t *testing.T) {
	t.Parallel()
	p := open(t)
	clerk, admin := p.As(operator.Clerk), p.As(operator.Admin)
	wants(t, clerk.Get("/admin/operators"), http.StatusForbidden)
	a := admin.Post("/admin/operators/opr_clerk", form("epoch", "0", "name", "Dana Clerk", "email", "clerk@meadow-finch.example", "role", "admin", "zone", ""))
	if a.Status != http.StatusSeeOther || a.Location != "/admin/operators/opr_clerk" {
		t.Fatalf("status %d to %s: %s", a.Status, a.Location, a.Body)
	}
	wants(t, admin.Get(a.Location), http.StatusOK, "Dana Clerk is now an admin who may neither publish texts nor send messages, and was signed out everywhere.")
	if a := clerk.Get("/admin/operators"); !toSignIn(a) {
		t.Errorf("the clerk is still signed in: %d", a.Status)
	}
	if e := p.last(t); e.Action != "operator.change" || e.Subject != "opr_clerk" || e.Detail["role"] != "admin" || e.Detail["send"] != "no" {
		t.Errorf("entry %+v", e)
	}
}

func TestAnotherNameSignsNobodyOut(t *testing.T) {
	t.Parallel()
	p := open(t)
	clerk := p.As(operator.Clerk)
	a := p.As(operator.Admin).Post("/admin/operators/opr_clerk", form("epoch", "0", "name", "Dee", "email", "dee@meadow-finch.example", "role", "clerk", "send", "yes", "zone", "UTC"))
	if a.Status != http.StatusSeeOther || p.operator(t, "opr_clerk").Name != "Dee" || p.operator(t, "opr_clerk").Email != "dee@meadow-finch.example" {
		t.Fatalf("status %d, %+v", a.Status, p.operator(t, "opr_clerk"))
	}
	wants(t, clerk.Get("/admin/operators"), http.StatusForbidden, "Dee")
	if e := p.last(t); strings.Contains(strings.Join(values(e.Detail), " "), "dee@") {
		t.Errorf("the audit log holds the address: %+v", e)
	}
}

func TestAFormThatIsOutOfDateChangesNothing(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	p.people.list[2].EndSessions()
	a := client.Post("/admin/operators/opr_clerk", form("epoch", "0", "name", "Dee", "email", "dee@meadow-finch.example", "role", "clerk"))
	wants(t, a, http.StatusUnprocessableEntity, "were changed while this page was open", `name="epoch" value="1"`)
	if p.operator(t, "opr_clerk").Name != "Dana Clerk" {
		t.Error("it was changed")
	}
}

func TestTheLastAdminCanNeitherDemoteNorDisableThemself(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	a := client.Post("/admin/operators/opr_admin", form("epoch", "0", "name", "Dana", "email", "admin@meadow-finch.example", "role", "viewer"))
	wants(t, a, http.StatusUnprocessableEntity, `id="role-fault">This is the last admin who may sign in.`)
	a = client.Post("/admin/operators/opr_admin/disable", nil)
	wants(t, a, http.StatusUnprocessableEntity, "This is the last admin who may sign in")
	if o := p.operator(t, "opr_admin"); !o.May(operator.Manage) || p.last(t).Outcome != operator.Refused {
		t.Errorf("%+v", o)
	}
	wants(t, client.Get("/admin/operators"), http.StatusOK)
}

func TestAnAdminWhoIsNotTheLastMayStepDownAndStaysSignedInHere(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.people.list[0].Allow(operator.Admin, true, true)
	here, elsewhere := p.As(operator.Admin), p.As(operator.Admin)
	a := here.Post("/admin/operators/opr_admin", form("epoch", "0", "name", "Dana", "email", "admin@meadow-finch.example", "role", "viewer"))
	if a.Status != http.StatusSeeOther || a.Location != "/admin/" {
		t.Fatalf("status %d to %s", a.Status, a.Location)
	}
	wants(t, here.Get("/admin/operators"), http.StatusForbidden)
	if a := elsewhere.Get("/admin/operators"); !toSignIn(a) {
		t.Errorf("still signed in elsewhere: %d", a.Status)
	}
}

func TestDisablingAsksFirstAndEndsTheSessions(t *testing.T) {
	t.Parallel()
	p := open(t)
	clerk, admin := p.As(operator.Clerk), p.As(operator.Admin)
	wants(t, admin.Get("/admin/operators/opr_clerk/disable"), http.StatusOK, "Disable Dana Clerk?", "signed out of every browser", "Links to choose a password stop working")
	if !p.operator(t, "opr_clerk").DisabledAt.IsZero() {
		t.Fatal("asking has disabled")
	}
	if a := admin.Post("/admin/operators/opr_clerk/disable", nil); a.Location != "/admin/operators" {
		t.Fatalf("status %d", a.Status)
	}
	wants(t, admin.Get("/admin/operators"), http.StatusOK, "Dana Clerk may not sign in any more")
	if a := clerk.Get("/admin/operators"); !toSignIn(a) {
		t.Errorf("still signed in: %d", a.Status)
	}
	wants(t, admin.Post("/admin/operators/opr_clerk/link", nil), http.StatusUnprocessableEntity, "Somebody who is disabled gets no link")
	if len(p.people.links) != 0 {
		t.Error("a link was made")
	}
	admin.Post("/admin/operators/opr_clerk/enable", nil)
	wants(t, admin.Get("/admin/operators/opr_clerk"), http.StatusOK, "Dana Clerk may sign in again.")
	if a := clerk.Get("/admin/operators"); !toSignIn(a) {
		t.Errorf("the old session came back: %d", a.Status)
	}
}

func TestAnAdminWhoDisablesThemselfIsSignedOut(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.people.list[0].Allow(operator.Admin, true, true)
	client := p.As(operator.Admin)
	wants(t, client.Get("/admin/operators/opr_admin/disable"), http.StatusOK, "This is you.")
	client.Post("/admin/operators/opr_admin/disable", nil)
	if a := client.Get("/admin/operators"); !toSignIn(a) {
		t.Errorf("still signed in: %d", a.Status)
	}
}

func TestSigningOutSomebodyEndsTheirSessionsAndNotOnesOwnHere(t *testing.T) {
	t.Parallel()
	p := open(t)
	clerk, here, elsewhere := p.As(operator.Clerk), p.As(operator.Admin), p.As(operator.Admin)
	here.Post("/admin/operators/opr_clerk/sign-out", nil)
	here.Post("/admin/operators/opr_admin/sign-out", nil)
	wants(t, here.Get("/admin/operators"), http.StatusOK, "You were signed out everywhere else.")
	for _, client := range []*frametest.Client{clerk, elsewhere} {
		if a := client.Get("/admin/operators"); !toSignIn(a) {
			t.Errorf("still signed in: %d", a.Status)
		}
	}
}

func TestWhoIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	client := open(t).As(operator.Admin)
	for _, path := range []string{"/admin/operators/opr_x", "/admin/operators/opr_x/disable", "/admin/keys/key_x/revoke"} {
		wants(t, client.Get(path), http.StatusNotFound)
	}
	for _, path := range []string{"", "/link", "/sign-out", "/disable", "/enable"} {
		wants(t, client.Post("/admin/operators/opr_x"+path, newcomer), http.StatusNotFound)
	}
	wants(t, client.Post("/admin/keys/key_x/revoke", nil), http.StatusNotFound)
}

// hostile is a name that would be markup.
const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`

func TestNamesAreShownAsTheyAreWrittenAndNeverRun(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	answers := []frametest.Answer{
		client.Post("/admin/operators/new", with(newcomer, "name", hostile)),
		client.Post("/admin/operators/new", url.Values{"name": {hostile}, "email": {hostile}, "zone": {hostile}, "role": {hostile}, "epoch": {hostile}}),
		client.Post("/admin/keys/new", form("name", hostile, "kind", "live", "scope", "accounts:read")),
		client.Post("/admin/keys/new", form("name", hostile, "kind", hostile, "until", hostile, "scope", hostile)),
	}
	id := p.people.list[4].ID
	p.record.before = []operator.Entry{{ID: "aud_1", At: frametest.Noon, OperatorID: id, Operator: hostile, Action: hostile, Subject: hostile, Source: hostile,
		Detail: map[string]string{hostile: hostile}}}
	for _, path := range []string{"/admin/operators", "/admin/operators/" + id, "/admin/operators/" + id + "/disable", "/admin/keys", "/admin/keys/key_1/revoke",
		"/admin/audit", "/admin/audit?operator=" + url.QueryEscape(hostile) + "&action=" + url.QueryEscape(hostile) + "&after=" + url.QueryEscape(hostile)} {
		answers = append(answers, client.Get(path))
	}
	for i, a := range answers {
		if a.Status >= 500 || a.Status == http.StatusNotFound {
			t.Errorf("answer %d: status %d", i, a.Status)
		}
		without(t, a, "<script>alert", "<img src=x", `"'>`)
	}
}
