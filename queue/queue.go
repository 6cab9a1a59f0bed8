// Package queue is in charge of waking reminders in time: it reads the schedule
// ahead, puts batches of due reminders into Asynq and hands them to the story.
// It is the only package that knows Asynq and Redis, and it refuses to be the
// record of anything: what Redis loses is found again in the store.
package queue

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// Queue wakes reminders. Make it with Open, let it work with Run, end it with
// Close.
type Queue struct {
	cfg       Config
	redis     redis.UniversalClient
	embedded  *embedded // nil when Redis is a server
	agenda    *agenda
	lanes     []*lane
	soon      soon
	promoting *role
	settling  *role
	odd       trouble // reminders that cannot be woken
	story     trouble // failures of the story

	instances   Instances
	alive       atomic.Pointer[time.Time]
	steady      atomic.Pointer[time.Time] // since when the heartbeat has been fresh
	beating     sync.WaitGroup
	stopBeating context.CancelFunc
}

// Open connects to Redis and checks that it keeps what it is given. Its errors
// never hold the URL.
func Open(ctx context.Context, cfg Config) (*Queue, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	q := &Queue{
		cfg: cfg, agenda: newAgenda(), soon: newSoon(), stopBeating: func() {},
		odd:   trouble{log: cfg.Log, what: "waking a reminder without a proper id or channel"},
		story: trouble{log: cfg.Log, what: "handling reminders"},
	}
	if err := q.connect(ctx); err != nil {
		return nil, err
	}
	q.promoting = q.role(promoting, q.soon.promote, q.soon.sweep)
	q.settling = q.role(settling, q.soon.settle)
	for _, kind := range lanes() {
		q.lanes = append(q.lanes, &lane{
			kind: kind, client: asynq.NewClientFromRedisClient(q.redis), metrics: cfg.Metrics,
			signal: make(chan struct{}, 1), ring: newRing(),
			trouble: trouble{log: cfg.Log, what: "putting wake-ups into redis"},
		})
	}
	return q, nil
}

// connect reaches Redis, or starts one.
func (q *Queue) connect(ctx context.Context) error {
	if q.cfg.URL == Embedded {
		q.embedded = embed()
		q.redis = q.embedded.client(q.cfg)
		return nil
	}
	client, err := connect(q.cfg)
	if err != nil {
		return err
	}
	if err := check(ctx, client, q.cfg.Log); err != nil {
		client.Close()
		return err
	}
	q.redis = client
	return nil
}

// Ping says whether Redis answers.
func (q *Queue) Ping(ctx context.Context) error {
	if err := q.redis.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("redis does not answer: %s", cause(err))
	}
	return nil
}

// Close ends the heartbeat and the connection to Redis. Call it when Run has
// returned and the lanes of the story are empty: from then on others take what
// this instance still has claimed.
func (q *Queue) Close(ctx context.Context) error {
	q.stopBeating()
	q.beating.Wait()
	var err error
	if q.instances != nil {
		q.alive.Store(nil)
		if err = q.instances.Forget(ctx, q.cfg.Owner); err != nil {
			err = fmt.Errorf("forgetting this instance: %w", err)
		}
	}
	q.redis.Close()
	if q.embedded != nil {
		q.embedded.close()
	}
	return err
}

// soon makes loops go on before their time.
type soon struct{ wake, promote, sweep, settle chan struct{} }

func newSoon() soon {
	return soon{make(chan struct{}, 1), make(chan struct{}, 1), make(chan struct{}, 1), make(chan struct{}, 1)}
}

// nudge makes a loop go on; it never waits.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
