package store

import (
	"context"
	"errors"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

var errSeam = errors.New("seam")

// ListTemplates lists every template: those that Goodterms ships in the order of
// their stages, then one's own by key.
func (s *Store) ListTemplates(ctx context.Context) ([]reminder.TemplateView, error) {
	return nil, errSeam
}

// FindTemplate returns a template as it stands, one that is as shipped too;
// reminder.ErrNoTemplate when there is none.
func (s *Store) FindTemplate(ctx context.Context, key string) (reminder.TemplateView, error) {
	return reminder.TemplateView{}, errSeam
}

// StageOf returns the stage of a template, from memory once it is known; false when
// there is no such template. It is for doors that check what they are given.
func (s *Store) StageOf(ctx context.Context, key string) (templates.Stage, bool, error) {
	return "", false, errSeam
}

// CreateTemplate makes a template of one's own with its first draft, as
// reminder.CheckTemplate allows; reminder.ErrTemplateExists.
func (s *Store) CreateTemplate(ctx context.Context, now time.Time, made templates.Template, d reminder.NewDraft, idem *reminder.Idempotency) (templates.Version, error) {
	return templates.Version{}, errSeam
}
