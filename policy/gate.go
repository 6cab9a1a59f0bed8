package policy

import (
	"time"

	"github.com/goodterms/goodterms/policy/hours"
)

// gate is a rule that lets contact through at some times and not at others. It is
// asked on every clock where the contact may be, and on its own when it has one.
type gate struct {
	id       string
	rule     *rule // nil for what is no row of a pack
	kind     kind
	windows  *hours.Windows
	from     int64 // local days on which it is in force: [from, until)
	until    int64
	own      int // index of a clock of its own; 0 when it has none
	first    int // index of its thresholds
	closures bool
}

// kind says how a gate opens.
type kind uint8

const (
	inWindows kind = iota // by hours and days
	fromDay               // from a local day on
	fromTime              // from an instant on
	barred                // never while it is in force
)

// lasting says that the gate may close again by itself: messages must not wait
// beyond that.
func (g *gate) lasting() bool { return g.kind == inWindows || g.kind == barred }

// clock is what the clocks of one place show, and its special days.
type clock struct {
	hours.Clock
	zone string
	loc  *time.Location
	days *dayset
}

// horizon is how far ahead an opening is looked for.
const horizon = 400 * 24 * time.Hour

// second is the Unix second of an instant that is given from the question's.
func (a *asking) second(d time.Duration) int64 {
	sec, nsec := int64(d/time.Second), int64(d%time.Second)+a.nsec
	switch {
	case nsec < 0:
		sec--
	case nsec >= int64(time.Second):
		sec++
	}
	return a.sec + sec
}

// since is how long after the question a Unix second begins; never when that is
// beyond all that is looked at.
func (a *asking) since(sec int64) time.Duration {
	seconds := sec - a.sec
	if seconds > int64(3*horizon/time.Second) {
		return never
	}
	return time.Duration(seconds)*time.Second - time.Duration(a.nsec)
}

// look says whether the gate is open on a clock at the instant, and the next
// instant at which that may change.
func (a *asking) look(g *gate, i int, d time.Duration) (open bool, edge time.Duration) {
	c := &a.clocks[i]
	sec := a.second(d)
	local, until := c.Local(sec)
	day := hours.Day(local)
	next := int64(hours.Forever)
	open, edge = true, never
	switch {
	case day < g.from:
		next = hours.Midnight(g.from)
	case day < g.until:
		open, next, edge = a.inForce(g, i, local, day, d)
		next = min(next, hours.Midnight(g.until))
	}
	return open, min(edge, a.since(min(until, sec+next-local)))
}

// inForce is look while the gate is in force, with the next change as a local
// second or as an instant.
func (a *asking) inForce(g *gate, i int, local, day int64, d time.Duration) (open bool, next int64, edge time.Duration) {
	switch g.kind {
	case inWindows:
		open, next = g.windows.At(local, a.calendar(g, i))
		return open, next, never
	case fromDay:
		if first := a.thresholds[g.first+i]; day < first {
			return false, hours.Midnight(min(first, lastDay)), never
		}
	case fromTime:
		if first := time.Duration(a.thresholds[g.first]); d < first {
			return false, hours.Forever, first
		}
	case barred:
		return false, hours.Forever, never
	}
	return true, hours.Forever, never
}

// calendar is the holidays, or closures, of a place; nil when there are none.
func (a *asking) calendar(g *gate, i int) hours.Calendar {
	known := a.clocks[i].days.holidays
	if g.closures {
		known = a.clocks[i].days.closures
	}
	if known == nil {
		return nil
	}
	return known
}

// next walks over the clocks on which the gate is asked.
func (a *asking) next(g *gate, i int) int {
	switch {
	case i+1 < a.hi:
		return i + 1
	case i < a.hi && g.own > 0:
		return g.own
	}
	return -1
}

// openAt says whether the gate is open everywhere at the instant.
func (a *asking) openAt(g *gate, d time.Duration) bool {
	return a.closedOn(g, d) < 0
}

// closedOn is the first clock on which the gate is closed at the instant; -1 when
// there is none.
func (a *asking) closedOn(g *gate, d time.Duration) int {
	for i := a.lo; i >= 0; i = a.next(g, i) {
		if open, _ := a.look(g, i, d); !open {
			return i
		}
	}
	return -1
}

// opens is the first instant, not before the given one, at which the gate is open
// everywhere: each clock in turn moves the instant on to its own opening, until
// none does.
func (a *asking) opens(g *gate, d time.Duration) (time.Duration, bool) {
	for moved := true; moved; {
		moved = false
		for i := a.lo; i >= 0; i = a.next(g, i) {
			open, edge := a.look(g, i, d)
			for ; !open; open, edge = a.look(g, i, d) {
				if edge > horizon {
					return never, false
				}
				d, moved = edge, true
			}
		}
	}
	return d, true
}

// opensAll is the first instant, not before the given one, at which all gates are
// open everywhere.
func (a *asking) opensAll(d time.Duration) (time.Duration, bool) {
	for moved := true; moved; {
		moved = false
		for i := range a.gates {
			opens, ok := a.opens(&a.gates[i], d)
			if !ok {
				return never, false
			}
			moved = moved || opens > d
			d = opens
		}
	}
	return d, true
}

// closes is the first instant from the given one on at which one of the gates is
// closed somewhere; a horizon later at most. Where only lasting gates are asked,
// caps are left out.
func (a *asking) closes(d time.Duration, lasting bool) time.Duration {
	end := d + horizon
	for i := range a.gates {
		g := &a.gates[i]
		if always := g.kind == inWindows && g.windows.Always(); !always && (g.lasting() || !lasting) {
			end = a.closesBefore(g, d, end)
		}
	}
	return end
}

func (a *asking) closesBefore(g *gate, d, end time.Duration) time.Duration {
	for i := a.lo; i >= 0; i = a.next(g, i) {
		for at := d; at < end; {
			open, edge := a.look(g, i, at)
			if !open {
				end = at
			}
			at = edge
		}
	}
	return end
}
