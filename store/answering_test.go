package store_test

import (
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

// answered hears a reply at the instant that is answered at once, and returns the
// answer.
func answered(t testing.TB, s *store.Store, p reminder.Planned, at time.Time, template string) (replies.Heard, reminder.Reminder) {
	t.Helper()
	e := replies.Effects{Answer: answering(p, template)}
	e.Answer.SendAt = at
	heard := hearAt(t, s, at, textFrom(p, "hello"), e)
	return heard, find(t, s, heard.AnswerID).Reminder
}

// sendAnswer carries an answer to its end.
func sendAnswer(t testing.TB, s *store.Store, id string) {
	t.Helper()
	b := attemptOn(claim(t, s, "one", id)[0], "one")
	equal(t, begin(t, s, b), reminder.BegunOK)
	if !record(t, s, sent(b.Attempt, "SM"+id)) {
		t.Fatal("not recorded")
	}
}

func TestAnAnswerIsAReminderThatKnowsWhatItAnswers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		e := promising(p, noon)
		e.Answer = answering(p, reminder.AnswerPromise)
		e.Answer.InvoiceIDs = []string{p.Invoices[0].ID}
		e.Answer.Answering = reminder.Answering{Reply: "rep_9", To: "+4930555", Subject: "Re: R-1", InReplyTo: "m1@customer.example",
			References: []string{"m0@us.example"}, Parts: []reminder.AnswerPart{
				{On: account.Date{Year: 2027, Month: 3, Day: 19}, Amount: account.Money{Minor: 12000, Currency: "EUR"}}}}
		heard := hear(t, s, textFrom(p, "on Friday"), e)
		equal(t, heard.AnswerAt, noon)
		work := claim(t, s, "one", heard.AnswerID)[0]
		equal(t, *work.Reminder.Answering, e.Answer.Answering)
		equal(t, []any{work.Reminder.Template, work.Reminder.Channel, work.Reminder.Channels, work.Reminder.ExpiresAt, work.Contact.ID},
			[]any{reminder.AnswerPromise, channels.SMS, []channels.Kind{channels.SMS}, noon.Add(72 * time.Hour), p.Contact.ID})
		equal(t, len(work.Invoices), 1)
		list, err := s.ListReminders(t.Context(), reminder.Filter{Account: "A-1", Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			equal(t, r.Answering != nil, r.ID == heard.AnswerID)
		}
		events := history(t, s, "A-1")
		last := events[len(events)-1]
		equal(t, []any{last.Kind, last.Actor, last.ReminderID}, []any{timeline.ReminderScheduled, timeline.System, heard.AnswerID})
	})
}

func TestAThreadGetsOneAutomaticAnswerADay(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		first, _ := answered(t, s, p, noon, reminder.AnswerPromise)
		sendAnswer(t, s, first.AnswerID)
		second, _ := answered(t, s, p, noon.Add(time.Hour), reminder.AnswerPaid)
		equal(t, second.AnswerAt, noon.Add(24*time.Hour))
		third, _ := answered(t, s, p, noon.Add(2*time.Hour), reminder.AnswerDispute)
		equal(t, third.AnswerAt, noon.Add(24*time.Hour))
		gone := find(t, s, second.AnswerID).Reminder
		equal(t, []string{string(gone.Status), gone.Reason}, []string{"canceled", "superseded"})
		equal(t, latest(t, s, "A-1", 5), []timeline.Kind{timeline.ReminderScheduled, timeline.ReplyReceived, timeline.ReminderCanceled, timeline.ReminderScheduled})
		fourth, _ := answered(t, s, p, noon.Add(60*time.Hour), reminder.AnswerPaid)
		equal(t, fourth.AnswerAt, noon.Add(60*time.Hour))
	})
}

func TestAnAnswerThatHasNotGoneOutGivesItsPlaceToTheNext(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		first, _ := answered(t, s, p, noon, reminder.AnswerPromise)
		second, _ := answered(t, s, p, noon.Add(time.Hour), reminder.AnswerPromise)
		equal(t, second.AnswerAt, noon.Add(time.Hour))
		equal(t, find(t, s, first.AnswerID).Reminder.Status, reminder.Canceled)
	})
}

