package policy

import (
	"github.com/goodterms/goodterms/policy/hours"
	"slices"
	"strings"
	"time"
)

// horizon is how far ahead an opening is looked for.
const horizon = 400 * 24 * 60 * 60

// opening is a stretch of time in a place: closed in all of [from, start), open in
// all of [start, end). When start equals end it is only known to be closed.
type opening struct{ from, start, end int64 }

// NextOpening returns the first instant, at or after the given one, that is inside
// the windows in every zone, and the first instant after it that is not; windows
// that never close end 400 days on. It is false when nothing opens within 400 days,
// when no zone is given, and when one of them does not exist. Instants are in UTC.
func (p *Policy) NextOpening(after time.Time, zones []string) (start, end time.Time, ok bool) {
	if len(zones) == 0 {
		return time.Time{}, time.Time{}, false
	}
	key := placeKey{told: strings.Join(zones, ","), several: len(zones) > 1}
	at, err := p.places.find(key, func() ([]string, error) { return slices.Clone(zones), nil })
	if err != nil {
		return time.Time{}, time.Time{}, false
	}
	return nextOpening(&p.windows, after, at)
}

func nextOpening(w *hours.Windows, after time.Time, at *place) (start, end time.Time, ok bool) {
	sec := after.Unix()
	o := opens(w, sec, at)
	if o.start == o.end {
		return time.Time{}, time.Time{}, false
	}
	start = after.UTC()
	if o.start > sec {
		start = time.Unix(o.start, 0).UTC()
	}
	return start, time.Unix(o.end, 0).UTC(), true
}

// opens finds the stretch that the second is in. The last answer is kept with
// the place: it holds for every second of the stretch, so a batch asks once.
func opens(w *hours.Windows, sec int64, at *place) *opening {
	if w.Always() {
		return &opening{sec, sec, sec + horizon}
	}
	known := at.memo.Load()
	if known != nil && known.from <= sec && sec < known.end && known.start < known.end {
		return known
	}
	return search(w, sec, at, known)
}

// search looks for the next opening, from where an earlier search found none.
func search(w *hours.Windows, sec int64, at *place, known *opening) *opening {
	found := &opening{from: sec, start: sec}
	if known != nil && known.start == known.end && known.from <= sec && sec <= known.start {
		*found = *known
	}
	limit := sec + horizon + 1
	start, ok := openEverywhere(w, at.locs, found.start, limit)
	found.start, found.end = start, start
	if ok {
		found.end = closeAnywhere(w, at.locs, start, start+horizon)
	}
	at.memo.Store(found)
	return found
}

// openEverywhere is the first second before the limit that is open in all places:
// each place in turn moves the second on to its own opening, until none does.
func openEverywhere(w *hours.Windows, locs []*time.Location, sec, limit int64) (int64, bool) {
	for agreed := 0; agreed < len(locs); {
		for _, loc := range locs {
			opens, ok := w.Seek(loc, sec, limit, true)
			if !ok {
				return limit, false
			}
			if agreed++; opens > sec {
				sec, agreed = opens, 1
			}
		}
	}
	return sec, true
}

// closeAnywhere is the first second at which one of the places is closed.
func closeAnywhere(w *hours.Windows, locs []*time.Location, sec, limit int64) int64 {
	for _, loc := range locs {
		limit, _ = w.Seek(loc, sec, limit, false)
	}
	return limit
}
