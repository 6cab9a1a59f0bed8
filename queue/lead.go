package queue

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// The roles that one instance at a time has.
const (
	promoting = "promote" // reads the schedule ahead and sweeps
	settling  = "settle"  // settles attempts with an unknown outcome; workers only
)

// role is a role that this instance has or seeks.
type role struct {
	name      string
	q         *Queue
	instances Instances
	until     atomic.Pointer[time.Time] // nil while another has it
	won       []chan struct{}           // nudged when it is taken
}

// role is a role to seek; the loops are nudged when it is taken.
func (q *Queue) role(name string, instances Instances, loops ...chan struct{}) *role {
	return &role{name: name, q: q, instances: instances, won: loops}
}

// leads says whether this instance has the role. It looks at the clock of the
// machine, both ways: one goes on when the other is set, or when the machine
// was stopped.
func (r *role) leads() bool {
	until := r.until.Load()
	return until != nil && within(*until)
}

// run takes or renews the role; the lease counts from before the question.
func (r *role) run(ctx context.Context) error {
	lease := r.q.cfg.Silence
	until := time.Now().Add(lease)
	ctx, cancel := context.WithTimeout(ctx, lease)
	defer cancel()
	ok, err := r.instances.Lead(ctx, r.name, r.q.cfg.Owner, r.q.cfg.Clock(), lease)
	if err != nil {
		if !r.leads() {
			r.note(nil)
		}
		return fmt.Errorf("taking the lead: %w", err)
	}
	if !ok {
		r.note(nil)
		return nil
	}
	r.note(&until)
	return nil
}

// note remembers the role and tells of a change.
func (r *role) note(until *time.Time) {
	before := r.until.Swap(until)
	if (before == nil) == (until == nil) {
		return
	}
	r.q.cfg.Metrics.Leading(r.name, until != nil)
	r.q.cfg.Log.Info("the lead has changed", "role", r.name, "leading", until != nil)
	if until != nil {
		for _, loop := range r.won {
			nudge(loop)
		}
	}
}

// resign gives the role up, so that another need not wait for the lease to end.
func (r *role) resign(ctx context.Context) {
	if r.until.Load() == nil {
		return
	}
	r.note(nil)
	if _, err := r.instances.Lead(ctx, r.name, r.q.cfg.Owner, r.q.cfg.Clock(), 0); err != nil {
		r.q.cfg.Log.Warn("giving the lead up", "role", r.name, "error", err)
	}
}

// within says that an instant lies ahead by the running clock and by the wall's.
func within(until time.Time) bool {
	now := time.Now()
	return now.Before(until) && now.Round(0).Before(until.Round(0))
}
