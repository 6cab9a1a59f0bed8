package queue

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Roles say what an instance is for. Whatever they are, it wakes what it has
// accepted or deferred itself and may become the one that promotes and sweeps.
type Roles struct {
	API    bool // accepts reminders
	Worker bool // handles batches and may become the one that settles
}

// resignTime is how long giving up the roles may take at the end.
const resignTime = time.Second

// Run does everything until the context ends: it beats, promotes, sweeps and,
// as a worker, handles batches and settles. Then it stops waking, waits for the
// batches that run and returns nil. The heartbeat goes on until Close, so that
// the caller can empty the lanes of the story before. Run it once only.
func (q *Queue) Run(ctx context.Context, roles Roles, schedule Schedule, instances Instances, story Story) error {
	if !roles.API && !roles.Worker {
		return errors.New("an instance must accept reminders, handle them or both")
	}
	if err := q.startBeating(ctx, instances); err != nil {
		return err
	}
	q.promoting.instances, q.settling.instances = instances, instances
	var workers workers
	if roles.Worker {
		if err := workers.start(ctx, q, story); err != nil {
			return err
		}
	}
	q.runLoops(ctx, roles, schedule, story)
	q.resign(ctx)
	workers.stop()
	return nil
}

// runLoops does what is done again and again, until the context ends.
func (q *Queue) runLoops(ctx context.Context, roles Roles, schedule Schedule, story Story) {
	var running sync.WaitGroup
	for _, lane := range q.lanes {
		running.Go(func() { lane.run(ctx) })
	}
	running.Go(func() { q.keepTime(ctx) })

	p, s := promoter{q: q, schedule: schedule}, sweeper{q: q, schedule: schedule}
	running.Go(func() { q.loop(ctx, "reading ahead", q.cfg.LookAhead/10, q.soon.promote, p.run) })
	running.Go(func() { q.loop(ctx, "sweeping", q.cfg.SweepEvery, q.soon.sweep, s.run) })
	running.Go(func() { q.loop(ctx, "taking the lead", q.cfg.Beat, nil, q.promoting.run) })
	if roles.Worker {
		running.Go(func() { q.loop(ctx, "taking the lead", q.cfg.Beat, nil, q.settling.run) })
		settle := func(ctx context.Context) error { return q.settle(ctx, story) }
		running.Go(func() { q.loop(ctx, "settling", q.cfg.SettleEvery, q.soon.settle, settle) })
	}
	running.Wait()
}

// settle lets the story settle what is unknown, if that is this instance's role.
// It beats first: after a stop of the machine the store must not take this
// instance's hand-offs for those of a dead one.
func (q *Queue) settle(ctx context.Context, story Story) error {
	if !q.settling.leads() {
		return nil
	}
	if err := q.beatOnce(ctx); err != nil || !q.settled() {
		return err
	}
	return q.guard(func() error { return story.Settle(ctx) })
}

// resign gives up what roles this instance has.
func (q *Queue) resign(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), resignTime)
	defer cancel()
	q.promoting.resign(ctx)
	q.settling.resign(ctx)
}

// Moved says that Config.Clock was moved: what became due is woken now.
func (q *Queue) Moved() {
	nudge(q.soon.wake)
	nudge(q.soon.promote)
	nudge(q.soon.sweep)
	nudge(q.soon.settle)
}
