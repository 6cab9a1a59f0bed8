// Package office is in charge of the pages by which admins run the gateway's own affairs:
// who may use it (operators), what may use it (keys) and who changed what (audit). It
// refuses to show a secret more than once, and to keep one.
package office

import (
	"context"
	"embed"
	"errors"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// Config is what the pages need to know.
type Config struct {
	NewID     func(prefix string, now time.Time) string
	PublicURL string  // address of the gateway, without a slash at its end; links begin with it
	Scopes    []Scope // what keys may be allowed, in the order in which it is shown
}

// Scope is something that a key may do.
type Scope struct {
	Name    string // as in reminders:write
	Words   string // such as "read accounts and timelines"
	Default bool   // chosen until somebody says otherwise
}

// Operators keeps who may use the pages.
type Operators interface {
	ListOperators(ctx context.Context) ([]operator.Operator, error)
	// FindOperator returns one; operator.ErrNotFound.
	FindOperator(ctx context.Context, id string) (operator.Operator, error)
	// CreateOperator keeps a new one; operator.ErrTaken.
	CreateOperator(ctx context.Context, now time.Time, o operator.Operator) error
	// ChangeOperator reads, changes and writes one in a transaction; operator.ErrNotFound,
	// operator.ErrTaken, operator.ErrLastAdmin, or the error of change.
	ChangeOperator(ctx context.Context, now time.Time, id string, change func(*operator.Operator) error) (operator.Operator, error)
	// CreateLink keeps a link; earlier ones of the operator stop working.
	CreateLink(ctx context.Context, l operator.Link) error
}

// Keys keeps what may use the API.
type Keys interface {
	ListKeys(ctx context.Context) ([]Key, error)
	// CreateKey makes a key and returns its text, which is not kept.
	CreateKey(ctx context.Context, now time.Time, k NewKey) (secret string, err error)
	// RevokeKey ends the key of the id; ErrNoKey when it does not work any more.
	RevokeKey(ctx context.Context, now time.Time, id string) error
}

// ErrNoKey says that there is no such key that works.
var ErrNoKey = errors.New("there is no such key that works")

// Key is an API key, without its text.
type Key struct {
	ID         string // key_…
	Name       string
	Kind       string // live or test
	Scopes     []string
	CreatedAt  time.Time
	LastUsedAt time.Time // zero: never
	ExpiresAt  time.Time // zero: works until it is revoked
	RevokedAt  time.Time // zero: it is not
}

// Works says whether the key lets anybody in.
func (k Key) Works(now time.Time) bool {
	return k.RevokedAt.IsZero() && (k.ExpiresAt.IsZero() || now.Before(k.ExpiresAt))
}

// NewKey is a key that is to be made.
type NewKey struct {
	Name      string
	Kind      string // live or test
	Scopes    []string
	ExpiresAt time.Time // zero: never
}

// Audit reads the record of what operators changed.
type Audit interface {
	// ListEntries lists the entries that the filter chooses, newest first.
	ListEntries(ctx context.Context, f operator.EntryFilter) ([]operator.Entry, error)
	// ListActions lists the actions that the record knows, in the order of the alphabet.
	ListActions(ctx context.Context) ([]string, error)
}

// Ports are what the pages stand on.
type Ports struct {
	Operators Operators
	Keys      Keys
	Audit     Audit
}

// office is the pages.
type office struct {
	Config
	Ports
}

//go:embed all:views
var files embed.FS

// Section returns the pages.
func Section(cfg Config, ports Ports) frame.Section {
	o := office{cfg, ports}
	get := func(path string, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "GET", Path: path, Right: operator.Manage, Handle: handle}
	}
	post := func(path, action string, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "POST", Path: path, Right: operator.Manage, Action: action, Handle: handle}
	}
	return frame.Section{Views: frame.Views(files), Routes: []frame.Route{
		get("/operators", o.listOperators),
		get("/operators/new", o.newOperator),
		post("/operators/new", "operator.create", o.createOperator),
		get("/operators/{id}", o.showOperator),
		post("/operators/{id}", "operator.change", o.changeOperator),
		post("/operators/{id}/link", "operator.let_in", o.linkOperator),
		post("/operators/{id}/sign-out", "operator.sign_out", o.signOutOperator),
		get("/operators/{id}/disable", o.askToDisable),
		post("/operators/{id}/disable", "operator.disable", o.disableOperator),
		post("/operators/{id}/enable", "operator.enable", o.enableOperator),
		get("/keys", o.listKeys),
		get("/keys/new", o.newKey),
		post("/keys/new", "key.create", o.createKey),
		get("/keys/{id}/revoke", o.askToRevoke),
		post("/keys/{id}/revoke", "key.revoke", o.revokeKey),
		get("/audit", o.listEntries),
	}}
}
