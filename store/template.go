package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

const (
	selectTemplates = `SELECT t.key, t.stage, t.current_version, t.created_at, t.changed_at, COALESCE(o.number, 0), COALESCE(o.state, ''),
COALESCE((SELECT MAX(v.number) FROM template_version v WHERE v.key = t.key), 0), COALESCE(e.id, '')
FROM template t LEFT JOIN template_version o ON o.key = t.key AND o.state IN ('draft', 'review')
LEFT JOIN experiment e ON e.key = t.key AND e.status = 'running'`
	selectTemplate     = selectTemplates + ` WHERE t.key = $1`
	selectAllTemplates = selectTemplates + ` ORDER BY t.key`
)

func scanTemplate(rows *sql.Rows) (v reminder.TemplateView, err error) {
	var created, changed int64
	err = rows.Scan(&v.Key, (*string)(&v.Stage), &v.Current, &created, &changed, &v.Open, (*string)(&v.OpenState), &v.Latest, &v.Running)
	v.Shipped, v.CreatedAt, v.ChangedAt = reminder.Shipped(v.Key), instant(created), instant(changed)
	return v, err
}

// asShipped is a template that nobody has changed.
func asShipped(key string) reminder.TemplateView {
	return reminder.TemplateView{Template: templates.Template{Key: key, Stage: templates.Stage(key)}, Shipped: true}
}

// ListTemplates lists every template: those that Goodterms ships in the order of
// their stages, then one's own by key.
func (s *Store) ListTemplates(ctx context.Context) ([]reminder.TemplateView, error) {
	stages := templates.Stages()
	list := make([]reminder.TemplateView, len(stages))
	for i, stage := range stages {
		list[i] = asShipped(string(stage))
	}
	err := s.read(ctx).each(selectAllTemplates, nil, func(rows *sql.Rows) error {
		v, err := scanTemplate(rows)
		if at := slices.Index(stages, templates.Stage(v.Key)); at >= 0 {
			list[at] = v
		} else {
			list = append(list, v)
		}
		return err
	})
	return list, wrap("list templates", err)
}

// FindTemplate returns a template as it stands, one that is as shipped too;
// reminder.ErrNoTemplate when there is none.
func (s *Store) FindTemplate(ctx context.Context, key string) (reminder.TemplateView, error) {
	v, found, err := s.read(ctx).template(key)
	if err == nil && !found {
		err = reminder.ErrNoTemplate
	}
	return v, wrap("find template", err)
}

func (t *txn) template(key string) (v reminder.TemplateView, found bool, err error) {
	err = t.each(selectTemplate, []any{key}, func(rows *sql.Rows) error {
		found = true
		v, err = scanTemplate(rows)
		return err
	})
	if err == nil && !found && reminder.Shipped(key) {
		return asShipped(key), true, nil
	}
	return v, found, err
}

const selectStage = `SELECT stage, current_version FROM template WHERE key = $1`

// StageOf returns the stage of a template that reminders may use: one that is
// shipped, or one's own of which a version has been published. It is told from
// memory once it is known, for doors that check what they are given.
func (s *Store) StageOf(ctx context.Context, key string) (templates.Stage, bool, error) {
	stage, usable, err := s.read(ctx).stage(key)
	return stage, usable, wrap("find stage", err)
}

// stage is the stage of a template, empty when there is none of that key, and
// whether reminders may use it. Neither changes once they may.
func (t *txn) stage(key string) (stage templates.Stage, usable bool, err error) {
	if reminder.Shipped(key) {
		return templates.Stage(key), true, nil
	}
	if known, ok := t.store.stages.Load(key); ok {
		return known.(templates.Stage), true, nil
	}
	var current int64
	if _, err := t.one(selectStage, []any{key}, (*string)(&stage), &current); err != nil || current == 0 {
		return stage, false, err
	}
	t.store.stages.Store(key, stage)
	return stage, true, nil
}

const insertTemplate = `INSERT INTO template (key, stage, created_by, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING`

// CreateTemplate makes a template of one's own with its first draft, as
// reminder.CheckTemplate allows; reminder.ErrTemplateExists.
func (s *Store) CreateTemplate(ctx context.Context, now time.Time, made templates.Template, d reminder.NewDraft, idem *reminder.Idempotency) (v templates.Version, err error) {
	if err := reminder.CheckTemplate(made); err != nil {
		return v, wrap("create template", err)
	}
	err = s.write(ctx, "create template", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		n, err := t.do(insertTemplate, made.Key, string(made.Stage), plain(d.By), micros(now))
		if err == nil && n == 0 {
			err = refuse(reminder.ErrTemplateExists)
		}
		if err != nil {
			return err
		}
		if v, err = t.insertDraft(now, made.Key, 1, d); err != nil {
			return err
		}
		return t.remember(idem, now, v)
	})
	return v, err
}

const lockTemplate = `SELECT key FROM template WHERE key = $1`

// theTemplate is the template for writes: it locks its row and refuses when there
// is none. A shipped one that nobody has changed has no row to lock.
func (t *txn) theTemplate(key string) (v reminder.TemplateView, err error) {
	if t.store.engine == postgres {
		var locked string
		if _, err := t.one(lockTemplate+forUpdate, []any{key}, &locked); err != nil {
			return v, err
		}
	}
	v, found, err := t.template(key)
	if err == nil && !found {
		err = refuse(reminder.ErrNoTemplate)
	}
	return v, err
}
