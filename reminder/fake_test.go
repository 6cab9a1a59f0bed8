package reminder

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/templates"
)

// desk is Claims in memory: rows, versions of accounts, histories. It raises an
// account's version when a cap counts an attempt, as the store does.
type desk struct {
	mu       sync.Mutex
	rows     map[string]*Work
	handing  map[string]bool
	versions map[string]int64
	history  map[string][]account.Entry
	commit   time.Duration // how long a Begin takes
	meddle   func(*desk)   // done once, before the first Begin is looked at
	stubborn bool          // keeps the order of channels whatever a change says
	begins   int
	attempts []Attempt
	changes  []Change
}

func newDesk(works ...*Work) *desk {
	d := &desk{rows: map[string]*Work{}, handing: map[string]bool{}, versions: map[string]int64{}, history: map[string][]account.Entry{}}
	for _, w := range works {
		w.Reminder.Status = Scheduled
		d.rows[w.Reminder.ID] = w
	}
	return d
}

func (d *desk) read(w *Work) Work {
	out := *w
	out.Version, out.History = d.versions[w.Account.ID], d.history[w.Account.ID]
	return out
}

func (d *desk) Claim(_ context.Context, ids []string, _ string, now time.Time) (works []Work, _ error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, id := range ids {
		if w := d.rows[id]; w.Reminder.Status == Scheduled && !w.Reminder.SendAt.After(now) {
			w.Reminder.Status = Sending
			works = append(works, d.read(w))
		}
	}
	return works, nil
}

func (d *desk) Reload(_ context.Context, ids []string, _ string) (works []Work, _ error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, id := range ids {
		if w := d.rows[id]; w.Reminder.Status == Sending && !d.handing[id] {
			works = append(works, d.read(w))
		}
	}
	return works, nil
}

func (d *desk) Begin(_ context.Context, b Begin) (Begun, error) {
	time.Sleep(d.commit) // of the bubble
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.begins++; d.begins == 1 && d.meddle != nil {
		d.meddle(d)
	}
	a := b.Attempt
	if w := d.rows[a.ReminderID]; w.Reminder.Status != Sending || d.handing[a.ReminderID] {
		return BegunGone, nil
	}
	if d.versions[a.AccountID] != b.Version {
		return BegunStale, nil
	}
	if b.Decision.Counted {
		d.versions[a.AccountID]++
	}
	d.handing[a.ReminderID] = true
	d.history[a.AccountID] = append(d.history[a.AccountID], account.Entry{At: a.StartedAt, Channel: a.Channel})
	d.attempts = append(d.attempts, a)
	return BegunOK, nil
}

func (d *desk) Record(_ context.Context, _ time.Time, c Change) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := &d.rows[c.ReminderID].Reminder
	if r.Status != Sending || d.handing[c.ReminderID] != (c.Attempt != nil) {
		return false, nil
	}
	r.Status, r.SendAt, r.Channel, r.Reason = c.Status, c.SendAt, c.Channel, c.Reason
	if c.Channels != nil && !d.stubborn {
		r.Channels = c.Channels
	}
	if c.Attempt != nil {
		r.Attempts++
	}
	d.handing[c.ReminderID] = false
	d.changes = append(d.changes, c)
	return true, nil
}

func (d *desk) Release(context.Context, string, time.Time) error { return nil }

// rule is a Decider.
type rule func(policy.Question) policy.Decision

func (r rule) Decide(q policy.Question) policy.Decision { return r(q) }

// sends lets everything leave within the next hour.
func sends(q policy.Question) policy.Decision {
	return policy.Decision{Verdict: policy.Send, WindowEnd: q.At.Add(time.Hour)}
}

// post is a channel that keeps what it is handed, or refuses it.
type post struct {
	kind    channels.Kind
	mu      sync.Mutex
	taken   []channels.Message
	refuses error
	takes   time.Duration // how long a hand-off is under way
	busy    int
	most    int // hand-offs under way at once
}

func (p *post) Kind() channels.Kind { return p.kind }

