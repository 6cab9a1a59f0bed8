package queue

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/hibiken/asynq"
)

const (
	taskType    = "w"                    // wake-up; short, because every task in Redis carries it
	taskTimeout = 10 * time.Minute       // of one batch: its handler is told to give up then
	laneRoom    = 200_000                // reminders that a lane keeps while Redis is away
	linger      = time.Millisecond       // between two batches that are not full
	idTries     = 64                     // task ids that are tried for one batch
	firstPause  = 20 * time.Millisecond  // after a failure to reach Redis
	longPause   = 500 * time.Millisecond // between two tries while it is away
	lastTry     = time.Second            // what is left at the end may take so long
)

var errRing = errors.New("no free task id")

// lane puts the wake-ups of one channel into Redis, in batches.
type lane struct {
	kind    channels.Kind
	client  *asynq.Client
	metrics Metrics
	trouble trouble

	mu      sync.Mutex
	waiting []code
	signal  chan struct{}
	late    time.Time // when something that had to wait for Redis was last put there

	ring   ring // the fields below belong to run
	sent   time.Time
	behind bool
}

// add takes codes that are due. Without room they are dropped: they are in the
// store, where the sweeper finds them.
func (l *lane) add(codes []code) {
	l.mu.Lock()
	room := max(0, laneRoom-len(l.waiting))
	dropped := max(0, len(codes)-room)
	l.waiting = append(l.waiting, codes[:len(codes)-dropped]...)
	l.mu.Unlock()
	nudge(l.signal)
	if dropped > 0 {
		l.metrics.Dropped(l.kind, dropped)
	}
}

// count is how many codes wait here.
func (l *lane) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting)
}

// delay says whether codes wait here for Redis to come back, and when those that
// had to were last put there.
func (l *lane) delay() (stuck bool, late time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.trouble.on.Load(), l.late
}

// run puts batches into Redis until the context ends; then it tries once more
// to empty the lane.
func (l *lane) run(ctx context.Context) {
	pause := firstPause
	for l.wait(ctx) {
		if err := l.flush(ctx); err == nil || ctx.Err() != nil {
			pause = firstPause
			continue
		}
		sleep(ctx, pause)
		pause = min(2*pause, longPause)
		nudge(l.signal)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastTry)
	defer cancel()
	_ = l.flush(ctx) // trouble has reported it; the sweeper finds the rest
}

// wait returns when there is something to do. A lone wake-up goes at once; in a
// stream, those of a millisecond go together.
func (l *lane) wait(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-l.signal:
	}
	if l.count() < batchSize {
		sleep(ctx, linger-time.Since(l.sent))
	}
	return ctx.Err() == nil
}

// flush puts all that waits into Redis; what it cannot put there stays.
func (l *lane) flush(ctx context.Context) error {
	for {
		batch := l.take()
		if len(batch) == 0 {
			l.behind = false
			return nil
		}
		count := len(batch)
		payload := pack(batch)
		err := l.enqueue(ctx, asynq.NewTask(taskType, payload))
		l.trouble.report(err)
		if err != nil {
			l.behind = true
			l.put(batch)
			return err
		}
		l.done(count)
	}
}

// take takes the next batch.
func (l *lane) take() []code {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(batchSize, len(l.waiting))
	batch := append([]code(nil), l.waiting[:n]...)
	if l.waiting = l.waiting[n:]; len(l.waiting) == 0 {
		l.waiting = nil // give the memory of a burst back
	}
	return batch
}

// put puts a batch back at the front.
func (l *lane) put(batch []code) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(batch, l.waiting...)
}

// done notes a batch that went.
func (l *lane) done(count int) {
	l.sent = time.Now()
	if l.behind {
		l.mu.Lock()
		l.late = l.sent
		l.mu.Unlock()
	}
	l.metrics.Queued(l.kind, count)
}

// enqueue puts one task into Redis under an id that no task in flight has.
func (l *lane) enqueue(ctx context.Context, task *asynq.Task) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	for range idTries {
		_, err := l.client.EnqueueContext(ctx, task, asynq.TaskID(l.ring.next()),
			asynq.Queue(string(l.kind)), asynq.MaxRetry(maxRetry), asynq.Timeout(taskTimeout))
		if !errors.Is(err, asynq.ErrTaskIDConflict) {
			l.ring.free()
			return err
		}
		l.ring.taken()
	}
	return errRing
}

// sleep waits unless the context ends before.
func sleep(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
