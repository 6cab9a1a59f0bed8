package api_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/experiment"
	"github.com/goodterms/goodterms/templates/lint"
)

// shelf is what the house keeps of templates. It stands for the store, and for lint,
// which finds SHOUT an error and dear a warning.
type shelf struct {
	h          *house
	views      map[string]reminder.TemplateView
	versions   map[string][]templates.Version // from 1
	waiting    int                            // reminders with another version
	published  []reminder.Publishing
	experiment experiment.Experiment
	err        error
}

func newShelf(h *house) *shelf {
	s := &shelf{h: h, views: map[string]reminder.TemplateView{}, versions: map[string][]templates.Version{}}
	for _, stage := range []templates.Stage{templates.Gentle, templates.Firm, templates.PromiseNoted, templates.PlanConfirmed} {
		s.views[string(stage)] = reminder.TemplateView{Template: templates.Template{Key: string(stage), Stage: stage}, Shipped: true}
	}
	return s
}

const shippedSMS = "{{ creditor.name }}: invoice {{ invoice.number }} ({{ invoice.balance }}, due {{ invoice.due_on }}). Pay: {{ creditor.pay_url }} Reply STOP to stop texts.\n"

func (s *shelf) Shipped(key string) []templates.Source {
	stage := s.views[key].Stage
	return []templates.Source{
		{Key: key, Stage: stage, Channel: "sms", Locale: "en-GB", Text: shippedSMS},
		{Key: key, Stage: stage, Channel: "sms", Locale: "de", Text: strings.Replace(shippedSMS, "Reply STOP to stop texts", "Antwort STOP beendet diese SMS", 1)},
	}
}

func (s *shelf) Lint(r lint.Request) lint.Report {
	out := lint.Report{OK: true, Faults: []string{}, Findings: []lint.Finding{}}
	if r.Channel == "sms" {
		out.SMS = &lint.SMS{Encoding: "GSM-7", Units: len(r.Text), Segments: 1}
	}
	if strings.Contains(r.Text, "SHOUT") {
		out.OK = false
		out.Findings = append(out.Findings, lint.Finding{Rule: "shouting", Severity: lint.Error, Line: 1, Column: 3, Text: "SHOUT", Instead: "write it in small letters"})
	}
	if strings.Contains(r.Text, "dear") {
		out.Findings = append(out.Findings, lint.Finding{Rule: "sms_segments", Severity: lint.Warning, Text: "3 segments", Instead: "make it shorter"})
	}
	for _, f := range out.Findings {
		out.Faults = append(out.Faults, f.Rule)
	}
	return out
}

func (s *shelf) Publishable(v templates.Version, stage templates.Stage) lint.Verdict {
	var out lint.Verdict
	for _, source := range v.Sources {
		r := s.Lint(lint.Request{Stage: stage, Channel: source.Channel, Locale: source.Locale, Text: source.Text})
		out.Variants = append(out.Variants, lint.Variant{Channel: source.Channel, Locale: source.Locale, Report: r})
		for _, f := range r.Findings {
			if f.Severity == lint.Error {
				out.Errors = append(out.Errors, f.Rule)
			} else {
				out.Unaccepted = append(out.Unaccepted, f.Rule)
			}
		}
	}
	return out
}

func (s *shelf) ListTemplates(context.Context) (list []reminder.TemplateView, _ error) {
	for _, v := range s.views {
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b reminder.TemplateView) int { return strings.Compare(a.Key, b.Key) })
	return list, s.err
}

func (s *shelf) FindTemplate(_ context.Context, key string) (reminder.TemplateView, error) {
	v, ok := s.views[key]
	if !ok {
		return v, fmt.Errorf("find template: %w", reminder.ErrNoTemplate)
	}
	return v, s.err
}

func (s *shelf) StageOf(_ context.Context, key string) (templates.Stage, bool, error) {
	v, ok := s.views[key]
	return v.Stage, ok, s.err
}

func (s *shelf) CreateTemplate(_ context.Context, now time.Time, made templates.Template, d reminder.NewDraft, idem *reminder.Idempotency) (templates.Version, error) {
	if err := reminder.CheckTemplate(made); err != nil {
		return templates.Version{}, err
	}
	s.views[made.Key] = reminder.TemplateView{Template: made, CreatedAt: now}
	return s.begin(now, made.Key, d, idem), nil
}

func (s *shelf) begin(now time.Time, key string, d reminder.NewDraft, idem *reminder.Idempotency) templates.Version {
	v := templates.Version{Key: key, Number: len(s.versions[key]) + 1, State: templates.Draft, Base: d.Base, Revision: 1,
		Sources: d.Sources, Why: d.Why, CreatedBy: d.By, CreatedAt: now, EditedBy: d.By, EditedAt: now}
	s.versions[key] = append(s.versions[key], v)
	view := s.views[key]
	view.Open, view.OpenState = v.Number, templates.Draft
	s.views[key] = view
	remembered(s.h, idem, v)
	return v
}

func (s *shelf) ListVersions(_ context.Context, key string) ([]templates.Version, error) {
	if _, ok := s.views[key]; !ok {
		return nil, reminder.ErrNoTemplate
	}
	return s.versions[key], s.err
}

