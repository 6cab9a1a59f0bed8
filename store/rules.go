package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// FindRules returns what the creditor has set for the account of the reference;
// account.ErrNotFound when there is none.
func (s *Store) FindRules(ctx context.Context, reference string) (reminder.AccountRules, error) {
	a, found, err := s.read(ctx).accountByReference(reference)
	if err == nil && !found {
		err = account.ErrNotFound
	}
	return a.rules(), wrap("find account rules", err)
}

func (a *stored) rules() reminder.AccountRules {
	return reminder.AccountRules{Window: a.window, Hold: a.hold}
}

const setRules = `UPDATE account SET send_window = $1, hold = $2, version = version + 1, updated_at = $3 WHERE id = $4`

// ChangeRules changes what the creditor has set for an account and says so on its
// timeline when anything did change. What waits is decided upon anew, unless a
// hold is all that has come; account.ErrNotFound when there is no such account.
func (s *Store) ChangeRules(ctx context.Context, now time.Time, reference string, c reminder.RuleChange, idem *reminder.Idempotency) (rules reminder.AccountRules, err error) {
	err = s.write(ctx, "change account rules", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		a, err := t.theAccount(reference)
		if err != nil {
			return err
		}
		rules = a.rules()
		set(&rules.Window, c.Window)
		set(&rules.Hold, c.Hold)
		if err := t.changeRules(now, a, rules, c); err != nil {
			return err
		}
		return t.remember(idem, now, rules)
	})
	return rules, err
}

func (t *txn) changeRules(now time.Time, a stored, rules reminder.AccountRules, c reminder.RuleChange) error {
	before := a.rules()
	if rules == before {
		return nil
	}
	if _, err := t.do(setRules, rules.Window, rules.Hold, micros(now), a.ID); err != nil {
		return err
	}
	if rules.Window != before.Window || before.Hold != "" {
		if err := t.decideAnew(now, []string{a.ID}); err != nil {
			return err
		}
	}
	events := ruleEvents(before, rules, c)
	for i := range events {
		events[i].AccountID, events[i].At, events[i].Actor = a.ID, now, actorNamed(c.By)
	}
	return t.append(events)
}

// ruleEvents tell of the hours, and of the hold that was released or placed.
func ruleEvents(before, after reminder.AccountRules, c reminder.RuleChange) (events []timeline.Event) {
	if before.Window != after.Window {
		data := timeline.Preferences{Changed: field("send_window", after.Window), Before: field("send_window", before.Window), By: c.By, Why: c.Why}
		events = append(events, timeline.Event{Kind: timeline.PreferencesChanged, Data: timeline.Encode(data)})
	}
	if before.Hold == after.Hold {
		return events
	}
	if before.Hold != "" {
		data := timeline.Hold{Cause: before.Hold, By: c.By, Why: c.Why}
		events = append(events, timeline.Event{Kind: timeline.HoldReleased, Data: timeline.Encode(data)})
	}
	if after.Hold != "" {
		data := timeline.Hold{Cause: after.Hold, By: c.By, Why: c.Why}
		events = append(events, timeline.Event{Kind: timeline.HoldPlaced, Data: timeline.Encode(data)})
	}
	return events
}

// field is one text as the API writes it; one that is empty is null.
func field(name, value string) map[string]json.RawMessage {
	text := json.RawMessage("null")
	if value != "" {
		text, _ = json.Marshal(value) // a string always has a JSON form
	}
	return map[string]json.RawMessage{name: text}
}
