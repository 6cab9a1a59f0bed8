package store

import (
	"context"
	"slices"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// Reminders that wait with another version than the numbered one. The conditions on
// send_at and account_id always hold: they lead to the index of those that wait,
// however many have ended. What an experiment that runs has drawn is left alone.
const (
	scheduledElsewhere = `template = $1 AND template_version <> $2 AND experiment <> $3 AND queued = 1 AND send_at > 0 AND status = 'scheduled'`
	heldElsewhere      = `template = $1 AND template_version <> $2 AND experiment <> $3 AND status = 'held' AND account_id > ''`
	countElsewhere     = `SELECT (SELECT COUNT(*) FROM reminder WHERE ` + scheduledElsewhere + `)
+ (SELECT COUNT(*) FROM reminder WHERE ` + heldElsewhere + `)`
	moveScheduled = `UPDATE reminder SET template_version = $2, experiment = '', moved_at = $4 WHERE ` + scheduledElsewhere
	// What waits because of its text is looked at again with the new one.
	moveHeld = `UPDATE reminder SET template_version = $2, experiment = '', moved_at = $4,
status = CASE WHEN reason IN ('terms', 'facts') THEN 'scheduled' ELSE status END,
queued = CASE WHEN reason IN ('terms', 'facts') THEN 1 ELSE queued END,
reason = CASE WHEN reason IN ('terms', 'facts') THEN '' ELSE reason END,
explanation = CASE WHEN reason IN ('terms', 'facts') THEN '' ELSE explanation END WHERE ` + heldElsewhere
)

// noExperiment is the id of none: reminders that were not drawn have an empty one.
const noExperiment = "none"

// elsewhere are the arguments that say which reminders wait with another version.
func elsewhere(template reminder.TemplateView, number int) []any {
	running := noExperiment
	if template.Running != "" {
		running = template.Running
	}
	return []any{template.Key, int64(number), running}
}

// CountScheduled counts the reminders that wait, scheduled or held, with another
// version than the numbered one; those of a running experiment are left out, because
// publishing does not touch them. reminder.ErrNoTemplate.
func (s *Store) CountScheduled(ctx context.Context, key string, number int) (int, error) {
	t := s.read(ctx)
	template, found, err := t.template(key)
	if err == nil && !found {
		err = reminder.ErrNoTemplate
	}
	if err != nil {
		return 0, wrap("count scheduled reminders", err)
	}
	n, err := t.countElsewhere(template, number)
	return n, wrap("count scheduled reminders", err)
}

func (t *txn) countElsewhere(template reminder.TemplateView, number int) (n int, err error) {
	_, err = t.one(countElsewhere, elsewhere(template, number), &n)
	return n, err
}

// Publish makes a draft, or what waits for a look, the current version: it never
// changes again, and reminders that are accepted after this commit use it. What
// waits stays or moves as the caller says; a *reminder.PinnedError asks for that
// choice while any waits. Moved reminders keep their time; those that were held
// because of their text come due again. It answers reminder.ErrNoVersion,
// reminder.ErrState, reminder.ErrEdited or reminder.ErrOtherEyes.
func (s *Store) Publish(ctx context.Context, now time.Time, p reminder.Publishing, idem *reminder.Idempotency) (out reminder.Published, err error) {
	err = s.write(ctx, "publish version", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		if out, err = t.publish(now, p); err != nil {
			return err
		}
		return t.remember(idem, now, out)
	})
	return out, err
}

func (t *txn) publish(now time.Time, p reminder.Publishing) (out reminder.Published, err error) {
	template, err := t.publishable(p)
	if err != nil {
		return out, err
	}
	if err := t.lockEpoch(); err != nil { // now nothing is being accepted
		return out, err
	}
	waiting, err := t.countElsewhere(template, p.Number)
	if err != nil {
		return out, err
	}
	if waiting > 0 && p.Scheduled != reminder.Stay && p.Scheduled != reminder.Move {
		return out, refuse(&reminder.PinnedError{Count: waiting})
	}
	if err := t.setPublished(now, p); err != nil {
		return out, err
	}
	if err := t.makeCurrent(now, p.Key, p.Number); err != nil {
		return out, err
	}
	out.Stayed = waiting
	if p.Scheduled == reminder.Move && waiting > 0 {
		if out.Moved, err = t.moveTo(now, template, p.Number); err != nil {
			return out, err
		}
		out.Stayed = 0
	}
	out.Version, _, err = t.version(p.Key, p.Number)
	return out, err
}

// publishable locks the template and refuses what may not be published.
func (t *txn) publishable(p reminder.Publishing) (template reminder.TemplateView, err error) {
	if template, err = t.theTemplate(p.Key); err != nil {
		return template, err
	}
	v, found, err := t.version(p.Key, p.Number)
	switch {
	case err != nil:
	case !found:
		err = refuse(reminder.ErrNoVersion)
	case p.OtherEyes && (p.By == "" || p.By == v.EditedBy || p.By == v.ReviewBy):
		err = unfit(v, p.Revision, open)
		if err == nil {
			err = refuse(reminder.ErrOtherEyes)
		}
	default:
		err = unfit(v, p.Revision, open)
	}
	return template, err
}

// open are the states of a version that is not finished.
var open = []templates.State{templates.Draft, templates.Review}

// unfit refuses a version that is in none of the states, or at another revision;
// nil when it is fit.
func unfit(v templates.Version, revision int, states []templates.State) error {
	switch {
	case !slices.Contains(states, v.State):
		return refuse(reminder.ErrState)
	case v.Revision != revision:
		return refuse(reminder.ErrEdited)
	}
	return nil
}

const setPublished = `UPDATE template_version SET state = 'published', publish_by = $1, publish_at = $2,
why = CASE WHEN $3 = '' THEN why ELSE $3 END, accepted = $4
WHERE key = $5 AND number = $6 AND revision = $7 AND state IN ('draft', 'review')`

// setPublished publishes a version for good: no statement changes one that is.
func (t *txn) setPublished(now time.Time, p reminder.Publishing) error {
	list := slices.Clone(p.Accepted)
	for i := range list {
		list[i].Reason = plain(list[i].Reason)
	}
	accepted, err := listJSON(list)
	if err != nil {
		return err
	}
	n, err := t.do(setPublished, plain(p.By), micros(now), plain(p.Why), accepted, p.Key, int64(p.Number), int64(p.Revision))
	if err == nil && n == 0 {
		return errRace // an edit came between: look again
	}
	return err
}

const setCurrent = `UPDATE template SET current_version = $1, changed_at = $2 WHERE key = $3`

// makeCurrent lets reminders use the version from now on.
func (t *txn) makeCurrent(now time.Time, key string, number int) error {
	if _, err := t.do(setCurrent, int64(number), micros(now), key); err != nil {
		return err
	}
	return t.turnEpoch(now)
}

// moveTo gives what waits the version. The reminders themselves say that and when
// they were moved: an event for each would swell a hundred thousand timelines for
// one change of a text.
func (t *txn) moveTo(now time.Time, template reminder.TemplateView, number int) (int, error) {
	args := append(elsewhere(template, number), micros(now))
	scheduled, err := t.do(moveScheduled, args...)
	if err != nil {
		return 0, err
	}
	held, err := t.do(moveHeld, args...)
	return int(scheduled + held), err
}
