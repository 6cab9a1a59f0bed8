package queue_test

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/queue"
	"github.com/goodterms/goodterms/queue/queuetest"
	"github.com/goodterms/goodterms/reminder"
)

// patience is how long a test waits for what should come at once.
const patience = 30 * time.Second

// book is what lies outside the queue: a schedule, the instances and a story in
// memory, shared by all instances of a test.
type book struct {
	clock func() time.Time
	ids   *account.IDs

	mu       sync.Mutex
	open     map[string]reminder.Due // scheduled
	index    []reminder.Due          // all, in order unless unsorted
	unsorted bool
	claimed  map[string]time.Time
	early    int // processed before their time
	repeats  int // woken although claimed
	batches  int
	settled  int
	freed    int
	failing  error // of Process
	down     error // of the schedule and the instances
	missed   int   // heartbeats meanwhile
	beats    map[string]time.Time
	leaders  map[string]lease
	blocked  map[channels.Kind]chan struct{}
	entered  int // batches that met a blocked lane
	changed  chan struct{}
	lateness []time.Duration
}

type lease struct {
	owner string
	until time.Time
}

func newBook(clock func() time.Time) *book {
	return &book{clock: clock, ids: account.NewIDs(), open: map[string]reminder.Due{}, claimed: map[string]time.Time{},
		beats: map[string]time.Time{}, leaders: map[string]lease{}, blocked: map[channels.Kind]chan struct{}{},
		changed: make(chan struct{})}
}

// newMovedBook is a book whose clock stands still until it is moved.
func newMovedBook() (*book, *atomic.Int64) {
	start, moved := time.Date(2027, 3, 1, 20, 0, 0, 0, time.UTC), new(atomic.Int64)
	return newBook(func() time.Time { return start.Add(time.Duration(moved.Load())) }), moved
}

// do changes the book and tells those who wait.
func (b *book) do(change func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change()
	close(b.changed)
	b.changed = make(chan struct{})
}

// write schedules reminders, made now, on the channels in turn.
func (b *book) write(n int, at func(i int) time.Time, kinds ...channels.Kind) []reminder.Due {
	due := make([]reminder.Due, n)
	b.do(func() {
		for i := range due {
			due[i] = reminder.Due{ID: b.ids.New("rem", b.clock()), Channel: kinds[i%len(kinds)], SendAt: at(i)}
			b.open[due[i].ID] = due[i]
		}
		b.index, b.unsorted = append(b.index, due...), true
	})
	return due
}

// until waits until a condition on the book holds.
func (b *book) until(t testing.TB, within time.Duration, what string, holds func() bool) {
	t.Helper()
	deadline := time.NewTimer(within)
	defer deadline.Stop()
	for {
		b.mu.Lock()
		ok, changed := holds(), b.changed
		b.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-deadline.C:
			b.mu.Lock()
			defer b.mu.Unlock()
			t.Fatalf("waited %v for %s: %d open, %d claimed, %d batches", within, what, len(b.open), len(b.claimed), b.batches)
		}
	}
}

// tally is what a book has counted.
type tally struct{ early, repeats, batches, claimed, instances, sweeps int }

// tally reads the counts.
func (b *book) tally() tally {
	b.mu.Lock()
	defer b.mu.Unlock()
	return tally{b.early, b.repeats, b.batches, len(b.claimed), len(b.beats), b.freed}
}

// empty waits until everything has been claimed.
func (b *book) empty(t testing.TB, within time.Duration) {
	t.Helper()
	b.until(t, within, "all reminders to be claimed", func() bool { return len(b.open) == 0 })
}

// Process claims what is scheduled and due.
func (b *book) Process(ctx context.Context, ids []string) error {
	if err := b.block(ctx, ids); err != nil {
		return err
	}
	b.mu.Lock()
	err := b.failing
	b.mu.Unlock()
	b.do(func() {
		b.batches++
		for _, id := range ids {
			if err == nil {
				b.claim(id)
			}
		}
	})
	return err
}

func (b *book) claim(id string) {
	now := b.clock()
	due, found := b.open[id]
	switch {
	case !found:
		b.repeats++
	case now.Before(due.SendAt):
		b.early++
	default:
		delete(b.open, id)
		b.claimed[id] = now
		b.lateness = append(b.lateness, now.Sub(due.SendAt))
	}
}

