package main

import (
	"context"
	"errors"
	"sync"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

const (
	pipeline  = 256 // tasks per round trip
	recorders = 2   // goroutines that enqueue
)

// recorder is a Redis client that answers Asynq's enqueue script at once and
// sends what it has recorded in one pipeline. Asynq 0.26 has no bulk enqueue.
type recorder struct {
	redis.UniversalClient
	calls []call
}

type call struct {
	sha  string
	keys []string
	args []any
}

// EvalSha records the call and says that the task is new.
func (r *recorder) EvalSha(ctx context.Context, sha string, keys []string, args ...any) *redis.Cmd {
	r.calls = append(r.calls, call{sha, keys, args})
	cmd := redis.NewCmd(ctx)
	cmd.SetVal(int64(1))
	return cmd
}

// flush sends what was recorded and reads the real answers.
func (r *recorder) flush(ctx context.Context) error {
	if len(r.calls) == 0 {
		return nil
	}
	answers, err := r.UniversalClient.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, c := range r.calls {
			pipe.EvalSha(ctx, c.sha, c.keys, c.args...)
		}
		return nil
	})
	r.calls = r.calls[:0]
	for _, answer := range answers {
		if taken, ok := answer.(*redis.Cmd); ok && taken.Val() != int64(1) {
			err = errors.Join(err, errors.New("a task id was taken"))
		}
	}
	return err
}

// enqueuePipelined enqueues in pipelines. The first task goes the usual way and
// leaves the script in Redis.
func enqueuePipelined(ctx context.Context, g *ground, n int) error {
	if err := enqueuePlain(ctx, g, 1); err != nil {
		return err
	}
	var group sync.WaitGroup
	failures := make([]error, recorders)
	for worker := range recorders {
		group.Go(func() { failures[worker] = recordTasks(ctx, g, 1+worker, n) })
	}
	group.Wait()
	return errors.Join(failures...)
}

func recordTasks(ctx context.Context, g *ground, first, n int) error {
	record := &recorder{UniversalClient: g.redis.client}
	client := asynq.NewClientFromRedisClient(record)
	for i := first; i < n; i += recorders {
		if _, err := client.EnqueueContext(ctx, asynq.NewTask(taskType, payload(i))); err != nil {
			return err
		}
		if len(record.calls) == pipeline {
			if err := record.flush(ctx); err != nil {
				return err
			}
		}
	}
	return record.flush(ctx)
}
