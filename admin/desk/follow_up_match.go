package desk

import (
	"unicode/utf8"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
)

// candidate is an account that a reply may belong to, with the people there.
type candidate struct {
	Reference string
	Name      string
	Why       string
	Path      string
	People    []person
}

// person is a contact who may have written.
type person struct {
	ID    string
	Name  string
	Reach string // by what they can be reached
	Same  bool   // the reply came from there
}

// What is shown of those that may have written.
const (
	mostFound  = 8
	mostPeople = 12
	shortFind  = 2 // characters from which on is searched
)

// candidates fills the panel: who is suggested, and who was searched for.
func (d *desk) candidates(v *frame.Visit, it *item, page *followUp) error {
	for _, s := range it.Suggestions {
		view, err := d.find(v.Ctx(), s.Reference)
		if err != nil {
			return err
		}
		if view.Account.ID != "" {
			page.Candidates = append(page.Candidates, candidateOf(it, view, s.ContactID, whys[s.Why]))
		}
	}
	text := page.Panel.Find
	if utf8.RuneCountInString(text) < shortFind {
		return nil
	}
	page.Searched = true
	phone, _ := account.ParsePhone(text, "") // what is no number is looked for as words
	list, err := d.Search.FindAccounts(v.Ctx(), overview.AccountQuery{Text: text, Phone: phone, Limit: mostFound})
	if err != nil {
		return err
	}
	for _, row := range list {
		view, err := d.find(v.Ctx(), row.Reference)
		if err != nil {
			return err
		}
		page.Found = append(page.Found, candidateOf(it, view, "", ""))
	}
	return nil
}

// candidateOf lists the people of an account; with an id, that one alone.
func candidateOf(it *item, view reminder.AccountView, contactID, why string) candidate {
	c := candidate{Reference: view.Account.Reference, Name: view.Account.Name, Why: why, Path: frame.Path("accounts", view.Account.Reference)}
	for _, one := range view.Contacts {
		if contactID != "" && one.ID != contactID || len(c.People) == mostPeople {
			continue
		}
		c.People = append(c.People, personOf(it, one))
	}
	return c
}

func personOf(it *item, c account.Contact) person {
	p := person{ID: c.ID, Name: c.Name}
	for _, address := range []string{c.Email, c.Phone} {
		if address == "" {
			continue
		}
		if p.Reach != "" {
			p.Reach += ", "
		}
		p.Reach += address
		p.Same = p.Same || address == it.Reply.From
	}
	return p
}

// match says whose the reply is.
func (d *desk) match(v *frame.Visit, it *item) error {
	contact := v.Form("contact")
	switch _, ok := account.RawID("con", contact); {
	case it.finished() || it.matched():
		return d.showFaults(v, it, panel{Alert: meanwhile(it)})
	case !ok:
		return d.showFaults(v, it, panel{Do: "match", Find: v.Form("find"), Faults: map[string]string{"contact": "Choose the person who wrote it."}})
	}
	v.Detail("contact", contact)
	if _, err := d.Desk.Match(v.Ctx(), it.ReplyID, contact, v.Operator.Name, nil); err != nil {
		return err
	}
	v.Say("It belongs to them now, and was acted upon as if that had been known.")
	return d.onwards(v, it)
}
