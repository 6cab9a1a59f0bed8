package frame

import (
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/goodterms/goodterms/operator"
)

// Route is one address of a page, or one change.
type Route struct {
	Method string // GET or POST
	Path   string // a pattern below /admin, such as /accounts/{reference}
	Right  operator.Right
	Action string // of a POST: its name in the audit log, noun.verb; empty when it changes nothing, such as a preview
	Open   bool   // without being signed in
	Handle func(*Visit) error
}

var nounVerb = regexp.MustCompile(`^[a-z]+([-_][a-z]+)*\.[a-z]+([-_][a-z]+)*$`)

// fault says what is wrong with a route; empty when nothing is. A slip here would be a
// page that is open to too many, so that it must show at the first start.
func (r Route) fault() string {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		return "is neither GET nor POST"
	case !strings.HasPrefix(r.Path, "/"):
		return "has a path that does not begin with /"
	case r.Handle == nil:
		return "has no handler"
	case r.Method == http.MethodGet && r.Action != "":
		return "changes something on GET"
	case r.Action != "" && !nounVerb.MatchString(r.Action):
		return "has an action that is not noun.verb"
	case !r.Open && r.Right == "":
		return "does not say which right it asks for"
	case r.Open && r.Right != "":
		return "is open and asks for a right"
	}
	return ""
}

// mostLocal is how long an address may be that somebody is sent back to.
const mostLocal = 2000

// Local says whether the text is an address of these pages that a browser can be sent
// to: a path under /admin/, with its query, and nothing that could lead elsewhere.
func Local(text string) bool {
	if len(text) > mostLocal || !strings.HasPrefix(text, "/admin/") || strings.ContainsFunc(text, odd) {
		return false
	}
	way, _, _ := strings.Cut(text, "?")
	clean := path.Clean(way)
	return clean == "/admin" || strings.HasPrefix(clean, "/admin/")
}

// odd runes have no place in an address that a browser is sent to: it drops or turns
// some of them before it reads the rest.
func odd(r rune) bool { return r <= ' ' || r == '\\' || r == '#' || r >= 0x7f }
