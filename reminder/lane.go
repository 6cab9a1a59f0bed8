package reminder

import (
	"context"
	"sync"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// job is claimed work that may be handed over now.
type job struct {
	work     *Work
	channel  channels.Kind
	decision policy.Decision
	read     time.Time // when the work was read
	slot     bool      // a sending slot of the channel is taken
}

// allowed says that the decision lets the message leave at the instant.
func (j *job) allowed(at time.Time) bool {
	return j.decision.Verdict == policy.Send && at.Before(j.decision.WindowEnd)
}

// lane is the pool of senders of one channel. What still waits in it when it is
// stopped is left to be released.
type lane struct {
	jobs    chan job
	ctx     context.Context
	senders sync.WaitGroup
}

func startLane(ctx context.Context, senders int, send func(context.Context, job)) *lane {
	l := &lane{jobs: make(chan job, 2*senders), ctx: ctx}
	for range senders {
		l.senders.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case j := <-l.jobs:
					send(ctx, j)
				}
			}
		})
	}
	return l
}

// put waits for a place in the lane; false when the lane has stopped.
func (l *lane) put(j job) bool {
	select {
	case l.jobs <- j:
		return true
	case <-l.ctx.Done():
		return false
	}
}

// offer puts a job into the lane if there is a place for it now. A sender of
// another lane must not wait for one: two that wait for each other never end.
func (l *lane) offer(j job) bool {
	select {
	case l.jobs <- j:
		return true
	default:
		return false
	}
}

func (l *lane) wait() { l.senders.Wait() }
