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
	instances Instances            // set by Run
	term      atomic.Pointer[term] // nil while another has it
	won       []chan struct{}      // nudged when it is taken
}

// term is how long a role is ours.
type term struct {
	since time.Time // by Config.Clock
	until time.Time // by the machine's
}

// role is a role to seek; the loops are nudged when it is taken.
func (q *Queue) role(name string, loops ...chan struct{}) *role {
	return &role{name: name, q: q, won: loops}
}

// leads says whether this instance has the role. It looks at the clock of the
// machine, both ways: one goes on when the other is set, or when the machine
// was stopped.
func (r *role) leads() bool {
	term := r.term.Load()
	return term != nil && within(term.until)
}

// elected is when this instance took the role; zero while another has it.
func (r *role) elected() time.Time {
	if term := r.term.Load(); term != nil {
		return term.since
	}
	return time.Time{}
}

// run takes or renews the role; the lease counts from before the question.
func (r *role) run(ctx context.Context) error {
	lease := r.q.cfg.Silence
	now, until := r.q.cfg.Clock(), time.Now().Add(lease)
	ctx, cancel := context.WithTimeout(ctx, lease)
	defer cancel()
	ok, err := r.instances.Lead(ctx, r.name, r.q.cfg.Owner, now, lease)
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
	if r.leads() {
		now = r.elected()
	}
	r.note(&term{since: now, until: until})
	return nil
}

// note remembers the role and tells of a change.
func (r *role) note(now *term) {
	before := r.term.Swap(now)
	if (before == nil) == (now == nil) {
		return
	}
	r.q.cfg.Metrics.Leading(r.name, now != nil)
	r.q.cfg.Log.Info("the lead has changed", "role", r.name, "leading", now != nil)
	if now != nil {
		for _, loop := range r.won {
			nudge(loop)
		}
	}
}

// resign gives the role up, so that another need not wait for the lease to end.
func (r *role) resign(ctx context.Context) {
	if r.term.Load() == nil {
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
