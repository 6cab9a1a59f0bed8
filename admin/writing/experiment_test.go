package writing_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/writing"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates/experiment"
)

// withTwo is a shelf with two versions that can be compared, and their experiment.
func withTwo(t testing.TB) *shelf {
	s := withDraft(t)
	if _, err := s.Publish(context.Background(), frametest.Noon, reminder.Publishing{Key: "gentle", Number: 1, Revision: 1}, nil); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shelf) running(paidOld, paidNew, of int) *shelf {
	s.experiments = []experiment.Experiment{{ID: "exp_1", Key: "gentle", Name: "Shorter?", Status: experiment.Running, Arms: []experiment.Arm{{Version: 0, Weight: 50}, {Version: 1, Weight: 50}}}}
	s.results["exp_1"] = []experiment.Result{
		{Version: 0, Control: true, PaidIn14: experiment.NewShare(paidOld, of)}, {Version: 1, PaidIn14: experiment.NewShare(paidNew, of)}}
	return s
}

func TestAnExperimentBeginsWithTheVersionThatOthersAreComparedTo(t *testing.T) {
	s := withTwo(t)
	c := s.open(t, writing.Config{}).As(operator.Editor)
	status(t, c.Get("/admin/templates/gentle/new-experiment"), http.StatusOK)
	a := c.Post("/admin/templates/gentle/new-experiment", url.Values{"name": {"Shorter?"}, "weight_0": {"30"}, "weight_1": {"70"}, "control": {"0"}})
	status(t, a, http.StatusSeeOther)
	if arms := s.experiments[0].Arms; len(arms) != 2 || arms[0] != (experiment.Arm{Version: 0, Weight: 30}) {
		t.Errorf("arms %+v", arms)
	}
}

func TestAnExperimentOfOneVersionOrAStrangeShareIsRefused(t *testing.T) {
	c := withTwo(t).open(t, writing.Config{}).As(operator.Editor)
	path := "/admin/templates/gentle/new-experiment"
	holds(t, c.Post(path, url.Values{"name": {"x"}, "weight_1": {"50"}, "control": {"1"}}), "at least two versions")
	holds(t, c.Post(path, url.Values{"name": {"x"}, "weight_0": {"half"}, "weight_1": {"50"}, "control": {"1"}}), "write a number of 1 to 100")
	holds(t, c.Post(path, url.Values{"weight_0": {"50"}, "weight_1": {"50"}, "control": {"1"}}), "by it you find the experiment again")
}

func TestASentenceClaimsOnlyWhatTheIntervalsShow(t *testing.T) {
	apart := withTwo(t).running(60, 140, 300).open(t, writing.Config{}).As(operator.Viewer)
	holds(t, apart.Get("/admin/experiments/exp_1"), "With version 1, more accounts paid within 14 days than with the shipped texts: 47 % against 20 %")
	close := withTwo(t).running(60, 66, 300).open(t, writing.Config{}).As(operator.Viewer)
	holds(t, close.Get("/admin/experiments/exp_1"), "Nothing has been shown yet")
}

func TestMakingAWinnerCurrentIsPublishing(t *testing.T) {
	s := withTwo(t).running(60, 140, 300)
	o := s.open(t, writing.Config{})
	o.Change("opr_editor", func(p *operator.Operator) { p.MayPublish = false })
	c := o.As(operator.Editor)
	status(t, c.Post("/admin/experiments/exp_1/stop", url.Values{"winner": {"1"}}), http.StatusUnprocessableEntity)
	status(t, c.Post("/admin/experiments/exp_1/stop", url.Values{"winner": {""}, "why": {"Enough"}}), http.StatusSeeOther)
	if e := s.experiments[0]; e.Status != experiment.Stopped || e.Winner != nil || e.StopWhy != "Enough" {
		t.Errorf("experiment %+v", e)
	}
}

func TestEveryPageOfTextsIsThereForAViewer(t *testing.T) {
	s := withTwo(t).running(1, 2, 3)
	c := s.open(t, writing.Config{}).As(operator.Viewer)
	for path, want := range map[string]string{
		"/admin/templates": "After the due date", "/admin/templates/gentle": "Version 1", "/admin/templates/gentle/diff?from=0&to=1": "Every text is the same in both",
		"/admin/templates/gentle/versions/0": "as shipped", "/admin/templates/gentle/versions/1/publish": "stays as it is",
	} {
		a := c.Get(path)
		status(t, a, http.StatusOK)
		holds(t, a, want)
		lacks(t, a, "Begin a draft</button>", "New experiment", "New template", "Restore as a new draft")
	}
}
