package writing

import (
	"errors"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// saveVersion keeps the text that was typed, and the reason of the version.
func (p *pages) saveVersion(v *frame.Visit) error {
	e, err := p.visited(v)
	if err != nil {
		return err
	}
	s, known := typed(v, e)
	if !known {
		return frame.ErrNotFound
	}
	v.Subject(e.Key + "@" + strconv.Itoa(e.Number))
	v.Detail("text", string(s.Channel)+" "+s.Locale)
	if fault := p.unsaveable(v, s); fault != nil {
		return p.showFaults(v, e, fault, nil)
	}
	why := strings.TrimSpace(v.Form("why"))
	err = p.save(v, e, with(e.Sources, s), &why)
	if errors.Is(err, reminder.ErrEdited) || errors.Is(err, reminder.ErrState) {
		return p.showConflict(v, s)
	}
	if err != nil {
		return err
	}
	v.Say("The text is saved. Customers get it once the version is published.")
	return v.Go(versionPath(e.Key, e.Number, "edit") + "?channel=" + string(s.Channel) + "&locale=" + s.Locale)
}

// save keeps all texts of a draft, as of the revision that the form was made for.
func (p *pages) save(v *frame.Visit, e edition, list []templates.Source, why *string) error {
	revision, err := strconv.Atoi(v.Form("revision"))
	if err != nil {
		revision = -1
	}
	for i := range list {
		list[i].Key, list[i].Stage, list[i].File = e.Key, e.Of.Stage, ""
	}
	_, err = p.Drafts.SaveDraft(v.Ctx(), v.Now, reminder.DraftEdit{
		Key: e.Key, Number: e.Number, Revision: revision, Sources: list, Why: why, By: signature(v.Operator),
	}, nil)
	return err
}

// unsaveable says beside which field of the form something is not right.
func (p *pages) unsaveable(v *frame.Visit, s templates.Source) map[string]string {
	switch {
	case len(s.Text)+len(s.Limited) > longestText:
		return map[string]string{"text": "is too long: 64 kB is the most"}
	case len(v.Form("why")) > longestWhy:
		return map[string]string{"why": "is too long: say it in fewer words"}
	}
	return nil
}

// showFaults shows the editor once more, with the text as it was typed.
func (p *pages) showFaults(v *frame.Visit, e edition, faults map[string]string, between *conflict) error {
	d, err := p.desk(v, e, e.State == templates.Draft)
	if err != nil {
		return err
	}
	d.Faults, d.Conflict = faults, between
	return v.ShowFaults("writing_desk.html", d.page())
}

// showConflict says who changed the draft meanwhile. The text that was typed stays in the
// form, which is now for the draft as it is: to save once more is a choice.
func (p *pages) showConflict(v *frame.Visit, s templates.Source) error {
	e, err := p.visited(v)
	if err != nil {
		return err
	}
	theirs := text(e.Sources, s.Channel, s.Locale)
	c := &conflict{By: e.EditedBy, At: v.Time(e.EditedAt, "")}
	c.Diff = compare(theirs.Text, s.Text)
	c.Other = theirs.Text == unix(v.Form("opened")) && theirs.Limited == unix(v.Form("opened_limited"))
	if place(e.Sources, s.Channel, s.Locale) < 0 {
		e.Sources = with(e.Sources, s)
	}
	return p.showFaults(v, e, map[string]string{}, c)
}
