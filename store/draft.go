package store

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// BeginDraft begins the next version of a template as a copy of another; the caller
// gives the sources, because those of version 0 are embedded. A restore is a draft
// whose base is an old version. It answers reminder.ErrNoTemplate,
// reminder.ErrNoVersion of the base, or reminder.ErrDraftOpen.
func (s *Store) BeginDraft(ctx context.Context, now time.Time, key string, d reminder.NewDraft, idem *reminder.Idempotency) (v templates.Version, err error) {
	err = s.write(ctx, "begin draft", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		if v, err = t.beginDraft(now, key, d); err != nil {
			return err
		}
		return t.remember(idem, now, v)
	})
	return v, err
}

func (t *txn) beginDraft(now time.Time, key string, d reminder.NewDraft) (v templates.Version, err error) {
	template, err := t.theTemplate(key)
	if err != nil {
		return v, err
	}
	if template.Open != 0 {
		return v, refuse(reminder.ErrDraftOpen)
	}
	if d.Base != 0 {
		_, found, err := t.version(key, d.Base)
		if err == nil && !found {
			err = refuse(reminder.ErrNoVersion)
		}
		if err != nil {
			return v, err
		}
	}
	if template.Shipped {
		if _, err := t.do(insertTemplate, key, key, plain(d.By), micros(now)); err != nil {
			return v, err
		}
	}
	return t.insertDraft(now, key, template.Latest+1, d)
}

const insertVersion = `INSERT INTO template_version (key, number, state, base, revision, sources, why, created_by, created_at, edited_by, edited_at)
VALUES ($1, $2, 'draft', $3, 1, $4, $5, $6, $7, $6, $7)`

func (t *txn) insertDraft(now time.Time, key string, number int, d reminder.NewDraft) (templates.Version, error) {
	sources, err := sourcesJSON(d.Sources)
	if err != nil {
		return templates.Version{}, err
	}
	_, err = t.do(insertVersion, key, int64(number), int64(d.Base), sources, plain(d.Why), plain(d.By), micros(now))
	if err != nil {
		return templates.Version{}, err
	}
	v, _, err := t.version(key, number)
	return v, err
}

const saveDraft = `UPDATE template_version SET sources = $1, why = COALESCE($2, why), edited_by = $3, edited_at = $4, revision = revision + 1
WHERE key = $5 AND number = $6 AND revision = $7 AND state = 'draft'`

// SaveDraft changes a draft and raises its revision. It answers
// reminder.ErrNoVersion, reminder.ErrState when it is no draft, or
// reminder.ErrEdited when another edit came between.
func (s *Store) SaveDraft(ctx context.Context, now time.Time, e reminder.DraftEdit, idem *reminder.Idempotency) (templates.Version, error) {
	step := reminder.VersionStep{Key: e.Key, Number: e.Number, Revision: e.Revision}
	return s.step(ctx, now, "save draft", step, idem, func(t *txn) (int64, error) {
		sources, err := sourcesJSON(e.Sources)
		if err != nil {
			return 0, err
		}
		var why any // nil keeps it
		if e.Why != nil {
			why = plain(*e.Why)
		}
		return t.do(saveDraft, sources, why, plain(e.By), micros(now), e.Key, int64(e.Number), int64(e.Revision))
	}, templates.Draft)
}

const submitDraft = `UPDATE template_version SET state = 'review', review_by = $1, review_at = $2,
why = CASE WHEN $3 = '' THEN why ELSE $3 END WHERE key = $4 AND number = $5 AND revision = $6 AND state = 'draft'`

// SubmitDraft asks for a second look: from draft to review, where nobody edits.
// Errors as of SaveDraft.
func (s *Store) SubmitDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return s.step(ctx, now, "submit draft", step, idem, func(t *txn) (int64, error) {
		return t.do(submitDraft, plain(step.By), micros(now), plain(step.Why), step.Key, int64(step.Number), int64(step.Revision))
	}, templates.Draft)
}

const returnDraft = `UPDATE template_version SET state = 'draft', returned_by = $1, return_why = $2
WHERE key = $3 AND number = $4 AND revision = $5 AND state = 'review'`

// ReturnDraft sends a version back from review to draft, with the reason. Errors as
// of SaveDraft.
func (s *Store) ReturnDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return s.step(ctx, now, "return draft", step, idem, func(t *txn) (int64, error) {
		return t.do(returnDraft, plain(step.By), plain(step.Why), step.Key, int64(step.Number), int64(step.Revision))
	}, templates.Review)
}

const discardDraft = `UPDATE template_version SET state = 'discarded', edited_by = $1, edited_at = $2,
why = CASE WHEN $3 = '' THEN why ELSE $3 END WHERE key = $4 AND number = $5 AND revision = $6 AND state IN ('draft', 'review')`

// DiscardDraft gives a draft up, or what waits for a look; it stays readable, and
// its EditedBy is who gave it up. Errors as of SaveDraft.
func (s *Store) DiscardDraft(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return s.step(ctx, now, "discard draft", step, idem, func(t *txn) (int64, error) {
		return t.do(discardDraft, plain(step.By), micros(now), plain(step.Why), step.Key, int64(step.Number), int64(step.Revision))
	}, templates.Draft, templates.Review)
}

// step changes one version by a statement that takes effect only in one of the
// states and at the revision, and says why it did not when it did not.
func (s *Store) step(ctx context.Context, now time.Time, what string, step reminder.VersionStep, idem *reminder.Idempotency,
	change func(*txn) (int64, error), from ...templates.State) (v templates.Version, err error) {
	err = s.write(ctx, what, func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		n, err := change(t)
		if err != nil {
			return err
		}
		if n == 0 {
			return t.whyNot(step, from)
		}
		if v, _, err = t.version(step.Key, step.Number); err != nil {
			return err
		}
		return t.remember(idem, now, v)
	})
	return v, err
}

// whyNot refuses a change of a version that found nothing to change.
func (t *txn) whyNot(step reminder.VersionStep, from []templates.State) error {
	v, found, err := t.version(step.Key, step.Number)
	switch {
	case err != nil:
		return err
	case !found:
		return refuse(reminder.ErrNoVersion)
	}
	return unfit(v, step.Revision, from)
}
