package office_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/office"
	"github.com/goodterms/goodterms/operator"
)

// people keeps operators as the store does. The frame's own operators are changed with
// them, so that sessions end as they would.
type people struct {
	list  []operator.Operator
	links []operator.Link
	frame *frametest.Office
}

func (p *people) ListOperators(context.Context) ([]operator.Operator, error) {
	return slices.Clone(p.list), nil
}

func (p *people) FindOperator(_ context.Context, id string) (operator.Operator, error) {
	for _, o := range p.list {
		if o.ID == id {
			return o, nil
		}
	}
	return operator.Operator{}, operator.ErrNotFound
}

func (p *people) taken(o operator.Operator) bool {
	return slices.ContainsFunc(p.list, func(other operator.Operator) bool { return other.ID != o.ID && other.Email == o.Email })
}

func (p *people) CreateOperator(_ context.Context, _ time.Time, o operator.Operator) error {
	if p.taken(o) {
		return operator.ErrTaken
	}
	p.list = append(p.list, o)
	return nil
}

func (p *people) ChangeOperator(_ context.Context, _ time.Time, id string, change func(*operator.Operator) error) (operator.Operator, error) {
	for i := range p.list {
		if p.list[i].ID != id {
			continue
		}
		o := p.list[i]
		if err := change(&o); err != nil {
			return operator.Operator{}, err
		}
		if p.taken(o) {
			return operator.Operator{}, operator.ErrTaken
		}
		others := slices.ContainsFunc(p.list, func(other operator.Operator) bool { return other.ID != id && other.May(operator.Manage) })
		if p.list[i].May(operator.Manage) && !o.May(operator.Manage) && !others {
			return operator.Operator{}, operator.ErrLastAdmin
		}
		p.list[i] = o
		p.frame.Change(id, func(was *operator.Operator) { *was = o })
		return o, nil
	}
	return operator.Operator{}, operator.ErrNotFound
}

func (p *people) CreateLink(_ context.Context, l operator.Link) error {
	p.links = append(p.links, l)
	return nil
}

// ring keeps keys.
type ring struct{ list []office.Key }

func (r *ring) ListKeys(context.Context) ([]office.Key, error) { return slices.Clone(r.list), nil }

func (r *ring) CreateKey(_ context.Context, now time.Time, k office.NewKey) (string, error) {
	id := fmt.Sprintf("key_%d", len(r.list)+1)
	r.list = append(r.list, office.Key{ID: id, Name: k.Name, Kind: k.Kind, Scopes: k.Scopes, CreatedAt: now, ExpiresAt: k.ExpiresAt})
	return "gt_" + k.Kind + "_SECRET" + strings.TrimPrefix(id, "key_"), nil
}

func (r *ring) RevokeKey(_ context.Context, now time.Time, id string) error {
	for i := range r.list {
		if r.list[i].ID == id && r.list[i].Works(now) {
			r.list[i].RevokedAt = now
			return nil
		}
	}
	return office.ErrNoKey
}

// record is an audit log that was written before, and what the frame writes now.
type record struct {
	before []operator.Entry
	frame  *frametest.Office
	asked  operator.EntryFilter
}

func (r *record) all() []operator.Entry {
	list := slices.Concat(r.before, r.frame.Audit.Entries())
	slices.SortFunc(list, func(a, b operator.Entry) int { return strings.Compare(b.ID, a.ID) })
	return list
}

func (r *record) ListEntries(_ context.Context, f operator.EntryFilter) (list []operator.Entry, err error) {
	r.asked = f
	for _, e := range r.all() {
		noun, _, _ := strings.Cut(e.Action, ".")
		if (f.OperatorID == "" || e.OperatorID == f.OperatorID) && (f.Action == "" || f.Action == e.Action || f.Action == noun) &&
			(f.Before == "" || e.ID < f.Before) && len(list) < f.Limit {
			list = append(list, e)
		}
	}
	return list, nil
}

func (r *record) ListActions(context.Context) ([]string, error) {
	seen := map[string]bool{}
	for _, e := range r.all() {
		seen[e.Action] = true
	}
	return slices.Sorted(maps.Keys(seen)), nil
}

// place is the pages with what they stand on.
type place struct {
	*frametest.Office
	people *people
	ring   *ring
	record *record
}

var scopes = []office.Scope{
	{Name: "reminders:write", Words: "enqueue, change and cancel reminders", Default: true},
	{Name: "reminders:read", Words: "read reminders with their texts", Default: true},
	{Name: "accounts:write", Words: "put accounts, add notes", Default: true},
	{Name: "accounts:read", Words: "read accounts and timelines", Default: true},
	{Name: "templates:publish", Words: "publish versions, start and stop experiments"},
	{Name: "admin", Words: "do everything, administration too"},
}

func open(t testing.TB) place {
	t.Helper()
	ids := account.NewIDs()
	p, r, a := &people{}, &ring{}, &record{}
	p.list = []operator.Operator{frametest.Person(operator.Viewer, false, false), frametest.Person(operator.Editor, true, false),
		frametest.Person(operator.Clerk, false, true), frametest.Person(operator.Admin, true, true)}
	o := frametest.Open(t, office.Section(office.Config{NewID: ids.New, PublicURL: "https://pay.meadow-finch.example", Scopes: scopes},
		office.Ports{Operators: p, Keys: r, Audit: a}))
	p.frame, a.frame = o, o
	return place{o, p, r, a}
}

// operator is one of them as they are now.
func (p place) operator(t testing.TB, id string) operator.Operator {
	t.Helper()
	o, err := p.people.FindOperator(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// last is the newest entry of the audit log. A long answer leaves before its entry has
// ended; what is asked next over the same connection is answered afterwards.
func (p place) last(t testing.TB) operator.Entry {
	t.Helper()
	p.As("").Get("/admin/sign-in")
	list := p.Audit.Entries()
	if len(list) == 0 {
		t.Fatal("nothing stands in the audit log")
	}
	return list[len(list)-1]
}

// form is values in pairs.
func form(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}

// with is the form with one value changed, or without it when that is empty.
func with(f url.Values, name, value string) url.Values {
	changed := maps.Clone(f)
	changed.Set(name, value)
	if value == "" {
		changed.Del(name)
	}
	return changed
}

// wants checks the status of an answer and what stands in it.
func wants(t testing.TB, a frametest.Answer, status int, texts ...string) {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %s", a.Status, status, content(a))
	}
	for _, text := range texts {
		if !strings.Contains(a.Body, text) {
			t.Errorf("%q does not stand in:\n%s", text, content(a))
		}
	}
}

// content is the page without what stands around it.
func content(a frametest.Answer) string {
	_, inner, _ := strings.Cut(a.Body, "<main")
	inner, _, _ = strings.Cut(inner, "</main>")
	return inner
}

// toSignIn says whether the answer sends to where one signs in.
func toSignIn(a frametest.Answer) bool {
	return a.Status == http.StatusSeeOther && strings.HasPrefix(a.Location, "/admin/sign-in")
}

// without checks that none of the texts stands in the answer.
func without(t testing.TB, a frametest.Answer, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(a.Body, text) {
			t.Errorf("%q stands in:\n%s", text, content(a))
		}
	}
}

var secretText = regexp.MustCompile(`(?s)id="secret"[^>]*>([^<]+)<`)

// secretIn is the text that the page shows once.
func secretIn(t testing.TB, a frametest.Answer) string {
	t.Helper()
	found := secretText.FindStringSubmatch(a.Body)
	if found == nil {
		t.Fatalf("no secret in:\n%s", content(a))
	}
	return found[1]
}
