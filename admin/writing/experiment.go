package writing

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/experiment"
)

// longestName bounds the name of an experiment.
const longestName = 120

// trialForm is the form of a new experiment.
type trialForm struct {
	Template, Path, Name, Why string
	Control                   int
	Arms                      []armField
	Faults                    map[string]string
}

// armField is a version that may take part.
type armField struct {
	Version           int
	Title, About      string
	Weight            string // empty: it takes no part
	Current, Compared bool
}

// newExperiment shows the form.
func (p *pages) newExperiment(v *frame.Visit) error {
	form, _, err := p.trialForm(v)
	if err != nil {
		return err
	}
	for i := range form.Arms {
		if form.Arms[i].Current || i == 0 {
			form.Arms[i].Weight = "50"
		}
	}
	return v.Show("writing_experiment_new.html", frame.Page{Title: "New experiment", Nav: "templates", Data: form})
}

// trialForm reads the form with the versions that may take part.
func (p *pages) trialForm(v *frame.Visit) (*trialForm, reminder.TemplateView, error) {
	view, err := p.Templates.FindTemplate(v.Ctx(), v.PathValue("key"))
	if err != nil {
		return nil, view, err
	}
	list, err := p.Versions.ListVersions(v.Ctx(), view.Key)
	form := &trialForm{Template: name(view.Key), Path: templatePath(view.Key), Name: strings.TrimSpace(v.Form("name")), Why: strings.TrimSpace(v.Form("why")), Control: view.Current, Faults: map[string]string{}}
	if n, bad := number(v.Form("control")); bad == nil {
		form.Control = n
	}
	add := func(n int, title, about string) {
		form.Arms = append(form.Arms, armField{n, title, about, strings.TrimSpace(v.Form("weight_" + strconv.Itoa(n))), n == view.Current, n == form.Control})
	}
	for _, version := range list {
		if version.State == templates.Published {
			add(version.Number, "Version "+strconv.Itoa(version.Number), version.Why)
		}
	}
	if view.Shipped {
		add(0, "The shipped texts", "come with Goodterms")
	}
	return form, view, err
}

// startExperiment lets published versions share the reminders of a template.
func (p *pages) startExperiment(v *frame.Visit) error {
	form, view, err := p.trialForm(v)
	if err != nil {
		return err
	}
	v.Subject(view.Key)
	made := experiment.Experiment{Key: view.Key, Name: form.Name, Why: form.Why, StartedBy: signature(v.Operator), Arms: form.arms()}
	form.check(made)
	if len(form.Faults) == 0 {
		var started experiment.Experiment
		started, err = p.Experiments.StartExperiment(v.Ctx(), v.Now, made, nil)
		switch {
		case err == nil:
			v.Say("The experiment runs: each account draws its version once, and keeps it.")
			return v.Go(frame.Path("experiments", started.ID))
		case errors.Is(err, reminder.ErrRunning):
			form.Faults["form"] = "An experiment about this template is running: stop it first."
		case errors.Is(err, reminder.ErrArms), errors.Is(err, reminder.ErrNoVersion), errors.Is(err, reminder.ErrState):
			form.Faults["form"] = "One of the versions cannot take part any more: look at the list once more."
		default:
			return err
		}
	}
	return v.ShowFaults("writing_experiment_new.html", frame.Page{Title: "New experiment", Nav: "templates", Data: form})
}

// arms are the versions with a share, the one that the others are compared to first.
func (f *trialForm) arms() (list []experiment.Arm) {
	for _, a := range f.Arms {
		if a.Weight == "" {
			continue
		}
		weight, err := strconv.Atoi(a.Weight)
		if err != nil || weight < experiment.MinWeight || weight > experiment.MaxWeight {
			f.Faults["weight_"+strconv.Itoa(a.Version)] = "is not a share: write a number of 1 to 100, or leave it empty"
			continue
		}
		arm := experiment.Arm{Version: a.Version, Weight: weight}
		if a.Version == f.Control {
			list = slices.Insert(list, 0, arm)
			continue
		}
		list = append(list, arm)
	}
	return list
}

