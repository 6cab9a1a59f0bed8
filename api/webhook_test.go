package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/events"
)

const tellerKey = "gt_live_teller"

// toldHouse is a house with a key that may have others told.
func toldHouse(t *testing.T, options ...option) *house {
	t.Helper()
	h := newHouse(t, options...)
	h.keys[api.HashKey(tellerKey)] = api.Key{ID: "key_teller", Kind: api.Live, Scopes: []api.Scope{api.WebhooksWrite}}
	return h
}

// webhookAnswer is what the tests read of a webhook.
type webhookAnswer struct {
	ID, Site, Description, Secret string
	Kinds                         []string
	Enabled                       bool
	Revision                      int
	Reached                       int64
	PreviousUntil                 time.Time `json:"previous_secret_until"`
	Health                        struct {
		Failing bool
		Status  int
	}
}

const aWebhook = `{"url":"https://books.example.com/hooks/SECRETPATH?token=SECRETTOKEN","description":"Books","kinds":["note.added","note.added","promise.made"]}`

func made(t *testing.T, h *house) webhookAnswer {
	t.Helper()
	w := h.do(t, "POST", "/v1/webhooks", tellerKey, aWebhook)
	if w.Code != http.StatusCreated {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return decode[webhookAnswer](t, w)
}

func ok(t *testing.T, w *httptest.ResponseRecorder, status int) webhookAnswer {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	return decode[webhookAnswer](t, w)
}

func TestAWebhookShowsItsSecretOnceAndNeverItsWholeURL(t *testing.T) {
	t.Parallel()
	h := toldHouse(t)
	h.tellers.happen("note.added")
	e := made(t, h)
	if !strings.HasPrefix(e.Secret, "whsec_") || len(e.Secret) < 40 {
		t.Errorf("secret %q", e.Secret)
	}
	secret := e.Secret
	e.Secret = ""
	same(t, e, webhookAnswer{ID: e.ID, Site: "https://books.example.com", Description: "Books", Kinds: []string{"note.added", "promise.made"}, Enabled: true, Revision: 1, Reached: 1})
	for _, path := range []string{"/v1/webhooks", "/v1/webhooks/" + e.ID} {
		if body := h.do(t, "GET", path, tellerKey, "").Body.String(); strings.Contains(body, secret) || strings.Contains(body, "SECRET") || !strings.Contains(body, e.ID) {
			t.Errorf("%s shows %s", path, body)
		}
	}
	if strings.Contains(h.logged(), "SECRET") {
		t.Error("the log holds the URL")
	}
}

func TestAWebhookThatCannotBeIsRefusedWithARemedy(t *testing.T) {
	t.Parallel()
	h := toldHouse(t)
	for body, at := range map[string]string{
		`{}`:                           "body.url",
		`{"url":"http://a.example/"}`:  "body.url",
		`{"url":"https://10.0.0.1/"}`:  "body.url",
		`{"url":"https://localhost/"}`: "body.url",
		`{"url":"https://a.example/","kinds":["x.y"]}`: "body.kinds",
		`{"url":"https://a.example/","secret":"mine"}`: "body.secret",
	} {
		p := wantProblem(t, h.do(t, "POST", "/v1/webhooks", tellerKey, body), http.StatusUnprocessableEntity, at)
		if strings.Contains(p.Errors[0].Message, "10.0.0.1") {
			t.Error(p.Errors[0].Message)
		}
	}
	wantProblem(t, h.do(t, "POST", "/v1/webhooks", liveKey, aWebhook), http.StatusForbidden)
	for range 3 {
		made(t, h)
	}
	wantProblem(t, h.do(t, "POST", "/v1/webhooks", tellerKey, aWebhook), http.StatusConflict)
}

func TestInternalWebhooksAreTakenWhereThatIsAllowed(t *testing.T) {
	t.Parallel()
	h := toldHouse(t, func(c *api.Config, _ *api.Ports) { c.PrivateWebhooks = true })
	ok(t, h.do(t, "POST", "/v1/webhooks", tellerKey, `{"url":"http://10.0.0.5:8080/hook"}`), http.StatusCreated)
	wantProblem(t, h.do(t, "POST", "/v1/webhooks", tellerKey, `{"url":"http://169.254.169.254/"}`), http.StatusUnprocessableEntity, "body.url")
}

func TestAWebhookIsChangedInWhatIsSent(t *testing.T) {
	t.Parallel()
	h := toldHouse(t)
	e := made(t, h)
	path := "/v1/webhooks/" + e.ID
	after := ok(t, h.do(t, "PATCH", path, tellerKey, `{"revision":1,"enabled":false}`), http.StatusOK)
	same(t, []any{after.Enabled, after.Description, after.Kinds, after.Revision}, []any{false, "Books", []string{"note.added", "promise.made"}, 2})
	after = ok(t, h.do(t, "PATCH", path, tellerKey, `{"url":"https://other.example/","description":null,"kinds":null,"enabled":true}`), http.StatusOK)
	same(t, []any{after.Enabled, after.Description, after.Kinds, after.Site}, []any{true, "", []string{}, "https://other.example"})
	wantProblem(t, h.do(t, "PATCH", path, tellerKey, `{"revision":1,"enabled":false}`), http.StatusConflict)
	wantProblem(t, h.do(t, "PATCH", path, tellerKey, `{"url":"https://127.0.0.1/"}`), http.StatusUnprocessableEntity, "body.url")
}

func TestASecretIsRotated(t *testing.T) {
	t.Parallel()
	h := toldHouse(t)
	e := made(t, h)
	after := ok(t, h.do(t, "POST", "/v1/webhooks/"+e.ID+"/rotate", tellerKey, `{"revision":1}`, "Idempotency-Key", "once"), http.StatusOK)
	if after.Secret == e.Secret || after.Secret == "" || !after.PreviousUntil.Equal(h.now.Add(events.Overlap)) {
		t.Errorf("after: %+v", after)
	}
	same(t, len(h.answers), 0) // the secret is not kept with the answers
	wantProblem(t, h.do(t, "POST", "/v1/webhooks/"+e.ID+"/rotate", tellerKey, `{"revision":1}`), http.StatusConflict)
	ok(t, h.do(t, "POST", "/v1/webhooks/"+e.ID+"/rotate", tellerKey, ""), http.StatusOK)
}

func TestAWebhookIsDeleted(t *testing.T) {
	t.Parallel()
	h := toldHouse(t)
	path := "/v1/webhooks/" + made(t, h).ID
	w := h.do(t, "DELETE", path, tellerKey, "")
	same(t, []any{w.Code, w.Body.Len(), w.Header().Get("Content-Type")}, []any{204, 0, ""})
	for _, request := range []string{"GET " + path, "DELETE " + path, "POST " + path + "/ping", "POST " + path + "/rotate", "GET " + path + "/deliveries", "GET /v1/webhooks/whk_x"} {
		method, path, _ := strings.Cut(request, " ")
		wantProblem(t, h.do(t, method, path, tellerKey, ""), http.StatusNotFound)
	}
}

func TestAPingTellsWhatCameBack(t *testing.T) {
	t.Parallel()
	h := toldHouse(t)
	path := "/v1/webhooks/" + made(t, h).ID + "/ping"
	same(t, h.do(t, "POST", path, tellerKey, "").Body.String(), `{"taken":true,"status":204}`+"\n")
	h.tellers.status, h.tellers.fault = 0, events.FaultTimeout
	same(t, h.do(t, "POST", path, tellerKey, "").Body.String(), `{"taken":false,"fault":"timeout"}`+"\n")
}

func TestEventsAreReplayedByNumberOrSinceOne(t *testing.T) {
	t.Parallel()
	h := toldHouse(t)
	h.tellers.happen("note.added", "note.added", "note.added")
	path := "/v1/webhooks/" + made(t, h).ID + "/replay"
	w := h.do(t, "POST", path, tellerKey, `{"numbers":[1,300000]}`)
	wantProblem(t, w, http.StatusNotFound)
	w = h.do(t, "POST", path, tellerKey, `{"numbers":[1,3]}`)
	same(t, []any{w.Code, w.Body.String(), h.tellers.replayed}, []any{202, `{"events":2}` + "\n", []int64{1, 3}})
	w = h.do(t, "POST", path, tellerKey, `{"after":0}`)
	same(t, []any{w.Code, w.Body.String(), h.tellers.since}, []any{202, `{"events":3}` + "\n", int64(0)})
	h.tellers.oldest = 1
	wantProblem(t, h.do(t, "POST", path, tellerKey, `{"after":0}`), http.StatusGone)
	for body, at := range map[string]string{`{}`: "body", `{"numbers":[1],"after":0}`: "body", `{"numbers":[0]}`: "body.numbers[0]", `{"numbers":["1"]}`: "body.numbers[0]", `{"after":-1}`: "body.after"} {
		wantProblem(t, h.do(t, "POST", path, tellerKey, body), http.StatusUnprocessableEntity, at)
	}
}

func TestDeliveriesAreListedLatestFirst(t *testing.T) {
	t.Parallel()
	h := toldHouse(t)
	e := made(t, h)
	h.tellers.deliveries = []events.Delivery{{Number: 9, EventID: "evt_9", State: events.Waiting, Attempts: 1, NextAt: h.now, Status: 422, Fault: "refused", CreatedAt: h.now}, {Number: 4, State: events.GivenUp}}
	path := "/v1/webhooks/" + e.ID + "/deliveries"
	page := decode[struct {
		Deliveries []struct {
			Number       int64
			Event, State string
			NextTryAt    time.Time `json:"next_try_at"`
		}
		Next string
	}](t, h.do(t, "GET", path+"?limit=1&state=waiting&after=20", tellerKey, ""))
	same(t, []any{len(page.Deliveries), page.Deliveries[0].Event, page.Deliveries[0].NextTryAt, page.Next}, []any{1, "evt_9", h.now, "9"})
	same(t, h.tellers.filter, events.DeliveryFilter{EndpointID: e.ID, State: events.Waiting, Before: 20, Limit: 2})
	wantProblem(t, h.do(t, "GET", path+"?state=lost", tellerKey, ""), http.StatusBadRequest, "query.state")
}
