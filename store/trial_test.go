package store_test

import (
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/templates"
)

// testMessage is a test message to an operator.
func testMessage() (account.Account, account.Contact, reminder.PlannedAnswer) {
	a := account.Account{ID: "acc_operator", Reference: "operator/opr_1", Name: "Dana"}
	c := account.Contact{ID: "con_operator", AccountID: a.ID, Reference: "opr_1", Name: "Dana", Phone: "+447700900123"}
	words := templates.Words{Text: "TEST Invoice INV-1 is overdue.", Locale: "en-GB"}
	return a, c, reminder.PlannedAnswer{AccountID: a.ID, ContactID: c.ID, Template: reminder.AnswerWritten, Channel: channels.SMS, SendAt: noon,
		Answering: reminder.Answering{By: "opr_1", Trial: &reminder.Trial{Template: "gentle", Version: 3, Channel: channels.SMS, Words: words}}}
}

func TestATestMessageIsClaimedWithItsWords(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a, c, p := testMessage()
		r, err := s.AcceptTrial(t.Context(), noon, a, c, p)
		is(t, err, nil)
		works, err := s.Claim(t.Context(), []string{r.ID}, "one", noon)
		is(t, err, nil)
		equal(t, len(works), 1)
		equal(t, works[0].Reminder.Answering.Trial.Words.Text, p.Answering.Trial.Words.Text)
		equal(t, works[0].Contact.Phone, c.Phone)
		events, err := s.Timeline(t.Context(), a.Reference, 0, 10)
		is(t, err, nil)
		equal(t, len(events), 1)
	})
}
