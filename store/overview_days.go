package store

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
)

const countSent = `SELECT COUNT(*) FROM attempt WHERE state = 'accepted' AND channel = $1 AND started_at >= $2 AND started_at < $3`

// Days counts what was handed over on each day of the zone, oldest first: whole days,
// from the one in which from lies to the one before until.
func (s *Store) Days(ctx context.Context, from, until time.Time, zone *time.Location) (days []overview.Day, err error) {
	t := s.read(ctx)
	for start := dayStart(from, zone); start.Before(until); {
		next := nextDay(start)
		day := overview.Day{Start: start, Sent: map[channels.Kind]int{}}
		for _, kind := range channels.Kinds() {
			var n int
			if _, err := t.one(countSent, []any{string(kind), micros(start), micros(next)}, &n); err != nil {
				return nil, wrap("count days", err)
			}
			day.Sent[kind] = n
		}
		days, start = append(days, day), next
	}
	return days, nil
}

// clockStep divides every change of clocks there is.
const clockStep = 15 * time.Minute

// dayStart is the first instant of the local day in which the instant lies: midnight,
// or where clocks jump over midnight what comes after it.
func dayStart(at time.Time, zone *time.Location) time.Time {
	year, month, day := at.In(zone).Date()
	start := time.Date(year, month, day, 0, 0, 0, 0, zone)
	for start.Day() != day { // before the jump
		start = start.Add(clockStep)
	}
	for before := start.Add(-clockStep); before.Day() == day; before = start.Add(-clockStep) { // midnight comes twice
		start = before
	}
	return start
}

// nextDay is the start of the day after; one that a place leaves out is none.
func nextDay(start time.Time) time.Time {
	at := start.Add(20 * time.Hour)
	for at.Day() == start.Day() {
		at = at.Add(time.Hour)
	}
	return dayStart(at, start.Location())
}
