package api

import (
	"net/http"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// historyView is what contact caps are counted over for one contact.
type historyView struct {
	Contact string      `json:"contact" example:"con_01kafz3v9m5x8q2t4w6y7z0bcd"`
	History []entryView `json:"history" nullable:"false" doc:"Oldest first, as far back as caps count: contacts with this contact, with the others of the account, and with their addresses at other accounts."`
}

// entryView is one contact, by whatever means. It has no address.
type entryView struct {
	At          time.Time `json:"at"`
	Channel     string    `json:"channel" enum:"email,sms,voice"`
	Direction   string    `json:"direction" enum:"in,out" doc:"in: they contacted us; out: we them."`
	Outcome     string    `json:"outcome,omitempty" doc:"Absent: not known, which counts."`
	Contact     string    `json:"contact,omitempty" doc:"Id of the contact; absent when it is not known who it was, which counts for each."`
	Invoices    []string  `json:"invoices,omitempty" doc:"Numbers; absent: all."`
	ConsentCall bool      `json:"consent_call,omitempty" doc:"They had asked for it: caps that leave such contacts out do."`
	Counts      bool      `json:"counts" doc:"Whether it uses up contact caps: it went out and was connected. A conversation starts pauses, whoever called."`
}

func getHistory(s *server, c *call) (answer, error) {
	standing, err := s.standing(c)
	if err != nil {
		return answer{}, err
	}
	entries := slices.Clone(standing.History)
	slices.SortStableFunc(entries, func(a, b account.Entry) int { return a.At.Compare(b.At) })
	out := historyView{Contact: standing.Contact.ID, History: make([]entryView, len(entries))}
	for i, e := range entries {
		out.History[i] = entryOf(e)
	}
	return answerOf(http.StatusOK, out), nil
}

func entryOf(e account.Entry) entryView {
	out := entryView{
		At: stamp(e.At), Channel: string(e.Channel), Direction: "out", Outcome: string(e.Outcome), Contact: e.ContactID,
		Invoices: e.Debts, ConsentCall: e.ConsentCall, Counts: counts(e),
	}
	if e.Inbound {
		out.Direction = "in"
	}
	return out
}

// counts says whether an entry uses up caps: that which was not connected never
// does.
func counts(e account.Entry) bool {
	return !e.Inbound && e.Outcome != account.BusyLine && e.Outcome != account.NotInService && e.Outcome != account.WrongNumber
}

// postHistory records a contact that people made by other means.
func postHistory(s *server, c *call) (answer, error) {
	var in newEncounter
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	encounter := check.encounter(in)
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	id := c.PathValue("id")
	if !looksLikeID(id, "con_") {
		return answer{}, account.ErrNoContact
	}
	encounter.Entry.ContactID = id
	m := reply{make: func(effect any) answer { return answerOf(http.StatusCreated, entryOf(effect.(account.Entry))) }}
	entry, err := s.Contacts.RecordEncounter(c.ctx(), c.now, id, encounter, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(entry), nil
}

func (c *checker) encounter(in newEncounter) reminder.Encounter {
	out := reminder.Encounter{By: in.By, Text: in.Text}
	out.Entry = account.Entry{
		At: c.past("at", in.At), Channel: c.channel("channel", in.Channel), Inbound: in.Direction == "in",
		Debts: in.Invoices, ConsentCall: in.ConsentCall,
	}
	if in.Direction != "in" && in.Direction != "out" {
		c.bad("direction", "is not a direction; use in when they contacted us, out when we contacted them")
	}
	var err error
	if out.Entry.Outcome, err = account.ParseOutcome(in.Outcome); err != nil {
		c.bad("outcome", err.Error())
	}
	return out
}
