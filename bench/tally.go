package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

// stalled is how long nothing may happen before a run counts as failed.
const stalled = 30 * time.Second

// tally counts what the story does; it is its Observer.
type tally struct {
	mu      sync.Mutex
	late    []time.Duration
	sent    int
	ended   int
	changed chan struct{}
}

func newTally() *tally { return &tally{changed: make(chan struct{}, 1)} }

// HandedOver notes how late a hand-off began.
func (t *tally) HandedOver(_ channels.Kind, lateness time.Duration) {
	t.mu.Lock()
	t.late = append(t.late, lateness)
	t.mu.Unlock()
}

// Recorded counts an outcome.
func (t *tally) Recorded(_ channels.Kind, status reminder.Status, _ string) {
	t.mu.Lock()
	if status == reminder.Sent {
		t.sent++
	}
	if status.Ended() {
		t.ended++
	}
	t.mu.Unlock()
	select {
	case t.changed <- struct{}{}:
	default:
	}
}

func (t *tally) counts() (sent, ended int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sent, t.ended
}

// await waits until so many reminders have ended.
func (t *tally) await(ctx context.Context, n int) error {
	timer := time.NewTimer(stalled)
	defer timer.Stop()
	for {
		sent, ended := t.counts()
		if ended >= n {
			if sent != n {
				return fmt.Errorf("%d of %d reminders were sent, %d ended", sent, n, ended)
			}
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			return fmt.Errorf("nothing has happened for %v: %d of %d reminders were sent", stalled, sent, n)
		case <-t.changed:
			timer.Reset(stalled)
		}
	}
}

// lateness sorts what was noted after the first so many.
func (t *tally) lateness(after int) []time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(slices.Values(t.late[after:]))
}
