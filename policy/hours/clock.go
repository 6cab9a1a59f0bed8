package hours

import (
	"math"
	"time"
)

const secondsPerDay = 24 * 60 * 60

// Forever is a second that no clock reaches.
const Forever = math.MaxInt64 / 2

// Calendar knows public holidays.
type Calendar interface {
	// Holiday says whether the day is one; days are counted from 1970-01-01.
	Holiday(day int64) bool
}

// Clock shows what the clocks of one zone show. Between two changes of the zone's
// offset, local time is Unix time plus a constant; a Clock remembers the stretch
// that it was asked about last. It is not safe for concurrent use.
type Clock struct {
	loc         *time.Location
	offset      int64
	from, until int64 // the offset holds in [from, until)
}

// NewClock returns a clock of the zone.
func NewClock(loc *time.Location) Clock { return Clock{loc: loc} }

// Local returns the local second of a second of Unix time, and the first second
// of Unix time from which the two may differ by another amount.
func (c *Clock) Local(sec int64) (local, until int64) {
	if sec < c.from || sec >= c.until {
		c.offset, c.from, c.until = segment(c.loc, sec)
	}
	return sec + c.offset, c.until
}

// Day returns the local day of a second of Unix time, counted from 1970-01-01.
func (c *Clock) Day(sec int64) int64 {
	local, _ := c.Local(sec)
	return Day(local)
}

// Day is the day of a local second.
func Day(local int64) int64 { return (local - floorMod(local, secondsPerDay)) / secondsPerDay }

// Midnight is the first local second of a day.
func Midnight(day int64) int64 { return day * secondsPerDay }

// segment returns the offset from UTC at the second, and the seconds between which
// it holds.
func segment(loc *time.Location, sec int64) (offset, from, until int64) {
	t := time.Unix(sec, 0).In(loc)
	_, seconds := t.Zone()
	start, end := t.ZoneBounds()
	from, until = start.Unix(), end.Unix()
	if start.IsZero() {
		from = -Forever
	}
	switch {
	case end.IsZero():
		until = Forever
	case until <= sec:
		// On the last day of a leap year the time package (tzset in
		// zoneinfo.go, go1.26) ends the year a day early: read on at midnight UTC.
		until = sec - floorMod(sec, secondsPerDay) + secondsPerDay
	}
	return int64(seconds), min(from, sec), until
}

// Seek finds the first second from sec on at which the clock shows an hour that is
// open (or closed, when open is false); false when there is none before the limit.
// Seconds are Unix time. Without a calendar no day is a public holiday.
//
// It walks from one change of the offset to the next. In between every edge is
// exact; and no local time is ever turned into an instant, which has two answers
// in a fold and none in a gap.
func (w *Windows) Seek(clock *Clock, holidays Calendar, sec, limit int64, open bool) (int64, bool) {
	for sec < limit {
		local, until := clock.Local(sec)
		isOpen, edge := w.At(local, holidays)
		if isOpen == open {
			return sec, true
		}
		sec = min(sec+edge-local, until)
	}
	return limit, false
}

// At says whether the windows are open at the local second, and the next local
// second at which that may change.
func (w *Windows) At(local int64, holidays Calendar) (open bool, edge int64) {
	second := floorMod(local, secondsPerDay)
	midnight := local - second
	for _, s := range w.spans(midnight/secondsPerDay, holidays) {
		switch {
		case second < int64(s.start)*60:
			return false, midnight + int64(s.start)*60
		case second < int64(s.end)*60:
			return true, midnight + int64(s.end)*60
		}
	}
	return false, midnight + secondsPerDay
}

// spans are the hours of a day: of its weekday, or of public holidays when it is
// one and they have hours of their own.
func (w *Windows) spans(day int64, holidays Calendar) []span {
	if w.onHolidays && holidays != nil && holidays.Holiday(day) {
		return w.holiday
	}
	return w.days[weekday(day)]
}

// weekday is that of a day; 1970-01-01 was a Thursday.
func weekday(day int64) time.Weekday {
	return time.Weekday(floorMod(day+int64(time.Thursday), 7))
}

func floorMod(a, b int64) int64 {
	if m := a % b; m < 0 {
		return m + b
	} else {
		return m
	}
}
