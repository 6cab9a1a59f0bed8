package replies

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// Store is where replies are kept.
type Store interface {
	// FindHeard returns the reply that has the provider's id; false when it is new.
	FindHeard(ctx context.Context, channel, providerID string, test bool) (Text, bool, error)
	// FindSituation finds whom a reply is from by the first of its cues that leads
	// to an account.
	FindSituation(ctx context.Context, now time.Time, c Cues) (Situation, error)
	// Hear keeps a reply with everything that it changes, in one transaction. A
	// repeat of its ProviderID writes nothing.
	Hear(ctx context.Context, now time.Time, t Text, e Effects) (Heard, error)
	// Reread records what a person says that a reply means: what the reply had
	// brought about and is still open is taken back, then the effects take place.
	// A label that is not nil is kept. ErrNoReply.
	Reread(ctx context.Context, now time.Time, t Text, e Effects, label *Label, idem *reminder.Idempotency) (Heard, error)
	// FindReply returns a reply; ErrNoReply.
	FindReply(ctx context.Context, id string) (Text, error)
	// FindContactSituation is the situation of a reply that a person matched;
	// account.ErrNoContact.
	FindContactSituation(ctx context.Context, now time.Time, contactID string) (Situation, error)
}

// Desk work of people, as the store keeps it.
type FollowUps interface {
	// FindFollowUp returns one; ErrNoFollowUp.
	FindFollowUp(ctx context.Context, id string) (FollowUp, error)
	ListFollowUps(ctx context.Context, f FollowUpFilter) ([]FollowUp, error)
	// Assign gives it to somebody, or back (empty), and moves its due time when that
	// is not zero; ErrNoFollowUp, ErrDone.
	Assign(ctx context.Context, now time.Time, id, assignee string, due time.Time, idem *reminder.Idempotency) (FollowUp, error)
	// Close ends it; with release the holds end that its reply has placed.
	// ErrNoFollowUp; one that is done stays as it is.
	Close(ctx context.Context, now time.Time, id, by, outcome string, release bool, idem *reminder.Idempotency) (FollowUp, error)
	// AnswerFollowUp records a person's answer, which goes out like a reminder, and
	// returns the reminder's id; ErrNoFollowUp, ErrDone.
	AnswerFollowUp(ctx context.Context, now time.Time, id string, a reminder.PlannedAnswer, idem *reminder.Idempotency) (string, error)
}

// Calendar is what time alone brings about.
type Calendar interface {
	// Lapse marks promises as broken whose grace has ended and follow-ups as
	// escalated that are overdue, each once, and says how many of each.
	Lapse(ctx context.Context, now time.Time, limit int) (broken, escalated int, err error)
}

// Heard is what became of a reply.
type Heard struct {
	ReplyID   string
	AccountID string // empty when nobody matched
	AnswerID  string // the reminder that answers it; empty when none does
	AnswerAt  time.Time
	Repeat    bool // it had been heard before: nothing was written
}

// ArrangementFilter chooses holds, promises or disputes of an account, newest first.
type ArrangementFilter struct {
	Account string // reference
	Ended   bool   // those that have ended too
}

// Arrangements are what has been agreed and what reminders wait for.
type Arrangements interface {
	ListHolds(ctx context.Context, f ArrangementFilter) ([]account.Hold, error)
	ListPromises(ctx context.Context, f ArrangementFilter) ([]account.Promise, error)
	ListDisputes(ctx context.Context, f ArrangementFilter) ([]account.Dispute, error)
	// ReleaseHold, CancelPromise and ResolveDispute end one and let what waits be
	// decided anew; one that has ended stays as it is. ErrNoHold, ErrNoPromise, ErrNoDispute.
	ReleaseHold(ctx context.Context, now time.Time, id, by, why string, idem *reminder.Idempotency) (account.Hold, error)
	CancelPromise(ctx context.Context, now time.Time, id, by, why string, idem *reminder.Idempotency) (account.Promise, error)
	ResolveDispute(ctx context.Context, now time.Time, id, by, outcome string, idem *reminder.Idempotency) (account.Dispute, error)
}