func (p *post) Send(_ context.Context, m channels.Message) (channels.Handoff, error) {
	p.mu.Lock()
	p.busy++
	p.most = max(p.most, p.busy)
	p.taken = append(p.taken, m)
	p.mu.Unlock()
	time.Sleep(p.takes) // of the bubble
	p.mu.Lock()
	p.busy--
	p.mu.Unlock()
	return channels.Handoff{ProviderID: m.Attempt}, p.refuses
}

// slots is a Pacer that hands out one slot after the other.
type slots struct {
	mu    sync.Mutex
	next  time.Time
	taken int
}

func (s *slots) Reserve(_ context.Context, _ string, now time.Time, interval time.Duration, n int) (time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next.Before(now) {
		s.next = now
	}
	at := s.next
	s.next, s.taken = at.Add(time.Duration(n)*interval), s.taken+n
	return at, nil
}

// bell is a Waker that keeps whom it should wake.
type bell struct {
	mu  sync.Mutex
	due []Due
}

func (b *bell) Wake(due ...Due) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.due = append(b.due, due...)
}

func (b *bell) ring() []Due {
	b.mu.Lock()
	defer b.mu.Unlock()
	due := b.due
	b.due = nil
	return due
}

type deaf struct{}

func (deaf) HandedOver(channels.Kind, time.Duration) {}
func (deaf) Recorded(channels.Kind, Status, string)  {}

// house is a story with fakes at its doors.
type house struct {
	*Story
	desk  *desk
	posts map[channels.Kind]*post
	slots *slots
	bell  *bell
}

var texts = sync.OnceValues(templates.Embedded)

// open starts a story in the test's bubble, whose clock is the story's.
func start(t *testing.T, policy Decider, desk *desk, set func(*Settings)) *house {
	t.Helper()
	words, err := texts()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{desk: desk, posts: map[channels.Kind]*post{}, slots: &slots{}, bell: &bell{}}
	adapters := map[channels.Kind]channels.Channel{}
	for _, kind := range channels.Kinds() {
		h.posts[kind] = &post{kind: kind}
		adapters[kind] = h.posts[kind]
	}
	settings := Settings{Owner: "ins_1", Creditor: templates.Creditor{Name: "Blue Bottle Ltd", Phone: "+44 20 7946 0042"},
		Locale: "en-GB", MailDomain: "bluebottle.example", PreferredWait: 12 * time.Hour}
	if set != nil {
		set(&settings)
	}
	h.Story = New(Parts{
		Claims: desk, Pacer: h.slots, Waker: h.bell, Policy: policy, Words: templates.NewCatalogue(words, nil), Channels: adapters,
		Tokens: NewTokens("secret"), IDs: account.NewIDs(), Observer: deaf{},
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: time.Now, Alive: func() bool { return true },
	}, settings)
	t.Cleanup(func() {
		if err := h.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return h
}

// due is work about an overdue invoice, due now.
func due(n int, wanted string) *Work {
	w := work(wanted)
	w.Reminder.ID = account.FormatID("rem", fmt.Appendf(nil, "%016d", n))
	w.Invoices = []account.Invoice{{ID: "inv_1", Number: "A-1", Amount: account.Money{Minor: 100, Currency: "EUR"},
		Balance: account.Money{Minor: 100, Currency: "EUR"}, IssuedOn: account.Date{Year: 1999, Month: 11, Day: 1}, DueOn: account.Date{Year: 1999, Month: 12, Day: 1}}}
	return w
}

// process carries all rows that are due on and lets the bubble's clock run for
// so long.
func (h *house) process(t *testing.T, lasting time.Duration) {
	t.Helper()
	ids := make([]string, 0, len(h.desk.rows))
	for id := range h.desk.rows {
		ids = append(ids, id)
	}
	if err := h.Process(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	time.Sleep(lasting)
	synctest.Wait()
}

// told reads the data of a change's last event.
func told[D any](t *testing.T, c Change) (data D) {
	t.Helper()
	if err := json.Unmarshal(c.Events[len(c.Events)-1].Data, &data); err != nil {
		t.Fatal(err)
	}
	return data
}
