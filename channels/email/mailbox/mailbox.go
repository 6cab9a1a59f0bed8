// Package mailbox is in charge of an ordinary mailbox that replies come to: it
// watches it by IMAP and hands over every mail once it is there. It refuses to
// go past a mail that could not be kept, and to delete any.
package mailbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// How long the watcher pauses.
const (
	IdleTime     = 5 * time.Minute  // in IDLE before it looks by itself: shorter than any NAT forgets and servers hang up (RFC 2177)
	PollTime     = time.Minute      // between two looks, where the server knows no IDLE
	shortestRest = time.Second      // after the first failure; doubled with every further one
	longestRest  = 2 * time.Minute  // after many failures
	refusedRest  = 10 * time.Minute // after a refused password: servers lock out who tries often
)

// Cursor is how far a mailbox has been read. It is kept by its name, with the
// validity of the uid (RFC 9051 §2.3.1.1).
type Cursor interface {
	MailboxCursor(ctx context.Context, name string) (validity, uid uint32, err error)
	SetMailboxCursor(ctx context.Context, name string, validity, uid uint32) error
}

// Parts are what a Watcher works with.
type Parts struct {
	Cursor  Cursor
	Receive func(ctx context.Context, raw []byte) error // keeps a mail; a repeat is harmless
	After   func(time.Duration) <-chan time.Time        // nil: time.After
	Now     func() time.Time                            // nil: time.Now
	Log     *slog.Logger
}

// Watcher watches one mailbox.
type Watcher struct {
	Parts
	cfg   Config
	place place
	seen  seen
}

// New prepares a watcher; Run runs it.
func New(cfg Config, parts Parts) (*Watcher, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("mailbox settings: %w", err)
	}
	where, err := parsePlace(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("mailbox settings: %w", err)
	}
	if parts.Cursor == nil || parts.Receive == nil || parts.Log == nil {
		return nil, errors.New("mailbox settings: nobody keeps the mails or how far they were read")
	}
	if parts.After == nil {
		parts.After = time.After
	}
	if parts.Now == nil {
		parts.Now = time.Now
	}
	return &Watcher{Parts: parts, cfg: cfg.withDefaults(), place: where}, nil
}

// Run watches until the context ends. Whatever fails, it tries again.
func (w *Watcher) Run(ctx context.Context) {
	for failures := 1; ctx.Err() == nil; failures++ {
		looked, err := w.watch(ctx)
		if ctx.Err() != nil {
			return
		}
		if looked {
			failures = 1
		}
		w.lost(err)
		pause := rest(failures, err)
		w.tell(err, pause)
		select {
		case <-ctx.Done():
		case <-w.After(pause):
		}
	}
}

// watch connects and hands over what comes, until something fails. It tells
// whether it has looked into the mailbox at all.
func (w *Watcher) watch(ctx context.Context) (looked bool, err error) {
	s, err := w.open(ctx)
	if err != nil {
		return false, err
	}
	defer s.close()
	w.Log.Info("mailbox is watched", "channel", channels.Email)
	for {
		if err := s.look(ctx); err != nil {
			return looked, err
		}
		looked = true
		w.looked()
		if err := s.wait(ctx); err != nil {
			return looked, err
		}
	}
}

// fault is what went wrong in a step. It never holds what the server said: that
// may name people.
type fault struct {
	step    string
	refused bool  // by the server, for our user or password
	cause   error // of ours; nil when it was the server or the network
}

func (f *fault) Error() string { return f.step }

// away is a fault of the server or the network.
func away(step string) error { return &fault{step: step} }

// ours is a fault of what the watcher works with.
func ours(step string, cause error) error { return &fault{step: step, cause: cause} }

func (w *Watcher) tell(err error, pause time.Duration) {
	var f *fault
	switch {
	case !errors.As(err, &f):
		f = &fault{step: "watching"}
	case f.refused:
		w.Log.Error("mailbox refuses our user or password", "channel", channels.Email, "again_in", pause)
		return
	case f.cause != nil:
		w.Log.Warn("mail in the mailbox was not kept, it is read again", "channel", channels.Email, "reason", f.step, "error", f.cause, "again_in", pause)
		return
	}
	w.Log.Warn("mailbox is away", "channel", channels.Email, "reason", f.step, "again_in", pause)
}

// rest is how long to pause after so many failures in a row: each time twice as
// long, half of it by chance, so that many watchers do not come back at once.
func rest(failures int, err error) time.Duration {
	var f *fault
	if errors.As(err, &f) && f.refused {
		return refusedRest
	}
	long := longestRest
	if doublings := failures - 1; doublings < 7 {
		long = min(shortestRest<<doublings, longestRest)
	}
	return long/2 + rand.N(long/2+1)
}
