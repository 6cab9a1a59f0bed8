package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hibiken/asynq"
)

const (
	lightCount = 200
	lightTime  = 4 * time.Second
	lead       = 3 * time.Second // from the last POST to the first reminder that is due
)

// lightLoad measures how late single reminders leave that come due one by one.
func lightLoad(ctx context.Context, g *ground) (sample, error) {
	w, err := g.open(ctx, plan{null, onSQLite, onRedis, both})
	if err != nil {
		return sample{}, err
	}
	defer w.close()
	if err := w.warmUp(ctx); err != nil {
		return sample{}, err
	}
	first := time.Now().Add(lead)
	at := func(i int) time.Time { return first.Add(lightTime * time.Duration(i) / lightCount) }
	err = w.poster.postAll(ctx, "/v1/reminders/batch", bulks("L", lightCount, w.outlet.channel.Kind(), at), 1)
	if err := errors.Join(err, w.tally.await(ctx, warm+lightCount)); err != nil {
		return sample{}, err
	}
	return quantiles(w.tally.lateness(warm)), nil
}

// burst measures how late reminders leave that are all due at one instant.
func burst(outlet func(*ground) (outlet, error), database func(context.Context, *ground) (string, func(), error)) func(context.Context, *ground) (sample, error) {
	return func(ctx context.Context, g *ground) (sample, error) {
		return inTime(func(pace time.Duration) (sample, error) {
			w, err := g.open(ctx, plan{outlet, database, onRedis, both})
			if err != nil {
				return sample{}, err
			}
			defer w.close()
			if err := w.warmUp(ctx); err != nil {
				return sample{}, err
			}
			n := g.options.burst
			if err := w.postAhead(ctx, n, due(n, pace)); err != nil {
				return sample{}, err
			}
			if err := w.tally.await(ctx, warm+n); err != nil {
				return sample{}, err
			}
			return quantiles(w.tally.lateness(warm)), w.verify(ctx, warm+n)
		})
	}
}

// errTooSoon says that a burst came due while it was still being posted.
var errTooSoon = errors.New("the burst came due before all of it was posted")

// postAhead posts reminders that are all due at an instant, before that instant.
func (w *gateway) postAhead(ctx context.Context, n int, at time.Time) error {
	bodies := bulks("B", n, w.outlet.channel.Kind(), always(at))
	err := w.poster.postAll(ctx, "/v1/reminders/batch", bodies, posters)
	if err == nil && time.Until(at) < 0 {
		err = errTooSoon
	}
	return err
}

// inTime tries with more and more time to post, as slow machines need it.
func inTime(try func(pace time.Duration) (sample, error)) (s sample, err error) {
	for pace := 200 * time.Microsecond; pace < 5*time.Millisecond; pace *= 2 {
		if s, err = try(pace); !errors.Is(err, errTooSoon) {
			return s, err
		}
	}
	return s, err
}

// due leaves time to post so many at a pace, and is a whole second, which suits
// Asynq.
func due(n int, pace time.Duration) time.Time {
	return time.Now().Add(lead + time.Duration(n)*pace).Truncate(time.Second)
}

// bareBurst is the same burst with Asynq's own scheduling, its forwarder and its
// polling set as fast as is sensible.
func bareBurst(ctx context.Context, g *ground) (sample, error) {
	return inTime(func(pace time.Duration) (sample, error) { return bareBurstAt(ctx, g, due(g.options.burst, pace)) })
}

func bareBurstAt(ctx context.Context, g *ground, at time.Time) (sample, error) {
	if err := g.redis.flush(ctx); err != nil {
		return sample{}, err
	}
	n := g.options.burst
	late := make(chan time.Duration, n)
	handler := asynq.HandlerFunc(func(context.Context, *asynq.Task) error {
		late <- time.Since(at)
		return nil
	})
	stop, err := serveAsynq(g, 1, asynq.Config{
		Concurrency: 128, TaskCheckInterval: 10 * time.Millisecond, DelayedTaskCheckInterval: 100 * time.Millisecond,
	}, handler)
	if err != nil {
		return sample{}, err
	}
	defer stop()
	if err := enqueuePlain(ctx, g, n, asynq.ProcessAt(at)); err != nil {
		return sample{}, err
	}
	if time.Until(at) < 0 {
		return sample{}, errTooSoon
	}
	all, err := collect(ctx, late, n, time.Until(at)+stalled)
	return quantiles(all), err
}

// collect takes so many and sorts them.
func collect(ctx context.Context, from <-chan time.Duration, n int, patience time.Duration) ([]time.Duration, error) {
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	all := make([]time.Duration, 0, n)
	for len(all) < n {
		select {
		case d := <-from:
			all = append(all, d)
		case <-ctx.Done():
			return nil, fmt.Errorf("%d of %d tasks were handled", len(all), n)
		}
	}
	slices.Sort(all)
	return all, nil
}

// quantiles of a sorted list, in milliseconds; those below zero are too early.
func quantiles(sorted []time.Duration) sample {
	if len(sorted) == 0 {
		return sample{}
	}
	at := func(q float64) float64 {
		return float64(sorted[min(len(sorted)-1, int(q*float64(len(sorted))))].Microseconds()) / 1000
	}
	early, _ := slices.BinarySearch(sorted, 0)
	return sample{Value: at(0.99), More: map[string]float64{"p50": at(0.5), "max": at(1), "early": float64(early)}}
}
