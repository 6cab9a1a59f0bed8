package frame_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

// views is a section's folder with one view.
func views(name, text string) frame.ViewFiles {
	return fstest.MapFS{name: {Data: []byte(text)}}
}

func nothing(*frame.Visit) error { return nil }

func TestARouteThatSaysTooLittleStopsTheStart(t *testing.T) {
	for fault, route := range map[string]frame.Route{
		"neither GET nor POST":    {Method: "PUT", Path: "/x", Right: operator.See, Handle: nothing},
		"does not begin with /":   {Method: "GET", Path: "x", Right: operator.See, Handle: nothing},
		"no handler":              {Method: "GET", Path: "/x", Right: operator.See},
		"changes something on":    {Method: "GET", Path: "/x", Right: operator.See, Action: "key.make", Handle: nothing},
		"not noun.verb":           {Method: "POST", Path: "/x", Right: operator.See, Action: "make key", Handle: nothing},
		"which right it asks for": {Method: "POST", Path: "/x", Handle: nothing},
		"open and asks":           {Method: "POST", Path: "/x", Right: operator.See, Open: true, Handle: nothing},
	} {
		if said := panics(route); !strings.Contains(said, fault) {
			t.Errorf("%s: %q", fault, said)
		}
	}
}

func panics(route frame.Route) (said string) {
	defer func() { said = fmt.Sprint(recover()) }()
	frame.New(frame.Config{}, frame.Section{Routes: []frame.Route{route}})
	return ""
}

func TestActionsAreNounsAndVerbs(t *testing.T) {
	for _, action := range []string{"key.create", "opt_out.record", "follow-up.accept"} {
		if said := panics(frame.Route{Method: "POST", Path: "/x", Right: operator.See, Action: action, Handle: nothing}); said != "<nil>" {
			t.Errorf("%s: %s", action, said)
		}
	}
}

func TestEveryRouteCanBeListed(t *testing.T) {
	got := office(t).Frame.Routes()
	want := []frame.Route{
		{Method: "GET", Path: "/{$}", Right: operator.See},
		{Method: "POST", Path: "/keys", Right: operator.Manage, Action: "key.create"},
		{Method: "POST", Path: "/test-enter/{id}", Open: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// guarded is a section with a page and a change for each right.
func guarded(done map[string]bool) (s frame.Section) {
	for _, right := range []operator.Right{operator.See, operator.Write, operator.Publish, operator.Work, operator.Send, operator.Manage} {
		for _, method := range []string{"GET", "POST"} {
			s.Routes = append(s.Routes, frame.Route{Method: method, Path: "/" + string(right), Right: right, Handle: func(v *frame.Visit) error {
				done[method+" "+string(right)+" "+string(v.Operator.Role)] = true
				return v.Go("/admin/")
			}})
		}
	}
	return s
}

func TestEveryRouteRefusesTheRolesThatLackItsRight(t *testing.T) {
	done := map[string]bool{}
	o := frametest.Open(t, guarded(done))
	for _, role := range operator.Roles() {
		person := frametest.Person(role, role == operator.Editor || role == operator.Admin, role == operator.Clerk || role == operator.Admin)
		c := o.As(role)
		for _, route := range o.Frame.Routes() {
			if route.Open {
				continue
			}
			status := c.Get("/admin" + route.Path).Status
			if route.Method == "POST" {
				status = c.Post("/admin"+route.Path, nil).Status
			}
			ran := done[route.Method+" "+string(route.Right)+" "+string(role)]
			if may := person.May(route.Right); ran != may || (status == http.StatusForbidden) == may {
				t.Errorf("%s, %s %s: status %d, ran %v, may %v", role, route.Method, route.Path, status, ran, may)
			}
		}
	}
}
