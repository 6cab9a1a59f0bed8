package explain

import (
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// whom is the contact that a case is about; a case has no other.
const whom = "contact"

// untold stands for an address that exists and was not told, because the case is
// about hours. Nothing else is equal to it, and it is never shown.
const untold = "untold"

func (c *caseReader) contact(f *fields) {
	c.q.ContactID = whom
	if zones := parsedList(f, "zones", zone); len(zones) > 0 {
		c.q.Zones = zones
	}
	c.q.AddressZones = parsedList(f, "address_zones", zone)
	c.q.Phones = parsedList(f, "phones", c.phone)
	email := parsed(f, "email", account.ParseEmail)
	c.q.Address = c.address(f, email)
	c.q.Preferences = preferences(f)
	f.each("opt_outs", mostItems, c.optOut)
	f.each("consents", mostItems, c.consent)
	f.done()
}

// address is where the message would go. A field that is there and empty says that
// there is no address; one that is not there says nothing.
func (c *caseReader) address(f *fields, email string) string {
	switch {
	case c.q.Channel == channels.Email && f.has("email"):
		return email
	case c.q.Channel != channels.Email && f.has("phones"):
		return strings.Join(c.q.Phones[:min(1, len(c.q.Phones))], "")
	}
	return untold
}

func (c *caseReader) phone(text string) (string, error) {
	return account.ParsePhone(text, c.q.Region)
}

func preferences(f *fields) account.Preferences {
	return account.Preferences{
		Channels:   parsedList(f, "preferred", channel),
		Excluded:   parsedList(f, "excluded", channel),
		Language:   parsed(f, "language", account.ParseLocale),
		Wishes:     parsed(f, "wishes", windows),
		PauseUntil: parsed(f, "pause_until", account.ParseDate),
		Purposes:   purposes(f.child("purposes")),
	}
}

// purposes reads {"receipt": ["email"], "statement": []}.
func purposes(f *fields) map[account.Purpose][]channels.Kind {
	if len(f.names) == 0 {
		return nil
	}
	chosen := map[account.Purpose][]channels.Kind{}
	for _, purpose := range []account.Purpose{account.PurposeReminder, account.PurposeReceipt, account.PurposeStatement} {
		if list := parsedList(f, string(purpose), channel); list != nil {
			chosen[purpose] = list
		}
	}
	f.done()
	return chosen
}

// optOut reads an object, or a channel's word, or all.
func (c *caseReader) optOut(path string, item any) {
	o := account.OptOut{ContactID: whom, Scope: account.ScopeContact}
	switch item := item.(type) {
	case string:
		o.Channel, _ = parsedAt(c.findings, path, item, channelOrAll)
	case *object:
		f := &fields{path: path, object: item, findings: c.findings}
		o.Channel = parsed(f, "channel", channelOrAll)
		o.Address = c.addressOf(f, o.Channel)
		o.Scope = c.scopeOf(f, o.Address)
		o.Source = f.text("source")
		o.At, o.EndedAt = parsed(f, "at", instant), parsed(f, "ended_at", instant)
		f.done()
	default:
		c.add(path, "is neither an object nor one of all, email, sms, voice")
	}
	c.q.OptOuts = append(c.q.OptOuts, o)
}

// scopeOf reads what an opt-out is about. One of an address holds for the contact
// when it is not told whether that is where the message would go, and one of a
// number because the person is not reached at another number in its place.
func (c *caseReader) scopeOf(f *fields, address string) account.Scope {
	told := parsed(f, "scope", scope)
	switch {
	case told == account.ScopeAddress && address == "":
		f.wrong("address", "is missing; give it, or another scope")
	case told == "" && address == "":
		return account.ScopeContact
	case (told == "" || told == account.ScopeAddress) && c.q.Address == untold:
		return account.ScopeContact
	case told == "" && strings.HasPrefix(address, "+"):
		return account.ScopeContact
	case told == "":
		return account.ScopeAddress
	}
	return told
}

func (c *caseReader) consent(path string, item any) {
	o, ok := item.(*object)
	if !ok {
		c.add(path, "is not an object such as {\"channel\": \"voice\", \"at\": \"2027-01-02T15:00:00Z\", \"source\": \"contract\"}")
		return
	}
	f := &fields{path: path, object: o, findings: c.findings}
	f.required("channel", "email, sms or voice")
	kind := parsed(f, "channel", channel)
	given := account.Consent{
		ContactID: whom, Channel: kind, Address: c.addressOf(f, kind), Source: f.text("source"),
		At: parsed(f, "at", instant), EndedAt: parsed(f, "ended_at", instant),
	}
	c.notBefore(f, "ended_at", given.At, given.EndedAt)
	c.q.Consents = append(c.q.Consents, given)
	f.done()
}

func (c *caseReader) notBefore(f *fields, name string, start, end time.Time) {
	if !end.IsZero() && end.Before(start) {
		f.wrong(name, "is before at; it is the end of what began then")
	}
}

// addressOf reads an address of the channel; that of all channels is told by its @.
func (c *caseReader) addressOf(f *fields, kind channels.Kind) string {
	text, _ := f.values["address"].(string)
	if kind == channels.Email || kind == "" && strings.Contains(text, "@") {
		return parsed(f, "address", account.ParseEmail)
	}
	return parsed(f, "address", c.phone)
}

// channelOrAll reads a channel; all of them are the empty one.
func channelOrAll(text string) (channels.Kind, error) {
	if text == "all" {
		return "", nil
	}
	kind, err := channel(text)
	if err != nil {
		return "", errChannelOrAll
	}
	return kind, nil
}
