package frame_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

// with is a browser that brings the session's token along and nothing else.
func with(t *testing.T, o *frametest.Office, token, method, path string) frametest.Answer {
	t.Helper()
	r, err := http.NewRequest(method, o.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "goodterms", Value: token})
	return o.As("").Do(r)
}

func tokenOf(a frametest.Answer) string {
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.Name == "goodterms" {
			return c.Value
		}
	}
	return ""
}

func TestATokenThatTheServerDidNotMakeIsNotTaken(t *testing.T) {
	o := office(t)
	planted := strings.Repeat("A", 43)
	a := with(t, o, planted, "POST", "/admin/test-enter/opr_admin")
	if token := tokenOf(a); token == "" || token == planted {
		t.Errorf("the session after signing in has the token %q", token)
	}
	if a := with(t, o, planted, "GET", "/admin/"); a.Status != http.StatusSeeOther {
		t.Errorf("the planted token opens a page: status %d", a.Status)
	}
}

func TestTheTokenChangesAtSignInAndTheOldOneIsWorthNothing(t *testing.T) {
	o := office(t)
	before := tokenOf(with(t, o, "", "POST", "/admin/test-enter/opr_viewer"))
	after := tokenOf(with(t, o, before, "POST", "/admin/test-enter/opr_admin"))
	if after == "" || after == before {
		t.Fatalf("the token stayed %q", after)
	}
	if a := with(t, o, before, "GET", "/admin/"); a.Status != http.StatusSeeOther {
		t.Errorf("the old token still opens a page: status %d", a.Status)
	}
}

func TestNothingOfASessionOutlivesASignIn(t *testing.T) {
	var kept string
	o := frametest.Open(t, frame.Section{Routes: []frame.Route{
		{Method: "POST", Path: "/keep", Right: operator.See, Handle: func(v *frame.Visit) error { v.Keep("code", "271828"); return v.Go("/admin/") }},
		{Method: "POST", Path: "/kept", Right: operator.See, Handle: func(v *frame.Visit) error { kept = v.Kept("code"); return v.Go("/admin/") }},
	}})
	c := o.As(operator.Viewer)
	c.Post("/admin/keep", nil)
	c.Post("/admin/kept", nil)
	if kept != "271828" {
		t.Fatalf("kept %q", kept)
	}
	c.Post("/admin/test-enter/opr_admin", nil)
	if c.Post("/admin/kept", nil); kept != "" {
		t.Errorf("the next operator got %q", kept)
	}
}

func TestAPageCannotMakeSomebodyAnotherOperatorByWhatItKeeps(t *testing.T) {
	o := frametest.Open(t, frame.Section{Routes: []frame.Route{
		{Method: "POST", Path: "/keep", Right: operator.See, Handle: func(v *frame.Visit) error { v.Keep("operator", "opr_admin"); return v.Go("/admin/") }},
		{Method: "GET", Path: "/{$}", Right: operator.See, Handle: who},
	}})
	c := o.As(operator.Viewer)
	c.Post("/admin/keep", nil)
	if a := c.Get("/admin/"); !strings.Contains(a.Body, "it is opr_viewer") {
		t.Errorf("status %d: %s", a.Status, a.Body)
	}
}

func who(v *frame.Visit) error {
	return v.Show("message.html", frame.Page{Title: "Who", Data: "it is " + v.Operator.ID})
}

func TestSigningOutEndsTheSessionOnTheServer(t *testing.T) {
	o := leaving(t)
	token := tokenOf(with(t, o, "", "POST", "/admin/test-enter/opr_viewer"))
	with(t, o, token, "POST", "/admin/leave")
	if o.Sessions.Count() != 0 {
		t.Errorf("%d sessions are kept", o.Sessions.Count())
	}
	if a := with(t, o, token, "GET", "/admin/"); a.Status != http.StatusSeeOther {
		t.Errorf("the token still opens a page: status %d", a.Status)
	}
}

func leaving(t *testing.T, more ...frame.Route) *frametest.Office {
	routes := append(more,
		frame.Route{Method: "GET", Path: "/{$}", Right: operator.See, Handle: who},
		frame.Route{Method: "POST", Path: "/leave", Right: operator.See, Handle: func(v *frame.Visit) error {
			return errors.Join(v.SignOut(), v.Go("/admin/sign-in"))
		}})
	return frametest.Open(t, frame.Section{Routes: routes})
}

