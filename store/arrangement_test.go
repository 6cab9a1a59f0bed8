package store_test

import (
	"encoding/json"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

// promising promises to pay all that is owed four days after the instant, and
// holds reminders until three days later.
func promising(p reminder.Planned, at time.Time) replies.Effects {
	grace := at.AddDate(0, 0, 7)
	return replies.Effects{
		Promises: []account.Promise{{ContactID: p.Contact.ID, InvoiceIDs: []string{p.Invoices[0].ID},
			PayBy: account.DateOf(at.AddDate(0, 0, 4)), GraceUntil: grace}},
		Holds: []account.Hold{{InvoiceID: p.Invoices[0].ID, Cause: account.HoldPromise, Until: grace}},
	}
}

func holdsOf(t testing.TB, s *store.Store, reference string, ended bool) []account.Hold {
	t.Helper()
	list, err := s.ListHolds(t.Context(), replies.ArrangementFilter{Account: reference, Ended: ended})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func promisesOf(t testing.TB, s *store.Store, reference string) (statuses []account.PromiseStatus) {
	t.Helper()
	list, err := s.ListPromises(t.Context(), replies.ArrangementFilter{Account: reference, Ended: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		statuses = append(statuses, p.Status)
	}
	return statuses
}

// payOn records a payment on the account's only invoice.
func payOn(t testing.TB, s *store.Store, at time.Time, reference string, minor int64) {
	t.Helper()
	_, err := s.RecordPayment(t.Context(), at, reminder.Payment{AccountReference: reference, InvoiceNumber: "R-1",
		Amount: account.Money{Minor: minor, Currency: "EUR"}, PaidOn: account.DateOf(at)}, nil)
	if err != nil {
		t.Fatal(err)
	}
}

func TestAPromiseIsRecordedAndHoldsItsReminders(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		b := attemptOn(claimed(t, s, p, "one"), "one")
		heard := hear(t, s, textFrom(p, "on Friday"), promising(p, noon))
		equal(t, begin(t, s, b), reminder.BegunStale)
		works, err := s.Reload(t.Context(), []string{p.Reminder.ID}, "one")
		if err != nil {
			t.Fatal(err)
		}
		want := []account.Hold{{AccountID: p.Account.ID, InvoiceID: p.Invoices[0].ID, Cause: account.HoldPromise,
			Until: noon.AddDate(0, 0, 7), Source: "reply", Proof: heard.ReplyID, At: noon}}
		want[0].ID = works[0].Holds[0].ID
		equal(t, works[0].Holds, want)
		equal(t, standingOf(t, s, p.Contact.ID).Holds, want)
		equal(t, holdsOf(t, s, "A-1", false), want)
		equal(t, latest(t, s, "A-1", 1), []timeline.Kind{timeline.ReplyReceived, timeline.PromiseMade, timeline.HoldPlaced})
		events := history(t, s, "A-1")
		equal(t, decode[timeline.Promise](t, events[2]).Invoices, []string{"R-1"})
		equal(t, decode[timeline.Hold](t, events[3]), timeline.Hold{Cause: "promise", Invoices: []string{"R-1"},
			Until: noon.AddDate(0, 0, 7), Reply: heard.ReplyID})
	})
}

func decode[T any](t testing.TB, e timeline.Event) (data T) {
	t.Helper()
	if err := json.Unmarshal(e.Data, &data); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAHoldWhoseTimeHasComeIsNotInForce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		hearAt(t, s, noon.AddDate(0, 0, -7), textFrom(p, "on Friday"), promising(p, noon.AddDate(0, 0, -7)))
		equal(t, len(standingOf(t, s, p.Contact.ID).Holds), 0)
		equal(t, len(claim(t, s, "one", p.Reminder.ID)[0].Holds), 0)
	})
}

func TestALaterPromiseTakesThePlaceOfTheOneBefore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		hear(t, s, textFrom(p, "on Friday"), promising(p, noon))
		later := noon.AddDate(0, 0, -2) // it ends earlier than the one before
		second := hear(t, s, textFrom(p, "no, on Wednesday"), promising(p, later))
		equal(t, promisesOf(t, s, "A-1"), []account.PromiseStatus{account.PromiseOpen, account.PromiseCanceled})
		holds := holdsOf(t, s, "A-1", false)
		equal(t, len(holds), 1)
		equal(t, []any{holds[0].Proof, holds[0].Until}, []any{second.ReplyID, later.AddDate(0, 0, 7)})
		equal(t, latest(t, s, "A-1", 4), []timeline.Kind{timeline.ReplyReceived, timeline.PromiseCanceled, timeline.HoldReleased,
			timeline.PromiseMade, timeline.HoldPlaced})
	})
}

