package store_test

import (
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/templates"
)

func TestAReminderUsesTheVersionThatWasCurrentWhenItWasAccepted(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		other := open() // another process, which remembers what it knew
		before, between, after := plan(1), plan(2), plan(3)
		accept(t, other, before)
		published(t, s, "gentle", "one")
		accept(t, other, between)
		published(t, s, "gentle", "two")
		published(t, s, "firm", "one")
		accept(t, other, after)
		var pins []int
		for _, p := range []reminder.Planned{before, between, after} {
			pins = append(pins, pinOf(t, s, p).Version)
		}
		equal(t, pins, []int{0, 1, 2})
		equal(t, claim(t, s, "one", after.Reminder.ID)[0].Reminder.Pin, templates.Pin{Version: 2})
	})
}

func TestAnswersToRepliesArePinnedToo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		published(t, s, reminder.AnswerDispute, "noted")
		p := plan(1)
		accept(t, s, p)
		text := replies.Text{ID: "rep_1", Channel: channels.SMS, ProviderID: "SM1", AccountID: p.Account.ID, ContactID: p.Contact.ID, Body: "wrong goods"}
		heard, err := s.Hear(t.Context(), noon, text, replies.Effects{Answer: &reminder.PlannedAnswer{AccountID: p.Account.ID,
			ContactID: p.Contact.ID, Template: reminder.AnswerDispute, Channel: channels.SMS, Answering: reminder.Answering{Reply: "rep_1"}}})
		is(t, err, nil)
		equal(t, find(t, s, heard.AnswerID).Reminder.Pin, templates.Pin{Version: 1})
	})
}

func TestWorkKnowsTheStageOfATemplateOfOnesOwn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		d, err := s.CreateTemplate(t.Context(), noon, templates.Template{Key: "letter", Stage: templates.Final}, reminder.NewDraft{Sources: wrote("own")}, nil)
		is(t, err, nil)
		_, err = s.Publish(t.Context(), noon, publishing(d), nil)
		is(t, err, nil)
		own, shipped := plan(1), plan(2)
		own.Reminder.Template = "letter"
		accept(t, s, own, shipped)
		other := open()
		w := claim(t, other, "one", own.Reminder.ID)[0]
		equal(t, w.Stage, templates.Final)
		equal(t, w.Reminder.Pin.Version, 1)
		equal(t, claim(t, other, "one", shipped.Reminder.ID)[0].Stage, templates.Gentle)
	})
}
