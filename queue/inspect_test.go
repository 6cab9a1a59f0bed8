package queue_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hibiken/asynq"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/queue"
	"github.com/goodterms/goodterms/queue/queuetest"
)

// inspect looks at the queue.
func inspect(t testing.TB, q *instance) overview.Inspection {
	t.Helper()
	seen, err := q.Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// lane is what was seen of one channel.
func lane(t testing.TB, seen overview.Inspection, kind channels.Kind) overview.Lane {
	t.Helper()
	for _, l := range seen.Lanes {
		if l.Channel == kind {
			return l
		}
	}
	t.Fatalf("no lane of %s in %+v", kind, seen)
	return overview.Lane{}
}

func TestInspectingTellsWhatWaitsAndWhatIsHandled(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b := newBook(time.Now)
		gate := make(chan struct{})
		b.blocked[channels.Email] = gate
		q := run(t, queue.Config{URL: url, Concurrency: 2, SweepAfter: time.Hour}, both, b)
		q.Wake(b.write(640, at(time.Now()), channels.Email)...)
		q.Wake(b.write(64, at(time.Now()), channels.SMS)...)
		b.until(t, patience, "the mail lane to be full", func() bool { return b.entered == 2 && len(b.claimed) == 64 })
		var full overview.Lane
		for deadline := time.Now().Add(patience); full.Pending == 0 || full.Kept > 0; full = lane(t, inspect(t, q), channels.Email) {
			if time.Now().After(deadline) {
				t.Fatalf("mail is not put into redis: %+v", full)
			}
		}
		if full.Active != 2 || full.Pending > 8 || full.Latency <= 0 {
			t.Errorf("mail: %+v; want two batches in hand and the others waiting", full)
		}
		close(gate)
		b.empty(t, patience)
	})
}

func TestInspectingTellsWhichRolesThisInstanceHas(t *testing.T) {
	t.Parallel()
	b := newBook(time.Now)
	first := run(t, queue.Config{URL: queue.Embedded, Owner: "first"}, both, b)
	b.leader(t, "settle")
	b.until(t, patience, "both roles to be taken", func() bool { return b.leaders["promote"].owner == "first" })
	second := run(t, queue.Config{URL: queue.Embedded, Owner: "second"}, both, b)
	b.until(t, patience, "the second to live", func() bool { return !b.beats["second"].IsZero() })
	got := []bool{inspect(t, first).Promotes, inspect(t, first).Settles, inspect(t, second).Promotes, inspect(t, second).Settles}
	if diff := cmp.Diff([]bool{true, true, false, false}, got); diff != "" {
		t.Error(diff)
	}
}

// TestTheFiguresAreThoseOfAsynqsInspector holds a batch in each state that the
// gateway puts batches into, and compares.
func TestTheFiguresAreThoseOfAsynqsInspector(t *testing.T) {
	t.Parallel()
	server := queuetest.Redis(t)
	b := newBook(time.Now)
	gate := make(chan struct{})
	b.blocked[channels.SMS] = gate
	q := run(t, queue.Config{URL: server.URL(), Concurrency: 1, SweepAfter: time.Hour}, both, b)
	q.Wake(b.write(64, at(time.Now()), channels.Email)...)
	q.Wake(b.write(256, at(time.Now()), channels.SMS)...)
	b.until(t, patience, "the lanes to stand", func() bool { return b.entered == 1 && len(b.claimed) == 64 })
	opt, err := asynq.ParseRedisURI(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	inspector := asynq.NewInspector(opt)
	defer inspector.Close()
	for _, kind := range []channels.Kind{channels.Email, channels.SMS} {
		agree(t, inspector, q, kind)
	}
	close(gate)
	b.empty(t, patience)
}

// agree polls until both see the same, because a batch that was handled is counted
// a moment later.
func agree(t *testing.T, inspector *asynq.Inspector, q *instance, kind channels.Kind) {
	t.Helper()
	var diff string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		info, err := inspector.GetQueueInfo(string(kind))
		if err != nil {
			t.Fatal(err)
		}
		want := overview.Lane{Channel: kind, Pending: info.Pending, Active: info.Active, Scheduled: info.Scheduled, Retry: info.Retry,
			Processed: info.Processed, Failed: info.Failed, Latency: info.Latency}
		got := lane(t, inspect(t, q), kind)
		diff = cmp.Diff(want, got, cmpopts.IgnoreFields(overview.Lane{}, "Kept"),
			cmp.Comparer(near))
		if diff == "" && (got.Processed > 0 || got.Pending > 0) {
			return
		}
	}
	t.Errorf("%s: %s", kind, diff)
}

// near takes what two looks that follow each other see for the same.
func near(a, b time.Duration) bool { return (a-b).Abs() < 5*time.Second && (a > 0) == (b > 0) }

func TestARedisThatIsAwayIsToldAndNoError(t *testing.T) {
	t.Parallel()
	server := queuetest.Private(t)
	b := newBook(time.Now)
	q := run(t, queue.Config{URL: server.URL()}, both, b)
	b.leader(t, "promote")
	if seen := inspect(t, q); seen.Away != "" || seen.Redis != "server" || len(seen.Lanes) != 3 {
		t.Fatalf("before: %+v", seen)
	}
	server.Kill(t)
	start := time.Now()
	seen := inspect(t, q)
	if seen.Away == "" || len(seen.Lanes) != 0 {
		t.Errorf("a killed redis is told as %+v", seen)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("looking took %v", took)
	}
	server.Restart(t)
}

func TestTheSortOfRedisIsTold(t *testing.T) {
	t.Parallel()
	b := newBook(time.Now)
	if seen := inspect(t, run(t, queue.Config{URL: queue.Embedded}, both, b)); seen.Redis != "embedded" {
		t.Errorf("embedded is told as %q", seen.Redis)
	}
	cluster := queuetest.Cluster(t)
	if seen := inspect(t, run(t, queue.Config{URL: cluster.URL(), Owner: "two"}, both, b)); seen.Redis != "cluster" || seen.Away != "" {
		t.Errorf("a cluster is told as %q, %q", seen.Redis, seen.Away)
	}
}
