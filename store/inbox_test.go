package store_test

import (
	"fmt"
	"testing"

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
