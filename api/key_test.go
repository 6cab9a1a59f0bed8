package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/api"
)

func TestARequestWithoutAGoodKeyIsRefusedWithAClearAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	details := map[string]bool{}
	for _, authorization := range []string{"", "Basic Z3Q6", "Bearer sk_123", "Bearer gt_live_unknown", "Bearer " + expiredKey, "Bearer " + revokedKey} {
		w := h.do(t, "GET", "/v1/reminders", "", "", "Authorization", authorization)
		p := wantProblem(t, w, http.StatusUnauthorized)
		if !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("WWW-Authenticate %q", w.Header().Get("WWW-Authenticate"))
		}
		details[p.Detail] = true
	}
	if len(details) != 5 {
		t.Errorf("%d different answers, want 5: no key, no such format, unknown, expired, revoked", len(details))
	}
}

func TestAKeyExpiresAtItsInstant(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.pass(-time.Millisecond)
	if w := h.do(t, "GET", "/v1/reminders", expiredKey, ""); w.Code != 200 {
		t.Errorf("before: status %d", w.Code)
	}
	h.pass(time.Millisecond)
	wantProblem(t, h.do(t, "GET", "/v1/reminders", expiredKey, ""), http.StatusUnauthorized)
}

func TestEveryRouteNeedsItsScopeAndNamesIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for route, scope := range map[string]api.Scope{
		"POST /v1/reminders": api.RemindersWrite, "POST /v1/reminders/batch": api.RemindersWrite, "GET /v1/reminders": api.RemindersRead,
		"GET /v1/reminders/x": api.RemindersRead, "PATCH /v1/reminders/x": api.RemindersWrite, "POST /v1/reminders/x/cancel": api.RemindersWrite,
		"PUT /v1/accounts/x": api.AccountsWrite, "GET /v1/accounts/x": api.AccountsRead, "GET /v1/accounts/x/timeline": api.AccountsRead,
		"POST /v1/accounts/x/notes": api.AccountsWrite, "POST /v1/payments": api.PaymentsWrite,
		"GET /v1/contacts/x/preferences": api.AccountsRead, "PATCH /v1/contacts/x/preferences": api.AccountsWrite, "GET /v1/contacts/x/windows": api.AccountsRead,
		"GET /v1/contacts/x/history": api.AccountsRead, "POST /v1/contacts/x/history": api.AccountsWrite,
		"GET /v1/accounts/x/rules": api.AccountsRead, "PATCH /v1/accounts/x/rules": api.AccountsWrite,
		"GET /v1/opt-outs": api.AccountsRead, "POST /v1/opt-outs": api.AccountsWrite, "POST /v1/opt-ins": api.AccountsWrite,
		"GET /v1/consents": api.AccountsRead, "POST /v1/consents": api.AccountsWrite, "POST /v1/consents/x/revoke": api.AccountsWrite,
		"POST /v1/opt-outs/import": api.AccountsWrite, "GET /v1/opt-outs/export": api.AccountsRead,
		"POST /v1/consents/import": api.AccountsWrite, "GET /v1/consents/export": api.AccountsRead,
		"GET /v1/reminders/x/decisions": api.RemindersRead, "POST /v1/policy/check": api.RemindersRead,
		"GET /v1/replies": api.RepliesRead, "GET /v1/replies/x": api.RepliesRead, "GET /v1/replies/x/raw": api.RepliesRead,
		"POST /v1/replies/x/match": api.RepliesWrite, "POST /v1/replies/x/intents": api.RepliesWrite, "GET /v1/reply-labels": api.RepliesRead,
		"GET /v1/follow-ups": api.RepliesRead, "GET /v1/follow-ups/x": api.RepliesRead, "POST /v1/follow-ups/x/assign": api.RepliesWrite,
		"POST /v1/follow-ups/x/answer": api.RepliesWrite, "POST /v1/follow-ups/x/close": api.RepliesWrite,
		"GET /v1/accounts/x/holds": api.AccountsRead, "GET /v1/accounts/x/promises": api.AccountsRead, "GET /v1/accounts/x/disputes": api.AccountsRead,
		"POST /v1/holds/x/release": api.AccountsWrite, "POST /v1/promises/x/cancel": api.AccountsWrite, "POST /v1/disputes/x/resolve": api.AccountsWrite,
		"GET /v1/events": api.EventsRead, "GET /v1/webhooks": api.WebhooksWrite, "POST /v1/webhooks": api.WebhooksWrite, "GET /v1/webhooks/x": api.WebhooksWrite,
		"PATCH /v1/webhooks/x": api.WebhooksWrite, "DELETE /v1/webhooks/x": api.WebhooksWrite, "POST /v1/webhooks/x/rotate": api.WebhooksWrite,
		"POST /v1/webhooks/x/ping": api.WebhooksWrite, "POST /v1/webhooks/x/replay": api.WebhooksWrite, "GET /v1/webhooks/x/deliveries": api.WebhooksWrite,
		"GET /v1/kill-switch": api.Admin, "PUT /v1/kill-switch": api.Admin,
	} {
		method, path, _ := strings.Cut(route, " ")
		for _, has := range api.Scopes() {
			h.keys[api.HashKey("gt_live_"+string(has))] = api.Key{ID: string(has), Kind: api.Live, Scopes: []api.Scope{has}}
			w := h.do(t, method, path, "gt_live_"+string(has), "")
			if has == scope || has == api.Admin {
				if w.Code == http.StatusForbidden {
					t.Errorf("%s with %s: %s", route, has, w.Body)
				}
				continue
			}
			if p := wantProblem(t, w, http.StatusForbidden); !strings.Contains(p.Detail, string(scope)) {
				t.Errorf("%s: %q does not name %s", route, p.Detail, scope)
			}
		}
	}
}

func TestAKeyIsLookedUpAtMostOnceASecondAndRevokedWithinOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for range 5 {
		h.do(t, "GET", "/v1/reminders", liveKey, "")
	}
	if h.lookups != 1 {
		t.Errorf("%d look-ups, want 1", h.lookups)
	}
	key := h.keys[api.HashKey(liveKey)]
	key.RevokedAt = h.now
	h.keys[api.HashKey(liveKey)] = key
	h.pass(time.Second)
	wantProblem(t, h.do(t, "GET", "/v1/reminders", liveKey, ""), http.StatusUnauthorized)
}

func TestAKeyMadeAMomentAgoWorksAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	wantProblem(t, h.do(t, "GET", "/v1/reminders", "gt_live_new", ""), http.StatusUnauthorized)
	h.keys[api.HashKey("gt_live_new")] = api.Key{ID: "key_new", Kind: api.Live, Scopes: api.DefaultScopes()}
	if w := h.do(t, "GET", "/v1/reminders", "gt_live_new", ""); w.Code != 200 {
		t.Errorf("status %d", w.Code)
	}
}

func TestDefaultScopesAreAllButPublishingTellingOthersAndAdministration(t *testing.T) {
	t.Parallel()
	for _, scope := range api.DefaultScopes() {
		if scope == api.Admin || scope == api.TemplatesPublish || scope == api.WebhooksWrite {
			t.Errorf("%s is a default", scope)
		}
	}
	if len(api.DefaultScopes()) != len(api.Scopes())-3 {
		t.Errorf("%d default scopes of %d", len(api.DefaultScopes()), len(api.Scopes()))
	}
}
