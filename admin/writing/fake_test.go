package writing_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/writing"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/experiment"
	"github.com/goodterms/goodterms/templates/lint"
	"github.com/goodterms/goodterms/templates/tone"
)

// words are the shipped texts and the real linter.
type words struct {
	*lint.Linter
	set *templates.Set
}

func (w words) Shipped(key string) []templates.Source { return w.set.Sources(key) }

// shelf keeps templates, versions and experiments in memory as the store does.
type shelf struct {
	words       words
	own         []templates.Template
	versions    map[string][]templates.Version
	current     map[string]int
	experiments []experiment.Experiment
	results     map[string][]experiment.Result
	waiting     int
	published   []reminder.Publishing
	accounts    map[string]reminder.AccountView
	trials      []reminder.Trial
	unproven    bool
	reminder    reminder.View
}

// shipped are the real texts and the real linter: they are safe for all tests at once, and
// take a second to be made ready.
var shipped = sync.OnceValues(func() (words, error) {
	set, err := templates.Embedded()
	if err != nil {
		return words{}, err
	}
	judge, err := tone.Embedded()
	return words{lint.New(judge), set}, err
})

func newShelf(t testing.TB) *shelf {
	t.Helper()
	w, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return &shelf{words: w, versions: map[string][]templates.Version{}, current: map[string]int{}, results: map[string][]experiment.Result{},
		accounts: map[string]reminder.AccountView{}, reminder: reminder.View{AccountReference: overview.OperatorAccounts + "opr_editor", Reminder: reminder.Reminder{Status: reminder.Scheduled, SendAt: frametest.Noon}}}
}

func (s *shelf) ports() writing.Ports {
	return writing.Ports{Templates: s, Versions: s, Drafts: s, Publisher: s, Experiments: s, Words: s.words, Accounts: s, Search: s, Trials: s, Reminders: s}
}

func (s *shelf) open(t testing.TB, cfg writing.Config) *frametest.Office {
	t.Helper()
	return frametest.Open(t, writing.Section(cfg, s.ports()))
}

func (s *shelf) ListTemplates(ctx context.Context) (list []reminder.TemplateView, err error) {
	for _, stage := range templates.Stages() {
		view, _ := s.FindTemplate(ctx, string(stage))
		list = append(list, view)
	}
	for _, t := range s.own {
		view, _ := s.FindTemplate(ctx, t.Key)
		list = append(list, view)
	}
	return list, nil
}

func (s *shelf) FindTemplate(_ context.Context, key string) (reminder.TemplateView, error) {
	view := reminder.TemplateView{Template: templates.Template{Key: key, Stage: templates.Stage(key)}, Shipped: reminder.Shipped(key), Current: s.current[key]}
	if !view.Shipped {
		i := slices.IndexFunc(s.own, func(t templates.Template) bool { return t.Key == key })
		if i < 0 {
			return view, reminder.ErrNoTemplate
		}
		view.Template = s.own[i]
	}
	for _, v := range s.versions[key] {
		view.Latest = max(view.Latest, v.Number)
		if v.State == templates.Draft || v.State == templates.Review {
			view.Open, view.OpenState = v.Number, v.State
		}
	}
	for _, e := range s.experiments {
		if e.Key == key && e.Status == experiment.Running {
			view.Running = e.ID
		}
	}
	return view, nil
}

func (s *shelf) CreateTemplate(ctx context.Context, now time.Time, made templates.Template, d reminder.NewDraft, idem *reminder.Idempotency) (templates.Version, error) {
	if _, err := s.FindTemplate(ctx, made.Key); err == nil {
		return templates.Version{}, reminder.ErrTemplateExists
	}
	s.own = append(s.own, made)
	return s.BeginDraft(ctx, now, made.Key, d, idem)
}

func (s *shelf) ListVersions(_ context.Context, key string) ([]templates.Version, error) {
	list := slices.Clone(s.versions[key])
	slices.SortFunc(list, func(a, b templates.Version) int { return cmp.Compare(b.Number, a.Number) })
	return list, nil
}

func (s *shelf) FindVersion(_ context.Context, key string, n int) (templates.Version, error) {
	if n < 1 || n > len(s.versions[key]) {
		return templates.Version{}, reminder.ErrNoVersion
	}
	return s.versions[key][n-1], nil
}

func (s *shelf) BeginDraft(ctx context.Context, now time.Time, key string, d reminder.NewDraft, _ *reminder.Idempotency) (templates.Version, error) {
	view, err := s.FindTemplate(ctx, key)
	if err != nil {
		return templates.Version{}, err
	}
	if view.Open != 0 {
		return templates.Version{}, reminder.ErrDraftOpen
	}
	v := templates.Version{Key: key, Number: view.Latest + 1, State: templates.Draft, Base: d.Base, Revision: 1, Sources: slices.Clone(d.Sources), Why: d.Why,
		CreatedBy: d.By, CreatedAt: now, EditedBy: d.By, EditedAt: now}
	s.versions[key] = append(s.versions[key], v)
	return v, nil
}

// change changes an open version that is still at the revision.
func (s *shelf) change(ctx context.Context, key string, n, revision int, change func(*templates.Version)) (templates.Version, error) {
	v, err := s.FindVersion(ctx, key, n)
	switch {
	case err != nil:
		return v, err
	case v.State != templates.Draft && v.State != templates.Review:
		return v, reminder.ErrState
	case v.Revision != revision:
		return v, reminder.ErrEdited
	}
	change(&v)
	v.Revision++
	s.versions[key][n-1] = v
	return v, nil
}

