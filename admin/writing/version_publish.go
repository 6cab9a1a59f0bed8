package writing

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// check is the page on which a version is looked at before it is published.
type check struct {
	edition
	Name, Self, Edit, Template string
	State                      map[string]any
	Against                    string // version that it is compared to, in words; empty: it is the first
	List                       []difference
	Texts                      []textFindings
	Errors                     int
	Warnings                   []warning
	Waiting                    int // reminders that wait with another version
	Choice, Purpose, ReturnWhy string
	SecondLook                 bool   // it must be another than its writer
	Barred                     string // why this operator may not publish it; empty: they may
	May                        rights
	Open                       bool
	Submitted, Edited          frame.Time
	Faults                     map[string]string
}

// textFindings are those of one text.
type textFindings struct {
	Name, Path string
	List       []finding
}

// warning is a rule that publishing wants accepted.
type warning struct {
	Rule, Field, Reason string
	Count               int
	Instead             []string
}

// checkVersion shows what publishing would do.
func (p *pages) checkVersion(v *frame.Visit) error {
	c, err := p.check(v)
	if err != nil {
		return err
	}
	return v.Show("writing_publish.html", c.page())
}

func (c *check) page() frame.Page {
	return frame.Page{Title: "Publish " + c.Name + ", version " + strconv.Itoa(c.Number), Nav: "templates", Data: c}
}

// checkFaults shows the page once more because something in its form is not right.
func (p *pages) checkFaults(v *frame.Visit, faults map[string]string) error {
	c, err := p.check(v)
	if err != nil {
		return err
	}
	c.Faults = faults
	return v.ShowFaults("writing_publish.html", c.page())
}

func (p *pages) check(v *frame.Visit) (*check, error) {
	e, err := p.visited(v)
	if err != nil {
		return nil, err
	}
	c := &check{edition: e, Name: name(e.Key), Self: versionPath(e.Key, e.Number, "publish"), Edit: versionPath(e.Key, e.Number, "edit"), Template: templatePath(e.Key),
		State: stateShown(e.State, e.State == templates.Published && e.Number == e.Of.Current), May: mayDo(v), Open: e.State == templates.Draft || e.State == templates.Review,
		Choice: v.Form("scheduled"), Purpose: e.Why, ReturnWhy: v.Form("return_why"), Submitted: v.Time(e.ReviewAt, ""), Edited: v.Time(e.EditedAt, ""), SecondLook: p.OtherEyes}
	if v.Request.PostForm.Has("why") {
		c.Purpose = strings.TrimSpace(v.Form("why"))
	}
	c.Barred = p.barred(v, e)
	if c.Waiting, err = p.Publisher.CountScheduled(v.Ctx(), e.Key, e.Number); err != nil {
		return nil, err
	}
	c.judge(v, p.Memory.publishable(p.Words, e))
	return c, p.against(v, c)
}

// against adds what publishing changes.
func (p *pages) against(v *frame.Visit, c *check) error {
	if c.Of.Current == 0 && !c.Of.Shipped {
		return nil
	}
	current, err := p.version(v, c.Of, c.Of.Current)
	c.Against, c.List = versionName(c.Of, c.Of.Current), differences(current.Sources, c.Sources)
	return err
}

// barred says why the operator may not publish the version.
func (p *pages) barred(v *frame.Visit, e edition) string {
	by := signature(v.Operator)
	switch {
	case !v.Operator.May("publish"):
		return "Your role does not include publishing. An admin can change that under Operators."
	case p.OtherEyes && (e.EditedBy == by || e.ReviewBy == by):
		return "Somebody else must publish it: you wrote it or gave it to review."
	}
	return ""
}

// judge adds what lint finds, and the warnings that want a reason.
func (c *check) judge(v *frame.Visit, texts []lint.Variant) {
	for _, text := range texts {
		t := textFindings{Name: channelName(text.Channel) + " in " + languageName(text.Locale),
			Path: versionPath(c.Key, c.Number, "edit") + "?channel=" + string(text.Channel) + "&locale=" + text.Locale}
		for _, f := range text.Findings {
			t.List = append(t.List, findingOf(f))
			switch f.Severity {
			case lint.Error:
				c.Errors++
			case lint.Warning:
				c.warn(v, f)
			}
		}
		if len(t.List) > 0 {
			c.Texts = append(c.Texts, t)
		}
	}
}

