package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/store"
)

// bookkeeper is another system that is told: it refuses what is not signed.
type bookkeeper struct {
	mu    sync.Mutex
	check *standardwebhooks.Webhook
	kinds []string
	forge bool // something came that was not signed as it should be
}

func (l *bookkeeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	if l.check == nil || l.check.Verify(body, r.Header) != nil {
		l.forge = true
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var event struct{ Type string }
	_ = json.Unmarshal(body, &event)
	l.kinds = append(l.kinds, event.Type)
}

func (l *bookkeeper) heard() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.kinds)
}

func TestAnotherSystemIsToldOfAReminderInOrderAndCanAskForTheSame(t *testing.T) {
	t.Parallel()
	// The signature is checked by the real clock, as receivers do.
	h := open(t, clockwork().Format("2006-01-02 15:04 UTC"), map[string]any{"send_window": "Mo-Su 00:00-24:00", "config": func(c *config.Config) { c.Events.AllowPrivate = true }})
	receiver := &bookkeeper{}
	server := httptest.NewServer(receiver)
	t.Cleanup(server.Close)
	h.key = h.adminKey()
	made := h.call("POST", "/v1/webhooks", `{"url":"`+server.URL+`/hook","description":"the ledger"}`)
	if made.Status != http.StatusCreated {
		t.Fatalf("making a webhook answered %d: %v", made.Status, made.Body)
	}
	check, err := standardwebhooks.NewWebhook(made.Body["secret"].(string))
	if err != nil {
		t.Fatal(err)
	}
	receiver.mu.Lock()
	receiver.check = check
	receiver.mu.Unlock()

	h.becomes(h.enqueue(request(nil)), "sent")
	want := []string{"reminder.scheduled", "consent.recorded", "reminder.sent"}
	h.until("the ledger is told", func() bool { return len(receiver.heard()) >= 3 }, h.logs.String)
	if got := receiver.heard(); !slices.Equal(got[:3], want) || receiver.forge {
		t.Errorf("told of %v, forged %t", got, receiver.forge)
	}
	var asked []string
	for _, e := range h.call("GET", "/v1/events?account=C-1&limit=3", "").Body["events"].([]any) {
		asked = append(asked, e.(map[string]any)["type"].(string))
	}
	if !slices.Equal(asked, want) {
		t.Errorf("asking answers %v", asked)
	}
}

// adminKey is a key that may do everything.
func (h *house) adminKey() string {
	h.t.Helper()
	key, err := createKey(h.t.Context(), h.app.store, h.app.config.Creditor.Name, store.Key{Name: "admin", Kind: "live", Scopes: []string{string(api.Admin)}}, 0)
	must(h.t, err)
	return key
}
