package queue

import (
	"context"
	"slices"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

const (
	skew     = 5 * time.Second        // by which the clocks of two instances may differ
	shortNap = 500 * time.Microsecond // the timekeeper sleeps no shorter, so that a stream is woken in groups
)

// Wake takes reminders that come due soon. Those due now leave at once, those
// within the look-ahead at their time; the leader reads all others from the
// schedule. A repeat does no harm. Wake never waits.
func (q *Queue) Wake(due ...reminder.Due) {
	now := q.cfg.Clock()
	horizon := now.Add(q.cfg.LookAhead + skew)
	ready := make([][]code, len(q.lanes))
	earliest := false
	for _, d := range due {
		if d.SendAt.After(horizon) {
			continue
		}
		e, ok := q.entry(d)
		switch {
		case !ok:
		case d.SendAt.After(now):
			first, _ := q.agenda.add(e)
			earliest = earliest || first
		default:
			ready[e.lane] = append(ready[e.lane], e.code)
		}
	}
	if earliest {
		nudge(q.soon.wake)
	}
	q.hand(ready)
}

// entry makes an entry of the agenda. What has no proper id or channel was not
// made by us: it cannot be woken, and saying so is all that can be done.
func (q *Queue) entry(d reminder.Due) (entry, bool) {
	lane := slices.Index(lanes(), d.Channel)
	c, err := parseID(d.ID)
	if err != nil || lane < 0 {
		q.odd.report(errID)
		return entry{}, false
	}
	return entry{at: micros(d.SendAt), code: c, lane: uint8(lane)}, true
}

// hand gives codes that are due to their lanes.
func (q *Queue) hand(ready [][]code) {
	for i, codes := range ready {
		if len(codes) > 0 {
			q.lanes[i].add(codes)
		}
	}
}

// keepTime hands over what comes due, at its millisecond and never before.
func (q *Queue) keepTime(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-q.soon.wake:
		case <-timer.C:
		}
		timer.Reset(q.ring())
	}
}

// ring hands over what is due and returns the time until the next.
func (q *Queue) ring() time.Duration {
	now := q.cfg.Clock()
	due, next := q.agenda.due(now.UnixMicro())
	ready := make([][]code, len(q.lanes))
	for _, e := range due {
		ready[e.lane] = append(ready[e.lane], e.code)
	}
	q.hand(ready)
	if next == 0 {
		return time.Minute // whatever comes will nudge
	}
	return max(time.UnixMicro(next).Sub(now), shortNap)
}
