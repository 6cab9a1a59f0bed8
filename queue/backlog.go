package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/redis/go-redis/v9"
)

// backlog is what Redis holds of a lane.
type backlog struct {
	seen     time.Time // when we looked
	waiting  int64     // batches that no worker has taken yet
	retrying int64     // batches that come back in a moment
	oldest   time.Time // when the first of those waiting was put there; zero when unknown
	stuck    bool      // this process has wake-ups that it could not put there yet
	late     time.Time // when it last put such wake-ups there
}

const (
	lateGrace  = 2 * time.Second  // by which a wake-up may reach Redis after its time
	retryGrace = 10 * time.Second // longer than a batch takes to use up its retries
)

// Redis keys of Asynq 0.26. They are read here and never written: its Inspector
// knows no queue after Redis was emptied, because clients register theirs once.
func key(kind channels.Kind, name string) string {
	return "asynq:{" + string(kind) + "}:" + name
}

// Depth is how many batches of up to 64 reminders wait in each lane.
func (q *Queue) Depth(ctx context.Context) (map[channels.Kind]int, error) {
	counts := map[channels.Kind]*redis.IntCmd{}
	_, err := q.redis.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, kind := range lanes() {
			counts[kind] = pipe.LLen(ctx, key(kind, "pending"))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("counting what waits in redis: %s", cause(err))
	}
	depth := map[channels.Kind]int{}
	for kind, count := range counts {
		depth[kind] = int(count.Val())
	}
	return depth, nil
}

// backlog looks at one lane.
func (q *Queue) backlog(ctx context.Context, kind channels.Kind) (backlog, error) {
	var (
		waiting, retrying *redis.IntCmd
		first             *redis.StringCmd
		seen              = time.Now()
	)
	_, err := q.redis.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		waiting = pipe.LLen(ctx, key(kind, "pending"))
		retrying = pipe.ZCard(ctx, key(kind, "retry"))
		first = pipe.LIndex(ctx, key(kind, "pending"), -1)
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return backlog{}, err
	}
	b := backlog{seen: seen, waiting: waiting.Val(), retrying: retrying.Val()}
	if id := first.Val(); id != "" {
		// Absent when a worker takes it meanwhile or had to give it back.
		since, err := q.redis.HGet(ctx, key(kind, "t:"+id), "pending_since").Int64()
		if err == nil {
			b.oldest = time.Unix(0, since)
		}
	}
	return b, nil
}

// holds says whether the wake-up of a reminder, made at an instant, may still be
// there. A lane is first in, first out: what was put there before the first of
// those that wait has been taken, or was lost with Redis. A younger one than the
// patience is given time: it may be on its way.
func (b backlog) holds(woken time.Time, patience time.Duration) bool {
	woken = latest(woken, b.late)
	age := b.seen.Sub(woken)
	switch {
	case b.stuck, age < patience, b.retrying > 0 && age < retryGrace:
		return true
	case b.waiting == 0:
		return false
	}
	return b.oldest.IsZero() || !woken.Add(lateGrace).Before(b.oldest)
}