func (c *check) warn(v *frame.Visit, f lint.Finding) {
	i := slices.IndexFunc(c.Warnings, func(w warning) bool { return w.Rule == f.Rule })
	if i < 0 {
		i = len(c.Warnings)
		field := "accept_" + f.Rule
		c.Warnings = append(c.Warnings, warning{Rule: f.Rule, Field: field, Reason: strings.TrimSpace(v.Form(field))})
	}
	c.Warnings[i].Count++
	if !slices.Contains(c.Warnings[i].Instead, f.Instead) {
		c.Warnings[i].Instead = append(c.Warnings[i].Instead, f.Instead)
	}
}

// accepted are the warnings with the reasons of the form, and the faults of those that
// have none.
func (c *check) accepted(by string, faults map[string]string) (list []templates.Accepted) {
	for _, w := range c.Warnings {
		switch {
		case w.Reason == "":
			faults[w.Field] = "is needed: say why the warning may pass, or mend the text"
		case len(w.Reason) > longestWhy:
			faults[w.Field] = "is too long: say it in fewer words"
		default:
			list = append(list, templates.Accepted{Rule: w.Rule, Reason: w.Reason, By: by})
		}
	}
	return list
}

// publishVersion makes the version the current one, for good.
func (p *pages) publishVersion(v *frame.Visit) error {
	c, err := p.check(v)
	if err != nil {
		return err
	}
	v.Subject(c.Key + "@" + strconv.Itoa(c.Number))
	faults := map[string]string{}
	accepted := c.accepted(signature(v.Operator), faults)
	choice := reminder.Scheduling(c.Choice)
	switch {
	case v.Form("revision") != strconv.Itoa(c.Revision):
		faults["form"] = "Somebody changed the version since you opened this page. What stands here now is as it is: look at it once more."
	case !c.Open:
		faults["form"] = "The version is not one that can be published any more."
	case c.Errors > 0:
		faults["form"] = "Errors stand in the way: mend them first."
	case c.Barred != "":
		faults["form"] = c.Barred
	}
	if choice != "" && choice != reminder.Stay && choice != reminder.Move || choice == "" && c.Waiting > 0 {
		faults["scheduled"] = "Choose what becomes of the reminders that wait."
	}
	if len(c.Purpose) > longestWhy {
		faults["why"] = "is too long: say it in fewer words"
	}
	if len(faults) > 0 {
		c.Faults = faults
		return v.ShowFaults("writing_publish.html", c.page())
	}
	return p.publish(v, c, accepted, choice)
}

func (p *pages) publish(v *frame.Visit, c *check, accepted []templates.Accepted, choice reminder.Scheduling) error {
	v.Detail("scheduled", string(choice))
	done, err := p.Publisher.Publish(v.Ctx(), v.Now, reminder.Publishing{
		Key: c.Key, Number: c.Number, Revision: c.Revision, Why: c.Purpose, By: signature(v.Operator),
		Accepted: accepted, Scheduled: choice, OtherEyes: p.OtherEyes,
	}, nil)
	var pinned *reminder.PinnedError
	switch {
	case err == nil:
		v.Say(publishedSentence(c, done))
		return v.Go(templatePath(c.Key))
	case errors.As(err, &pinned):
		return p.checkFaults(v, map[string]string{"scheduled": "Reminders have come to wait meanwhile: choose what becomes of them."})
	case errors.Is(err, reminder.ErrEdited), errors.Is(err, reminder.ErrState):
		return p.checkFaults(v, map[string]string{"form": "Somebody changed the version since you opened this page. What stands here now is as it is: look at it once more."})
	case errors.Is(err, reminder.ErrOtherEyes):
		return p.checkFaults(v, map[string]string{"form": "Somebody else must publish it: you wrote it or gave it to review."})
	}
	return err
}

// publishedSentence says what publishing did.
func publishedSentence(c *check, done reminder.Published) string {
	sentence := c.Name + ", version " + strconv.Itoa(c.Number) + ", is published: reminders that are accepted from now on use it."
	if done.Moved > 0 {
		sentence += " " + count(done.Moved, "reminder that waits moved", "reminders that wait moved") + " to it."
	}
	if done.Stayed > 0 {
		sentence += " " + count(done.Stayed, "reminder that waits keeps its", "reminders that wait keep their") + " version."
	}
	return sentence
}
