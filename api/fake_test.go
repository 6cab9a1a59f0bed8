package api_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// house is the door with everything behind it kept in memory, and a clock that
// the test moves.
type house struct {
	http.Handler
	mu        sync.Mutex
	now       time.Time
	log       strings.Builder
	ids       *account.IDs
	keys      map[string]api.Key
	lookups   int
	views     map[string]reminder.View
	order     []string
	digests   map[string]string // reference → digest
	byRef     map[string]string // reference → id
	accounts  map[string]account.Account
	contacts  []account.Contact // as they were put last
	answers   map[string]reminder.Answer
	events    []timeline.Event
	payments  map[string]reminder.Payment
	woken     []reminder.Due
	receipts  []channels.Receipt
	replies   []channels.Reply
	tests     []bool
	storyErr  error
	acceptErr error
	gate      chan struct{} // when set, Accept waits for it
	entered   chan struct{}
	race      bool // Accept answers as if another process had been faster
	files
	desk    *desk
	shelf   *shelf
	tellers *tellers
}

const (
	liveKey    = "gt_live_everything"
	adminKey   = "gt_live_admin"
	readerKey  = "gt_live_reader"
	testKey    = "gt_test_everything"
	expiredKey = "gt_live_expired"
	revokedKey = "gt_live_revoked"
	creditor   = "cre_1"
)

type option func(*api.Config, *api.Ports)

func newHouse(t testing.TB, options ...option) *house {
	t.Helper()
	h := &house{
		now: time.Date(2027, 4, 12, 9, 0, 0, 0, time.UTC), ids: account.NewIDs(),
		views: map[string]reminder.View{}, digests: map[string]string{}, byRef: map[string]string{},
		accounts: map[string]account.Account{}, answers: map[string]reminder.Answer{}, payments: map[string]reminder.Payment{},
		files: newFiles(),
	}
	h.keys = map[string]api.Key{
		api.HashKey(liveKey):    {ID: "key_live", Kind: api.Live, Scopes: api.DefaultScopes()},
		api.HashKey(adminKey):   {ID: "key_admin", Kind: api.Live, Scopes: []api.Scope{api.Admin}},
		api.HashKey(readerKey):  {ID: "key_reader", Kind: api.Live, Scopes: []api.Scope{api.RemindersRead}},
		api.HashKey(testKey):    {ID: "key_test", Kind: api.Test, Scopes: api.DefaultScopes()},
		api.HashKey(expiredKey): {ID: "key_expired", Kind: api.Live, Scopes: api.DefaultScopes(), ExpiresAt: h.now},
		api.HashKey(revokedKey): {ID: "key_revoked", Kind: api.Live, Scopes: api.DefaultScopes(), RevokedAt: h.now},
	}
	cfg := api.Config{
		Now: h.clock, Log: slog.New(slog.NewTextHandler(lockedWriter{h}, nil)), IDs: h.ids, Version: "1.2.3", CreditorID: creditor,
		DefaultRegion: "GB", PublicURL: "https://goodterms.example.com",
		Channels: func(bool) []channels.Kind { return channels.Kinds() },
	}
	h.desk, h.shelf = newDesk(h), newShelf(h)
	h.tellers = newTellers(h)
	ports := api.Ports{
		Desk: h.desk, Replies: h.desk, FollowUps: h.desk, Arrangements: h.desk,
		Reminders: h, Accounts: h, Answers: h, Keys: h, Planner: h, Waker: h,
		Templates: h.shelf, Versions: h.shelf, Experiments: h.shelf, Words: h.shelf, Story: h,
		Events: h.tellers, Webhooks: h.tellers, Replays: h.tellers, Pinger: h.tellers,
		Contacts: h, Permissions: h, Policy: h, Explain: explain,
		Summary: func(e timeline.Event, _ *time.Location) string { return "It is " + string(e.Kind) + "." },
	}
	for _, o := range options {
		o(&cfg, &ports)
	}
	h.Handler = api.New(cfg, ports)
	return h
}

type lockedWriter struct{ h *house }

func (w lockedWriter) Write(b []byte) (int, error) {
	w.h.mu.Lock()
	defer w.h.mu.Unlock()
	return w.h.log.Write(b)
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *house) logged() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.String()
}

func (h *house) FindKey(_ context.Context, hash string, _ time.Time) (api.Key, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lookups++
	key, ok := h.keys[hash]
	if !ok {
		return api.Key{}, fmt.Errorf("find key: %w", api.ErrNoKey)
	}
	return key, nil
}

