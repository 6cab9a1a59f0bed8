package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

func reread(t testing.TB, s *store.Store, r replies.Text, e replies.Effects, label *replies.Label) replies.Heard {
	t.Helper()
	heard, err := s.Reread(t.Context(), noon.Add(time.Hour), r, e, label, nil)
	if err != nil {
		t.Fatal(err)
	}
	return heard
}

func labelsOf(t testing.TB, s *store.Store) []replies.Label {
	t.Helper()
	list, err := s.ListLabels(t.Context(), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWhatAPersonReadsTakesThePlaceOfWhatWasRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		e := promising(p, noon)
		e.Disputes, e.Answer = disputing(p, p.Invoices[0].ID).Disputes, answering(p, reminder.AnswerPromise)
		r := textFrom(p, "not on Friday")
		heard := hear(t, s, r, e)
		r.ID = heard.ReplyID
		e.Answer.Answering.Reply = r.ID
		r.Intents = []intents.Found{{Intent: intents.Hardship, Certain: true}}
		hardship := replies.Effects{Holds: []account.Hold{{Cause: account.HoldHardship}}, FollowUps: []replies.FollowUp{{Cause: replies.CauseHardship}}}
		label := &replies.Label{By: "Kim", Channel: "sms", Locale: "en-GB", Zone: "Europe/London", Now: noon, Text: "not on Friday",
			Intents: []replies.LabelIntent{{Intent: "hardship"}}, Before: []replies.LabelIntent{{Intent: "promise_to_pay", Date: "2027-03-19", Amount: "120.00"}}}
		got := reread(t, s, r, hardship, label)
		equal(t, got, replies.Heard{ReplyID: r.ID, AccountID: p.Account.ID})
		equal(t, promisesOf(t, s, "A-1"), []account.PromiseStatus{account.PromiseCanceled})
		holds := holdsOf(t, s, "A-1", true)
		equal(t, []string{holds[0].Cause, holds[1].Cause, holds[1].EndedBy}, []string{"hardship", "promise", "correction"})
		disputes, err := s.ListDisputes(t.Context(), replies.ArrangementFilter{Account: "A-1", Ended: true})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, []string{string(disputes[0].Status), disputes[0].Outcome}, []string{"resolved", "corrected"})
		equal(t, replyOf(t, s, r.ID).Intents, r.Intents)
		equal(t, latest(t, s, "A-1", 6), []timeline.Kind{timeline.ReplyRead, timeline.HoldReleased, timeline.PromiseCanceled,
			timeline.DisputeResolved, timeline.HoldPlaced, timeline.FollowUpOpened})
		want := *label
		kept := labelsOf(t, s)
		want.ID, want.ReplyID, want.At = kept[0].ID, r.ID, noon.Add(time.Hour)
		equal(t, kept, []replies.Label{want})
	})
}

func TestACorrectionTakesBackTheAnswerThatWaitsAndLeavesTheOptOut(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		r, e := textFrom(p, "stop by on Friday"), stopping(p)
		r.ID = ids.New("rep", noon)
		e.Answer = answering(p, reminder.AnswerOptOut)
		e.Answer.Answering.Reply = r.ID
		heard := hear(t, s, r, e)
		equal(t, heard.ReplyID, r.ID)
		reread(t, s, r, replies.Effects{}, nil)
		equal(t, find(t, s, heard.AnswerID).Reminder.Status, reminder.Canceled)
		equal(t, optedOut(claim(t, s, "one", p.Reminder.ID)[0].OptOuts), []string{"address sms", "address voice", "contact sms", "contact voice"})
	})
}

func TestAReplyThatAPersonMatchedTakesEffectAtItsAccount(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		b := attemptOn(claimed(t, s, p, "one"), "one")
		r := unmatched(p, "on Friday")
		r.ID = hear(t, s, r, replies.Effects{FollowUps: []replies.FollowUp{
			{Cause: replies.CauseUnmatched, Action: replies.ActMatch}, {Cause: replies.CauseQuestion}}}).ReplyID
		r.Match, r.AccountID, r.ContactID = replies.ByPerson, p.Account.ID, p.Contact.ID
		e := promising(p, noon)
		e.FollowUps = []replies.FollowUp{{Cause: replies.CauseQuestion}, {Cause: replies.CausePlan}}
		reread(t, s, r, e, nil)
		equal(t, begin(t, s, b), reminder.BegunStale)
		equal(t, latest(t, s, "A-1", 1), []timeline.Kind{timeline.ReplyRead, timeline.FollowUpDone, timeline.PromiseMade,
			timeline.HoldPlaced, timeline.FollowUpOpened})
		var causes []replies.Cause
		for _, f := range followUpsOf(t, s, replies.FollowUpFilter{Account: "A-1"}) {
			causes = append(causes, f.Cause)
			equal(t, f.ContactID, p.Contact.ID)
		}
		equal(t, len(causes), 2)
		equal(t, replyOf(t, s, r.ID).Match, replies.ByPerson)
	})
}

func TestAReplyMovedToAnotherAccountLeavesTheFirstAsItWas(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, other := plan(1), plan(2)
		accept(t, s, p, other)
		r := textFrom(p, "on Friday")
		r.ID = hear(t, s, r, promising(p, noon)).ReplyID
		id := putOff(t, s)
		r.Match, r.AccountID, r.ContactID = replies.ByPerson, other.Account.ID, other.Contact.ID
		reread(t, s, r, promising(other, noon), nil)
		equal(t, []int{len(holdsOf(t, s, "A-1", false)), len(holdsOf(t, s, "A-2", false))}, []int{0, 1})
		equal(t, promisesOf(t, s, "A-1"), []account.PromiseStatus{account.PromiseCanceled})
		equal(t, find(t, s, id).Reminder.Status, reminder.Scheduled)
	})
}

