package events

import (
	"context"
	"maps"
	"sync"
	"time"
)

// round tells what was loaded and judges what comes back: whether an event was refused
// while the webhook takes others, or the webhook as a whole does not take anything. The
// proof is another account's event. One that is taken after the failure clears the
// webhook; one that fails as well convicts it.
type round struct {
	t          *teller
	e          Endpoint
	load       *load
	wasFailing bool
	until      time.Time // nothing more is begun after it

	mu      sync.Mutex
	taken   map[int64]int // status, by number
	last    outcome       // of the latest answer
	tried   time.Time
	success time.Time
	streak  bool // the latest answer was a failure
	down    bool // the webhook as a whole does not take anything
	gone    bool
	asked   time.Duration // what it asks us to wait
	failing bool          // the verdict
}

func (t *teller) newRound(e Endpoint, l *load) *round {
	return &round{t: t, e: e, load: l, wasFailing: e.Failing(), until: t.d.Now().Add(roundTime), taken: map[int64]int{}}
}

// run tells the lines, several at once; a failing webhook is asked with one event at a
// time until it takes one.
func (r *round) run(ctx context.Context) {
	lines := r.load.lines
	for r.wasFailing && len(lines) > 0 && len(r.taken) == 0 && !r.over() {
		r.tell(ctx, lines[0])
		lines = lines[1:]
	}
	work := make(chan *line)
	var wg sync.WaitGroup
	for range min(accountsAtOnce, len(lines)) {
		wg.Go(func() {
			for l := range work {
				r.tell(ctx, l)
			}
		})
	}
	for _, l := range lines {
		work <- l
	}
	close(work)
	wg.Wait()
}

// over says that nothing more is to be told in this round.
func (r *round) over() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.down || r.gone || r.t.work.begin.Err() != nil || r.t.d.Now().After(r.until)
}

// tell posts the events of an account, one after the other, until one is not taken.
func (r *round) tell(ctx context.Context, l *line) {
	for _, i := range l.items {
		if r.over() {
			return
		}
		body := i.event.Message().body()
		began := r.t.d.Now()
		o := r.t.d.post(ctx, r.e, i.event.ID, body)
		if ctx.Err() != nil {
			return
		}
		r.t.d.Metrics.Posted(o.taken(), r.t.d.Now().Sub(began))
		if !r.heard(l, i, o) {
			return
		}
	}
}

// heard notes an answer; true when the next of the line can be told.
func (r *round) heard(l *line, i item, o outcome) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last, r.tried, r.streak = o, r.t.d.Now(), !o.taken()
	switch {
	case o.taken():
		l.taken++
		r.taken[i.event.Number] = o.status
		r.success = r.tried
		r.clear()
		delete(r.t.doubted, l.account)
		return true
	case o.fault == FaultGone:
		r.gone = true
	case o.fault == FaultBusy:
		r.down, r.asked = true, max(r.asked, o.retry)
	default:
		l.failed, r.asked = &o, max(r.asked, o.retry)
		r.suspect(l)
	}
	return false
}

// clear says that whatever has failed was not the webhook's fault.
func (r *round) clear() {
	for _, l := range r.load.lines {
		if r.t.suspects[l.account] && l.failed != nil {
			l.own = true
			delete(r.t.suspects, l.account)
		}
	}
	maps.Copy(r.t.doubted, r.t.suspects)
	clear(r.t.suspects)
}

// suspect notes a failure. Two in a row, of different accounts, are the webhook's.
func (r *round) suspect(l *line) {
	if r.t.doubted[l.account] { // once: later the webhook itself may be away
		l.own = true
		delete(r.t.doubted, l.account)
		return
	}
	r.t.suspects[l.account] = true
	r.down = r.down || len(r.t.suspects) > 1
}

