package admin_test

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

func TestAnOperatorWhomTheProviderKnowsByAVerifiedEmailIsLetInAndBound(t *testing.T) {
	i := newIssuer(t)
	h := open(t, i.set)
	c := h.As("")
	if a := i.through(t, c); a.Location != "/admin/" || c.Get("/admin/").Status != http.StatusOK {
		t.Fatalf("status %d: %s", a.Status, a.Body)
	}
	if got := h.book.byID["opr_clerk"].Subject; got != i.URL+" 1234" {
		t.Errorf("bound to %q", got)
	}
	if diff := cmp.Diff([]string{"session.begin opr_clerk about opr_clerk done"}, h.actions()); diff != "" {
		t.Error(diff)
	}
}

func TestWhoeverIsBoundIsKnownByTheSubjectWhateverTheEmail(t *testing.T) {
	i := newIssuer(t)
	h := open(t, i.set)
	h.book.change("opr_viewer", func(o *operator.Operator) { o.Subject = i.URL + " 1234" })
	c := h.As("")
	i.through(t, c)
	if a := c.Get("/admin/"); !strings.Contains(a.Body, "Dana Viewer") {
		t.Errorf("status %d: %s", a.Status, a.Body)
	}
}

func TestWhoTheProviderDoesNotVouchForIsNotLetIn(t *testing.T) {
	for name, claims := range map[string]map[string]any{
		"an email that is not verified":  {"email_verified": false},
		"verified as a word":             {"email_verified": "true"},
		"an email that nobody has":       {"email": "nobody@meadow-finch.example"},
		"the nonce of another sign-in":   {"nonce": "another"},
		"a token for another client":     {"aud": "another"},
		"a token of another issuer":      {"iss": "https://evil.example"},
		"a token that is too old":        {"exp": frametest.Noon.Add(-time.Minute).Unix()},
		"a token about nobody":           {"sub": ""},
		"the email of somebody bound":    {"email": "editor@meadow-finch.example"},
		"the email of somebody disabled": {"email": "viewer@meadow-finch.example"},
	} {
		i := newIssuer(t)
		h := open(t, i.set)
		h.book.change("opr_editor", func(o *operator.Operator) { o.Subject = i.URL + " 5678" })
		h.book.change("opr_viewer", func(o *operator.Operator) { o.DisabledAt = frametest.Noon })
		i.claims = claims
		c := h.As("")
		if a := i.through(t, c); a.Status < 400 || a.Status >= 500 || c.Get("/admin/").Status != http.StatusSeeOther {
			t.Errorf("%s: status %d", name, a.Status)
		}
		if list := h.Audit.Entries(); len(list) != 1 || list[0].Action != "session.refuse" || list[0].Outcome != operator.Refused {
			t.Errorf("%s: %+v", name, list)
		}
		if h.book.byID["opr_editor"].Subject != i.URL+" 5678" || h.book.byID["opr_viewer"].Subject != "" {
			t.Errorf("%s: somebody was bound", name)
		}
	}
}

func TestATokenThatSomebodyElseSignedLetsNobodyIn(t *testing.T) {
	i := newIssuer(t)
	i.key, _ = rsa.GenerateKey(rand.Reader, 2048)
	if a := i.through(t, open(t, i.set).As("")); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", a.Status)
	}
}

func TestWhatWasBegunInAnotherBrowserLetsNobodyIn(t *testing.T) {
	i := newIssuer(t)
	h := open(t, i.set)
	state := i.begin(t, h.As(""), "/admin/sign-in/provider")
	back := "/admin/sign-in/provider/back?code=the+code&state=" + url.QueryEscape(state)
	if a := h.As("").Get(back); a.Status != http.StatusUnprocessableEntity || len(h.Audit.Entries()) != 0 {
		t.Errorf("status %d", a.Status)
	}
}

