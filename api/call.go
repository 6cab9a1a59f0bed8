package api

import (
	"context"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// route is one operation of /v1: what it takes, gives and needs, and who
// answers it. The OpenAPI document is made from the same values.
type route struct {
	method, path string
	id           string // operationId
	summary      string
	scope        Scope
	takes        any   // struct of the body; nil: none
	optional     bool  // the body may be left out
	limit        int64 // bytes of the body
	gives        any   // struct of a good answer
	statuses     []int // of good answers
	query        []parameter
	handle       func(*server, *call) (answer, error)

	sample  string            // a body that it takes, as JSON; shown in the document
	lists   map[string]string // other types that the body comes in, with an example of each; nil: JSON
	exports map[string]string // types of the answer where gives is nil, with an example of each
	pure    bool              // it changes nothing, so nothing is remembered
	forgets bool              // its answer holds a secret, or is not worth remembering

	shape *shape
}

// remembers says that the route takes an Idempotency-Key.
func (r *route) remembers() bool {
	return !r.pure && !r.forgets && (r.method == http.MethodPost || r.method == http.MethodPatch)
}

// call is one request on its way.
type call struct {
	*http.Request
	w     http.ResponseWriter
	route *route
	key   Key
	now   time.Time
	body  string
	kind  string // media type of the body

	idempotencyKey string // empty: nothing is remembered
	requestHash    string
}

func (c *call) ctx() context.Context { return c.Request.Context() }

func (c *call) test() bool { return c.key.Kind == Test }

func (s *server) add(r route) {
	if r.takes != nil {
		r.shape = shapeOf(reflect.TypeOf(r.takes), "")
	}
	op := s.operation(&r)
	s.huma.OpenAPI().AddOperation(op)
	s.huma.Adapter().Handle(op, func(ctx huma.Context) {
		request, w := humago.Unwrap(ctx)
		s.answer(&call{Request: request, w: w, route: &r, now: s.Now()})
	})
}

// answer takes the request through its steps and writes what comes out.
func (s *server) answer(c *call) {
	a, err := s.steps(c)
	if err != nil {
		p, known := problemOf(err)
		if !known {
			s.complain(c.route.id, err)
		}
		p.headers(c.w.Header())
		a = p.answer()
	}
	broken := a.write(c.w)
	s.logRequest(c.Method, c.route.path, a.status, s.Now().Sub(c.now), c.key.ID)
	if broken != nil { // the status is out: only a broken connection tells that the rest is missing
		s.complain(c.route.id, broken)
		panic(http.ErrAbortHandler)
	}
}

// complain logs an error that is ours. That a caller went away is not.
func (s *server) complain(operation string, err error) {
	if !errors.Is(err, context.Canceled) {
		s.Log.Error("request could not be answered", "operation", operation, "error", err)
	}
}

func (s *server) steps(c *call) (answer, error) {
	var err error
	if c.key, err = s.keyring.authenticate(c.Request, c.now); err != nil {
		return answer{}, err
	}
	if err := s.limiter.take(c.key.ID, c.now, c.w.Header()); err != nil {
		return answer{}, err
	}
	if err := authorize(c.key, c.route.scope); err != nil {
		return answer{}, err
	}
	if err := checkQuery(c); err != nil {
		return answer{}, err
	}
	if err := c.readBody(); err != nil {
		return answer{}, err
	}
	if c.route.remembers() {
		return s.once(c)
	}
	return c.route.handle(s, c)
}

// readBody reads the whole body within the route's limit.
func (c *call) readBody() error {
	limit := c.route.limit
	if c.route.takes == nil {
		limit = 0
	}
	if c.ContentLength > limit {
		c.drain()
		return tooLarge(limit)
	}
	data, err := readAll(http.MaxBytesReader(c.w, c.Body, limit), c.ContentLength)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		c.drain()
		return tooLarge(limit)
	case err != nil:
		return malformed("The body ended early; send it again.")
	}
	c.body = data
	if c.body == "" && (c.route.takes == nil || c.route.optional) {
		return nil
	}
	return c.checkType()
}

// maxDrain is how much of a body that is too large is still read.
const maxDrain = 16 << 20

// drain reads on, because many clients see a broken connection in place of the
// answer when nobody reads what they send. One that asks first is answered first.
func (c *call) drain() {
	if c.Header.Get("Expect") == "" {
		io.CopyN(io.Discard, c.Body, maxDrain)
	}
}

// readAll reads into memory of the announced size.
func readAll(from io.Reader, size int64) (string, error) {
	var b strings.Builder
	if size > 0 {
		b.Grow(int(size))
	}
	_, err := io.Copy(&b, from)
	return b.String(), err
}

func tooLarge(limit int64) *problem {
	if limit == 0 {
		return newProblem(http.StatusRequestEntityTooLarge, "This request takes no body.")
	}
	return newProblem(http.StatusRequestEntityTooLarge,
		"The body is larger than "+strconv.FormatInt(limit>>10, 10)+" KiB; send less at once.")
}

const jsonType = "application/json"

// checkType refuses a body that does not say that it is of a type that the route
// takes: plain JSON, save for lists.
func (c *call) checkType() error {
	kind, parameters, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	charset := parameters["charset"]
	if err != nil || !c.route.reads(kind) || (charset != "" && !strings.EqualFold(charset, "utf-8")) {
		return newProblem(http.StatusUnsupportedMediaType, c.route.typeRemedy())
	}
	c.kind = kind
	if encoding := c.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return newProblem(http.StatusUnsupportedMediaType, "Send the body as it is, without a Content-Encoding.")
	}
	return nil
}

// reads says that the route takes bodies of the media type.
func (r *route) reads(kind string) bool {
	if r.lists == nil {
		return kind == jsonType
	}
	_, ok := r.lists[kind]
	return ok
}

func (r *route) typeRemedy() string {
	if r.lists == nil {
		return "Send the body as JSON, with Content-Type: application/json."
	}
	return "Send the list in UTF-8 as " + strings.Join(slices.Sorted(maps.Keys(r.lists)), " or ") + ", and say so with Content-Type."
}

// read fills the struct behind into from the body; an error lists all faults.
func (c *call) read(into any) (findings, error) {
	found, broken := read(c.body, c.route.shape, into)
	if broken != nil {
		return nil, broken
	}
	return found, nil
}

// faultless is an error when there are faults.
func faultless(found findings) error {
	if len(found) > 0 {
		return unprocessable(found)
	}
	return nil
}
