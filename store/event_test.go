package store_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

// giveNumbers gives every committed event a number.
func giveNumbers(t testing.TB, s *store.Store) {
	t.Helper()
	for {
		n, err := s.NumberEvents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// told lists every event after the number, in pages of the size.
func told(t testing.TB, s *store.Store, after int64, page int) (list []events.Event) {
	t.Helper()
	for {
		more, err := s.ListEvents(t.Context(), after, page)
		if err != nil {
			t.Fatal(err)
		}
		if len(more) == 0 {
			return list
		}
		list = append(list, more...)
		after = more[len(more)-1].Number
	}
}

// wantOrder checks that the numbers have no gaps and that each account's events come
// in the order of its timeline, none left out.
func wantOrder(t testing.TB, list []events.Event) {
	t.Helper()
	seqs := map[string]int64{}
	for i, e := range list {
		if e.Number != int64(i+1) {
			t.Fatalf("the %dth has the number %d", i+1, e.Number)
		}
		if e.Kind == events.IntentApplied {
			continue
		}
		if e.Seq != seqs[e.AccountID]+1 {
			t.Fatalf("number %d has seq %d after %d", e.Number, e.Seq, seqs[e.AccountID])
		}
		seqs[e.AccountID] = e.Seq
	}
}

func TestEventsCarryWhatTheTimelineHas(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		p.Reminder.Reference, p.Reminder.Test = "R-1", true
		p.Event.ReminderID = p.Reminder.ID
		accept(t, s, p)
		if _, err := s.AddNote(t.Context(), noon, "A-1", timeline.Note{Text: "called"}, nil); err != nil {
			t.Fatal(err)
		}
		giveNumbers(t, s)
		var want []events.Event
		for i, e := range history(t, s, "A-1") {
			out := events.Event{Number: int64(i + 1), ID: e.ID, Kind: string(e.Kind), At: e.At, AccountID: p.Account.ID, Account: "A-1",
				Seq: e.Seq, ReminderID: e.ReminderID, Actor: string(e.Actor), Data: e.Data}
			if e.ReminderID != "" {
				out.Reminder, out.Test = "R-1", true
			}
			want = append(want, out)
		}
		equal(t, told(t, s, 0, 10), want)
		if len(want) != 2 || want[0].ReminderID == "" {
			t.Fatalf("the history is %+v", want)
		}
	})
}

func TestACertainIntentIsAnEventOfItsOwn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		text := textFrom(p, "I shall pay on Friday. Who are you?")
		text.Match = replies.ByThread
		text.Intents = []intents.Found{{Intent: intents.Promise, Certain: true}, {Intent: intents.Ask}}
		if _, err := s.Hear(t.Context(), noon, text, replies.Effects{}); err != nil {
			t.Fatal(err)
		}
		giveNumbers(t, s)
		list := told(t, s, 1, 10)
		equal(t, []string{list[0].Kind, list[1].Kind}, []string{"reply.received", "intent.applied"})
		equal(t, list[1].ID, list[0].ID+"-intent")
		var reply timeline.Reply
		decodeData(t, list[1].Data, &reply)
		equal(t, reply.Intents, []timeline.ReplyIntent{{Intent: "promise_to_pay", Certain: true}})
		wantOrder(t, told(t, s, 0, 1))
	})
}

func TestAnIntentThatWasOnlyShownIsNoEvent(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		text := textFrom(p, "Friday")
		text.Match = replies.BySender
		text.Intents = []intents.Found{{Intent: intents.Promise, Certain: true}}
		if _, err := s.Hear(t.Context(), noon, text, replies.Effects{}); err != nil {
			t.Fatal(err)
		}
		giveNumbers(t, s)
		for _, e := range told(t, s, 0, 10) {
			if e.Kind == events.IntentApplied {
				t.Fatal("it was told as applied")
			}
		}
	})
}

// TestEventsOfAnAccountAreNumberedInItsOrder has several processes write to the same
// few accounts, by group commits and single writes, while two others give numbers and
// a reader follows: it must see each account's events in order and miss none.
func TestEventsOfAnAccountAreNumberedInItsOrder(t *testing.T) {
	t.Parallel()
	const writers, rounds, accounts = 6, 25, 5
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open(), open()}
		for n := range accounts {
			accept(t, s, plan(n))
		}
		var writing atomic.Int32
		writing.Store(writers)
		var seen []events.Event
		together(writers+3, func(n int) {
			switch {
			case n < writers:
				defer writing.Add(-1)
				writeRounds(t, stores[n%len(stores)], n, rounds, accounts)
			case n < writers+2:
				for writing.Load() > 0 {
					if _, err := stores[n%len(stores)].NumberEvents(t.Context()); err != nil {
						t.Error(err)
						return
					}
				}
			default:
				for writing.Load() > 0 {
					seen = append(seen, told(t, s, int64(len(seen)), 64)...)
				}
			}
		})
		giveNumbers(t, s)
		seen = append(seen, told(t, s, int64(len(seen)), 64)...)
		wantOrder(t, seen)
		equal(t, len(seen), accounts+writers*rounds*2)
	})
}

// writeRounds adds two events to some account in each round, one by the group
// commit and one by a transaction of its own.
func writeRounds(t testing.TB, s *store.Store, writer, rounds, accounts int) {
	for round := range rounds {
		of := (writer + round) % accounts
		accept(t, s, planFor(1000+writer*rounds+round, of))
		note := timeline.Note{Text: "called"}
		if _, err := s.AddNote(t.Context(), noon, plan(of).Account.Reference, note, nil); err != nil {
			t.Error(err)
		}
	}
}

func TestOldEventsAreForgottenAndSayingSoIsNotSilence(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		early, late := plan(1), plan(2)
		accept(t, s, early)
		if _, err := s.Accept(t.Context(), noon.Add(48*time.Hour), []reminder.Planned{late}, nil); err != nil {
			t.Fatal(err)
		}
		giveNumbers(t, s)
		now := noon.Add(events.Keep + time.Hour)
		if err := s.PruneEvents(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ListEvents(t.Context(), 0, 10); !errors.Is(err, events.ErrGone) {
			t.Errorf("got %v", err)
		}
		oldest, latest, err := s.EventNumbers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, []int64{oldest, latest, int64(len(told(t, s, oldest, 10)))}, []int64{1, 2, 1})
	})
}

func TestEventsThatAWebhookHasNotReachedAreKeptLonger(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		endpoint(t, s)
		accept(t, s, plan(1))
		giveNumbers(t, s)
		for _, c := range []struct {
			age  time.Duration
			want int64
		}{{events.Keep + time.Hour, 0}, {events.KeepAtMost + time.Hour, 1}} {
			if err := s.PruneEvents(t.Context(), noon.Add(c.age)); err != nil {
				t.Fatal(err)
			}
			oldest, _, err := s.EventNumbers(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			equal(t, oldest, c.want)
		}
	})
}
