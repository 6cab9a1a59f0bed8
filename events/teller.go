package events

import (
	"context"
	"errors"
	"maps"
	"sync/atomic"
	"time"
)

// How much a teller takes in hand at a time.
const (
	eventsAtOnce   = 256
	accountsAtOnce = 8                // of one webhook, each event after event
	linesAtOnce    = 32               // accounts whose first event waits and is due
	lineAtOnce     = 16               // events of such an account
	roundTime      = 10 * time.Second // so that an account with much to tell does not hold up others
)

// teller tells one webhook. What it remembers saves repeats and is lost without harm.
type teller struct {
	d        *Dispatcher
	id       string
	work     shift
	busy     atomic.Bool
	latest   int64           // number of the latest event when it was started
	seen     int64           // the last number that was looked at
	done     map[int64]int   // taken, behind Reached
	down     bool            // the last round found the webhook as a whole at fault
	suspects map[string]bool // accounts with an event that failed when nothing has been taken since
	doubted  map[string]bool // accounts whose event failed, after which another account's was taken
}

func newTeller(d *Dispatcher, id string) *teller {
	return &teller{d: d, id: id, work: d.work, done: map[int64]int{}, suspects: map[string]bool{}, doubted: map[string]bool{}}
}

// start works until there is nothing to do at the moment, unless it does so already.
func (t *teller) start(latest int64) {
	if !t.busy.CompareAndSwap(false, true) {
		return
	}
	t.latest = latest
	t.d.running.Go(func() {
		defer t.busy.Store(false)
		for t.work.begin.Err() == nil {
			more, err := t.batch(t.work.finish)
			if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, ErrNoEndpoint) {
				t.d.Log.Warn("webhook could not be told", "webhook_id", t.id, "error", err)
			}
			if err != nil || !more {
				return
			}
		}
	})
}

// batch tells of what there is, once, and keeps what became of it; true when there may
// be more to do at once.
func (t *teller) batch(ctx context.Context) (bool, error) {
	e, err := t.d.Store.FindEndpoint(ctx, t.id)
	if err != nil || !e.Enabled {
		return false, err
	}
	waits := t.d.Now().Before(e.Health.NextAt)
	if waits && !t.mayTryAnother() {
		return false, nil
	}
	if !waits {
		clear(t.suspects)
	}
	l, err := t.load(ctx, e, waits)
	if errors.Is(err, ErrGone) {
		return t.skipGone(ctx, e)
	}
	if err != nil || l.empty(e) || waits && len(l.lines) == 0 {
		return false, err
	}
	round := t.newRound(e, l)
	round.run(ctx)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	return t.keep(ctx, round)
}

// mayTryAnother says that a failing webhook is worth another try before its time: only
// one account's event has failed, and something has happened since.
func (t *teller) mayTryAnother() bool {
	return !t.down && len(t.suspects) == 1 && t.latest > t.seen
}

// skipGone goes on with the oldest event that is kept.
func (t *teller) skipGone(ctx context.Context, e Endpoint) (bool, error) {
	oldest, _, err := t.d.Store.EventNumbers(ctx)
	if err != nil {
		return false, err
	}
	t.d.Metrics.Lost(oldest - e.Reached)
	t.d.Log.Error("events were not kept long enough for a webhook", "webhook_id", e.ID, "events", oldest-e.Reached)
	return t.d.Store.SaveProgress(ctx, t.d.Now(), Progress{EndpointID: e.ID, From: e.Reached, Reached: oldest, Health: e.Health})
}

// keep writes what became of a round; true when there may be more to do at once.
func (t *teller) keep(ctx context.Context, r *round) (bool, error) {
	p := r.progress()
	t.down = r.down
	maps.Copy(t.done, r.taken)
	saved, err := t.d.Store.SaveProgress(ctx, t.d.Now(), p)
	if err != nil {
		return false, err
	}
	if !saved { // somebody moved it: what was taken before is wanted once more
		clear(t.done)
		return true, nil
	}
	maps.DeleteFunc(t.done, func(number int64, _ int) bool { return number <= p.Reached })
	failing := !p.Health.FailingSince.IsZero()
	if failing && !r.wasFailing {
		t.d.Log.Warn("webhook does not take events", "webhook_id", t.id, "status", p.Health.Status, "reason", p.Health.Fault)
	}
	if !failing && r.wasFailing {
		t.d.Log.Info("webhook takes events again", "webhook_id", t.id)
	}
	if p.Disable {
		t.d.Log.Warn("webhook says that it is gone; it is disabled", "webhook_id", t.id)
	}
	return !r.failing && !p.Disable, nil
}
