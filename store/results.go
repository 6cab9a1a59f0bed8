package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/goodterms/goodterms/templates/experiment"
)

// Windows of the results, from the first message of the experiment on.
const (
	resultDays = 14 * 24 * time.Hour
	soonDays   = 7 * 24 * time.Hour
)

// One row per account: what it drew, when it was first written to, and whether that
// arrived; mail that was not returned has. Then one row per version. $1 is the
// experiment, $2 fourteen days, $3 seven, $4 and $5 the instants as long ago.
const selectResults = `WITH drawn AS (
    SELECT r.account_id, r.template_version AS version, MIN(t.started_at) AS first_at,
        MAX(CASE WHEN t.status IN ('delivered', 'read', 'answered')
            OR (t.channel = 'email' AND t.status NOT IN ('undelivered', 'failed', 'canceled')) THEN 1 ELSE 0 END) AS arrived
    FROM reminder r LEFT JOIN attempt t ON t.reminder_id = r.id AND t.state = 'accepted'
    WHERE r.experiment = $1 AND r.experiment <> '' AND r.test = 0 GROUP BY r.account_id, r.template_version
), judged AS (
    SELECT d.*,
        (SELECT COUNT(*) FROM reply p WHERE p.account_id = d.account_id AND p.kind = 'reply' AND p.test = 0
            AND p.at >= d.first_at AND p.at < d.first_at + $2) AS answers,
        (SELECT COUNT(*) FROM promise p WHERE p.account_id = d.account_id AND p.status <> 'canceled'
            AND p.at >= d.first_at AND p.at < d.first_at + $2) AS promises,
        (SELECT COUNT(*) FROM dispute p WHERE p.account_id = d.account_id
            AND p.at >= d.first_at AND p.at < d.first_at + $2) AS disputes,
        (SELECT COUNT(*) FROM opt_out o WHERE o.account_id = d.account_id AND o.via = ''
            AND o.source NOT IN ('bounce', 'wrong person', 'import', 'complaint')
            AND o.at >= d.first_at AND o.at < d.first_at + $2) AS opt_outs,
        (SELECT COUNT(*) FROM opt_out o WHERE o.account_id = d.account_id AND o.source = 'complaint'
            AND o.at >= d.first_at AND o.at < d.first_at + $2) AS complaints,
        (SELECT MIN(p.at) FROM payment p WHERE p.account_id = d.account_id AND p.at >= d.first_at AND p.at < d.first_at + $2
            AND EXISTS (SELECT 1 FROM reminder r WHERE r.experiment = $1 AND r.experiment <> '' AND r.account_id = d.account_id
                AND ',' || r.invoices || ',' LIKE '%,' || p.invoice_id || ',%')) AS paid_at
    FROM drawn d
)
SELECT j.version, COUNT(*), COUNT(j.first_at), COUNT(CASE WHEN j.first_at IS NOT NULL AND j.arrived = 1 THEN 1 END),
    COUNT(CASE WHEN j.answers > 0 THEN 1 END), COUNT(CASE WHEN j.promises > 0 THEN 1 END),
    COUNT(CASE WHEN j.disputes > 0 THEN 1 END), COUNT(CASE WHEN j.opt_outs > 0 THEN 1 END),
    COUNT(CASE WHEN j.complaints > 0 THEN 1 END),
    COUNT(CASE WHEN j.first_at <= $5 AND j.paid_at < j.first_at + $3 THEN 1 END), COUNT(CASE WHEN j.first_at <= $5 THEN 1 END),
    COUNT(CASE WHEN j.first_at <= $4 AND j.paid_at IS NOT NULL THEN 1 END), COUNT(CASE WHEN j.first_at <= $4 THEN 1 END)
FROM judged j GROUP BY j.version`

// tally is what was counted for one version, in accounts.
type tally struct {
	version, accounts, sent, arrived                   int
	answered, promised, disputed, optedOut, complained int
	paidSoon, pastSoon, paid, past                     int
}

func (c *tally) dest() []any {
	return []any{&c.version, &c.accounts, &c.sent, &c.arrived, &c.answered, &c.promised, &c.disputed, &c.optedOut, &c.complained,
		&c.paidSoon, &c.pastSoon, &c.paid, &c.past}
}

func (c *tally) result(control bool) experiment.Result {
	share := func(n int) experiment.Share { return experiment.NewShare(n, c.sent) }
	return experiment.Result{
		Version: c.version, Control: control, Accounts: c.accounts, Sent: experiment.NewShare(c.sent, c.accounts),
		Delivered: share(c.arrived), Answered: share(c.answered), Promised: share(c.promised), Disputed: share(c.disputed),
		PaidIn7: experiment.NewShare(c.paidSoon, c.pastSoon), PaidIn14: experiment.NewShare(c.paid, c.past),
		OptedOut: share(c.optedOut), Complained: share(c.complained),
	}
}

// Results counts what came of an experiment until now, test reminders left out;
// reminder.ErrNoExperiment.
func (s *Store) Results(ctx context.Context, now time.Time, id string) (experiment.Results, error) {
	t := s.read(ctx)
	e, err := t.experiment(id)
	if err != nil {
		return experiment.Results{}, wrap("count results", err)
	}
	results, err := t.results(now, e)
	return results, wrap("count results", err)
}

func (t *txn) results(now time.Time, e experiment.Experiment) (experiment.Results, error) {
	counted := map[int]tally{}
	args := []any{e.ID, resultDays.Microseconds(), soonDays.Microseconds(), micros(now.Add(-resultDays)), micros(now.Add(-soonDays))}
	err := t.each(selectResults, args, func(rows *sql.Rows) error {
		var c tally
		err := rows.Scan(c.dest()...)
		counted[c.version] = c
		return err
	})
	out := experiment.Results{Experiment: e, At: now}
	for i, arm := range e.Arms {
		c := counted[arm.Version]
		c.version = arm.Version
		out.Arms = append(out.Arms, c.result(i == 0))
	}
	return out, err
}

// Guard stops the experiments of which a version does harm, with the reason, and
// returns them as they ended. It is to be called every few minutes.
func (s *Store) Guard(ctx context.Context, now time.Time) (stopped []experiment.Experiment, err error) {
	t := s.read(ctx)
	running, err := t.experiments(selectRunning)
	for i := 0; i < len(running) && err == nil; i++ {
		var results experiment.Results
		if results, err = t.results(now, running[i]); err != nil {
			break
		}
		harm, found := experiment.Harmful(results.Arms)
		if !found {
			continue
		}
		var e experiment.Experiment
		var ended bool
		err = s.write(ctx, "stop experiment", func(t *txn) error {
			e, ended, err = t.stopExperiment(now, running[i].ID, experiment.Stop{Why: harm.Why})
			return err
		})
		if ended && err == nil {
			stopped = append(stopped, e)
		}
	}
	return stopped, wrap("guard experiments", err)
}
