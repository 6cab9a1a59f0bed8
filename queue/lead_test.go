package queue_test

import (
	"errors"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/queue"
	"github.com/goodterms/goodterms/queue/queuetest"
)

// takeover is how long the schedule may be without a leader that died: its lease
// of 3 s, and what a busy machine adds.
const takeover = 8 * time.Second

func TestAnotherInstanceTakesOverFromALeaderThatDied(t *testing.T) {
	t.Parallel()
	server := queuetest.Redis(t)
	b := newBook(time.Now)
	b.leaders["promote"] = lease{"dead", time.Now().Add(3 * time.Second)} // renewed for the last time
	b.leaders["settle"] = b.leaders["promote"]
	run(t, queue.Config{URL: server.URL(), Owner: "two"}, both, b)
	b.write(100, at(time.Now().Add(time.Second)), channels.SMS)
	b.empty(t, takeover)
	if owner := b.leader(t, "promote"); owner != "two" {
		t.Errorf("%s leads", owner)
	}
}

func TestAnotherInstanceTakesOverAtOnceFromALeaderThatStops(t *testing.T) {
	t.Parallel()
	server := queuetest.Redis(t)
	b := newBook(time.Now)
	first := run(t, queue.Config{URL: server.URL(), Owner: "one"}, both, b)
	b.until(t, patience, "a leader", func() bool { return b.leaders["promote"].owner == "one" })
	run(t, queue.Config{URL: server.URL(), Owner: "two", Silence: time.Minute}, both, b)
	first.stop()
	b.until(t, patience, "the other to lead", func() bool { return b.leaders["promote"].owner == "two" })
	b.until(t, patience, "the other to settle", func() bool { return b.leaders["settle"].owner == "two" })
	b.write(100, at(time.Now().Add(100*time.Millisecond)), channels.SMS)
	b.empty(t, patience)
}

func TestInstancesWithoutWorkersPromoteButNeverSettle(t *testing.T) {
	t.Parallel()
	server := queuetest.Redis(t)
	b := newBook(time.Now)
	run(t, queue.Config{URL: server.URL(), Owner: "door"}, queue.Roles{API: true}, b)
	b.until(t, patience, "the door to lead", func() bool { return b.leaders["promote"].owner == "door" })
	run(t, queue.Config{URL: server.URL(), Owner: "worker"}, queue.Roles{Worker: true}, b)
	b.write(100, at(time.Now().Add(100*time.Millisecond)), channels.SMS)
	b.empty(t, patience)
	b.until(t, patience, "settling", func() bool { return b.settled > 0 })
	if owner := b.leader(t, "settle"); owner != "worker" {
		t.Errorf("%s settles", owner)
	}
}

func TestAnInstanceThatCannotBeatIsNotAliveAndHandlesNothing(t *testing.T) {
	t.Parallel()
	b := newBook(time.Now)
	q := run(t, queue.Config{URL: queue.Embedded, Beat: 20 * time.Millisecond, Silence: 100 * time.Millisecond}, both, b)
	b.until(t, patience, "the first heartbeat", func() bool { return len(b.beats) > 0 })
	b.do(func() { b.down = errors.New("the database is away") })
	eventually(t, "the instance to be silent", func() bool { return !q.Alive() })
	before := b.tally().batches
	q.Wake(b.write(64, at(time.Now()), channels.SMS)...)
	eventually(t, "the batch to be taken", func() bool {
		depth, err := q.Depth(t.Context())
		return err == nil && depth[channels.SMS] == 0
	})
	if b.tally().batches != before {
		t.Error("it went on handling batches")
	}
	b.do(func() { b.down = nil })
	b.empty(t, patience)
	if !q.Alive() {
		t.Error("it is not alive again")
	}
}

func TestAMovedClockWakesWhatBecameDue(t *testing.T) {
	everywhere(t, func(t *testing.T, url string) {
		b, clock := newMovedBook()
		b.write(100, at(b.clock().Add(12*time.Hour)), channels.Kinds()...)
		q := run(t, queue.Config{URL: url, SweepAfter: 1000 * time.Hour}, both, b)
		b.leader(t, "promote")
		b.until(t, patience, "a first look", func() bool { return b.freed > 0 })
		for _, hours := range []int64{11, 12} {
			clock.Store(hours * int64(time.Hour))
			q.Moved()
		}
		b.empty(t, patience)
		b.neverEarly(t)
		if !q.Alive() {
			t.Error("the moved clock has made it silent")
		}
	})
}

// eventually polls a condition that nothing announces.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited %v for %s", patience, what)
		}
	}
}
