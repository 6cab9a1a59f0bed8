package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/store"
)

// newDesk is a database on which commands are run.
func newDesk(t *testing.T) (environ []string, url string) {
	t.Helper()
	url = "sqlite://" + filepath.Join(t.TempDir(), "operators.db")
	return []string{"GOODTERMS_DATABASE=" + url, "GOODTERMS_PUBLIC_URL=https://pay.meadow-finch.example"}, url
}

func openDesk(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// linkWorks runs a command that must succeed and returns what it printed.
func linkWorks(t *testing.T, environ []string, args ...string) string {
	t.Helper()
	code, out, problems := command(t, environ, args...)
	if code != 0 {
		t.Fatalf("%v: exit %d, %s", args[:2], code, problems)
	}
	return out
}

var linkLine = regexp.MustCompile(`^https://pay\.meadow-finch\.example/admin/link/([a-z2-7]{26})\n$`)

// secretIn is the secret of the link that stands alone in the output.
func secretIn(t *testing.T, out string) string {
	t.Helper()
	found := linkLine.FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("no link alone on a line in %d characters", len(out))
	}
	return found[1]
}

func TestTheFirstAdminIsMadeByACommandAndGetsInByItsLinkOnce(t *testing.T) {
	t.Parallel()
	environ, url := newDesk(t)
	secret := secretIn(t, linkWorks(t, environ, "operators", "create", "--email", "Dana@Meadow-Finch.example", "--name", "Dana Finch", "--role", "admin", "--zone", "Europe/Berlin"))
	s := openDesk(t, url)
	o, err := s.UseLink(t.Context(), time.Now(), operator.HashSecret(secret))
	if err != nil || o.Email != "dana@meadow-finch.example" || o.Name != "Dana Finch" || o.Zone != "Europe/Berlin" {
		t.Fatalf("%v, %+v", err, o)
	}
	for _, right := range []operator.Right{operator.Manage, operator.Publish, operator.Send} {
		if !o.May(right) {
			t.Errorf("she may not %s", right)
		}
	}
	if _, err := s.UseLink(t.Context(), time.Now(), operator.HashSecret(secret)); err == nil {
		t.Error("the link works twice")
	}
	if !o.EmailProven.IsZero() {
		t.Error("a link that was printed proves an address")
	}
}