// block holds a batch of a blocked lane.
func (b *book) block(ctx context.Context, ids []string) error {
	b.mu.Lock()
	wait := b.blocked[b.open[ids[0]].Channel]
	b.mu.Unlock()
	if wait == nil {
		return nil
	}
	b.do(func() { b.entered++ })
	select {
	case <-wait:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Settle counts.
func (b *book) Settle(context.Context) error {
	b.do(func() { b.settled++ })
	return nil
}

// Due implements queue.Schedule.
func (b *book) Due(_ context.Context, from, until time.Time, limit int) ([]reminder.Due, error) {
	return b.find(limit, func(d reminder.Due) int {
		switch {
		case !d.SendAt.After(from):
			return -1
		case d.SendAt.After(until):
			return 1
		}
		return 0
	})
}

// Overdue implements queue.Schedule.
func (b *book) Overdue(_ context.Context, before time.Time, limit int) ([]reminder.Due, error) {
	return b.find(limit, func(d reminder.Due) int {
		if d.SendAt.Before(before) {
			return 0
		}
		return 1
	})
}

// find returns what is open where the range says 0; -1 is before it.
func (b *book) find(limit int, where func(reminder.Due) int) (found []reminder.Due, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.unsorted {
		b.unsorted = false
		slices.SortFunc(b.index, func(a, b reminder.Due) int {
			return cmp.Or(a.SendAt.Compare(b.SendAt), cmp.Compare(a.ID, b.ID))
		})
	}
	first, _ := slices.BinarySearchFunc(b.index, 0, func(d reminder.Due, _ int) int { return where(d) })
	for ; first < len(b.index) && where(b.index[first]) == 0 && len(found) < limit; first++ {
		if d, open := b.open[b.index[first].ID]; open {
			found = append(found, d)
		}
	}
	return found, b.down
}

// Free counts the rounds; this book's claims are never freed.
func (b *book) Free(context.Context, time.Time, time.Duration) (int, error) {
	b.do(func() { b.freed++ })
	return 0, nil
}

// Beat implements queue.Instances.
func (b *book) Beat(_ context.Context, owner string, now time.Time) (err error) {
	b.do(func() {
		if err = b.down; err == nil {
			b.beats[owner] = now
			return
		}
		b.missed++
	})
	return err
}

// Forget implements queue.Instances.
func (b *book) Forget(_ context.Context, owner string) error {
	b.do(func() { delete(b.beats, owner) })
	return nil
}

// Lead implements queue.Instances.
func (b *book) Lead(_ context.Context, role, owner string, now time.Time, life time.Duration) (ok bool, err error) {
	b.do(func() {
		holder := b.leaders[role]
		if ok = holder.owner == owner || !now.Before(holder.until); ok {
			b.leaders[role] = lease{owner, now.Add(life)}
		}
		err = b.down
	})
	return ok && err == nil, err
}

// neverEarly says if something was woken before its time.
func (b *book) neverEarly(t testing.TB) {
	t.Helper()
	if early := b.tally().early; early > 0 {
		t.Errorf("%d reminders were woken before their time", early)
	}
}

// instance is one running queue.
type instance struct {
	*queue.Queue
	stop  func() // ends it well, once
	ended chan error
}

var both = queue.Roles{API: true, Worker: true}

// run starts an instance that ends with the test.
func run(t testing.TB, cfg queue.Config, roles queue.Roles, b *book) *instance {
	t.Helper()
	if cfg.Owner == "" {
		cfg.Owner = "one"
	}
	cfg.Clock, cfg.Log = b.clock, slog.New(slog.DiscardHandler)
	q, err := queue.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	i := &instance{Queue: q, ended: make(chan error, 1)}
	go func() { i.ended <- q.Run(ctx, roles, b, b, b) }()
	i.stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-i.ended:
			if err := errors.Join(err, q.Close(context.Background())); err != nil {
				t.Error(err)
			}
		case <-time.After(patience):
			t.Error("the queue does not stop")
		}
	})
	t.Cleanup(i.stop)
	return i
}

// everywhere runs a test on the embedded Redis and on a real one.
func everywhere(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Parallel()
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		test(t, queue.Embedded)
	})
	t.Run("redis", func(t *testing.T) {
		t.Parallel()
		test(t, queuetest.Redis(t).URL())
	})
}

// at is the same instant for all.
func at(when time.Time) func(int) time.Time { return func(int) time.Time { return when } }

// leader waits until someone has a role and says who.
func (b *book) leader(t testing.TB, role string) (owner string) {
	t.Helper()
	b.until(t, patience, "a leader", func() bool {
		owner = b.leaders[role].owner
		return owner != ""
	})
	return owner
}

// quantile of what was late.
func (b *book) quantile(q float64) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	slices.Sort(b.lateness)
	return b.lateness[int(q*float64(len(b.lateness)-1))]
}
