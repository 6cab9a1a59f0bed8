package store_test

import (
	"errors"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

func changeRules(t testing.TB, s *store.Store, c reminder.RuleChange) reminder.AccountRules {
	t.Helper()
	rules, err := s.ChangeRules(t.Context(), noon, "A-1", c, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func TestRulesOfAnAccountAreKeptAndTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		accept(t, s, plan(1))
		changeRules(t, s, reminder.RuleChange{Window: new("Mo 10:00-16:00"), Hold: new("disputed"), By: "Kim", Why: "goods broken"})
		got := changeRules(t, s, reminder.RuleChange{Hold: new("legal")})
		equal(t, got, reminder.AccountRules{Window: "Mo 10:00-16:00", Hold: "legal"})
		found, err := s.FindRules(t.Context(), "A-1")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, found, got)
		changeRules(t, s, reminder.RuleChange{Hold: new("legal"), Window: new("Mo 10:00-16:00")})
		events := history(t, s, "A-1")[1:]
		equal(t, kinds(events), []timeline.Kind{timeline.PreferencesChanged, timeline.HoldPlaced, timeline.HoldReleased, timeline.HoldPlaced})
		equal(t, string(events[0].Data), `{"changed":{"send_window":"Mo 10:00-16:00"},"before":{"send_window":null},"by":"Kim","why":"goods broken"}`)
	})
}

func TestAHoldStopsWhatWasDecidedBefore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		b := attemptOn(claimed(t, s, plan(1), "one"), "one")
		changeRules(t, s, reminder.RuleChange{Hold: new("disputed")})
		equal(t, begin(t, s, b), reminder.BegunStale)
		works, err := s.Reload(t.Context(), []string{b.Attempt.ReminderID}, "one")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, works[0].Hold, "disputed")
	})
}

func TestRulesOfAnAccountThatNobodyKnowsAreNotFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		_, found := s.FindRules(t.Context(), "none")
		_, changed := s.ChangeRules(t.Context(), noon, "none", reminder.RuleChange{}, nil)
		if !errors.Is(found, account.ErrNotFound) || !errors.Is(changed, account.ErrNotFound) {
			t.Errorf("got %v and %v", found, changed)
		}
	})
}
