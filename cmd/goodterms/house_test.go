package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/sandbox"
	"github.com/goodterms/goodterms/store"
)

// patience bounds how long a test waits for a named event: the machine may be busy, and
// what does not come is told all the same.
const patience = 4 * time.Minute

// house is the whole gateway in this process, with a sandbox and a clock that
// the test moves.
type house struct {
	t     *testing.T
	app   *app
	box   *sandbox.Sandbox
	key   string
	clock *clock
	logs  *logBook
	stop  func() // ends the gateway as an interrupt does
}

// clock runs like the wall clock from the instant that the test says.
type clock struct {
	mu     sync.Mutex
	offset time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset = time.Until(at)
}

// logBook keeps what was logged.
type logBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logBook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// open starts a house at an instant such as "2027-03-12 21:30 America/New_York",
// with settings over those of the demo.
func open(t *testing.T, at string, over map[string]any) *house {
	t.Helper()
	h := &house{t: t, clock: &clock{}, logs: &logBook{}}
	h.clock.set(instant(t, at))
	box, err := sandbox.Start(sandbox.Config{Listen: "127.0.0.1:0", SMTP: "127.0.0.1:0", AuthToken: "sandbox", KeypadWait: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	h.box = box
	t.Cleanup(func() { box.Close() })
	h.start(h.settings(over))
	return h
}

func (h *house) settings(over map[string]any) config.Config {
	h.t.Helper()
	listen := freeAddress(h.t)
	cfg, err := demoConfig(listen, h.t.TempDir(), h.box)
	if err != nil {
		h.t.Fatal(err)
	}
	cfg.SendWindow = "Mo-Fr 09:00-19:00; Sa 10:00-15:00"
	if window, ok := over["send_window"]; ok {
		cfg.SendWindow = window.(string)
	}
	if after, ok := over["reconcile_after"]; ok {
		cfg.ReconcileAfter = after.(time.Duration)
	}
	if speed, ok := over["twilio.calls_per_second"]; ok {
		cfg.Twilio.CallsPerSecond = speed.(float64)
	}
	if base, ok := over["twilio.base_url"]; ok {
		cfg.Twilio.BaseURL = base.(string)
	}
	cfg.ContactRules = relaxed(cfg.ContactRules)
	if change, ok := over["contact_rules"]; ok {
		change.(func(*config.ContactRules))(&cfg.ContactRules)
	}
	if change, ok := over["config"]; ok {
		change.(func(*config.Config))(&cfg)
	}
	h.box.SetSMSWebhook("http://" + listen + "/hooks/twilio/sms")
	return cfg
}

// relaxed are contact rules without caps, for stories in which a customer is
// written to several times a day; and nobody is spread.
func relaxed(r config.ContactRules) config.ContactRules {
	off := false
	r.Spread, r.Change = 0, nil
	for _, row := range []string{"day", "calls-and-texts", "week", "month", "after-conversation"} {
		r.Change = append(r.Change, config.RuleChange{Rule: "courteous." + row, On: &off, Reason: "this story has many messages a day"})
	}
	return r
}

// courteous puts the caps back.
func courteous(r *config.ContactRules) { r.Change = nil }

// start wires and runs the gateway until the test ends.
func (h *house) start(cfg config.Config) {
	h.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	a, err := wire(ctx, cfg, slog.New(slog.NewTextHandler(h.logs, &slog.HandlerOptions{Level: slog.LevelDebug})), h.clock.now)
	if err != nil {
		h.t.Fatal(err)
	}
	h.app = a
	h.box.SetMailIn(a.mailbox.Addr().String())
	if h.key, err = createKey(ctx, a.store, cfg.Creditor.Name, store.Key{Name: "test", Kind: "live", Scopes: append(words(api.DefaultScopes()), string(api.TemplatesPublish))}, 0); err != nil {
		h.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- a.run(ctx) }()
	h.stop = sync.OnceFunc(func() {
		stop()
		if err := <-ended; err != nil {
			h.t.Error("the gateway ended with:", err)
		}
	})
	h.t.Cleanup(func() { h.stop() })
}

// at moves the clock forward and lets what became due leave.
func (h *house) at(text string) {
	h.t.Helper()
	h.clock.set(instant(h.t, text))
	h.app.queue.Moved()
	select {
	case h.app.lapse <- struct{}{}:
	default:
	}
}

// answer is an HTTP answer with its decoded body.
type answer struct {
	Status int
	Header http.Header
	Body   map[string]any
}

// call sends a request with the house's key; body is JSON or empty.
func (h *house) call(method, path, body string) answer {
	h.t.Helper()
	return h.callWith(method, path, body, map[string]string{"Authorization": "Bearer " + h.key})
}

func (h *house) callWith(method, path, body string, headers map[string]string) answer {
	h.t.Helper()
	request, err := http.NewRequest(method, h.app.config.PublicURL+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		h.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	a := answer{Status: response.StatusCode, Header: response.Header}
	if len(raw) > 0 && json.Unmarshal(raw, &a.Body) != nil {
		h.t.Fatalf("%s %s answered %d with no JSON: %s", method, path, a.Status, raw)
	}
	return a
}

// enqueue posts a reminder and returns its id.
func (h *house) enqueue(body string) string {
	h.t.Helper()
	a := h.call("POST", "/v1/reminders", body)
	if a.Status != http.StatusAccepted {
		h.t.Fatalf("enqueuing answered %d: %v", a.Status, a.Body)
	}
	return a.Body["id"].(string)
}

// becomes waits until the reminder has the status and returns it.
func (h *house) becomes(id, status string) map[string]any {
	h.t.Helper()
	var last answer
	h.until(fmt.Sprintf("reminder is %s", status), func() bool {
		last = h.call("GET", "/v1/reminders/"+id, "")
		return last.Body["status"] == status
	}, func() string { return fmt.Sprint(last.Body) })
	return last.Body
}

// until waits for something that only polling can see.
func (h *house) until(what string, true func() bool, last func() string) {
	h.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !true() {
		select {
		case <-deadline.C:
			h.t.Fatalf("waited %v until %s; last seen: %s", patience, what, last())
		case <-tick.C:
		}
	}
}

// arrives waits for a message to the address.
func (h *house) arrives(to string) sandbox.Message {
	h.t.Helper()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	m, err := h.box.Wait(ctx, func(m sandbox.Message) bool { return m.To == to })
	if err != nil {
		h.t.Fatalf("nothing arrived within %v; the log says:\n%s", patience, h.logs)
	}
	return m
}

// kinds lists the timeline's events of an account.
func (h *house) kinds(reference string) []string {
	h.t.Helper()
	var kinds []string
	for _, e := range h.timeline(reference) {
		kinds = append(kinds, e["kind"].(string))
	}
	return kinds
}

func (h *house) timeline(reference string) []map[string]any {
	h.t.Helper()
	a := h.call("GET", "/v1/accounts/"+reference+"/timeline", "")
	if a.Status != http.StatusOK {
		h.t.Fatalf("the timeline answered %d: %v", a.Status, a.Body)
	}
	var events []map[string]any
	for _, e := range a.Body["events"].([]any) {
		events = append(events, e.(map[string]any))
	}
	return events
}

// instant reads "2027-03-12 21:30 America/New_York".
func instant(t *testing.T, text string) time.Time {
	t.Helper()
	day, rest, _ := strings.Cut(text, " ")
	hour, zone, _ := strings.Cut(rest, " ")
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+hour, location)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// freeAddress is a loopback address that nobody listens on now.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
