package store_test

import (
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
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
