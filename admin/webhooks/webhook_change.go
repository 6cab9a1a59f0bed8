package webhooks

import (
	"fmt"
	"strconv"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/events"
)

// overlap is how long the secret from before a rotation still signs.
const overlap = 24 * time.Hour

// rotate gives a new secret, shown once. The one before signs besides for a day; when
// that of an earlier rotation still does, it is the one that goes on, because a receiver
// may know no later one.
func (p *pages) rotate(v *frame.Visit, e events.Endpoint) error {
	made, done, err := p.turn(v, e, func(e *events.Endpoint) {
		if !v.Now.Before(e.PreviousUntil) {
			e.Previous = e.Secret
		}
		e.Secret, e.PreviousUntil = p.NewSecret(), v.Now.Add(overlap)
	})
	if err != nil || !done {
		return err
	}
	keepSecret(v, made)
	v.Say("There is a new secret. The one before signs besides until " + v.Time(made.PreviousUntil, "").Text() + ".")
	return v.Go(frame.Path("webhooks", e.ID))
}

func (p *pages) enable(v *frame.Visit, e events.Endpoint) error {
	if _, done, err := p.turn(v, e, func(e *events.Endpoint) { e.Enabled = true }); err != nil || !done {
		return err
	}
	v.Say("It is on: what has waited for it is sent now, in order.")
	return v.Go(frame.Path("webhooks", e.ID))
}

func (p *pages) disable(v *frame.Visit, e events.Endpoint) error {
	if _, done, err := p.turn(v, e, func(e *events.Endpoint) { e.Enabled = false }); err != nil || !done {
		return err
	}
	v.Say("It is off: nothing more is sent to it.")
	return v.Go(frame.Path("webhooks", e.ID))
}

// turn changes a webhook that is still as the operator saw it; when it is not, the page
// says so and done is false.
func (p *pages) turn(v *frame.Visit, e events.Endpoint, change func(*events.Endpoint)) (made events.Endpoint, done bool, err error) {
	revision, err := strconv.Atoi(v.Form("revision"))
	if err != nil || revision != e.Revision {
		return e, false, p.alert(v, e, refusal(events.ErrEdited))
	}
	made, err = p.Endpoints.ChangeEndpoint(v.Ctx(), v.Now, e.ID, revision, func(e *events.Endpoint) error {
		change(e)
		return nil
	})
	if words := refusal(err); words != "" {
		return e, false, p.alert(v, e, words)
	}
	return made, err == nil, err
}

// askDelete says what goes with a webhook before it does.
func (p *pages) askDelete(v *frame.Visit, e events.Endpoint) error {
	page, err := p.shown(v, e)
	if err != nil {
		return err
	}
	return v.Show("webhooks_delete.html", frame.Page{Title: "Delete a webhook", Nav: "webhooks", Data: page})
}

func (p *pages) delete(v *frame.Visit, e events.Endpoint) error {
	if err := p.Endpoints.DeleteEndpoint(v.Ctx(), e.ID); err != nil {
		return err
	}
	v.Say("The webhook was deleted.")
	return v.Go(frame.Path("webhooks"))
}

// try sends a test event and says what came back.
func (p *pages) try(v *frame.Visit, e events.Endpoint) error {
	status, fault, err := p.Probe.Ping(v.Ctx(), e.ID)
	if err != nil {
		return err
	}
	if fault == "" && status >= 200 && status < 300 {
		v.Say(fmt.Sprintf("It answered %d: the test event was taken.", status))
		return v.Go(frame.Path("webhooks", e.ID))
	}
	page, err := p.shown(v, e)
	if err != nil {
		return err
	}
	page.Alert = "The test event was not taken: it " + wentWrong(status, fault) + "."
	return v.Show("webhooks_show.html", frame.Page{Title: page.Name, Nav: "webhooks", Data: page})
}
