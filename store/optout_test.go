package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

// textStop is an opt-out of text messages to the contact's number.
func textStop(p reminder.Planned) account.OptOut {
	return account.OptOut{Scope: account.ScopeAddress, Channel: channels.SMS, Address: p.Contact.Phone, Source: "api", Proof: "ticket 1"}
}

func TestAnOptOutIsKeptWholeAndRecordedOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		o := textStop(p)
		o.ContactID, o.At = p.Contact.ID, noon.Add(-time.Hour)
		first := record1(t, s, o)
		want := o
		want.ID, want.AccountID = first.ID, p.Account.ID
		equal(t, first, want)
		equal(t, record1(t, s, textStop(p)), first)
		equal(t, kinds(history(t, s, "A-1")), []timeline.Kind{timeline.ReminderScheduled, timeline.OptOutRecorded})
	})
}

func TestAnOptOutOfANumberIsOneOfThePersonByThatChannel(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		optOut(t, s, p.Account.ID, p.Contact.Phone)
		moved := planFor(2, 1)
		moved.Contact.Phone = "+493099999"
		w := claimed(t, s, moved, "one")
		equal(t, optedOut(w.OptOuts), []string{"contact sms"})
	})
}

func TestAnOptOutOfAMailAddressStaysWithTheAddress(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		record1(t, s, account.OptOut{Channel: channels.Email, Address: p.Contact.Email, Source: "unsubscribe link"})
		equal(t, optedOut(standingOf(t, s, p.Contact.ID).OptOuts), []string{"address email"})
	})
}

func TestAnOptOutOfEveryChannelOfANumberLeavesThePersonsMail(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		record1(t, s, account.OptOut{Address: p.Contact.Phone, Source: "operator"})
		equal(t, optedOut(standingOf(t, s, p.Contact.ID).OptOuts), []string{"address ", "contact sms", "contact voice"})
	})
}

func TestEveryAccountThatHasTheAddressIsToldOnceOfWhatOneReplyStops(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, other := plan(1), plan(2)
		other.Contact.Phone = p.Contact.Phone
		accept(t, s, p, other)
		hear(t, s, unmatched(p, "STOP"), stopping(p))
		for _, reference := range []string{"A-1", "A-2"} {
			equal(t, kinds(history(t, s, reference))[1:], []timeline.Kind{timeline.OptOutRecorded})
		}
		equal(t, optedOut(standingOf(t, s, other.Contact.ID).OptOuts),
			[]string{"address sms", "address voice", "contact sms", "contact voice"})
	})
}

func TestAnOptInByAddressEndsWhatTheOptOutBrought(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		optOut(t, s, p.Account.ID, p.Contact.Phone)
		in := textStop(p)
		in.Source, in.Proof = "call", "recording 7"
		ended := optIn(t, s, in)
		equal(t, optedOut(ended), []string{"address sms", "contact sms"})
		equal(t, []string{ended[0].EndedBy, ended[0].EndProof}, []string{"call", "recording 7"})
		equal(t, ended[0].EndedAt, noon)
		equal(t, len(claim(t, s, "one", p.Reminder.ID)[0].OptOuts), 0)
		equal(t, standingOf(t, s, p.Contact.ID).OptOuts, ended)
		events := history(t, s, "A-1")
		equal(t, kinds(events[2:]), []timeline.Kind{timeline.OptInRecorded})
		equal(t, events[2].Actor, timeline.Operator)
	})
}

func optIn(t testing.TB, s *store.Store, o account.OptOut) []account.OptOut {
	t.Helper()
	ended, err := s.RecordOptIn(t.Context(), noon, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return ended
}

func TestAnOptInLeavesThePersonsOwnOptOut(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		record1(t, s, account.OptOut{Scope: account.ScopeContact, Channel: channels.SMS, ContactID: p.Contact.ID, Source: "operator"})
		optOut(t, s, p.Account.ID, p.Contact.Phone)
		optIn(t, s, textStop(p))
		equal(t, optedOut(claim(t, s, "one", p.Reminder.ID)[0].OptOuts), []string{"contact sms"})
	})
}

func TestAfterAnOptInTheCustomerMayOptOutAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		first := record1(t, s, textStop(p))
		optIn(t, s, textStop(p))
		again := record1(t, s, textStop(p))
		equal(t, again.ID != first.ID && again.EndedAt.IsZero(), true)
		equal(t, optedOut(claim(t, s, "one", p.Reminder.ID)[0].OptOuts), []string{"address sms", "contact sms"})
	})
}

func TestAnOptInToEveryChannelEndsThoseOfEach(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		for _, channel := range []channels.Kind{channels.SMS, channels.Email} {
			record1(t, s, account.OptOut{Scope: account.ScopeAccount, AccountID: p.Account.ID, Channel: channel, Source: "operator"})
		}
		equal(t, len(optIn(t, s, account.OptOut{Scope: account.ScopeAccount, AccountID: p.Account.ID, Source: "call"})), 2)
	})
}

func TestWhatIsNotKnownIsNotOptedOutOrIn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		for want, o := range map[error]account.OptOut{
			account.ErrNoContact: {Scope: account.ScopeContact, ContactID: "con_none", Source: "api"},
			account.ErrNotFound:  {Scope: account.ScopeAccount, AccountID: "acc_none", Source: "api"},
		} {
			if _, err := s.RecordOptOuts(t.Context(), noon, []account.OptOut{textStop(p), o}, nil); !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		}
		if _, err := s.RecordOptIn(t.Context(), noon, textStop(p), nil); !errors.Is(err, account.ErrNoOptOut) {
			t.Errorf("got %v", err)
		}
		equal(t, len(claim(t, s, "one", p.Reminder.ID)[0].OptOuts), 0) // all or none
	})
}

func TestOptOutsAreListedInPagesAndByWhomTheyConcern(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, other := plan(1), plan(2)
		accept(t, s, p, other)
		record1(t, s, textStop(p))
		record1(t, s, textStop(other))
		optIn(t, s, textStop(other))
		list := func(f reminder.OptOutFilter) []string {
			found, err := s.ListOptOuts(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			return optedOut(found)
		}
		equal(t, list(reminder.OptOutFilter{Limit: 9}), []string{"address sms", "contact sms"})
		equal(t, len(list(reminder.OptOutFilter{Ended: true, Limit: 3})), 3)
		equal(t, list(reminder.OptOutFilter{AccountID: p.Account.ID, Limit: 9}), []string{"address sms", "contact sms"})
		equal(t, list(reminder.OptOutFilter{ContactID: other.Contact.ID, Limit: 9}), nil)
		equal(t, len(list(reminder.OptOutFilter{ContactID: other.Contact.ID, AccountID: other.Account.ID, Ended: true, Limit: 9})), 2)
	})
}

func TestAnImportOfOptOutsTakesEffectOnceByItsKey(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		var list []account.OptOut
		for n := range 300 {
			list = append(list, textStop(plan(n)))
		}
		idem := &reminder.Idempotency{KeyID: "key_1", Key: "k", Request: "hash", Make: func(effect any) (int, string, []byte) {
			return 200 + len(effect.([]account.OptOut)), "", nil
		}}
		if _, err := s.RecordOptOuts(t.Context(), noon, append(list, list[0]), idem); err != nil {
			t.Fatal(err)
		}
		if _, err := s.RecordOptOuts(t.Context(), noon, list, idem); !errors.Is(err, reminder.ErrAnswered) {
			t.Fatalf("got %v", err)
		}
		a, _, err := s.FindAnswer(t.Context(), "key_1", "k", noon)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, a.Status, 501)
	})
}