func (s *shelf) FindVersion(_ context.Context, key string, number int) (templates.Version, error) {
	list := s.versions[key]
	if number < 1 || number > len(list) {
		return templates.Version{}, reminder.ErrNoVersion
	}
	return list[number-1], s.err
}

func (s *shelf) BeginDraft(_ context.Context, now time.Time, key string, d reminder.NewDraft, idem *reminder.Idempotency) (templates.Version, error) {
	if s.views[key].Open != 0 {
		return templates.Version{}, reminder.ErrDraftOpen
	}
	return s.begin(now, key, d, idem), nil
}

// change is what every step of a version does.
func (s *shelf) change(key string, number, revision int, idem *reminder.Idempotency, apply func(v *templates.Version)) (templates.Version, error) {
	v, err := s.FindVersion(context.Background(), key, number)
	switch {
	case err != nil:
		return v, err
	case v.State == templates.Published:
		return v, reminder.ErrState
	case revision != 0 && revision != v.Revision:
		return v, reminder.ErrEdited
	}
	v.Revision++
	apply(&v)
	s.versions[key][number-1] = v
	if idem != nil {
		remembered(s.h, idem, v)
	}
	return v, nil
}

func (s *shelf) SaveDraft(_ context.Context, now time.Time, e reminder.DraftEdit, idem *reminder.Idempotency) (templates.Version, error) {
	return s.change(e.Key, e.Number, e.Revision, idem, func(v *templates.Version) { v.Sources, v.EditedBy, v.EditedAt = e.Sources, e.By, now })
}

func (s *shelf) SubmitDraft(_ context.Context, now time.Time, p reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return s.change(p.Key, p.Number, p.Revision, idem, func(v *templates.Version) { v.State, v.ReviewBy, v.ReviewAt = templates.Review, p.By, now })
}

func (s *shelf) ReturnDraft(_ context.Context, _ time.Time, p reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return s.change(p.Key, p.Number, p.Revision, idem, func(v *templates.Version) { v.State, v.Why = templates.Draft, p.Why })
}

func (s *shelf) DiscardDraft(_ context.Context, _ time.Time, p reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return s.change(p.Key, p.Number, p.Revision, idem, func(v *templates.Version) { v.State = templates.Discarded })
}

func (s *shelf) CountScheduled(context.Context, string, int) (int, error) { return s.waiting, s.err }

func (s *shelf) Publish(_ context.Context, now time.Time, p reminder.Publishing, idem *reminder.Idempotency) (reminder.Published, error) {
	before, err := s.FindVersion(context.Background(), p.Key, p.Number)
	switch {
	case err != nil:
		return reminder.Published{}, err
	case p.OtherEyes && before.EditedBy == p.By:
		return reminder.Published{}, reminder.ErrOtherEyes
	case s.waiting > 0 && p.Scheduled == "":
		return reminder.Published{}, &reminder.PinnedError{Count: s.waiting}
	}
	v, err := s.change(p.Key, p.Number, p.Revision, nil, func(v *templates.Version) {
		v.State, v.PublishBy, v.PublishAt, v.Accepted = templates.Published, p.By, now, p.Accepted
	})
	if err != nil {
		return reminder.Published{}, err
	}
	s.published = append(s.published, p)
	view := s.views[p.Key]
	view.Current, view.Open, view.ChangedAt = v.Number, 0, now
	s.views[p.Key] = view
	done := reminder.Published{Version: v, Moved: s.waiting}
	remembered(s.h, idem, done)
	return done, nil
}

func (s *shelf) StartExperiment(_ context.Context, now time.Time, e experiment.Experiment, idem *reminder.Idempotency) (experiment.Experiment, error) {
	if e.Key == "firm" {
		return e, reminder.ErrArms
	}
	e.ID, e.Status, e.StartedAt = "exp_01kafz3v9m5x8q2t4w6y7z0bcd", experiment.Running, now
	s.experiment = e
	remembered(s.h, idem, e)
	return e, nil
}

func (s *shelf) StopExperiment(_ context.Context, now time.Time, id string, stop experiment.Stop, idem *reminder.Idempotency) (experiment.Experiment, error) {
	if id != s.experiment.ID {
		return experiment.Experiment{}, reminder.ErrNoExperiment
	}
	if stop.Winner != nil && *stop.Winner > 1 {
		return experiment.Experiment{}, reminder.ErrWinner
	}
	s.experiment.Status, s.experiment.StoppedAt, s.experiment.StoppedBy, s.experiment.Winner = experiment.Stopped, now, stop.By, stop.Winner
	remembered(s.h, idem, s.experiment)
	return s.experiment, nil
}

func (s *shelf) ListExperiments(context.Context, string) ([]experiment.Experiment, error) {
	if s.experiment.ID == "" {
		return nil, nil
	}
	return []experiment.Experiment{s.experiment}, nil
}

func (s *shelf) Results(_ context.Context, now time.Time, id string) (experiment.Results, error) {
	if id != s.experiment.ID {
		return experiment.Results{}, reminder.ErrNoExperiment
	}
	return experiment.Results{Experiment: s.experiment, At: now, Arms: []experiment.Result{
		{Version: 0, Control: true, Accounts: 10, Sent: experiment.Share{Count: 9, Of: 10, Low: 0.6, High: 0.98}}, {Version: 1},
	}}, nil
}
