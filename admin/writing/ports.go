package writing

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/experiment"
	"github.com/goodterms/goodterms/templates/lint"
)

// Templates keeps which templates there are.
type Templates interface {
	ListTemplates(ctx context.Context) ([]reminder.TemplateView, error)
	// FindTemplate returns a template; reminder.ErrNoTemplate.
	FindTemplate(ctx context.Context, key string) (reminder.TemplateView, error)
	// CreateTemplate makes a template of one's own with its first draft;
	// reminder.ErrTemplateExists, and the errors of reminder.CheckTemplate.
	CreateTemplate(ctx context.Context, now time.Time, made templates.Template, d reminder.NewDraft, idem *reminder.Idempotency) (templates.Version, error)
}

// Versions finds versions of templates.
type Versions interface {
	// ListVersions lists them, newest first, without their texts; reminder.ErrNoTemplate.
	ListVersions(ctx context.Context, key string) ([]templates.Version, error)
	// FindVersion returns one with its texts; reminder.ErrNoVersion.
	FindVersion(ctx context.Context, key string, number int) (templates.Version, error)
}

// Drafts changes versions that are not published. All answer reminder.ErrNoVersion,
// reminder.ErrState and reminder.ErrEdited; to begin one, reminder.ErrDraftOpen.
type Drafts interface {
	BeginDraft(ctx context.Context, now time.Time, key string, d reminder.NewDraft, idem *reminder.Idempotency) (templates.Version, error)
	SaveDraft(ctx context.Context, now time.Time, e reminder.DraftEdit, idem *reminder.Idempotency) (templates.Version, error)
	SubmitDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error)
	ReturnDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error)
	DiscardDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error)
}

// Publisher makes a version the current one.
type Publisher interface {
	// CountScheduled counts the reminders that wait with another version.
	CountScheduled(ctx context.Context, key string, number int) (int, error)
	// Publish answers as Drafts does, and *reminder.PinnedError and reminder.ErrOtherEyes.
	Publish(ctx context.Context, now time.Time, p reminder.Publishing, idem *reminder.Idempotency) (reminder.Published, error)
}

// Experiments keeps the comparisons of versions.
type Experiments interface {
	StartExperiment(ctx context.Context, now time.Time, e experiment.Experiment, idem *reminder.Idempotency) (experiment.Experiment, error)
	StopExperiment(ctx context.Context, now time.Time, id string, stop experiment.Stop, idem *reminder.Idempotency) (experiment.Experiment, error)
	// ListExperiments lists those of a template, newest first; of all for an empty key.
	ListExperiments(ctx context.Context, key string) ([]experiment.Experiment, error)
	// Results counts what came of an experiment so far; reminder.ErrNoExperiment.
	Results(ctx context.Context, now time.Time, id string) (experiment.Results, error)
}

// Words is what is known of the texts themselves.
type Words interface {
	// Shipped are the texts that Goodterms brings for the key; none for one's own.
	Shipped(key string) []templates.Source
	// Lint says what is wrong with a text that is being written.
	Lint(lint.Request) lint.Report
	// Publishable says what keeps a version from being published.
	Publishable(version templates.Version, stage templates.Stage) lint.Verdict
}

// Accounts finds an account for a preview; account.ErrNotFound.
type Accounts interface {
	FindAccount(ctx context.Context, reference string) (reminder.AccountView, error)
}

// Search finds accounts by what an operator remembers of them.
type Search interface {
	FindAccounts(ctx context.Context, q overview.AccountQuery) ([]overview.AccountRow, error)
}

// Trials sends a test message to the operator's own proven address, through the gate;
// ErrNotProven.
type Trials interface {
	SendTrial(ctx context.Context, now time.Time, o operator.Operator, t reminder.Trial) (reminderID string, err error)
}

// Reminders tells how a test message fares; reminder.ErrNotFound.
type Reminders interface {
	FindReminder(ctx context.Context, id string) (reminder.View, error)
}
