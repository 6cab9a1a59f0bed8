package api

import (
	"context"
	"time"

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
	// StageOf returns the stage of a template, from memory; false when there is none.
	StageOf(ctx context.Context, key string) (templates.Stage, bool, error)
	// CreateTemplate makes a template of one's own with its first draft.
	CreateTemplate(ctx context.Context, now time.Time, made templates.Template, d reminder.NewDraft, idem *reminder.Idempotency) (templates.Version, error)
}

// Versions keeps the versions of templates. All answer reminder.ErrNoTemplate or
// reminder.ErrNoVersion; those that change, reminder.ErrState and reminder.ErrEdited.
type Versions interface {
	ListVersions(ctx context.Context, key string) ([]templates.Version, error)
	FindVersion(ctx context.Context, key string, number int) (templates.Version, error)
	BeginDraft(ctx context.Context, now time.Time, key string, d reminder.NewDraft, idem *reminder.Idempotency) (templates.Version, error)
	SaveDraft(ctx context.Context, now time.Time, e reminder.DraftEdit, idem *reminder.Idempotency) (templates.Version, error)
	SubmitDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error)
	ReturnDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error)
	DiscardDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error)
	// CountScheduled counts the reminders that wait with another version.
	CountScheduled(ctx context.Context, key string, number int) (int, error)
	// Publish also answers *reminder.PinnedError and reminder.ErrOtherEyes.
	Publish(ctx context.Context, now time.Time, p reminder.Publishing, idem *reminder.Idempotency) (reminder.Published, error)
}

// Experiments keeps the comparisons of versions.
type Experiments interface {
	StartExperiment(ctx context.Context, now time.Time, e experiment.Experiment, idem *reminder.Idempotency) (experiment.Experiment, error)
	StopExperiment(ctx context.Context, now time.Time, id string, stop experiment.Stop, idem *reminder.Idempotency) (experiment.Experiment, error)
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
