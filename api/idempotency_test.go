package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestARepeatIsGivenTheFirstAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	body := goodReminder(`"reference":"R-1",`, "")
	first := h.do(t, "POST", "/v1/reminders", liveKey, body, "Idempotency-Key", "k-1")
	again := h.do(t, "POST", "/v1/reminders", liveKey, body, "Idempotency-Key", "k-1")
	if again.Code != http.StatusAccepted || again.Body.String() != first.Body.String() {
		t.Errorf("status %d: %s", again.Code, again.Body)
	}
	for name, want := range map[string]string{"Idempotency-Replayed": "true", "Location": first.Header().Get("Location"), "Content-Type": "application/json"} {
		if got := again.Header().Get(name); got != want {
			t.Errorf("%s %q, want %q", name, got, want)
		}
	}
	if first.Header().Get("Idempotency-Replayed") != "" || len(h.order) != 1 {
		t.Errorf("%d reminders", len(h.order))
	}
}

func TestEveryPostAndPatchCanBeRepeated(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	path := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder()).Header().Get("Location")
	h.meet()
	for _, c := range []struct{ method, path, body string }{
		{"POST", "/v1/reminders/batch", goodBatch(goodReminder(`"R-1"`, `"R-2"`))},
		{"PATCH", path, `{"expires_at":"2027-05-01T00:00:00Z"}`},
		{"POST", path + "/cancel", ""},
		{"POST", "/v1/accounts/C-1001/notes", `{"text":"Called.\nThey will pay."}`},
		{"POST", "/v1/payments", `{"account":"C-1001","invoice":"INV-1","amount":"1","currency":"GBP"}`},
		{"PATCH", preferencesPath, `{"wishes":"Mo 09:00-12:00"}`},
		{"PATCH", rulesPath, `{"hold":"disputed"}`},
		{"POST", historyPath, `{"at":"2027-04-12T08:00:00Z","channel":"voice","direction":"out"}`},
		{"POST", "/v1/opt-outs", `{"contact":"` + robin + `"}`},
		{"POST", "/v1/opt-ins", `{"contact":"` + robin + `","source":"call","proof":"x"}`},
		{"POST", "/v1/consents", `{"contact":"` + robin + `","channel":"sms","source":"contract"}`},
	} {
		first := h.do(t, c.method, c.path, liveKey, c.body, "Idempotency-Key", c.path+c.method)
		again := h.do(t, c.method, c.path, liveKey, c.body, "Idempotency-Key", c.path+c.method)
		if first.Code >= 300 || again.Header().Get("Idempotency-Replayed") != "true" || first.Body.String() != again.Body.String() || first.Code != again.Code {
			t.Errorf("%s %s: %d %s, then %d %s", c.method, c.path, first.Code, first.Body, again.Code, again.Body)
		}
	}
}

func TestAKeyCannotBeUsedForAnotherRequest(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(), "Idempotency-Key", "k-1")
	other := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder("gentle", "firm"), "Idempotency-Key", "k-1")
	wantProblem(t, other, http.StatusUnprocessableEntity, "header.Idempotency-Key")
	elsewhere := h.do(t, "POST", "/v1/reminders/batch", liveKey, goodReminder(), "Idempotency-Key", "k-1")
	wantProblem(t, elsewhere, http.StatusUnprocessableEntity, "header.Idempotency-Key")
}

func TestTwoAPIKeysDoNotShareIdempotencyKeys(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	body := goodReminder(`"reference":"R-1",`, "")
	h.do(t, "POST", "/v1/reminders", liveKey, body, "Idempotency-Key", "k-1")
	w := h.do(t, "POST", "/v1/reminders", testKey, body, "Idempotency-Key", "k-1")
	if w.Code != http.StatusAccepted || w.Header().Get("Idempotency-Replayed") != "" {
		t.Errorf("status %d", w.Code)
	}
}

func TestARepeatWhileTheFirstIsRunningIsAskedToWait(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.gate, h.entered = make(chan struct{}), make(chan struct{})
	done := make(chan *httptest.ResponseRecorder)
	go func() {
		done <- h.do(nilTB{}, "POST", "/v1/reminders", liveKey, goodReminder(), "Idempotency-Key", "k")
	}()
	select {
	case <-h.entered:
	case <-time.After(10 * time.Second):
		t.Fatal("the first request never reached the store")
	}
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(), "Idempotency-Key", "k")
	wantProblem(t, w, http.StatusConflict)
	if w.Header().Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
	}
	close(h.gate)
	if first := <-done; first.Code != http.StatusAccepted {
		t.Errorf("first: status %d", first.Code)
	}
}

func TestWhenAnotherProcessWasFasterItsAnswerIsGiven(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.race = true
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(), "Idempotency-Key", "k")
	if w.Code != http.StatusAccepted || w.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestARequestThatChangedNothingIsNotRemembered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bad := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(`"GBP"`, `"XXZ"`), "Idempotency-Key", "k")
	wantProblem(t, bad, http.StatusUnprocessableEntity, "body.invoices[0].currency")
	h.acceptErr = errStore
	wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(), "Idempotency-Key", "k"), http.StatusInternalServerError)
	h.acceptErr = nil
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(), "Idempotency-Key", "k")
	if w.Code != http.StatusAccepted || w.Header().Get("Idempotency-Replayed") != "" {
		t.Errorf("status %d", w.Code)
	}
}

func TestAnIdempotencyKeyThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, key := range []string{"", strings.Repeat("k", 256), "naïve", "a\tb"} {
		w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(), "Idempotency-Key", key)
		wantProblem(t, w, http.StatusBadRequest, "header.Idempotency-Key")
	}
}