func (f *trialForm) check(made experiment.Experiment) {
	switch {
	case made.Name == "":
		f.Faults["name"] = "is needed: by it you find the experiment again"
	case len(made.Name) > longestName:
		f.Faults["name"] = "is too long: 120 letters are the most"
	}
	if len(made.Why) > longestWhy {
		f.Faults["why"] = "is too long: say it in fewer words"
	}
	switch {
	case len(f.Faults) > 0:
	case !experiment.Fit(made.Arms):
		f.Faults["form"] = "Give a share to at least two versions, and to ten at most."
	case made.Arms[0].Version != f.Control:
		f.Faults["form"] = "The version that the others are compared to takes no part: give it a share, or compare to another."
	}
}

// trialPage is an experiment with what came of it.
type trialPage struct {
	experiment.Experiment
	Template, TemplatePath, Self string
	Running                      bool
	Began, Ended                 frame.Time
	Sentence                     string
	Arms                         []string // names of the versions
	Rows                         []measure
	May                          rights
	Why, Winner                  string // of the form that stops it
	Purpose                      string
	Won                          string
	Faults                       map[string]string
}

// measure is one thing that was counted, by version.
type measure struct {
	Name, About string
	Cells       []cell
}

// cell is a share with its interval, for a picture of 100 by 10.
type cell struct {
	Arm              string
	Text, Between    string
	Left, Width, Dot string
	None             bool
}

// showExperiment shows an experiment with its results so far.
func (p *pages) showExperiment(v *frame.Visit) error {
	page, err := p.trialPage(v)
	if err != nil {
		return err
	}
	return v.Show("writing_experiment.html", frame.Page{Title: page.Name, Nav: "templates", Data: page})
}

func (p *pages) trialPage(v *frame.Visit) (*trialPage, error) {
	results, err := p.Experiments.Results(v.Ctx(), v.Now, v.PathValue("id"))
	if err != nil {
		return nil, err
	}
	e := results.Experiment
	view, err := p.Templates.FindTemplate(v.Ctx(), e.Key)
	if err != nil {
		return nil, err
	}
	if e.Name == "" {
		e.Name = "Experiment"
	}
	page := &trialPage{Experiment: e, Template: name(e.Key), TemplatePath: templatePath(e.Key), Self: frame.Path("experiments", e.ID), Running: e.Status == experiment.Running,
		Began: v.Time(e.StartedAt, ""), Ended: v.Time(e.StoppedAt, ""), Sentence: learnt(view, results.Arms), Rows: measures(view, results.Arms), May: mayDo(v),
		Purpose: e.Why, Why: strings.TrimSpace(v.Form("why")), Winner: v.Form("winner")}
	for _, arm := range results.Arms {
		page.Arms = append(page.Arms, armName(view, arm.Version))
	}
	if e.Winner != nil {
		page.Won = armName(view, *e.Winner)
	}
	return page, nil
}

func armName(view reminder.TemplateView, n int) string {
	if n == 0 && view.Shipped {
		return "Shipped"
	}
	return "Version " + strconv.Itoa(n)
}

// stopExperiment ends an experiment. Making a version the current one by it is publishing.
func (p *pages) stopExperiment(v *frame.Visit) error {
	page, err := p.trialPage(v)
	if err != nil {
		return err
	}
	v.Subject(page.ID)
	stop := experiment.Stop{By: signature(v.Operator), Why: page.Why}
	faults := map[string]string{}
	if page.Winner != "" {
		n, bad := number(page.Winner)
		switch {
		case bad != nil || !slices.ContainsFunc(page.Experiment.Arms, func(a experiment.Arm) bool { return a.Version == n }):
			faults["winner"] = "is none of the versions: choose one of the list"
		case !page.May.Publish:
			faults["winner"] = "Your role does not include publishing: stop it without making a version the current one."
		}
		stop.Winner = &n
		v.Detail("winner", page.Winner)
	}
	if len(page.Why) > longestWhy {
		faults["why"] = "is too long: say it in fewer words"
	}
	if len(faults) > 0 {
		page.Faults = faults
		return v.ShowFaults("writing_experiment.html", frame.Page{Title: page.Name, Nav: "templates", Data: page})
	}
	if _, err := p.Experiments.StopExperiment(v.Ctx(), v.Now, page.ID, stop, nil); err != nil {
		return fmt.Errorf("stop experiment: %w", err)
	}
	v.Say("The experiment is over. Reminders that wait keep the version that they drew.")
	return v.Go(page.Self)
}
