package queue

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	dialTimeout = 2 * time.Second // a Redis that takes longer is away
	callTimeout = 3 * time.Second // of one command
	spareConns  = 8               // connections beside one per worker: enqueue, dequeue, depth
)

// ErrEviction says that the Redis server may throw wake-ups away.
var ErrEviction = errors.New("redis may evict wake-ups: set maxmemory-policy to noeviction in redis.conf " +
	"(or run CONFIG SET maxmemory-policy noeviction) and start again")

// connect opens the client for a URL. Its errors never hold the URL.
func connect(cfg Config) (redis.UniversalClient, error) {
	a, err := parseAddress(cfg.URL)
	if err != nil {
		return nil, err
	}
	options, err := a.options()
	if err != nil {
		return nil, err
	}
	options.DialTimeout = dialTimeout
	options.ReadTimeout, options.WriteTimeout = callTimeout, callTimeout
	options.ContextTimeoutEnabled = true
	options.MaxRetryBackoff = 100 * time.Millisecond
	options.PoolSize = len(lanes())*(cfg.Concurrency+1) + spareConns
	options.ReadBufferSize, options.WriteBufferSize = 4<<10, 4<<10
	return redis.NewUniversalClient(options), nil
}

// check makes sure that Redis answers and keeps what it is given.
func check(ctx context.Context, client redis.UniversalClient, log *slog.Logger) error {
	if err := client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("redis does not answer: %s", cause(err))
	}
	if cluster, ok := client.(*redis.ClusterClient); ok {
		return cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
			return checkEviction(ctx, node, log)
		})
	}
	return checkEviction(ctx, client, log)
}

// checkEviction refuses a server that may evict. Servers that are rented often
// forbid CONFIG, but INFO says the same.
func checkEviction(ctx context.Context, client redis.Cmdable, log *slog.Logger) error {
	policy := ""
	if config, err := client.ConfigGet(ctx, "maxmemory-policy").Result(); err == nil {
		policy = config["maxmemory-policy"]
	}
	if info, err := client.Info(ctx, "memory").Result(); policy == "" && err == nil {
		policy = field(info, "maxmemory_policy")
	}
	switch policy {
	case "noeviction":
		return nil
	case "":
		log.Warn("redis does not say whether it evicts: make sure that its maxmemory-policy is noeviction")
		return nil
	}
	return ErrEviction
}

// field finds a line of INFO.
func field(info, name string) string {
	for line := range strings.Lines(info) {
		if value, found := strings.CutPrefix(strings.TrimSpace(line), name+":"); found {
			return value
		}
	}
	return ""
}

// cause says why Redis did not answer without naming the host or the user.
func cause(err error) string {
	var (
		name *net.DNSError
		call *net.OpError
		said redis.Error
		cert *tls.CertificateVerificationError
		wait net.Error
	)
	switch {
	case errors.As(err, &name):
		return "no such host"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded),
		errors.As(err, &wait) && wait.Timeout():
		return "timed out"
	case errors.As(err, &cert):
		return "its certificate is not trusted"
	case errors.As(err, &call):
		return call.Err.Error()
	case errors.As(err, &said):
		word, _, _ := strings.Cut(said.Error(), " ")
		return "it says " + word
	}
	return "connection lost"
}
