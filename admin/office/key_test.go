package office_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/office"
	"github.com/goodterms/goodterms/operator"
)

// billing is a right form for a new key.
var billing = form("name", "billing", "kind", "live", "scope", "reminders:write", "scope", "accounts:read", "until", "2027-04-30")

func TestAKeyIsMadeAsChosenAndItsTextIsShown(t *testing.T) {
	t.Parallel()
	p := open(t)
	a := p.As(operator.Admin).Post("/admin/keys/new", billing)
	wants(t, a, http.StatusOK, "enqueue, change and cancel reminders", "read accounts and timelines", "shown here this once")
	if secretIn(t, a) != "gt_live_SECRET1" {
		t.Errorf("shows %q", secretIn(t, a))
	}
	made := p.ring.list[0]
	berlin := time.Date(2027, 4, 30, 22, 0, 0, 0, time.UTC) // midnight there
	if made.Name != "billing" || made.Kind != "live" || !slices.Equal(made.Scopes, []string{"reminders:write", "accounts:read"}) || !made.ExpiresAt.Equal(berlin) {
		t.Errorf("made %+v", made)
	}
	if e := p.last(t); e.Action != "key.create" || e.Subject != "billing" || e.Detail["kind"] != "live" || e.Detail["scopes"] != "reminders:write accounts:read" {
		t.Errorf("entry %+v", e)
	}
}

func TestAKeyIsShownOnceAndNeverAgain(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	nowhere(t, p, client, secretIn(t, client.Post("/admin/keys/new", billing)))
}

func TestANewKeyHasTheDefaultScopesUntilSomebodySaysOtherwise(t *testing.T) {
	t.Parallel()
	a := open(t).As(operator.Admin).Get("/admin/keys/new")
	wants(t, a, http.StatusOK, `value="live" required checked`)
	for _, scope := range scopes {
		checked := strings.Contains(a.Body, `value="`+scope.Name+`" checked`)
		if checked != scope.Default || !strings.Contains(a.Body, scope.Words) {
			t.Errorf("%s: checked %v", scope.Name, checked)
		}
	}
}

func TestAKeyWithoutAnEndWorksUntilItIsRevoked(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	wants(t, client.Post("/admin/keys/new", with(billing, "until", "")), http.StatusOK)
	if !p.ring.list[0].ExpiresAt.IsZero() {
		t.Errorf("it expires %v", p.ring.list[0].ExpiresAt)
	}
	wants(t, client.Get("/admin/keys"), http.StatusOK, "works until it is revoked")
}

func TestWhatIsNotRightAboutAKeyIsSaidBesideItsField(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ field, value, fault string }{
		{"name", "", `id="name-fault">This is missing`},
		{"name", "OLD", `id="name-fault">A key that works has this name already`},
		{"kind", "", `id="kind-fault"`},
		{"kind", "everything", `id="kind-fault"`},
		{"scope", "", `id="scope-fault">Choose at least one`},
		{"scope", "reminders:everything", `id="scope-fault">Choose at least one`},
		{"until", "2027-04-11", `id="until-fault"`}, // yesterday
		{"until", "2037-04-13", `id="until-fault"`},
		{"until", "soon", `id="until-fault"`},
		{"until", "2027-06-31", `id="until-fault"`},
	} {
		p := open(t)
		p.ring.list = []office.Key{{ID: "key_1", Name: "old"}}
		a := p.As(operator.Admin).Post("/admin/keys/new", with(billing, tt.field, tt.value))
		wants(t, a, http.StatusUnprocessableEntity, tt.fault, `role="alert"`)
		if tt.field != "scope" {
			wants(t, a, http.StatusUnprocessableEntity, `value="accounts:read" checked`)
			without(t, a, `value="accounts:write" checked`)
		}
		if len(p.ring.list) != 1 || p.last(t).Outcome != operator.Refused {
			t.Errorf("%s %q: a key was made", tt.field, tt.value)
		}
	}
}

func TestAFormThatIsSentTwiceMakesOneKey(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	client.Post("/admin/keys/new", billing)
	wants(t, client.Post("/admin/keys/new", billing), http.StatusUnprocessableEntity)
	if len(p.ring.list) != 1 {
		t.Errorf("%d keys", len(p.ring.list))
	}
}

func TestTheListSaysWhatEachKeyMayDoAndWhichWork(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	wants(t, client.Get("/admin/keys"), http.StatusOK, "No key works")
	at := frametest.Noon
	p.ring.list = []office.Key{
		{ID: "key_1", Name: "billing", Kind: "live", Scopes: []string{"accounts:read", "gone:scope"}, CreatedAt: at.Add(-time.Hour), LastUsedAt: at.Add(-time.Minute)},
		{ID: "key_2", Name: "trial", Kind: "test", Scopes: []string{"admin"}, CreatedAt: at, ExpiresAt: at.Add(time.Hour)},
		{ID: "key_3", Name: "old", Kind: "live", CreatedAt: at, ExpiresAt: at},
		{ID: "key_4", Name: "lost", Kind: "live", CreatedAt: at, RevokedAt: at.Add(-time.Hour)},
	}
	a := client.Get("/admin/keys")
	wants(t, a, http.StatusOK, "It may read accounts and timelines; gone:scope.", "Last used <time", "ends soon", "Never used", "sandbox alone", "2 keys that do not work any more", "expired", "revoked")
	if strings.Count(a.Body, "/revoke\"") != 2 {
		t.Errorf("%d keys can be revoked", strings.Count(a.Body, "/revoke\""))
	}
}

func TestRevokingAsksFirstAndEndsTheKey(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.ring.list = []office.Key{{ID: "key_1", Name: "billing", Kind: "live", Scopes: []string{"accounts:read"}, LastUsedAt: frametest.Noon.Add(-time.Minute)}}
	client := p.As(operator.Admin)
	wants(t, client.Get("/admin/keys/key_1/revoke"), http.StatusOK, "Revoke billing?", "it is in use", "Every request with this key is refused")
	if !p.ring.list[0].Works(frametest.Noon) {
		t.Fatal("asking has revoked it")
	}
	if a := client.Post("/admin/keys/key_1/revoke", nil); a.Location != "/admin/keys" {
		t.Fatalf("status %d", a.Status)
	}
	wants(t, client.Get("/admin/keys"), http.StatusOK, "The key billing does not work any more.")
	if e := p.last(t); p.ring.list[0].Works(frametest.Noon) || e.Action != "key.revoke" || e.Detail["key"] != "key_1" || e.Outcome != operator.Done {
		t.Errorf("entry %+v", e)
	}
	wants(t, client.Post("/admin/keys/key_1/revoke", nil), http.StatusNotFound)
}