func TestAStateIsTakenOnceAndForTenMinutes(t *testing.T) {
	i := newIssuer(t)
	h := open(t, i.set)
	c := h.As("")
	i.through(t, c)
	c.Post("/admin/sign-out", nil)
	back := "/admin/sign-in/provider/back?code=the+code&state=" + url.QueryEscape(i.asked.Get("state"))
	if a := c.Get(back); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a second time: status %d", a.Status)
	}
	state := i.begin(t, c, "/admin/sign-in/provider")
	h.Wait(10 * time.Minute)
	if a := c.Get("/admin/sign-in/provider/back?code=the+code&state=" + url.QueryEscape(state)); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("too late: status %d", a.Status)
	}
}

func TestTheCodeIsUselessWithoutTheVerifier(t *testing.T) {
	i := newIssuer(t)
	h := open(t, i.set)
	c := h.As("")
	state := i.begin(t, c, "/admin/sign-in/provider")
	i.asked.Set("code_challenge", "of somebody else")
	a := c.Get("/admin/sign-in/provider/back?code=the+code&state=" + url.QueryEscape(state))
	if a.Status != http.StatusUnprocessableEntity || strings.Contains(h.Log.String(), "customers") {
		t.Errorf("status %d, log %s", a.Status, h.Log)
	}
}

func TestWhoeverSignsInByTheProviderComesToThePageTheyWanted(t *testing.T) {
	i := newIssuer(t)
	c := open(t, i.set).As("")
	page := c.Get("/admin/sign-in?to=/admin/queue")
	if !strings.Contains(page.Body, `href="/admin/sign-in/provider?to=%2fadmin%2fqueue"`) && !strings.Contains(page.Body, `href="/admin/sign-in/provider?to=%2Fadmin%2Fqueue"`) {
		t.Fatal(page.Body)
	}
	state := i.begin(t, c, "/admin/sign-in/provider?to=%2Fadmin%2Fqueue")
	if a := c.Get("/admin/sign-in/provider/back?code=the+code&state=" + url.QueryEscape(state)); a.Location != "/admin/queue" {
		t.Errorf("to %q", a.Location)
	}
}

func TestThePagesWorkWhileTheProviderIsAwayAndAskItAgainLater(t *testing.T) {
	i := newIssuer(t)
	i.away = true
	h := open(t, i.set)
	a := h.As("").Get("/admin/sign-in/provider")
	if a.Status != http.StatusBadGateway || !strings.Contains(a.Body, "Finch ID does not answer at the moment") || strings.Contains(h.Log.String(), "customers") {
		t.Errorf("status %d, log %s", a.Status, h.Log)
	}
	i.away = false
	if a := i.through(t, h.As("")); a.Location != "/admin/" {
		t.Errorf("later: status %d to %q", a.Status, a.Location)
	}
}

func TestWhoeverGivesUpAtTheProviderIsBackAtSignIn(t *testing.T) {
	i := newIssuer(t)
	c := open(t, i.set).As("")
	state := i.begin(t, c, "/admin/sign-in/provider")
	a := c.Get("/admin/sign-in/provider/back?error=access_denied&state=" + url.QueryEscape(state))
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "You were not signed in by Finch ID") {
		t.Errorf("status %d", a.Status)
	}
}

func TestAFirstPasswordCanBeChosenAfterTheProviderHasSaidWhoItIs(t *testing.T) {
	i := newIssuer(t)
	h := open(t, i.set)
	h.book.change("opr_clerk", func(o *operator.Operator) { o.Password = operator.Operator{}.Password })
	c := h.As("")
	i.through(t, c)
	if a := c.Post("/admin/you/password", passwords("", "seven green apples fall", "seven green apples fall")); a.Location != "/admin/you" {
		t.Errorf("status %d: %s", a.Status, a.Body)
	}
}

func TestWithoutAProviderNothingLeadsToOne(t *testing.T) {
	h := open(t)
	if page := h.As("").Get("/admin/sign-in"); strings.Contains(page.Body, "provider") {
		t.Error(page.Body)
	}
	if a := h.As(operator.Viewer).Get("/admin/sign-in/provider"); a.Status != http.StatusNotFound {
		t.Errorf("status %d", a.Status)
	}
}
