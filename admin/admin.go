// Package admin is in charge of the way into the admin pages and of each operator's own
// page: signing in and out, one-time links, the identity provider, name, password and
// the addresses for test messages. It refuses to know customers.
package admin

import (
	"context"
	"embed"
	"log/slog"
	"net/netip"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/operator"
)

// Operators are the people who may sign in; operator.ErrNotFound.
type Operators interface {
	FindOperator(ctx context.Context, id string) (operator.Operator, error)
	FindOperatorByEmail(ctx context.Context, email string) (operator.Operator, error)
	FindOperatorBySubject(ctx context.Context, subject string) (operator.Operator, error)
	// ChangeOperator lets change see and change the operator as it is now; what change
	// answers comes back, and then nothing is changed.
	ChangeOperator(ctx context.Context, now time.Time, id string, change func(*operator.Operator) error) (operator.Operator, error)
}

// Links let an operator in once; operator.ErrNoLink.
type Links interface {
	FindLink(ctx context.Context, now time.Time, hash string) (operator.Operator, error)
	UseLink(ctx context.Context, now time.Time, hash string) (operator.Operator, error)
}

// Codes sends an operator a code, by which an address is proven to be theirs.
type Codes interface {
	SendCode(ctx context.Context, now time.Time, o operator.Operator, channel channels.Kind, to, code string) error
}

// OIDC is an identity provider by which operators may sign in.
type OIDC struct {
	Issuer       string // address of the provider, as its tokens name it
	ClientID     string
	ClientSecret secret.String
	Name         string // as the button names it
}

// Config is what the pages need to know.
type Config struct {
	Now        func() time.Time
	Log        *slog.Logger
	NewID      func(prefix string, now time.Time) string
	Creditor   string // whose gateway it is
	Version    string
	Secure     bool                                     // pages are reached by https
	Proxies    []netip.Prefix                           // networks of proxies, which say in X-Forwarded-For whom they pass on
	PublicURL  string                                   // where browsers reach the gateway, without a slash at the end
	OIDC       *OIDC                                    // nil: none
	ParsePhone func(text string) (e164 string, ok bool) // reads a number as somebody types it
}

// Ports are what the pages work with.
type Ports struct {
	Sessions  scs.CtxStore
	Operators Operators
	Links     Links
	Audit     frame.Audit
	Codes     Codes
}

//go:embed all:views
var files embed.FS

// New returns the admin pages: the way in, the operator's own page, and the sections.
func New(cfg Config, ports Ports, sections ...frame.Section) *frame.Frame {
	d := &door{cfg: cfg, ports: ports, limits: newLimits(), provider: newProvider(cfg)}
	own := []frame.Section{{Views: frame.Views(files)}, d.entrance(), d.you()}
	return frame.New(frame.Config{
		Now: cfg.Now, Log: cfg.Log, NewID: cfg.NewID, Creditor: cfg.Creditor, Version: cfg.Version, Secure: cfg.Secure, Proxies: cfg.Proxies,
		Sessions: ports.Sessions, Operators: ports.Operators, Audit: ports.Audit,
	}, append(own, sections...)...)
}

// door is the way in.
type door struct {
	cfg      Config
	ports    Ports
	limits   limits
	provider *provider // nil: none
}

// entrance are the pages of somebody who comes or goes.
func (d *door) entrance() frame.Section {
	routes := []frame.Route{
		{Method: "GET", Path: "/sign-in", Open: true, Handle: d.showSignIn},
		{Method: "POST", Path: "/sign-in", Open: true, Handle: d.signIn},
		{Method: "POST", Path: "/sign-out", Right: operator.See, Action: "session.end", Handle: signOut},
		{Method: "GET", Path: "/link/{secret}", Open: true, Handle: d.showLink},
		{Method: "POST", Path: "/link/{secret}", Open: true, Handle: d.useLink},
	}
	if d.provider != nil {
		routes = append(routes,
			frame.Route{Method: "GET", Path: "/sign-in/provider", Open: true, Handle: d.askProvider},
			frame.Route{Method: "GET", Path: "/sign-in/provider/back", Open: true, Handle: d.hearProvider})
	}
	return frame.Section{Routes: routes}
}
