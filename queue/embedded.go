package queue

import (
	"context"
	"net"
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
	return redis.NewClient(&redis.Options{
		Addr:           Embedded,
		Dialer:         func(context.Context, string, string) (net.Conn, error) { return e.server.Dial() },
		PoolSize:       len(lanes())*(cfg.Concurrency+1) + spareConns,
		ReadBufferSize: 4 << 10, WriteBufferSize: 4 << 10,
		DisableIdentity: true,
	})
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
