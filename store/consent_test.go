package store_test

import (
	"errors"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

// calls is the contact's consent to calls, from their contract.
func calls(p reminder.Planned) account.Consent {
	return account.Consent{ContactID: p.Contact.ID, AccountID: p.Account.ID, Channel: channels.Voice, Source: "contract", Proof: "clause 9", At: noon}
}

func consent(t testing.TB, s *store.Store, c account.Consent) account.Consent {
	t.Helper()
	stand, err := s.RecordConsents(t.Context(), noon, []account.Consent{c}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return stand[0]
}

func TestAConsentIsRecordedOnceAndReadWithTheWork(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		first := consent(t, s, calls(p))
		want := calls(p)
		want.ID = first.ID
		equal(t, first, want)
		equal(t, consent(t, s, calls(p)), first)
		equal(t, claim(t, s, "one", p.Reminder.ID)[0].Consents, []account.Consent{first})
		equal(t, kinds(history(t, s, "A-1"))[1:], []timeline.Kind{timeline.ConsentRecorded})
	})
}

func TestARevokedConsentStaysRevokedWhenItIsSentAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		given := consent(t, s, calls(p))
		for range 2 {
			revoked, err := s.RevokeConsent(t.Context(), noon, given.ID, "call", "recording 7", nil)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, []any{revoked.EndedAt, revoked.EndedBy}, []any{noon, "call"})
			equal(t, consent(t, s, calls(p)), revoked)
		}
		equal(t, len(claim(t, s, "one", p.Reminder.ID)[0].Consents), 0)
		equal(t, len(standingOf(t, s, p.Contact.ID).Consents), 1)
		equal(t, kinds(history(t, s, "A-1"))[1:], []timeline.Kind{timeline.ConsentRecorded, timeline.ConsentRevoked})
	})
}

func TestAConsentComesWithTheReminderOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, next := plan(1), planFor(2, 1)
		p.Consents = []account.Consent{{Channel: channels.Voice, Source: "contract", At: noon}}
		next.Consents = p.Consents
		accept(t, s, p, next)
		before := claim(t, s, "one", p.Reminder.ID)[0]
		equal(t, len(before.Consents), 1)
		third := planFor(3, 1)
		third.Consents = p.Consents
		accept(t, s, third)
		equal(t, standingOf(t, s, p.Contact.ID).Version, before.Version)
		equal(t, kinds(history(t, s, "A-1")), []timeline.Kind{timeline.ReminderScheduled, timeline.ReminderScheduled,
			timeline.ConsentRecorded, timeline.ReminderScheduled})
	})
}

func TestConsentsAreListedByWhoseTheyAre(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p, other := plan(1), plan(2)
		accept(t, s, p, other)
		mine, theirs := consent(t, s, calls(p)), consent(t, s, calls(other))
		list := func(f reminder.OptOutFilter) []account.Consent {
			f.Limit = 9
			found, err := s.ListConsents(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		equal(t, list(reminder.OptOutFilter{}), []account.Consent{mine, theirs})
		equal(t, list(reminder.OptOutFilter{After: mine.ID}), []account.Consent{theirs})
		equal(t, list(reminder.OptOutFilter{AccountID: p.Account.ID}), []account.Consent{mine})
		equal(t, list(reminder.OptOutFilter{ContactID: other.Contact.ID}), []account.Consent{theirs})
	})
}

func TestAConsentThatNobodyGaveIsNotFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		_, err := s.RevokeConsent(t.Context(), noon, "cns_none", "call", "", nil)
		if !errors.Is(err, account.ErrNoConsent) {
			t.Errorf("got %v", err)
		}
		if _, err := s.RecordConsents(t.Context(), noon, []account.Consent{calls(plan(1))}, nil); !errors.Is(err, account.ErrNoContact) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAConsentWithoutATimeIsNewOnlyTheFirstTime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		for n := range 3 {
			p := planFor(n+1, 1)
			p.Consents = []account.Consent{{Channel: channels.Voice, Source: "contract"}}
			accept(t, s, p)
			consents := standingOf(t, s, p.Contact.ID).Consents
			equal(t, len(consents), 1)
			equal(t, consents[0].EndedAt.IsZero(), n < 2)
			if n == 1 {
				_, err := s.RevokeConsent(t.Context(), noon, consents[0].ID, "call", "recording 7", nil)
				equal(t, err, nil)
			}
		}
	})
}