// verdict says whether the webhook as a whole is failing. A single refusal is the
// event's when the webhook took what came before it, or when the event was refused
// before; any other failure waits for a proof.
func (r *round) verdict() bool {
	if r.down {
		return true
	}
	for _, l := range r.load.lines {
		if l.failed == nil || l.own {
			continue
		}
		known := l.items[l.taken].delivery != nil && !r.wasFailing
		if l.failed.fault != FaultRefused || !known && r.e.Health.Failures > 0 && r.success.IsZero() {
			return true
		}
		l.own = true
		delete(r.t.suspects, l.account)
	}
	return false
}

// progress is what is to be kept of the round.
func (r *round) progress() Progress {
	r.failing = !r.gone && r.verdict()
	p := Progress{EndpointID: r.e.ID, From: r.e.Reached, Disable: r.gone, Health: r.health()}
	for _, d := range r.load.missing {
		d.State, d.NextAt, d.Fault, d.EndedAt = GivenUp, time.Time{}, FaultGone, r.t.d.Now()
		p.Deliveries = append(p.Deliveries, d)
	}
	settled := map[int64]bool{}
	for _, l := range r.load.lines {
		p.Deliveries = append(p.Deliveries, r.settle(l, settled)...)
	}
	p.Reached = r.e.Reached
	for _, e := range r.load.events {
		later, behind := r.load.behind[e.Number]
		if !behind && !settled[e.Number] && !r.load.passed[e.Number] {
			break
		}
		if behind {
			p.Deliveries = append(p.Deliveries, r.waiting(later))
		}
		p.Reached = e.Number
	}
	return p
}

// settle says what became of the events of a line: those that need not be told in the
// next round are settled.
func (r *round) settle(l *line, settled map[int64]bool) (list []Delivery) {
	for n, i := range l.items {
		switch {
		case n < l.taken:
			settled[i.event.Number] = true
			if i.delivery != nil {
				list = append(list, r.ended(*i.delivery, Taken, outcome{status: r.taken[i.event.Number]}))
			}
		case !l.own:
			return list
		case n == l.taken:
			settled[i.event.Number] = true
			list = append(list, r.refused(i, *l.failed))
		case i.delivery == nil:
			settled[i.event.Number] = true
			list = append(list, r.waiting(i.event))
		}
	}
	return list
}

// waiting is an event behind another of its account.
func (r *round) waiting(e Event) Delivery {
	return Delivery{EndpointID: r.e.ID, Number: e.Number, EventID: e.ID, AccountID: e.AccountID, Kind: e.Kind, State: Waiting, CreatedAt: r.t.d.Now()}
}

// refused is an event that was tried and not taken: it waits for its next try, or is
// given up.
func (r *round) refused(i item, o outcome) Delivery {
	d := r.waiting(i.event)
	if i.delivery != nil {
		d = *i.delivery
	}
	wait, again := retryRefused(d.Attempts + 1)
	if !again {
		r.t.d.Metrics.GivenUp(1)
		r.t.d.Log.Warn("webhook refuses an event; it is given up", "webhook_id", r.e.ID, "number", d.Number, "attempt", d.Attempts+1, "status", o.status, "reason", o.fault)
		return r.ended(d, GivenUp, o)
	}
	d.Attempts++
	d.Status, d.Fault, d.NextAt = o.status, o.fault, r.t.d.Now().Add(max(wait, min(o.retry, longest)))
	return d
}

func (r *round) ended(d Delivery, state State, o outcome) Delivery {
	d.Attempts++
	d.State, d.Status, d.Fault, d.NextAt, d.EndedAt = state, o.status, o.fault, time.Time{}, r.t.d.Now()
	return d
}

// health is how the webhook stands after the round.
func (r *round) health() Health {
	h := r.e.Health
	if !r.tried.IsZero() {
		h.TriedAt, h.Status, h.Fault = r.tried, r.last.status, r.last.fault
	}
	h.Taken += int64(len(r.taken))
	if !r.success.IsZero() {
		h.SuccessAt = r.success
		h.Afresh()
	}
	switch {
	case r.failing:
		h.Failures++
		h.NextAt = r.t.d.Now().Add(pause(h.Failures, r.asked))
		if h.FailingSince.IsZero() {
			h.FailingSince = r.t.d.Now()
		}
	case r.streak:
		h.Failures++
	}
	return h
}
