// Package frame is in charge of what every admin page shares: the layout and the look,
// who is signed in and what they may do, the record of what is changed, and the
// headers that keep other sites out. It refuses to know what a page is about.
package frame

import (
	"context"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/goodterms/goodterms/operator"
)

// Operators finds who is signed in; operator.ErrNotFound.
type Operators interface {
	FindOperator(ctx context.Context, id string) (operator.Operator, error)
}

// Audit keeps the record of changes.
type Audit interface {
	// BeginEntry commits the entry before its change.
	BeginEntry(ctx context.Context, e operator.Entry) error
	// EndEntry says what became of it: subject and detail take the place of those before.
	EndEntry(ctx context.Context, e operator.Entry) error
}

// Config is what the frame needs.
type Config struct {
	Now       func() time.Time
	Log       *slog.Logger
	NewID     func(prefix string, now time.Time) string
	Creditor  string // whose gateway it is
	Version   string
	Secure    bool // pages are reached by https
	Sessions  scs.CtxStore
	Operators Operators
	Audit     Audit
}

// Section is a group of pages.
type Section struct {
	Views  ViewFiles // nil: it has none
	Routes []Route
}

// Route is one address of a page, or one change.
type Route struct {
	Method string // GET or POST
	Path   string // a pattern below /admin, such as /accounts/{reference}
	Right  operator.Right
	Action string // of a POST: its name in the audit log, noun.verb; empty when it changes nothing, such as a preview
	Open   bool   // without being signed in
	Handle func(*Visit) error
}

// Frame serves the pages. It is an http.Handler for everything under /admin.
type Frame struct {
	Config
	sessions *scs.SessionManager
	views    map[string]*template.Template
	mux      *http.ServeMux
	origin   *http.CrossOriginProtection
}

// How long somebody stays signed in.
const (
	sessionLife = 12 * time.Hour
	sessionIdle = 2 * time.Hour
)

// New returns the frame around the sections. It panics on what the first start shows:
// a view that cannot be parsed, two routes that collide.
func New(cfg Config, sections ...Section) *Frame {
	f := &Frame{Config: cfg, sessions: scs.New(), views: map[string]*template.Template{}, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection()}
	f.sessions.Store, f.sessions.HashTokenInStore = cfg.Sessions, true
	f.sessions.Lifetime, f.sessions.IdleTimeout = sessionLife, sessionIdle
	f.sessions.Cookie.Name, f.sessions.Cookie.Secure = "goodterms", cfg.Secure
	if cfg.Secure {
		f.sessions.Cookie.Name = "__Host-goodterms"
	}
	f.sessions.Cookie.HttpOnly, f.sessions.Cookie.SameSite, f.sessions.Cookie.Path = true, http.SameSiteLaxMode, "/"
	f.addViews(Section{Views: shared})
	for _, section := range sections {
		f.addViews(section)
		for _, route := range section.Routes {
			f.add(route)
		}
	}
	f.addStatic()
	f.mux.HandleFunc("/admin/", func(w http.ResponseWriter, r *http.Request) {
		f.serve(w, r, Route{Method: r.Method, Path: "/", Right: operator.See, Handle: func(*Visit) error { return ErrNotFound }})
	})
	return f
}

func (f *Frame) add(route Route) {
	f.mux.HandleFunc(route.Method+" /admin"+route.Path, func(w http.ResponseWriter, r *http.Request) { f.serve(w, r, route) })
}

// ServeHTTP serves what is under /admin.
func (f *Frame) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.sessions.LoadAndSave(f.origin.Handler(f.mux)).ServeHTTP(w, r)
}
