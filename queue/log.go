package queue

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// bridge passes on what Asynq says. It speaks of Redis and of task ids only, so
// none of it is worse than a warning: reminders wait in the store meanwhile.
type bridge struct{ log *slog.Logger }

func (b bridge) Debug(args ...any) {}
func (b bridge) Info(args ...any)  {}
func (b bridge) Warn(args ...any)  { b.log.Warn("asynq", "says", fmt.Sprint(args...)) }
func (b bridge) Error(args ...any) { b.log.Warn("asynq", "says", fmt.Sprint(args...)) }
func (b bridge) Fatal(args ...any) { b.log.Error("asynq", "says", fmt.Sprint(args...)) }

// LogRedis passes on what the Redis client says by itself, which otherwise goes
// to standard error. It holds for the whole process: call it once, before Open.
func LogRedis(log *slog.Logger) { redis.SetLogger(redisLog{log}) }

type redisLog struct{ log *slog.Logger }

// Printf is how the Redis client logs.
func (r redisLog) Printf(_ context.Context, format string, args ...any) {
	r.log.Debug("redis client", "says", fmt.Sprintf(format, args...))
}

// trouble logs the beginning and the end of a trouble instead of each failure.
type trouble struct {
	log  *slog.Logger
	what string
	on   atomic.Bool
}

// report takes the outcome of one more try.
func (t *trouble) report(err error) {
	switch {
	case err != nil && t.on.CompareAndSwap(false, true):
		t.log.Warn(t.what+" does not work", "error", err)
	case err == nil && t.on.CompareAndSwap(true, false):
		t.log.Info(t.what + " works again")
	}
}
