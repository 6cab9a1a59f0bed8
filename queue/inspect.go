package queue

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
)

// inspectTime is how long a look may take: a person waits for it.
const inspectTime = time.Second

// Inspect says what Redis holds of each lane and which roles this instance has. A
// Redis that does not answer is what a person looks for here, so that it is part of
// the answer and no error; an error is the context's alone.
//
// The figures are those of asynq.Inspector, as a test proves. They are read here in
// one round trip, because the Inspector takes no context and knows no lane after
// Redis was emptied.
func (q *Queue) Inspect(ctx context.Context) (overview.Inspection, error) {
	now := time.Now()
	seen := overview.Inspection{At: now, Owner: q.cfg.Owner, Redis: q.kind(), Promotes: q.promoting.leads(), Settles: q.settling.leads()}
	bounded, cancel := context.WithTimeout(ctx, inspectTime)
	defer cancel()
	lanes, err := q.inspectLanes(bounded, now)
	switch {
	case ctx.Err() != nil:
		return seen, ctx.Err()
	case err != nil:
		seen.Away = cause(err)
		return seen, nil
	}
	seen.Lanes = lanes
	return seen, nil
}

// kind says what sort of Redis it is.
func (q *Queue) kind() string {
	if q.embedded != nil {
		return Embedded
	}
	where, _ := parseAddress(q.cfg.URL) // Open has read it
	if _, kind, special := strings.Cut(where.kind, "-"); special {
		return kind
	}
	return "server"
}

// look is the answers of Redis about one lane, still to come.
type look struct {
	pending, active, scheduled, retry *redis.IntCmd
	processed, failed                 *redis.StringCmd
	oldest                            *redis.StringCmd
}

// inspectLanes reads every lane. Asynq counts by days of UTC.
func (q *Queue) inspectLanes(ctx context.Context, now time.Time) ([]overview.Lane, error) {
	day := now.UTC().Format(time.DateOnly)
	looks := map[channels.Kind]look{}
	commands, err := q.redis.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, kind := range lanes() {
			looks[kind] = look{
				pending: pipe.LLen(ctx, key(kind, "pending")), active: pipe.LLen(ctx, key(kind, "active")),
				scheduled: pipe.ZCard(ctx, key(kind, "scheduled")), retry: pipe.ZCard(ctx, key(kind, "retry")),
				processed: pipe.Get(ctx, key(kind, "processed:"+day)), failed: pipe.Get(ctx, key(kind, "failed:"+day)),
				oldest: pipe.LIndex(ctx, key(kind, "pending"), -1),
			}
		}
		return nil
	})
	if err := refused(commands, err); err != nil {
		return nil, err
	}
	list := make([]overview.Lane, 0, len(q.lanes))
	for _, lane := range q.lanes {
		seen := looks[lane.kind].lane(lane.kind)
		seen.Kept, seen.Latency = lane.count(), q.latency(ctx, looks[lane.kind].oldest.Val(), lane.kind, now)
		list = append(list, seen)
	}
	return list, nil
}

// refused is the first error of a pipeline that does not only say that a key is
// absent: the pipeline's own may hide another behind that one.
func refused(commands []redis.Cmder, err error) error {
	if err != nil && !errors.Is(err, redis.Nil) {
		return err
	}
	for _, c := range commands {
		if err := c.Err(); err != nil && !errors.Is(err, redis.Nil) {
			return err
		}
	}
	return nil
}

func (l look) lane(kind channels.Kind) overview.Lane {
	processed, _ := l.processed.Int() // absent before the first of the day
	failed, _ := l.failed.Int()
	return overview.Lane{
		Channel: kind, Pending: int(l.pending.Val()), Active: int(l.active.Val()),
		Scheduled: int(l.scheduled.Val()), Retry: int(l.retry.Val()), Processed: processed, Failed: failed,
	}
}

// latency is for how long a batch has waited; zero when there is none, or when a
// worker has taken it meanwhile.
func (q *Queue) latency(ctx context.Context, id string, kind channels.Kind, now time.Time) time.Duration {
	if id == "" {
		return 0
	}
	since, err := q.redis.HGet(ctx, key(kind, "t:"+id), "pending_since").Int64()
	if err != nil {
		return 0
	}
	return max(0, now.Sub(time.Unix(0, since)))
}
