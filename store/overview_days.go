package store

import (
	"context"
	"sync"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
)

const countSent = `SELECT COUNT(*) FROM attempt WHERE state = 'accepted' AND channel = $1 AND started_at >= $2 AND started_at < $3`

const latestSent = `SELECT started_at FROM attempt WHERE state = 'accepted' AND channel = $1 ORDER BY started_at DESC LIMIT 1`

// Days counts what was handed over on each day of the zone, oldest first: whole days,
// from the one in which from lies to the one before until.
func (s *Store) Days(ctx context.Context, from, until time.Time, zone *time.Location) (days []overview.Day, err error) {
	starts := []time.Time{dayStart(from, zone)}
	for last := starts[0]; last.Before(until); starts = append(starts, last) {
		last = nextDay(last)
		days = append(days, overview.Day{Start: starts[len(starts)-1], Sent: map[channels.Kind]int{}})
	}
	t := s.page(ctx)
	for _, kind := range channels.Kinds() {
		var latest int64
		if _, err := t.one(latestSent, []any{string(kind)}, &latest); err != nil {
			return nil, wrap("count days", err)
		}
		settled := instant(latest).Add(-settledAfter)
		for i := range days {
			span := daySpan{kind, starts[i].UnixMicro(), starts[i+1].UnixMicro()}
			n, err := t.sentIn(span, starts[i+1].Before(settled))
			if err != nil {
				return nil, wrap("count days", err)
			}
			days[i].Sent[kind] = n
		}
	}
	return days, nil
}

// settledAfter is how long before the latest hand-off a day has ended of which every
// hand-off is settled. It is counted once: a year of days has many.
const settledAfter = 48 * time.Hour

// daySpan is a day and a channel of which the count is remembered.
type daySpan struct {
	kind         channels.Kind
	start, until int64
}

func (t *txn) sentIn(span daySpan, settled bool) (n int, err error) {
	if known, ok := t.store.days.find(span); ok {
		return known, nil
	}
	_, err = t.one(countSent, []any{string(span.kind), span.start, span.until}, &n)
	if err == nil && settled {
		t.store.days.keep(span, n)
	}
	return n, err
}

// dayCounts remembers the counts of days that are settled.
type dayCounts struct {
	mu     sync.Mutex
	counts map[daySpan]int
}

// mostDays bounds what is remembered: five years of days in one zone, or a quarter in
// twenty.
const mostDays = 5500

func (d *dayCounts) find(span daySpan) (n int, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, ok = d.counts[span]
	return n, ok
}

func (d *dayCounts) keep(span daySpan, n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.counts == nil || len(d.counts) >= mostDays {
		d.counts = map[daySpan]int{}
	}
	d.counts[span] = n
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
