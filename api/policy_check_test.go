package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
)

func TestACaseIsAnsweredByAnObjectAndAListByAList(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []struct{ query, body, want string }{
		{"", `{"channel":"sms"}`, `{"decision":"send","next":0}`},
		{"?next=20", `{"channel":"sms"}`, `{"decision":"send","next":20}`},
		{"", `[{},{}]`, `[{"decision":"send"},{"decision":"skip"}]`},
	} {
		w := h.do(t, "POST", "/v1/policy/check"+c.query, readerKey, c.body)
		if got := strings.TrimSpace(w.Body.String()); got != c.want || w.Code != 200 {
			t.Errorf("%s: %d %s, want %s", c.body, w.Code, got, c.want)
		}
	}
}

func TestABadCaseIsRefusedWithItsPlaces(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	wantProblem(t, h.do(t, "POST", "/v1/policy/check", liveKey, `{"contact":{"zones":["nowhere"]}}`), http.StatusUnprocessableEntity, "body.contact.zones[0]")
	wantProblem(t, h.do(t, "POST", "/v1/policy/check", liveKey, `[{},{"channel":"wrong"}]`), http.StatusUnprocessableEntity, "body[1].channel", "body")
	for _, next := range []string{"-1", "101", "few"} {
		wantProblem(t, h.do(t, "POST", "/v1/policy/check?next="+next, liveKey, `{}`), http.StatusBadRequest, "query.next")
	}
	wantProblem(t, h.do(t, "POST", "/v1/policy/check", liveKey, `{}`, "Content-Type", "text/plain"), http.StatusUnsupportedMediaType)
	wantProblem(t, h.do(t, "POST", "/v1/policy/check", liveKey, strings.Repeat(" ", 1<<20)+"{}"), http.StatusRequestEntityTooLarge)
}

func TestEveryDecisionIsToldCompleteAndOldestFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "POST", "/v1/reminders", liveKey, goodReminder())
	id := h.order[0]
	view := h.views[id]
	view.Decisions = []reminder.Decided{
		{At: h.now, Decision: policy.Decision{
			Verdict: policy.Defer, Until: h.now.Add(time.Hour), Zones: []string{"Europe/London"}, Version: "abc",
			Because: []policy.Because{{Rule: "us-federal.hours", Text: "too late", Citation: "12 CFR 1006.6(b)(1)(i)"}},
			Passed:  []string{"opt_out", "wishes"}, Loosened: []policy.Loosened{{Rule: "x.y", Reason: "agreed"}}, Notes: []string{"holidays of GB"},
			Inputs: &policy.Inputs{At: h.now.Add(time.Nanosecond), Channel: "sms", Profile: "courteous", Packs: []string{"us-federal"}, Kind: "consumer", Entries: 3},
		}},
		{At: h.now.Add(time.Hour), Decision: policy.Decision{Verdict: policy.Send, Version: "abc"}},
	}
	h.views[id] = view
	w := h.do(t, "GET", "/v1/reminders/"+id+"/decisions", liveKey, "")
	body := w.Body.String()
	for _, want := range []string{
		`{"reminder":"` + id + `","decisions":[{"at":"2027-04-12T09:00:00Z","decision":"defer","until":"2027-04-12T10:00:00Z"`, `"zones":["Europe/London"]`,
		`"citation":"12 CFR 1006.6(b)(1)(i)"`, `"passed":["opt_out","wishes"]`, `"loosened":[{"rule":"x.y","reason":"agreed"}]`, `"notes":["holidays of GB"]`,
		`"inputs":{"at":"2027-04-12T09:00:00Z","channel":"sms","profile":"courteous","packs":["us-federal"],"kind":"consumer"`, `"history":3`,
		`{"at":"2027-04-12T10:00:00Z","decision":"send","policy_version":"abc"}]}`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
	wantProblem(t, h.do(t, "GET", "/v1/reminders/rem_none/decisions", liveKey, ""), http.StatusNotFound)
}

func TestTheKillSwitchIsTurnedByAdministrationAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []struct{ body, want string }{
		{``, `{"on":false}`},
		{`{"on":true,"reason":"Wrong template"}`, `{"on":true,"reason":"Wrong template","since":"2027-04-12T09:00:00Z"}`},
		{`{"on":false}`, `{"on":false,"since":"2027-04-12T09:00:00Z"}`},
	} {
		method := "PUT"
		if c.body == "" {
			method = "GET"
		}
		w := h.do(t, method, "/v1/kill-switch", adminKey, c.body)
		if got := strings.TrimSpace(w.Body.String()); got != c.want || w.Code != 200 {
			t.Errorf("%s: %d %s, want %s", c.body, w.Code, got, c.want)
		}
	}
	wantProblem(t, h.do(t, "PUT", "/v1/kill-switch", liveKey, `{"on":true,"reason":"x"}`), http.StatusForbidden)
}

func TestABadKillSwitchIsRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for body, want := range map[string]string{
		`{}`: "body.on: is required", `{"on":true}`: "body.reason: say why", `{"on":true,"reason":" "}`: "body.reason: say why",
		`{"on":"true","reason":"x"}`: "body.on: must be true or false", `{"on":null}`: "body.on: is required",
		`{"on":true,"reason":"` + strings.Repeat("r", 201) + `"}`: "body.reason: at most 200",
	} {
		wantRemedy(t, h.do(t, "PUT", "/v1/kill-switch", adminKey, body), want)
	}
	if h.stop.On {
		t.Error("it was turned")
	}
}

func TestATestKeyCannotStopLiveReminders(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.keys[api.HashKey("gt_test_admin")] = api.Key{ID: "key_ta", Kind: api.Test, Scopes: []api.Scope{api.Admin}}
	wantProblem(t, h.do(t, "PUT", "/v1/kill-switch", "gt_test_admin", `{"on":true,"reason":"x"}`), http.StatusForbidden)
}
