package queue

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/hibiken/asynq"
)

const (
	pollEvery = 10 * time.Millisecond // how often an idle lane asks Redis
	retries   = 3                     // of a batch while our infrastructure is away; then the sweeper has it
	// maxRetry is above what we ever use up: Asynq archives a task that has used
	// up its retries, and an archived task keeps its id for 90 days.
	maxRetry   = retries + 2
	retryDelay = time.Second            // Asynq counts in whole seconds
	forwarding = time.Second            // how often Asynq looks for retries
	janitor    = time.Hour              // there is nothing for it to clean: no task of ours is kept
	holdOnAway = 250 * time.Millisecond // a worker rests so long, or a backlog would rush through its retries
)

var (
	errAway  = errors.New("our infrastructure is away") // all that Redis keeps of a failure
	errPanic = errors.New("the story panicked")
)

// workers are the Asynq servers, one per lane: a server has one loop that takes
// tasks, and a lane that is full must not hold up the others.
type workers struct {
	servers []*asynq.Server
	cancel  context.CancelFunc
}

// start starts handling batches.
func (w *workers) start(ctx context.Context, q *Queue, story Story) error {
	ctx, w.cancel = context.WithCancel(context.WithoutCancel(ctx))
	for _, kind := range lanes() {
		server := asynq.NewServerFromRedisClient(q.redis, q.serverConfig(ctx, kind))
		if err := server.Start(q.handler(kind, story)); err != nil {
			w.stop()
			return fmt.Errorf("starting the workers of %s: %w", kind, err)
		}
		w.servers = append(w.servers, server)
	}
	return nil
}

// serverConfig is what Asynq is told about a lane.
func (q *Queue) serverConfig(ctx context.Context, kind channels.Kind) asynq.Config {
	return asynq.Config{
		BaseContext:              func() context.Context { return ctx },
		Concurrency:              q.cfg.Concurrency,
		Queues:                   map[string]int{string(kind): 1},
		TaskCheckInterval:        pollEvery,
		DelayedTaskCheckInterval: forwarding,
		JanitorInterval:          janitor,
		ShutdownTimeout:          q.cfg.Shutdown,
		RetryDelayFunc:           func(int, error, *asynq.Task) time.Duration { return retryDelay },
		// Only what handle has counted counts: a lease that ran out does not.
		IsFailure: func(err error) bool { return errors.Is(err, errAway) },
		Logger:    bridge{q.cfg.Log},
		LogLevel:  asynq.WarnLevel,
	}
}

// stop takes no more batches and waits for those that run; none may have been
// started.
func (w *workers) stop() {
	var wait sync.WaitGroup
	for _, server := range w.servers {
		wait.Go(server.Shutdown)
	}
	wait.Wait()
	if w.cancel != nil {
		w.cancel()
	}
}

// handler handles the batches of a lane.
func (q *Queue) handler(kind channels.Kind, story Story) asynq.HandlerFunc {
	return func(ctx context.Context, task *asynq.Task) error {
		ids, err := unpack(task.Payload())
		if err != nil {
			q.cfg.Log.Error("a wake-up cannot be read", "channel", kind, "error", err)
			return asynq.RevokeTask
		}
		// Asynq ends the context when the task's lease is lost, as it is with all
		// that Redis held; what the story has claimed by then it must carry on.
		err = q.process(context.WithoutCancel(ctx), story, ids)
		q.story.report(err)
		if err == nil {
			return nil
		}
		q.cfg.Metrics.Retried(kind)
		sleep(ctx, holdOnAway)
		return verdict(ctx)
	}
}

// verdict tells Asynq what to do with a batch that failed: a few more tries,
// then nothing, for the sweeper finds its reminders in the store. A task is
// never archived.
func verdict(ctx context.Context) error {
	if count, _ := asynq.GetRetryCount(ctx); count >= retries {
		return asynq.RevokeTask
	}
	return errAway
}

// process calls the story unless this instance counts as dead.
func (q *Queue) process(ctx context.Context, story Story, ids []string) error {
	if !q.Alive() {
		return errSilent
	}
	return q.guard(func() error { return story.Process(ctx, ids) })
}

// guard turns a panic of the story into an error. The panic's value may hold
// anything, so only the place is logged.
func (q *Queue) guard(do func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = errPanic
			q.cfg.Log.Error("the story panicked", "stack", string(debug.Stack()))
		}
	}()
	return do()
}
