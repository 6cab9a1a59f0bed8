package replies

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
)

// optOut stops the channel that the reply came by.
func (c *scene) optOut(f intents.Found) bool {
	if named := elsewhere(f, c.t.Channel); len(named) > 0 && c.t.ContactID != "" {
		return c.optOutElsewhere(named)
	}
	source := "reply"
	switch {
	case f.Rule == ruleOperator:
		source = ruleOperator
	case c.t.Channel == channels.Voice:
		source = "keypad"
	}
	if !c.stop(source, c.stopped()...) {
		return false
	}
	switch {
	case f.Rule == ruleProvider:
		c.would("not confirm the opt-out: the provider has answered")
	case c.t.Channel == channels.Voice:
		c.would("not confirm the opt-out: the call has said so")
	}
	c.answers = append(c.answers, reminder.AnswerOptOut)
	return true
}

// stopped are the addresses that an opt-out is about: the number that it came
// from; of a mail the address that was written to, because a token says which
// reminder and not who writes, and the sender's where that is the contact's own.
func (c *scene) stopped() []string {
	written := c.writtenTo()
	switch {
	case c.t.Channel == channels.SMS, written == "" && c.t.Channel == channels.Voice:
		return []string{c.t.From}
	case c.t.Channel == channels.Voice:
		return []string{written}
	}
	list := []string{written}
	own := c.s.Standing.Contact.Email
	if own != "" && (strings.EqualFold(c.t.From, own) || written == "") && own != written {
		list = append(list, own)
	}
	return list
}

// writtenTo is the address that we had written to by the reply's channel; empty
// when that is not known.
func (c *scene) writtenTo() string {
	if c.s.Attempt.Channel != c.t.Channel {
		return ""
	}
	return c.s.Attempt.Address
}

// stop records opt-outs of the addresses; false when there is none to stop.
func (c *scene) stop(source string, addresses ...string) bool {
	done := false
	for _, address := range addresses {
		if address == "" {
			continue
		}
		for _, channel := range c.stops(source, address) {
			c.OptOuts = append(c.OptOuts, account.OptOut{
				Scope: account.ScopeAddress, Channel: channel, Address: address, ContactID: c.owner(address), AccountID: c.t.AccountID,
				Source: source, Proof: c.t.ID, At: c.now,
			})
		}
		done = true
	}
	if done {
		c.would("%s", stopWords(source, c.t.Channel))
	}
	return done
}

// stops are the channels that an opt-out of the address ends. One by text ends
// calls too: 47 CFR 64.1200(a)(10). One in a call ends calls.
// https://www.ecfr.gov/current/title-47/section-64.1200
func (c *scene) stops(source, address string) []channels.Kind {
	switch {
	case strings.Contains(address, "@"):
		return []channels.Kind{channels.Email}
	case c.t.Channel == channels.Voice && source != account.SourceWrongPerson:
		return []channels.Kind{channels.Voice}
	}
	return []channels.Kind{channels.SMS, channels.Voice}
}

// owner is the contact whose address it is, where that is known.
func (c *scene) owner(address string) string {
	own := c.s.Standing.Contact
	if address == own.Phone || strings.EqualFold(address, own.Email) {
		return own.ID
	}
	return ""
}

func stopWords(source string, channel channels.Kind) string {
	what := "stop SMS and calls to this number"
	switch {
	case channel == channels.Email:
		what = "stop this email address"
	case channel == channels.Voice && source != account.SourceWrongPerson:
		what = "stop calls to this number"
	}
	switch source {
	case account.SourceBounce:
		return what + ": it does not exist"
	case account.SourceWrongPerson:
		return what + ": it belongs to somebody else"
	}
	return what
}

// wrongPerson stops the address that was written to, and has the right one looked for.
func (c *scene) wrongPerson() bool {
	address := cmp.Or(c.writtenTo(), c.s.Standing.Contact.Email)
	if c.t.Channel != channels.Email {
		address = c.stopped()[0]
	}
	if !c.stop(account.SourceWrongPerson, address) {
		return false
	}
	c.follow(CauseWrong, ActFindPerson, "the address belongs to somebody else")
	return true
}

