// Package frametest is in charge of letting tests visit admin pages as an operator does:
// over HTTP, with a session, from the same origin. Only tests use it.
package frametest

import (
	"context"
	"html"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// Noon is the time at which visits happen, a Monday.
var Noon = time.Date(2027, time.April, 12, 12, 0, 0, 0, time.UTC)

// Office is a frame around sections, with its operators and audit log in memory.
type Office struct {
	URL      string
	Audit    *Audit
	Log      *Log
	Sessions *Sessions
	Frame    *frame.Frame

	t         testing.TB
	operators *people
	clock     *clock
}

// clock is the time in the office.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Wait lets time pass.
func (o *Office) Wait(d time.Duration) {
	o.clock.mu.Lock()
	defer o.clock.mu.Unlock()
	o.clock.now = o.clock.now.Add(d)
}

// Log is what the office has logged.
type Log struct {
	mu   sync.Mutex
	text strings.Builder
	also io.Writer
}

// Write keeps what is logged.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.Write(b)
	return l.also.Write(b)
}

// String is all that was logged.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// people are the operators by id.
type people struct {
	mu   sync.Mutex
	byID map[string]operator.Operator
}

// FindOperator finds one.
func (p *people) FindOperator(_ context.Context, id string) (operator.Operator, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if o, ok := p.byID[id]; ok {
		return o, nil
	}
	return operator.Operator{}, operator.ErrNotFound
}

// Sessions keeps sessions in memory, by the hashes of their tokens.
type Sessions struct {
	mu   sync.Mutex
	kept map[string][]byte
	down error
}

// Count is how many there are.
func (s *Sessions) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.kept)
}

// Fail makes writing a session fail.
func (s *Sessions) Fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = err
}

// FindCtx finds one.
func (s *Sessions) FindCtx(_ context.Context, token string) ([]byte, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.kept[token]
	return data, ok, nil
}

// CommitCtx keeps one.
func (s *Sessions) CommitCtx(_ context.Context, token string, data []byte, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down == nil {
		s.kept[token] = data
	}
	return s.down
}

// DeleteCtx ends one.
func (s *Sessions) DeleteCtx(_ context.Context, token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, token)
	return nil
}

// Find is FindCtx.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Audit is an audit log in memory.
type Audit struct {
	mu      sync.Mutex
	entries map[string]operator.Entry
	down    error
}

// Fail makes keeping an entry fail.
func (a *Audit) Fail(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.down = err
}

// BeginEntry keeps the entry.
func (a *Audit) BeginEntry(_ context.Context, e operator.Entry) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.down == nil {
		a.entries[e.ID] = e
	}
	return a.down
}

// EndEntry keeps what became of it.
func (a *Audit) EndEntry(ctx context.Context, e operator.Entry) error { return a.BeginEntry(ctx, e) }

// Entries are all of them, oldest first.
func (a *Audit) Entries() (list []operator.Entry) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(a.entries)) {
		list = append(list, a.entries[id])
	}
	return list
}

// Person is an operator of the role who may publish and send as told, in Berlin.
func Person(role operator.Role, publish, send bool) operator.Operator {
	return operator.Operator{ID: "opr_" + string(role), Email: string(role) + "@meadow-finch.example", Name: "Dana " + strings.ToUpper(string(role[:1])) + string(role[1:]),
		Role: role, MayPublish: publish, MaySend: send, Zone: "Europe/Berlin"}
}

// Open serves the sections to one operator of each role; the admin may publish and send,
// the clerk send, the editor publish.
func Open(t testing.TB, sections ...frame.Section) *Office {
	t.Helper()
	return OpenWith(t, func(cfg frame.Config, enter frame.Section) *frame.Frame {
		return frame.New(cfg, append(sections, enter)...)
	})
}

