package store_test

import (
	"fmt"
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

// past is the history that the next decision about the numbered account sees.
func past(t testing.TB, s *store.Store, of int) []account.Entry {
	t.Helper()
	return claimed(t, s, planFor(1000, of), "one").History
}

// outcomes are those of the history, in the order of time.
func outcomes(history []account.Entry) []string {
	list := []string{}
	for _, e := range history {
		list = append(list, string(e.Channel)+" "+string(e.Outcome))
	}
	return list
}

// handedOverBy hands a reminder of the first account over by the channel, some
// seconds before noon.
func handedOverBy(t testing.TB, s *store.Store, n int, channel channels.Kind) reminder.Attempt {
	t.Helper()
	b := attemptOn(claimed(t, s, planFor(n, 1), "one"), "one")
	b.Attempt.Channel, b.Attempt.StartedAt = channel, noon.Add(time.Duration(n-1000)*time.Second)
	equal(t, begin(t, s, b), reminder.BegunOK)
	record(t, s, sent(b.Attempt, fmt.Sprint("SM", n)))
	return b.Attempt
}

func TestAnAttemptIsALineOfHistory(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a := handedOverBy(t, s, 1, channels.SMS)
		want := []account.Entry{{At: a.StartedAt, Channel: channels.SMS, Debts: []string{"R-1"},
			ContactID: plan(1).Contact.ID, Address: plan(1).Contact.Phone}}
		equal(t, past(t, s, 1), want)
		equal(t, standingOf(t, s, plan(1).Contact.ID).History, want)
	})
}

func TestOutcomesFollowTheProvidersWord(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		words := []channels.Status{channels.Sent, channels.Ringing, channels.Answered, channels.Delivered, channels.Read, channels.Voicemail,
			channels.NoAnswer, channels.BusyLine, channels.Undelivered, channels.Failed, channels.Canceled}
		for n, status := range words {
			a := handedOverBy(t, s, n, channels.Voice)
			receive(t, s, channels.Receipt{Channel: channels.Voice, Attempt: a.ID, Status: status}, false)
		}
		equal(t, outcomes(past(t, s, 1)), []string{"voice ", "voice ", "voice delivered", "voice delivered", "voice delivered", "voice voicemail",
			"voice no_answer", "voice busy", "voice not_in_service", "voice not_in_service", "voice not_in_service"})
	})
}

func TestWhatNoProviderTookIsNoContact(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		for n, state := range []reminder.AttemptState{reminder.Rejected, reminder.Lost, reminder.Unknown, reminder.Open} {
			a := begun(t, s, planFor(n, 1), "one")
			c := sent(a, "")
			c.Status, c.Attempt.State, c.Attempt.Status = reminder.Sending, state, ""
			record(t, s, c)
		}
		equal(t, len(past(t, s, 1)), 2)
	})
}

func TestWhatWasLostAndArrivedAfterAllIsAContact(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a := begun(t, s, planFor(1, 1), "one")
		c := sent(a, "")
		c.Status, c.Attempt.State, c.Attempt.Status = reminder.Failed, reminder.Lost, ""
		record(t, s, c)
		receive(t, s, channels.Receipt{Channel: channels.SMS, Attempt: a.ID, Status: channels.Delivered}, false)
		equal(t, outcomes(past(t, s, 1)), []string{"sms delivered"})
	})
}

func TestAKeyThatAsksForAPersonMakesTheCallAConversation(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		for n, digits := range []string{"1", "2", "3", "9"} {
			a := handedOverBy(t, s, n, channels.Voice)
			receive(t, s, channels.Receipt{Channel: channels.Voice, Attempt: a.ID, Status: channels.Delivered}, false)
			hear(t, s, replies.Text{Channel: channels.Voice, AccountID: a.AccountID, AttemptID: a.ID, ProviderID: "CA" + digits, Digits: digits}, replies.Effects{})
		}
		equal(t, outcomes(past(t, s, 1)), []string{"voice delivered", "voice conversation", "voice conversation", "voice delivered"})
	})
}

