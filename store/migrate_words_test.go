package store_test

import (
	"testing"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/templates"
)

func TestRemindersOfBeforeUseTheShippedTexts(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		migrateTo(t, url, 1)
		run(t, url, rowsOfTheFirst)
		migrateUp(t, url)
		s := storetest.Open(t, url)
		r := find(t, s, "rem_1").Reminder
		equal(t, r.Pin, templates.Pin{})
		equal(t, len(r.Plan), 0)
		found, err := s.FindTemplate(t.Context(), "gentle")
		is(t, err, nil)
		equal(t, found, reminder.TemplateView{Template: templates.Template{Key: "gentle", Stage: templates.Gentle}, Shipped: true})
	})
}

func TestGoingBackFromTemplatesSendsNothingWithoutItsText(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		s := storetest.Open(t, url)
		d, err := s.CreateTemplate(t.Context(), noon, templates.Template{Key: "letter", Stage: templates.Gentle}, reminder.NewDraft{Sources: wrote("own")}, nil)
		is(t, err, nil)
		_, err = s.Publish(t.Context(), noon, publishing(d), nil)
		is(t, err, nil)
		own, shipped := plan(1), plan(2)
		own.Reminder.Template = "letter"
		accept(t, s, own, shipped)
		is(t, s.Close(), nil)
		migrateTo(t, url, 3)
		migrateUp(t, url)
		again := storetest.Open(t, url)
		equal(t, find(t, again, own.Reminder.ID).Reminder.Status, reminder.Canceled)
		equal(t, find(t, again, shipped.Reminder.ID).Reminder.Status, reminder.Scheduled)
	})
}
