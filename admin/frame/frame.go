// Package frame is in charge of what every admin page shares: the layout and the look,
// who is signed in and what they may do, the record of what is changed, and the
// headers that keep other sites out. It refuses to know what a page is about.
package frame

import (
	"context"
	"html/template"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
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
	Secure    bool           // pages are reached by https
	Proxies   []netip.Prefix // networks of proxies, which say in X-Forwarded-For whom they pass on
	Sessions  scs.CtxStore
	Operators Operators
	Audit     Audit
}

// Section is a group of pages.
type Section struct {
	Views  ViewFiles // nil: it has none
	Routes []Route
}

// Frame serves the pages. It is an http.Handler for everything under /admin.
type Frame struct {
	Config
	sessions *scs.SessionManager
	views    map[string]*template.Template
	routes   []Route
	zones    zones
	mux      *http.ServeMux
	origin   *http.CrossOriginProtection
}

// New returns the frame around the sections. It panics on what the first start shows:
// a view that cannot be parsed, two routes that collide, a route that says nothing about
// who may come in.
func New(cfg Config, sections ...Section) *Frame {
	f := &Frame{Config: cfg, sessions: sessions(cfg), views: map[string]*template.Template{}, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection()}
	f.addViews(Section{Views: shared})
	for _, section := range sections {
		f.addViews(section)
		for _, route := range section.Routes {
			f.add(route)
		}
	}
	f.addStatic()
	f.mux.HandleFunc("/admin", func(w http.ResponseWriter, r *http.Request) { f.visit(w, r, bare) })
	f.mux.HandleFunc("/admin/", func(w http.ResponseWriter, r *http.Request) { f.visit(w, r, nowhere) })
	return f
}

// What answers where no section does.
var (
	bare    = Route{Path: "", Open: true, Handle: func(v *Visit) error { return v.Go("/admin/") }}
	nowhere = Route{Path: "/", Right: operator.See, Handle: func(*Visit) error { return ErrNotFound }}
)

func (f *Frame) add(route Route) {
	if fault := route.fault(); fault != "" {
		panic("frame: the route " + route.Method + " " + route.Path + " " + fault)
	}
	f.routes = append(f.routes, route)
	f.mux.HandleFunc(route.Method+" /admin"+route.Path, func(w http.ResponseWriter, r *http.Request) { f.visit(w, r, route) })
}

// Routes lists the routes of all sections in their order, each without its handler.
func (f *Frame) Routes() []Route {
	list := slices.Clone(f.routes)
	for i := range list {
		list[i].Handle = nil
	}
	return list
}

// ServeHTTP serves what is under /admin.
func (f *Frame) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.mux.ServeHTTP(w, r) }
