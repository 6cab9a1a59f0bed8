package writing

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// move is a step of a draft, as Drafts takes it.
type move func(ctx context.Context, now time.Time, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error)

// take takes a step with the version of the address, and says what was done. Where the
// step cannot be taken any more, the page with the version as it is says so.
func (p *pages) take(v *frame.Visit, step move, why, sentence, path string) error {
	n, err := number(v.PathValue("number"))
	if err != nil {
		return err
	}
	key := v.PathValue("key")
	v.Subject(key + "@" + strconv.Itoa(n))
	revision, err := strconv.Atoi(v.Form("revision"))
	if err != nil {
		revision = -1
	}
	_, err = step(v.Ctx(), v.Now, reminder.VersionStep{Key: key, Number: n, Revision: revision, Why: why, By: signature(v.Operator)}, nil)
	switch {
	case errors.Is(err, reminder.ErrEdited), errors.Is(err, reminder.ErrState):
		v.Refuse()
		v.Say("Somebody changed the version meanwhile, so nothing was done. Look at it as it is now.")
		return v.Go(versionPath(key, n, "publish"))
	case err != nil:
		return err
	}
	v.Say(sentence)
	return v.Go(path)
}

// submitVersion asks for a second look.
func (p *pages) submitVersion(v *frame.Visit) error {
	n, err := number(v.PathValue("number"))
	if err != nil {
		return err
	}
	why := strings.TrimSpace(v.Form("why"))
	if len(why) > longestWhy {
		return p.checkFaults(v, map[string]string{"why": "is too long: say it in fewer words"})
	}
	return p.take(v, p.Drafts.SubmitDraft, why, "The version waits for a second look. Until then nobody edits it.", versionPath(v.PathValue("key"), n, "publish"))
}

// returnVersion sends a version back to be worked on, with the reason.
func (p *pages) returnVersion(v *frame.Visit) error {
	n, err := number(v.PathValue("number"))
	if err != nil {
		return err
	}
	why := strings.TrimSpace(v.Form("return_why"))
	switch {
	case why == "":
		return p.checkFaults(v, map[string]string{"return_why": "is needed: say what is to be changed"})
	case len(why) > longestWhy:
		return p.checkFaults(v, map[string]string{"return_why": "is too long: say it in fewer words"})
	}
	return p.take(v, p.Drafts.ReturnDraft, why, "The version is a draft again, with your reason.", versionPath(v.PathValue("key"), n, "edit"))
}

// discarding is what giving a draft up touches.
type discarding struct {
	Name, Version, Path, Back string
	Revision, Texts           int
	By                        string
	At                        frame.Time
}

// askDiscard says what giving a draft up touches.
func (p *pages) askDiscard(v *frame.Visit) error {
	e, err := p.visited(v)
	if err != nil {
		return err
	}
	if e.State != templates.Draft && e.State != templates.Review {
		return frame.ErrNotFound
	}
	page := discarding{Name: name(e.Key), Version: "version " + strconv.Itoa(e.Number), Path: versionPath(e.Key, e.Number, "discard"), Back: templatePath(e.Key),
		Revision: e.Revision, Texts: len(e.Sources), By: e.EditedBy, At: v.Time(e.EditedAt, "")}
	return v.Show("writing_discard.html", frame.Page{Title: "Give up a draft", Nav: "templates", Data: page})
}

// discardVersion gives a draft up; it stays readable.
func (p *pages) discardVersion(v *frame.Visit) error {
	key := v.PathValue("key")
	return p.take(v, p.Drafts.DiscardDraft, "", "The draft is given up. It stays readable, and a new one can begin from it.", templatePath(key))
}
