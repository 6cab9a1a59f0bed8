package frame

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/goodterms/goodterms/operator"
)

// Visit is one request of an operator. Operator is zero on open routes of somebody
// who is not signed in.
type Visit struct {
	Writer   http.ResponseWriter
	Request  *http.Request
	Operator operator.Operator
	Now      time.Time

	frame     *Frame
	out       *answer // what Writer is
	inSession bool    // the session was loaded
	nonce     string
	entry     operator.Entry
}

// Ctx is the context of the request.
func (v *Visit) Ctx() context.Context { return v.Request.Context() }

// Go sends the browser to another page, by GET. A script of the page is told to load that
// page as a whole, because every page brings its own nonce.
func (v *Visit) Go(path string) error {
	if v.htmx() {
		v.Writer.Header().Set("HX-Redirect", path)
		v.Writer.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(v.Writer, v.Request, path, http.StatusSeeOther)
	return nil
}

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
