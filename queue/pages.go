package queue

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

const (
	pageSize = 10_000     // reminders read from the schedule at a time
	pageEnd  = agendaRoom // the greatest page, for as many reminders at one instant
)

// pages walks through the schedule in order of time. Any number of reminders may
// be due at one instant, such as the opening of a send window, so a page may end
// in the middle of one: the next page reads that instant again and leaves out
// what has been seen of it.
type pages struct {
	from time.Time // everything up to here has been read
	size int
	seen map[string]struct{} // of the instant just after from
}

// newPages starts after an instant.
func newPages(from time.Time) *pages { return &pages{from: from, size: pageSize} }

// read is Schedule.Due or the like.
type read func(ctx context.Context, from, until time.Time, limit int) ([]reminder.Due, error)

// next returns what the next page holds; more says that there are further ones.
func (p *pages) next(ctx context.Context, read read, until time.Time) (fresh []reminder.Due, more bool, err error) {
	page, err := read(ctx, p.from, until, p.size)
	if err != nil {
		return nil, false, err
	}
	for _, d := range page {
		if _, found := p.seen[d.ID]; !found {
			fresh = append(fresh, d)
		}
	}
	if len(page) < p.size {
		p.from, p.size, p.seen = until, pageSize, nil
		return fresh, false, nil
	}
	p.turn(page)
	return fresh, true, nil
}

// turn moves on after a full page.
func (p *pages) turn(page []reminder.Due) {
	last := page[len(page)-1].SendAt
	switch before := last.Add(-time.Microsecond); {
	case before.After(p.from):
		p.from, p.size = before, pageSize
	case p.size < pageEnd:
		p.size = min(2*p.size, pageEnd) // one instant fills the page
	default:
		p.from, p.size = last, pageSize // the sweeper finds the rest
	}
	p.seen = map[string]struct{}{}
	for i := len(page) - 1; i >= 0 && page[i].SendAt.After(p.from); i-- {
		p.seen[page[i].ID] = struct{}{}
	}
}
