package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

// link makes a link for an operator and returns its address.
func (h house) link(id string) string {
	text, hash := operator.NewSecret()
	h.book.mu.Lock()
	defer h.book.mu.Unlock()
	h.book.links[hash] = operator.Link{Hash: hash, OperatorID: id, ExpiresAt: frametest.Noon.Add(time.Hour)}
	return "/admin/link/" + text
}

func TestOpeningALinkUsesNothingUp(t *testing.T) {
	h := open(t)
	link, c := h.link("opr_clerk"), h.As("")
	for range 3 {
		if a := c.Get(link); a.Status != http.StatusOK || !strings.Contains(a.Body, "Welcome, Dana Clerk") || !strings.Contains(a.Body, "clerk@meadow-finch.example") {
			t.Fatalf("status %d", a.Status)
		}
	}
	if len(h.book.links) != 1 || h.Sessions.Count() != 0 || len(h.actions()) != 0 {
		t.Error("opening it did something")
	}
}

func TestALinkLetsInOnceAndAsksForAPassword(t *testing.T) {
	h := open(t)
	link, c := h.link("opr_clerk"), h.As("")
	if a := c.Post(link, nil); a.Location != "/admin/you/password" {
		t.Fatalf("status %d to %q", a.Status, a.Location)
	}
	if page := c.Get("/admin/you/password"); page.Status != http.StatusOK || strings.Contains(page.Body, "Present password") {
		t.Errorf("status %d", page.Status)
	}
	if a := h.As("").Post(link, nil); a.Status != http.StatusGone {
		t.Errorf("a second time: status %d", a.Status)
	}
	if diff := cmp.Diff([]string{"session.begin opr_clerk about opr_clerk done"}, h.actions()); diff != "" {
		t.Error(diff)
	}
}

func TestAPasswordIsChosenAfterALinkWithoutThePresentOne(t *testing.T) {
	h := open(t)
	c := h.As("")
	c.Post(h.link("opr_clerk"), nil)
	form := url.Values{"new": {"seven green apples fall"}, "again": {"seven green apples fall"}}
	if a := c.Post("/admin/you/password", form); a.Location != "/admin/" {
		t.Fatalf("status %d: %s", a.Status, a.Body)
	}
	if ok, err := operator.PasswordMatches(t.Context(), h.book.byID["opr_clerk"].Password, "seven green apples fall"); err != nil || !ok {
		t.Errorf("it does not let in: %v", err)
	}
}

func TestHalfAnHourAfterALinkThePresentPasswordIsAskedForAgain(t *testing.T) {
	h := open(t)
	c := h.As("")
	c.Post(h.link("opr_clerk"), nil)
	h.Wait(30 * time.Minute)
	form := url.Values{"new": {"seven green apples fall"}, "again": {"seven green apples fall"}}
	if a := c.Post("/admin/you/password", form); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Present password") {
		t.Errorf("status %d", a.Status)
	}
}

func TestALinkThatIsTooOldUnknownOrForSomebodyDisabledIsToldClearly(t *testing.T) {
	h := open(t)
	old, disabled := h.link("opr_clerk"), h.link("opr_viewer")
	h.book.change("opr_viewer", func(o *operator.Operator) { o.DisabledAt = frametest.Noon })
	for name, path := range map[string]string{"disabled": disabled, "unknown": "/admin/link/xyz"} {
		if a := h.As("").Get(path); a.Status != http.StatusGone || !strings.Contains(a.Body, "does not work any more") {
			t.Errorf("%s: status %d", name, a.Status)
		}
		if a := h.As("").Post(path, nil); a.Status != http.StatusGone || a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: status %d", name, a.Status)
		}
	}
	h.Wait(time.Hour)
	if a := h.As("").Post(old, nil); a.Status != http.StatusGone {
		t.Errorf("too old: status %d", a.Status)
	}
}

func TestLinksCannotBeGuessedWithoutEnd(t *testing.T) {
	h := open(t)
	last := 0
	for range 31 {
		last = h.As("").Get("/admin/link/guess").Status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("status %d", last)
	}
}

func TestALinkSaysWhoElseIsSignedIn(t *testing.T) {
	h := open(t)
	if a := h.As(operator.Viewer).Get(h.link("opr_clerk")); !strings.Contains(a.Body, "You are signed in as Dana Viewer") {
		t.Error(a.Body)
	}
}
