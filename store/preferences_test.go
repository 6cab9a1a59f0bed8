package store_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

func wish(t testing.TB, s *store.Store, p reminder.Planned, w reminder.Wish) account.Preferences {
	t.Helper()
	after, err := s.ChangePreferences(t.Context(), noon, p.Contact.ID, w, nil)
	if err != nil {
		t.Fatal(err)
	}
	return after
}

func TestWishesAreMergedAndReadWithTheWork(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		purposes := map[account.Purpose][]channels.Kind{account.PurposeReceipt: {}, account.PurposeStatement: {channels.Email}}
		wish(t, s, p, reminder.Wish{Channels: &[]channels.Kind{channels.SMS}, Wishes: new("Mo-Fr 09:00-12:00"), Purposes: &purposes})
		got := wish(t, s, p, reminder.Wish{PauseUntil: &account.Date{Year: 2027, Month: 5, Day: 3}, Language: new("de-AT"), Wishes: new("")})
		want := account.Preferences{Channels: []channels.Kind{channels.SMS}, Language: "de-AT",
			PauseUntil: account.Date{Year: 2027, Month: 5, Day: 3}, Purposes: purposes}
		equal(t, got, want)
		equal(t, claim(t, s, "one", p.Reminder.ID)[0].Preferences, want)
		equal(t, standingOf(t, s, p.Contact.ID).Preferences, want)
	})
}

func TestAWishThatChangesNothingIsNotTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		w := claimed(t, s, p, "one")
		wish(t, s, p, reminder.Wish{Excluded: &[]channels.Kind{}, Wishes: new(""), Changed: map[string]json.RawMessage{"wishes": []byte("null")}})
		equal(t, len(history(t, s, "A-1")), 1)
		equal(t, begin(t, s, attemptOn(w, "one")), reminder.BegunOK)
	})
}

func TestAChangedWishIsToldWithWhatWasBeforeWhoAndWhy(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		wish(t, s, p, reminder.Wish{Language: new("de"), Wishes: new("Mo-Fr 09:00-12:00"), Source: "customer"})
		wish(t, s, p, reminder.Wish{Language: new("de"), Wishes: new(""), Source: "operator", By: "Kim", Why: "asked by phone",
			Changed: map[string]json.RawMessage{"wishes": []byte("null"), "language": []byte(`"de"`)}})
		events := history(t, s, "A-1")[1:]
		equal(t, []timeline.Actor{events[0].Actor, events[1].Actor}, []timeline.Actor{timeline.Customer, timeline.Operator})
		var data timeline.Preferences
		if err := json.Unmarshal(events[1].Data, &data); err != nil {
			t.Fatal(err)
		}
		equal(t, data, timeline.Preferences{Contact: "main", By: "Kim", Why: "asked by phone",
			Changed: map[string]json.RawMessage{"wishes": []byte("null")},
			Before:  map[string]json.RawMessage{"wishes": []byte(`"Mo-Fr 09:00-12:00"`)}})
	})
}

func TestWhatTheAccountSendsLeavesWishesAndRulesAsTheyAre(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		wish(t, s, p, reminder.Wish{Language: new("de")})
		changeRules(t, s, reminder.RuleChange{Window: new("Mo 10:00-16:00"), Hold: new("disputed")})
		p.Account.Name, p.Contact.Name = "Muster & Söhne", "E. Muster"
		if _, _, err := s.PutAccount(t.Context(), noon, p.Account, []account.Contact{p.Contact}, nil); err != nil {
			t.Fatal(err)
		}
		again := planFor(2, 1)
		w := claimed(t, s, again, "one")
		equal(t, []string{w.Preferences.Language, w.Window, w.Hold}, []string{"de", "Mo 10:00-16:00", "disputed"})
	})
}

// Whatever changes what may be done lets decisions that were made before go stale
// and has what waits decided upon at once.
func TestDecidedAnewAfter(t *testing.T) {
	t.Parallel()
	causes := map[string]func(testing.TB, *store.Store, reminder.Planned){
		"a wish": func(t testing.TB, s *store.Store, p reminder.Planned) {
			wish(t, s, p, reminder.Wish{Wishes: new("Mo-Su 00:00-24:00")})
		},
		"other hours": func(t testing.TB, s *store.Store, p reminder.Planned) {
			changeRules(t, s, reminder.RuleChange{Window: new("24/7")})
		},
		"a hold released": func(t testing.TB, s *store.Store, p reminder.Planned) {
			changeRules(t, s, reminder.RuleChange{Hold: new("disputed")})
			changeRules(t, s, reminder.RuleChange{Hold: new("")})
		},
		"a consent": func(t testing.TB, s *store.Store, p reminder.Planned) { consent(t, s, calls(p)) },
		"a consent with another reminder": func(t testing.TB, s *store.Store, p reminder.Planned) {
			other := planFor(9, 1)
			other.Consents = []account.Consent{calls(p)}
			accept(t, s, other)
		},
		"an opt-in": func(t testing.TB, s *store.Store, p reminder.Planned) {
			record1(t, s, textStop(p))
			optIn(t, s, textStop(p))
		},
	}
	for name, cause := range causes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
				p, held, later, now := plan(1), planFor(2, 1), planFor(3, 1), planFor(4, 1)
				later.Reminder.SendAt = noon.Add(time.Hour)
				accept(t, s, later)
				record(t, s, waiting(claimed(t, s, p, "one"), "one"))
				record(t, s, holding(claimed(t, s, held, "one")))
				b := attemptOn(claimed(t, s, now, "one"), "one")
				cause(t, s, p)
				equal(t, begin(t, s, b), reminder.BegunStale)
				equal(t, len(claim(t, s, "two", p.Reminder.ID, held.Reminder.ID, later.Reminder.ID)), 2)
			})
		})
	}
}

// holding is the change of a decision that waits for a cause to clear.
func holding(w reminder.Work) reminder.Change {
	c := waiting(w, "one")
	c.Status, c.Reason, c.SendAt = reminder.Held, "held", time.Time{}
	return c
}

func TestWhatIsTriedAgainLaterIsNotHurriedByAWish(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		c := sent(begun(t, s, p, "one"), "")
		c.Status, c.SendAt, c.Attempt.State = reminder.Scheduled, noon.Add(time.Hour), reminder.Rejected
		record(t, s, c)
		wish(t, s, p, reminder.Wish{Language: new("de")})
		equal(t, len(claim(t, s, "one", p.Reminder.ID)), 0)
	})
}

func TestAWishLeavesTheTimeThatAnotherSystemAskedFor(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, held := plan(1), planFor(2, 1)
		accept(t, s, p)
		record(t, s, holding(claimed(t, s, held, "one")))
		for _, id := range []string{p.Reminder.ID, held.Reminder.ID} {
			if _, err := s.Reschedule(t.Context(), noon, id, noon.Add(time.Hour), nil, nil); err != nil {
				t.Fatal(err)
			}
		}
		wish(t, s, p, reminder.Wish{Language: new("de")})
		equal(t, len(claim(t, s, "one", p.Reminder.ID, held.Reminder.ID)), 0)
	})
}

func TestAContactThatNobodyKnowsHasNoWishes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		_, found := s.FindStanding(t.Context(), "con_none", noon)
		_, changed := s.ChangePreferences(t.Context(), noon, "con_none", reminder.Wish{}, nil)
		_, recorded := s.RecordEncounter(t.Context(), noon, "con_none", reminder.Encounter{}, nil)
		for _, err := range []error{found, changed, recorded} {
			if !errors.Is(err, account.ErrNoContact) {
				t.Errorf("got %v", err)
			}
		}
	})
}
