package queue

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// errSilent stops work that others may have begun.
var errSilent = errors.New("no heartbeat has reached the store: others take this instance for dead")

// Alive says whether this instance's heartbeat is fresh. When it is not, others
// may take over its claims: it must not begin a hand-off.
func (q *Queue) Alive() bool {
	until := q.alive.Load()
	return until != nil && within(*until)
}

// beatOnce shows that this instance lives; what counts is when it began to.
func (q *Queue) beatOnce(ctx context.Context) error {
	until := time.Now().Add(q.cfg.Silence)
	ctx, cancel := context.WithTimeout(ctx, q.cfg.Silence)
	defer cancel()
	if err := q.instances.Beat(ctx, q.cfg.Owner, q.cfg.Clock()); err != nil {
		return fmt.Errorf("heartbeat: %w", err)
	}
	if !q.Alive() {
		since := time.Now()
		q.steady.Store(&since)
	}
	q.alive.Store(&until)
	return nil
}

// settled says that the store has been within reach for so long that every
// instance that lives has shown itself again. Before that, right after the store
// was away, the living look like the dead, and their hand-offs like open ones.
func (q *Queue) settled() bool {
	since := q.steady.Load()
	return since != nil && time.Since(*since) >= 2*q.cfg.Silence
}

// startBeating waits for a first beat, without which nothing may be claimed, and
// beats on until Close: claims and hand-offs outlive Run. A store that goes away
// between the start and that beat is no reason to give up. The error is ctx's.
func (q *Queue) startBeating(ctx context.Context, instances Instances) error {
	q.instances = instances
	trouble := trouble{log: q.cfg.Log, what: "the first heartbeat"}
	for err := q.beatOnce(ctx); err != nil; err = q.beatOnce(ctx) {
		trouble.report(err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(q.cfg.Beat):
		}
	}
	trouble.report(nil)
	ctx, q.stopBeating = context.WithCancel(context.WithoutCancel(ctx))
	q.beating.Go(func() { q.loop(ctx, "the heartbeat", q.cfg.Beat, nil, q.beatOnce) })
	return nil
}

// loop does a thing at every interval and when it is nudged, until the context
// ends. It logs when the thing begins and ends to fail.
func (q *Queue) loop(ctx context.Context, what string, every time.Duration, early <-chan struct{}, do func(context.Context) error) {
	trouble := trouble{log: q.cfg.Log, what: what}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		if err := do(ctx); ctx.Err() == nil {
			trouble.report(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-early:
		}
	}
}