func TestAHoldIsNotDoubledButLastsAsLongAsTheLongerOne(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return noon.AddDate(0, 0, n) }
	for name, c := range map[string]struct {
		first, second, want time.Time
		told                bool
	}{
		"a later end":           {day(3), day(5), day(5), true},
		"an earlier end":        {day(5), day(3), day(5), false},
		"the same end":          {day(5), day(5), day(5), false},
		"none any more":         {day(5), time.Time{}, time.Time{}, true},
		"one where was none":    {time.Time{}, day(5), time.Time{}, false},
		"still none":            {time.Time{}, time.Time{}, time.Time{}, false},
		"one that was over":     {day(-1), day(5), day(5), true},
		"none where one lapsed": {day(-1), time.Time{}, time.Time{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
				p := plan(1)
				accept(t, s, p)
				hold := account.Hold{Cause: account.HoldAway, Until: c.first}
				hearAt(t, s, noon.AddDate(0, 0, -2), textFrom(p, "away"), replies.Effects{Holds: []account.Hold{hold}})
				hold.Until = c.second
				hear(t, s, textFrom(p, "away"), replies.Effects{Holds: []account.Hold{hold, hold}})
				holds := standingOf(t, s, p.Contact.ID).Holds
				equal(t, len(holds), 1)
				equal(t, holds[0].Until, c.want)
				equal(t, len(history(t, s, "A-1")), 4+map[bool]int{true: 1}[c.told])
			})
		})
	}
}

func TestHoldsOfOneCauseAreToldOnceWithTheirInvoices(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		other := p.Invoices[0]
		other.ID, other.Number = account.StableID("inv", "R-2"), "R-2"
		p.Invoices = append(p.Invoices, other)
		accept(t, s, p)
		hear(t, s, textFrom(p, "wrong"), replies.Effects{Holds: []account.Hold{
			{InvoiceID: p.Invoices[0].ID, Cause: account.HoldDisputed}, {InvoiceID: other.ID, Cause: account.HoldDisputed},
			{ContactID: p.Contact.ID, Cause: account.HoldAway, Until: noon.Add(time.Hour)}}})
		events := history(t, s, "A-1")[2:]
		equal(t, len(events), 2)
		equal(t, decode[timeline.Hold](t, events[0]).Invoices, []string{"R-1", "R-2"})
		away := decode[timeline.Hold](t, events[1])
		equal(t, []any{away.Cause, away.Contact, len(away.Invoices), away.Until}, []any{"away", "main", 0, noon.Add(time.Hour)})
	})
}

func disputing(p reminder.Planned, of ...string) (e replies.Effects) {
	e.Disputes = []account.Dispute{{ContactID: p.Contact.ID, InvoiceIDs: of}}
	for _, id := range of {
		e.Holds = append(e.Holds, account.Hold{InvoiceID: id, Cause: account.HoldDisputed})
	}
	return e
}

func TestEachReplyDisputesForItselfAndTheEndOfOneLeavesTheOther(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		open := func() (disputes []account.Dispute, holds int) {
			disputes, err := s.ListDisputes(t.Context(), replies.ArrangementFilter{Account: "A-1"})
			if err != nil {
				t.Fatal(err)
			}
			list, err := s.ListHolds(t.Context(), replies.ArrangementFilter{Account: "A-1"})
			if err != nil {
				t.Fatal(err)
			}
			return disputes, len(list)
		}
		hear(t, s, textFrom(p, "wrong"), disputing(p, "inv_1"))
		hear(t, s, textFrom(p, "wrong again"), disputing(p, "inv_1"))
		disputes, holds := open()
		equal(t, []int{len(disputes), holds}, []int{2, 2})
		if _, err := s.ResolveDispute(t.Context(), noon, disputes[0].ID, "Dana", "settled", nil); err != nil {
			t.Fatal(err)
		}
		disputes, holds = open()
		equal(t, []int{len(disputes), holds}, []int{1, 1})
	})
}

// putOff is a second reminder of the account that a decision has put off.
func putOff(t testing.TB, s *store.Store) string {
	t.Helper()
	w := claimed(t, s, planFor(2, 1), "two")
	if !record(t, s, reminder.Change{ReminderID: w.Reminder.ID, AccountID: w.Account.ID, Owner: "two", Status: reminder.Held}) {
		t.Fatal("not held")
	}
	return w.Reminder.ID
}

