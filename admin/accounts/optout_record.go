package accounts

import (
	"errors"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
)

// longestProof is how many characters the note of a proof may have.
const longestProof = 500

// optOutRow is an opt-out in a list.
type optOutRow struct {
	ID      string
	Says    string
	Channel string
	Source  string
	Proof   string
	At      frame.Time
	EndedAt frame.Time
	EndedBy string
	Stopped bool
}

// optOutRows are those in force that keep messages from the contact.
func optOutRows(v *frame.Visit, all []account.OptOut, c account.Contact, zone string) (list []optOutRow) {
	for _, o := range all {
		reaches := func(kind channels.Kind) bool {
			to, ok := c.Address(kind)
			return (ok || o.Scope != account.ScopeAddress && o.Scope != "") && o.Reaches(v.Now, kind, to.Value, c.ID)
		}
		if slices.ContainsFunc(channels.Kinds(), reaches) {
			list = append(list, optOutOf(v, o, zone))
		}
	}
	return list
}

func optOutOf(v *frame.Visit, o account.OptOut, zone string) optOutRow {
	row := optOutRow{ID: o.ID, Says: optOutText(o), Channel: string(o.Channel), Source: words(o.Source), Proof: o.Proof, At: v.Time(o.At, zone), Stopped: o.Stopped(), EndedBy: words(o.EndedBy)}
	if !o.EndedAt.IsZero() {
		row.EndedAt = v.Time(o.EndedAt, zone)
	}
	return row
}

// optOutText says what must not be done any more.
func optOutText(o account.OptOut) string {
	by := "By no channel"
	if o.Channel != "" {
		by = map[channels.Kind]string{channels.Email: "No email", channels.SMS: "No SMS", channels.Voice: "No calls"}[o.Channel]
	}
	switch {
	case o.Source == account.SourceBounce:
		return by + " to " + o.Address + ": it does not exist any more"
	case o.Source == account.SourceWrongPerson:
		return by + " to " + o.Address + ": it belongs to somebody else"
	case o.Scope == account.ScopeAccount:
		return by + " to anyone at this account"
	case o.Scope == account.ScopeContact:
		return by + " to this person"
	}
	return by + " to " + o.Address
}

// optOutChoices are what a contact can opt out of: each way to reach them, everything,
// and everything for everybody there.
func optOutChoices(c account.Contact) (list []choice) {
	for _, kind := range channels.Kinds() {
		if to, ok := c.Address(kind); ok {
			name := map[channels.Kind]string{channels.Email: "No email to ", channels.SMS: "No SMS to ", channels.Voice: "No calls to "}[kind] + to.Value
			list = append(list, choice{Value: string(kind), Name: name, Note: "whoever holds it, at every account"})
		}
	}
	return append(list,
		choice{Value: string(account.ScopeContact), Name: "Nothing to this person", Note: "by any channel, new addresses too"},
		choice{Value: string(account.ScopeAccount), Name: "Nothing to anyone at this account", Note: "by any channel"})
}

// recordOptOut records that somebody does not want to be contacted any more.
func (p *pages) recordOptOut(v *frame.Visit) error {
	v.Subject(v.PathValue("id"))
	data, s, err := p.wishes(v)
	if err != nil {
		return err
	}
	o, known := chosenOptOut(v.Form("what"), s.Contact)
	if !known {
		data.Faults["what"] = "Choose what they do not want any more."
	}
	data.mark(v.Form("what"))
	if data.Proof = strings.TrimSpace(v.Form("proof")); textFault(data.Proof, longestProof) != "" {
		data.Faults["proof"] = textFault(data.Proof, longestProof)
	}
	if len(data.Faults) > 0 {
		return v.ShowFaults("account_wishes.html", wishesPage(data))
	}
	o.AccountID, o.ContactID, o.Source, o.Proof, o.At = s.Account.ID, s.Contact.ID, "operator", data.Proof, v.Now
	if o.Scope == account.ScopeAccount {
		o.ContactID = ""
	}
	v.Detail("scope", string(o.Scope))
	if _, err := p.Wishes.RecordOptOuts(v.Ctx(), v.Now, []account.OptOut{o}, nil); err != nil {
		return missing(err)
	}
	v.Say("The opt-out was recorded. It holds from now on.")
	return v.Go(frame.Path("accounts", s.Account.Reference))
}

func (d *wishesData) mark(value string) {
	for i := range d.Choices {
		d.Choices[i].Chosen = d.Choices[i].Value == value
	}
}

// chosenOptOut reads what is chosen.
func chosenOptOut(what string, c account.Contact) (account.OptOut, bool) {
	switch scope := account.Scope(what); scope {
	case account.ScopeContact, account.ScopeAccount:
		return account.OptOut{Scope: scope}, true
	}
	kind := channels.Kind(what)
	to, ok := c.Address(kind)
	return account.OptOut{Scope: account.ScopeAddress, Channel: kind, Address: to.Value}, ok && kind.Valid()
}

// recordOptIn ends an opt-out of the contact, because they said so.
func (p *pages) recordOptIn(v *frame.Visit) error {
	v.Subject(v.PathValue("id") + " " + v.Form("opt_out"))
	data, s, err := p.wishes(v)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(s.OptOuts, func(o account.OptOut) bool { return o.ID == v.Form("opt_out") && o.InForce(v.Now) })
	if at < 0 {
		return frame.ErrNotFound
	}
	ended := s.OptOuts[at]
	proof := strings.TrimSpace(v.Form("proof"))
	if fault := textFault(proof, longestProof); fault != "" {
		data.Faults["in-"+ended.ID] = fault
		return v.ShowFaults("account_wishes.html", wishesPage(data))
	}
	in := account.OptOut{Scope: ended.Scope, Channel: ended.Channel, Address: ended.Address, ContactID: ended.ContactID, AccountID: ended.AccountID, Source: "operator", Proof: proof, At: v.Now}
	_, err = p.Wishes.RecordOptIn(v.Ctx(), v.Now, in, nil)
	if err != nil && !errors.Is(err, account.ErrNoOptOut) { // somebody else has just ended it
		return missing(err)
	}
	v.Say("The opt-out was ended, with what you noted as its proof.")
	return v.Go(frame.Path("accounts", s.Account.Reference))
}
