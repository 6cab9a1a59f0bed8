package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

const (
	versionColumns = `v.key, v.number, v.state, v.base, v.revision, v.why, v.created_by, v.created_at, v.edited_by, v.edited_at,
v.review_by, v.review_at, v.returned_by, v.return_why, v.publish_by, v.publish_at, v.accepted`
	selectVersionsOf = `SELECT ` + versionColumns + `, '' FROM template_version v WHERE v.key = $1 ORDER BY v.number DESC`
	selectVersion    = `SELECT ` + versionColumns + `, v.sources FROM template_version v WHERE v.key = $1 AND v.number = $2`
)

// storedSource is a text of a version as it is kept; its key is the version's.
type storedSource struct {
	Channel channels.Kind `json:"channel"`
	Locale  string        `json:"locale"`
	Text    string        `json:"text"`
	Limited string        `json:"limited,omitempty"`
}

// sourcesJSON is the texts in one order, so that equal ones are kept alike.
func sourcesJSON(list []templates.Source) (string, error) {
	kept := make([]storedSource, len(list))
	for i, s := range list {
		kept[i] = storedSource{s.Channel, s.Locale, plain(s.Text), plain(s.Limited)}
	}
	slices.SortFunc(kept, func(a, b storedSource) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Locale, b.Locale))
	})
	text, err := json.Marshal(kept)
	return string(text), err
}

func readSources(key, text string) ([]templates.Source, error) {
	var kept []storedSource
	if err := readJSON(text, &kept); err != nil {
		return nil, err
	}
	list := make([]templates.Source, len(kept))
	for i, s := range kept {
		list[i] = templates.Source{Key: key, Channel: s.Channel, Locale: s.Locale, Text: s.Text, Limited: s.Limited}
	}
	return list, nil
}

func scanVersion(rows *sql.Rows) (v templates.Version, err error) {
	var created, edited, review, publish int64
	var accepted, sources string
	err = rows.Scan(&v.Key, &v.Number, (*string)(&v.State), &v.Base, &v.Revision, &v.Why, &v.CreatedBy, &created, &v.EditedBy, &edited,
		&v.ReviewBy, &review, &v.ReturnBy, &v.ReturnWhy, &v.PublishBy, &publish, &accepted, &sources)
	if err != nil {
		return v, err
	}
	v.CreatedAt, v.EditedAt, v.ReviewAt, v.PublishAt = instant(created), instant(edited), instant(review), instant(publish)
	if sources != "" {
		if v.Sources, err = readSources(v.Key, sources); err != nil {
			return v, err
		}
	}
	return v, readJSON(accepted, &v.Accepted)
}

// ListVersions lists the versions of a template, newest first, without their
// sources; reminder.ErrNoTemplate. A shipped template that was never changed has none.
func (s *Store) ListVersions(ctx context.Context, key string) (list []templates.Version, err error) {
	t := s.read(ctx)
	_, found, err := t.template(key)
	if err == nil && !found {
		err = reminder.ErrNoTemplate
	}
	if err != nil {
		return nil, wrap("list versions", err)
	}
	err = t.each(selectVersionsOf, []any{key}, func(rows *sql.Rows) error {
		v, err := scanVersion(rows)
		list = append(list, v)
		return err
	})
	return list, wrap("list versions", err)
}

// FindVersion returns a version with its sources; reminder.ErrNoVersion when there
// is none, and of version 0, whose texts are embedded.
func (s *Store) FindVersion(ctx context.Context, key string, number int) (templates.Version, error) {
	v, found, err := s.read(ctx).version(key, number)
	if err == nil && !found {
		err = reminder.ErrNoVersion
	}
	return v, wrap("find version", err)
}

func (t *txn) version(key string, number int) (v templates.Version, found bool, err error) {
	err = t.each(selectVersion, []any{key, int64(number)}, func(rows *sql.Rows) error {
		found = true
		v, err = scanVersion(rows)
		return err
	})
	return v, found, err
}

// FetchVersion returns the stage and the texts of a published version, for a
// templates.Catalogue. It answers templates.ErrVersion when there is none, and
// reminder.ErrAway when that cannot be told now.
func (s *Store) FetchVersion(ctx context.Context, key string, number int) (templates.Stage, []templates.Source, error) {
	t := s.read(ctx)
	v, found, err := t.version(key, number)
	if err == nil && (!found || v.State != templates.Published) {
		return "", nil, wrap("fetch version", templates.ErrVersion)
	}
	if err != nil {
		return "", nil, fmt.Errorf("fetch version: %w: %w", reminder.ErrAway, clean(err))
	}
	stage, _, err := t.stage(key)
	if err != nil {
		return "", nil, fmt.Errorf("fetch version: %w: %w", reminder.ErrAway, clean(err))
	}
	return stage, v.Sources, nil
}
