package policy

import "time"

// Openings lists the next stretches, from q.At on and opening before until, in
// which everything allows contact, assuming that nothing else is sent; at most so
// many, and none beyond 400 days. There are none while a gate stands in the way
// that time alone does not open.
func (p *Policy) Openings(q Question, until time.Time, most int) []Opening {
	a := p.ask(&q)
	defer p.done(a)
	var list []Opening
	if most <= 0 {
		return nil
	}
	a.openings(until, func(o Opening) bool {
		list = append(list, o)
		return len(list) < most
	})
	return list
}

// openings calls back with each opening, in order, until that says no.
func (a *asking) openings(until time.Time, more func(Opening) bool) {
	a.judge()
	if !a.answering {
		a.addTimes()
	}
	if len(a.Because) > 0 || a.at == nil && !a.answering {
		return
	}
	for d := time.Duration(0); d < horizon; {
		opens, ok := a.opensAll(d)
		if !ok || !a.instant(opens).Before(until) || expired(a.q, a.instant(opens)) {
			return
		}
		d = a.closes(opens, false)
		found := Opening{Opens: a.instant(opens), Closes: a.instant(d)}
		if expired(a.q, found.Closes) {
			found.Closes = a.q.ExpiresAt.UTC()
		}
		if !more(found) {
			return
		}
	}
}

// Earlier is for operators who choose that a reminder which falls on a closed day
// goes out before it: when q.At lies on a day that a row or a closure closes, or on
// a public holiday on which a gate has no hours, it returns the start of the last
// opening before, which is not before the given instant. It is false when q.At
// lies on no such day, and when there is no such opening within 400 days.
func (p *Policy) Earlier(q Question, notBefore time.Time) (time.Time, bool) {
	if !p.closedDay(&q) {
		return time.Time{}, false
	}
	closed := q.At
	q.At = closed.Add(-horizon)
	if notBefore.After(q.At) {
		q.At = notBefore
	}
	a := p.ask(&q)
	defer p.done(a)
	var last time.Time
	a.openings(closed, func(o Opening) bool {
		last = o.Opens
		return true
	})
	return last, !last.IsZero()
}

// closedDay says that the question lies on a closed day.
func (p *Policy) closedDay(q *Question) bool {
	a := p.ask(q)
	defer p.done(a)
	a.judge()
	if len(a.Because) > 0 || a.at == nil || a.answering {
		return false
	}
	a.addTimes()
	for i := range a.gates {
		g := &a.gates[i]
		for on := a.lo; on >= 0; on = a.next(g, on) {
			if open, _ := a.look(g, on, 0); !open && a.closesDay(g, on) {
				return true
			}
		}
	}
	return false
}

// closesDay says that the gate, which is closed on a clock, is so because of the day.
func (a *asking) closesDay(g *gate, on int) bool {
	switch {
	case g.kind != inWindows:
		return false
	case g.closures || g.rule != nil && g.rule.row.Closed != nil:
		return true
	}
	c := &a.clocks[on]
	day := c.Day(a.sec)
	return c.nameOf(g, day) != "" && g.windows.Off(day, a.calendar(g, on))
}
