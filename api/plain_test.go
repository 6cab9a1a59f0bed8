package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/api"
)

type document struct {
	OpenAPI    string
	Info       struct{ Title, Version string }
	Paths      map[string]map[string]struct{ RequestBody, Responses any }
	Components struct {
		Schemas map[string]struct {
			AdditionalProperties any
			Required             []string
			Properties           map[string]map[string]any
		}
	}
}

func openAPI(t *testing.T) document {
	t.Helper()
	h := newHouse(t, func(c *api.Config, _ *api.Ports) { c.Metrics = http.NotFoundHandler() })
	w := h.do(t, "GET", "/openapi.json", "", "")
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("status %d, %s", w.Code, w.Header().Get("Content-Type"))
	}
	return decode[document](t, w)
}

func TestTheOpenAPIDocumentHasEveryRoute(t *testing.T) {
	t.Parallel()
	doc := openAPI(t)
	if doc.OpenAPI != "3.1.0" || doc.Info.Version != "1.2.3" {
		t.Errorf("OpenAPI %q, version %q", doc.OpenAPI, doc.Info.Version)
	}
	for path, methods := range map[string]string{
		"/v1/reminders": "get post", "/v1/reminders/batch": "post", "/v1/reminders/{id}": "get patch", "/v1/reminders/{id}/cancel": "post",
		"/v1/accounts/{reference}": "get put", "/v1/accounts/{reference}/timeline": "get", "/v1/accounts/{reference}/notes": "post", "/v1/payments": "post",
		"/v1/contacts/{id}/preferences": "get patch", "/v1/contacts/{id}/windows": "get", "/v1/contacts/{id}/history": "get post",
		"/v1/accounts/{reference}/rules": "get patch", "/v1/opt-outs": "get post", "/v1/opt-ins": "post", "/v1/consents": "get post",
		"/v1/consents/{id}/revoke": "post", "/v1/opt-outs/import": "post", "/v1/opt-outs/export": "get", "/v1/consents/import": "post",
		"/v1/consents/export": "get", "/v1/reminders/{id}/decisions": "get", "/v1/policy/check": "post", "/v1/kill-switch": "get put",
		"/healthz": "get", "/readyz": "get", "/metrics": "get", "/openapi.json": "get",
		"/hooks/twilio/sms": "post", "/hooks/twilio/sms/status/{attempt}": "post", "/hooks/twilio/voice/status/{attempt}": "post",
		"/hooks/twilio/voice/answer/{attempt}": "post", "/hooks/test/twilio/voice/keypad/{attempt}/{round}": "post",
	} {
		var got []string
		for method := range doc.Paths[path] {
			if slices.Contains([]string{"get", "put", "post", "patch"}, method) {
				got = append(got, method)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != methods {
			t.Errorf("%s has %q, want %q", path, got, methods)
		}
	}
}

func TestTheOpenAPIDocumentSaysWhatIsEnforced(t *testing.T) {
	t.Parallel()
	schemas := openAPI(t).Components.Schemas
	in := schemas["NewReminder"]
	if in.AdditionalProperties != false {
		t.Error("unknown fields are not forbidden")
	}
	if got := strings.Join(in.Required, " "); got != "account contact invoices template" {
		t.Errorf("required: %q", got)
	}
	if got := schemas["NewReminder"].Properties["invoices"]["maxItems"]; got != 50.0 {
		t.Errorf("invoices: at most %v", got)
	}
	if got := schemas["NewBatch"].Properties["reminders"]["maxItems"]; got != 1000.0 {
		t.Errorf("batch: at most %v", got)
	}
	if got := schemas["AccountFacts"].Properties["name"]["maxLength"]; got != 200.0 {
		t.Errorf("name: at most %v", got)
	}
	for schema, property := range map[string]string{
		"ReminderView": "outcome", "EventView": "summary", "AccountDetails": "time_zone", "DecisionView": "policy_version", "Problem": "errors",
	} {
		if schemas[schema].Properties[property] == nil {
			t.Errorf("%s has no %s", schema, property)
		}
	}
	got := schemas["ReminderChange"].Properties["expires_at"]["type"]
	if kinds, _ := json.Marshal(got); string(kinds) != `["string","null"]` {
		t.Errorf("expires_at of a change is %s", kinds)
	}
}

func TestWhatIsNotThereIsAProblem(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	wantProblem(t, h.do(t, "GET", "/v2/reminders", liveKey, ""), http.StatusNotFound)
	w := h.do(t, "DELETE", "/v1/reminders", liveKey, "")
	wantProblem(t, w, http.StatusMethodNotAllowed)
	if got := w.Header().Get("Allow"); got != "GET, HEAD, POST" {
		t.Errorf("Allow %q", got)
	}
}

func TestReadinessNamesNothingThatAnyoneMayNotKnow(t *testing.T) {
	t.Parallel()
	var missing []error
	h := newHouse(t, func(c *api.Config, _ *api.Ports) { c.Ready = func(context.Context) []error { return missing } })
	if w := h.do(t, "GET", "/readyz", "", ""); w.Code != 200 {
		t.Errorf("status %d", w.Code)
	}
	missing = []error{errors.New("redis at 10.0.0.7 is away")}
	w := h.do(t, "GET", "/readyz", "", "")
	wantProblem(t, w, http.StatusServiceUnavailable)
	if strings.Contains(w.Body.String(), "10.0.0.7") || !strings.Contains(h.logged(), "10.0.0.7") {
		t.Errorf("body %s, log %s", w.Body, h.logged())
	}
	if w := h.do(t, "GET", "/healthz", "", ""); w.Code != 200 {
		t.Errorf("health: status %d", w.Code)
	}
}

func TestEveryAnswerForbidsSniffingAndStoring(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	for _, w := range []*httptest.ResponseRecorder{
		h.do(t, "GET", "/healthz", "", ""), h.do(t, "GET", "/v1/reminders", liveKey, ""), h.do(t, "GET", "/none", "", ""), h.call(t, "/hooks/twilio/sms", "Body=x"),
	} {
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("headers %v", w.Header())
		}
	}
}

func TestTheLogHasALinePerRequestWithoutAnythingPersonal(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	h.do(t, "PUT", "/v1/accounts/SECRETREF", liveKey, `{"name":"SECRETNAME"}`)
	h.do(t, "GET", "/v1/reminders?account=SECRETREF", liveKey, "")
	h.do(t, "GET", "/SECRETPATH", "", "")
	h.call(t, "/hooks/twilio/sms", "Body=SECRETBODY&From=%2B442079460042")
	log := h.logged()
	if strings.Contains(log, "SECRET") || strings.Contains(log, "0042") || strings.Contains(log, liveKey) {
		t.Errorf("personal: %s", log)
	}
	for _, want := range []string{
		"method=PUT route=/v1/accounts/{reference} status=201 ms=0 key_id=key_live", "route=/v1/reminders status=200", "route=none status=404",
		"method=POST route=/hooks/twilio/sms status=200",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("%q is not in %s", want, log)
		}
	}
}
