package api

import (
	"context"
	"errors"
	"time"

	"github.com/goodterms/goodterms/account"
)

// people finds whom a request names, each of them once.
type people struct {
	ctx      context.Context
	now      time.Time
	from     Contacts
	creditor string
	contacts map[string]person
	accounts map[string]bool
	err      error // ours: nothing can be said about anybody
}

// person is what is known of a contact.
type person struct {
	AccountID string // empty: there is no such contact
	region    string // of the account
}

func (s *server) people(c *call) *people {
	return &people{
		ctx: c.ctx(), now: c.now, from: s.Contacts, creditor: s.CreditorID,
		contacts: map[string]person{}, accounts: map[string]bool{},
	}
}

func (p *people) contact(id string) person {
	found, known := p.contacts[id]
	if known || p.err != nil || !looksLikeID(id, "con_") {
		return found
	}
	standing, err := p.from.FindStanding(p.ctx, id, p.now)
	switch {
	case err == nil:
		found = person{AccountID: standing.Account.ID, region: standing.Account.Region}
	case !errors.Is(err, account.ErrNoContact):
		p.err = err
	}
	p.contacts[id] = found
	return found
}

// account says whether there is an account with the reference.
func (p *people) account(reference string) bool {
	exists, known := p.accounts[reference]
	if known || p.err != nil {
		return exists
	}
	_, err := p.from.FindRules(p.ctx, reference)
	if err != nil && !errors.Is(err, account.ErrNotFound) {
		p.err = err
	}
	p.accounts[reference] = err == nil
	return err == nil
}

const noSuchContact = "is no contact that is known here; GET /v1/accounts/{reference} shows the ids of contacts"

func (c *checker) knownContact(people *people, id string) person {
	found := people.contact(id)
	if id != "" && found.AccountID == "" {
		c.bad("contact", noSuchContact)
	}
	return found
}

const noSuchAccount = "is no account that is known here; an account comes to be known with its first reminder or by PUT /v1/accounts"

// knownAccount returns the id of an account that is named by one or the other.
func (c *checker) knownAccount(people *people, reference, id string) string {
	switch {
	case reference != "" && !people.account(reference):
		c.bad("account", noSuchAccount)
	case reference != "":
		return account.StableID("acc", people.creditor, reference)
	case !looksLikeID(id, "acc_"):
		c.bad("account_id", noSuchAccount)
	}
	return id
}
