package store

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// ListVersions lists the versions of a template, newest first, without their
// sources; reminder.ErrNoTemplate. A shipped template that was never changed has none.
func (s *Store) ListVersions(ctx context.Context, key string) ([]templates.Version, error) {
	return nil, errSeam
}

// FindVersion returns a version with its sources; reminder.ErrNoVersion when there
// is none, and of version 0, whose texts are embedded.
func (s *Store) FindVersion(ctx context.Context, key string, number int) (templates.Version, error) {
	return templates.Version{}, errSeam
}

// BeginDraft begins the next version of a template as a copy of another; the caller
// gives the sources, because those of version 0 are embedded. A restore is a draft
// whose base is an old version. It answers reminder.ErrNoTemplate,
// reminder.ErrNoVersion of the base, or reminder.ErrDraftOpen.
func (s *Store) BeginDraft(ctx context.Context, now time.Time, key string, d reminder.NewDraft, idem *reminder.Idempotency) (templates.Version, error) {
	return templates.Version{}, errSeam
}

// SaveDraft changes a draft and raises its revision. It answers
// reminder.ErrNoVersion, reminder.ErrState when it is no draft, or
// reminder.ErrEdited when another edit came between.
func (s *Store) SaveDraft(ctx context.Context, now time.Time, e reminder.DraftEdit, idem *reminder.Idempotency) (templates.Version, error) {
	return templates.Version{}, errSeam
}

// SubmitDraft asks for a second look: from draft to review, where nobody edits.
// Errors as of SaveDraft.
func (s *Store) SubmitDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return templates.Version{}, errSeam
}

// ReturnDraft sends a version back from review to draft. The reason becomes its
// Why, before what its writer wrote. Errors as of SaveDraft.
func (s *Store) ReturnDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return templates.Version{}, errSeam
}

// DiscardDraft gives a draft up, or what waits for a look; it stays readable.
// Errors as of SaveDraft.
func (s *Store) DiscardDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return templates.Version{}, errSeam
}

// CountScheduled counts the reminders that wait, scheduled or held, with another
// version than the numbered one; those of a running experiment are left out, because
// publishing does not touch them. reminder.ErrNoTemplate.
func (s *Store) CountScheduled(ctx context.Context, key string, number int) (int, error) {
	return 0, errSeam
}

// Publish makes a draft, or what waits for a look, the current version: it never
// changes again, and reminders that are accepted after this commit use it. What
// waits stays or moves as the caller says; a *reminder.PinnedError asks for that
// choice while any waits. Moved reminders keep their time; those that were held
// because of their text come due again. It answers reminder.ErrNoVersion,
// reminder.ErrState, reminder.ErrEdited or reminder.ErrOtherEyes.
func (s *Store) Publish(ctx context.Context, now time.Time, p reminder.Publishing, idem *reminder.Idempotency) (reminder.Published, error) {
	return reminder.Published{}, errSeam
}