func (h *house) Wake(due ...reminder.Due) { h.woken = append(h.woken, due...) }

func (h *house) Plan(now time.Time, in reminder.Intake) reminder.Planned {
	sendAt := in.SendAt
	if sendAt.IsZero() {
		sendAt = now
	}
	return reminder.Planned{
		Reminder: reminder.Reminder{
			ID: h.ids.New("rem", now), Reference: in.Reference, AccountID: account.StableID("acc", creditor, in.Account.Reference),
			Template: in.Template, Channels: in.Channels, Channel: in.Channels[0], Status: reminder.Scheduled,
			SendAt: sendAt, ExpiresAt: in.ExpiresAt, Test: in.Test, CreatedAt: now, UpdatedAt: now,
		},
		Account: in.Account, Contact: in.Contact, Invoices: in.Invoices, Consents: in.Consents, Digest: fmt.Sprintf("%+v", in),
	}
}

// effect remembers the answer to what has just been done, as a store does.
func (h *house) effect(idem *reminder.Idempotency, effect any) {
	if idem == nil {
		return
	}
	status, headers, body := idem.Make(effect)
	h.answers[idem.KeyID+" "+idem.Key] = reminder.Answer{
		KeyID: idem.KeyID, Key: idem.Key, Request: idem.Request, Status: status, Headers: headers, Body: body,
	}
}

func (h *house) FindAnswer(_ context.Context, keyID, key string, _ time.Time) (reminder.Answer, bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a, ok := h.answers[keyID+" "+key]
	return a, ok, nil
}

