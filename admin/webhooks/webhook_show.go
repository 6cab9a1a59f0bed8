package webhooks

import (
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/events"
)

// shown fills the page of a webhook.
type shown struct {
	ID       string
	Name     string
	Place    string
	Told     string
	Kinds    []string
	Health   health
	Backlog  backlog
	Waits    string
	Enabled  bool
	Keep     string
	Revision int
	Created  frame.Time
	Taken    string
	Secret   string     // of this moment alone
	Previous frame.Time // until when the one before signs; zero: none does
	Alert    string
}

func (p *pages) show(v *frame.Visit, e events.Endpoint) error {
	page, err := p.shown(v, e)
	if err != nil {
		return err
	}
	page.Secret = keptSecret(v, e)
	return v.Show("webhooks_show.html", frame.Page{Title: page.Name, Nav: "webhooks", Data: page})
}

func (p *pages) shown(v *frame.Visit, e events.Endpoint) (shown, error) {
	last, err := p.Deliveries.LastNumber(v.Ctx())
	if err != nil {
		return shown{}, err
	}
	b, err := p.backlog(v.Ctx(), e, last)
	if err != nil {
		return shown{}, err
	}
	page := shown{
		ID: e.ID, Name: nameOf(e), Place: place(e.URL.Reveal()), Told: told(e), Kinds: e.Kinds, Health: p.healthOf(v, e, b), Backlog: b, Waits: b.waits(e),
		Enabled: e.Enabled, Keep: days(p.Keep), Revision: e.Revision, Created: v.Time(e.CreatedAt, ""), Taken: number(e.Health.Taken),
	}
	if e.Previous.Reveal() != "" && v.Now.Before(e.PreviousUntil) {
		page.Previous = v.Time(e.PreviousUntil, "")
	}
	return page, nil
}

// alert shows the page of a webhook with what was not done.
func (p *pages) alert(v *frame.Visit, e events.Endpoint, words string) error {
	page, err := p.shown(v, e)
	if err != nil {
		return err
	}
	page.Alert = words
	return v.ShowFaults("webhooks_show.html", frame.Page{Title: page.Name, Nav: "webhooks", Data: page})
}

// days writes a time in days; empty when there is none.
func days(d time.Duration) string {
	if d < 24*time.Hour {
		return ""
	}
	return number(int64(d/(24*time.Hour))) + " days"
}

// secretKept is under which name the session has a secret until it is shown.
const secretKept = "webhook.secret"

// keepSecret lets the next page of the webhook show its secret, once.
func keepSecret(v *frame.Visit, e events.Endpoint) { v.Keep(secretKept, e.ID+" "+e.Secret.Reveal()) }

// keptSecret is the secret that is to be shown, and is forgotten with that.
func keptSecret(v *frame.Visit, e events.Endpoint) string {
	id, text, ok := strings.Cut(v.Kept(secretKept), " ")
	if !ok {
		return ""
	}
	v.Keep(secretKept, "")
	if id != e.ID || text != e.Secret.Reveal() {
		return ""
	}
	return text
}
