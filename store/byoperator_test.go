package store_test

import (
	"testing"

	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

func TestTheTimelineSaysThatAnOperatorDidIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		p.Reminder.SendAt = noon.AddDate(0, 0, 3)
		accept(t, s, p)
		by := store.ByOperator{Store: s}
		_, err := by.AddNote(t.Context(), noon, p.Account.Reference, timeline.Note{Text: "rang", By: "Dana"}, nil)
		is(t, err, nil)
		_, err = by.Reschedule(t.Context(), noon, p.Reminder.ID, noon.AddDate(0, 0, 4), nil, nil)
		is(t, err, nil)
		_, err = by.Cancel(t.Context(), noon, p.Reminder.ID, nil)
		is(t, err, nil)
		events, err := s.Timeline(t.Context(), p.Account.Reference, 1, 10)
		is(t, err, nil)
		var actors []timeline.Actor
		for _, e := range events {
			actors = append(actors, e.Actor)
		}
		equal(t, actors, []timeline.Actor{timeline.Operator, timeline.Operator, timeline.Operator})
	})
}

func TestAReminderByHandDoesNotUndoAPaymentThatCameSince(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		first := plan(1)
		accept(t, s, first)
		paid := first.Invoices[0]
		_, err := s.RecordPayment(t.Context(), noon, payment(first, paid.Balance.Minor, "p-1"), nil)
		is(t, err, nil)
		again := plan(1)
		again.Reminder.ID, again.Reminder.Reference, again.Known = "rem_byhand", "", true
		accept(t, s, again)
		view, err := s.FindAccount(t.Context(), first.Account.Reference)
		is(t, err, nil)
		equal(t, view.Invoices[0].Balance.Minor, int64(0))
	})
}
