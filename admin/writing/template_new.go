package writing

import (
	"errors"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// newForm is the form of a template of one's own.
type newForm struct {
	Key, Stage, Why string
	Channels        map[string]bool
	Locale          string
	Stages          []choice
	Locales         []choice
	Kinds           []choice
	Faults          map[string]string
}

// stages lists those that a template of one's own may have.
func stages(chosen string) (list []choice) {
	for _, s := range templates.Stages() {
		if s.Purpose() != templates.ForAnswer {
			list = append(list, choice{string(s), name(string(s)) + ": " + meaning(s), string(s) == chosen})
		}
	}
	return list
}

// written lists the languages that Goodterms brings texts in, as a beginning.
func (p *pages) written(chosen string) (list []choice) {
	for _, s := range inOrder(p.Words.Shipped(string(templates.Gentle))) {
		if s.Channel == channels.Email {
			list = append(list, choice{s.Locale, languageName(s.Locale) + ", " + s.Locale, s.Locale == chosen})
		}
	}
	return list
}

func (f *newForm) fill(p *pages) *newForm {
	f.Stages, f.Locales = stages(f.Stage), p.written(f.Locale)
	for _, kind := range kinds() {
		f.Kinds = append(f.Kinds, choice{string(kind), channelName(kind), f.Channels[string(kind)]})
	}
	return f
}

// newTemplate shows the form.
func (p *pages) newTemplate(v *frame.Visit) error {
	form := (&newForm{Stage: string(templates.Gentle), Locale: templates.Fallback, Channels: map[string]bool{"email": true, "sms": true}}).fill(p)
	return v.Show("writing_new.html", frame.Page{Title: "New template", Nav: "templates", Data: form})
}

// createTemplate makes a template of one's own; its first draft is a copy of the texts
// that Goodterms brings for the stage.
func (p *pages) createTemplate(v *frame.Visit) error {
	form := &newForm{Key: strings.TrimSpace(v.Form("key")), Stage: v.Form("stage"), Why: strings.TrimSpace(v.Form("why")), Locale: v.Form("locale"),
		Channels: map[string]bool{}, Faults: map[string]string{}}
	for _, kind := range v.Request.Form["channels"] {
		form.Channels[kind] = true
	}
	v.Subject(form.Key)
	made := templates.Template{Key: form.Key, Stage: templates.Stage(form.Stage)}
	d := reminder.NewDraft{Why: form.Why, By: signature(v.Operator), Sources: p.beginning(made, form)}
	form.check(made, d)
	if len(form.Faults) == 0 {
		version, err := p.Templates.CreateTemplate(v.Ctx(), v.Now, made, d, nil)
		if err == nil {
			v.Say(name(made.Key) + " is there as a draft. Other systems can name it once it is published.")
			return v.Go(versionPath(made.Key, version.Number, "edit"))
		}
		if !errors.Is(err, reminder.ErrTemplateExists) {
			return err
		}
		form.Faults["key"] = "is taken: " + err.Error()
	}
	return v.ShowFaults("writing_new.html", frame.Page{Title: "New template", Nav: "templates", Data: form.fill(p)})
}

// beginning are the shipped texts of the stage in the chosen language and channels.
func (p *pages) beginning(of templates.Template, form *newForm) (list []templates.Source) {
	for _, s := range inOrder(p.Words.Shipped(string(of.Stage))) {
		if s.Locale == form.Locale && form.Channels[string(s.Channel)] {
			s.Key, s.Stage, s.File = of.Key, of.Stage, ""
			list = append(list, s)
		}
	}
	return list
}

func (f *newForm) check(made templates.Template, d reminder.NewDraft) {
	switch err := reminder.CheckTemplate(made); {
	case err == nil:
	case errors.Is(err, reminder.ErrTemplateKey):
		f.Faults["key"] = "is not one that can be used: write 1 to 64 small letters, digits and _, beginning with a letter"
	case errors.Is(err, reminder.ErrTemplateExists):
		f.Faults["key"] = "is one that Goodterms brings: choose another"
	default:
		f.Faults["stage"] = "is not a stage that other systems may ask for: choose one of the list"
	}
	if len(f.Why) > longestWhy {
		f.Faults["why"] = "is too long: say it in fewer words"
	}
	if len(d.Sources) == 0 && f.Faults["stage"] == "" {
		f.Faults["channels"] = "Choose at least one channel that the stage has a text for."
	}
}
