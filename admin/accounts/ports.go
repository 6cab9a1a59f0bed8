package accounts

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/timeline"
)

// Ports are what the pages ask others for.
type Ports struct {
	Overview     Overview
	Search       Search
	Accounts     Accounts
	Reminders    Reminders
	Looks        Looks
	Arrangements replies.Arrangements
	Sender       Sender
	Templates    Templates
	Wishes       Wishes
	Policy       Policy
}

// Policy decides whether somebody may be contacted.
type Policy interface {
	Decide(q policy.Question) policy.Decision
}

// Overview tells how things stand.
type Overview interface {
	// Today counts; what has left and what has failed, since the instant.
	Today(ctx context.Context, now, since time.Time) (overview.Today, error)
	List(ctx context.Context, now time.Time, q overview.Query) ([]overview.Row, error)
	// Days counts what left on each day in the zone, oldest first, [from, until).
	Days(ctx context.Context, from, until time.Time, zone *time.Location) ([]overview.Day, error)
}

// Search finds accounts and what happened to them. An account is named by its reference.
type Search interface {
	FindAccounts(ctx context.Context, q overview.AccountQuery) ([]overview.AccountRow, error)
	// History is a part of an account's timeline, newest first.
	History(ctx context.Context, h overview.History) ([]timeline.Event, error)
	// RemindersOf lists an account's reminders, newest first, after the cursor.
	RemindersOf(ctx context.Context, account, after string, limit int) ([]overview.Row, error)
}

// Accounts keeps accounts. All answer account.ErrNotFound when the reference is not known.
type Accounts interface {
	FindAccount(ctx context.Context, reference string) (reminder.AccountView, error)
	FindRules(ctx context.Context, reference string) (reminder.AccountRules, error)
	ChangeRules(ctx context.Context, now time.Time, reference string, c reminder.RuleChange, idem *reminder.Idempotency) (reminder.AccountRules, error)
	AddNote(ctx context.Context, now time.Time, reference string, note timeline.Note, idem *reminder.Idempotency) (timeline.Event, error)
}

// Reminders keeps reminders; reminder.ErrNotFound, and of those that change one
// reminder.ErrEnded when it does not wait any more.
type Reminders interface {
	FindReminder(ctx context.Context, id string) (reminder.View, error)
	Cancel(ctx context.Context, now time.Time, id string, idem *reminder.Idempotency) (reminder.Reminder, error)
	Reschedule(ctx context.Context, now time.Time, id string, sendAt time.Time, expiresAt *time.Time, idem *reminder.Idempotency) (reminder.Reminder, error)
}

// Looks shows messages as they left; reminder.ErrNotFound.
type Looks interface {
	Look(ctx context.Context, attemptID string) (reminder.Look, error)
}

// Sender plans a reminder, commits it and sees that it leaves in time. The reference of
// the intake makes it safe to repeat.
type Sender interface {
	Remind(ctx context.Context, now time.Time, in reminder.Intake) (reminder.Acceptance, error)
}

// Templates lists what may be sent.
type Templates interface {
	ListTemplates(ctx context.Context) ([]reminder.TemplateView, error)
}

// Wishes keeps what contacts wish. All answer account.ErrNoContact for nobody who is
// known; RecordOptIn account.ErrNoOptOut when there is none like it.
type Wishes interface {
	FindStanding(ctx context.Context, contactID string, now time.Time) (reminder.Standing, error)
	ChangePreferences(ctx context.Context, now time.Time, contactID string, w reminder.Wish, idem *reminder.Idempotency) (account.Preferences, error)
	RecordOptOuts(ctx context.Context, now time.Time, list []account.OptOut, idem *reminder.Idempotency) ([]account.OptOut, error)
	RecordOptIn(ctx context.Context, now time.Time, o account.OptOut, idem *reminder.Idempotency) ([]account.OptOut, error)
}
