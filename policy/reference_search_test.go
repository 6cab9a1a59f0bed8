package policy_test

import (
	"slices"
	"time"

	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// reading is what the reference says.
type reading struct {
	verdict policy.Verdict
	rules   []string  // of the gates that fail, in their order
	until   time.Time // Defer: the first instant allowed; zero when there is none within the reach
	far     bool      // something has to wait for longer than that
}

// decide answers the question; it looks for an opening no farther than the reach.
func (r *reference) decide(reach time.Duration) reading {
	a := reading{verdict: policy.Send}
	for _, f := range r.lasting() {
		a.fail(f)
	}
	if !r.placed && !r.answering {
		a.fail(finding{"zone", policy.Hold})
		return a
	}
	wait := slices.Collect(r.waiting(r.q.At))
	if len(wait) == 0 {
		return a
	}
	until := r.opening(reach)
	a.far = until.IsZero()
	if e := r.q.ExpiresAt; !e.IsZero() && !until.IsZero() && !e.After(until) && !slices.Contains(a.rules, "expired") {
		a.fail(finding{"expired", policy.Expire})
	}
	for _, rule := range wait {
		a.fail(finding{rule, policy.Defer})
	}
	if a.verdict == policy.Defer {
		a.until = until
	}
	return a
}

// opening is the first instant after the question's own at which nothing has to
// wait; zero when there is none within the reach.
func (r *reference) opening(reach time.Duration) time.Time {
	for t := range r.candidates(reach) {
		if r.allowed(t) {
			return t
		}
	}
	return time.Time{}
}

// fail adds a gate; the first one decides.
func (a *reading) fail(f finding) {
	if len(a.rules) == 0 {
		a.verdict = f.verdict
	}
	a.rules = append(a.rules, f.rule)
}

// candidates are all instants after the question's own at which an answer may
// change: each full minute, as every edge of hours and days is one, and the
// instants at which rolling periods let go of an entry.
func (r *reference) candidates(reach time.Duration) func(func(time.Time) bool) {
	return func(yield func(time.Time) bool) {
		odd, end := r.releases(), r.q.At.Add(reach)
		for minute := r.q.At.Truncate(time.Minute); !minute.After(end); minute = minute.Add(time.Minute) {
			if minute.After(r.q.At) && !yield(minute) {
				return
			}
			for len(odd) > 0 && odd[0].Before(minute.Add(time.Minute)) {
				if !yield(odd[0]) {
					return
				}
				odd = odd[1:]
			}
		}
	}
}

// releases are the instants after the question's at which an entry leaves a rolling
// period, or a hold ends.
func (r *reference) releases() []time.Time {
	var list []time.Time
	if r.q.HoldUntil.After(r.q.At) {
		list = append(list, r.q.HoldUntil)
	}
	for _, row := range r.rows {
		p := packs.Period{}
		if row.Cap != nil {
			p = row.Cap.Period
		}
		if row.Pause != nil {
			p = row.Pause.Period
		}
		hours := map[packs.Unit]int{packs.RollingHours: 1, packs.RollingDays: 24}[p.Unit] * p.N
		for _, e := range r.q.History {
			if at := e.At.Add(time.Duration(hours) * time.Hour); hours > 0 && at.After(r.q.At) {
				list = append(list, at)
			}
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return list
}

// openings are the stretches from the question's instant on and before the end in
// which nothing stands in the way.
func (r *reference) openings(end time.Time) []policy.Opening {
	if len(r.lasting()) > 0 || !r.placed && !r.answering {
		return nil
	}
	var list []policy.Opening
	open := false
	step := func(t time.Time) {
		switch now := r.allowed(t); {
		case now && !open:
			list = append(list, policy.Opening{Opens: t, Closes: end})
			open = true
		case !now && open:
			list[len(list)-1].Closes = t
			open = false
		}
	}
	step(r.q.At)
	for t := range r.candidates(end.Sub(r.q.At)) {
		if t.Before(end) {
			step(t)
		}
	}
	return list
}
