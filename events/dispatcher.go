package events

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/goodterms/goodterms/account"
)

// Config says what a dispatcher works with.
type Config struct {
	Store        Store
	Client       *http.Client // nil: that of NewClient
	AllowPrivate bool         // http and addresses of one's own network may be used
	Now          func() time.Time
	After        func(time.Duration) <-chan time.Time // nil: time.After
	// Lead takes or renews the role of the one that tells webhooks until now+lease;
	// false when another process has it. nil: there is no other.
	Lead    func(ctx context.Context, now time.Time, lease time.Duration) (bool, error)
	IDs     *account.IDs  // of pings; nil makes one
	Log     *slog.Logger  // nil discards
	Metrics Metrics       // nil: none
	Every   time.Duration // how often it looks for events; 0: half a second
}

// The pace of a dispatcher.
const (
	everyDefault = 500 * time.Millisecond
	lease        = 20 * time.Second // that the role is taken for
	renewEvery   = 5 * time.Second
	pruneEvery   = time.Hour
	numberTurns  = 20              // how often it gives numbers before it looks at webhooks
	grace        = 5 * time.Second // for posts under way when it stops
)

// Dispatcher gives events their numbers and tells webhooks of them, each at its own
// pace. One process of several does the work at a time.
type Dispatcher struct {
	Config
	tellers  map[string]*teller
	running  sync.WaitGroup
	leading  bool
	renewAt  time.Time
	pruneAt  time.Time
	work     shift  // of the tellers; ends with the role
	troubled string // the last trouble that was logged
}

// shift is for how long tellers work: they begin nothing more when begin ends, and leave
// everything where it is when finish ends.
type shift struct {
	begin, finish context.Context
	end, cut      context.CancelFunc
}

func newShift(ctx context.Context) (s shift) {
	s.begin, s.end = context.WithCancel(ctx)
	s.finish, s.cut = context.WithCancel(context.WithoutCancel(ctx))
	return s
}

// NewDispatcher returns a dispatcher; Run starts it.
func NewDispatcher(c Config) *Dispatcher {
	c.Every = cmp.Or(c.Every, everyDefault)
	if c.Client == nil {
		c.Client = NewClient(ClientOptions{AllowPrivate: c.AllowPrivate})
	}
	if c.After == nil {
		c.After = time.After
	}
	if c.IDs == nil {
		c.IDs = account.NewIDs()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Metrics == nil {
		c.Metrics = unmeasured{}
	}
	d := &Dispatcher{Config: c, tellers: map[string]*teller{}, work: newShift(context.Background())}
	d.work.end()
	d.work.cut()
	return d
}

// Run works until the context ends; posts under way then have a moment to finish. The
// error is always nil: what fails is logged and tried again.
func (d *Dispatcher) Run(ctx context.Context) error {
	defer d.stop()
	for ctx.Err() == nil {
		d.note(d.turn(ctx))
		select {
		case <-ctx.Done():
		case <-d.After(d.Every):
		}
	}
	return nil
}

// note logs a trouble once, not at every turn.
func (d *Dispatcher) note(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		d.troubled = ""
		return
	}
	if d.troubled != err.Error() {
		d.troubled = err.Error()
		d.Log.Warn("webhooks wait for the store", "error", err)
	}
}

// stop waits for posts under way, for a moment, then lets another process take over at
// once.
func (d *Dispatcher) stop() {
	d.work.end()
	impatience := time.AfterFunc(grace, d.work.cut)
	d.running.Wait()
	impatience.Stop()
	d.work.cut()
	if d.leading && d.Lead != nil {
		ctx, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		_, _ = d.Lead(ctx, d.Now(), 0) // the lease runs out by itself otherwise
	}
}

// turn does what there is to do now, tellers apart, which go on by themselves.
func (d *Dispatcher) turn(ctx context.Context) error {
	now := d.Now()
	if err := d.seek(ctx, now); err != nil || !d.leading {
		return err
	}
	for range numberTurns {
		if n, err := d.Store.NumberEvents(ctx); err != nil || n == 0 {
			if err != nil {
				return err
			}
			break
		}
	}
	if err := d.tellAll(ctx, now); err != nil {
		return err
	}
	if now.Before(d.pruneAt) {
		return nil
	}
	d.pruneAt = now.Add(pruneEvery)
	return d.Store.PruneEvents(ctx, now)
}

// seek takes or renews the role. While the store cannot be asked, the role is kept for
// as long as the lease runs.
func (d *Dispatcher) seek(ctx context.Context, now time.Time) error {
	if d.Lead == nil {
		d.lead(ctx, true)
		return nil
	}
	if d.leading && now.Before(d.renewAt) && !now.Before(d.renewAt.Add(-renewEvery)) { // not when the clock was set back
		return nil
	}
	ok, err := d.Lead(ctx, now, lease)
	if err != nil {
		if d.leading && now.Before(d.renewAt.Add(lease-renewEvery)) {
			return err
		}
		ok = false
	}
	d.lead(ctx, ok)
	d.renewAt = now.Add(renewEvery)
	return err
}

func (d *Dispatcher) lead(ctx context.Context, yes bool) {
	if yes == d.leading {
		return
	}
	d.leading = yes
	d.Metrics.Leading(yes)
	d.Log.Info("the lead has changed", "role", "webhooks", "leading", yes)
	if !yes { // another one may be at it already
		d.work.cut()
		d.work.end()
		return
	}
	d.running.Wait()
	clear(d.tellers)
	d.work = newShift(ctx)
}

// tellAll starts a teller for each webhook that there is something for.
func (d *Dispatcher) tellAll(ctx context.Context, now time.Time) error {
	list, err := d.Store.ListEndpoints(ctx)
	if err != nil {
		return err
	}
	_, latest, err := d.Store.EventNumbers(ctx)
	if err != nil {
		return err
	}
	d.measure(list, latest)
	for _, e := range list {
		if !e.Enabled {
			continue
		}
		due, err := d.Store.NextDelivery(ctx, e.ID)
		if err != nil {
			return err
		}
		if e.Reached < latest || !due.IsZero() && !due.After(now) {
			d.teller(e.ID).start(latest)
		}
	}
	return nil
}

func (d *Dispatcher) measure(list []Endpoint, latest int64) {
	enabled, failing, behind := 0, 0, int64(0)
	for _, e := range list {
		if !e.Enabled {
			continue
		}
		enabled++
		behind = max(behind, latest-e.Reached)
		if e.Failing() {
			failing++
		}
	}
	d.Metrics.Endpoints(enabled, failing)
	d.Metrics.Behind(behind)
}

// teller is who tells the webhook.
func (d *Dispatcher) teller(id string) *teller {
	t, ok := d.tellers[id]
	if !ok {
		t = newTeller(d, id)
		d.tellers[id] = t
	}
	return t
}
