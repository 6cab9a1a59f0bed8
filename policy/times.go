package policy

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy/hours"
)

// The gates of ours that open and close with time.
const (
	pauseGate   = "pause"
	wishesGate  = "wishes"
	accountGate = "account_window"
	closureGate = "closure"
)

// judgeTimes asks the gates that open with time, in their order. What fails is
// deferred to the first instant at which all of them are open.
func (a *asking) judgeTimes() {
	if !a.answering {
		a.addTimes()
		a.gateIf(a.at == nil, Hold, "zone", unknownPlace(len(a.q.Zones) > 0 || len(a.q.AddressZones) > 0))
	}
	var room [16]int
	failed := room[:0]
	for i := range a.gates {
		g := &a.gates[i]
		switch {
		case !a.openAt(g, 0):
			failed = append(failed, i)
		case g.rule == nil || a.covers(g.rule):
			a.pass(g.id)
		}
	}
	if len(failed) > 0 {
		a.outside(failed)
	} else if len(a.Because) == 0 {
		a.inside()
	}
}

// inside bounds how long the message may wait at a provider.
func (a *asking) inside() {
	a.WindowEnd = a.instant(a.closes(0, true))
	if expired(a.q, a.WindowEnd) {
		a.WindowEnd = a.q.ExpiresAt.UTC()
	}
}

// outside finds when contact is allowed, and tells each gate that is closed now.
func (a *asking) outside(failed []int) {
	first, ok := a.opensAll(0)
	until := a.instant(first)
	switch {
	case !ok && a.zonesDisagree():
		a.unpass("zone")
		a.fail(Hold, "zone", noCommonHour(a.hi))
	case ok && expired(a.q, until) && !expired(a.q, a.q.At):
		a.unpass("expired")
		a.fail(Expire, "expired", "the time until which it is to be sent ends before contact is allowed")
	}
	for _, i := range failed {
		a.failTime(&a.gates[i], ok)
	}
	if a.Verdict == Defer {
		a.Until, a.WindowEnd = until, a.instant(a.closes(first, true))
	}
}

// failTime tells of a gate that is closed now. It holds when it never opens, or
// never together with the others.
func (a *asking) failTime(g *gate, together bool) {
	opens, ok := a.opens(g, 0)
	because := Because{Rule: g.id, Text: a.closedText(g, opens, ok)}
	if g.rule != nil {
		because.Citation = g.rule.row.Citation
	}
	verdict := Defer
	if !together {
		verdict = Hold
		if ok && len(a.Because) == 0 {
			because.Text += "; within 400 days there is no time that every rule allows"
		}
	}
	a.failed(verdict, because)
}

// zonesDisagree says that contact would be allowed some time if but one of the
// zones counted.
func (a *asking) zonesDisagree() bool {
	lo, hi := a.lo, a.hi
	defer func() { a.lo, a.hi = lo, hi }()
	for i := lo; i < hi && hi-lo > 1; i++ {
		a.lo, a.hi = i, i+1
		if _, ok := a.opensAll(0); ok {
			return true
		}
	}
	return false
}

// unpass takes back that a gate was passed.
func (a *asking) unpass(rule string) {
	for i, passed := range a.Passed {
		if passed == rule {
			a.Passed = append(a.Passed[:i], a.Passed[i+1:]...)
			return
		}
	}
}

func (a *asking) instant(d time.Duration) time.Time { return a.q.At.Add(d).UTC() }

// addTimes adds the gates that open with time: those that need to know where the
// contact is, when that is known, and caps.
func (a *asking) addTimes() {
	if a.at != nil {
		a.addPause()
		a.addWeek(wishesGate, a.q.Preferences.Wishes)
		a.addWeek(accountGate, a.q.AccountWindow)
		for _, r := range a.set.windows {
			a.addRow(r, r.row.Window)
		}
		for _, r := range a.set.closed {
			a.addRow(r, r.row.Closed)
		}
		a.addClosures()
	}
	if len(a.set.counted) > 0 {
		a.readHistory()
	}
	for _, r := range a.set.counted {
		a.addCount(r)
	}
}

func (a *asking) addGate(g gate) {
	a.gates = append(a.gates, g)
	a.feasts = a.feasts || g.kind == inWindows && !g.closures && g.windows.Holidays()
}

// addPause adds the day until which the contact wishes to hear nothing.
func (a *asking) addPause() {
	until := a.q.Preferences.PauseUntil
	if until == (account.Date{}) {
		return
	}
	a.addGate(gate{id: pauseGate, kind: fromDay, from: firstDay, until: lastDay, first: len(a.thresholds)})
	for range a.hi {
		a.thresholds = append(a.thresholds, dayOf(until))
	}
}

// addWeek adds hours that were wished or set. Hours that cannot be read never open.
func (a *asking) addWeek(id, text string) {
	if text == "" {
		return
	}
	g := gate{id: id, from: firstDay, until: lastDay}
	if w := a.p.week(text); w.err != nil {
		g.kind = barred
	} else {
		g.windows = &w.Windows
	}
	a.addGate(g)
}

func (a *asking) addRow(r *rule, w *hours.Windows) {
	if !a.overdue(r) {
		return
	}
	g := gate{id: r.id, rule: r, windows: w, from: r.from, until: r.until}
	if r.loc != nil {
		g.own = len(a.clocks)
		a.addClock(r.row.Zone, r.loc, a.days(a.p.dayset(world().homes[r.row.Zone])))
	}
	a.addGate(g)
}

// anyButClosures is open on every day that is not in the calendar of closures.
var anyButClosures = func() *hours.Windows {
	w, _ := hours.Parse("24/7; PH off") // a constant, which a test reads
	return &w
}()

func (a *asking) addClosures() {
	for i := range a.clocks[:a.hi] {
		if a.clocks[i].days.closures != nil {
			a.addGate(gate{id: closureGate, windows: anyButClosures, closures: true, from: firstDay, until: lastDay})
			return
		}
	}
}

// addCount adds a cap or a pause with the instants, or days, from which it allows
// contact.
func (a *asking) addCount(r *rule) {
	c := r.count
	if !a.overdue(r) || c.spares && a.q.ConsentCall || a.written() && r.courteous() {
		return
	}
	if a.covers(r) {
		a.Counted = true
		a.ByAddress = a.ByAddress || c.perAddress
	}
	g := gate{id: r.id, rule: r, kind: fromDay, from: r.from, until: r.until, first: len(a.thresholds)}
	if c.rolling() {
		g.kind = fromTime
		a.thresholds = append(a.thresholds, a.threshold(c, nil))
	} else {
		for i := range a.clocks[:a.hi] {
			a.thresholds = append(a.thresholds, a.threshold(c, &a.clocks[i].Clock))
		}
	}
	a.addGate(g)
}
