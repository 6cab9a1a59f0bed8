package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

// receive takes a receipt and lets its status count.
func receive(t testing.TB, s *store.Store, r channels.Receipt, test bool) {
	t.Helper()
	err := s.Receive(t.Context(), noon, r, test, func(reminder.Attempt) reminder.Settled { return reminder.Settled{Status: r.Status} })
	if err != nil {
		t.Fatal(err)
	}
}

func TestDeliveryStatusNeverGoesBackwardsAndEveryCallbackIsKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a := handedOver(t, s, plan(1), "SM1")
		order := []channels.Status{channels.Delivered, channels.Sent, channels.Failed, channels.Read, channels.Accepted}
		for n, status := range order {
			receive(t, s, channels.Receipt{Channel: channels.SMS, Attempt: a.ID, Status: status, Key: fmt.Sprint(n), Raw: "raw"}, false)
		}
		equal(t, find(t, s, a.ReminderID).Attempts[0].Status, channels.Read)
		equal(t, kinds(history(t, s, "A-1"))[2:], []timeline.Kind{timeline.DeliveryUpdated, timeline.DeliveryUpdated})
		kept, err := s.Receipts(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, len(kept), len(order))
	})
}

func TestARepeatedReceiptChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		a := handedOver(t, s, plan(1), "SM1")
		stores := []*store.Store{s, open()}
		together(8, func(n int) {
			receive(t, stores[n%2], channels.Receipt{Channel: channels.SMS, Attempt: a.ID, Status: channels.Delivered, Key: "k"}, false)
		})
		kept, err := s.Receipts(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, len(kept), 1)
		equal(t, len(history(t, s, "A-1")), 3)
	})
}

func TestAReceiptForAnUnknownMessageIsKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		r := channels.Receipt{Channel: channels.SMS, Attempt: "att_none", ProviderID: "SM9", Status: channels.Sent, Key: "k", Raw: "raw"}
		receive(t, s, r, false)
		kept, err := s.Receipts(t.Context(), "att_none")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, kept, []channels.Receipt{r})
	})
}

func TestAReceiptFindsItsAttemptByTheProvidersID(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a := handedOver(t, s, plan(1), "SM1")
		receive(t, s, channels.Receipt{Channel: channels.SMS, ProviderID: "SM1", Status: channels.Delivered, Code: "30"}, false)
		attempt := find(t, s, a.ReminderID).Attempts[0]
		equal(t, attempt.Status, channels.Delivered)
		equal(t, attempt.Code, "30")
	})
}

func TestTestReceiptsNeverTouchRealAttempts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a := handedOver(t, s, plan(1), "SM1")
		receive(t, s, channels.Receipt{Channel: channels.SMS, Attempt: a.ID, ProviderID: "SM1", Status: channels.Delivered}, true)
		equal(t, find(t, s, a.ReminderID).Attempts[0].Status, channels.Accepted)
	})
}

func TestAnEarlyReceiptSettlesTheAttempt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a := begun(t, s, plan(1), "one")
		change := sent(a, "SM1")
		err := s.Receive(t.Context(), noon, channels.Receipt{Channel: channels.SMS, Attempt: a.ID, Status: channels.Delivered}, false,
			func(reminder.Attempt) reminder.Settled {
				return reminder.Settled{Status: channels.Delivered, Change: &change}
			})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, record(t, s, sent(a, "SM1")), false)
		view := find(t, s, a.ReminderID)
		equal(t, view.Reminder.Status, reminder.Sent)
		equal(t, view.Attempts[0].Status, channels.Delivered)
		equal(t, kinds(history(t, s, "A-1"))[1:], []timeline.Kind{timeline.ReminderSent, timeline.DeliveryUpdated})
	})
}

func hear(t testing.TB, s *store.Store, r channels.Reply, m reminder.Meaning) reminder.Heard {
	t.Helper()
	heard, err := s.Hear(t.Context(), noon, r, false, m)
	if err != nil {
		t.Fatal(err)
	}
	return heard
}

func TestAReplyTakesEffectOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		p := plan(1)
		a := handedOver(t, s, p, "SM1")
		stale := attemptOn(claimed(t, s, planFor(2, 1), "one"), "one")
		r := channels.Reply{Channel: channels.SMS, From: p.Contact.Phone, ProviderID: "SM2", Text: "STOP", Raw: "raw"}
		stop := reminder.Meaning{Word: "opt_out", OptOuts: []channels.Kind{channels.SMS}}
		stores := []*store.Store{s, open()}
		var fresh atomic.Int32
		together(8, func(n int) {
			heard := hear(t, stores[n%2], r, stop)
			if heard.AccountID != a.AccountID {
				t.Errorf("matched %q", heard.AccountID)
			}
			if !heard.Repeat {
				fresh.Add(1)
			}
		})
		equal(t, fresh.Load(), 1)
		equal(t, kinds(history(t, s, "A-1"))[3:], []timeline.Kind{timeline.ReplyReceived, timeline.OptOutRecorded})
		equal(t, begin(t, s, stale), reminder.BegunStale)
	})
}

func TestAReplyByItsAttemptOptsOutTheAddressThatWasWrittenTo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		a := handedOver(t, s, p, "CA1")
		r := channels.Reply{Channel: channels.Voice, Attempt: a.ID, From: "+4930000", ProviderID: "CA1-9", Digits: "9"}
		hear(t, s, r, reminder.Meaning{Word: "opt_out", OptOuts: []channels.Kind{channels.Voice}})
		view, err := s.FindAccount(t.Context(), "A-1")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, optedOut(view.OptOuts), []string{"address voice", "contact voice"})
		equal(t, view.OptOuts[0].Address, p.Contact.Phone)
	})
}

func TestAReplyThatMatchesNobodyIsKeptAndItsOptOutCounts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		r := channels.Reply{Channel: channels.SMS, From: p.Contact.Phone, ProviderID: "SM2", Text: "STOP"}
		stop := reminder.Meaning{Word: "opt_out", OptOuts: []channels.Kind{channels.SMS}}
		first := hear(t, s, r, stop)
		equal(t, first.AccountID, "")
		equal(t, hear(t, s, r, stop), reminder.Heard{ReplyID: first.ReplyID, Repeat: true})
		equal(t, optedOut(claimed(t, s, p, "one").OptOuts), []string{"address sms"})
	})
}

func TestAReplyWithoutAttemptGoesToTheLatestOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		older, newer := plan(1), plan(2)
		newer.Contact.Phone = older.Contact.Phone
		handedOver(t, s, older, "SM1")
		b := attemptOn(claimed(t, s, newer, "one"), "one")
		b.Attempt.StartedAt = noon.Add(time.Second)
		equal(t, begin(t, s, b), reminder.BegunOK)
		heard := hear(t, s, channels.Reply{Channel: channels.SMS, From: older.Contact.Phone, ProviderID: "SM3", Text: "hello"}, reminder.Meaning{})
		equal(t, heard.AccountID, newer.Account.ID)
	})
}
