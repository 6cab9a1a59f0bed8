package mailbox

import (
	"errors"
	"sync"
	"time"
)

// Status is how the watching goes. Instants are by Parts.Now; zero says never since
// the start.
type Status struct {
	Connected bool      // logged in, and it has looked into the folder
	Since     time.Time // since when it is connected, or is not
	LookedAt  time.Time // when it last looked for mail
	KeptAt    time.Time // when it last kept a mail
	Fault     string    // what it last failed at, a word or a few such as logging in; empty while connected
	Refused   bool      // the server refuses our user or password
}

// Status says how the watching goes.
func (w *Watcher) Status() Status {
	w.seen.mu.Lock()
	defer w.seen.mu.Unlock()
	return w.seen.status
}

// seen is the status as it is kept.
type seen struct {
	mu     sync.Mutex
	status Status
}

// looked notes that the folder was looked into.
func (w *Watcher) looked() {
	now := w.Now()
	w.seen.mu.Lock()
	defer w.seen.mu.Unlock()
	s := &w.seen.status
	if !s.Connected {
		s.Connected, s.Since = true, now
	}
	s.LookedAt, s.Fault, s.Refused = now, "", false
}

// kept notes that a mail was kept.
func (w *Watcher) kept() {
	now := w.Now()
	w.seen.mu.Lock()
	defer w.seen.mu.Unlock()
	w.seen.status.KeptAt = now
}

// lost notes that the watching has ended for now, and at what.
func (w *Watcher) lost(err error) {
	now := w.Now()
	w.seen.mu.Lock()
	defer w.seen.mu.Unlock()
	s := &w.seen.status
	if s.Connected || s.Since.IsZero() {
		s.Connected, s.Since = false, now
	}
	s.Fault, s.Refused = "watching", false
	var f *fault
	if errors.As(err, &f) {
		s.Fault, s.Refused = f.step, f.refused
	}
}
