package api

import (
	"errors"
	"net/http"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// optOutView is an opt-out as it is shown: whom it is about, and its addresses
// masked. Exports have them whole.
type optOutView struct {
	ID        string    `json:"id,omitempty" example:"opt_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Scope     string    `json:"scope" enum:"address,contact,account"`
	Channel   string    `json:"channel,omitempty" enum:"email,sms,voice" doc:"Absent: every channel."`
	Address   string    `json:"address,omitempty" example:"…0042" doc:"Masked."`
	Contact   string    `json:"contact,omitempty" doc:"Id of the contact, where that is known."`
	AccountID string    `json:"account_id,omitempty" doc:"The account that it is about, or where it was heard."`
	Source    string    `json:"source" example:"reply"`
	Proof     string    `json:"proof,omitempty"`
	At        time.Time `json:"at,omitzero" doc:"When it was said."`
	EndedAt   time.Time `json:"ended_at,omitzero" doc:"When an opt-in ended it; absent while it is in force."`
	EndedBy   string    `json:"ended_by,omitempty" doc:"The source of the opt-in."`
	EndProof  string    `json:"end_proof,omitempty" doc:"The proof of the opt-in."`
}

// optOutsEnded is the answer to an opt-in.
type optOutsEnded struct {
	Ended []optOutView `json:"ended" nullable:"false" doc:"The opt-outs that it ended; empty when none agreed with it."`
}

// optOutPage is a part of the list of opt-outs.
type optOutPage struct {
	OptOuts []optOutView `json:"opt_outs" nullable:"false" doc:"Ordered by id, which is by when they were recorded."`
	Next    string       `json:"next,omitempty" doc:"Send as after to get what follows; absent at the end."`
}

func optOutOf(o account.OptOut) optOutView {
	out := optOutView{
		ID: o.ID, Scope: string(o.Scope), Channel: string(o.Channel), Contact: o.ContactID, AccountID: o.AccountID,
		Source: o.Source, Proof: o.Proof, At: stamp(o.At), EndedAt: stamp(o.EndedAt), EndedBy: o.EndedBy, EndProof: o.EndProof,
	}
	if o.Scope == "" {
		out.Scope = string(account.ScopeAddress)
	}
	if o.Address != "" {
		out.Address = masked(o.Address)
	}
	return out
}

func optOutsOf(list []account.OptOut) []optOutView {
	out := make([]optOutView, len(list))
	for i, o := range list {
		out[i] = optOutOf(o)
	}
	return out
}

// postOptOut records that somebody does not want to be contacted.
func postOptOut(s *server, c *call) (answer, error) {
	var in newOptOut
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	if in.Source == "" {
		in.Source = "api"
	}
	o, err := s.checkedOptOut(c, in)
	if err != nil {
		return answer{}, err
	}
	before := s.IDs.New("opt", c.now)
	m := reply{make: func(effect any) answer {
		recorded := effect.([]account.OptOut)[0]
		return answerOf(created(recorded.ID > before), optOutOf(recorded))
	}}
	list, err := s.Permissions.RecordOptOuts(c.ctx(), c.now, []account.OptOut{o}, m.remember(c))
	if err != nil {
		return answer{}, nobody(err)
	}
	return m.to(list), nil
}

// created is the status of what is recorded once.
func created(isNew bool) int {
	if isNew {
		return http.StatusCreated
	}
	return http.StatusOK
}

// nobody turns what a store says about an id in a body, which is no path.
func nobody(err error) error {
	switch {
	case errors.Is(err, account.ErrNotFound):
		return unprocessable(findings{{Message: "names an account that is not known here; correct it or leave it out", Location: "body"}})
	case errors.Is(err, account.ErrNoContact):
		return unprocessable(findings{{Message: "names a contact that is not known here; correct it or leave it out", Location: "body"}})
	}
	return err
}

// checkedOptOut reads whom an opt-out or an opt-in is about.
func (s *server) checkedOptOut(c *call, in newOptOut) (account.OptOut, error) {
	check, people := checker{rules: &rules{now: c.now, region: s.DefaultRegion}, item: noItem}, s.people(c)
	o := check.optOut(people, in)
	if people.err != nil {
		return o, people.err
	}
	return o, faultless(check.found)
}

// postOptIn ends opt-outs.
func postOptIn(s *server, c *call) (answer, error) {
	var in newOptIn
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	o, err := s.checkedOptOut(c, newOptOut(in))
	if err != nil {
		return answer{}, err
	}
	m := reply{make: func(effect any) answer {
		return answerOf(http.StatusOK, optOutsEnded{optOutsOf(effect.([]account.OptOut))})
	}}
	list, err := s.Permissions.RecordOptIn(c.ctx(), c.now, o, m.remember(c))
	if err != nil {
		return answer{}, nobody(err)
	}
	return m.to(list), nil
}

func listOptOuts(s *server, c *call) (answer, error) {
	filter, err := s.permissionFilter(c.Request, "opt_")
	if err != nil {
		return answer{}, err
	}
	list, err := s.Permissions.ListOptOuts(c.ctx(), onward(filter))
	if err != nil {
		return answer{}, err
	}
	page := optOutPage{}
	if len(list) > filter.Limit {
		list = list[:filter.Limit]
		page.Next = list[filter.Limit-1].ID
	}
	page.OptOuts = optOutsOf(list)
	return answerOf(http.StatusOK, page), nil
}

// onward asks for one more, which shows whether there is a next page.
func onward(f reminder.OptOutFilter) reminder.OptOutFilter {
	f.Limit++
	return f
}

// permissionFilter reads the query of a list of opt-outs or consents.
func (s *server) permissionFilter(r *http.Request, prefix string) (reminder.OptOutFilter, error) {
	query := r.URL.Query()
	filter := reminder.OptOutFilter{ContactID: query.Get("contact"), After: query.Get("after")}
	var err error
	if filter.Limit, err = limitOf(query.Get("limit"), 50, 200); err != nil {
		return filter, err
	}
	if filter.After != "" && !looksLikeID(filter.After, prefix) {
		return filter, badQuery("after", "is not a cursor; send what next of the page before says")
	}
	if filter.ContactID != "" && !looksLikeID(filter.ContactID, "con_") {
		return filter, badQuery("contact", "is not the id of a contact; GET /v1/accounts/{reference} shows them")
	}
	switch query.Get("ended") {
	case "true":
		filter.Ended = true
	case "", "false":
	default:
		return filter, badQuery("ended", "must be true or false")
	}
	if reference := query.Get("account"); reference != "" {
		if utf := textFault(reference, &shape{max: 128}); utf != "" {
			return filter, badQuery("account", utf)
		}
		filter.AccountID = account.StableID("acc", s.CreditorID, reference)
	}
	return filter, nil
}

// optOutLine is the opt-out as exports write it and imports read it.
func optOutLine(o account.OptOut) newOptOut {
	out := newOptOut{
		Scope: string(o.Scope), Channel: string(o.Channel), Source: o.Source, Proof: o.Proof, At: o.At.UTC().Format(time.RFC3339Nano),
	}
	switch o.Scope {
	case account.ScopeContact:
		out.Contact = o.ContactID
	case account.ScopeAccount:
		out.AccountID = o.AccountID
	default:
		out.Scope, out.Address = string(account.ScopeAddress), o.Address
	}
	return out
}
