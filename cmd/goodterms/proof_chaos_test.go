package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// blow is something that breaks when so much of the work is done.
type blow struct {
	at     float64 // share of the work that is done by then
	what   string
	strike func()
}

// trouble is a list of blows at random moments of the work.
type trouble struct {
	blows []blow
	dice  *rand.Rand
}

// add adds n blows of a kind.
func (c *trouble) add(n int, what string, strike func(i int)) {
	for i := range n {
		c.blows = append(c.blows, blow{0.02 + 0.93*c.dice.Float64(), what, func() { strike(i) }})
	}
}

// plan is what breaks in a town: everything but the sandbox.
func (w *town) plan(dice *rand.Rand, share int) *trouble {
	c := &trouble{dice: dice}
	c.add(3*share, "kill -9 of a worker", func(i int) { w.again(w.workers[i%len(w.workers)]) })
	if w.workers[0] != w.api {
		c.add(share, "kill -9 of the api", func(int) { w.again(w.api) })
	}
	c.add(share, "FLUSHALL", func(int) { w.redis.FlushAll(w.t) })
	c.add(max(1, share/2), "kill -9 of redis", func(int) {
		w.redis.Kill(w.t)
		w.redis.Restart(w.t)
	})
	if w.server != nil {
		c.add(max(1, share/2), "crash of postgres", func(int) { w.crash() })
	}
	slices.SortFunc(c.blows, func(a, b blow) int { return cmp.Compare(a.at, b.at) })
	return c
}

// again kills a process and starts it again.
func (w *town) again(p *process) {
	w.t.Helper()
	p.kill()
	p.start(w.t)
}

// crash stops the database at once and starts it again.
func (w *town) crash() {
	w.t.Helper()
	if err := w.server.Crash(); err != nil {
		w.t.Fatal(err)
	}
	if err := w.server.Start(); err != nil {
		w.t.Fatal(err)
	}
}

// suffer lets every blow fall at its moment. Done is the share of the work that
// is done.
func (w *town) suffer(c *trouble, done func() float64) {
	w.t.Helper()
	start := time.Now()
	for _, b := range c.blows {
		wait(w.t, fmt.Sprintf("%.0f%% of the work is done", 100*b.at), patience, func() bool { return done() >= b.at },
			func() string { return fmt.Sprintf("%.1f%%", 100*done()) })
		before := time.Now()
		b.strike()
		w.t.Logf("%6.2fs %4.0f%% done: %s (%v until it served again)", before.Sub(start).Seconds(), 100*done(), b.what,
			time.Since(before).Round(time.Millisecond))
	}
}
