package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

func TestRecordedHandoffEndsTheReminder(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		a := handedOver(t, s, p, "SM1")
		view := find(t, s, a.ReminderID)
		equal(t, view.Reminder.Status, reminder.Sent)
		equal(t, view.Reminder.Channel, channels.SMS)
		equal(t, view.Attempts[0].ProviderID, "SM1")
		equal(t, view.Attempts[0].State, reminder.Accepted)
		equal(t, kinds(history(t, s, p.Account.Reference)), []timeline.Kind{timeline.ReminderScheduled, timeline.ReminderSent})
	})
}

func TestTheFirstToSettleAnAttemptWins(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		p := plan(1)
		a := begun(t, s, p, "one")
		var effective atomic.Int32
		stores := []*store.Store{s, open()}
		together(16, func(n int) {
			if record(t, stores[n%2], sent(a, fmt.Sprint("SM", n))) {
				effective.Add(1)
			}
		})
		equal(t, effective.Load(), 1)
		equal(t, len(history(t, s, p.Account.Reference)), 2)
	})
}

// waiting is the change of a decision that puts the reminder off.
func waiting(w reminder.Work, owner string) reminder.Change {
	return reminder.Change{ReminderID: w.Reminder.ID, AccountID: w.Account.ID, Owner: owner, Status: reminder.Scheduled,
		SendAt: noon.Add(20 * time.Hour), Channel: channels.SMS, Reason: "window", Text: "Outside the window",
		Decision: &policy.Decision{Verdict: policy.Defer, Until: noon.Add(20 * time.Hour), Version: "p1"},
		Events:   []timeline.Event{{Kind: timeline.ReminderDeferred, Actor: timeline.System, Data: timeline.Encode(timeline.Deferred{Reason: "window"})}}}
}

func TestDeferredReminderIsDueLater(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		w := claimed(t, s, plan(1), "one")
		if !record(t, s, waiting(w, "one")) {
			t.Fatal("took no effect")
		}
		view := find(t, s, w.Reminder.ID)
		equal(t, view.Reminder.Status, reminder.Scheduled)
		equal(t, view.Reminder.Reason, "window")
		equal(t, view.Decisions[0].Decision.Verdict, policy.Defer)
		equal(t, len(claim(t, s, "one", w.Reminder.ID)), 0)
		works, err := s.Claim(t.Context(), []string{w.Reminder.ID}, "one", noon.Add(20*time.Hour))
		if err != nil || len(works) != 1 {
			t.Fatalf("claimed %d, %v", len(works), err)
		}
	})
}

func TestAChangeMayGiveTheChannelsANewOrder(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		w := claimed(t, s, plan(1), "one")
		before := w.Reminder.Channels
		record(t, s, waiting(w, "one"))
		equal(t, find(t, s, w.Reminder.ID).Reminder.Channels, before)

		w = claimed(t, s, plan(2), "one")
		c := waiting(w, "one")
		c.Channels = []channels.Kind{channels.Voice, channels.Email, channels.SMS}
		record(t, s, c)
		equal(t, find(t, s, w.Reminder.ID).Reminder.Channels, c.Channels)
	})
}

func TestRecordWithoutAttemptTakesNoEffectWhen(t *testing.T) {
	t.Parallel()
	cases := map[string]func(t testing.TB, s *store.Store, w reminder.Work) reminder.Change{
		"another has claimed it": func(t testing.TB, s *store.Store, w reminder.Work) reminder.Change { return waiting(w, "two") },
		"it was released": func(t testing.TB, s *store.Store, w reminder.Work) reminder.Change {
			if err := s.Release(t.Context(), "one", noon); err != nil {
				t.Fatal(err)
			}
			return waiting(w, "one")
		},
		"an attempt is open": func(t testing.TB, s *store.Store, w reminder.Work) reminder.Change {
			begin(t, s, attemptOn(w, "one"))
			return waiting(w, "one")
		},
		"it was canceled": func(t testing.TB, s *store.Store, w reminder.Work) reminder.Change {
			if _, err := s.Cancel(t.Context(), noon, w.Reminder.ID, nil); err != nil {
				t.Fatal(err)
			}
			return waiting(w, "one")
		},
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
				w := claimed(t, s, plan(1), "one")
				c := change(t, s, w)
				before := find(t, s, w.Reminder.ID)
				if record(t, s, c) {
					t.Fatal("took effect")
				}
				equal(t, find(t, s, w.Reminder.ID), before)
			})
		})
	}
}

func TestAnAttemptThatStaysUnknownKeepsTheReminderSending(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a := begun(t, s, plan(1), "one")
		c := sent(a, "")
		c.Status, c.Attempt.State, c.Attempt.SettleAt = reminder.Sending, reminder.Unknown, noon.Add(time.Minute)
		equal(t, record(t, s, c), true)
		equal(t, find(t, s, a.ReminderID).Reminder.Status, reminder.Sending)
		if _, err := s.Cancel(t.Context(), noon, a.ReminderID, nil); err == nil {
			t.Fatal("canceled while its hand-off is being settled")
		}
		equal(t, record(t, s, sent(a, "SM1")), true)
		equal(t, find(t, s, a.ReminderID).Reminder.Status, reminder.Sent)
	})
}

func TestARejectedAttemptMayBeFollowedByAnother(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a := begun(t, s, plan(1), "one")
		c := sent(a, "")
		c.Status, c.SendAt, c.Channel, c.Attempt.State = reminder.Scheduled, noon, channels.Email, reminder.Rejected
		equal(t, record(t, s, c), true)
		w := claim(t, s, "two", a.ReminderID)[0]
		equal(t, w.Reminder.Channel, channels.Email)
		equal(t, begin(t, s, attemptOn(w, "two")), reminder.BegunOK)
		equal(t, find(t, s, a.ReminderID).Attempts[1].Number, 2)
	})
}

func TestAnOptOutFromTheProviderIsRecordedWithTheRejection(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		a := begun(t, s, p, "one")
		stale := attemptOn(claimed(t, s, planFor(2, 1), "one"), "one")
		c := sent(a, "")
		c.Status, c.Attempt.State = reminder.Failed, reminder.Rejected
		c.OptOut = &account.OptOut{Channel: channels.SMS, Address: p.Contact.Phone, Source: "provider"}
		equal(t, record(t, s, c), true)
		equal(t, begin(t, s, stale), reminder.BegunStale)
		view, err := s.FindAccount(t.Context(), p.Account.Reference)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, optedOut(view.OptOuts), []string{"address sms", "contact sms"})
		events := history(t, s, p.Account.Reference)
		equal(t, events[len(events)-1].Kind, timeline.OptOutRecorded)
		equal(t, events[len(events)-1].Actor, timeline.Provider)
	})
}
