package desk

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/replies"
)

// The parts of the list of follow-ups.
const (
	showAll     = ""
	showMine    = "mine"
	showOverdue = "overdue"
	showDone    = "done"
)

// queue is the follow-ups that somebody works through.
type queue struct {
	Show  string
	Cause replies.Cause
	by    string // whose mine are
	now   time.Time
}

// queueOf is the queue that a page or form names; what is none of ours is all.
func queueOf(v *frame.Visit) queue {
	q := queue{Show: v.Form("show"), by: v.Operator.Name, now: v.Now}
	if !slices.Contains([]string{showMine, showOverdue, showDone}, q.Show) {
		q.Show = showAll
	}
	for _, c := range causes {
		if v.Form("cause") == string(c.Word) {
			q.Cause = c.Word
		}
	}
	return q
}

// path is the address of a page of the queue; pairs are added to its query.
func (q queue) path(path string, pairs ...string) string {
	query := url.Values{}
	if q.Show != showAll {
		query.Set("show", q.Show)
	}
	if q.Cause != "" {
		query.Set("cause", string(q.Cause))
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// filter chooses the queue in the store.
func (q queue) filter() replies.FollowUpFilter {
	f := replies.FollowUpFilter{Cause: q.Cause}
	switch q.Show {
	case showMine:
		f.Assignee = q.by
	case showDone:
		f.Status, f.Latest = replies.Done, true
	}
	return f
}

// overdue says that a follow-up should have been done by now.
func (q queue) overdue(f replies.FollowUp) bool {
	return f.Status != replies.Done && !f.DueAt.IsZero() && f.DueAt.Before(q.now)
}

// cursor is how far a list has been read: first what is overdue, then the rest.
type cursor struct {
	rest  bool
	after string
}

// The two parts of a list, as the query names them.
const (
	markLate = "late."
	markRest = "rest."
)

func (c cursor) String() string {
	if c.rest {
		return markRest + c.after
	}
	return markLate + c.after
}

// readCursor reads what String has written; anything else is the beginning.
func readCursor(text string) cursor {
	after, rest := strings.CutPrefix(text, markRest)
	if !rest {
		after = strings.TrimPrefix(text, markLate)
	}
	if _, ok := account.RawID("fup", after); !ok {
		after = ""
	}
	return cursor{rest, after}
}

// at is where a follow-up stands in its queue.
func (q queue) at(f replies.FollowUp) cursor { return cursor{!q.overdue(f), f.ID} }

// round is how many follow-ups are read at once where many may be left out, and
// rounds how often that is done for one page.
const (
	round  = 200
	rounds = 10
)

// page reads a part of the queue: what is overdue, the oldest day first, then the
// rest. The cursor is nil at the end.
func (d *desk) page(ctx context.Context, q queue, c cursor, limit int) ([]replies.FollowUp, *cursor, error) {
	if q.Show == showDone {
		return d.read(ctx, q.filter(), c, limit)
	}
	var list []replies.FollowUp
	if !c.rest {
		f := q.filter()
		f.Overdue = q.now
		late, next, err := d.read(ctx, f, c, limit)
		byDay(late)
		if err != nil || next != nil || q.Show == showOverdue {
			return late, next, err
		}
		list, c = late, cursor{rest: true}
	}
	rest, next, err := d.rest(ctx, q, c, limit-len(list))
	return append(list, rest...), next, err
}

// read is one page as the store has it.
func (d *desk) read(ctx context.Context, f replies.FollowUpFilter, c cursor, limit int) ([]replies.FollowUp, *cursor, error) {
	f.After, f.Limit = c.after, limit+1
	list, err := d.FollowUps.ListFollowUps(ctx, f)
	if err != nil || len(list) <= limit {
		return list, nil, err
	}
	list = list[:limit]
	return list, &cursor{c.rest, list[limit-1].ID}, nil
}

// rest reads what is not overdue.
func (d *desk) rest(ctx context.Context, q queue, c cursor, room int) (list []replies.FollowUp, next *cursor, err error) {
	f := q.filter()
	f.After, f.Limit = c.after, round
	for range rounds {
		found, err := d.FollowUps.ListFollowUps(ctx, f)
		if err != nil {
			return nil, nil, err
		}
		for _, one := range found {
			switch {
			case q.overdue(one):
			case len(list) >= room:
				byDay(list)
				return list, &cursor{true, f.After}, nil
			default:
				list = append(list, one)
			}
			f.After = one.ID
		}
		if len(found) < round {
			byDay(list)
			return list, nil, nil
		}
	}
	byDay(list)
	return list, &cursor{true, f.After}, nil
}

// byDay puts the oldest day first.
func byDay(list []replies.FollowUp) {
	slices.SortStableFunc(list, func(a, b replies.FollowUp) int { return a.DueAt.Compare(b.DueAt) })
}

// next is the follow-up that comes behind one in its queue; behind the last comes
// the first. Empty when there is no other.
func (d *desk) next(ctx context.Context, q queue, f replies.FollowUp) (string, error) {
	if q.Show == showDone {
		return "", nil
	}
	for _, from := range []cursor{q.at(f), {}} {
		list, _, err := d.page(ctx, q, from, 2)
		if err != nil {
			return "", err
		}
		for _, one := range list {
			if one.ID != f.ID {
				return one.ID, nil
			}
		}
	}
	return "", nil
}

// onwards opens the next follow-up, or the list when there is no other.
func (d *desk) onwards(v *frame.Visit, it *item) error {
	q := queueOf(v)
	id, err := d.next(v.Ctx(), q, it.FollowUp)
	if err != nil || id == "" {
		return v.Go(q.path(frame.Path("follow-ups")))
	}
	return v.Go(q.path(frame.Path("follow-ups", id), "from", it.FollowUp.ID))
}