func TestAnAnswerUnderWayDoesNotBringBackASessionThatHasEnded(t *testing.T) {
	begun, left := make(chan bool), make(chan bool)
	o := leaving(t, frame.Route{Method: "POST", Path: "/slow", Right: operator.See, Handle: func(v *frame.Visit) error {
		close(begun)
		<-left
		v.Say("That took a while.")
		return v.Go("/admin/")
	}})
	token := tokenOf(with(t, o, "", "POST", "/admin/test-enter/opr_viewer"))
	go func() { <-begun; with(t, o, token, "POST", "/admin/leave"); close(left) }()
	with(t, o, token, "POST", "/admin/slow")
	if o.Sessions.Count() != 0 {
		t.Errorf("%d sessions are kept", o.Sessions.Count())
	}
}

func TestWhoeverIsDisabledIsSignedOutAtOnce(t *testing.T) {
	o := office(t)
	c := o.As(operator.Admin)
	o.Change("opr_admin", func(p *operator.Operator) { p.DisabledAt = frametest.Noon })
	if a := c.Get("/admin/"); a.Status != http.StatusSeeOther {
		t.Errorf("status %d", a.Status)
	}
	if o.Sessions.Count() != 0 {
		t.Error("the session is kept")
	}
}

func TestWhatRaisesTheEpochEndsEverySession(t *testing.T) {
	o := office(t)
	one, two := o.As(operator.Clerk), o.As(operator.Clerk)
	o.Change("opr_clerk", func(p *operator.Operator) { p.Epoch++ })
	if a, b := one.Get("/admin/"), two.Get("/admin/"); a.Status != http.StatusSeeOther || b.Status != http.StatusSeeOther {
		t.Errorf("status %d and %d", a.Status, b.Status)
	}
}

func TestARightThatIsTakenAwayIsGoneAtOnce(t *testing.T) {
	o := office(t)
	c := o.As(operator.Admin)
	o.Change("opr_admin", func(p *operator.Operator) { p.Role = operator.Viewer })
	if a := c.Post("/admin/keys", nil); a.Status != http.StatusForbidden {
		t.Errorf("status %d", a.Status)
	}
}

func TestWhoeverIsAwayForTwoHoursIsSignedOut(t *testing.T) {
	o := office(t)
	c := o.As(operator.Viewer)
	o.Wait(2 * time.Hour)
	if a := c.Get("/admin/"); a.Status != http.StatusSeeOther {
		t.Errorf("status %d", a.Status)
	}
}

func TestWhoeverWorksStaysSignedInForTwelveHoursAndNoLonger(t *testing.T) {
	o := office(t)
	c := o.As(operator.Viewer)
	for range 7 {
		o.Wait(100 * time.Minute)
		if a := c.Get("/admin/"); a.Status != http.StatusOK {
			t.Fatalf("status %d", a.Status)
		}
	}
	o.Wait(20 * time.Minute)
	if a := c.Get("/admin/"); a.Status != http.StatusSeeOther {
		t.Errorf("after twelve hours: status %d", a.Status)
	}
}

func TestAskingWithoutBeingSignedInFillsNoStore(t *testing.T) {
	o := office(t)
	for range 5 {
		o.As("").Get("/admin/accounts?find=x")
		o.As("").Post("/admin/keys", url.Values{"name": {"x"}})
	}
	if o.Sessions.Count() != 0 {
		t.Errorf("%d sessions are kept", o.Sessions.Count())
	}
}

func TestASessionThatCannotBeKeptIsAFaultAndNotAPromise(t *testing.T) {
	o := office(t)
	c := o.As(operator.Admin)
	o.Sessions.Fail(errors.New("the disk is full"))
	a := c.Post("/admin/keys", nil)
	if a.Status != http.StatusInternalServerError || a.Location != "" || !strings.Contains(o.Log.String(), "a session could not be kept") {
		t.Errorf("status %d to %q, log %s", a.Status, a.Location, o.Log)
	}
}

func TestTheCookieIsForThisHostOverHTTPSAndForNoScript(t *testing.T) {
	o := frametest.OpenWith(t, func(cfg frame.Config, enter frame.Section) *frame.Frame {
		cfg.Secure = true
		return frame.New(cfg, enter)
	})
	c := o.As("").Post("/admin/test-enter/opr_admin", nil).Header.Get("Set-Cookie")
	for _, want := range []string{"__Host-goodterms=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(c, want) {
			t.Errorf("%s is missing in %s", want, c)
		}
	}
	if strings.Contains(c, "Domain") {
		t.Errorf("it is for other hosts, too: %s", c)
	}
}
