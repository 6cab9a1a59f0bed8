package frame

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/goodterms/goodterms/operator"
)

// Errors that a page may return.
var (
	ErrNotFound  = errors.New("there is nothing at this address")
	ErrForbidden = errors.New("the operator may not do this")
)

// Visit is one request of an operator. Operator is zero on open routes of somebody
// who is not signed in.
type Visit struct {
	Writer   http.ResponseWriter
	Request  *http.Request
	Operator operator.Operator
	Now      time.Time
	frame    *Frame
	nonce    string
	entry    operator.Entry
	wrote    bool
}

// Ctx is the context of the request.
func (v *Visit) Ctx() context.Context { return v.Request.Context() }

// mostForm is how large a form may be: a draft with every text of a template fits.
const mostForm = 4 << 20

// Form returns a value of the form of a POST, or of the query of a GET.
func (v *Visit) Form(name string) string { return v.Request.FormValue(name) }

// PathValue returns a part of the address, as the route names it.
func (v *Visit) PathValue(name string) string { return v.Request.PathValue(name) }

// Subject says in the audit log what the change is about.
func (v *Visit) Subject(text string) { v.entry.Subject = text }

// Detail adds to the audit log what was chosen. It must hold no text and no address of
// a customer.
func (v *Visit) Detail(name, value string) {
	if v.entry.Detail == nil {
		v.entry.Detail = map[string]string{}
	}
	v.entry.Detail[name] = value
}

// Go sends the browser to another page, by GET.
func (v *Visit) Go(path string) error {
	v.wrote = true
	if v.Request.Header.Get("HX-Request") != "" {
		v.Writer.Header().Set("HX-Location", path)
		v.Writer.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(v.Writer, v.Request, path, http.StatusSeeOther)
	return nil
}

// Say shows a sentence on the next page that is shown in full: what was just done.
func (v *Visit) Say(sentence string) { v.frame.sessions.Put(v.Ctx(), "said", sentence) }

// Keep and Kept keep a value in the session.
func (v *Visit) Keep(name, value string) { v.frame.sessions.Put(v.Ctx(), name, value) }

// Kept returns what Keep kept; empty when there is nothing.
func (v *Visit) Kept(name string) string { return v.frame.sessions.GetString(v.Ctx(), name) }

// SignIn makes the session that of the operator, under a new token.
func (v *Visit) SignIn(o operator.Operator) error {
	if err := v.frame.sessions.RenewToken(v.Ctx()); err != nil {
		return err
	}
	v.frame.sessions.Put(v.Ctx(), "operator", o.ID)
	v.frame.sessions.Put(v.Ctx(), "epoch", o.Epoch)
	v.Operator = o
	return nil
}

// SignOut ends the session.
func (v *Visit) SignOut() error { return v.frame.sessions.Destroy(v.Ctx()) }

// Path joins parts of an address below /admin, each escaped.
func Path(parts ...string) string {
	path := "/admin"
	for _, part := range parts {
		path += "/" + url.PathEscape(part)
	}
	return path
}

// Time is an instant as pages show it: in the customer's zone (the operator's when it
// is not known), with the operator's in the title.
func (v *Visit) Time(at time.Time, zone string) Time {
	own := location(v.Operator.Zone)
	t := Time{At: at, Own: at.In(own), Shown: at.In(own), now: v.Now}
	if there, err := time.LoadLocation(zone); err == nil && zone != "" {
		t.Shown, t.Theirs = at.In(there), true
	}
	return t
}

// Day is midnight of the operator's day.
func (v *Visit) Day() time.Time {
	now := v.Now.In(location(v.Operator.Zone))
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
}

func location(zone string) *time.Location {
	if there, err := time.LoadLocation(zone); err == nil && zone != "" {
		return there
	}
	return time.UTC
}
