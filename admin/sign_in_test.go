package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/operator"
)

func TestTheRightPasswordOpensThePages(t *testing.T) {
	h := open(t)
	c, a := h.try(" Admin@Meadow-Finch.example ", rightPassword)
	if a.Status != http.StatusSeeOther || a.Location != "/admin/" {
		t.Fatalf("status %d to %q", a.Status, a.Location)
	}
	if page := c.Get("/admin/"); page.Status != http.StatusOK || !strings.Contains(page.Body, "All is well.") {
		t.Errorf("status %d", page.Status)
	}
	if diff := cmp.Diff([]string{"session.begin opr_admin about opr_admin done"}, h.actions()); diff != "" {
		t.Error(diff)
	}
	if at := h.book.byID["opr_admin"].SignedInAt; !at.Equal(frametest.Noon) {
		t.Errorf("signed in at %v", at)
	}
}

func TestEveryFailureIsToldInTheSameWords(t *testing.T) {
	h := open(t)
	h.book.change("opr_clerk", func(o *operator.Operator) { o.DisabledAt = frametest.Noon })
	h.book.change("opr_viewer", func(o *operator.Operator) { o.Password = secret.String{} })
	words := map[string][]string{}
	for name, try := range map[string][2]string{
		"a wrong password": {adminEmail, "wrong"}, "no password": {adminEmail, ""}, "nobody's email": {"nobody@meadow-finch.example", rightPassword},
		"a disabled operator": {"clerk@meadow-finch.example", rightPassword}, "one without a password": {"viewer@meadow-finch.example", ""},
	} {
		_, a := h.try(try[0], try[1])
		said := strings.ReplaceAll(a.Body, try[0], "EMAIL")
		key := fmt.Sprint(a.Status, nonceless(said))
		words[key] = append(words[key], name)
	}
	if len(words) != 1 {
		t.Errorf("failures differ: %v", words)
	}
}

// nonceless is a page without what is new in every answer.
func nonceless(page string) string {
	at := strings.Index(page, `nonce="`)
	return strings.ReplaceAll(page, page[at+7:at+33], "NONCE")
}

func TestFailuresAreInTheAuditLogWithoutWhatWasTyped(t *testing.T) {
	h := open(t)
	h.try(adminEmail, "wrong")
	h.try("my secret in the wrong field", "wrong")
	if diff := cmp.Diff([]string{"session.refuse  about opr_admin refused", "session.refuse  about refused"}, h.actions()); diff != "" {
		t.Error(diff)
	}
	if text := fmt.Sprint(h.Audit.Entries(), h.Log); strings.Contains(text, "my secret") {
		t.Error(text)
	}
}

func TestAnEmailThatNobodyHasTakesAsLong(t *testing.T) {
	h := open(t)
	real, err := operator.HashPassword(t.Context(), rightPassword)
	if err != nil {
		t.Fatal(err)
	}
	h.book.change("opr_admin", func(o *operator.Operator) { o.Password = real })
	quickest := func(email string) time.Duration {
		best := time.Hour
		for range 2 {
			start := time.Now()
			h.try(email, "wrong")
			best = min(best, time.Since(start))
		}
		return best
	}
	known, unknown := quickest(adminEmail), quickest("nobody@meadow-finch.example")
	if unknown < known/4 { // without the hash it would be a hundredth
		t.Errorf("%v for an operator's, %v for nobody's", known, unknown)
	}
}

func TestPasswordsCannotBeTriedWithoutEndForOneOperator(t *testing.T) {
	h := open(t)
	refused := 0
	for range 14 {
		if _, a := h.try(adminEmail, ""); a.Status == http.StatusTooManyRequests && a.Header.Get("Retry-After") != "" {
			refused++
		}
	}
	if refused != 4 {
		t.Errorf("%d of 14 were held back, want 4", refused)
	}
	h.Wait(time.Minute)
	if _, a := h.try(adminEmail, rightPassword); a.Status != http.StatusSeeOther {
		t.Errorf("a minute later: status %d", a.Status)
	}
}

func TestWhoeverSignsInComesToThePageTheyWanted(t *testing.T) {
	h := open(t)
	page := h.As("").Get("/admin/sign-in?to=" + url.QueryEscape("/admin/accounts?find=x"))
	if !strings.Contains(page.Body, `name="to" value="/admin/accounts?find=x"`) {
		t.Fatal(page.Body)
	}
	a := h.As("").Post("/admin/sign-in", url.Values{"email": {adminEmail}, "password": {rightPassword}, "to": {"/admin/accounts?find=x"}})
	if a.Location != "/admin/accounts?find=x" {
		t.Errorf("to %q", a.Location)
	}
}

func TestSigningInLeadsToNoOtherSite(t *testing.T) {
	h := open(t)
	for _, to := range []string{"//evil.example", `/\evil.example`, "https://evil.example/admin/", "/admin/../..//evil.example"} {
		a := h.As("").Post("/admin/sign-in", url.Values{"email": {adminEmail}, "password": {rightPassword}, "to": {to}})
		if a.Location != "/admin/" {
			t.Errorf("%s: to %q", to, a.Location)
		}
	}
	if a := h.As(operator.Viewer).Get("/admin/sign-in?to=//evil.example"); a.Location != "/admin/" {
		t.Errorf("when signed in already: to %q", a.Location)
	}
}

func TestSigningOutIsInTheAuditLogAndEndsTheSession(t *testing.T) {
	h := open(t)
	c := h.As(operator.Viewer)
	a := c.Post("/admin/sign-out", nil)
	if a.Location != "/admin/sign-in" || c.Get("/admin/").Status != http.StatusSeeOther {
		t.Errorf("status %d to %q", a.Status, a.Location)
	}
	if diff := cmp.Diff([]string{"session.end opr_viewer about opr_viewer done"}, h.actions()); diff != "" {
		t.Error(diff)
	}
	if page := c.Get("/admin/sign-in"); !strings.Contains(page.Body, "You are signed out.") {
		t.Error("nothing says so")
	}
}

func TestFailuresFillNoStoreOfSessions(t *testing.T) {
	h := open(t)
	h.try(adminEmail, "wrong")
	h.As("").Get("/admin/sign-in")
	if n := h.Sessions.Count(); n != 0 {
		t.Errorf("%d sessions are kept", n)
	}
}
