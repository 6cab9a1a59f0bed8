package writing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// group is a part of the list of templates.
type group struct {
	Title, About string
	Rows         []row
}

// row is a template as a sentence.
type row struct {
	reminder.TemplateView
	Name, Meaning, Path string
	Own                 bool // it is not one that Goodterms brings
	By                  string
	Changed             frame.Time
	OpenPath            string
	Texts               []reach
	Experiment          string // name of the one that runs
	ExperimentPath      string
}

// reach is in which languages a channel speaks.
type reach struct {
	Channel string
	Locales []string
}

// reaches lists the channels of texts with their languages.
func reaches(list []templates.Source) (out []reach) {
	for _, kind := range kinds() {
		r := reach{Channel: channelName(kind)}
		for _, s := range list {
			if s.Channel == kind {
				r.Locales = append(r.Locales, s.Locale)
			}
		}
		if len(r.Locales) > 0 {
			out = append(out, r)
		}
	}
	return out
}

// Text is the channel with its languages in words; many are counted.
func (r reach) Text() string {
	if len(r.Locales) > 4 {
		return r.Channel + " in " + count(len(r.Locales), "language", "languages")
	}
	return r.Channel + " in " + strings.Join(r.Locales, ", ")
}

// listTemplates shows every template.
func (p *pages) listTemplates(v *frame.Visit) error {
	list, err := p.Templates.ListTemplates(v.Ctx())
	if err != nil {
		return err
	}
	running, err := p.running(v)
	if err != nil {
		return err
	}
	groups := newGroups()
	for _, view := range list {
		r, err := p.row(v, view, running)
		if err != nil {
			return err
		}
		at := groupOf(view.Stage)
		groups[at].Rows = append(groups[at].Rows, r)
	}
	for _, g := range groups {
		slices.SortStableFunc(g.Rows, func(a, b row) int { return cmp.Or(order(a.Stage)-order(b.Stage), strings.Compare(own(a), own(b))) })
	}
	return v.Show("writing_templates.html", frame.Page{Title: "Templates", Nav: "templates", Data: groups})
}

// own sorts the template that Goodterms brings before those of one's own.
func own(r row) string {
	if r.Shipped {
		return ""
	}
	return r.Key
}

func order(stage templates.Stage) int { return slices.Index(templates.Stages(), stage) }

func newGroups() []group {
	return []group{
		{Title: "Before the due date", About: "Nothing is late yet."},
		{Title: "After the due date", About: "From an oversight to the moment a person takes over."},
		{Title: "Promises and plans", About: "What was agreed, in writing."},
		{Title: "Answers to replies", About: "Sent by Goodterms when a customer writes back."},
		{Title: "Notices", About: "They ask for nothing."},
	}
}

// groupOf is the place of a stage among the groups.
func groupOf(stage templates.Stage) int {
	switch stage.Purpose() {
	case templates.ForArrangement:
		return 2
	case templates.ForAnswer:
		return 3
	case templates.ForNotice:
		return 4
	}
	if stage == templates.PreDue || stage == templates.ReceiptCheck {
		return 0
	}
	return 1
}

// running are the names of experiments that run, by id.
func (p *pages) running(v *frame.Visit) (map[string]string, error) {
	list, err := p.Experiments.ListExperiments(v.Ctx(), "")
	names := map[string]string{}
	for _, e := range list {
		names[e.ID] = cmp.Or(e.Name, "without a name")
	}
	return names, err
}

func (p *pages) row(v *frame.Visit, view reminder.TemplateView, running map[string]string) (row, error) {
	r := row{TemplateView: view, Name: name(view.Key), Meaning: meaning(view.Stage), Path: templatePath(view.Key), Own: !view.Shipped}
	if view.Current != 0 || view.Shipped {
		current, err := p.version(v, view, view.Current)
		if err != nil {
			return r, err
		}
		r.Texts, r.By, r.Changed = reaches(current.Sources), current.PublishBy, v.Time(current.PublishAt, "")
	}
	if view.Open != 0 {
		r.OpenPath = versionPath(view.Key, view.Open, "edit")
		if view.OpenState == templates.Review {
			r.OpenPath = versionPath(view.Key, view.Open, "publish")
		}
	}
	if view.Running != "" {
		r.Experiment, r.ExperimentPath = cmp.Or(running[view.Running], "without a name"), frame.Path("experiments", view.Running)
	}
	return r, nil
}