func TestAnAnswerInSomebodysHandsIsNotTakenBackAndCounts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		first, _ := answered(t, s, p, noon, reminder.AnswerPromise)
		claim(t, s, "one", first.AnswerID)
		second, _ := answered(t, s, p, noon.Add(time.Hour), reminder.AnswerPromise)
		equal(t, second.AnswerAt, noon.Add(24*time.Hour))
		equal(t, find(t, s, first.AnswerID).Reminder.Status, reminder.Sending)
	})
}

func TestOtherThreadsAreAnsweredByThemselves(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		answered(t, s, p, noon, reminder.AnswerPromise)
		for name, change := range map[string]func(*reminder.PlannedAnswer){
			"by mail":           func(a *reminder.PlannedAnswer) { a.Channel = channels.Email },
			"at another number": func(a *reminder.PlannedAnswer) { a.Answering.To = "+4930777" },
			"a test":            func(a *reminder.PlannedAnswer) { a.Test = true },
			"by a person":       func(a *reminder.PlannedAnswer) { a.Answering.By, a.Template = "Kim", reminder.AnswerWritten },
		} {
			e := replies.Effects{Answer: answering(p, reminder.AnswerPromise)}
			change(e.Answer)
			if heard := hear(t, s, textFrom(p, "hello"), e); !heard.AnswerAt.Equal(noon) {
				t.Errorf("%s: answered at %v", name, heard.AnswerAt)
			}
		}
	})
}

func TestStopIsConfirmedOnceAndAtOnceAndSilencesTheRest(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		first, _ := answered(t, s, p, noon, reminder.AnswerPromise)
		sendAnswer(t, s, first.AnswerID)
		waits, _ := answered(t, s, p, noon.Add(time.Hour), reminder.AnswerPaid)
		stop := stopping(p)
		stop.Answer = answering(p, reminder.AnswerOptOut)
		stop.Answer.Answering.OptOut = true
		heard := hear(t, s, textFrom(p, "STOP"), stop)
		equal(t, heard.AnswerAt, noon)
		equal(t, find(t, s, waits.AnswerID).Reminder.Status, reminder.Canceled)
		equal(t, hear(t, s, textFrom(p, "STOP"), stop).AnswerID, "")
		equal(t, find(t, s, heard.AnswerID).Reminder.Status, reminder.Scheduled)
	})
}

func TestAnOptOutOfOneChannelLeavesTheAnswersByAnother(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		e := replies.Effects{Answer: answering(p, reminder.AnswerPromise)}
		e.Answer.Channel = channels.Email
		heard := hear(t, s, textFrom(p, "hello"), e)
		hear(t, s, textFrom(p, "STOP"), stopping(p))
		equal(t, find(t, s, heard.AnswerID).Reminder.Status, reminder.Scheduled)
		for _, o := range []account.OptOut{{Scope: account.ScopeContact, ContactID: "con_other"}, {Scope: account.ScopeContact, Channel: channels.Email, ContactID: p.Contact.ID}} {
			equal(t, find(t, s, heard.AnswerID).Reminder.Status, reminder.Scheduled)
			hear(t, s, textFrom(p, "no mail"), replies.Effects{OptOuts: []account.OptOut{o}})
		}
		equal(t, find(t, s, heard.AnswerID).Reminder.Status, reminder.Canceled)
	})
}

func TestAPaymentEndsAnAutomaticAnswerAndNoPersonsWords(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		e := replies.Effects{Answer: answering(p, reminder.AnswerPromise), FollowUps: []replies.FollowUp{{Cause: replies.CauseQuestion}}}
		e.Answer.InvoiceIDs = []string{p.Invoices[0].ID}
		automatic := hear(t, s, textFrom(p, "hello"), e).AnswerID
		written := *e.Answer
		written.Answering.By, written.Answering.Text = "Kim", "Thank you"
		id, err := s.AnswerFollowUp(t.Context(), noon, followUpsOf(t, s, replies.FollowUpFilter{})[0].ID, written, nil)
		if err != nil {
			t.Fatal(err)
		}
		payOn(t, s, noon, "A-1", 12000)
		equal(t, find(t, s, automatic).Reminder.Status, reminder.Skipped)
		equal(t, find(t, s, id).Reminder.Status, reminder.Scheduled)
	})
}