func TestAReplyIsALineOfItsOwnAndAnswersItsMessage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := planFor(1, 1)
		a := handedOverBy(t, s, 1, channels.SMS)
		r := textFrom(p, "Next week")
		r.AttemptID = a.ID
		hear(t, s, r, replies.Effects{})
		got := past(t, s, 1)
		equal(t, outcomes(got), []string{"sms replied", "sms replied"})
		equal(t, got[1], account.Entry{At: noon, Channel: channels.SMS, Inbound: true, Outcome: account.Replied, Debts: []string{"R-1"},
			ContactID: p.Contact.ID, Address: p.Contact.Phone})
	})
}

func TestAReplyMakesDecisionsThatDidNotKnowItStale(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		p := planFor(1, 1)
		handedOverBy(t, s, 1, channels.SMS)
		b := attemptOn(claimed(t, s, planFor(2, 1), "one"), "one")
		hear(t, open(), textFrom(p, "Next week"), replies.Effects{})
		equal(t, begin(t, s, b), reminder.BegunStale)
	})
}

func TestTestsAndLiveRemindersHaveHistoriesOfTheirOwn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		test, again := planFor(1, 1), planFor(2, 1)
		test.Reminder.Test, again.Reminder.Test = true, true
		begun(t, s, test, "one")
		live := handedOverBy(t, s, 3, channels.Email)
		accept(t, s, again, planFor(4, 1))
		works := claim(t, s, "one", again.Reminder.ID)
		equal(t, outcomes(works[0].History), []string{"sms "})
		equal(t, past(t, s, 1)[0].At, live.StartedAt)
	})
}

func TestAnEncounterIsALineOfHistoryAndIsTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := planFor(1, 1)
		b := attemptOn(claimed(t, s, p, "one"), "one")
		e := account.Entry{At: noon.Add(-time.Hour), Channel: channels.Voice, Outcome: account.Conversation, Debts: []string{"R-1, R-2", "R-3"},
			Address: p.Contact.Phone, ConsentCall: true}
		got, err := s.RecordEncounter(t.Context(), noon, p.Contact.ID, reminder.Encounter{Entry: e, By: "Kim", Text: "Pays on Friday"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		e.ContactID = p.Contact.ID
		equal(t, got, e)
		equal(t, past(t, s, 1), []account.Entry{e})
		equal(t, begin(t, s, b), reminder.BegunStale)
		events := history(t, s, "A-1")
		equal(t, string(events[1].Data), string(timeline.Encode(timeline.Contact{Contact: "main", Channel: "voice", Direction: "out",
			Outcome: "conversation", Invoices: e.Debts, At: e.At, By: "Kim", Text: "Pays on Friday"})))
	})
}

func TestWhatWentToASharedAddressElsewhereIsInTheHistory(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, other, third := planFor(1, 1), planFor(2, 2), planFor(3, 3)
		other.Contact.Phone = p.Contact.Phone
		begun(t, s, other, "one")
		begun(t, s, third, "one")
		w := claimed(t, s, p, "one")
		equal(t, w.History, []account.Entry{{At: noon, Channel: channels.SMS, ContactID: other.Contact.ID, Address: p.Contact.Phone, Elsewhere: true}})
	})
}

func TestHistoryGoesBackTwoMonths(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		edge := noon.AddDate(0, 0, -store.HistoryDays)
		for n, at := range []time.Time{edge, edge.Add(time.Second)} {
			b := attemptOn(claimed(t, s, planFor(n, 1), "one"), "one")
			b.Attempt.StartedAt = at
			equal(t, begin(t, s, b), reminder.BegunOK)
		}
		got := past(t, s, 1)
		equal(t, len(got), 1)
		equal(t, got[0].At, edge.Add(time.Second))
	})
}
