package queue_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/queue"
	"github.com/goodterms/goodterms/queue/queuetest"
)

func TestNothingIsWokenBeforeItsMicrosecondAndEverythingOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b := newBook(time.Now)
		q := run(t, queue.Config{URL: url}, both, b)
		b.leader(t, "promote")
		start := time.Now().Add(200 * time.Millisecond)
		due := b.write(5000, func(int) time.Time {
			return start.Add(rand.N(time.Second)).Truncate(time.Microsecond)
		}, channels.Kinds()...)
		q.Wake(due...)
		b.empty(t, patience)
		b.neverEarly(t)
		if batches := b.tally().batches; batches > 4000 {
			t.Errorf("%d batches for 5,000 reminders", batches)
		}
	})
}

func TestScheduledRemindersAreReadAheadByTheLeader(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b := newBook(time.Now)
		b.write(300, at(time.Now().Add(3*time.Second)), channels.Kinds()...)
		run(t, queue.Config{URL: url, SweepAfter: time.Hour}, both, b)
		b.empty(t, patience)
		b.neverEarly(t)
	})
}

func TestWhatIsOverdueAtTheStartIsWokenAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b := newBook(time.Now)
		b.write(25_000, at(time.Now().Add(-time.Hour)), channels.Kinds()...)
		run(t, queue.Config{URL: url}, both, b)
		b.empty(t, patience)
		if repeats := b.tally().repeats; repeats > 2_500 { // a busy machine may be late with a batch or two
			t.Errorf("%d of 25,000 were woken twice", repeats)
		}
	})
}

func TestMoreRemindersThanAPageAtOneInstantAreAllWoken(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b, clock := newMovedBook()
		b.write(25_000, at(b.clock().Add(time.Hour)), channels.SMS)
		q := run(t, queue.Config{URL: url, SweepAfter: 1000 * time.Hour}, both, b)
		b.leader(t, "promote")
		clock.Store(int64(time.Hour))
		q.Moved()
		b.empty(t, patience)
		b.neverEarly(t)
	})
}

func TestRepeatedWakeUpsClaimOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b := newBook(time.Now)
		q := run(t, queue.Config{URL: url}, both, b)
		due := b.write(200, at(time.Now()), channels.Email)
		for range 5 {
			q.Wake(due...)
		}
		b.until(t, patience, "every wake-up to be handled", func() bool {
			return len(b.claimed) == 200 && b.repeats >= 4*200-5*64
		})
		b.neverEarly(t)
	})
}

func TestALoneReminderIsWokenWithoutDelay(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b := newBook(time.Now)
		q := run(t, queue.Config{URL: url}, both, b)
		b.until(t, patience, "the start", func() bool { return len(b.beats) > 0 })
		for range 40 {
			q.Wake(b.write(1, at(time.Now()), channels.SMS)...)
			b.empty(t, patience)
		}
		t.Logf("lateness p50 %v p99 %v", b.quantile(0.5), b.quantile(0.99))
		if p50 := b.quantile(0.5); p50 > 50*time.Millisecond {
			t.Errorf("half of the lone reminders were woken more than %v late", p50)
		}
	})
}

func TestALaneThatBlocksDelaysNoOther(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b := newBook(time.Now)
		b.blocked[channels.Email] = make(chan struct{})
		q := run(t, queue.Config{URL: url, Concurrency: 2}, both, b)
		q.Wake(b.write(1000, at(time.Now()), channels.Email)...)
		b.until(t, patience, "the mail lane to be full", func() bool { return b.entered == 2 })
		q.Wake(b.write(1000, at(time.Now()), channels.SMS, channels.Voice)...)
		b.until(t, patience, "the other lanes", func() bool { return len(b.claimed) == 1000 })
		if depth, err := q.Depth(t.Context()); err != nil || depth[channels.Email] == 0 || depth[channels.SMS] != 0 {
			t.Errorf("depth %v, %v; want waiting mail only", depth, err)
		}
		close(b.blocked[channels.Email])
		b.empty(t, patience)
	})
}

func TestStoppingWaitsForRunningBatches(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b := newBook(time.Now)
		gate := make(chan struct{})
		b.blocked[channels.SMS] = gate
		q := run(t, queue.Config{URL: url}, both, b)
		q.Wake(b.write(64, at(time.Now()), channels.SMS)...)
		b.until(t, patience, "a batch to run", func() bool { return b.entered == 1 })
		stopped := make(chan struct{})
		go func() { q.stop(); close(stopped) }()
		b.until(t, patience, "the lead to be given up", func() bool {
			return b.leaders["promote"].owner != "" && !b.leaders["promote"].until.After(time.Now())
		})
		select {
		case <-stopped:
			t.Error("it stopped while a batch was running")
		default:
		}
		if !q.Alive() {
			t.Error("it does not beat while a batch is running")
		}
		close(gate)
		<-stopped
		if got := b.tally(); got.claimed != 64 || got.instances != 0 || q.Alive() {
			t.Errorf("%d claimed of 64, %d instances known, alive %v", got.claimed, got.instances, q.Alive())
		}
	})
}

func TestRemindersWaitWhileTheStoreIsAway(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b := newBook(time.Now)
		b.failing = errors.New("the database is away")
		q := run(t, queue.Config{URL: url, Concurrency: 2}, both, b)
		q.Wake(b.write(128, at(time.Now()), channels.SMS)...)
		b.until(t, patience, "a batch to use up its tries", func() bool { return b.batches >= 10 })
		b.do(func() { b.failing = nil })
		b.empty(t, patience)
		if n := archived(t, url, q); n > 0 {
			t.Errorf("%d tasks were archived", n)
		}
	})
}

func TestAStoreThatGoesAwayAtTheStartIsWaitedFor(t *testing.T) {
	t.Parallel()
	b := newBook(time.Now)
	b.down = errors.New("the store is away")
	q := run(t, queue.Config{URL: "embedded", Beat: 10 * time.Millisecond}, both, b)
	b.until(t, patience, "a second try", func() bool { return b.missed > 1 })
	b.do(func() { b.down = nil })
	q.Wake(b.write(100, at(time.Now()), channels.SMS)...)
	b.empty(t, patience)
}

func TestAServerThatMayEvictIsRefused(t *testing.T) {
	t.Parallel()
	server := queuetest.Private(t, "--maxmemory-policy", "allkeys-lru")
	_, err := queue.Open(t.Context(), queue.Config{URL: server.URL(), Owner: "one"})
	if !errors.Is(err, queue.ErrEviction) {
		t.Fatalf("got %v, want a refusal that names the remedy", err)
	}
	restrict(t, server)
	if _, err := queue.Open(t.Context(), queue.Config{URL: server.URL(), Owner: "one"}); !errors.Is(err, queue.ErrEviction) {
		t.Fatalf("without CONFIG: got %v, want the same refusal from INFO", err)
	}
}
