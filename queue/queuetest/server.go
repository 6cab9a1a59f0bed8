// Package queuetest is in charge of real Redis servers for tests: one that the
// environment names, or private ones from the redis-server on PATH. It never
// touches a server that it was not told to use.
package queuetest

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// patience is how long a server may take to start or to answer.
const patience = 10 * time.Second

// Server is a Redis for one test.
type Server struct {
	addr, url, dir string
	args           []string
	process        *exec.Cmd // nil when the server is not ours
	client         *redis.Client
}

// Redis returns a database of its own on the server that GOODTERMS_TEST_REDIS
// names, or else a private server. It skips the test where neither is to be had.
func Redis(t testing.TB) *Server {
	t.Helper()
	if url := os.Getenv("GOODTERMS_TEST_REDIS"); url != "" {
		return shared(t, url)
	}
	return Private(t)
}

// Private returns a server that the test may kill and restart. Args are
// further settings, such as "--maxmemory-policy", "allkeys-lru".
func Private(t testing.TB, args ...string) *Server {
	t.Helper()
	return launch(t, append([]string{"--save", ""}, args...)...)
}

// launch starts a server with these arguments and those that all have.
func launch(t testing.TB, args ...string) *Server {
	t.Helper()
	s := &Server{dir: t.TempDir(), addr: freeAddress(t)}
	s.url = "redis://" + s.addr
	_, port, _ := net.SplitHostPort(s.addr)
	s.args = append(args, "--port", port, "--bind", "127.0.0.1", "--dir", s.dir, "--loglevel", "warning")
	s.client = redis.NewClient(&redis.Options{Addr: s.addr, MaxRetries: -1})
	t.Cleanup(func() {
		s.client.Close()
		s.end()
	})
	s.start(t)
	return s
}

// Addr is the server's host and port.
func (s *Server) Addr() string { return s.addr }

// URL is what a Config takes.
func (s *Server) URL() string { return s.url }

// Client is a connection of the test's own.
func (s *Server) Client() *redis.Client { return s.client }

// FlushAll empties the server, or the test's database on a shared one.
func (s *Server) FlushAll(t testing.TB) {
	t.Helper()
	if err := s.client.FlushDB(t.Context()).Err(); err != nil {
		t.Fatalf("emptying redis: %v", err)
	}
}

// Kill ends the server by SIGKILL, as a power cut would.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	if s.process == nil {
		t.Fatal("only a private server can be killed")
	}
	s.end()
}

// Restart starts a killed server again, at the same address.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.start(t)
}

// start starts the process and waits until it answers.
func (s *Server) start(t testing.TB) {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		Missing(t, "redis", "no redis-server on PATH and no GOODTERMS_TEST_REDIS")
	}
	s.process = exec.Command(path, s.args...)
	s.process.SysProcAttr = dieWithParent()
	s.process.Stdout, s.process.Stderr = logFile(t, s.dir), nil
	if err := s.process.Start(); err != nil {
		t.Fatalf("starting redis-server: %v", err)
	}
	await(t, "redis-server to answer; see "+s.dir, func(ctx context.Context) bool {
		err := s.client.Ping(ctx).Err()
		return err == nil || strings.HasPrefix(err.Error(), "NOAUTH")
	})
}

// end kills the process and waits for it.
func (s *Server) end() {
	if s.process == nil {
		return
	}
	_ = s.process.Process.Kill() // it may have ended by itself
	_ = s.process.Wait()         // its exit status says "killed"
	s.process = nil
}

// logFile is where a server writes.
func logFile(t testing.TB, dir string) *os.File {
	t.Helper()
	file, err := os.OpenFile(filepath.Join(dir, "redis.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// freeAddress is a loopback address that nobody listens on. Its cluster bus port,
// 10,000 above, must exist too.
func freeAddress(t testing.TB) string {
	t.Helper()
	for range 100 {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		addr := listener.Addr().(*net.TCPAddr)
		listener.Close()
		if addr.Port < 55_000 {
			return net.JoinHostPort("127.0.0.1", strconv.Itoa(addr.Port))
		}
	}
	t.Fatal("no free port")
	return ""
}

// await polls until a condition holds.
func await(t testing.TB, what string, holds func(context.Context) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !holds(ctx) {
		select {
		case <-ctx.Done():
			t.Fatalf("waited %v for %s", patience, what)
		case <-tick.C:
		}
	}
}

// Missing skips a test that needs a service, or fails it when
// GOODTERMS_TEST_REQUIRE asks for the service by name or for all.
func Missing(t testing.TB, service, why string) {
	t.Helper()
	for name := range strings.SplitSeq(os.Getenv("GOODTERMS_TEST_REQUIRE"), ",") {
		if name = strings.TrimSpace(name); name == "all" || name == service {
			t.Fatalf("%s is required: %s", service, why)
		}
	}
	t.Skip("needs " + service + ": " + why)
}
