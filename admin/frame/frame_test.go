package frame_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

func office(t *testing.T) *frametest.Office {
	return frametest.Open(t, frame.Section{Routes: []frame.Route{
		{Method: "GET", Path: "/{$}", Right: operator.See, Handle: func(v *frame.Visit) error {
			return v.Show("message.html", frame.Page{Title: "Today", Nav: "today", Data: "<b>all is well</b>"})
		}},
		{Method: "POST", Path: "/keys", Right: operator.Manage, Action: "key.create", Handle: func(v *frame.Visit) error {
			v.Subject("billing")
			v.Say("The key was made.")
			return v.Go("/admin/")
		}},
	}})
}

func TestWhoIsNotSignedInIsSentToSignIn(t *testing.T) {
	a := office(t).As("").Get("/admin/")
	if a.Status != http.StatusSeeOther || a.Location != "/admin/sign-in" {
		t.Errorf("status %d to %s", a.Status, a.Location)
	}
}

func TestAPageShowsWhoIsSignedInAndEscapesWhatItShows(t *testing.T) {
	a := office(t).As(operator.Viewer).Get("/admin/")
	if a.Status != http.StatusOK || !strings.Contains(a.Body, "Dana Viewer") || !strings.Contains(a.Body, "&lt;b&gt;all") {
		t.Errorf("status %d: %s", a.Status, a.Body)
	}
}

func TestAChangeIsRecordedBeforeItIsMade(t *testing.T) {
	o := office(t)
	if a := o.As(operator.Admin).Post("/admin/keys", url.Values{}); a.Status != http.StatusSeeOther {
		t.Fatalf("status %d", a.Status)
	}
	list := o.Audit.Entries()
	if len(list) != 1 || list[0].Action != "key.create" || list[0].Subject != "billing" || list[0].Outcome != operator.Done {
		t.Errorf("audit log %+v", list)
	}
}

func TestARoleThatMayNotIsRefusedAndThatIsRecorded(t *testing.T) {
	o := office(t)
	if a := o.As(operator.Clerk).Post("/admin/keys", url.Values{}); a.Status != http.StatusForbidden {
		t.Fatalf("status %d", a.Status)
	}
	if list := o.Audit.Entries(); len(list) != 1 || list[0].Outcome != operator.Refused {
		t.Errorf("audit log %+v", list)
	}
}
