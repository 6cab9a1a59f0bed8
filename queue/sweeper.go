package queue

import (
	"context"
	"fmt"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

// sweeper wakes again what is overdue and unclaimed: after Redis was emptied, a
// process died between its commit and its wake-up, or a claim was freed.
type sweeper struct {
	q        *Queue
	schedule Schedule
	pages    *pages // where the walk through what is overdue goes on; nil at its start
	round    int    // of walks
	lost     int    // wake-ups that this walk found lost
	walked   time.Time
	woken    map[code]sweep
}

// sweep is when the sweeper has woken a reminder, and its last walk that met it.
type sweep struct {
	at    time.Time
	round int
}

// sweepAtOnce is how many overdue reminders one sweep looks at.
const sweepAtOnce = 5 * pageSize

// run sweeps once.
func (s *sweeper) run(ctx context.Context) error {
	if !s.q.promoting.leads() {
		s.pages, s.woken = nil, nil
		return nil
	}
	if err := s.free(ctx); err != nil {
		return err
	}
	lanes, err := s.backlogs(ctx)
	if err != nil {
		return fmt.Errorf("looking at what waits in redis: %s", cause(err))
	}
	if s.rests(lanes) {
		return nil
	}
	return s.walk(ctx, lanes)
}

// restTime is between two walks through a backlog that is being worked off: when
// Redis loses it, the lanes are empty and the next walk begins at once.
const restTime = 2 * time.Second

// rests says that the last walk found nothing lost and that its lanes still have
// work, so that another walk would only read the same rows again.
func (s *sweeper) rests(lanes []backlog) bool {
	if s.pages != nil || s.lost > 0 || time.Since(s.walked) >= restTime {
		return false
	}
	for _, lane := range lanes {
		if lane.waiting > 0 {
			return true
		}
	}
	return false
}

// free makes the claims of dead instances due again. This instance beats first:
// after a stop of the machine it must not take itself for dead.
func (s *sweeper) free(ctx context.Context) error {
	now := s.q.cfg.Clock()
	if err := s.q.beatOnce(ctx); err != nil {
		return err
	}
	freed, err := s.schedule.Free(ctx, now, s.q.cfg.Silence)
	if err != nil {
		return fmt.Errorf("freeing the claims of silent instances: %w", err)
	}
	if freed > 0 {
		s.q.cfg.Metrics.Freed(freed)
	}
	return nil
}

// backlogs looks at every lane.
func (s *sweeper) backlogs(ctx context.Context) ([]backlog, error) {
	all := make([]backlog, len(s.q.lanes))
	for i, lane := range s.q.lanes {
		var err error
		if all[i], err = s.q.backlog(ctx, lane.kind); err != nil {
			return nil, err
		}
		all[i].stuck, all[i].late = lane.delay()
	}
	return all, nil
}

// walk looks through a part of what is overdue and goes on there the next time.
func (s *sweeper) walk(ctx context.Context, lanes []backlog) error {
	before := s.q.cfg.Clock().Add(-s.q.cfg.SweepAfter)
	if s.pages == nil {
		s.pages, s.lost = newPages(time.Time{}), 0
	}
	if s.woken == nil {
		s.woken = map[code]sweep{}
	}
	swept := 0
	for looked := 0; looked < sweepAtOnce; {
		page, more, err := s.pages.next(ctx, s.read, before)
		if err != nil {
			return fmt.Errorf("reading what is overdue: %w", err)
		}
		swept += s.wake(page, lanes)
		looked += len(page)
		if !more {
			s.turn()
			break
		}
	}
	s.lost += swept
	if swept > 0 {
		s.q.cfg.Metrics.Swept(swept)
	}
	return nil
}

// read reads a page of what is overdue.
func (s *sweeper) read(ctx context.Context, from, until time.Time, limit int) ([]reminder.Due, error) {
	if from.IsZero() {
		return s.schedule.Overdue(ctx, until, limit)
	}
	return s.schedule.Due(ctx, from, until, limit)
}

// turn ends a walk: what it did not meet is overdue no more.
func (s *sweeper) turn() {
	for c, w := range s.woken {
		if w.round < s.round {
			delete(s.woken, c)
		}
	}
	s.round++
	s.pages, s.walked = nil, time.Now()
}

// wake hands over those whose wake-up has been lost and says how many they are.
func (s *sweeper) wake(page []reminder.Due, backlogs []backlog) int {
	now, clock := time.Now(), s.q.cfg.Clock()
	ready, swept := make([][]code, len(s.q.lanes)), 0
	for _, d := range page {
		e, ok := s.q.entry(d)
		if !ok {
			continue
		}
		last, found := s.woken[e.code]
		if !found {
			last.at = now.Add(-clock.Sub(latest(d.SendAt, made(e.code))))
		}
		last.round = s.round
		if !backlogs[e.lane].holds(last.at, s.q.cfg.SweepAfter) {
			last.at = now
			ready[e.lane] = append(ready[e.lane], e.code)
			swept++
			found = true
		}
		if found {
			s.woken[e.code] = last
		}
	}
	s.q.hand(ready)
	return swept
}

// latest is the later of two instants: no reminder was woken before it was made
// or before it was due.
func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
