package webhooks

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
)

// form is a webhook as it is written down.
type form struct {
	ID          string // empty: it is a new one
	Now         string // where it leads as things are; empty: it is a new one
	URL         string
	Description string
	Which       string // all or chosen
	Chosen      map[string]bool
	Revision    int
	Groups      []group
	Alert       string
	Faults      map[string]string
}

// Of what a webhook is told.
const (
	whichAll    = "all"
	whichChosen = "chosen"
)

// mostDescription is the most characters of a description.
const mostDescription = 100

func (p *pages) blank(v *frame.Visit) error {
	return p.showForm(v, form{Which: whichAll})
}

// edit shows the form of a webhook. Its address is not filled in: it may be a token,
// and stays as it is when the field is empty.
func (p *pages) edit(v *frame.Visit, e events.Endpoint) error {
	f := form{ID: e.ID, Now: place(e.URL.Reveal()), Description: e.Description, Which: whichAll, Chosen: map[string]bool{}, Revision: e.Revision}
	for _, k := range e.Kinds {
		f.Which, f.Chosen[k] = whichChosen, true
	}
	return p.showForm(v, f)
}

func (p *pages) showForm(v *frame.Visit, f form) error {
	f.Groups = grouped(p.Kinds)
	page := frame.Page{Title: "Add a webhook", Nav: "webhooks", Data: f}
	if f.ID != "" {
		page.Title = "Change a webhook"
	}
	if f.Alert != "" || len(f.Faults) > 0 {
		return v.ShowFaults("webhooks_form.html", page)
	}
	return v.Show("webhooks_form.html", page)
}

// read reads the form and checks it.
func (p *pages) read(v *frame.Visit, e events.Endpoint) form {
	f := form{ID: e.ID, URL: strings.TrimSpace(v.Form("url")), Description: strings.TrimSpace(v.Form("description")), Which: v.Form("which"),
		Chosen: map[string]bool{}, Faults: map[string]string{}}
	for _, k := range v.Request.PostForm["kind"] {
		f.Chosen[k] = true
	}
	if f.Revision, _ = strconv.Atoi(v.Form("revision")); f.ID != "" { // what is no number is no revision either
		f.Now = place(e.URL.Reveal())
	}
	if f.URL != "" || f.ID == "" {
		if err := p.CheckURL(f.URL); err != nil {
			f.Faults["url"] = "The address " + err.Error() + "."
		}
	}
	if utf8.RuneCountInString(f.Description) > mostDescription {
		f.Faults["description"] = fmt.Sprintf("Say it in at most %d characters.", mostDescription)
	}
	if f.Which != whichAll && f.Which != whichChosen {
		f.Faults["kinds"] = "Choose whether it is told of everything."
	}
	if f.Which == whichChosen && len(p.kinds(f)) == 0 {
		f.Faults["kinds"] = "Choose at least one kind of event, or everything."
	}
	return f
}

// kinds are those that were chosen, in their order; none: all. What is no kind of ours
// is left out.
func (p *pages) kinds(f form) (list []string) {
	if f.Which != whichChosen {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Kinds), func(k string) bool { return !f.Chosen[k] })
}

// create makes a webhook and shows its secret once.
func (p *pages) create(v *frame.Visit) error {
	f := p.read(v, events.Endpoint{})
	if p.Most > 0 && len(f.Faults) == 0 {
		list, err := p.Endpoints.ListEndpoints(v.Ctx())
		if err != nil {
			return err
		}
		if len(list) >= p.Most {
			f.Alert = fmt.Sprintf("There are %d webhooks already, as many as there can be. Delete one that is not needed.", len(list))
		}
	}
	if f.Alert != "" || len(f.Faults) > 0 {
		return p.showForm(v, f)
	}
	made, err := p.Endpoints.CreateEndpoint(v.Ctx(), v.Now, events.Endpoint{
		URL: secret.New(f.URL), Description: f.Description, Kinds: p.kinds(f), Secret: p.NewSecret(), Enabled: true,
	})
	if err != nil {
		return err
	}
	v.Subject(made.ID)
	keepSecret(v, made)
	v.Say("The webhook was added. It is told of what happens from now on.")
	return v.Go(frame.Path("webhooks", made.ID))
}

func (p *pages) change(v *frame.Visit, e events.Endpoint) error {
	f := p.read(v, e)
	if len(f.Faults) > 0 {
		return p.showForm(v, f)
	}
	_, err := p.Endpoints.ChangeEndpoint(v.Ctx(), v.Now, e.ID, f.Revision, func(e *events.Endpoint) error {
		if f.URL != "" {
			e.URL = secret.New(f.URL)
		}
		e.Description, e.Kinds = f.Description, p.kinds(f)
		return nil
	})
	if errors.Is(err, events.ErrEdited) {
		f.Revision = e.Revision
		f.Alert = "Somebody else has changed it meanwhile; nothing was changed by you. Below is what you sent: send it once more, and it takes the place of theirs."
		return p.showForm(v, f)
	}
	if err != nil {
		return err
	}
	if f.URL != "" {
		v.Detail("address", "changed")
	}
	v.Say("The webhook was changed.")
	return v.Go(frame.Path("webhooks", e.ID))
}
