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
	"github.com/goodterms/goodterms/timeline"
)

func followUpsOf(t testing.TB, s *store.Store, f replies.FollowUpFilter) []replies.FollowUp {
	t.Helper()
	if f.Limit == 0 {
		f.Limit = 100
	}
	list, err := s.ListFollowUps(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// asked hears a question that a person is to answer within a day.
func asked(t testing.TB, s *store.Store, p reminder.Planned) replies.FollowUp {
	t.Helper()
	heard := hear(t, s, textFrom(p, "why?"), replies.Effects{
		FollowUps: []replies.FollowUp{{Cause: replies.CauseQuestion, Action: replies.ActAnswer, Note: "A question", DueAt: noon.Add(24 * time.Hour),
			Suggestions: []replies.Suggestion{{AccountID: "acc_1", Reference: "A-1", ContactID: "con_1", Why: "invoice_number"}}}},
		Holds: []account.Hold{{Cause: account.HoldReply, Until: noon.AddDate(0, 0, 3)}},
	})
	for _, f := range followUpsOf(t, s, replies.FollowUpFilter{}) {
		if f.ReplyID == heard.ReplyID {
			return f
		}
	}
	t.Fatal("no follow-up")
	return replies.FollowUp{}
}

func TestAFollowUpIsKeptWhole(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		f := asked(t, s, p)
		equal(t, f, replies.FollowUp{ID: f.ID, AccountID: p.Account.ID, Account: p.Account.Reference, ContactID: p.Contact.ID, ReplyID: f.ReplyID,
			Cause: replies.CauseQuestion, Action: replies.ActAnswer, Note: "A question", Status: replies.Open,
			Suggestions: []replies.Suggestion{{AccountID: "acc_1", Reference: "A-1", ContactID: "con_1", Why: "invoice_number"}},
			DueAt:       noon.Add(24 * time.Hour), CreatedAt: noon})
		found, err := s.FindFollowUp(t.Context(), f.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, found, f)
		_, err = s.FindFollowUp(t.Context(), "fup_none")
		equal(t, errors.Is(err, replies.ErrNoFollowUp), true)
	})
}

func TestEachReplyHasItsOwnFollowUpButMachinesHaveOneWhileItIsNotDone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, other := plan(1), plan(2)
		accept(t, s, p, other)
		for range 2 {
			asked(t, s, p)
			for _, cause := range []replies.Cause{replies.CauseDead, replies.CauseBlocked, replies.CauseComplaint, replies.CauseLoop} {
				hear(t, s, textFrom(p, ""), replies.Effects{FollowUps: []replies.FollowUp{{Cause: cause}}})
			}
		}
		equal(t, len(followUpsOf(t, s, replies.FollowUpFilter{})), 6)
		hear(t, s, textFrom(other, ""), replies.Effects{FollowUps: []replies.FollowUp{{Cause: replies.CauseDead}}})
		dead := followUpsOf(t, s, replies.FollowUpFilter{Cause: replies.CauseDead})
		equal(t, len(dead), 2)
		if _, err := s.FollowUps().Close(t.Context(), noon, dead[0].ID, "Kim", "", false, nil); err != nil {
			t.Fatal(err)
		}
		hear(t, s, textFrom(p, ""), replies.Effects{FollowUps: []replies.FollowUp{{Cause: replies.CauseDead}}})
		equal(t, len(followUpsOf(t, s, replies.FollowUpFilter{Cause: replies.CauseDead})), 2)
	})
}

func TestTwoDeadAddressesOfAnAccountAreTwoFollowUps(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		for _, address := range []string{"a@customer.example", "b@customer.example", "a@customer.example"} {
			hear(t, s, textFrom(p, ""), replies.Effects{FollowUps: []replies.FollowUp{{Cause: replies.CauseDead}},
				OptOuts: []account.OptOut{{Channel: channels.Email, Address: address, Source: account.SourceBounce}}})
		}
		equal(t, len(followUpsOf(t, s, replies.FollowUpFilter{})), 2)
	})
}

func TestAFollowUpIsAssignedGivenBackMovedAndDone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		f := asked(t, s, p)
		step := func(got replies.FollowUp, err error) replies.FollowUp {
			if err != nil {
				t.Fatal(err)
			}
			stored, err := s.FindFollowUp(t.Context(), f.ID)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, stored, got)
			return got
		}
		work := s.FollowUps()
		got := step(work.Assign(t.Context(), noon, f.ID, "Kim", time.Time{}, nil))
		equal(t, []any{got.Status, got.Assignee, got.DueAt}, []any{replies.Assigned, "Kim", f.DueAt})
		got = step(work.Assign(t.Context(), noon, f.ID, "", noon.Add(time.Hour), nil))
		equal(t, []any{got.Status, got.Assignee, got.DueAt}, []any{replies.Open, "", noon.Add(time.Hour)})
		got = step(work.Close(t.Context(), noon, f.ID, "Kim", "told them", false, nil))
		equal(t, []any{got.Status, got.DoneAt, got.Outcome}, []any{replies.Done, noon, "told them"})
		equal(t, step(work.Close(t.Context(), noon.Add(time.Hour), f.ID, "Lee", "again", true, nil)), got)
		_, err := work.Assign(t.Context(), noon, f.ID, "Lee", time.Time{}, nil)
		equal(t, errors.Is(err, replies.ErrDone), true)
		_, err = work.AnswerFollowUp(t.Context(), noon, f.ID, *answering(p, reminder.AnswerWritten), nil)
		equal(t, errors.Is(err, replies.ErrDone), true)
		equal(t, len(holdsOf(t, s, "A-1", false)), 1)
		equal(t, latest(t, s, "A-1", 4), []timeline.Kind{timeline.FollowUpAssigned, timeline.FollowUpAssigned, timeline.FollowUpDone})
	})
}