func TestEndingAnArrangementEndsItsHoldsAndHasWhatWaitsDecidedAnew(t *testing.T) {
	t.Parallel()
	p := plan(1)
	for name, c := range map[string]struct {
		effects replies.Effects
		end     func(t *testing.T, s *store.Store) error
		kinds   []timeline.Kind
	}{
		"a hold": {replies.Effects{Holds: []account.Hold{{Cause: account.HoldHardship}}}, func(t *testing.T, s *store.Store) error {
			h, err := s.ReleaseHold(t.Context(), noon, holdsOf(t, s, "A-1", true)[0].ID, "Kim", "agreed", nil)
			equal(t, []any{h.EndedBy, h.EndedAt}, []any{"Kim", noon})
			return err
		}, []timeline.Kind{timeline.HoldReleased}},
		"a promise": {promising(p, noon), func(t *testing.T, s *store.Store) error {
			list, err := s.ListPromises(t.Context(), replies.ArrangementFilter{Account: "A-1", Ended: true})
			if err != nil {
				return err
			}
			got, err := s.CancelPromise(t.Context(), noon, list[0].ID, "Kim", "a mistake", nil)
			equal(t, got.Status, account.PromiseCanceled)
			return err
		}, []timeline.Kind{timeline.PromiseCanceled, timeline.HoldReleased}},
		"a dispute": {disputing(p, p.Invoices[0].ID), func(t *testing.T, s *store.Store) error {
			list, err := s.ListDisputes(t.Context(), replies.ArrangementFilter{Account: "A-1", Ended: true})
			if err != nil {
				return err
			}
			got, err := s.ResolveDispute(t.Context(), noon, list[0].ID, "Kim", "the bill is right", nil)
			equal(t, []string{string(got.Status), got.Outcome}, []string{"resolved", "the bill is right"})
			return err
		}, []timeline.Kind{timeline.DisputeResolved, timeline.HoldReleased}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
				accept(t, s, p)
				hear(t, s, textFrom(p, "please"), c.effects)
				before := len(history(t, s, "A-1"))
				id := putOff(t, s)
				for range 2 { // the second time nothing happens
					if err := c.end(t, s); err != nil {
						t.Fatal(err)
					}
				}
				equal(t, latest(t, s, "A-1", before+1), c.kinds)
				equal(t, len(holdsOf(t, s, "A-1", false)), 0)
				equal(t, find(t, s, id).Reminder.Status, reminder.Scheduled)
			})
		})
	}
}

func TestWhatIsNotArrangedIsNotFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		_, err := s.ReleaseHold(t.Context(), noon, "hld_none", "", "", nil)
		equal(t, errors.Is(err, replies.ErrNoHold), true)
		_, err = s.CancelPromise(t.Context(), noon, "prm_none", "", "", nil)
		equal(t, errors.Is(err, replies.ErrNoPromise), true)
		_, err = s.ResolveDispute(t.Context(), noon, "dsp_none", "", "", nil)
		equal(t, errors.Is(err, replies.ErrNoDispute), true)
		_, err = s.ListHolds(t.Context(), replies.ArrangementFilter{Account: "none"})
		equal(t, errors.Is(err, account.ErrNotFound), true)
	})
}

func TestAnArrangementIsEndedOnceByItsKey(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		hear(t, s, textFrom(p, "please"), replies.Effects{Holds: []account.Hold{{Cause: account.HoldHardship}}})
		idem := &reminder.Idempotency{KeyID: "key_1", Key: "k", Request: "hash", Make: func(effect any) (int, string, []byte) {
			return 200, "", []byte(effect.(account.Hold).EndedBy)
		}}
		id := holdsOf(t, s, "A-1", false)[0].ID
		if _, err := s.ReleaseHold(t.Context(), noon, id, "Kim", "", idem); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ReleaseHold(t.Context(), noon, id, "Kim", "", idem); !errors.Is(err, reminder.ErrAnswered) {
			t.Fatalf("got %v", err)
		}
		a, _, err := s.FindAnswer(t.Context(), "key_1", "k", noon)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, string(a.Body), "Kim")
	})
}

