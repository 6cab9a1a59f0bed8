package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/templates"
)

func TestAPublishedVersionNeverChanges(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		v := published(t, s, "gentle", "one")
		before, err := s.FindVersion(t.Context(), "gentle", 1)
		is(t, err, nil)
		published(t, s, "gentle", "two")
		for name, change := range map[string]func() error{
			"save":    func() error { _, err := s.SaveDraft(t.Context(), noon, edit(v, "x"), nil); return err },
			"submit":  func() error { _, err := s.SubmitDraft(t.Context(), noon, stepOf(v, "eve", "x"), nil); return err },
			"return":  func() error { _, err := s.ReturnDraft(t.Context(), noon, stepOf(v, "eve", "x"), nil); return err },
			"discard": func() error { _, err := s.DiscardDraft(t.Context(), noon, stepOf(v, "eve", "x"), nil); return err },
			"publish": func() error { _, err := s.Publish(t.Context(), noon, publishing(v), nil); return err },
		} {
			if err := change(); !errors.Is(err, reminder.ErrState) {
				t.Errorf("%s: %v", name, err)
			}
		}
		after, err := s.FindVersion(t.Context(), "gentle", 1)
		is(t, err, nil)
		equal(t, after, before)
	})
}

func TestPublishingKeepsWhoWhenWhyAndWhatWasAccepted(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := publishing(drafted(t, s, "gentle", "one"))
		p.Why, p.Accepted = "shorter and kinder", []templates.Accepted{{Rule: "sms_segments", Reason: "long names", By: "grace"}}
		out, err := s.Publish(t.Context(), noon.Add(time.Hour), p, nil)
		is(t, err, nil)
		v, err := s.FindVersion(t.Context(), "gentle", 1)
		is(t, err, nil)
		equal(t, out, reminder.Published{Version: v})
		equal(t, v, templates.Version{Key: "gentle", Number: 1, State: templates.Published, Revision: 1, Why: "shorter and kinder",
			Sources:   []templates.Source{{Key: "gentle", Channel: "sms", Locale: "en-GB", Text: "one"}},
			CreatedBy: "ada", CreatedAt: noon, EditedBy: "ada", EditedAt: noon, PublishBy: "grace", PublishAt: noon.Add(time.Hour),
			Accepted: p.Accepted})
		stage, sources, err := s.FetchVersion(t.Context(), "gentle", 1)
		is(t, err, nil)
		equal(t, stage, templates.Gentle)
		equal(t, sources, v.Sources)
	})
}

func TestOnlyPublishedTextsAreRendered(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		drafted(t, s, "gentle", "one")
		for _, number := range []int{1, 2} {
			_, _, err := s.FetchVersion(t.Context(), "gentle", number)
			is(t, err, templates.ErrVersion)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		_, _, err := s.FetchVersion(gone, "gentle", 1)
		is(t, err, reminder.ErrAway)
	})
}

func TestOtherEyesThanTheWritersPublish(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		d := drafted(t, s, "gentle", "one")
		v, err := s.SaveDraft(t.Context(), noon, edit(d, "two"), nil) // by bob
		is(t, err, nil)
		v, err = s.SubmitDraft(t.Context(), noon, stepOf(v, "carol", ""), nil)
		is(t, err, nil)
		p := publishing(v)
		p.OtherEyes = true
		for _, by := range []string{"bob", "carol", ""} {
			p.By = by
			_, err = s.Publish(t.Context(), noon, p, nil)
			is(t, err, reminder.ErrOtherEyes)
		}
		p.By = "ada" // began it, and what she wrote is not what is published
		_, err = s.Publish(t.Context(), noon, p, nil)
		is(t, err, nil)
		_, err = s.Publish(t.Context(), noon, p, nil)
		is(t, err, reminder.ErrState)
	})
}

// pinnedBefore accepts reminders with the template: one that is scheduled, one that is
// held for another cause, one held because of its text, one being sent, one sent.
func pinnedBefore(t *testing.T, s *store.Store, first int) (scheduled, held, text, sending, done reminder.Planned) {
	t.Helper()
	hold := func(p reminder.Planned, reason string) {
		w := claimed(t, s, p, "one")
		record(t, s, reminder.Change{ReminderID: w.Reminder.ID, AccountID: w.Account.ID, Owner: "one", Status: reminder.Held, Reason: reason, Text: reason})
	}
	scheduled, held, text, sending, done = plan(first), plan(first+1), plan(first+2), plan(first+3), plan(first+4)
	accept(t, s, scheduled)
	hold(held, "disputed")
	hold(text, reminder.HeldTerms)
	claimed(t, s, sending, "one")
	handedOver(t, s, done, fmt.Sprint("SM", first))
	return scheduled, held, text, sending, done
}

func pinOf(t testing.TB, s *store.Store, p reminder.Planned) templates.Pin {
	t.Helper()
	return find(t, s, p.Reminder.ID).Reminder.Pin
}

