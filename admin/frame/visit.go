package frame

import (
	"context"
	"net/http"
	"net/url"
	"sync"
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
	own, _ := v.frame.zones.find(v.Operator.Zone)
	t := Time{At: at, Own: at.In(own), Shown: at.In(own), now: v.Now}
	if there, ok := v.frame.zones.find(zone); ok {
		t.Shown, t.Theirs = at.In(there), true
	}
	return t
}

// Day is midnight of the operator's day.
func (v *Visit) Day() time.Time {
	own, _ := v.frame.zones.find(v.Operator.Zone)
	now := v.Now.In(own)
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, own)
}

// zones remembers time zones: the system's database is read anew each time else, and a
// list shows hundreds of instants. It holds names that exist alone, so that it stays
// small.
type zones struct{ known sync.Map }

// find returns a zone; UTC and false when there is none of the name.
func (z *zones) find(name string) (*time.Location, bool) {
	if name == "" {
		return time.UTC, false
	}
	if there, ok := z.known.Load(name); ok {
		return there.(*time.Location), true
	}
	there, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC, false
	}
	z.known.Store(name, there)
	return there, true
}
