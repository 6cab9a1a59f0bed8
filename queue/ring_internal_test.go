package queue

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/hibiken/asynq"
)

func TestTaskIDsAreUsedOverAndOver(t *testing.T) {
	t.Parallel()
	r, seen := newRing(), map[string]bool{}
	for range 10 * ringStart {
		id := r.next()
		r.free()
		if seen[id] = true; len(id) > 3 {
			t.Fatalf("the id %s is long", id)
		}
	}
	if len(seen) > ringStart {
		t.Errorf("%d ids were used, want at most %d", len(seen), ringStart)
	}
}

func TestTheRingOfTaskIDsGrowsWithTheTasksInFlight(t *testing.T) {
	t.Parallel()
	r, inFlight, most := newRing(), map[string]bool{}, 0
	for range 20_000 {
		tries, id := 1, r.next()
		for ; inFlight[id]; tries++ {
			r.taken()
			id = r.next()
		}
		r.free()
		inFlight[id], most = true, max(most, tries)
	}
	if most > idTries {
		t.Errorf("%d ids were tried for one task", most)
	}
	if r.size > 1<<17 {
		t.Errorf("the ring has %d ids for 20,000 tasks", r.size)
	}
}

func TestHandledTasksLeaveNothingInTheEmbeddedRedis(t *testing.T) {
	t.Parallel()
	q, err := Open(t.Context(), Config{URL: Embedded, Owner: "one"})
	if err != nil {
		t.Fatal(err)
	}
	defer q.redis.Close()
	defer q.embedded.close()
	lane := q.lanes[1]
	lane.ring = ring{size: 64}
	const tasks = 1000
	handled := make(chan struct{}, tasks)
	cfg := q.serverConfig(context.Background(), lane.kind)
	server := asynq.NewServerFromRedisClient(q.redis, cfg)
	if err := server.Start(asynq.HandlerFunc(func(context.Context, *asynq.Task) error {
		handled <- struct{}{}
		return nil
	})); err != nil {
		t.Fatal(err)
	}
	for range tasks / 20 {
		for range 20 {
			if err := lane.enqueue(t.Context(), asynq.NewTask(taskType, []byte{1})); err != nil {
				t.Fatal(err)
			}
		}
		receive(t, handled, 20)
	}
	server.Shutdown()
	if lane.ring.size > 256 {
		t.Errorf("the ring grew to %d ids for 20 tasks in flight", lane.ring.size)
	}
	for _, key := range q.embedded.server.Keys() {
		if strings.Contains(key, "}:t:") {
			t.Errorf("%s is left over", key)
		}
	}
}

// receive takes n values or fails.
func receive(t testing.TB, from <-chan struct{}, n int) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for range n {
		select {
		case <-from:
		case <-deadline:
			t.Fatal("waited 10 s for a task")
		}
	}
}

func TestABacklogSaysWhatItMayStillHold(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_800_000_000_000)
	ago := func(s int) time.Time { return now.Add(-time.Duration(s) * time.Second) }
	for name, c := range map[string]struct {
		b     backlog
		woken time.Time
		want  bool
	}{
		"nothing waits":                           {backlog{}, ago(5), false},
		"nothing waits, woken just now":           {backlog{}, ago(1), true},
		"the first that waits is older":           {backlog{waiting: 9, oldest: ago(60)}, ago(5), true},
		"the first that waits is a little newer":  {backlog{waiting: 9, oldest: ago(4)}, ago(5), true},
		"the first that waits is newer":           {backlog{waiting: 9, oldest: ago(2)}, ago(5), false},
		"the first that waits is being taken":     {backlog{waiting: 9}, ago(5), true},
		"batches come back, woken lately":         {backlog{retrying: 1}, ago(5), true},
		"batches come back, woken long ago":       {backlog{retrying: 1}, ago(11), false},
		"this process could not hand it over yet": {backlog{stuck: true}, ago(600), true},
		"it was handed over late":                 {backlog{waiting: 9, oldest: ago(20), late: ago(15)}, ago(600), true},
	} {
		c.b.seen = now
		if got := c.b.holds(c.woken, 2*time.Second); got != c.want {
			t.Errorf("%s: holds = %v", name, got)
		}
	}
}

func TestWhatALaneCannotKeepIsDroppedAndCounted(t *testing.T) {
	t.Parallel()
	dropped := 0
	l := lane{kind: channels.SMS, signal: make(chan struct{}, 1), metrics: Metrics{
		Dropped: func(_ channels.Kind, n int) { dropped += n }}.complete()}
	l.add(make([]code, laneRoom-1))
	l.add(make([]code, 3))
	if l.count() != laneRoom || dropped != 2 {
		t.Errorf("%d kept, %d dropped", l.count(), dropped)
	}
}
