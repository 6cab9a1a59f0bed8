package holidays

import (
	"sync"
	"time"

	"github.com/rickar/cal/v2"
)

// rule is one line of a calendar. Lines apply in order.
type rule struct {
	*cal.Holiday
	remove bool // takes the day away rather than adding it
}

// year is the holidays of one year by the day of the year, from 0.
type year struct {
	set   [6]uint64
	names map[int]string
}

func (y *year) add(t time.Time, name string) {
	day := t.YearDay() - 1
	if _, ok := y.names[day]; ok {
		return
	}
	y.set[day/64] |= 1 << (day % 64)
	y.names[day] = name
}

func (y *year) remove(t time.Time) {
	day := t.YearDay() - 1
	y.set[day/64] &^= 1 << (day % 64)
	delete(y.names, day)
}

// reckoning is held while the library reckons: some of its holidays, such as
// Japan's equinoxes, are changed by being asked (jp_holidays.go, v2.1.13).
var reckoning sync.Mutex

// reckon finds the holidays of a year. The neighbours are asked too, because the
// day off for the first of January may lie in December.
func reckon(rules []rule, number int) *year {
	reckoning.Lock()
	defer reckoning.Unlock()
	y := &year{names: map[int]string{}}
	for _, r := range rules {
		for from := number - 1; from <= number+1; from++ {
			actual, observed := r.Calc(from)
			r.apply(y, number, actual, observed)
		}
	}
	return y
}

// apply adds the day itself and the day off in its place, as far as they are of
// the year. A rule that is not in force gives the zero time.
func (r rule) apply(y *year, number int, actual, observed time.Time) {
	for _, t := range []time.Time{actual, observed} {
		switch {
		case t.IsZero() || t.Year() != number:
		case r.remove:
			y.remove(t)
		case t.Equal(actual):
			y.add(t, r.Name)
		default:
			y.add(t, r.Name+", observed")
		}
	}
}
