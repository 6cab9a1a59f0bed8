package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/experiment"
)

const (
	experimentColumns = `e.id, e.key, e.name, e.arms, e.status, e.started_at, e.started_by, e.why, e.stopped_at, e.stopped_by, e.stop_why, e.winner`
	selectExperiment  = `SELECT ` + experimentColumns + ` FROM experiment e WHERE e.id = $1`
	selectExperiments = `SELECT ` + experimentColumns + ` FROM experiment e`
)

// noWinner stands for no version, of which 0 is one.
const noWinner = -1

func scanExperiment(rows *sql.Rows) (e experiment.Experiment, err error) {
	var arms string
	var started, stopped int64
	var winner int
	err = rows.Scan(&e.ID, &e.Key, &e.Name, &arms, (*string)(&e.Status), &started, &e.StartedBy, &e.Why, &stopped, &e.StoppedBy, &e.StopWhy, &winner)
	if err != nil {
		return e, err
	}
	e.StartedAt, e.StoppedAt = instant(started), instant(stopped)
	if winner != noWinner {
		e.Winner = &winner
	}
	return e, readJSON(arms, &e.Arms)
}

func (t *txn) experiments(query string, args ...any) (list []experiment.Experiment, err error) {
	err = t.each(query, args, func(rows *sql.Rows) error {
		e, err := scanExperiment(rows)
		list = append(list, e)
		return err
	})
	return list, err
}

// ListExperiments lists the experiments of a template, newest first; with an empty
// key those of all. reminder.ErrNoTemplate.
func (s *Store) ListExperiments(ctx context.Context, key string) ([]experiment.Experiment, error) {
	t := s.read(ctx)
	if key == "" {
		list, err := t.experiments(selectExperiments + ` ORDER BY e.id DESC`)
		return list, wrap("list experiments", err)
	}
	_, found, err := t.template(key)
	if err == nil && !found {
		err = reminder.ErrNoTemplate
	}
	if err != nil {
		return nil, wrap("list experiments", err)
	}
	list, err := t.experiments(selectExperiments+` WHERE e.key = $1 ORDER BY e.id DESC`, key)
	return list, wrap("list experiments", err)
}

// FindExperiment returns an experiment; reminder.ErrNoExperiment when there is none.
func (s *Store) FindExperiment(ctx context.Context, id string) (experiment.Experiment, error) {
	e, err := s.read(ctx).experiment(id)
	return e, wrap("find experiment", err)
}

func (t *txn) experiment(id string) (experiment.Experiment, error) {
	list, err := t.experiments(selectExperiment, id)
	if err == nil && len(list) == 0 {
		err = reminder.ErrNoExperiment
	}
	if err != nil {
		return experiment.Experiment{}, err
	}
	return list[0], nil
}

// StartExperiment lets published versions of a template share the reminders that
// are accepted from now on; of a shipped one version 0 may take part. Key, Name,
// Arms, StartedBy and Why are the caller's. It answers reminder.ErrNoTemplate,
// reminder.ErrArms, reminder.ErrNoVersion when one is not published, or
// reminder.ErrRunning: one runs per template.
func (s *Store) StartExperiment(ctx context.Context, now time.Time, e experiment.Experiment, idem *reminder.Idempotency) (experiment.Experiment, error) {
	if !experiment.Fit(e.Arms) {
		return e, wrap("start experiment", reminder.ErrArms)
	}
	err := s.write(ctx, "start experiment", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		if err := t.startable(e); err != nil {
			return err
		}
		var err error
		if e, err = t.insertExperiment(now, e); err != nil {
			return err
		}
		return t.remember(idem, now, e)
	})
	return e, err
}

// startable refuses an experiment whose template is not free or not ready for it.
func (t *txn) startable(e experiment.Experiment) error {
	template, err := t.theTemplate(e.Key)
	if err != nil {
		return err
	}
	if template.Running != "" {
		return refuse(reminder.ErrRunning)
	}
	for _, arm := range e.Arms {
		if err := t.published(template, arm.Version); err != nil {
			return err
		}
	}
	return nil
}

const selectState = `SELECT state FROM template_version WHERE key = $1 AND number = $2`

// published refuses a version that reminders cannot use.
func (t *txn) published(template reminder.TemplateView, number int) error {
	if number == 0 && template.Shipped {
		return nil
	}
	var state templates.State
	_, err := t.one(selectState, []any{template.Key, int64(number)}, (*string)(&state))
	if err == nil && state != templates.Published {
		return refuse(reminder.ErrNoVersion)
	}
	return err
}

const insertExperiment = `INSERT INTO experiment (id, key, name, arms, status, started_at, started_by, why)
VALUES ($1, $2, $3, $4, 'running', $5, $6, $7)`

func (t *txn) insertExperiment(now time.Time, e experiment.Experiment) (experiment.Experiment, error) {
	arms, err := json.Marshal(e.Arms)
	if err != nil {
		return e, err
	}
	if err := t.lockEpoch(); err != nil {
		return e, err
	}
	id := t.store.ids.New("exp", now)
	_, err = t.do(insertExperiment, id, e.Key, plain(e.Name), string(arms), micros(now), plain(e.StartedBy), plain(e.Why))
	if err != nil {
		return e, err
	}
	if err := t.turnEpoch(now); err != nil {
		return e, err
	}
	return t.experiment(id)
}

// StopExperiment ends an experiment and makes the winner current, if one is named.
// Later reminders use the current version; those that wait keep what they drew. One
// that was stopped before stays as it is. reminder.ErrNoExperiment,
// reminder.ErrWinner.
func (s *Store) StopExperiment(ctx context.Context, now time.Time, id string, stop experiment.Stop, idem *reminder.Idempotency) (e experiment.Experiment, err error) {
	err = s.write(ctx, "stop experiment", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		if e, _, err = t.stopExperiment(now, id, stop); err != nil {
			return err
		}
		return t.remember(idem, now, e)
	})
	return e, err
}

const stopExperiment = `UPDATE experiment SET status = 'stopped', stopped_at = $1, stopped_by = $2, stop_why = $3, winner = $4
WHERE id = $5 AND status = 'running'`

// stopExperiment says besides whether the experiment was running until now.
func (t *txn) stopExperiment(now time.Time, id string, stop experiment.Stop) (e experiment.Experiment, running bool, err error) {
	if e, err = t.theExperiment(id); err != nil || e.Status == experiment.Stopped {
		return e, false, err
	}
	winner := noWinner
	if stop.Winner != nil {
		winner = *stop.Winner
		if !slices.ContainsFunc(e.Arms, func(a experiment.Arm) bool { return a.Version == winner }) {
			return e, false, refuse(reminder.ErrWinner)
		}
	}
	if err := t.lockEpoch(); err != nil {
		return e, false, err
	}
	_, err = t.do(stopExperiment, micros(now), plain(stop.By), plain(stop.Why), int64(winner), id)
	if err == nil && winner != noWinner {
		err = t.makeCurrent(now, e.Key, winner)
	} else if err == nil {
		err = t.turnEpoch(now)
	}
	if err != nil {
		return e, false, err
	}
	e, err = t.experiment(id)
	return e, true, err
}

// theExperiment is the experiment for writes: it locks its template.
func (t *txn) theExperiment(id string) (experiment.Experiment, error) {
	e, err := t.experiment(id)
	if errors.Is(err, reminder.ErrNoExperiment) {
		err = refuse(err)
	}
	if err != nil || t.store.engine == sqlite {
		return e, err
	}
	if _, err := t.theTemplate(e.Key); err != nil {
		return e, err
	}
	return t.experiment(id)
}
