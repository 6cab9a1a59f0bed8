package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/goodterms/goodterms/api"
)

func limited(c *api.Config, _ *api.Ports) { c.RateLimit, c.Burst = 10, 20 }

func TestAKeyThatSendsTooMuchIsToldWhenToGoOn(t *testing.T) {
	t.Parallel()
	h := newHouse(t, limited)
	for i := range 20 {
		if w := h.do(t, "GET", "/v1/reminders", liveKey, ""); w.Code != 200 {
			t.Fatalf("request %d: status %d", i+1, w.Code)
		}
	}
	w := h.do(t, "GET", "/v1/reminders", liveKey, "")
	wantProblem(t, w, http.StatusTooManyRequests)
	for name, want := range map[string]string{"Retry-After": "1", "RateLimit-Limit": "20", "RateLimit-Remaining": "0", "RateLimit-Reset": "2"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s %q, want %q", name, got, want)
		}
	}
	h.pass(100 * time.Millisecond)
	if w := h.do(t, "GET", "/v1/reminders", liveKey, ""); w.Code != 200 {
		t.Errorf("after a wait: status %d", w.Code)
	}
}

func TestKeysAreLimitedEachForItself(t *testing.T) {
	t.Parallel()
	h := newHouse(t, limited)
	for range 21 {
		h.do(t, "GET", "/v1/reminders", liveKey, "")
	}
	w := h.do(t, "GET", "/v1/reminders", readerKey, "")
	if w.Code != 200 || w.Header().Get("RateLimit-Remaining") != "19" {
		t.Errorf("status %d, remaining %q", w.Code, w.Header().Get("RateLimit-Remaining"))
	}
}

func TestABatchCountsAsOneRequest(t *testing.T) {
	t.Parallel()
	h := newHouse(t, limited)
	w := h.do(t, "POST", "/v1/reminders/batch", liveKey, goodBatch(goodReminder(), goodReminder(), goodReminder()))
	if got := w.Header().Get("RateLimit-Remaining"); got != "19" {
		t.Errorf("remaining %q", got)
	}
}

func TestTheLimitCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for range 300 {
		if w := h.do(t, "GET", "/v1/reminders", liveKey, ""); w.Code != 200 || w.Header().Get("RateLimit-Limit") != "" {
			t.Fatalf("status %d", w.Code)
		}
	}
}
