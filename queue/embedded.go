package queue

import (
	"context"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// embedded is a Redis inside this process, reached without a port. It keeps
// nothing: at the start everything due is read from the store.
type embedded struct {
	server *miniredis.Miniredis
	stop   chan struct{}
	done   sync.WaitGroup
}

// embed starts a Redis inside this process.
func embed() *embedded {
	e := &embedded{server: miniredis.NewMiniRedis(), stop: make(chan struct{})}
	e.done.Go(e.tick)
	return e
}

// client connects to it.
func (e *embedded) client(cfg Config) redis.UniversalClient {
	client := redis.NewClient(&redis.Options{
		Addr:           Embedded,
		Dialer:         func(context.Context, string, string) (net.Conn, error) { return e.server.Dial() },
		PoolSize:       len(lanes())*(cfg.Concurrency+1) + spareConns,
		ReadBufferSize: 4 << 10, WriteBufferSize: 4 << 10,
		DisableIdentity: true,
	})
	client.AddHook(idle{e.server})
	return client
}

// idle answers for a lane that is empty: each lane asks a hundred times a second,
// and running Asynq's script for that in miniredis would keep a tenth of a core
// busy. The script that takes a task is the only one whose first key is the list
// of those that wait.
type idle struct{ server *miniredis.Miniredis }

// DialHook changes nothing.
func (i idle) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessPipelineHook changes nothing.
func (i idle) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// ProcessHook answers nil, as the script would.
func (i idle) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if args := cmd.Args(); cmd.Name() == "evalsha" && len(args) > 3 {
			list, _ := args[3].(string) // after the script and the number of keys
			if strings.HasSuffix(list, "}:pending") && !i.server.Exists(list) {
				cmd.SetErr(redis.Nil)
				return redis.Nil
			}
		}
		return next(ctx, cmd)
	}
}

// tick moves its clock: the times to live of miniredis stand still by
// themselves, and letting it read the clock makes every command slower.
func (e *embedded) tick() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-e.stop:
			return
		case <-ticker.C:
			e.server.FastForward(time.Second)
		}
	}
}

// close ends it.
func (e *embedded) close() {
	close(e.stop)
	e.done.Wait()
	e.server.Close()
}
