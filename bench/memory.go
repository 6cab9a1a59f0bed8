package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/queue"
)

// batch is how many reminders a full wake-up carries.
const batch = 64

// wakeUpMemory measures what Redis keeps for reminders that have come due and
// wait for a worker. Those that are not due yet cost it nothing.
func wakeUpMemory(ctx context.Context, g *ground) (sample, error) {
	return inTime(func(pace time.Duration) (sample, error) { return wakeUpMemoryAt(ctx, g, due(g.options.burst, pace)) })
}

func wakeUpMemoryAt(ctx context.Context, g *ground, at time.Time) (sample, error) {
	w, err := g.open(ctx, plan{null, onSQLite, onRedis, queue.Roles{API: true}})
	if err != nil {
		return sample{}, err
	}
	defer w.close()
	n := g.options.burst
	before, err := g.redis.used(ctx)
	if err != nil {
		return sample{}, err
	}
	if err := w.postAhead(ctx, n, at); err != nil {
		return sample{}, err
	}
	ahead, err := g.redis.used(ctx)
	if err == nil {
		err = w.awaitDepth(ctx, n, time.Until(at)+stalled)
	}
	if err != nil {
		return sample{}, err
	}
	after, err := g.redis.used(ctx)
	each := func(bytes int64) float64 { return float64(bytes) / float64(n) }
	return sample{Value: each(after - before), More: map[string]float64{"before due": each(ahead - before)}}, err
}

// awaitDepth waits until Redis holds wake-ups for so many reminders.
func (w *gateway) awaitDepth(ctx context.Context, n int, patience time.Duration) error {
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	for {
		depth, err := w.queue.Depth(ctx)
		if err != nil {
			return err
		}
		batches := 0
		for _, count := range depth {
			batches += count
		}
		if batches*batch >= n {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("redis holds %d wake-ups for %d reminders", batches, n)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// used is how much memory Redis has in use.
func (r *redisServer) used(ctx context.Context) (int64, error) {
	info, err := r.client.Info(ctx, "memory").Result()
	if err != nil {
		return 0, err
	}
	return number(info, "used_memory:")
}

// number finds a number behind a name at the start of a line.
func number(text, name string) (int64, error) {
	for line := range strings.Lines(text) {
		if rest, found := strings.CutPrefix(line, name); found {
			fields := strings.Fields(rest)
			if len(fields) > 0 {
				return strconv.ParseInt(fields[0], 10, 64)
			}
		}
	}
	return 0, fmt.Errorf("there is no %s", strings.TrimSuffix(name, ":"))
}
