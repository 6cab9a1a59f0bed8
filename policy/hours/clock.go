package hours

import (
	"math"
	"time"
)

const secondsPerDay = 24 * 60 * 60

// Calendar knows public holidays.
type Calendar interface {
	// Holiday says whether the day is one; days are counted from 1970-01-01.
	Holiday(day int64) bool
}

// Seek finds the first second from sec on at which the clocks of the place show an
// hour that is open (or closed, when open is false); false when there is none
// before the limit. Seconds are Unix time.
//
// It walks from one change of the offset to the next. In between, local time is
// Unix time plus a constant, so every edge is exact; and no local time is ever
// turned into an instant, which has two answers in a fold and none in a gap.
func (w *Windows) Seek(loc *time.Location, sec, limit int64, open bool) (int64, bool) {
	for sec < limit {
		offset, end := segment(loc, sec)
		end = min(end, limit)
		if local, ok := w.seekLocal(sec+offset, end+offset, open); ok {
			return local - offset, true
		}
		sec = end
	}
	return limit, false
}

// segment returns the offset from UTC at the second and the first second at which
// it may be another.
func segment(loc *time.Location, sec int64) (offset, end int64) {
	t := time.Unix(sec, 0).In(loc)
	_, seconds := t.Zone()
	_, until := t.ZoneBounds()
	end = until.Unix()
	switch {
	case until.IsZero():
		end = math.MaxInt64 / 2
	case end <= sec:
		// On the last day of a leap year the time package (tzset in
		// zoneinfo.go, go1.26) ends the year a day early: read on at midnight UTC.
		end = sec - floorMod(sec, secondsPerDay) + secondsPerDay
	}
	return int64(seconds), end
}

// seekLocal is Seek within one offset, in local seconds.
func (w *Windows) seekLocal(local, stop int64, open bool) (int64, bool) {
	for local < stop {
		isOpen, edge := w.at(local)
		if isOpen == open {
			return local, true
		}
		local = edge
	}
	return stop, false
}

// at says whether the windows are open at the local second, and the next local
// second at which that may change.
func (w *Windows) at(local int64) (open bool, edge int64) {
	second := floorMod(local, secondsPerDay)
	midnight := local - second
	for _, s := range w.days[weekday(midnight)] {
		switch {
		case second < int64(s.start)*60:
			return false, midnight + int64(s.start)*60
		case second < int64(s.end)*60:
			return true, midnight + int64(s.end)*60
		}
	}
	return false, midnight + secondsPerDay
}

// weekday is that of a local midnight; 1970-01-01 was a Thursday.
func weekday(midnight int64) time.Weekday {
	return time.Weekday(floorMod(midnight/secondsPerDay+int64(time.Thursday), 7))
}

func floorMod(a, b int64) int64 {
	if m := a % b; m < 0 {
		return m + b
	} else {
		return m
	}
}
