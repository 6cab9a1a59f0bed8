package store_test

import (
	"testing"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func TestAcceptedReminderIsFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		p := plan(1)
		got := accept(t, s, p)
		want := reminder.Acceptance{ID: p.Reminder.ID, Status: reminder.Scheduled, SendAt: noon, Channel: "email"}
		equal(t, got, []reminder.Acceptance{want})
		view, err := open().FindReminder(t.Context(), p.Reminder.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, view.Reminder, p.Reminder)
	})
}
