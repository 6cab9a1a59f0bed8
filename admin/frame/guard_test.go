package frame_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

// from sends a POST of the admin's browser with the headers, and nothing that says where
// it comes from besides.
func from(t *testing.T, o *frametest.Office, c *frametest.Client, header map[string]string) frametest.Answer {
	t.Helper()
	r, err := http.NewRequest("POST", o.URL+"/admin/keys", strings.NewReader("name=x"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range header {
		r.Header.Set(name, value)
	}
	return c.Do(r)
}

func TestAChangeAskedForByAnotherSiteIsRefusedAndNotMade(t *testing.T) {
	for name, header := range map[string]map[string]string{
		"cross-site":           {"Sec-Fetch-Site": "cross-site"},
		"a sibling of ours":    {"Sec-Fetch-Site": "same-site"},
		"a foreign origin":     {"Origin": "https://evil.example"},
		"an origin of nobody":  {"Origin": "null"},
		"another port of ours": {"Origin": "http://127.0.0.1:1"},
	} {
		o := office(t)
		if a := from(t, o, o.As(operator.Admin), header); a.Status != http.StatusForbidden || !strings.Contains(a.Body, "another site") {
			t.Errorf("%s: status %d", name, a.Status)
		}
		if list := o.Audit.Entries(); len(list) != 0 {
			t.Errorf("%s: something was done: %+v", name, list)
		}
	}
}

func TestAChangeAskedForByThesePagesPasses(t *testing.T) {
	o := office(t)
	for name, header := range map[string]map[string]string{
		"by fetch metadata": {"Sec-Fetch-Site": "same-origin"},
		"by origin":         {"Origin": o.URL},
	} {
		if a := from(t, o, o.As(operator.Admin), header); a.Status != http.StatusSeeOther {
			t.Errorf("%s: status %d", name, a.Status)
		}
	}
}

func TestNobodyIsSignedInByAnotherSite(t *testing.T) {
	o := office(t)
	r, _ := http.NewRequest("POST", o.URL+"/admin/test-enter/opr_admin", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := o.As("").Do(r); a.Status != http.StatusForbidden || o.Sessions.Count() != 0 {
		t.Errorf("status %d, %d sessions", a.Status, o.Sessions.Count())
	}
}

func TestNoOtherSiteCanShowAPageInAFrame(t *testing.T) {
	for _, path := range []string{"/admin/", "/admin/nothing", "/admin"} {
		h := office(t).As(operator.Viewer).Get(path).Header
		if h.Get("X-Frame-Options") != "DENY" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s: %v", path, h)
		}
	}
}

var nonces = regexp.MustCompile(`'nonce-([A-Z2-7]{26})'`)

func TestEveryAnswerHasANonceOfItsOwnAndNothingUnsafe(t *testing.T) {
	c, seen := office(t).As(operator.Viewer), map[string]bool{}
	for _, path := range []string{"/admin/", "/admin/", "/admin/nothing"} {
		a := c.Get(path)
		policy := a.Header.Get("Content-Security-Policy")
		found := nonces.FindStringSubmatch(policy)
		if found == nil || seen[found[1]] || strings.Contains(policy, "unsafe") || !strings.HasPrefix(policy, "default-src 'none'") {
			t.Fatalf("%s: %s", path, policy)
		}
		if seen[found[1]] = true; !strings.Contains(a.Body, `nonce="`+found[1]+`"`) {
			t.Errorf("%s: the page does not bear its nonce", path)
		}
	}
}

var inline = regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|<script(?:[^>]*)>[^<]|<style`)

func TestNoPageNeedsWhatThePolicyForbids(t *testing.T) {
	if found := inline.FindString(office(t).As(operator.Admin).Get("/admin/").Body); found != "" {
		t.Errorf("found %q", found)
	}
}

func TestPagesAreKeptByNoCacheAndFoundByNoSearch(t *testing.T) {
	h := office(t).As(operator.Viewer).Get("/admin/").Header
	if !strings.Contains(h.Get("Cache-Control"), "no-store") || !strings.Contains(h.Get("X-Robots-Tag"), "noindex") || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%v", h)
	}
}

func TestOverHTTPSBrowsersAreToldToStayThere(t *testing.T) {
	for _, secure := range []bool{true, false} {
		o := frametest.OpenWith(t, func(cfg frame.Config, enter frame.Section) *frame.Frame {
			cfg.Secure = secure
			return frame.New(cfg, enter)
		})
		if told := o.As("").Get("/admin/").Header.Get("Strict-Transport-Security") != ""; told != secure {
			t.Errorf("secure %v: told %v", secure, told)
		}
	}
}

// hostile are names that somebody may have given a customer.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'-alert(1)-'`, `</title><script>alert(1)</script>`, "{{.Operator}}", "<b>bold</b>",
}

func TestWhatIsStoredRunsInNoPage(t *testing.T) {
	for _, name := range hostile {
		o := frametest.Open(t, frame.Section{Routes: []frame.Route{{Method: "GET", Path: "/{$}", Right: operator.See, Handle: func(v *frame.Visit) error {
			v.Say(name)
			return v.Show("message.html", frame.Page{Title: name, Data: name})
		}}}})
		o.Change("opr_viewer", func(p *operator.Operator) { p.Name = name })
		body := o.As(operator.Viewer).Get("/admin/").Body
		for _, bad := range []string{"<script>", "<img src=x", "<b>bold"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s came out as it was", name)
			}
		}
	}
}

