package queue

import (
	"context"
	"fmt"
	"time"
)

// promoter reads the schedule ahead of time while this instance leads.
type promoter struct {
	q        *Queue
	schedule Schedule
	pages    *pages // nil while another leads
}

// run reads a little further. A leader begins where it was elected: the sweeper
// has what was due before.
func (p *promoter) run(ctx context.Context) error {
	if !p.q.promoting.leads() {
		p.pages = nil
		return nil
	}
	now := p.q.cfg.Clock()
	until := now.Add(p.q.cfg.LookAhead)
	if p.pages == nil || p.pages.from.After(until.Add(skew)) { // newly elected, or the clock was put back
		p.pages = newPages(p.begin(now))
	}
	for p.q.agenda.room() >= p.pages.size {
		due, more, err := p.pages.next(ctx, p.schedule.Due, until)
		if err != nil {
			return fmt.Errorf("reading the schedule ahead: %w", err)
		}
		p.q.Wake(due...)
		if !more || !p.q.promoting.leads() {
			return nil
		}
	}
	return nil
}

// begin is where reading begins: nothing falls between what was due then and
// what the sweeper meets, however late the first page is read.
func (p *promoter) begin(now time.Time) time.Time {
	if elected := p.q.promoting.elected(); elected.Before(now) {
		return elected
	}
	return now // the clock was put back
}