func TestRightsOfAnOperatorAreAsTheFlagsSay(t *testing.T) {
	t.Parallel()
	environ, url := newDesk(t)
	for email, flags := range map[string][]string{
		"a@x.example": {"admin"}, "b@x.example": {"admin", "--publish=false"}, "c@x.example": {"admin", "--no-publish", "--no-send"},
		"d@x.example": {"editor"}, "e@x.example": {"editor", "--publish"}, "f@x.example": {"clerk", "--send"}, "g@x.example": {"viewer"},
	} {
		linkWorks(t, environ, append([]string{"operators", "create", "--email", email, "--name", "Dana", "--role"}, flags...)...)
	}
	list, err := openDesk(t, url).ListOperators(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a": "publish send", "b": "send", "c": "", "d": "", "e": "publish", "f": "send", "g": ""}
	for _, o := range list {
		var may []string
		for _, right := range []operator.Right{operator.Publish, operator.Send} {
			if o.May(right) {
				may = append(may, string(right))
			}
		}
		if got := strings.Join(may, " "); got != want[o.Email[:1]] {
			t.Errorf("%s, a %s: may %q, want %q", o.Email, o.Role, got, want[o.Email[:1]])
		}
	}
}

func TestWithoutAPublicAddressTheLinkIsAPath(t *testing.T) {
	t.Parallel()
	environ, _ := newDesk(t)
	out := linkWorks(t, environ[:1], "operators", "create", "--email", "a@x.example", "--name", "Dana", "--role", "viewer")
	if !regexp.MustCompile(`^/admin/link/[a-z2-7]{26}\n$`).MatchString(out) {
		t.Errorf("printed %d characters", len(out))
	}
}

func TestANewLinkTakesThePlaceOfTheOld(t *testing.T) {
	t.Parallel()
	environ, url := newDesk(t)
	old := secretIn(t, linkWorks(t, environ, "operators", "create", "--email", "a@x.example", "--name", "Dana", "--role", "viewer"))
	fresh := secretIn(t, linkWorks(t, environ, "operators", "link", "A@x.example"))
	s := openDesk(t, url)
	if _, err := s.FindLink(t.Context(), time.Now(), operator.HashSecret(old)); err == nil {
		t.Error("the old one works")
	}
	if _, err := s.FindLink(t.Context(), time.Now(), operator.HashSecret(fresh)); err != nil {
		t.Error("the new one does not:", err)
	}
}

func TestWhoIsDisabledIsSignedOutAndGetsNoLink(t *testing.T) {
	t.Parallel()
	environ, url := newDesk(t)
	linkWorks(t, environ, "operators", "create", "--email", "a@x.example", "--name", "Dana", "--role", "admin")
	linkWorks(t, environ, "operators", "create", "--email", "b@x.example", "--name", "Kim", "--role", "admin")
	linkWorks(t, environ, "operators", "disable", "b@x.example")
	o, err := openDesk(t, url).FindOperatorByEmail(t.Context(), "b@x.example")
	if err != nil || o.DisabledAt.IsZero() || o.Epoch == 0 {
		t.Errorf("%v, epoch %d", err, o.Epoch)
	}
	if list := linkWorks(t, environ, "operators", "list"); strings.Count(list, "disabled") != 1 || strings.Count(list, "\n") != 3 {
		t.Errorf("the list:\n%s", list)
	}
	for _, args := range [][]string{{"operators", "link", "b@x.example"}, {"operators", "disable", "a@x.example"}} {
		if code, out, problems := command(t, environ, args...); code == 0 || out != "" || problems == "" {
			t.Errorf("%v: exit %d, %s", args, code, problems)
		}
	}
}

func TestWhatIsNotRightIsNamedByItsFlag(t *testing.T) {
	t.Parallel()
	environ, url := newDesk(t)
	create := func(email, name, role, zone string) []string {
		return []string{"operators", "create", "--email", email, "--name", name, "--role", role, "--zone", zone}
	}
	linkWorks(t, environ, create("a@x.example", "Dana", "admin", "")...)
	for want, args := range map[string][]string{
		"--email":             create("nobody", "Dana", "admin", ""),
		"--name":              create("b@x.example", " ", "admin", ""),
		"--role":              create("b@x.example", "Dana", "owner", ""),
		"--zone":              create("b@x.example", "Dana", "admin", "Mars/Olympus"),
		"exists already":      create("A@X.example", "Dana", "admin", ""),
		"no such operator":    {"operators", "link", "c@x.example"},
		"no such operator ":   {"operators", "disable", "c@x.example"},
		"EMAIL is not one":    {"operators", "disable", "c"},
		"--role=STRING":       {"operators", "create", "--email", "b@x.example"},
		"one of \"viewer\"":   create("b@x.example", "Dana", "", ""),
		"--email is not one ": create("Dana <b@x.example>", "Dana", "admin", ""),
	} {
		if code, _, problems := command(t, environ, args...); code == 0 || !strings.Contains(problems, strings.TrimSpace(want)) {
			t.Errorf("%v: exit %d, %s", args, code, problems)
		}
	}
	if list, err := openDesk(t, url).ListOperators(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%d operators, %v", len(list), err)
	}
}

func TestWhatTheCommandLineChangesStandsInTheAuditLog(t *testing.T) {
	t.Parallel()
	environ, url := newDesk(t)
	out := linkWorks(t, environ, "operators", "create", "--email", "a@x.example", "--name", "Dana", "--role", "admin")
	linkWorks(t, environ, "operators", "link", "a@x.example")
	command(t, environ, "operators", "disable", "a@x.example")
	s := openDesk(t, url)
	list, err := s.ListEntries(t.Context(), operator.EntryFilter{Limit: 10})
	if err != nil || len(list) != 3 {
		t.Fatalf("%d entries, %v", len(list), err)
	}
	o, _ := s.FindOperatorByEmail(t.Context(), "a@x.example")
	want := []string{"operator.disable refused", "operator.let_in done", "operator.create done"}
	for i, e := range list {
		if got := e.Action + " " + string(e.Outcome); got != want[i] || e.Subject != o.ID || e.Operator != "command line" || e.OperatorID != "" {
			t.Errorf("entry %+v, want %s", e, want[i])
		}
		if strings.Contains(e.Subject+e.Detail["link"], secretIn(t, out)) {
			t.Error("the link stands in the audit log")
		}
	}
}

func TestKeysOfTheCommandLineStandInTheAuditLogWithoutTheirSecret(t *testing.T) {
	t.Parallel()
	environ, url := newDesk(t)
	key := strings.TrimSpace(linkWorks(t, environ, "keys", "create", "--name", "billing", "--kind", "test"))
	linkWorks(t, environ, "keys", "revoke", "billing")
	command(t, environ, "keys", "revoke", "billing")
	list, err := openDesk(t, url).ListEntries(t.Context(), operator.EntryFilter{Limit: 10})
	if err != nil || len(list) != 3 {
		t.Fatalf("%d entries, %v", len(list), err)
	}
	for i, want := range []string{"key.revoke refused", "key.revoke done", "key.create done"} {
		e := list[i]
		if got := e.Action + " " + string(e.Outcome); got != want || e.Subject != "billing" || e.Operator != "command line" || strings.Contains(fmt.Sprint(e), key) {
			t.Errorf("entry %d is %q of %q by %q, want %s", i, got, e.Subject, e.Operator, want)
		}
	}
	if d := list[2].Detail; d["kind"] != "test" || !strings.Contains(d["scopes"], "reminders:write") {
		t.Errorf("its kind and scopes are %v", d)
	}
}