func TestWhatWaitsStaysOrMovesByExplicitChoice(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		scheduled, held, text, sending, done := pinnedBefore(t, s, 1)
		other := plan(9)
		other.Reminder.Template = "firm"
		accept(t, s, other)
		p := publishing(drafted(t, s, "gentle", "one"))
		p.Scheduled = ""
		_, err := s.Publish(t.Context(), noon, p, nil)
		asks := (*reminder.PinnedError)(nil)
		if !errors.As(err, &asks) || asks.Count != 3 {
			t.Fatalf("got %v", err)
		}
		n, err := s.CountScheduled(t.Context(), "gentle", 1)
		is(t, err, nil)
		equal(t, n, 3)
		p.Scheduled = reminder.Stay
		out, err := s.Publish(t.Context(), noon, p, nil)
		is(t, err, nil)
		equal(t, []int{out.Moved, out.Stayed}, []int{0, 3})
		equal(t, pinOf(t, s, scheduled).Version, 0)
		p = publishing(drafted(t, s, "gentle", "two"))
		p.Scheduled = reminder.Move
		later := noon.Add(time.Minute)
		out, err = s.Publish(t.Context(), later, p, nil)
		is(t, err, nil)
		equal(t, []int{out.Moved, out.Stayed}, []int{3, 0})
		for _, moved := range []reminder.Planned{scheduled, held, text} {
			r := find(t, s, moved.Reminder.ID).Reminder
			equal(t, r.Pin.Version, 2)
			equal(t, r.MovedAt, later)
			equal(t, r.SendAt, noon)
		}
		for _, left := range []reminder.Planned{sending, done, other} {
			r := find(t, s, left.Reminder.ID).Reminder
			equal(t, r.Pin.Version, 0)
			equal(t, r.MovedAt, time.Time{})
		}
		n, err = s.CountScheduled(t.Context(), "gentle", 2)
		is(t, err, nil)
		equal(t, n, 0)
	})
}

func TestWhatWasHeldBecauseOfItsTextIsLookedAtAgainWithTheNewOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		_, held, text, _, _ := pinnedBefore(t, s, 1)
		p := publishing(drafted(t, s, "gentle", "one"))
		p.Scheduled = reminder.Move
		_, err := s.Publish(t.Context(), noon, p, nil)
		is(t, err, nil)
		r := find(t, s, text.Reminder.ID).Reminder
		equal(t, []string{string(r.Status), r.Reason, r.Text}, []string{"scheduled", "", ""})
		equal(t, len(claim(t, s, "two", text.Reminder.ID)), 1)
		r = find(t, s, held.Reminder.ID).Reminder
		equal(t, []string{string(r.Status), r.Reason}, []string{"held", "disputed"})
		due, err := s.Due(t.Context(), noon.AddDate(-1, 0, 0), noon, 100)
		is(t, err, nil)
		for _, d := range due {
			if d.ID == held.Reminder.ID {
				t.Error("what another cause holds is in the schedule")
			}
		}
	})
}

func TestAMoveSwellsNoTimeline(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		out := publishing(drafted(t, s, "gentle", "one"))
		out.Scheduled = reminder.Move
		_, err := s.Publish(t.Context(), noon, out, nil)
		is(t, err, nil)
		equal(t, len(history(t, s, "A-1")), 1)
	})
}

func TestOfManyWhoPublishAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores, errs := []*store.Store{s, open()}, make([]error, 8)
		p := publishing(drafted(t, s, "gentle", "one"))
		together(8, func(n int) {
			own := p
			own.By = fmt.Sprint("n", n)
			_, errs[n] = stores[n%2].Publish(t.Context(), noon, own, nil)
		})
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
				continue
			}
			is(t, err, reminder.ErrState)
		}
		equal(t, done, 1)
	})
}

func TestWhatIsPublishedIsWhatWasChecked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		other := open()
		for round := range 10 {
			d := drafted(t, s, "gentle", "checked")
			var saved, published error
			together(2, func(n int) {
				if n == 0 {
					_, saved = s.SaveDraft(t.Context(), noon, edit(d, "meddled"), nil)
				} else {
					_, published = other.Publish(t.Context(), noon, publishing(d), nil)
				}
			})
			v, err := s.FindVersion(t.Context(), "gentle", round+1)
			is(t, err, nil)
			if published == nil {
				is(t, saved, reminder.ErrState)
				equal(t, v.Sources[0].Text, "checked")
				continue
			}
			is(t, published, reminder.ErrEdited)
			is(t, saved, nil)
			_, err = s.DiscardDraft(t.Context(), noon, stepOf(v, "ada", ""), nil)
			is(t, err, nil)
		}
	})
}

// What is accepted while a version is published with what waits moved to it uses
// that version, whichever comes first: none slips through with the old one.
func TestNoReminderSlipsPastAPublishThatMoves(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		other := open()
		const writers, each = 4, 25
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for n := range each {
					if _, err := s.Accept(t.Context(), noon, []reminder.Planned{plan(w*each + n)}, nil); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for range 5 {
			p := publishing(drafted(t, other, "gentle", "x"))
			p.Scheduled = reminder.Move
			if _, err := other.Publish(t.Context(), noon, p, nil); err != nil {
				t.Error(err)
			}
		}
		wg.Wait()
		n, err := s.CountScheduled(t.Context(), "gentle", 5)
		is(t, err, nil)
		equal(t, n, 0)
		list, err := s.ListReminders(t.Context(), reminder.Filter{Limit: 1000})
		is(t, err, nil)
		equal(t, len(list), writers*each)
	})
}

func TestARepeatedPublishIsAnsweredAsTheFirst(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := publishing(drafted(t, s, "gentle", "one"))
		idem := &reminder.Idempotency{KeyID: "key", Key: "once", Request: "r",
			Make: func(effect any) (int, string, []byte) {
				return 200, "{}", fmt.Append(nil, effect.(reminder.Published).Version.Number)
			}}
		_, err := s.Publish(t.Context(), noon, p, idem)
		is(t, err, nil)
		_, err = s.Publish(t.Context(), noon, p, idem)
		is(t, err, reminder.ErrAnswered)
		a, found, err := s.FindAnswer(t.Context(), "key", "once", noon)
		if err != nil || !found || string(a.Body) != "1" {
			t.Errorf("%v, %v, %s", err, found, a.Body)
		}
	})
}
