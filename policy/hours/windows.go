// Package hours is in charge of the hours of a local week: how they are written,
// and when they next open or close on the clocks of a time zone, whatever those
// clocks do. It refuses to know whose hours they are.
package hours

import (
	"slices"
	"strings"
	"time"
)

// Windows says at which hours of a local week something may be sent. It is made by
// Parse and never changes; the zero Windows never opens.
type Windows struct {
	days       [7][]span // by time.Weekday; sorted, apart from each other
	holiday    []span    // public holidays, when onHolidays
	onHolidays bool      // holidays have hours of their own, maybe none; else they are ordinary days
}

// span is a half-open interval in minutes of a local day.
type span struct{ start, end int }

// wholeDay is a day that is open throughout.
var wholeDay = []span{{0, minutesPerDay}}

// minutesPerDay is 24:00, the latest end of a span.
const minutesPerDay = 24 * 60

// Never says that there is no hour at which the windows are open, public holidays
// included.
func (w Windows) Never() bool {
	return len(w.holiday) == 0 && !slices.ContainsFunc(w.days[:], func(d []span) bool { return len(d) > 0 })
}

// Always says that the windows never close.
func (w Windows) Always() bool {
	return !w.onHolidays && w.AllWeek() || w.AllWeek() && slices.Equal(w.holiday, wholeDay)
}

// AllWeek says that the windows are open round the clock on every day that is no
// public holiday.
func (w Windows) AllWeek() bool {
	return !slices.ContainsFunc(w.days[:], func(d []span) bool { return !slices.Equal(d, wholeDay) })
}

// Equal says that both windows are open at the same hours.
func (w Windows) Equal(other Windows) bool { return w.Within(other) && other.Within(w) }

// Within says that the windows are open only where the others are, on any day that
// may be a public holiday or not.
func (w Windows) Within(other Windows) bool {
	for day := range w.days {
		if !covered(w.days[day], other.days[day]) || !covered(w.onHoliday(day), other.onHoliday(day)) {
			return false
		}
	}
	return true
}

// Holidays says whether public holidays have hours of their own, maybe none.
func (w Windows) Holidays() bool { return w.onHolidays }

// Off says that the day, counted from 1970-01-01, has no hours at all.
func (w *Windows) Off(day int64, holidays Calendar) bool { return len(w.spans(day, holidays)) == 0 }

// AppendDay writes the hours of the day, as in 09:00-12:00,13:00-17:00; off when it
// has none.
func (w *Windows) AppendDay(text []byte, day int64, holidays Calendar) []byte {
	return appendHours(text, w.spans(day, holidays))
}

// onHoliday are the hours of a weekday that is a public holiday.
func (w *Windows) onHoliday(day int) []span {
	if w.onHolidays {
		return w.holiday
	}
	return w.days[day]
}

// covered says that each of the inner spans lies in one of the outer ones.
func covered(inner, outer []span) bool {
	return !slices.ContainsFunc(inner, func(i span) bool {
		return !slices.ContainsFunc(outer, func(o span) bool { return o.start <= i.start && i.end <= o.end })
	})
}

// week is the order in which people write it.
var week = [7]time.Weekday{1, 2, 3, 4, 5, 6, 0}

var dayNames = [7]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}

// String writes the windows in canonical form, which Parse reads back.
func (w Windows) String() string {
	var rules []string
	var done [7]bool
	for i, day := range week {
		if done[i] || len(w.days[day]) == 0 {
			continue
		}
		var same [7]bool
		for j := i; j < len(week); j++ {
			same[j] = slices.Equal(w.days[week[j]], w.days[day])
			done[j] = done[j] || same[j]
		}
		rules = append(rules, string(appendHours([]byte(dayList(same)+" "), w.days[day])))
	}
	if len(rules) == 0 {
		rules = append(rules, "Mo-Su off")
	}
	if w.onHolidays {
		rules = append(rules, string(appendHours([]byte("PH "), w.holiday)))
	}
	return strings.Join(rules, "; ")
}

// dayList writes days as runs, such as Mo-We,Fr.
func dayList(set [7]bool) string {
	var runs []string
	for i := 0; i < len(set); i++ {
		if !set[i] {
			continue
		}
		first := i
		for i+1 < len(set) && set[i+1] {
			i++
		}
		run := dayNames[first]
		if i > first {
			run += "-" + dayNames[i]
		}
		runs = append(runs, run)
	}
	return strings.Join(runs, ",")
}

func appendHours(text []byte, spans []span) []byte {
	if len(spans) == 0 {
		return append(text, "off"...)
	}
	for i, s := range spans {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendClock(append(appendClock(text, s.start), '-'), s.end)
	}
	return text
}

// appendClock writes a minute of the day as in 09:30.
func appendClock(text []byte, minute int) []byte {
	hour, minute := minute/60, minute%60
	return append(text, digit(hour/10), digit(hour), ':', digit(minute/10), digit(minute))
}

func digit(n int) byte { return byte('0' + n%10) }

// tidy sorts spans and joins those that touch or overlap.
func tidy(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && s.start <= out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
			continue
		}
		out = append(out, s)
	}
	return out
}
