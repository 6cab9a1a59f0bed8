package works

import (
	"fmt"
	"strings"

	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/hours"
)

// weekDay is a row of the picture of a week.
type weekDay struct {
	Name  string
	Words string // such as 09:00–19:00; closed
	Bars  []bar
}

// bar is a stretch of a day in minutes, for the picture.
type bar struct{ From, Long int }

var weekdays = [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// monday is one of the days counted from 1970-01-01, which was a Thursday.
const monday = 4

const (
	dayMinutes = 24 * 60
	daySeconds = dayMinutes * 60
)

// weekOf draws the hours at which every one of the windows is open.
func weekOf(windows []hours.Windows) []weekDay {
	week := make([]weekDay, len(weekdays))
	for i, name := range weekdays {
		bars := openOn(windows, int64(monday+i))
		week[i] = weekDay{Name: name, Words: barWords(bars), Bars: bars}
	}
	return week
}

// openOn walks through a day from one edge to the next.
func openOn(windows []hours.Windows, day int64) (bars []bar) {
	start, end := day*daySeconds, (day+1)*daySeconds
	for at := start; at < end; {
		open, next := true, end
		for i := range windows {
			isOpen, edge := windows[i].At(at, nil)
			open, next = open && isOpen, min(next, edge)
		}
		from, long := int(at-start)/60, int(next-at)/60
		if last := len(bars) - 1; open && last >= 0 && bars[last].From+bars[last].Long == from {
			bars[last].Long += long
		} else if open {
			bars = append(bars, bar{from, long})
		}
		at = next
	}
	return bars
}

func barWords(bars []bar) string {
	if len(bars) == 0 {
		return "closed"
	}
	if bars[0].Long == dayMinutes {
		return "all day"
	}
	words := make([]string, len(bars))
	for i, b := range bars {
		words[i] = clockWords(b.From) + "–" + clockWords(b.From+b.Long)
	}
	return strings.Join(words, ", ")
}

func clockWords(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// weekWords says a week in a sentence, days with the same hours together.
func weekWords(week []weekDay) string {
	var parts []string
	for i := 0; i < len(week); {
		last := i
		for last+1 < len(week) && week[last+1].Words == week[i].Words {
			last++
		}
		name := week[i].Name
		switch {
		case last == i+1:
			name += " and " + week[last].Name
		case last > i+1:
			name += " to " + week[last].Name
		}
		parts = append(parts, name+" "+week[i].Words)
		i = last + 1
	}
	return strings.Join(parts, ", ") + "."
}

// windowsFor are the hours of the profile and of the send window for customers of a
// region; none when nothing of the two bounds them.
func (r Rules) windowsFor(region string) (windows []hours.Windows) {
	if own, err := hours.Parse(r.SendWindow); r.SendWindow != "" && err == nil {
		windows = append(windows, own)
	}
	for _, p := range r.Packs {
		if p.ID != policy.Courteous || p.Reach != Profile {
			continue
		}
		for _, rule := range p.Rules {
			if rule.On && rule.window != nil && rule.covers(region) && (region != "" || len(rule.regions) == 0) {
				windows = append(windows, *rule.window)
			}
		}
	}
	return windows
}
