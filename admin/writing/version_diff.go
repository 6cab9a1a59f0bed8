package writing

import (
	"strconv"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// comparedPage is how two versions differ.
type comparedPage struct {
	Name, Path, From, To string
	Left, Right          []choice
	List                 []difference
}

// showDiff shows how any two versions differ, text by text.
func (p *pages) showDiff(v *frame.Visit) error {
	view, err := p.Templates.FindTemplate(v.Ctx(), v.PathValue("key"))
	if err != nil {
		return err
	}
	before, err := p.side(v, view, "from")
	if err != nil {
		return err
	}
	after, err := p.side(v, view, "to")
	if err != nil {
		return err
	}
	list, err := p.Versions.ListVersions(v.Ctx(), view.Key)
	if err != nil {
		return err
	}
	page := comparedPage{Name: name(view.Key), Path: templatePath(view.Key), From: versionName(view, before.Number), To: versionName(view, after.Number),
		Left: versionChoices(view, list, before.Number), Right: versionChoices(view, list, after.Number), List: differences(before.Sources, after.Sources)}
	return v.Show("writing_diff.html", frame.Page{Title: page.Name + ": what changed", Nav: "templates", Data: page})
}

func (p *pages) side(v *frame.Visit, view reminder.TemplateView, which string) (templates.Version, error) {
	n, err := number(v.Form(which))
	if err != nil {
		return templates.Version{}, err
	}
	return p.version(v, view, n)
}

func versionChoices(view reminder.TemplateView, list []templates.Version, chosen int) (out []choice) {
	for _, version := range list {
		out = append(out, choice{strconv.Itoa(version.Number), "Version " + strconv.Itoa(version.Number), version.Number == chosen})
	}
	if view.Shipped {
		out = append(out, choice{"0", "The shipped texts", chosen == 0})
	}
	return out
}
