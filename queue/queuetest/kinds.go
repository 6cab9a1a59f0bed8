package queuetest

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Sentinel returns a private server watched by a private Sentinel; its URL leads
// through the Sentinel to the master.
func Sentinel(t testing.TB) *Server {
	t.Helper()
	master := Private(t)
	host, port, _ := net.SplitHostPort(master.addr)
	config := filepath.Join(t.TempDir(), "sentinel.conf") // the Sentinel writes to it
	line := fmt.Sprintf("sentinel monitor master %s %s 1\n", host, port)
	if err := os.WriteFile(config, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	watch := launch(t, config, "--sentinel")
	master.url = "redis-sentinel://" + watch.addr + "/master"
	return master
}

// Cluster returns a private cluster of one server that has every slot.
func Cluster(t testing.TB) *Server {
	t.Helper()
	s := Private(t, "--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1")
	if err := s.client.Do(t.Context(), "CLUSTER", "ADDSLOTSRANGE", 0, 16383).Err(); err != nil {
		t.Fatalf("giving the cluster its slots: %v", err)
	}
	await(t, "the cluster to be whole", func(ctx context.Context) bool {
		return serves(ctx, s.client)
	})
	s.url = "redis-cluster://" + s.addr
	return s
}

// serves says whether the cluster takes writes.
func serves(ctx context.Context, client *redis.Client) bool {
	return client.Set(ctx, "whole", 1, 0).Err() == nil && client.Del(ctx, "whole").Err() == nil
}