// stranger is a reply that is from nobody known, or whose sender alone tells who.
// A phone network vouches for its numbers, so these may stop themselves.
func (c *scene) stranger() {
	if c.t.Channel == channels.Voice && len(c.t.Intents) == 0 {
		return // a call that asked for nothing
	}
	left := false
	for _, f := range c.t.Intents {
		stops := f.Intent == intents.OptOut || f.Intent == intents.WrongPerson
		if !stops || !f.Certain || c.t.Channel == channels.Email || !c.own(f) {
			left = true
		}
	}
	if left || len(c.t.Intents) == 0 {
		c.follow(CauseUnmatched, ActMatch, c.guess())
	}
	if c.t.Channel == channels.SMS {
		c.answer() // the confirmation of an opt-out, which names nothing, where one account has the number
	}
}

// own stops the number itself; true when nothing is left to do for a person.
func (c *scene) own(f intents.Found) bool {
	if f.Intent == intents.WrongPerson {
		c.stop(account.SourceWrongPerson, c.t.From)
		return false // a person finds out whose number it was
	}
	if !c.optOut(f) {
		return false
	}
	if f.Rule != ruleProvider && c.t.Channel == channels.SMS && c.t.AccountID == "" {
		c.would("not confirm the opt-out: it is not known whose number this is")
	}
	return true
}

// guess tells the person who matches it what was read.
func (c *scene) guess() string {
	if len(c.t.Intents) == 0 {
		return "nobody known wrote it"
	}
	_, _, note := reasons(c.t.Intents[0])
	return "nobody known wrote it; " + note
}

// optIn ends the opt-outs of the number that asks for it by a keyword. What
// others have said, and what stands in the way for another cause, a person decides.
func (c *scene) optIn(f intents.Found) bool {
	if f.Rule == ruleOperator || c.t.Channel != channels.SMS || c.barred() {
		return false
	}
	ended := false
	for _, channel := range []channels.Kind{channels.SMS, channels.Voice} {
		list := c.inForce(channel)
		if slices.ContainsFunc(list, func(o account.OptOut) bool { return !slices.Contains(undone[channel], o.Source) }) {
			if channel == channels.SMS {
				return false
			}
			continue
		}
		if len(list) > 0 {
			ended = true
			c.OptIns = append(c.OptIns, account.OptOut{Scope: account.ScopeAddress, Channel: channel, Address: c.t.From,
				ContactID: c.owner(c.t.From), AccountID: c.t.AccountID, Source: "reply", Proof: c.t.ID, At: c.now})
		}
	}
	if ended {
		c.would("end the opt-outs of this number")
	}
	return true
}

// undone are the sources of opt-outs that a text from the number itself ends: its
// own word. What was said in a call is not taken back by a text.
var undone = map[channels.Kind][]string{
	channels.SMS:   {"reply", "keypad", "provider", "unsubscribe link"},
	channels.Voice: {"reply", "provider"},
}

// inForce are the opt-outs of the number by the channel.
func (c *scene) inForce(channel channels.Kind) (list []account.OptOut) {
	for _, o := range c.s.Standing.OptOuts {
		own := o.Scope == account.ScopeAddress || o.Scope == ""
		if own && o.InForce(c.now) && o.Address == c.t.From && o.Channel == channel {
			list = append(list, o)
		}
	}
	return list
}

// barred says that the account may not be written to for a cause that a keyword
// does not end.
func (c *scene) barred() bool {
	bars := func(cause string) bool { return cause == account.HoldCease || cause == account.HoldAttorney }
	return bars(c.s.Standing.Hold) ||
		slices.ContainsFunc(c.s.Standing.Holds, func(h account.Hold) bool { return bars(h.Cause) && h.InForce(c.now) }) ||
		slices.ContainsFunc(c.s.Standing.OptOuts, func(o account.OptOut) bool {
			return o.InForce(c.now) && (o.Scope == account.ScopeAccount || o.Scope == account.ScopeAddress && o.Address == c.t.From && o.Channel == "")
		})
}
