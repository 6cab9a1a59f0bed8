package events_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

// start is when these tests begin; it is a Monday.
var start = time.Date(2027, 3, 15, 9, 0, 0, 0, time.UTC)

// receiver is another system that is told. It answers as the test says and keeps what
// it took; every post must bear a good signature.
type receiver struct {
	*httptest.Server
	t      testing.TB
	mu     sync.Mutex
	answer func(events.Message) int // nil: 204
	secret string
	header http.Header
	posts  []events.Message // all
	taken  []events.Message
	bodies []string
}

func newReceiver(t testing.TB) *receiver {
	t.Helper()
	r := &receiver{t: t, header: http.Header{}}
	r.Server = httptest.NewServer(http.HandlerFunc(r.take))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) take(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	var m events.Message
	if err := json.Unmarshal(body, &m); err != nil {
		r.t.Errorf("posted no JSON: %v", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.verify(body, request.Header, m.ID)
	r.posts, r.bodies = append(r.posts, m), append(r.bodies, string(body))
	status := http.StatusNoContent
	if r.answer != nil {
		status = r.answer(m)
	}
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.WriteHeader(status)
	if status < 300 {
		r.taken = append(r.taken, m)
	}
}

func (r *receiver) verify(body []byte, h http.Header, id string) {
	oracle, err := standard.NewWebhook(r.secret)
	if err != nil {
		r.t.Errorf("the secret is not one of the standard: %v", err)
		return
	}
	if err := oracle.VerifyIgnoringTimestamp(body, h); err != nil || h.Get("webhook-id") != id {
		r.t.Errorf("signature: %v; webhook-id %q", err, h.Get("webhook-id"))
	}
}

func (r *receiver) answering(answer func(events.Message) int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = answer
}

// statuses answers every post with the status.
func (r *receiver) status(status int) { r.answering(func(events.Message) int { return status }) }

// refusing answers posts of the account with the status and takes all others.
func (r *receiver) refusing(account string, status int) {
	r.answering(func(m events.Message) int {
		if m.Account == account {
			return status
		}
		return http.StatusOK
	})
}

// accounts names the accounts of what was taken, in order, and forgets it.
func (r *receiver) accounts() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for _, m := range r.taken {
		names = append(names, m.Account)
	}
	r.taken, r.posts = nil, nil
	return strings.Join(names, " ")
}

// asked counts the posts since it was asked last.
func (r *receiver) asked() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(r.posts)
	r.posts = nil
	return n
}

// scene is a store, a dispatcher on a clock that the test moves, and a receiver.
type scene struct {
	t  testing.TB
	s  *store.Store
	d  *events.Dispatcher
	r  *receiver
	e  events.Endpoint
	mu sync.Mutex
	at time.Time
	lg bytes.Buffer
}

func newScene(t testing.TB) *scene {
	t.Helper()
	c := &scene{t: t, s: storetest.Open(t, storetest.SQLite(t)), r: newReceiver(t), at: start}
	c.d = c.dispatcher()
	c.e = c.endpoint(c.r)
	return c
}

// dispatcher is another one on the same store and clock.
func (c *scene) dispatcher() *events.Dispatcher {
	return events.NewDispatcher(events.Config{Store: c.s, Client: events.NewClient(events.ClientOptions{AllowPrivate: true}), AllowPrivate: true,
		Now: c.now, Log: slog.New(slog.NewTextHandler(lockedLog{c}, nil))})
}

type lockedLog struct{ c *scene }

func (l lockedLog) Write(b []byte) (int, error) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	return l.c.lg.Write(b)
}

func (c *scene) log() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lg.String()
}

// endpoint has the receiver told of everything from now on.
func (c *scene) endpoint(r *receiver, kinds ...string) events.Endpoint {
	c.t.Helper()
	s := events.NewSecret()
	r.mu.Lock()
	r.secret = s.Reveal()
	r.mu.Unlock()
	e, err := c.s.CreateEndpoint(c.t.Context(), c.now(), events.Endpoint{URL: secret.New(r.URL + "/hook?token=tttoken"), Secret: s, Kinds: kinds, Enabled: true})
	if err != nil {
		c.t.Fatal(err)
	}
	return e
}

func (c *scene) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// pass moves the clock and lets the dispatcher do what is due then.
func (c *scene) pass(d time.Duration) {
	c.t.Helper()
	c.mu.Lock()
	c.at = c.at.Add(d)
	c.mu.Unlock()
	if err := c.d.Settle(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
}

// happens adds an event to the timeline of each account named.
func (c *scene) happens(accounts ...string) {
	c.t.Helper()
	for _, name := range accounts {
		a := account.Account{ID: account.StableID("acc", name), Reference: name, Name: "Muster AG"}
		if _, _, err := c.s.PutAccount(c.t.Context(), c.now(), a, nil, nil); err != nil {
			c.t.Fatal(err)
		}
		if _, err := c.s.AddNote(c.t.Context(), c.now(), name, timeline.Note{Text: "called"}, nil); err != nil {
			c.t.Fatal(err)
		}
	}
}

func (c *scene) find() events.Endpoint {
	c.t.Helper()
	e, err := c.s.FindEndpoint(c.t.Context(), c.e.ID)
	if err != nil {
		c.t.Fatal(err)
	}
	return e
}

func (c *scene) deliveries(state events.State) []events.Delivery {
	c.t.Helper()
	list, err := c.s.ListDeliveries(c.t.Context(), events.DeliveryFilter{EndpointID: c.e.ID, State: state, Limit: 100})
	if err != nil {
		c.t.Fatal(err)
	}
	return list
}

func equal[T any](t testing.TB, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("mismatch (-want +got):\n%s", diff)
	}
}