func TestMoneyKeepsAPromiseAndEndsWhatWaitedForIt(t *testing.T) {
	t.Parallel()
	p, euros := plan(1), func(n int64) account.Money { return account.Money{Minor: 100 * n, Currency: "EUR"} }
	for name, c := range map[string]struct {
		amount account.Money
		before int64 // paid before the promise
		paid   []int64
		kept   bool
	}{
		"all, and all came":                {account.Money{}, 0, []int64{12000}, true},
		"all, and a part came":             {account.Money{}, 0, []int64{11999}, false},
		"a part, and it came":              {euros(50), 0, []int64{5000}, true},
		"a part, and less came":            {euros(50), 0, []int64{4999}, false},
		"a part, in two payments":          {euros(50), 0, []int64{2500, 2500}, true},
		"what was paid before counts not":  {euros(50), 3000, []int64{2000}, false},
		"more than is owed, and all came":  {euros(500), 0, []int64{12000}, true},
		"all, after a part was paid first": {account.Money{}, 3000, []int64{9000}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
				accept(t, s, p)
				if c.before > 0 {
					payOn(t, s, noon.Add(-time.Hour), "A-1", c.before)
				}
				e := promising(p, noon)
				e.Promises[0].Amount = c.amount
				hear(t, s, textFrom(p, "on Friday"), e)
				for n, minor := range c.paid {
					payOn(t, s, noon.Add(time.Duration(n)*time.Minute), "A-1", minor)
				}
				status := map[bool]account.PromiseStatus{true: account.PromiseKept, false: account.PromiseOpen}[c.kept]
				equal(t, promisesOf(t, s, "A-1"), []account.PromiseStatus{status})
				equal(t, len(holdsOf(t, s, "A-1", false)) == 0, c.kept)
				if all := holdsOf(t, s, "A-1", true); c.kept {
					equal(t, all[0].EndedBy, "payment")
				}
			})
		})
	}
}

func TestAPaymentOfTheFirstInstalmentKeepsTheFirstAlone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		e := promising(p, noon)
		e.Promises = append(e.Promises, e.Promises[0])
		for n := range e.Promises {
			e.Promises[n].Amount = account.Money{Minor: 6000, Currency: "EUR"}
			e.Promises[n].PayBy = e.Promises[n].PayBy.AddDays(30 * n)
		}
		e.Holds[0].Until = noon.AddDate(0, 1, 9)
		hear(t, s, textFrom(p, "half now, half next month"), e)
		payOn(t, s, noon, "A-1", 6000)
		equal(t, promisesOf(t, s, "A-1"), []account.PromiseStatus{account.PromiseOpen, account.PromiseKept})
		equal(t, len(holdsOf(t, s, "A-1", false)), 1)
		payOn(t, s, noon, "A-1", 6000)
		equal(t, promisesOf(t, s, "A-1"), []account.PromiseStatus{account.PromiseKept, account.PromiseKept})
		equal(t, len(holdsOf(t, s, "A-1", false)), 0)
	})
}

func TestAPaymentEndsTheHoldOfWhoSaidThatItWasPaid(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		hear(t, s, textFrom(p, "paid"), replies.Effects{Holds: []account.Hold{
			{InvoiceID: p.Invoices[0].ID, Cause: account.HoldClaimsPaid}, {InvoiceID: p.Invoices[0].ID, Cause: account.HoldDisputed}}})
		payOn(t, s, noon, "A-1", 6000)
		equal(t, len(holdsOf(t, s, "A-1", false)), 2)
		payOn(t, s, noon, "A-1", 6000)
		left := holdsOf(t, s, "A-1", false)
		equal(t, len(left), 1)
		equal(t, left[0].Cause, account.HoldDisputed)
	})
}

func lapse(t testing.TB, s *store.Store, at time.Time) []int {
	t.Helper()
	broken, escalated, err := s.Lapse(t.Context(), at, 100)
	if err != nil {
		t.Fatal(err)
	}
	return []int{broken, escalated}
}

func TestAPromiseIsBrokenOnceWhenItsGraceHasEnded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		hear(t, s, textFrom(p, "on Friday"), promising(p, noon))
		end := noon.AddDate(0, 0, 7)
		equal(t, lapse(t, s, end.Add(-time.Microsecond)), []int{0, 0})
		b := attemptOn(claim(t, s, "one", p.Reminder.ID)[0], "one")
		stores, broken := []*store.Store{s, open()}, atomic.Int32{}
		together(4, func(n int) { broken.Add(int32(lapse(t, stores[n%2], end)[0])) })
		equal(t, broken.Load(), 1)
		equal(t, promisesOf(t, s, "A-1"), []account.PromiseStatus{account.PromiseBroken})
		equal(t, latest(t, s, "A-1", 4), []timeline.Kind{timeline.PromiseBroken})
		equal(t, begin(t, s, b), reminder.BegunStale)
		over := holdsOf(t, s, "A-1", true)[0]
		equal(t, []any{over.EndedAt, over.EndedBy}, []any{end, "time"})
		equal(t, len(holdsOf(t, s, "A-1", false)), 0)
	})
}

func TestAPromiseWhoseMoneyCameByAnotherWayIsKeptWhenItsGraceEnds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		hear(t, s, textFrom(p, "on Friday"), promising(p, noon))
		paid := planFor(2, 1)
		paid.Invoices[0].Balance.Minor = 0
		accept(t, s, paid)
		equal(t, lapse(t, s, noon.AddDate(0, 0, 7)), []int{0, 0})
		equal(t, promisesOf(t, s, "A-1"), []account.PromiseStatus{account.PromiseKept})
	})
}
