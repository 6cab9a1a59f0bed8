package api

import (
	"encoding/json"
	"net/http"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

// preferencesView is what a contact wishes, the whole of it.
type preferencesView struct {
	Contact    string       `json:"contact" example:"con_01kafz3v9m5x8q2t4w6y7z0bcd" doc:"Id of the contact."`
	Reference  string       `json:"reference" example:"P-7" doc:"Your own name for the contact."`
	Channels   []string     `json:"channels" nullable:"false" enum:"email,sms,voice" doc:"In the order they like."`
	Excluded   []string     `json:"excluded" nullable:"false" enum:"email,sms,voice" doc:"Never used."`
	Language   *string      `json:"language" example:"de-AT" doc:"null: the account's."`
	Wishes     *string      `json:"wishes" example:"Mo-Fr 09:00-12:00" doc:"Hours and days, in canonical form. null: any."`
	PauseUntil *string      `json:"pause_until" format:"date" example:"2027-05-03" doc:"null: no pause."`
	Purposes   purposesView `json:"purposes" doc:"A purpose that is absent may be served by all channels; an empty list: not at all."`
}

type purposesView struct {
	Reminder  *[]string `json:"reminder,omitempty"`
	Receipt   *[]string `json:"receipt,omitempty"`
	Statement *[]string `json:"statement,omitempty"`
}

func getPreferences(s *server, c *call) (answer, error) {
	standing, err := s.standing(c)
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, preferencesOf(standing.Contact, standing.Preferences)), nil
}

// standing finds the contact of the path with all that decides about it.
func (s *server) standing(c *call) (reminder.Standing, error) {
	id := c.PathValue("id")
	if !looksLikeID(id, "con_") {
		return reminder.Standing{}, account.ErrNoContact
	}
	return s.Contacts.FindStanding(c.ctx(), id, c.now)
}

// patchPreferences changes what a contact wishes.
func patchPreferences(s *server, c *call) (answer, error) {
	var in preferencesChange
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	standing, err := s.standing(c)
	if err != nil {
		return answer{}, err
	}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	wish := check.wish(in, standing.Preferences)
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	m := reply{make: func(effect any) answer {
		return answerOf(http.StatusOK, preferencesOf(standing.Contact, effect.(account.Preferences)))
	}}
	after, err := s.Contacts.ChangePreferences(c.ctx(), c.now, standing.Contact.ID, wish, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(after), nil
}

func preferencesOf(contact account.Contact, p account.Preferences) preferencesView {
	return preferencesView{
		Contact: contact.ID, Reference: contact.Reference, Channels: namesOf(p.Channels), Excluded: namesOf(p.Excluded),
		Language: orNull(p.Language), Wishes: orNull(p.Wishes), PauseUntil: orNull(p.PauseUntil.String()), Purposes: purposesOf(p.Purposes),
	}
}

func purposesOf(purposes map[account.Purpose][]channels.Kind) purposesView {
	by := func(purpose account.Purpose) *[]string {
		kinds, chosen := purposes[purpose]
		if !chosen {
			return nil
		}
		names := namesOf(kinds)
		return &names
	}
	return purposesView{Reminder: by(account.PurposeReminder), Receipt: by(account.PurposeReceipt), Statement: by(account.PurposeStatement)}
}

func namesOf(kinds []channels.Kind) []string {
	out := make([]string, len(kinds))
	for i, kind := range kinds {
		out[i] = string(kind)
	}
	return out
}

// orNull shows the empty text as null.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// changed notes a field as the timeline shows it: as the API writes it.
func changed(into map[string]json.RawMessage, field string, value any) {
	text, err := json.Marshal(value)
	if err == nil { // texts and lists of texts always can be written
		into[field] = text
	}
}