// OpenWith serves a frame that the caller builds. It must hold the section enter, by
// which As signs in.
func OpenWith(t testing.TB, build func(cfg frame.Config, enter frame.Section) *frame.Frame) *Office {
	t.Helper()
	office := &Office{
		t: t, Audit: &Audit{entries: map[string]operator.Entry{}}, Log: &Log{also: t.Output()}, Sessions: &Sessions{kept: map[string][]byte{}},
		operators: &people{byID: map[string]operator.Operator{}}, clock: &clock{now: Noon},
	}
	for _, o := range []operator.Operator{Person(operator.Viewer, false, false), Person(operator.Editor, true, false), Person(operator.Clerk, false, true), Person(operator.Admin, true, true)} {
		office.operators.byID[o.ID] = o
	}
	ids := account.NewIDs()
	office.Frame = build(frame.Config{
		Now: office.clock.read, Log: slog.New(slog.NewTextHandler(office.Log, nil)), NewID: ids.New,
		Creditor: "Meadow & Finch Supplies", Version: "test",
		Sessions: office.Sessions, Operators: office.operators, Audit: office.Audit,
	}, office.enter())
	server := httptest.NewServer(office.Frame)
	t.Cleanup(server.Close)
	office.URL = server.URL
	return office
}

// enter is a way in without a password.
func (o *Office) enter() frame.Section {
	return frame.Section{Routes: []frame.Route{{Method: "POST", Path: "/test-enter/{id}", Open: true, Handle: func(v *frame.Visit) error {
		who, err := o.operators.FindOperator(v.Ctx(), v.PathValue("id"))
		if err != nil {
			return err
		}
		if err := v.SignIn(who); err != nil {
			return err
		}
		return v.Go("/admin/")
	}}}}
}

// Change changes an operator as the store would.
func (o *Office) Change(id string, change func(*operator.Operator)) {
	o.operators.mu.Lock()
	defer o.operators.mu.Unlock()
	changed := o.operators.byID[id]
	change(&changed)
	o.operators.byID[id] = changed
}

// Client is a browser of one operator, without scripts. It follows no redirect.
type Client struct {
	office *Office
	http   *http.Client
}

// As returns a browser in which the operator of the role is signed in; an empty role is
// nobody.
func (o *Office) As(role operator.Role) *Client {
	o.t.Helper()
	jar, _ := cookiejar.New(nil)
	c := &Client{office: o, http: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if role != "" {
		if a := c.Post("/admin/test-enter/opr_"+string(role), nil); a.Status != http.StatusSeeOther {
			o.t.Fatalf("signing in as %s: status %d", role, a.Status)
		}
	}
	return c
}

// Cookie is the session's cookie, for handing it to a real browser.
func (c *Client) Cookie() *http.Cookie {
	u, _ := url.Parse(c.office.URL)
	return c.http.Jar.Cookies(u)[0]
}

// Answer is what a page answered.
type Answer struct {
	Status   int
	Header   http.Header
	Body     string
	Location string
}

// Get visits a page.
func (c *Client) Get(path string) Answer {
	c.office.t.Helper()
	r, err := http.NewRequest(http.MethodGet, c.office.URL+path, nil)
	if err != nil {
		c.office.t.Fatal(err)
	}
	return c.Do(r)
}

// Post sends a form as the page's own browser would.
func (c *Client) Post(path string, form url.Values) Answer {
	c.office.t.Helper()
	r, err := http.NewRequest(http.MethodPost, c.office.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		c.office.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.Do(r)
}

// Do sends any request.
func (c *Client) Do(r *http.Request) Answer {
	c.office.t.Helper()
	response, err := c.http.Do(r)
	if err != nil {
		c.office.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		c.office.t.Fatal(err)
	}
	return Answer{response.StatusCode, response.Header, string(body), response.Header.Get("Location")}
}

// Has says that the page holds each of the words, as they are or as HTML writes them.
func Has(t testing.TB, a Answer, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(a.Body, w) && !strings.Contains(html.UnescapeString(a.Body), w) {
			t.Errorf("the page does not hold %q:\n%s", w, a.Body)
		}
	}
}

// Lacks says that the page holds none of the words.
func Lacks(t testing.TB, a Answer, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(a.Body, w) {
			t.Errorf("the page holds %q", w)
		}
	}
}

// Status says what the page answered with.
func Status(t testing.TB, a Answer, want int) {
	t.Helper()
	if a.Status != want {
		t.Errorf("status %d, want %d: %s", a.Status, want, a.Body)
	}
}
