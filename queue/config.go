package queue

import (
	"cmp"
	"errors"
	"log/slog"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// Config says how a queue works. Zero durations and numbers take the defaults.
type Config struct {
	URL         string           // Embedded, or where Redis is: see docs of the setting GOODTERMS_REDIS
	Owner       string           // this instance's name, another at every start
	Clock       func() time.Time // time.Now when nil; a story moves it and calls Moved
	Log         *slog.Logger     // nil logs nothing
	Concurrency int              // batches that a lane handles at a time; 16
	LookAhead   time.Duration    // how far ahead the schedule is read; 10 s
	SweepAfter  time.Duration    // overdue and unclaimed for so long is woken again; 2 s
	SweepEvery  time.Duration    // between two sweeps; 500 ms
	SettleEvery time.Duration    // between two rounds of settling; 1 s
	Beat        time.Duration    // between two heartbeats; 1 s
	Silence     time.Duration    // without a heartbeat for so long an instance counts as dead; 3 s
	Shutdown    time.Duration    // what running batches are given to end; above the slowest provider; 40 s
	Metrics     Metrics
}

// Metrics are told what happens; nil functions are not called. They must be
// quick and may be called at the same time.
type Metrics struct {
	Queued  func(lane channels.Kind, reminders int) // a batch was put into Redis
	Dropped func(lane channels.Kind, reminders int) // no room while Redis is away: left to the sweeper
	Retried func(lane channels.Kind)                // a batch came back because our infrastructure is away
	Swept   func(reminders int)                     // overdue ones were woken again
	Freed   func(claims int)                        // claims of silent instances were made due again
	Leading func(role string, leading bool)         // this instance took or lost a role
}

// complete fills in the defaults and checks what has none.
func (c Config) complete() (Config, error) {
	if c.Owner == "" {
		return c, errors.New("a queue needs the name of its instance")
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Concurrency = cmp.Or(c.Concurrency, 16)
	c.LookAhead = cmp.Or(c.LookAhead, 10*time.Second)
	c.SweepAfter = cmp.Or(c.SweepAfter, 2*time.Second)
	c.SweepEvery = cmp.Or(c.SweepEvery, 500*time.Millisecond)
	c.SettleEvery = cmp.Or(c.SettleEvery, time.Second)
	c.Beat = cmp.Or(c.Beat, time.Second)
	c.Silence = cmp.Or(c.Silence, 3*time.Second)
	c.Shutdown = cmp.Or(c.Shutdown, 40*time.Second)
	if c.Concurrency < 1 || min(c.LookAhead, c.SweepAfter, c.SweepEvery, c.SettleEvery, c.Beat, c.Shutdown) <= 0 {
		return c, errors.New("concurrency and durations of a queue must be positive")
	}
	if c.Silence < 2*c.Beat {
		return c, errors.New("the silence after which an instance counts as dead must be at least two heartbeats")
	}
	c.Metrics = c.Metrics.complete()
	return c, nil
}

// complete makes every function callable.
func (m Metrics) complete() Metrics {
	if m.Queued == nil {
		m.Queued = func(channels.Kind, int) {}
	}
	if m.Dropped == nil {
		m.Dropped = func(channels.Kind, int) {}
	}
	if m.Retried == nil {
		m.Retried = func(channels.Kind) {}
	}
	if m.Swept == nil {
		m.Swept = func(int) {}
	}
	if m.Freed == nil {
		m.Freed = func(int) {}
	}
	if m.Leading == nil {
		m.Leading = func(string, bool) {}
	}
	return m
}
