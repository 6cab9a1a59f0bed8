package store

import (
	"context"
	"errors"
	"sync"
	"time"
)

// writer commits in one transaction whatever waits when it is free: a lone
// caller waits for nobody, and many share one flush to disk. A caller is
// answered only after the commit.
type writer struct {
	store  *Store
	max    int // rows per transaction
	line   session
	mu     sync.Mutex
	queue  []member
	closed bool
	wake   chan struct{}
	done   chan struct{}
}

// call is what every waiting write has. A write that was taken is finished, even
// when its caller has gone.
type call struct {
	ctx   context.Context
	rows  int
	again bool // the last commit's outcome is unknown: it may have been carried out
	err   error
	done  chan struct{}
}

// member is one waiting write.
type member interface {
	base() *call
	join(*group)
}

func (c *call) base() *call { return c }

func newCall(ctx context.Context, rows int) call {
	return call{ctx: ctx, rows: rows, done: make(chan struct{})}
}

// group is the writes of one transaction, by kind.
type group struct {
	accepts []*acceptCall
	claims  []*claimCall
	begins  []*beginCall
	records []*recordCall
	units   []*unitCall
}

// run carries the writes out, each kind at once. An error fails them all; what
// concerns one caller alone is left in its call.
func (g *group) run(t *txn) error {
	if err := t.accept(g.accepts); err != nil {
		return err
	}
	if err := t.claim(g.claims); err != nil {
		return err
	}
	if err := t.begin(g.begins); err != nil {
		return err
	}
	if err := t.record(g.records); err != nil {
		return err
	}
	return t.units(g.units)
}

func newWriter(s *Store, max int) *writer {
	w := &writer{store: s, max: max, wake: make(chan struct{}, 1), done: make(chan struct{})}
	if s.engine == sqlite {
		w.line = &sqliteSession{db: s.main}
	} else {
		w.line = &postgresSession{db: s.main}
	}
	go w.loop()
	return w
}

// do waits its turn, commits and returns the call's own error. A caller whose
// context ends before its turn leaves without a trace.
func (w *writer) do(ctx context.Context, m member) error {
	if err := w.enqueue(ctx, m); err != nil {
		return err
	}
	c := m.base()
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
	}
	if w.withdraw(m) {
		return ctx.Err()
	}
	<-c.done
	return c.err
}

func (w *writer) enqueue(ctx context.Context, m member) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	w.queue = append(w.queue, m)
	w.nudge()
	return nil
}

func (w *writer) nudge() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *writer) withdraw(m member) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.queue {
		if w.queue[i] == m {
			w.queue = append(w.queue[:i], w.queue[i+1:]...)
			return true
		}
	}
	return false
}

func (w *writer) loop() {
	defer close(w.done)
	for {
		members, open := w.take()
		if len(members) > 0 {
			w.commit(members)
			continue
		}
		if !open {
			w.line.close()
			return
		}
		<-w.wake
	}
}

// take removes from the queue what fits one transaction: at least one write.
func (w *writer) take() (members []member, open bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, rows := 0, 0
	for n < len(w.queue) && (n == 0 || rows+w.queue[n].base().rows <= w.max) {
		rows += w.queue[n].base().rows
		n++
	}
	members = append(members, w.queue[:n]...)
	w.queue = append(w.queue[:0], w.queue[n:]...)
	clear(w.queue[len(w.queue):cap(w.queue)])
	return members, !w.closed
}

// close finishes what waits and lets the loop end.
func (w *writer) close() {
	w.mu.Lock()
	w.closed = true
	w.nudge()
	w.mu.Unlock()
	<-w.done
}

// commit runs the writes in one transaction; when that fails, each in its own,
// so that a write at fault hurts only itself. While the database is away they
// fail together: one after the other they would use up its patience each.
func (w *writer) commit(members []member) {
	err := w.try(members)
	if err != nil && len(members) > 1 && diagnose(err) != severed {
		w.store.log.Warn("group commit split", "writes", len(members), "error", err)
		for _, m := range members {
			w.finish(m, w.try([]member{m}))
		}
		return
	}
	for _, m := range members {
		w.finish(m, err)
	}
}

func (w *writer) finish(m member, err error) {
	c := m.base()
	if err != nil {
		c.err = clean(err)
	}
	close(c.done)
}

// try runs one transaction, again after races and lost connections.
func (w *writer) try(members []member) error {
	for attempt := 0; ; attempt++ {
		g := &group{}
		for _, m := range members {
			m.base().err = nil
			m.join(g)
		}
		err := w.line.transact(func(c conn) error { return w.store.told(c, g.run) })
		if errors.Is(err, errOutcome) {
			for _, m := range members {
				m.base().again = true
			}
		}
		if err == nil || !again(err, attempt) {
			return err
		}
	}
}

// Patience with a database that is in the way or away.
const (
	raceAttempts = 6                      // a race is lost at most so often
	awayAttempts = 9                      // with doubling pauses: about ten seconds
	awayPause    = 20 * time.Millisecond  // first pause after a lost connection
	racePause    = 500 * time.Microsecond // first pause after a race
)

// again says whether a failed transaction should run once more, and pauses
// before it does.
func again(err error, attempt int) bool {
	switch diagnose(err) {
	case raced:
		time.Sleep(racePause << attempt)
		return attempt < raceAttempts
	case severed:
		time.Sleep(awayPause << min(attempt, awayAttempts))
		return attempt < awayAttempts
	}
	return false
}