func TestALinkThatWouldRunAScriptLeadsNowhere(t *testing.T) {
	o := frametest.Open(t, frame.Section{Views: views("hostile.html", `{{define "content"}}<a href="{{.Data}}">open</a>{{end}}`), Routes: []frame.Route{
		{Method: "GET", Path: "/{$}", Right: operator.See, Handle: func(v *frame.Visit) error {
			return v.Show("hostile.html", frame.Page{Title: "x", Data: "javascript:alert(1)"})
		}}}})
	if body := o.As(operator.Viewer).Get("/admin/").Body; strings.Contains(body, "javascript:") || !strings.Contains(body, ">open</a>") {
		t.Error(body)
	}
}

func TestAMailIsShownWhereItCanRunAndReachNothing(t *testing.T) {
	o := frametest.Open(t, frame.Section{Routes: []frame.Route{{Method: "GET", Path: "/mail", Right: operator.See, Handle: func(v *frame.Visit) error {
		return v.Mail(`<p style="color:red">Hello</p><script>alert(1)</script>`)
	}}}})
	a := o.As(operator.Viewer).Get("/admin/mail")
	policy := a.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "sandbox; default-src 'none'") || strings.Contains(policy, "script-src") || !strings.Contains(policy, "frame-ancestors 'self'") || strings.Contains(policy, "allow-") {
		t.Error(policy)
	}
}

func TestHeadIsAnsweredLikeGetWithoutThePage(t *testing.T) {
	o := office(t)
	for role, want := range map[operator.Role]int{operator.Viewer: http.StatusOK, "": http.StatusSeeOther} {
		r, _ := http.NewRequest("HEAD", o.URL+"/admin/", nil)
		if a := o.As(role).Do(r); a.Status != want || a.Body != "" {
			t.Errorf("%q: status %d, body %q", role, a.Status, a.Body)
		}
	}
}

func TestTheFirstPageIsFoundWithoutASlash(t *testing.T) {
	if a := office(t).As(operator.Viewer).Get("/admin"); a.Location != "/admin/" {
		t.Errorf("status %d to %q", a.Status, a.Location)
	}
}

func TestWhoeverIsSentToSignInCanComeBackToThePageTheyWanted(t *testing.T) {
	a := office(t).As("").Get("/admin/accounts?find=blue%20bottle")
	if want := "/admin/sign-in?to=" + url.QueryEscape("/admin/accounts?find=blue%20bottle"); a.Location != want {
		t.Errorf("to %s, want %s", a.Location, want)
	}
}

func TestAScriptOfAPageThatIsSignedOutLoadsSignInAsAWhole(t *testing.T) {
	o := office(t)
	r, _ := http.NewRequest("GET", o.URL+"/admin/accounts/part", nil)
	r.Header.Set("HX-Request", "true")
	r.Header.Set("HX-Current-URL", o.URL+"/admin/accounts?find=x")
	a := o.As("").Do(r)
	if want := "/admin/sign-in?to=" + url.QueryEscape("/admin/accounts?find=x"); a.Header.Get("HX-Redirect") != want || a.Status != http.StatusNoContent || a.Body != "" {
		t.Errorf("status %d, %v: %s", a.Status, a.Header, a.Body)
	}
}

func TestOnlyAddressesOfThesePagesAreGoneBackTo(t *testing.T) {
	for _, good := range []string{"/admin/", "/admin/accounts", "/admin/accounts/A%2F7?open=1&x=%5C", "/admin/accounts?find=https://x.example"} {
		if !frame.Local(good) {
			t.Errorf("%s is refused", good)
		}
	}
	for _, bad := range []string{"", "/", "admin/", "//evil.example", `/\evil.example`, `\\evil.example`, "https://evil.example/admin/", "javascript:alert(1)", "/admin", "/adminx/",
		"/admin/../..//evil.example", "/admin/..", `/admin/\evil.example`, "/admin/\t/evil", "/admin/\nSet-Cookie: x", " /admin/", "/admin//../../evil", "/admin/#x", "/admin/\u2028", "/p/token",
		"/admin/" + strings.Repeat("x", 3000)} {
		if frame.Local(bad) {
			t.Errorf("%q passes", bad)
		}
	}
}
