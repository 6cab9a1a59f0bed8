// Package api is in charge of the HTTP door for other systems and for
// providers: JSON in and out, the OpenAPI document, and webhooks. It refuses to
// decide anything about a reminder: it reads strictly, asks, and answers
// without ever repeating a value that was sent.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// Config says how the door behaves.
type Config struct {
	Now           func() time.Time
	Log           *slog.Logger
	IDs           *account.IDs // the store's: what is new has a greater id than what was known
	CreditorID    string       // whose accounts they are; the same as the planner's
	DefaultRegion string       // ISO 3166-1, for phones without a country; may be empty
	PublicURL     string       // shown as the server in the OpenAPI document; may be empty
	RateLimit     float64      // requests per second and key; 0: no limit
	Burst         int          // requests that a key may send at once
	Version       string
	OtherEyes     bool               // who wrote or submitted a version may not publish it
	Creditor      templates.Creditor // as texts show it, for previews
	Locale        string             // the creditor's own, for customers in whose language there is no text
	// PrivateWebhooks says that webhooks may lead to addresses of one's own network.
	PrivateWebhooks bool
	// Channels returns the configured kinds in the default order of preference,
	// for live or for test reminders; none means that there is no sandbox.
	Channels func(test bool) []channels.Kind
	Metrics  http.Handler                      // may be nil
	Ready    func(ctx context.Context) []error // what cannot be reached; may be nil
}

// Ports are what the door needs of the rest. Live, Sandbox and Mail may be nil: then
// webhooks of that side are refused.
type Ports struct {
	Reminders   Reminders
	Accounts    Accounts
	Answers     Answers
	Keys        Keys
	Planner     Planner
	Templates   Templates
	Versions    Versions
	Experiments Experiments
	Words       Words
	Waker       reminder.Waker
	Story       Story
	Summary     func(e timeline.Event, zone *time.Location) string
	Contacts    Contacts
	Permissions Permissions
	Policy      Policy
	// Explain has a case as JSON decided, or a list of cases, with so many of the
	// next openings each; faults say what is wrong with it, and then there is no answer.
	Explain func(body []byte, next int) (answer any, faults []Fault)

	Desk         Desk
	Replies      Replies
	FollowUps    replies.FollowUps
	Arrangements replies.Arrangements
	Mail         MailHook // nil: no mail comes this way

	Events   Events
	Webhooks Webhooks
	Replays  Replays
	Pinger   Pinger

	Live    *TwilioHooks
	Sandbox *TwilioHooks
}

// Fault is what is wrong with a case that is to be explained.
type Fault struct {
	Location string // JSON path, such as contact.zones[0] or [2].channel; empty: the whole
	Message  string // what is wrong and what to do about it, without the value
}

// missing names the ports that were forgotten.
func (p Ports) missing() (names []string) {
	v := reflect.ValueOf(p)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if v.Field(i).IsNil() && name != "Live" && name != "Sandbox" && name != "Mail" {
			names = append(names, name)
		}
	}
	return names
}

// server is the door with all it needs.
type server struct {
	Config
	Ports
	keyring *keyring
	limiter *limiter
	running *running
	mux     *http.ServeMux
	huma    huma.API
}

// New returns the handler of everything under /v1, /hooks, /healthz, /readyz,
// /metrics and /openapi.json. It panics on what the first start shows: two routes
// that collide, a port that is missing, or no CreditorID, without which an account
// that was put and the same account of a reminder would have different ids.
func New(cfg Config, ports Ports) http.Handler {
	if cfg.CreditorID == "" {
		panic("api: Config.CreditorID is missing")
	}
	if names := ports.missing(); names != nil {
		panic("api: Ports lacks " + strings.Join(names, ", "))
	}
	s := &server{
		Config: cfg, Ports: ports,
		keyring: newKeyring(ports.Keys), limiter: newLimiter(cfg.RateLimit, cfg.Burst), running: newRunning(),
		mux: http.NewServeMux(),
	}
	s.huma = humago.New(s.mux, s.document())
	for _, r := range s.routes() {
		s.add(r)
	}
	s.addHooks("/hooks/twilio", ports.Live, false)
	s.addHooks("/hooks/test/twilio", ports.Sandbox, true)
	s.addMailHooks()
	s.addPlain()
	return http.HandlerFunc(s.serve)
}

// serve answers what no route takes as RFC 9457 asks, and everything with the
// headers that belong on every answer.
func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	handler, pattern := s.mux.Handler(r)
	if pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	missed := &missed{header: w.Header()}
	handler.ServeHTTP(missed, r)
	p := newProblem(http.StatusNotFound, "There is nothing at this path; /openapi.json lists what there is.")
	if missed.status == http.StatusMethodNotAllowed {
		p = newProblem(missed.status, "This path does not take this method; Allow names those that it takes.")
	}
	p.answer().write(w)
	s.logRequest(r.Method, "none", p.Status, 0, "")
}

// missed hears what the mux would say about a request that it has no route for.
type missed struct {
	header http.Header
	status int
}

func (m *missed) Header() http.Header         { return m.header }
func (m *missed) WriteHeader(status int)      { m.status = status }
func (m *missed) Write(b []byte) (int, error) { return len(b), nil }

// logRequest writes the line of a request. The route is the pattern, never the
// path, which may hold a reference.
func (s *server) logRequest(method, route string, status int, took time.Duration, key string) {
	s.Log.Info("request", "method", method, "route", route, "status", status, "ms", took.Milliseconds(), "key_id", key)
}
