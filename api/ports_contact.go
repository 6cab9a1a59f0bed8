package api

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
)

// Contacts keeps what contacts wish, and what the creditor has set for accounts.
// All answer account.ErrNoContact or account.ErrNotFound for what they do not know.
// The effect that idem is told, here and in Permissions, is what the method returns.
type Contacts interface {
	// FindStanding returns a contact with all that decides about it.
	FindStanding(ctx context.Context, contactID string, now time.Time) (reminder.Standing, error)
	// ChangePreferences changes them, says so on the timeline when anything did
	// change, and has deferred and held reminders decided anew.
	ChangePreferences(ctx context.Context, now time.Time, contactID string, w reminder.Wish, idem *reminder.Idempotency) (account.Preferences, error)
	// RecordEncounter adds a line to the history of contacts.
	RecordEncounter(ctx context.Context, now time.Time, contactID string, e reminder.Encounter, idem *reminder.Idempotency) (account.Entry, error)
	// FindRules and ChangeRules are about an account, by its reference.
	FindRules(ctx context.Context, reference string) (reminder.AccountRules, error)
	ChangeRules(ctx context.Context, now time.Time, reference string, c reminder.RuleChange, idem *reminder.Idempotency) (reminder.AccountRules, error)
	// FindStop and SetStop are the kill switch of the creditor.
	FindStop(ctx context.Context) (reminder.Stop, error)
	SetStop(ctx context.Context, now time.Time, on bool, reason string) (reminder.Stop, error)
}

// Permissions keeps opt-outs and consents, by ids from the same source as
// Config.IDs: those of new ones rise. account.ErrNoContact and account.ErrNotFound
// are answered when one is about nobody who is known.
type Permissions interface {
	// RecordOptOuts records opt-outs, all or none, and returns them with their ids
	// in their order. One that is in force already is returned as it stands.
	RecordOptOuts(ctx context.Context, now time.Time, list []account.OptOut, idem *reminder.Idempotency) ([]account.OptOut, error)
	// RecordOptIn ends the opt-outs that agree in scope, channel, address, contact and
	// account, and returns them.
	RecordOptIn(ctx context.Context, now time.Time, o account.OptOut, idem *reminder.Idempotency) ([]account.OptOut, error)
	ListOptOuts(ctx context.Context, f reminder.OptOutFilter) ([]account.OptOut, error)
	// RecordConsents records consents, all or none, and returns them in their order.
	// One that was recorded already is returned as it stands.
	RecordConsents(ctx context.Context, now time.Time, list []account.Consent, idem *reminder.Idempotency) ([]account.Consent, error)
	// RevokeConsent ends a consent; account.ErrNoConsent.
	RevokeConsent(ctx context.Context, now time.Time, id, source, proof string, idem *reminder.Idempotency) (account.Consent, error)
	ListConsents(ctx context.Context, f reminder.OptOutFilter) ([]account.Consent, error)
}

// Policy answers when a person may be contacted.
type Policy interface {
	Decide(q policy.Question) policy.Decision
	// Openings lists the next stretches, from q.At on and before until, in which
	// everything allows contact.
	Openings(q policy.Question, until time.Time, most int) []policy.Opening
}