func (h *house) Accept(_ context.Context, _ time.Time, planned []reminder.Planned, idem *reminder.Idempotency) ([]reminder.Acceptance, error) {
	if h.gate != nil {
		h.entered <- struct{}{}
		<-h.gate
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.acceptErr != nil {
		return nil, h.acceptErr
	}
	out := make([]reminder.Acceptance, len(planned))
	for i, p := range planned {
		out[i] = h.acceptOne(p)
	}
	h.effect(idem, out)
	if h.race {
		return nil, reminder.ErrAnswered
	}
	return out, nil
}

func (h *house) acceptOne(p reminder.Planned) reminder.Acceptance {
	ref := p.Reminder.Reference
	if id, known := h.byRef[ref]; known && ref != "" {
		before := h.views[id].Reminder
		return reminder.Acceptance{
			ID: id, Status: before.Status, SendAt: before.SendAt, Channel: before.Channel,
			Duplicate: h.digests[ref] == p.Digest, Conflict: h.digests[ref] != p.Digest,
		}
	}
	r := p.Reminder
	h.byRef[ref], h.digests[ref] = r.ID, p.Digest
	h.order = append(h.order, r.ID)
	h.accounts[p.Account.Reference] = p.Account
	h.agreed = append(h.agreed, p.Consents...)
	h.views[r.ID] = reminder.View{Reminder: r, AccountReference: p.Account.Reference, ContactReference: p.Contact.Reference}
	return reminder.Acceptance{ID: r.ID, Status: r.Status, SendAt: r.SendAt, Channel: r.Channel}
}

func (h *house) FindReminder(_ context.Context, id string) (reminder.View, error) {
	view, ok := h.views[id]
	if !ok {
		return view, fmt.Errorf("find reminder: %w", reminder.ErrNotFound)
	}
	return view, nil
}

func (h *house) ListReminders(_ context.Context, f reminder.Filter) ([]reminder.Reminder, error) {
	var out []reminder.Reminder
	for _, id := range h.order {
		view := h.views[id]
		match := id > f.After && (f.Account == "" || f.Account == view.AccountReference) && (f.Status == "" || f.Status == view.Reminder.Status)
		if match && len(out) < f.Limit {
			out = append(out, view.Reminder)
		}
	}
	return out, nil
}

// alter changes a reminder that waits.
func (h *house) alter(id string, idem *reminder.Idempotency, how func(*reminder.Reminder)) (reminder.Reminder, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	view, ok := h.views[id]
	if !ok {
		return reminder.Reminder{}, reminder.ErrNotFound
	}
	if view.Reminder.Status.Ended() {
		return reminder.Reminder{}, reminder.ErrEnded
	}
	how(&view.Reminder)
	h.views[id] = view
	h.effect(idem, view.Reminder)
	return view.Reminder, nil
}

func (h *house) Reschedule(_ context.Context, _ time.Time, id string, sendAt time.Time, expiresAt *time.Time, idem *reminder.Idempotency) (reminder.Reminder, error) {
	return h.alter(id, idem, func(r *reminder.Reminder) {
		if !sendAt.IsZero() {
			r.SendAt = sendAt
		}
		if expiresAt != nil {
			r.ExpiresAt = *expiresAt
		}
	})
}

func (h *house) Cancel(_ context.Context, _ time.Time, id string, idem *reminder.Idempotency) (reminder.Reminder, error) {
	return h.alter(id, idem, func(r *reminder.Reminder) { r.Status = reminder.Canceled })
}

func (h *house) PutAccount(_ context.Context, _ time.Time, a account.Account, contacts []account.Contact, _ *reminder.Idempotency) (account.Account, bool, error) {
	h.contacts = contacts
	_, known := h.accounts[a.Reference]
	h.accounts[a.Reference] = a
	return a, !known, nil
}

func (h *house) FindAccount(_ context.Context, reference string) (reminder.AccountView, error) {
	a, ok := h.accounts[reference]
	if !ok {
		return reminder.AccountView{}, fmt.Errorf("find account: %w", account.ErrNotFound)
	}
	return reminder.AccountView{
		Account: a, Open: len(h.order),
		Contacts: []account.Contact{{Reference: "P-1", Name: "Robin", Email: "robin@example.com"}},
		Invoices: []account.Invoice{{Number: "1", Amount: account.Money{Minor: 12050, Currency: "GBP"}, Balance: account.Money{Minor: 50, Currency: "GBP"}}},
		OptOuts:  []account.OptOut{{Channel: channels.SMS, Address: "+442079460042", Source: "reply"}},
	}, nil
}

func (h *house) Timeline(_ context.Context, reference string, after int64, limit int) ([]timeline.Event, error) {
	if _, ok := h.accounts[reference]; !ok {
		return nil, account.ErrNotFound
	}
	var out []timeline.Event
	for _, e := range h.events {
		if e.Seq > after && len(out) < limit {
			out = append(out, e)
		}
	}
	return out, nil
}

func (h *house) AddNote(_ context.Context, now time.Time, reference string, note timeline.Note, idem *reminder.Idempotency) (timeline.Event, error) {
	if _, ok := h.accounts[reference]; !ok {
		return timeline.Event{}, account.ErrNotFound
	}
	seq := int64(len(h.events) + 1)
	e := timeline.Event{
		ID: fmt.Sprintf("evt_%d", seq), Seq: seq, At: now, Kind: timeline.NoteAdded, Actor: timeline.API,
		Data: []byte(`{"text":` + fmt.Sprintf("%q", note.Text) + `}`),
	}
	h.events = append(h.events, e)
	h.effect(idem, e)
	return e, nil
}

func (h *house) RecordPayment(_ context.Context, _ time.Time, p reminder.Payment, idem *reminder.Idempotency) (reminder.Paid, error) {
	before, known := h.payments[p.Reference]
	switch {
	case p.AccountReference != "C-1001":
		return reminder.Paid{}, account.ErrNotFound
	case p.InvoiceNumber != "INV-1":
		return reminder.Paid{}, reminder.ErrInvoice
	case p.Amount.Currency != "GBP":
		return reminder.Paid{}, reminder.ErrCurrency
	case known && p.Reference != "" && before.Amount != p.Amount:
		return reminder.Paid{}, reminder.ErrConflict
	}
	duplicate := known && p.Reference != ""
	if duplicate {
		p.ID = before.ID
	}
	h.payments[p.Reference] = p
	paid := reminder.Paid{ID: p.ID, Balance: account.Money{Minor: 12050 - p.Amount.Minor, Currency: "GBP"}, Duplicate: duplicate}
	h.effect(idem, paid)
	return paid, nil
}

func (h *house) Receipt(_ context.Context, r channels.Receipt, test bool) error {
	h.receipts, h.tests = append(h.receipts, r), append(h.tests, test)
	return h.storyErr
}

func (h *house) Script(_ context.Context, attempt string, _ bool) (reminder.Stored, error) {
	if attempt != "att_known" {
		return reminder.Stored{}, reminder.ErrNotFound
	}
	return reminder.Stored{Attempt: reminder.Attempt{ID: attempt, Body: "the script"}}, nil
}

var errStore = errors.New("the store is away")

// do sends a request with the key and returns the answer.
func (h *house) do(t testing.TB, method, path, key, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, path, reader)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
