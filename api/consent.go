package api

import (
	"net/http"
	"time"

	"github.com/goodterms/goodterms/account"
)

// consentView is a consent as it is shown, its address masked.
type consentView struct {
	ID        string    `json:"id" example:"cns_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Contact   string    `json:"contact" doc:"Id of the contact."`
	AccountID string    `json:"account_id,omitempty"`
	Channel   string    `json:"channel" enum:"email,sms,voice"`
	Address   string    `json:"address,omitempty" example:"…0042" doc:"Masked. Absent: whatever address the contact has."`
	Source    string    `json:"source" example:"contract"`
	Proof     string    `json:"proof,omitempty"`
	At        time.Time `json:"at" doc:"When it was given."`
	EndedAt   time.Time `json:"ended_at,omitzero" doc:"When it was revoked; absent while it stands."`
	EndedBy   string    `json:"ended_by,omitempty" doc:"The source of the revocation."`
}

// consentPage is a part of the list of consents.
type consentPage struct {
	Consents []consentView `json:"consents" nullable:"false" doc:"Ordered by id, which is by when they were recorded."`
	Next     string        `json:"next,omitempty" doc:"Send as after to get what follows; absent at the end."`
}

func consentOf(in account.Consent) consentView {
	out := consentView{
		ID: in.ID, Contact: in.ContactID, AccountID: in.AccountID, Channel: string(in.Channel), Source: in.Source, Proof: in.Proof,
		At: stamp(in.At), EndedAt: stamp(in.EndedAt), EndedBy: in.EndedBy,
	}
	if in.Address != "" {
		out.Address = masked(in.Address)
	}
	return out
}

// postConsent records that a contact agreed to a channel.
func postConsent(s *server, c *call) (answer, error) {
	var in newConsent
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	check, people := checker{rules: &rules{now: c.now, region: s.DefaultRegion}, item: noItem}, s.people(c)
	consent := check.consent(people, in)
	if people.err != nil {
		return answer{}, people.err
	}
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	before := s.IDs.New("cns", c.now)
	m := reply{make: func(effect any) answer {
		recorded := effect.([]account.Consent)[0]
		return answerOf(created(recorded.ID > before), consentOf(recorded))
	}}
	list, err := s.Permissions.RecordConsents(c.ctx(), c.now, []account.Consent{consent}, m.remember(c))
	if err != nil {
		return answer{}, nobody(err)
	}
	return m.to(list), nil
}

// revokeConsent ends a consent. One that has ended already stays as it is.
func revokeConsent(s *server, c *call) (answer, error) {
	var in revocation
	if c.body != "" {
		found, err := c.read(&in)
		if err != nil {
			return answer{}, err
		}
		if err := faultless(found); err != nil {
			return answer{}, err
		}
	}
	if in.Source == "" {
		in.Source = "api"
	}
	id := c.PathValue("id")
	if !looksLikeID(id, "cns_") {
		return answer{}, account.ErrNoConsent
	}
	m := reply{make: func(effect any) answer { return answerOf(http.StatusOK, consentOf(effect.(account.Consent))) }}
	after, err := s.Permissions.RevokeConsent(c.ctx(), c.now, id, in.Source, in.Proof, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(after), nil
}

func listConsents(s *server, c *call) (answer, error) {
	filter, err := s.permissionFilter(c.Request, "cns_")
	if err != nil {
		return answer{}, err
	}
	list, err := s.Permissions.ListConsents(c.ctx(), onward(filter))
	if err != nil {
		return answer{}, err
	}
	page := consentPage{Consents: []consentView{}}
	if len(list) > filter.Limit {
		list = list[:filter.Limit]
		page.Next = list[filter.Limit-1].ID
	}
	for _, one := range list {
		page.Consents = append(page.Consents, consentOf(one))
	}
	return answerOf(http.StatusOK, page), nil
}

// consentLine is the consent as exports write it and imports read it.
func consentLine(in account.Consent) newConsent {
	return newConsent{
		Contact: in.ContactID, Channel: string(in.Channel), Address: in.Address, Source: in.Source, Proof: in.Proof,
		At: in.At.UTC().Format(time.RFC3339Nano),
	}
}
