package queue_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/hibiken/asynq"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/queue"
	"github.com/goodterms/goodterms/queue/queuetest"
)

// recovery is how long reminders may wait whose wake-ups Redis has lost.
const recovery = 5 * time.Second

func TestAnEmptiedRedisLosesNothingForLongerThanFiveSeconds(t *testing.T) {
	t.Parallel()
	server := queuetest.Redis(t)
	b := newBook(time.Now)
	gate := make(chan struct{})
	b.blocked[channels.SMS], b.blocked[channels.Email] = gate, gate
	q := run(t, queue.Config{URL: server.URL(), Concurrency: 4}, both, b)
	q.Wake(b.write(20_000, at(time.Now()), channels.SMS, channels.Email)...)
	b.until(t, patience, "the lanes to be full", func() bool { return b.entered == 8 })
	server.FlushAll(t)
	q.Wake(b.write(2_000, at(time.Now()), channels.SMS)...)
	close(gate)
	b.empty(t, recovery)
	if _, err := q.Depth(t.Context()); err != nil {
		t.Errorf("depth after the flush: %v", err)
	}
}

func TestAKilledAndRestartedRedisLosesNothing(t *testing.T) {
	t.Parallel()
	server := queuetest.Private(t)
	b := newBook(time.Now)
	q := run(t, queue.Config{URL: server.URL()}, both, b)
	b.leader(t, "promote")
	q.Wake(b.write(5_000, at(time.Now()), channels.Kinds()...)...)
	server.Kill(t)
	q.Wake(b.write(5_000, at(time.Now()), channels.Kinds()...)...)
	if err := q.Ping(t.Context()); err == nil {
		t.Error("a killed redis answers")
	}
	server.Restart(t)
	b.empty(t, recovery)
	b.neverEarly(t)
	if err := q.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestStoppingNeedsNoRedis(t *testing.T) {
	t.Parallel()
	server := queuetest.Private(t)
	b := newBook(time.Now)
	q := run(t, queue.Config{URL: server.URL()}, both, b)
	b.leader(t, "promote")
	server.Kill(t)
	q.Wake(b.write(100, at(time.Now()), channels.SMS)...)
	q.stop()
}

func TestBacklogsAreNotPiledUpByTheSweeper(t *testing.T) {
	t.Parallel()
	server := queuetest.Redis(t)
	b := newBook(time.Now)
	gate := make(chan struct{})
	b.blocked[channels.SMS] = gate
	q := run(t, queue.Config{URL: server.URL(), Concurrency: 2, SweepEvery: 20 * time.Millisecond,
		SweepAfter: 100 * time.Millisecond}, both, b)
	b.until(t, patience, "a first sweep", func() bool { return b.freed > 1 })
	q.Wake(b.write(6_400, at(time.Now()), channels.SMS)...)
	b.until(t, patience, "the lane to be full", func() bool { return b.entered == 2 })
	rounds := b.tally().sweeps
	b.until(t, patience, "sweeps over the backlog", func() bool { return b.freed > rounds+20 })
	depth, err := q.Depth(t.Context())
	// 100 batches were queued. Those that a slow machine keeps past SweepAfter on
	// their way to Redis are woken once more; piling up would be 100 each sweep.
	if err != nil || depth[channels.SMS] > 200 {
		t.Errorf("%v batches wait, %v; want the 100 that were queued and none more than once again", depth, err)
	}
	close(gate)
	b.empty(t, patience)
}

func TestSentinelAndClusterCarryWakeUps(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB) *queuetest.Server{
		"sentinel": queuetest.Sentinel, "cluster": queuetest.Cluster,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBook(time.Now)
			q := run(t, queue.Config{URL: start(t).URL()}, both, b)
			q.Wake(b.write(500, at(time.Now().Add(50*time.Millisecond)), channels.Kinds()...)...)
			b.empty(t, patience)
			if _, err := q.Depth(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestErrorsOfOpeningHideTheURL(t *testing.T) {
	t.Parallel()
	server := queuetest.Private(t, "--requirepass", "other")
	_, address, _ := strings.Cut(server.URL(), "//")
	for _, url := range []string{"redis://user:secret@127.0.0.1:1", "redis://:secret@" + address,
		"redis://user:secret@nowhere.invalid", "redis-cluster://:secret@127.0.0.1:1", "redis-sentinel://:secret@127.0.0.1:1/m"} {
		_, err := queue.Open(t.Context(), queue.Config{URL: url, Owner: "one"})
		if err == nil {
			t.Errorf("%s was opened", url)
			continue
		}
		for _, part := range []string{"secret", "user", "127.0.0.1", "nowhere"} {
			if strings.Contains(err.Error(), part) {
				t.Errorf("the error says %q: %v", part, err)
			}
		}
		t.Log(err)
	}
}

func TestAServerThatDoesNotTellItsPolicyIsTakenWithAWarning(t *testing.T) {
	t.Parallel()
	server := queuetest.Private(t)
	restrict(t, server, "-info")
	var said strings.Builder
	q, err := queue.Open(t.Context(), queue.Config{URL: server.URL(), Owner: "one",
		Log: slog.New(slog.NewTextHandler(&said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	q.Close(t.Context())
	if !strings.Contains(said.String(), "noeviction") {
		t.Errorf("no warning in %q", said.String())
	}
}

// restrict forbids CONFIG, as rented servers do, and more.
func restrict(t testing.TB, server *queuetest.Server, more ...string) {
	t.Helper()
	rules := append([]string{"-config"}, more...)
	if err := server.Client().ACLSetUser(context.Background(), "default", rules...).Err(); err != nil {
		t.Fatal(err)
	}
}

// archived counts archived tasks; an embedded Redis cannot be asked.
func archived(t testing.TB, url string, _ *instance) (count int) {
	t.Helper()
	if url == queue.Embedded {
		return 0
	}
	opt, err := asynq.ParseRedisURI(url)
	if err != nil {
		t.Fatal(err)
	}
	inspector := asynq.NewInspector(opt)
	defer inspector.Close()
	for _, kind := range channels.Kinds() {
		if info, err := inspector.GetQueueInfo(string(kind)); err == nil {
			count += info.Archived
		}
	}
	return count
}
