package api

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

func listVersions(s *server, c *call) (answer, error) {
	list, err := s.Versions.ListVersions(c.ctx(), c.PathValue("key"))
	if err != nil {
		return answer{}, err
	}
	out := versionList{Versions: []VersionSummary{}}
	for _, v := range list {
		out.Versions = append(out.Versions, versionOf(v))
	}
	return answerOf(http.StatusOK, out), nil
}

// versionNumber is the number of the path; what is none is nobody's.
func versionNumber(c *call) (int, error) {
	n, err := wholeNumber(c.PathValue("number"))
	if err != nil {
		return 0, reminder.ErrNoVersion
	}
	return n, nil
}

// numbered is the template of the path, and the number of its version.
func (s *server) numbered(c *call) (view reminder.TemplateView, number int, err error) {
	if number, err = versionNumber(c); err != nil {
		return view, number, err
	}
	view, err = s.Templates.FindTemplate(c.ctx(), c.PathValue("key"))
	return view, number, err
}

// maxNumber is above every version's number.
const maxNumber = 1_000_000

// wholeNumber reads a number of a path or query.
func wholeNumber(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err == nil && (n < 0 || n > maxNumber) {
		err = strconv.ErrRange
	}
	return n, err
}

func getVersion(s *server, c *call) (answer, error) {
	number, err := versionNumber(c)
	if err != nil {
		return answer{}, err
	}
	v, err := s.version(c, c.PathValue("key"), number)
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, wholeVersion(v)), nil
}

func postVersion(s *server, c *call) (answer, error) {
	var in newVersion
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	view, err := s.Templates.FindTemplate(c.ctx(), c.PathValue("key"))
	if err != nil {
		return answer{}, err
	}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	changed := check.texts(view.Template, in.Texts)
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	d := reminder.NewDraft{Base: view.Current, Why: in.Why, By: in.By}
	if in.Base.Given && !in.Base.Null {
		d.Base = in.Base.Value
	}
	base, err := s.version(c, view.Key, d.Base)
	if errors.Is(err, reminder.ErrNoVersion) {
		return answer{}, newProblem(http.StatusUnprocessableEntity, "There is no such version to begin from.").
			at("body.base", "is not a version of this template; GET /v1/templates/{key}/versions lists them")
	}
	if err != nil {
		return answer{}, err
	}
	d.Sources = withTexts(base.Sources, changed)
	m := versionReply(http.StatusCreated)
	v, err := s.Versions.BeginDraft(c.ctx(), c.now, view.Key, d, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(v), nil
}

func putVersion(s *server, c *call) (answer, error) {
	var in draftBody
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	view, number, err := s.numbered(c)
	if err != nil {
		return answer{}, err
	}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	edit := reminder.DraftEdit{Key: view.Key, Number: number, Revision: in.Revision, Sources: check.texts(view.Template, in.Texts), By: in.By}
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	if in.Why.Given {
		edit.Why = &in.Why.Value
	}
	m := versionReply(http.StatusOK)
	v, err := s.Versions.SaveDraft(c.ctx(), c.now, edit, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(v), nil
}

// draftMove makes the handler of a step of a draft.
func draftMove(take func(Versions, *call, reminder.VersionStep, *reminder.Idempotency) (templates.Version, error)) func(*server, *call) (answer, error) {
	return func(s *server, c *call) (answer, error) {
		var in draftStep
		if err := c.sound(&in); err != nil {
			return answer{}, err
		}
		number, err := versionNumber(c)
		if err != nil {
			return answer{}, err
		}
		m := versionReply(http.StatusOK)
		step := reminder.VersionStep{Key: c.PathValue("key"), Number: number, Revision: in.Revision, Why: in.Why, By: in.By}
		v, err := take(s.Versions, c, step, m.remember(c))
		if err != nil {
			return answer{}, err
		}
		return m.to(v), nil
	}
}

func submitDraft(v Versions, c *call, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return v.SubmitDraft(c.ctx(), c.now, step, idem)
}

func returnDraft(v Versions, c *call, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return v.ReturnDraft(c.ctx(), c.now, step, idem)
}

func discardDraft(v Versions, c *call, step reminder.VersionStep, idem *reminder.Idempotency) (templates.Version, error) {
	return v.DiscardDraft(c.ctx(), c.now, step, idem)
}
