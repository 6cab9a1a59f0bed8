package api

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

func (in reminderContact) facts() contactFacts {
	return contactFacts{Reference: in.Reference, Name: in.Name, Email: in.Email, Phone: in.Phone, TimeZone: in.TimeZone}
}

const badChannel = "is not a channel; use email, sms or voice"

// channel reads the name of a channel; one that is absent was noted before,
// where it must not be.
func (c *checker) channel(field, name string) channels.Kind {
	kind := channels.Kind(name)
	if name != "" && !kind.Valid() {
		c.bad(field, badChannel)
		return ""
	}
	return kind
}

// ahead is by how much another system's clock may be ahead of ours.
const ahead = time.Minute

// past reads an instant that must not lie in the future; now when there is none.
func (c *checker) past(field, text string) time.Time {
	at := c.instant(field, text)
	switch {
	case text == "", at.After(c.now) && at.Sub(c.now) <= ahead:
		return c.now
	case at.After(c.now):
		c.bad(field, "lies in the future; report what has happened, or leave it out where that means now")
	}
	return at
}

// addressOf reads an address of the channel; without a channel the address tells
// whether it is one for mail.
func (c *checker) addressOf(kind channels.Kind, text, region string) string {
	if text == "" {
		return ""
	}
	var out string
	var err error
	if kind == channels.Email || kind == "" && strings.Contains(text, "@") {
		out, err = account.ParseEmail(text)
	} else {
		out, err = account.ParsePhone(text, country(region, c.region))
	}
	if err != nil {
		c.bad("address", err.Error())
	}
	return out
}

// consents reads what the contact of a reminder agreed to.
func (c *checker) consents(in []intakeConsent) []account.Consent {
	var out []account.Consent
	for i, one := range in {
		field := func(name string) string { return "contact.consents[" + strconv.Itoa(i) + "]." + name }
		kind := c.channel(field("channel"), one.Channel)
		var at time.Time // not told: it counts once, whenever another reminder brings it again
		if one.At != "" {
			at = c.past(field("at"), one.At)
		}
		out = append(out, account.Consent{Channel: kind, Source: one.Source, Proof: one.Proof, At: at})
	}
	return out
}

// optOut reads an opt-out, or the opt-in that ends it.
func (c *checker) optOut(people *people, in newOptOut) account.OptOut {
	out := account.OptOut{Source: in.Source, Proof: in.Proof}
	out.Channel = c.channel("channel", in.Channel)
	out.At = c.past("at", in.At)
	out.Scope = c.who(in)
	switch out.Scope {
	case account.ScopeAddress:
		out.Address = c.addressOf(out.Channel, in.Address, "")
	case account.ScopeContact:
		out.ContactID = in.Contact
		out.AccountID = c.knownContact(people, in.Contact).AccountID
	case account.ScopeAccount:
		out.AccountID = c.knownAccount(people, in.Account, in.AccountID)
	}
	return out
}

// who says what is identified: exactly one thing, and that which the scope says.
func (c *checker) who(in newOptOut) account.Scope {
	var scope account.Scope
	for _, given := range [...]struct {
		field, value string
		scope        account.Scope
	}{
		{"address", in.Address, account.ScopeAddress}, {"contact", in.Contact, account.ScopeContact},
		{"account", in.Account, account.ScopeAccount}, {"account_id", in.AccountID, account.ScopeAccount},
	} {
		switch {
		case given.value == "":
		case scope != "":
			c.bad(given.field, "says a second time who it is about; give one of address, contact and account")
			return ""
		default:
			scope = given.scope
		}
	}
	scopes := []account.Scope{account.ScopeAddress, account.ScopeContact, account.ScopeAccount}
	switch said := account.Scope(in.Scope); {
	case scope == "":
		c.bad("", "does not say who it is about; give one of address, contact and account")
	case said != "" && !slices.Contains(scopes, said):
		c.bad("scope", account.ErrScope.Error()+"; leave it out or use the one of what is given")
	case said != "" && said != scope:
		c.bad("scope", "does not fit what is given: address goes with an address, contact with a contact, account with an account; or leave it out")
	}
	return scope
}

// consent reads a consent.
func (c *checker) consent(people *people, in newConsent) account.Consent {
	contact := c.knownContact(people, in.Contact)
	out := account.Consent{ContactID: in.Contact, AccountID: contact.AccountID, Source: in.Source, Proof: in.Proof}
	out.Channel = c.channel("channel", in.Channel)
	out.At = c.past("at", in.At)
	out.Address = c.addressOf(out.Channel, in.Address, contact.region)
	return out
}
