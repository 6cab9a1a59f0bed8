package events_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
)

func TestTheOfficialLibraryVerifiesOurSignatures(t *testing.T) {
	t.Parallel()
	for range 20 {
		e := events.Endpoint{Secret: events.NewSecret()}
		h := http.Header{}
		body := []byte(`{"type":"ping"}`)
		e.Sign(h, "evt_1", time.Now(), body)
		oracle, err := standard.NewWebhook(e.Secret.Reveal())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, oracle.Verify(body, h), nil)
		if oracle.Verify(append(body, ' '), h) == nil {
			t.Error("a changed body was taken")
		}
		h.Set("webhook-id", "evt_2")
		if oracle.Verify(body, h) == nil {
			t.Error("a changed id was taken")
		}
	}
}

func TestBothSecretsSignWhileARotationRuns(t *testing.T) {
	t.Parallel()
	now := time.Now()
	e := events.Endpoint{Secret: events.NewSecret()}
	old := e.Secret
	e.Rotate(now)
	for _, c := range []struct {
		at     time.Time
		secret secret.String
		good   bool
	}{{now, old, true}, {now, e.Secret, true}, {now.Add(events.Overlap - time.Second), old, true}, {now.Add(events.Overlap), old, false}, {now.Add(events.Overlap), e.Secret, true}} {
		h := http.Header{}
		e.Sign(h, "evt_1", c.at, []byte("{}"))
		oracle, _ := standard.NewWebhook(c.secret.Reveal())
		if err := oracle.VerifyIgnoringTimestamp([]byte("{}"), h); (err == nil) != c.good {
			t.Errorf("at %s: %v", c.at.Sub(now), err)
		}
	}
}

func TestAPingIsSignedAndStandsOutsideTheNumbers(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	if _, err := c.s.ChangeEndpoint(t.Context(), c.now(), c.e.ID, 0, func(e *events.Endpoint) error { e.Enabled = false; return nil }); err != nil {
		t.Fatal(err)
	}
	status, fault, err := c.d.Ping(t.Context(), c.e.ID)
	equal(t, []any{status, fault, err}, []any{204, "", nil})
	equal(t, []any{c.r.posts[0].Type, c.r.posts[0].Number, c.find().Reached}, []any{events.Ping, int64(0), int64(0)})
	c.r.status(http.StatusTeapot)
	status, fault, err = c.d.Ping(t.Context(), c.e.ID)
	equal(t, []any{status, fault, err}, []any{418, events.FaultRefused, nil})
	_, _, err = c.d.Ping(t.Context(), "whk_none")
	if err == nil {
		t.Error("nobody was pinged without an error")
	}
}

func TestAnAnswerIsReadALittleAndNeverKept(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for range 1 << 20 {
			if _, err := w.Write(make([]byte, 1<<10)); err != nil {
				return // the caller has gone, as it should
			}
		}
		t.Error("a gigabyte was read")
	}))
	t.Cleanup(endless.Close)
	if _, err := c.s.ChangeEndpoint(t.Context(), c.now(), c.e.ID, 0, func(e *events.Endpoint) error { e.URL = secret.New(endless.URL); return nil }); err != nil {
		t.Fatal(err)
	}
	status, fault, err := c.d.Ping(t.Context(), c.e.ID)
	equal(t, []any{status, fault, err}, []any{200, "", nil})
}
