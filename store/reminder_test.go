package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

func TestRescheduledReminderIsDueAtItsNewTime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		w := claimed(t, s, plan(1), "one")
		expires := noon.Add(48 * time.Hour)
		got, err := s.Reschedule(t.Context(), noon, w.Reminder.ID, noon.Add(time.Hour), &expires, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := w.Reminder
		want.Status, want.SendAt, want.ExpiresAt = reminder.Scheduled, noon.Add(time.Hour), expires
		equal(t, got, want)
		equal(t, find(t, s, w.Reminder.ID).Reminder, want)
		events := history(t, s, "A-1")
		equal(t, events[1].Kind, timeline.ReminderRescheduled)
	})
}

func TestCanceledReminderStaysCanceled(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		w := claimed(t, s, plan(1), "one")
		first, err := s.Cancel(t.Context(), noon, w.Reminder.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, first.Status, reminder.Canceled)
		again, err := s.Cancel(t.Context(), noon.Add(time.Hour), w.Reminder.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, again, first)
		equal(t, kinds(history(t, s, "A-1")), []timeline.Kind{timeline.ReminderScheduled, timeline.ReminderCanceled})
	})
}

func TestWhatIsBeingHandedOverOrHasEndedCannotBeMoved(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		for _, a := range []reminder.Attempt{begun(t, s, plan(1), "one"), handedOver(t, s, plan(2), "SM1")} {
			if _, err := s.Cancel(t.Context(), noon, a.ReminderID, nil); !errors.Is(err, reminder.ErrEnded) {
				t.Errorf("cancel: %v", err)
			}
			if _, err := s.Reschedule(t.Context(), noon, a.ReminderID, noon, nil, nil); !errors.Is(err, reminder.ErrEnded) {
				t.Errorf("reschedule: %v", err)
			}
		}
	})
}

func TestAReminderThatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		_, found := s.FindReminder(t.Context(), "rem_none")
		_, canceled := s.Cancel(t.Context(), noon, "rem_none", nil)
		_, moved := s.Reschedule(t.Context(), noon, "rem_none", noon, nil, nil)
		for _, err := range []error{found, canceled, moved} {
			if !errors.Is(err, reminder.ErrNotFound) {
				t.Errorf("got %v", err)
			}
		}
	})
}

func TestRemindersAreListedInPages(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		all := acceptMany(t, s, 60)
		if _, err := s.Cancel(t.Context(), noon, all[23], nil); err != nil {
			t.Fatal(err)
		}
		equal(t, listed(t, s, reminder.Filter{Limit: 100}), all)
		equal(t, listed(t, s, reminder.Filter{After: all[9], Limit: 2}), all[10:12])
		equal(t, listed(t, s, reminder.Filter{Account: "A-3", Limit: 9}), []string{all[3], all[23], all[43]})
		equal(t, listed(t, s, reminder.Filter{Account: "A-3", Status: reminder.Scheduled, After: all[3], Limit: 9}), []string{all[43]})
		equal(t, listed(t, s, reminder.Filter{Status: reminder.Canceled, Limit: 9}), []string{all[23]})
		counts, err := s.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, counts, map[reminder.Status]int64{reminder.Scheduled: 59, reminder.Canceled: 1})
	})
}

func listed(t testing.TB, s *store.Store, f reminder.Filter) []string {
	t.Helper()
	list, err := s.ListReminders(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestAnUnknownAccountIsNotFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		_, viewed := s.FindAccount(t.Context(), "none")
		_, read := s.Timeline(t.Context(), "none", 0, 10)
		_, noted := s.AddNote(t.Context(), noon, "none", timeline.Note{Text: "x"}, nil)
		_, listed := s.ListReminders(t.Context(), reminder.Filter{Account: "none", Limit: 1})
		for _, err := range []error{viewed, read, noted, listed} {
			if !errors.Is(err, account.ErrNotFound) {
				t.Errorf("got %v", err)
			}
		}
	})
}

func TestPutAccountCreatesThenChanges(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		_, created, err := s.PutAccount(t.Context(), noon, p.Account, []account.Contact{p.Contact}, nil)
		if err != nil || !created {
			t.Fatalf("created %v, %v", created, err)
		}
		p.Account.Name = "Muster & Söhne"
		_, created, err = s.PutAccount(t.Context(), noon, p.Account, nil, nil)
		if err != nil || created {
			t.Fatalf("created %v, %v", created, err)
		}
		accept(t, s, p)
		view, err := s.FindAccount(t.Context(), "A-1")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, view, reminder.AccountView{Account: p.Account, Contacts: []account.Contact{p.Contact}, Invoices: p.Invoices, Open: 1})
	})
}

func TestATimelineIsReadInPages(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		accept(t, s, plan(1))
		for range 4 {
			if _, err := s.AddNote(t.Context(), noon, "A-1", timeline.Note{Text: "Called, will pay", By: "Kim"}, nil); err != nil {
				t.Fatal(err)
			}
		}
		page, err := s.Timeline(t.Context(), "A-1", 2, 2)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, page, history(t, s, "A-1")[2:4])
		equal(t, page[0].Data, timeline.Encode(timeline.Note{Text: "Called, will pay", By: "Kim"}))
	})
}

func TestChainsHoldUnderConcurrency(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open()}
		together(12, func(n int) {
			mine := stores[n%2]
			a := handedOver(t, mine, planFor(n, n%3), "")
			if _, err := mine.AddNote(t.Context(), noon, planFor(n, n%3).Account.Reference, timeline.Note{Text: a.ID}, nil); err != nil {
				t.Error(err)
			}
		})
		for _, reference := range []string{"A-0", "A-1", "A-2"} {
			equal(t, len(history(t, s, reference)), 12)
		}
	})
}
