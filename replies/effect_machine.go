package replies

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/bounce"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// loop says that a mail of ours has come back as if somebody had written it.
func (c *scene) loop() bool {
	if c.t.Channel != channels.Email {
		return false
	}
	_, domain, _ := strings.Cut(c.t.From, "@")
	return c.m.Loop || slices.ContainsFunc(c.set.OwnDomains, func(own string) bool { return strings.EqualFold(own, domain) })
}

// longestAway is how many days reminders wait for somebody at most.
const longestAway = 60

// autoReply lets reminders wait for somebody who is away until a day. It is not
// counted as a reply, and nobody answers it.
func (c *scene) autoReply() {
	for _, f := range c.t.Intents {
		switch {
		case !c.t.Match.Certain():
		case f.Intent == intents.OutOfOffice && f.Certain:
			c.away(f)
		case f.Intent == intents.WrongPerson:
			c.follow(CauseWrong, ActFindPerson, "an automatic reply says that somebody has left")
		}
	}
}

// away holds reminders to the contact; without a day it is known, and no more.
func (c *scene) away(f intents.Found) bool {
	if days := f.Date.Sub(c.today()); f.Date != (account.Date{}) && days > 0 && days <= longestAway {
		c.holdContact(account.HoldAway, f.Date)
	}
	return true
}

// report acts on what a mail system says about a mail of ours.
func (c *scene) report() {
	if !c.t.Match.Certain() {
		if slices.ContainsFunc(c.m.Report.Recipients, grave) {
			c.follow(CauseUnmatched, ActMatch, "a mail could not be delivered, and it is not known which")
		}
		return
	}
	for _, r := range c.m.Report.Recipients {
		c.recipient(r)
	}
	if len(c.m.Report.Recipients) == 0 && c.t.Kind == mail.Bounce {
		c.receipt(channels.Undelivered, "")
		c.follow(CauseUnreadable, ActRead, "a mail came back, and it is not told why")
	}
}

// grave says that what the report says about an address needs somebody.
func grave(r bounce.Recipient) bool {
	return r.Action == bounce.Failed && (r.Permanent || r.Cause == bounce.Blocked || r.Cause == bounce.Content)
}

func (c *scene) recipient(r bounce.Recipient) {
	ours := strings.EqualFold(r.Address, c.s.Attempt.Address) && r.Address != ""
	if ours || len(c.m.Report.Recipients) == 1 { // else one of those that an address of theirs stands for
		c.delivery(r)
	}
	switch {
	case r.Action != bounce.Failed:
	case r.Permanent && ours:
		c.stop(account.SourceBounce, c.s.Attempt.Address)
		c.follow(CauseDead, ActFindAddress, "the address does not exist any more")
	case r.Permanent:
		c.follow(CauseDead, ActFindAddress, "an address does not exist to which theirs passes mail on")
	case r.Cause == bounce.Blocked || r.Cause == bounce.Content:
		c.blocked()
	}
}

// delivery is what the report says about where our mail is.
func (c *scene) delivery(r bounce.Recipient) {
	switch r.Action {
	case bounce.Failed:
		c.receipt(channels.Undelivered, r.Status)
	case bounce.Delivered:
		c.receipt(channels.Delivered, r.Status)
	case bounce.Relayed, bounce.Expanded:
		c.receipt(channels.Sent, r.Status)
	default:
		c.receipt("", r.Status)
	}
}

// receipt tells the attempt; that the raw report lies with the reply is enough.
func (c *scene) receipt(status channels.Status, code string) {
	if c.s.Attempt.ID == "" || c.s.Attempt.Channel != channels.Email {
		return
	}
	c.Receipts = append(c.Receipts, channels.Receipt{
		Channel: channels.Email, Attempt: c.s.Attempt.ID, Status: status, Code: code, Key: c.t.ID,
	})
	if status == "" {
		c.would("record that the mail is delayed")
		return
	}
	c.would("record the mail as %s", status)
}

// blocked is about us: the customer's address is not to blame.
func (c *scene) blocked() {
	c.follow(CauseBlocked, ActCheckSender, "our mail was refused because of its sender or its content")
}

// complaint stops the address whose holder has marked our mail as spam. Reports
// about our own domain or about a virus blame us.
func (c *scene) complaint() {
	switch c.m.Abuse.Feedback {
	case "not-spam":
		return
	case "auth-failure", "virus":
		c.blocked()
		return
	}
	if !c.t.Match.Certain() {
		c.follow(CauseUnmatched, ActMatch, "a mail was marked as spam, and it is not known which")
		return
	}
	c.stop("complaint", cmp.Or(c.writtenTo(), c.s.Standing.Contact.Email))
	c.follow(CauseComplaint, ActCheckSender, "our mail was marked as spam")
}
