package queuetest

import (
	"context"
	"net/url"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	lockLife = 10 * time.Minute // of a database that a killed test has left taken
	lockKey  = "goodterms:test" // marks a database as taken
)

// shared takes a free database of the server that the environment names; 0 is
// left alone but for the marks.
func shared(t testing.TB, address string) *Server {
	t.Helper()
	options, err := redis.ParseURL(address)
	if err != nil {
		t.Fatal("GOODTERMS_TEST_REDIS is not a redis:// URL")
	}
	marks := redis.NewClient(options)
	t.Cleanup(func() { marks.Close() })
	number := take(t, marks)
	base, _ := url.Parse(address) // redis.ParseURL has parsed it
	base.Path = "/" + strconv.Itoa(number)
	own := *options
	own.DB = number
	s := &Server{addr: options.Addr, url: base.String(), client: redis.NewClient(&own)}
	s.FlushAll(t)
	t.Cleanup(func() {
		_ = s.client.FlushDB(context.Background()).Err() // the next test empties it too
		s.client.Close()
		_ = marks.Del(context.Background(), mark(number)).Err() // its life ends by itself
	})
	return s
}

// take marks a database as taken by this process.
func take(t testing.TB, marks *redis.Client) int {
	t.Helper()
	taken := 0
	await(t, "a free database among 1 to 15 of GOODTERMS_TEST_REDIS", func(ctx context.Context) bool {
		for number := 1; number <= 15; number++ {
			ok, err := marks.SetNX(ctx, mark(number), os.Getpid(), lockLife).Result()
			if err != nil {
				t.Fatalf("GOODTERMS_TEST_REDIS does not answer: %v", err)
			}
			if ok {
				taken = number
				return true
			}
		}
		return false
	})
	return taken
}

// mark is the key that marks a database as taken.
func mark(number int) string { return lockKey + ":" + strconv.Itoa(number) }
