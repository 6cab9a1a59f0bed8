package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

const (
	enqueuers  = 8
	taskType   = "noop"
	serverSize = 32
)

// bareDefault is Asynq as most use it: one server, and goroutines that enqueue
// one task after the other while it works.
func bareDefault(ctx context.Context, g *ground) (sample, error) {
	return bare(ctx, g, 1, func(n int) error { return enqueuePlain(ctx, g, n) })
}

// bareTuned is Asynq as far as it goes by public means: several servers in the
// process and tasks enqueued in pipelines.
func bareTuned(ctx context.Context, g *ground) (sample, error) {
	return bare(ctx, g, 4, func(n int) error { return enqueuePipelined(ctx, g, n) })
}

// bare measures from the first enqueued task to the last handled one.
func bare(ctx context.Context, g *ground, servers int, enqueue func(int) error) (sample, error) {
	if err := g.redis.flush(ctx); err != nil {
		return sample{}, err
	}
	var handled atomic.Int64
	handler := asynq.HandlerFunc(func(context.Context, *asynq.Task) error {
		handled.Add(1)
		return nil
	})
	stop, err := serveAsynq(g, servers, asynq.Config{Concurrency: serverSize, TaskCheckInterval: 10 * time.Millisecond}, handler)
	if err != nil {
		return sample{}, err
	}
	defer stop()
	if err := errors.Join(enqueue(warm), awaitCount(ctx, &handled, warm)); err != nil {
		return sample{}, err
	}
	m := g.meter()
	if err := errors.Join(enqueue(g.options.n), awaitCount(ctx, &handled, warm+g.options.n)); err != nil {
		return sample{}, err
	}
	return m.rate(g.options.n), nil
}

// serveAsynq starts servers, each with a connection pool of its own.
func serveAsynq(g *ground, servers int, cfg asynq.Config, handler asynq.Handler) (stop func(), err error) {
	cfg.LogLevel = asynq.FatalLevel
	var running []func()
	stop = func() {
		for _, end := range running {
			end()
		}
	}
	for range servers {
		client := redis.NewClient(g.redis.client.Options())
		server := asynq.NewServerFromRedisClient(client, cfg)
		if err := server.Start(handler); err != nil {
			stop()
			return nil, err
		}
		running = append(running, func() {
			server.Shutdown()
			client.Close()
		})
	}
	return stop, nil
}

// payload is as long as a batch wake-up of one id.
func payload(i int) []byte { return fmt.Appendf(nil, "%08d", i) }

// enqueuePlain enqueues from several goroutines, a round trip per task.
func enqueuePlain(_ context.Context, g *ground, n int, options ...asynq.Option) error {
	client := asynq.NewClientFromRedisClient(g.redis.client)
	var group sync.WaitGroup
	failures := make([]error, enqueuers)
	for worker := range enqueuers {
		group.Go(func() {
			for i := worker; i < n && failures[worker] == nil; i += enqueuers {
				_, failures[worker] = client.Enqueue(asynq.NewTask(taskType, payload(i)), options...)
			}
		})
	}
	group.Wait()
	return errors.Join(failures...)
}

// awaitCount waits until a counter has reached a number.
func awaitCount(ctx context.Context, count *atomic.Int64, n int) error {
	last, since := int64(-1), time.Now()
	for {
		now := count.Load()
		if now >= int64(n) {
			return nil
		}
		if now != last {
			last, since = now, time.Now()
		}
		if time.Since(since) > stalled {
			return fmt.Errorf("asynq stalled at %d of %d tasks", now, n)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		time.Sleep(time.Millisecond)
	}
}
