package writing

import (
	"cmp"
	"strconv"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/experiment"
)

// history is the page of a template.
type history struct {
	Template    reminder.TemplateView
	Name        string
	Meaning     string
	Path        string
	Current     string // in words; empty: there is none yet
	CurrentPath string
	Open        *line // version that is being written or looked at
	Lines       []line
	Texts       []reach
	Trials      []comparison
	Choices     []choice // versions that a diff can be between
	Arms        int      // versions that an experiment could share
	May         rights
	ByHand      bool // a person may send it to a customer
	Faults      map[string]string
	Why         string
	Base        int // version that a draft is to begin from
}

// rights are those that the pages of a template ask about.
type rights struct{ Write, Publish bool }

func mayDo(v *frame.Visit) rights { return rights{v.Operator.May("write"), v.Operator.May("publish")} }

// line is a version in the list of a template's.
type line struct {
	Number    int
	Title     string
	State     map[string]any
	Path      string
	Work      string // where its work goes on; empty: it is done
	Did       string // what was done last, such as published
	By        string
	At        frame.Time
	Why       string
	ReturnWhy string
	ReturnBy  string
	Accepted  []templates.Accepted
	Previous  string // diff to the version that it began from
	Restore   bool   // a draft can begin from it
}

// choice is an option of a list.
type choice struct {
	Value, Text string
	Chosen      bool
}

// comparison is an experiment in a list.
type comparison struct {
	experiment.Experiment
	Path    string
	Running bool
	Started frame.Time
	Stopped frame.Time
}

// showTemplate shows a template with its versions.
func (p *pages) showTemplate(v *frame.Visit) error {
	page, err := p.history(v)
	if err != nil {
		return err
	}
	return v.Show("writing_template.html", frame.Page{Title: page.Name, Nav: "templates", Data: page})
}

func (p *pages) history(v *frame.Visit) (*history, error) {
	view, err := p.Templates.FindTemplate(v.Ctx(), v.PathValue("key"))
	if err != nil {
		return nil, err
	}
	list, err := p.Versions.ListVersions(v.Ctx(), view.Key)
	if err != nil {
		return nil, err
	}
	page := &history{Template: view, Name: name(view.Key), Meaning: aboutStage(view), Path: templatePath(view.Key), May: mayDo(v), Base: view.Current,
		ByHand: v.Operator.May("send") && reminder.Enqueueable(view.Stage) && view.Stage != templates.PlanConfirmed && view.Stage != templates.InstalmentDue}
	if view.Current != 0 || view.Shipped {
		current, err := p.version(v, view, view.Current)
		if err != nil {
			return nil, err
		}
		page.Current, page.CurrentPath, page.Texts = versionName(view, view.Current), versionPath(view.Key, view.Current), reaches(current.Sources)
	}
	page.addLines(v, view, list)
	return page, page.addTrials(v, p)
}

// addLines adds the versions, newest first, and the shipped texts as the last.
func (h *history) addLines(v *frame.Visit, view reminder.TemplateView, list []templates.Version) {
	for _, version := range list {
		l := lineOf(v, view, version)
		h.Lines = append(h.Lines, l)
		if version.Number == view.Open {
			h.Open = &l
		}
		if version.State == templates.Published {
			h.Arms++
		}
	}
	if view.Shipped {
		h.Arms++
		h.Lines = append(h.Lines, line{Title: "Version 0", State: stateShown(templates.Published, view.Current == 0), Path: versionPath(view.Key, 0),
			Did: "comes with Goodterms", Restore: view.Current != 0 && view.Open == 0})
	}
	for i, l := range h.Lines {
		h.Choices = append(h.Choices, choice{strconv.Itoa(l.Number), l.Title, i == 0})
	}
}

func lineOf(v *frame.Visit, view reminder.TemplateView, version templates.Version) line {
	current := version.State == templates.Published && version.Number == view.Current
	l := line{
		Number: version.Number, Title: "Version " + strconv.Itoa(version.Number), State: stateShown(version.State, current),
		Path: versionPath(view.Key, version.Number), Why: version.Why, Accepted: version.Accepted,
		Restore: version.State != templates.Draft && version.State != templates.Review && !current && view.Open == 0,
	}
	if version.Base != 0 || view.Shipped {
		l.Previous = templatePath(view.Key, "diff") + "?from=" + strconv.Itoa(version.Base) + "&to=" + strconv.Itoa(version.Number)
	}
	switch version.State {
	case templates.Published:
		l.Did, l.By, l.At = "published", version.PublishBy, v.Time(version.PublishAt, "")
	case templates.Review:
		l.Did, l.By, l.At, l.Work = "given to review", version.ReviewBy, v.Time(version.ReviewAt, ""), versionPath(view.Key, version.Number, "publish")
	case templates.Draft:
		l.Did, l.By, l.At, l.Work = "last changed", version.EditedBy, v.Time(version.EditedAt, ""), versionPath(view.Key, version.Number, "edit")
		l.ReturnWhy, l.ReturnBy = version.ReturnWhy, version.ReturnBy
	default:
		l.Did, l.By, l.At = "given up", version.EditedBy, v.Time(version.EditedAt, "")
	}
	return l
}

func (h *history) addTrials(v *frame.Visit, p *pages) error {
	list, err := p.Experiments.ListExperiments(v.Ctx(), h.Template.Key)
	for _, e := range list {
		e.Name = cmp.Or(e.Name, "Experiment")
		h.Trials = append(h.Trials, comparison{e, frame.Path("experiments", e.ID), e.Status == experiment.Running, v.Time(e.StartedAt, ""), v.Time(e.StoppedAt, "")})
	}
	return err
}
