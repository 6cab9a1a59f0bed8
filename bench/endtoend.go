package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goodterms/goodterms/queue"
)

// warm is how many reminders go through before the clock runs.
const warm = 200

// endToEnd measures HTTP POST in bulks → store → Asynq → channel → timeline.
func endToEnd(outlet func(*ground) (outlet, error), database func(context.Context, *ground) (string, func(), error),
	redis func(context.Context, *ground) (string, error)) func(context.Context, *ground) (sample, error) {
	return func(ctx context.Context, g *ground) (sample, error) {
		w, err := g.open(ctx, plan{outlet, database, redis, both})
		if err != nil {
			return sample{}, err
		}
		defer w.close()
		kind := w.outlet.channel.Kind()
		bodies := bulks("E", g.options.n, kind, now)
		if err := w.warmUp(ctx); err != nil {
			return sample{}, err
		}
		m := g.meter()
		err = w.poster.postAll(ctx, "/v1/reminders/batch", bodies, posters)
		if err := errors.Join(err, w.tally.await(ctx, warm+g.options.n)); err != nil {
			return sample{}, err
		}
		s := m.rate(g.options.n)
		return s, w.verify(ctx, warm+g.options.n)
	}
}

// warmUp sends a few reminders, so that connections and statements exist.
func (w *gateway) warmUp(ctx context.Context) error {
	bodies := bulks("W", warm, w.outlet.channel.Kind(), now)
	if err := w.poster.postAll(ctx, "/v1/reminders/batch", bodies, 2); err != nil {
		return fmt.Errorf("warming up: %w", err)
	}
	return w.tally.await(ctx, warm)
}

// acceptOnly measures bulks until they are committed; they are due in an hour.
func acceptOnly(database func(context.Context, *ground) (string, func(), error)) func(context.Context, *ground) (sample, error) {
	return func(ctx context.Context, g *ground) (sample, error) {
		w, err := g.open(ctx, plan{null, database, onRedis, queue.Roles{API: true}})
		if err != nil {
			return sample{}, err
		}
		defer w.close()
		kind, later := w.outlet.channel.Kind(), always(time.Now().Add(time.Hour))
		bodies := bulks("A", g.options.n, kind, later)
		if err := w.poster.postAll(ctx, "/v1/reminders/batch", bulks("W", warm, kind, later), posters); err != nil {
			return sample{}, err
		}
		m := g.meter()
		if err := w.poster.postAll(ctx, "/v1/reminders/batch", bodies, posters); err != nil {
			return sample{}, err
		}
		return m.rate(g.options.n), nil
	}
}

// singleConnections is how many single requests are under way at once.
const singleConnections = 64

// singlePosts measures single reminders end to end.
func singlePosts(ctx context.Context, g *ground) (sample, error) {
	w, err := g.open(ctx, plan{null, onSQLite, onRedis, both})
	if err != nil {
		return sample{}, err
	}
	defer w.close()
	bodies := make([][]byte, g.options.n)
	for i := range bodies {
		bodies[i] = encode(entry("S", i, w.outlet.channel.Kind(), time.Time{}))
	}
	if err := w.warmUp(ctx); err != nil {
		return sample{}, err
	}
	m := g.meter()
	err = w.poster.postAll(ctx, "/v1/reminders", bodies, singleConnections)
	if err := errors.Join(err, w.tally.await(ctx, warm+g.options.n)); err != nil {
		return sample{}, err
	}
	s := m.rate(g.options.n)
	return s, w.verify(ctx, warm+g.options.n)
}
