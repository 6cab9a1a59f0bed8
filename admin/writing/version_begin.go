package writing

import (
	"errors"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
)

// longestWhy bounds a reason.
const longestWhy = 2000

// beginDraft begins a version as a copy of another: of the current one, or of an old one
// that is to be restored.
func (p *pages) beginDraft(v *frame.Visit) error {
	v.Subject(v.PathValue("key"))
	view, err := p.Templates.FindTemplate(v.Ctx(), v.PathValue("key"))
	if err != nil {
		return err
	}
	base, err := number(v.Form("base"))
	if err != nil {
		return err
	}
	v.Detail("base", strconv.Itoa(base))
	why := strings.TrimSpace(v.Form("why"))
	d := reminder.NewDraft{Base: base, Why: why, By: signature(v.Operator)}
	if base != 0 || view.Shipped {
		from, err := p.version(v, view, base)
		if err != nil {
			return err
		}
		d.Sources = from.Sources
	}
	if len(why) > longestWhy {
		return p.notBegun(v, "why", "is too long: say it in fewer words")
	}
	made, err := p.Drafts.BeginDraft(v.Ctx(), v.Now, view.Key, d, nil)
	if errors.Is(err, reminder.ErrDraftOpen) {
		return p.notBegun(v, "base", "Somebody has begun a draft already: go on with that one, or give it up first.")
	}
	if err != nil {
		return err
	}
	v.Say("Version " + strconv.Itoa(made.Number) + " begins as a copy of " + versionName(view, base) + ". Nothing changes for customers until it is published.")
	return v.Go(versionPath(view.Key, made.Number, "edit"))
}

func (p *pages) notBegun(v *frame.Visit, field, fault string) error {
	page, err := p.history(v)
	if err != nil {
		return err
	}
	page.Why, page.Faults = v.Form("why"), map[string]string{field: fault}
	page.Base, _ = number(v.Form("base"))
	return v.ShowFaults("writing_template.html", frame.Page{Title: page.Name, Nav: "templates", Data: page})
}
