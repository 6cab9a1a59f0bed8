package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func situation(t testing.TB, s *store.Store, c replies.Cues) replies.Situation {
	t.Helper()
	found, err := s.FindSituation(t.Context(), noon.Add(time.Hour), c)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// matched is by what, to which account and by which attempt a reply was matched.
func matched(s replies.Situation) []string {
	return []string{string(s.Match), s.Standing.Account.Reference, s.Attempt.ID}
}

func suggested(s replies.Situation) (list []string) {
	for _, one := range s.Suggestions {
		list = append(list, one.Reference+" "+one.Why)
	}
	return list
}

func TestTheMostTrustworthyCueMatches(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, other := plan(1), plan(2)
		a, b := handedOver(t, s, p, "SM1"), handedOver(t, s, other, "SM2")
		all := replies.Cues{Channel: channels.SMS, Attempt: a.ID, Sender: other.Contact.Phone, Reminders: []replies.Cue{
			{ReminderID: "rem_none", Match: replies.ByToken}, {ReminderID: other.Reminder.ID, Match: replies.ByHeader}}}
		equal(t, matched(situation(t, s, all)), []string{"call", "A-1", a.ID})
		all.Attempt = "att_none"
		equal(t, matched(situation(t, s, all)), []string{"message_id", "A-2", b.ID})
		all.Reminders, all.Sender = nil, p.Contact.Phone
		equal(t, matched(situation(t, s, all)), []string{"thread", "A-1", a.ID})
		all.Sender = "+49305555555"
		equal(t, situation(t, s, all), replies.Situation{})
		equal(t, situation(t, s, replies.Cues{Channel: channels.Email}), replies.Situation{})
	})
}

func TestASituationTellsAllThatIsKnown(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		paid, early := p.Invoices[0], p.Invoices[0]
		paid.ID, paid.Number, paid.Balance.Minor = "inv_paid", "R-2", 0
		early.ID, early.Number, early.DueOn = "inv_early", "R-3", p.Invoices[0].DueOn.AddDays(-9)
		p.Invoices = append(p.Invoices, paid, early)
		a := handedOver(t, s, p, "SM1")
		hear(t, s, textFrom(p, "on Friday"), promising(p, noon))
		got := situation(t, s, replies.Cues{Channel: channels.SMS, Sender: p.Contact.Phone})
		equal(t, got.Reminder.ID, a.ReminderID)
		equal(t, got.Standing.Contact, p.Contact)
		equal(t, len(got.Standing.Holds), 1)
		equal(t, []string{got.Invoices[0].Number, got.Invoices[1].Number}, []string{"R-3", "R-1"})
		equal(t, len(got.Invoices), 2)
		equal(t, got.Promises[0].InvoiceIDs, []string{p.Invoices[0].ID})
		byHand, err := s.FindContactSituation(t.Context(), noon, p.Contact.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, []any{byHand.Match, byHand.Standing.Account.ID, len(byHand.Invoices), len(byHand.Promises)},
			[]any{replies.ByPerson, p.Account.ID, 2, 1})
		_, err = s.FindContactSituation(t.Context(), noon, "con_none")
		equal(t, errors.Is(err, account.ErrNoContact), true)
	})
}

func TestANumberThatWeWroteToForSeveralAccountsIsNotCertain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, other := plan(1), plan(2)
		other.Contact.Phone = p.Contact.Phone
		handedOver(t, s, p, "SM1")
		b := attemptOn(claimed(t, s, other, "one"), "one")
		b.Attempt.StartedAt = noon.Add(time.Second)
		equal(t, begin(t, s, b), reminder.BegunOK)
		got := situation(t, s, replies.Cues{Channel: channels.SMS, Sender: p.Contact.Phone})
		equal(t, matched(got), []string{"sender", "A-2", b.Attempt.ID})
		equal(t, suggested(got), []string{"A-2 recent_thread", "A-1 recent_thread"})
	})
}

func TestANumberIsAThreadOnlyWhereSomethingWasSentLately(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		a := handedOver(t, s, p, "SM1")
		cues := replies.Cues{Channel: channels.SMS, Sender: p.Contact.Phone}
		for name, c := range map[string]struct {
			test bool
			at   time.Time
			want replies.Match
		}{
			"a message of ours": {false, noon.Add(time.Hour), replies.ByThread},
			"of another year":   {false, noon.AddDate(2, 0, 0), replies.BySender},
			"in tests none was": {true, noon.Add(time.Hour), replies.BySender},
		} {
			cues.Test = c.test
			got, err := s.FindSituation(t.Context(), c.at, cues)
			if err != nil || got.Match != c.want {
				t.Errorf("%s: %q, %v", name, got.Match, err)
			}
		}
		cues.Test = true
		equal(t, situation(t, s, replies.Cues{Channel: channels.Voice, Test: true, Attempt: a.ID}), replies.Situation{})
		equal(t, situation(t, s, replies.Cues{Channel: channels.Email, Test: true, Reminders: []replies.Cue{{ReminderID: p.Reminder.ID, Match: replies.ByToken}}}), replies.Situation{})
	})
}

func TestASenderThatSeveralAccountsHaveIsMatchedToNone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, other, third := plan(1), plan(2), plan(3)
		other.Contact.Email = p.Contact.Email
		accept(t, s, p, other, third)
		one := situation(t, s, replies.Cues{Channel: channels.Email, Sender: third.Contact.Email})
		equal(t, matched(one), []string{"sender", "A-3", ""})
		equal(t, suggested(one), []string{"A-3 sender_address"})
		several := situation(t, s, replies.Cues{Channel: channels.Email, Sender: p.Contact.Email})
		equal(t, matched(several), []string{"", "", ""})
		equal(t, len(several.Suggestions), 2)
		equal(t, several.Match.Certain() || one.Match.Certain(), false)
	})
}

func TestAReminderIsAnsweredByItsLatestMessageOfTheChannel(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		first := begun(t, s, p, "one")
		retry := sent(first, "")
		retry.Status, retry.Attempt.State, retry.SendAt = reminder.Scheduled, reminder.Rejected, noon
		equal(t, record(t, s, retry), true)
		b := attemptOn(claim(t, s, "one", p.Reminder.ID)[0], "one")
		b.Attempt.Channel, b.Attempt.Address = channels.Email, p.Contact.Email
		equal(t, begin(t, s, b), reminder.BegunOK)
		for channel, want := range map[channels.Kind]string{channels.SMS: first.ID, channels.Email: b.Attempt.ID, channels.Voice: b.Attempt.ID} {
			got := situation(t, s, replies.Cues{Channel: channel, Reminders: []replies.Cue{{ReminderID: p.Reminder.ID, Match: replies.ByToken}}})
			equal(t, got.Attempt.ID, want)
		}
	})
}