func TestACorrectionHappensOnceByItsKey(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		r := textFrom(p, "on Friday")
		r.ID = hear(t, s, r, replies.Effects{}).ReplyID
		idem := &reminder.Idempotency{KeyID: "key_1", Key: "k", Request: "hash", Make: func(effect any) (int, string, []byte) {
			return 200, "", []byte(effect.(replies.Heard).ReplyID)
		}}
		if _, err := s.Reread(t.Context(), noon, r, promising(p, noon), &replies.Label{By: "Kim"}, idem); err != nil {
			t.Fatal(err)
		}
		_, err := s.Reread(t.Context(), noon, r, promising(p, noon), &replies.Label{By: "Kim"}, idem)
		equal(t, errors.Is(err, reminder.ErrAnswered), true)
		equal(t, len(labelsOf(t, s)), 1)
		r.ID = "rep_none"
		_, err = s.Reread(t.Context(), noon, r, replies.Effects{}, nil, nil)
		equal(t, errors.Is(err, replies.ErrNoReply), true)
	})
}

func TestRepliesAreListedByWhatTheyAre(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		own, stray, bounce := textFrom(p, "hello"), unmatched(p, "who?"), textFrom(p, "")
		bounce.Kind = "bounce"
		list := map[string]replies.Text{}
		for n, r := range []replies.Text{own, stray, bounce} {
			heard := hearAt(t, s, noon.Add(time.Duration(n)*time.Second), r, replies.Effects{})
			list[heard.ReplyID] = r
		}
		for name, c := range map[string]struct {
			filter replies.ReplyFilter
			want   []string
		}{
			"all":                        {replies.ReplyFilter{}, []string{"hello", "who?", ""}},
			"of an account":              {replies.ReplyFilter{Account: "A-1"}, []string{"hello", ""}},
			"of nobody":                  {replies.ReplyFilter{Unmatched: true}, []string{"who?"}},
			"of a kind":                  {replies.ReplyFilter{Kind: "bounce"}, []string{""}},
			"of a kind and an account":   {replies.ReplyFilter{Account: "A-1", Kind: "reply"}, []string{"hello"}},
			"one page":                   {replies.ReplyFilter{Limit: 1}, []string{"hello"}},
			"latest first":               {replies.ReplyFilter{Latest: true}, []string{"", "who?", "hello"}},
			"the latest of nobody":       {replies.ReplyFilter{Latest: true, Unmatched: true}, []string{"who?"}},
			"of nobody and of a machine": {replies.ReplyFilter{Unmatched: true, Kind: "bounce"}, nil},
		} {
			if c.filter.Limit == 0 {
				c.filter.Limit = 9
			}
			found, err := s.ListReplies(t.Context(), c.filter)
			if err != nil {
				t.Fatal(err)
			}
			var bodies []string
			for _, r := range found {
				bodies = append(bodies, r.Body)
				equal(t, r.Raw, "")
			}
			if len(bodies) != len(c.want) || len(bodies) > 0 && bodies[0] != c.want[0] {
				t.Errorf("%s: %q, want %q", name, bodies, c.want)
			}
		}
		_, err := s.ListReplies(t.Context(), replies.ReplyFilter{Account: "none"})
		equal(t, errors.Is(err, account.ErrNotFound), true)
	})
}

func TestTheLatestMessagesBothWaysAreShownNewestFirst(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		a := handedOver(t, s, p, "SM1")
		r := textFrom(p, "why?")
		r.At = noon.Add(time.Minute)
		id := hear(t, s, r, replies.Effects{}).ReplyID
		list, err := s.ListRecentMessages(t.Context(), p.Account.ID, 5)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, list, []replies.Message{
			{At: noon.Add(time.Minute), Channel: "sms", Incoming: true, ID: id, Text: "why?"},
			{At: noon, Channel: "sms", ID: a.ID, Template: "gentle", Text: "Guten Tag", Status: "accepted"}})
		list, err = s.ListRecentMessages(t.Context(), p.Account.ID, 1)
		equal(t, err == nil && len(list) == 1 && list[0].Incoming, true)
	})
}

func TestAMailboxIsReadOnFromWhereItWasLeft(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		for _, want := range [][]uint32{{0, 0}, {7, 12}, {1<<32 - 1, 1<<32 - 1}, {8, 0}} {
			if want[0] != 0 {
				if err := s.SetMailboxCursor(t.Context(), "INBOX", want[0], want[1]); err != nil {
					t.Fatal(err)
				}
			}
			validity, uid, err := open().MailboxCursor(t.Context(), "INBOX")
			if err != nil {
				t.Fatal(err)
			}
			equal(t, []uint32{validity, uid}, want)
		}
	})
}

func TestMachinesAreNoContactOfTheCustomer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		a := handedOver(t, s, p, "SM1")
		for _, kind := range []mail.Kind{mail.Bounce, mail.Complaint, mail.AutoReply, mail.DeliveryNotice, mail.Unknown} {
			r := textFrom(p, "away")
			r.AttemptID, r.Kind = a.ID, kind
			hear(t, s, r, replies.Effects{})
		}
		equal(t, len(standingOf(t, s, p.Contact.ID).History), 1)
		hear(t, s, textFrom(p, "I am back"), replies.Effects{})
		history := standingOf(t, s, p.Contact.ID).History
		equal(t, len(history), 2)
		equal(t, []string{history[1].ContactID, string(history[1].Outcome)}, []string{p.Contact.ID, "replied"})
	})
}
