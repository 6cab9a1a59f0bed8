package store

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates/experiment"
)

// StartExperiment lets published versions of a template share the reminders that
// are accepted from now on; of a shipped one version 0 may take part. Key, Name,
// Arms, StartedBy and Why are the caller's. It answers reminder.ErrNoTemplate,
// reminder.ErrArms, reminder.ErrNoVersion when one is not published, or
// reminder.ErrRunning: one runs per template.
func (s *Store) StartExperiment(ctx context.Context, now time.Time, e experiment.Experiment, idem *reminder.Idempotency) (experiment.Experiment, error) {
	return experiment.Experiment{}, errSeam
}

// StopExperiment ends an experiment and makes the winner current, if one is named.
// Later reminders use the current version; those that wait keep what they drew. One
// that was stopped before stays as it is. reminder.ErrNoExperiment,
// reminder.ErrWinner.
func (s *Store) StopExperiment(ctx context.Context, now time.Time, id string, stop experiment.Stop, idem *reminder.Idempotency) (experiment.Experiment, error) {
	return experiment.Experiment{}, errSeam
}

// ListExperiments lists the experiments of a template, newest first; with an empty
// key those of all. reminder.ErrNoTemplate.
func (s *Store) ListExperiments(ctx context.Context, key string) ([]experiment.Experiment, error) {
	return nil, errSeam
}

// FindExperiment returns an experiment; reminder.ErrNoExperiment when there is none.
func (s *Store) FindExperiment(ctx context.Context, id string) (experiment.Experiment, error) {
	return experiment.Experiment{}, errSeam
}

// Results counts what came of an experiment until now, test reminders left out;
// reminder.ErrNoExperiment.
func (s *Store) Results(ctx context.Context, now time.Time, id string) (experiment.Results, error) {
	return experiment.Results{}, errSeam
}

// Guard stops the experiments of which a version does harm, with the reason, and
// returns them as they ended. It is to be called every few minutes.
func (s *Store) Guard(ctx context.Context, now time.Time) ([]experiment.Experiment, error) {
	return nil, errSeam
}
