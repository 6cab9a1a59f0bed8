package store_test

import (
	"errors"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

func payment(p reminder.Planned, minor int64, reference string) reminder.Payment {
	return reminder.Payment{ID: ids.New("pay", noon), Reference: reference, AccountReference: p.Account.Reference, InvoiceNumber: "R-1",
		Amount: account.Money{Minor: minor, Currency: "EUR"}, PaidOn: account.Date{Year: 2027, Month: 3, Day: 15}}
}

func pay(t testing.TB, s *store.Store, p reminder.Planned, minor int64, reference string) reminder.Paid {
	t.Helper()
	paid, err := s.RecordPayment(t.Context(), noon, payment(p, minor, reference), nil)
	if err != nil {
		t.Fatal(err)
	}
	return paid
}

func TestAPaymentReducesTheBalanceNeverBelowNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		equal(t, pay(t, s, p, 5000, "").Balance.Minor, 7000)
		equal(t, pay(t, s, p, 9000, "").Balance.Minor, 0)
		view, err := s.FindAccount(t.Context(), p.Account.Reference)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, view.Invoices[0].Balance, account.Money{Currency: "EUR"})
	})
}

func TestAPaymentEndsWhatIsOpenAndFullyPaid(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, claimedToo := plan(1), planFor(2, 1)
		accept(t, s, p)
		claimed(t, s, claimedToo, "one")
		handing := begun(t, s, planFor(3, 1), "one")
		both := planFor(4, 1)
		second := both.Invoices[0]
		second.ID, second.Number = "inv_second", "R-2"
		both.Invoices = append(both.Invoices, second)
		both.Reminder.InvoiceIDs = append(both.Reminder.InvoiceIDs, second.ID)
		accept(t, s, both)

		paid := pay(t, s, p, 12000, "p-1")
		equal(t, paid.Skipped, []string{p.Reminder.ID, claimedToo.Reminder.ID})
		r := find(t, s, p.Reminder.ID).Reminder
		equal(t, r.Status, reminder.Skipped)
		equal(t, r.Reason, "paid")
		equal(t, find(t, s, handing.ReminderID).Reminder.Status, reminder.Sending)
		equal(t, find(t, s, both.Reminder.ID).Reminder.Status, reminder.Scheduled)
		events := history(t, s, p.Account.Reference)
		equal(t, kinds(events[len(events)-3:]), []timeline.Kind{timeline.PaymentRecorded, timeline.ReminderSkipped, timeline.ReminderSkipped})
	})
}

func TestAPaymentCountsOnceByItsReference(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		first := pay(t, s, p, 12000, "p-1")
		again := pay(t, s, p, 12000, "p-1")
		first.Duplicate = true
		equal(t, again, first)
		_, err := s.RecordPayment(t.Context(), noon, payment(p, 1, "p-1"), nil)
		if !errors.Is(err, reminder.ErrConflict) {
			t.Fatalf("got %v", err)
		}
	})
}

func TestAPaymentThatFitsNothingIsRefused(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*reminder.Payment)
		want   error
	}{
		"unknown account":  {func(p *reminder.Payment) { p.AccountReference = "none" }, account.ErrNotFound},
		"unknown invoice":  {func(p *reminder.Payment) { p.InvoiceNumber = "none" }, reminder.ErrInvoice},
		"another currency": {func(p *reminder.Payment) { p.Amount.Currency = "USD" }, reminder.ErrCurrency},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
				p := plan(1)
				accept(t, s, p)
				money := payment(p, 100, "p-1")
				test.change(&money)
				if _, err := s.RecordPayment(t.Context(), noon, money, nil); !errors.Is(err, test.want) {
					t.Fatalf("got %v, want %v", err, test.want)
				}
				equal(t, len(history(t, s, p.Account.Reference)), 1)
			})
		})
	}
}
