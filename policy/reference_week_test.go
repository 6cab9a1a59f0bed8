package policy_test

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy/holidays"
	"github.com/goodterms/goodterms/policy/hours"
)

const referenceMinutes = 24 * 60

// referenceWeek is hours as a naive reader sees them: which minutes of which day
// are open, and of public holidays where they have their own.
type referenceWeek struct {
	days     [7][referenceMinutes]bool
	holiday  [referenceMinutes]bool
	holidays bool
}

var referenceWeeks sync.Map // text → *referenceWeek

// parseReferenceWeek reads Mo-Fr,PH 09:00-12:00,13:00-17:00; Sa off.
func parseReferenceWeek(text string) *referenceWeek {
	if known, ok := referenceWeeks.Load(text); ok {
		return known.(*referenceWeek)
	}
	w := &referenceWeek{}
	for rule := range strings.SplitSeq(text, ";") {
		words := strings.Fields(rule)
		day := referenceHours(words[1])
		for days := range strings.SplitSeq(words[0], ",") {
			w.set(days, day)
		}
	}
	referenceWeeks.Store(text, w)
	return w
}

func (w *referenceWeek) set(days string, day [referenceMinutes]bool) {
	if days == "PH" {
		w.holiday, w.holidays = day, true
		return
	}
	names := map[string]int{"Su": 0, "Mo": 1, "Tu": 2, "We": 3, "Th": 4, "Fr": 5, "Sa": 6}
	first, last, run := strings.Cut(days, "-")
	if !run {
		last = first
	}
	for d := names[first]; ; d = (d + 1) % 7 {
		w.days[d] = day
		if d == names[last] {
			return
		}
	}
}

func referenceHours(text string) (day [referenceMinutes]bool) {
	if text == "off" {
		return day
	}
	for span := range strings.SplitSeq(text, ",") {
		start, end, _ := strings.Cut(span, "-")
		for minute := referenceMinute(start); minute < referenceMinute(end); minute++ {
			day[minute] = true
		}
	}
	return day
}

func referenceMinute(text string) int {
	hour, minute, _ := strings.Cut(text, ":")
	h, err1 := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if err1 != nil || err2 != nil {
		panic("not a time: " + text)
	}
	return h*60 + m
}

// always says that the week never closes.
func (w *referenceWeek) always() bool {
	var open [referenceMinutes]bool
	for i := range open {
		open[i] = true
	}
	return w.days == [7][referenceMinutes]bool{open, open, open, open, open, open, open} && (!w.holidays || w.holiday == open)
}

// open looks at the clock on the wall and at the calendar beside it.
func (w *referenceWeek) open(local time.Time, holiday bool) bool {
	minute := local.Hour()*60 + local.Minute()
	if w.holidays && holiday {
		return w.holiday[minute]
	}
	return w.days[local.Weekday()][minute]
}

func mustWindows(text string) *hours.Windows {
	w, err := hours.Parse(text)
	if err != nil {
		panic(err)
	}
	return &w
}

// region is whose holidays and closures count in the zone: those of the region
// that was told, else those of the zone's country.
func (r *reference) region(loc *time.Location) string {
	if r.q.Region != "" {
		return r.q.Region
	}
	return zoneCountry(loc.String())
}

// holiday says whether the day that the clock shows is a public one.
func (r *reference) holiday(local time.Time) bool {
	region := r.region(local.Location())
	calendar, known := holidays.Of(region)
	is := known && calendar.Holiday(int64(localDay(local)))
	for _, h := range r.c.Holidays {
		if sameDay(h.Day, local) && referenceWithin([]string{h.Region}, region) {
			is = !h.Remove
		}
	}
	return is
}

// closed says whether the creditor is closed on the day that the clock shows.
func (r *reference) closed(local time.Time) bool {
	for _, c := range r.c.Closures {
		if sameDay(c.Day, local) && (c.Region == "" || referenceWithin([]string{c.Region}, r.region(local.Location()))) {
			return true
		}
	}
	return false
}

// sameDay understands 2027-12-24 and 12-24.
func sameDay(day string, local time.Time) bool {
	date := account.DateOf(local).String()
	return day == date || day == date[len("2027-"):]
}
