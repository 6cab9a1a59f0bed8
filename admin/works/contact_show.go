package works

import (
	"errors"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/explain"
)

// What is looked ahead for a contact.
const (
	aheadTime    = 14 * 24 * time.Hour
	aheadCount   = 5
	openingsTold = 5 // of a what-if case
)

// contactPage is how a contact stands under the rules now.
type contactPage struct {
	ID, Name           string
	Reference, Account string
	Zone               string
	Channels           []channelAnswer
}

type channelAnswer struct {
	Channel channels.Kind
	Answer  answer
}

// showContact decides by each channel whether the contact may be reached now, and when
// next.
func (p *pages) showContact(v *frame.Visit, id string) error {
	standing, err := p.Standings.FindStanding(v.Ctx(), id, v.Now)
	if errors.Is(err, account.ErrNoContact) {
		return frame.ErrNotFound
	}
	if err != nil {
		return err
	}
	page := contactPage{
		ID: standing.Contact.ID, Name: standing.Contact.Name, Reference: standing.Account.Reference, Account: standing.Account.Name,
		Zone: standing.Contact.Zone(standing.Account),
	}
	for _, kind := range channels.Kinds() {
		q := standing.Question(v.Now, kind)
		decided := explain.Show(p.Policy.Decide(q))
		decided.Next = append(decided.Next, p.Policy.Openings(q, v.Now.Add(aheadTime), aheadCount)...)
		page.Channels = append(page.Channels, channelAnswer{kind, p.say(v, decided, zoneOf(page.Zone, decided.Zones), "now")})
	}
	return v.Show("works_contact.html", frame.Page{Title: "May " + orSomebody(page.Name) + " be contacted?", Nav: "rules", Data: page})
}

func orSomebody(name string) string {
	if name == "" {
		return "this contact"
	}
	return name
}

// zoneOf is the zone that was told, else the first where the customer may be.
func zoneOf(told string, zones []string) string {
	if told == "" && len(zones) > 0 {
		return zones[0]
	}
	return told
}
