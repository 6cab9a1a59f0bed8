package events

import (
	"context"
)

// line is events of one account, one to be told after the other.
type line struct {
	account string
	items   []item
	taken   int      // of items, from the first
	failed  *outcome // of the next; nil: none failed
	own     bool     // the event failed while the webhook took others: it is not the webhook
}

// item is an event to tell.
type item struct {
	event    Event
	delivery *Delivery // nil: it is told for the first time
}

// load is what is taken in hand at a time.
type load struct {
	lines   []*line
	events  []Event          // after Reached, whether they are told or not
	behind  map[int64]Event  // of accounts of which an earlier event waits
	passed  map[int64]bool   // not wanted, or taken before
	missing []Delivery       // of events that are not kept any more
	byName  map[string]*line // of accounts
}

// empty says that there is nothing to tell and nothing to pass.
func (l *load) empty(e Endpoint) bool {
	return len(l.lines) == 0 && len(l.events) == 0 && len(l.missing) == 0
}

// load looks up what there is to tell: what waits first, then what is new. When the
// webhook waits, the account that is suspected is left alone.
func (t *teller) load(ctx context.Context, e Endpoint, waits bool) (*load, error) {
	l := &load{behind: map[int64]Event{}, passed: map[int64]bool{}, byName: map[string]*line{}}
	blocked := map[string]bool{}
	if err := t.loadDue(ctx, l, waits, blocked); err != nil {
		return nil, err
	}
	var err error
	if l.events, err = t.d.Store.ListEvents(ctx, e.Reached, eventsAtOnce); err != nil {
		return nil, err
	}
	if err := t.loadBlocked(ctx, l, blocked); err != nil {
		return nil, err
	}
	for _, event := range l.events {
		t.seen = max(t.seen, event.Number)
		_, done := t.done[event.Number]
		switch {
		case !e.Wants(event.Kind) || done:
			l.passed[event.Number] = true
		case blocked[event.AccountID]:
			l.behind[event.Number] = event
		case !waits || !t.suspects[event.AccountID]:
			l.add(item{event: event})
		}
	}
	return l, nil
}

func (l *load) add(i item) {
	account := i.event.AccountID
	if l.byName[account] == nil {
		l.byName[account] = &line{account: account}
		l.lines = append(l.lines, l.byName[account])
	}
	l.byName[account].items = append(l.byName[account].items, i)
}

// loadDue adds what waits and is due.
func (t *teller) loadDue(ctx context.Context, l *load, waits bool, blocked map[string]bool) error {
	due, err := t.d.Store.DueDeliveries(ctx, t.id, t.d.Now(), linesAtOnce, lineAtOnce)
	if err != nil || len(due) == 0 {
		return err
	}
	numbers := make([]int64, len(due))
	for i, d := range due {
		numbers[i] = d.Number
	}
	list, err := t.d.Store.FindEvents(ctx, numbers...)
	if err != nil {
		return err
	}
	found := make(map[int64]Event, len(list))
	for _, e := range list {
		found[e.Number] = e
	}
	for i := range due {
		blocked[due[i].AccountID] = true
		event, ok := found[due[i].Number]
		switch {
		case !ok:
			l.missing = append(l.missing, due[i])
		case !waits || !t.suspects[due[i].AccountID]:
			l.add(item{event: event, delivery: &due[i]})
		}
	}
	return nil
}

func (t *teller) loadBlocked(ctx context.Context, l *load, blocked map[string]bool) error {
	var accounts []string
	for _, e := range l.events {
		accounts = append(accounts, e.AccountID)
	}
	if len(accounts) == 0 {
		return nil
	}
	more, err := t.d.Store.BlockedAccounts(ctx, t.id, accounts)
	for id := range more {
		blocked[id] = true
	}
	return err
}
