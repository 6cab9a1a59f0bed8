package sandbox

import (
	"context"
	"slices"
	"strings"
	"sync"
)

// rawBudget is how many bytes of raw mail are kept; beyond it the oldest mails
// lose their text but stay in the list.
const rawBudget = 1 << 30

// record is a message as the inbox keeps it; its fields are guarded by the inbox.
type record struct {
	Message
	sid      string    // the Twilio account SID it came under
	account  string    // the same; empty once the resource is deleted
	callback string    // StatusCallback
	twilio   *resource // nil for mail
	seq      int       // place in the order of arrival
	revision int       // grows with every change
}

// inbox keeps what arrived, in order, and tells watchers about it.
type inbox struct {
	mu       sync.Mutex
	keep     int
	budget   int       // bytes of raw mail
	list     []*record // oldest first; the first `gone` are nil
	gone     int
	base     int // seq of list[0]
	byID     map[string]*record
	byTo     map[string][]*record
	raw      int // bytes of raw mail kept
	trimAt   int // seq of the oldest mail that still has its text
	revision int
	watchers map[*watcher]struct{}
}

func newInbox(keep, budget int) *inbox {
	return &inbox{
		keep: keep, budget: budget,
		byID: make(map[string]*record), byTo: make(map[string][]*record),
		watchers: make(map[*watcher]struct{}),
	}
}

// add takes a message in and drops the oldest beyond the limit.
func (in *inbox) add(r *record) {
	in.mu.Lock()
	defer in.mu.Unlock()
	r.seq = in.base + len(in.list)
	in.list = append(in.list, r)
	in.byID[r.ID] = r
	to := strings.ToLower(r.To)
	in.byTo[to] = append(in.byTo[to], r)
	if r.letter != nil {
		in.raw += r.letter.size()
		in.trim()
	}
	for len(in.list)-in.gone > in.keep {
		in.dropOldest()
	}
	in.changed(r)
}

func (in *inbox) dropOldest() {
	r := in.list[in.gone]
	in.list[in.gone] = nil
	in.gone++
	in.forget(r)
	if in.gone > in.keep {
		in.list = append([]*record(nil), in.list[in.gone:]...)
		in.base += in.gone
		in.gone = 0
	}
}

// forget removes a record from the indexes and its bytes from the budget.
func (in *inbox) forget(r *record) {
	delete(in.byID, r.ID)
	if r.letter != nil && r.seq >= in.trimAt {
		in.raw -= r.letter.size()
	}
	to := strings.ToLower(r.To)
	if rest := in.byTo[to][1:]; len(rest) > 0 {
		in.byTo[to] = rest
	} else {
		delete(in.byTo, to)
	}
}

// trim lets go of the oldest raw mail until the budget holds.
func (in *inbox) trim() {
	for in.trimAt = max(in.trimAt, in.base+in.gone); in.raw > in.budget && in.trimAt < in.base+len(in.list)-1; in.trimAt++ {
		if r := in.list[in.trimAt-in.base]; r.letter != nil {
			in.raw -= r.letter.size()
			r.letter.letGo()
		}
	}
}

// update changes a record and tells the watchers.
func (in *inbox) update(r *record, change func(r *record)) {
	in.mu.Lock()
	defer in.mu.Unlock()
	change(r)
	in.changed(r)
}

func (in *inbox) changed(r *record) {
	in.revision++
	r.revision = in.revision
	for w := range in.watchers {
		w.tell(r)
	}
}

// nudge tells the watchers that something beside the messages has changed.
func (in *inbox) nudge() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.revision++
	for w := range in.watchers {
		w.ring()
	}
}

// find returns the record of an id, or nil.
func (in *inbox) find(id string) *record {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.byID[id]
}

// view returns a copy of the record's message.
func (in *inbox) view(r *record) Message {
	in.mu.Lock()
	defer in.mu.Unlock()
	return r.Message
}

// look runs f over a record's fields under the inbox's lock.
func (in *inbox) look(f func()) {
	in.mu.Lock()
	defer in.mu.Unlock()
	f()
}

// to returns the records to an address, oldest first; all of them if it is empty.
func (in *inbox) to(address string) []*record {
	in.mu.Lock()
	defer in.mu.Unlock()
	from := in.list[in.gone:]
	if address != "" {
		from = in.byTo[strings.ToLower(address)]
	}
	return append([]*record(nil), from...)
}

// count is how many messages are kept.
func (in *inbox) count() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.list) - in.gone
}

// newest returns up to most addresses, the one written to last first, from the
// last messages.
func (in *inbox) newest(messages, most int) []string {
	in.mu.Lock()
	defer in.mu.Unlock()
	var addresses []string
	seen := make(map[string]bool)
	from := in.list[in.gone:]
	for _, r := range slices.Backward(from[max(len(from)-messages, 0):]) {
		if to := strings.ToLower(r.To); !seen[to] && len(addresses) < most {
			seen[to] = true
			addresses = append(addresses, r.To)
		}
	}
	return addresses
}

// views copies the messages to an address that pass keep, oldest first.
func (in *inbox) views(address string, keep func(r *record) bool) []Message {
	in.mu.Lock()
	defer in.mu.Unlock()
	from := in.list[in.gone:]
	if address != "" {
		from = in.byTo[strings.ToLower(address)]
	}
	found := make([]Message, 0, len(from))
	for _, r := range from {
		if keep(r) {
			found = append(found, r.Message)
		}
	}
	return found
}

// watcher collects the records that arrive or change while it is registered.
type watcher struct {
	mu      sync.Mutex
	pending []*record
	bell    chan struct{}
}

func (w *watcher) tell(r *record) {
	w.mu.Lock()
	w.pending = append(w.pending, r)
	w.mu.Unlock()
	w.ring()
}

func (w *watcher) ring() {
	select {
	case w.bell <- struct{}{}:
	default:
	}
}

func (w *watcher) take() []*record {
	w.mu.Lock()
	defer w.mu.Unlock()
	taken := w.pending
	w.pending = nil
	return taken
}

func (in *inbox) watch() (w *watcher, stop func()) {
	w = &watcher{bell: make(chan struct{}, 1)}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.watchers[w] = struct{}{}
	return w, func() {
		in.mu.Lock()
		defer in.mu.Unlock()
		delete(in.watchers, w)
	}
}

// Messages returns what was handed over and is still kept, in order of arrival.
func (s *Sandbox) Messages() []Message {
	all := s.inbox.views("", func(*record) bool { return true })
	for i := range all {
		all[i] = all[i].read()
	}
	return all
}

// Wait returns the first message that satisfies f, now or when it arrives or
// changes, such as by a new status; it returns ctx's error when that comes first.
func (s *Sandbox) Wait(ctx context.Context, f func(m Message) bool) (Message, error) {
	w, stop := s.inbox.watch()
	defer stop()
	for _, m := range s.Messages() {
		if f(m) {
			return m, nil
		}
	}
	for {
		select {
		case <-ctx.Done():
			return Message{}, ctx.Err()
		case <-w.bell:
		}
		for _, r := range w.take() {
			if m := s.inbox.view(r).read(); f(m) {
				return m, nil
			}
		}
	}
}