func TestAFollowUpThatIsClosedReleasesTheHoldsOfItsReplyAlone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		f := asked(t, s, p)
		hear(t, s, textFrom(p, "hard times"), replies.Effects{Holds: []account.Hold{{Cause: account.HoldHardship}}})
		id := putOff(t, s)
		if _, err := s.FollowUps().Close(t.Context(), noon, f.ID, "Kim", "", true, nil); err != nil {
			t.Fatal(err)
		}
		left := holdsOf(t, s, "A-1", false)
		equal(t, len(left), 1)
		equal(t, left[0].Cause, account.HoldHardship)
		equal(t, find(t, s, id).Reminder.Status, reminder.Scheduled)
	})
}

func TestAPersonsAnswerGoesOutLikeAReminder(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		f := asked(t, s, p)
		a := *answering(p, reminder.AnswerWritten)
		a.Answering = reminder.Answering{Reply: f.ReplyID, By: "Kim", Text: "Because of R-1."}
		id, err := s.AnswerFollowUp(t.Context(), noon, f.ID, a, nil)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, *claim(t, s, "one", id)[0].Reminder.Answering, a.Answering)
		_, err = s.AnswerFollowUp(t.Context(), noon, "fup_none", a, nil)
		equal(t, errors.Is(err, replies.ErrNoFollowUp), true)
	})
}

func TestAFollowUpIsOverdueOnceForEachDueTime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		f := asked(t, s, p)
		equal(t, lapse(t, s, f.DueAt), []int{0, 0})
		late := f.DueAt.Add(time.Second)
		equal(t, lapse(t, s, late), []int{0, 1})
		equal(t, lapse(t, s, late), []int{0, 0})
		if _, err := s.Assign(t.Context(), late, f.ID, "Kim", late.Add(time.Hour), nil); err != nil {
			t.Fatal(err)
		}
		equal(t, lapse(t, s, late.Add(2*time.Hour)), []int{0, 1})
		equal(t, latest(t, s, "A-1", 4), []timeline.Kind{timeline.FollowUpOverdue, timeline.FollowUpAssigned, timeline.FollowUpOverdue})
	})
}

func TestAFollowUpOfNobodyIsOverdueToo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		hear(t, s, unmatched(plan(1), "who?"), replies.Effects{FollowUps: []replies.FollowUp{{Cause: replies.CauseUnmatched, DueAt: noon}}})
		equal(t, lapse(t, s, noon.Add(time.Second)), []int{0, 1})
	})
}

func TestFollowUpsAreListedByWhatTheyAre(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, other := plan(1), plan(2)
		accept(t, s, p, other)
		first, second, third := asked(t, s, p), asked(t, s, other), asked(t, s, p)
		if _, err := s.Assign(t.Context(), noon, second.ID, "Kim", noon.Add(-time.Hour), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := s.FollowUps().Close(t.Context(), noon, third.ID, "Kim", "", false, nil); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			filter replies.FollowUpFilter
			want   []string
		}{
			"all that are not done": {replies.FollowUpFilter{}, []string{first.ID, second.ID}},
			"open":                  {replies.FollowUpFilter{Status: replies.Open}, []string{first.ID}},
			"assigned":              {replies.FollowUpFilter{Status: replies.Assigned}, []string{second.ID}},
			"done":                  {replies.FollowUpFilter{Status: replies.Done}, []string{third.ID}},
			"of an account":         {replies.FollowUpFilter{Account: "A-1"}, []string{first.ID}},
			"of somebody":           {replies.FollowUpFilter{Assignee: "Kim"}, []string{second.ID}},
			"of a cause":            {replies.FollowUpFilter{Cause: replies.CauseLoop}, nil},
			"overdue":               {replies.FollowUpFilter{Overdue: noon}, []string{second.ID}},
			"the next page":         {replies.FollowUpFilter{After: first.ID, Limit: 1}, []string{second.ID}},
			"latest first":          {replies.FollowUpFilter{Latest: true}, []string{second.ID, first.ID}},
			"those before":          {replies.FollowUpFilter{Latest: true, After: second.ID}, []string{first.ID}},
		} {
			var got []string
			for _, f := range followUpsOf(t, s, c.filter) {
				got = append(got, f.ID)
			}
			if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
				t.Errorf("%s: got %v, want %v", name, got, c.want)
			}
		}
		_, err := s.ListFollowUps(t.Context(), replies.FollowUpFilter{Account: "none", Limit: 1})
		equal(t, errors.Is(err, account.ErrNotFound), true)
	})
}