func (s *shelf) SaveDraft(ctx context.Context, now time.Time, e reminder.DraftEdit, _ *reminder.Idempotency) (templates.Version, error) {
	return s.change(ctx, e.Key, e.Number, e.Revision, func(v *templates.Version) {
		v.Sources, v.EditedBy, v.EditedAt = e.Sources, e.By, now
		if e.Why != nil {
			v.Why = *e.Why
		}
	})
}

func (s *shelf) SubmitDraft(ctx context.Context, now time.Time, step reminder.VersionStep, _ *reminder.Idempotency) (templates.Version, error) {
	return s.change(ctx, step.Key, step.Number, step.Revision, func(v *templates.Version) {
		v.State, v.ReviewBy, v.ReviewAt = templates.Review, step.By, now
	})
}

func (s *shelf) ReturnDraft(ctx context.Context, _ time.Time, step reminder.VersionStep, _ *reminder.Idempotency) (templates.Version, error) {
	return s.change(ctx, step.Key, step.Number, step.Revision, func(v *templates.Version) {
		v.State, v.ReturnBy, v.ReturnWhy = templates.Draft, step.By, step.Why
	})
}

func (s *shelf) DiscardDraft(ctx context.Context, now time.Time, step reminder.VersionStep, _ *reminder.Idempotency) (templates.Version, error) {
	return s.change(ctx, step.Key, step.Number, step.Revision, func(v *templates.Version) {
		v.State, v.EditedBy, v.EditedAt = templates.Discarded, step.By, now
	})
}

func (s *shelf) CountScheduled(context.Context, string, int) (int, error) { return s.waiting, nil }

func (s *shelf) Publish(ctx context.Context, now time.Time, p reminder.Publishing, _ *reminder.Idempotency) (out reminder.Published, err error) {
	if s.waiting > 0 && p.Scheduled == "" {
		return out, &reminder.PinnedError{Count: s.waiting}
	}
	out.Version, err = s.change(ctx, p.Key, p.Number, p.Revision, func(v *templates.Version) {
		v.State, v.PublishBy, v.PublishAt, v.Accepted, v.Why = templates.Published, p.By, now, p.Accepted, cmp.Or(p.Why, v.Why)
	})
	if err == nil {
		s.current[p.Key], out.Moved, s.published = p.Number, s.waiting, append(s.published, p)
		if p.Scheduled == reminder.Stay {
			out.Moved, out.Stayed = 0, s.waiting
		}
	}
	return out, err
}

func (s *shelf) StartExperiment(_ context.Context, now time.Time, e experiment.Experiment, _ *reminder.Idempotency) (experiment.Experiment, error) {
	e.ID, e.Status, e.StartedAt = "exp_"+e.Key, experiment.Running, now
	s.experiments = append(s.experiments, e)
	return e, nil
}

func (s *shelf) StopExperiment(_ context.Context, now time.Time, id string, stop experiment.Stop, _ *reminder.Idempotency) (experiment.Experiment, error) {
	for i := range s.experiments {
		if e := &s.experiments[i]; e.ID == id {
			e.Status, e.StoppedAt, e.StoppedBy, e.StopWhy, e.Winner = experiment.Stopped, now, stop.By, stop.Why, stop.Winner
			return *e, nil
		}
	}
	return experiment.Experiment{}, reminder.ErrNoExperiment
}

func (s *shelf) ListExperiments(_ context.Context, key string) (list []experiment.Experiment, err error) {
	for _, e := range s.experiments {
		if key == "" || e.Key == key {
			list = append(list, e)
		}
	}
	return list, nil
}

func (s *shelf) Results(_ context.Context, now time.Time, id string) (experiment.Results, error) {
	for _, e := range s.experiments {
		if e.ID == id {
			return experiment.Results{Experiment: e, At: now, Arms: s.results[id]}, nil
		}
	}
	return experiment.Results{}, reminder.ErrNoExperiment
}

func (s *shelf) FindAccount(_ context.Context, reference string) (reminder.AccountView, error) {
	if view, ok := s.accounts[reference]; ok {
		return view, nil
	}
	return reminder.AccountView{}, account.ErrNotFound
}

func (s *shelf) FindAccounts(_ context.Context, q overview.AccountQuery) (list []overview.AccountRow, err error) {
	for reference, view := range s.accounts {
		if strings.HasPrefix(strings.ToLower(view.Account.Name), strings.ToLower(q.Text)) {
			list = append(list, overview.AccountRow{Reference: reference, Name: view.Account.Name, Open: len(view.Invoices), Owed: []account.Money{{Minor: 1_250_00, Currency: "EUR"}}})
		}
	}
	return list, nil
}

func (s *shelf) SendTrial(_ context.Context, _ time.Time, _ operator.Operator, t reminder.Trial) (string, error) {
	if s.unproven {
		return "", writing.ErrNotProven
	}
	s.trials = append(s.trials, t)
	return "rem_trial", nil
}

func (s *shelf) FindReminder(context.Context, string) (reminder.View, error) { return s.reminder, nil }
