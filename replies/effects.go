package replies

import (
	"fmt"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// Effects are what a reply changes, all in the transaction that records it.
type Effects struct {
	OptOuts   []account.OptOut        // recorded; those in force already change nothing
	OptIns    []account.OptOut        // whose like is ended: scope, channel, address, contact
	Holds     []account.Hold          // placed
	Promises  []account.Promise       // made; open promises about the same invoices are canceled, with their holds
	Disputes  []account.Dispute       // opened, whatever other replies have disputed
	Receipts  []channels.Receipt      // of a bounce or complaint: delivery status of the attempt
	Answer    *reminder.PlannedAnswer // one at most
	FollowUps []FollowUp              // opened
	Would     []string                // the same in plain words, for people and explain
}

// scene is all that the effects of one reply are decided from, and what has been
// decided so far.
type scene struct {
	Effects
	t       Text
	m       mail.Mail
	s       Situation
	set     Settings
	now     time.Time // where the customer is
	answers []string  // templates that would answer it
	parts   []reminder.AnswerPart
	about   []account.Invoice // that the answer is about
}

// effects decides what a reply changes. The time is in the customer's zone.
func effects(t Text, m mail.Mail, s Situation, set Settings, now time.Time) Effects {
	c := &scene{t: t, m: m, s: s, set: set, now: now}
	switch t.Kind {
	case mail.Bounce, mail.DeliveryNotice:
		c.report()
	case mail.Complaint:
		c.complaint()
	default: // a report cannot go round, because nothing answers it
		if c.loop() {
			c.follow(CauseLoop, ActCheckSender, "a mail of ours has come back to us")
			break
		}
		c.written()
	}
	return c.Effects
}

func (c *scene) written() {
	switch c.t.Kind {
	case mail.Reply:
		c.reply()
	case mail.AutoReply:
		c.autoReply()
	default:
		c.unknown()
	}
}

// reply acts on what a person wrote or pressed.
func (c *scene) reply() {
	if !c.t.Match.Certain() {
		c.stranger()
		return
	}
	var unclear []intents.Found
	for _, f := range c.t.Intents {
		if !f.Certain || !c.act(f) {
			unclear = append(unclear, f)
		}
	}
	c.lawyers()
	c.unclear(unclear)
	if len(unclear) == 0 && c.unread() {
		c.follow(CauseOther, ActRead, "it says more than what was acted upon")
	}
	c.answer()
}

// act does what a certain intent asks for; false when a person has to look after all.
func (c *scene) act(f intents.Found) bool {
	switch f.Intent {
	case intents.OptOut:
		return c.optOut(f)
	case intents.WrongPerson:
		return c.wrongPerson()
	case intents.Dispute:
		return c.dispute(f)
	case intents.Hardship, intents.PlanRequest:
		return c.difficulty(f)
	case intents.AlreadyPaid:
		return c.paid(f)
	case intents.Promise:
		return c.promise(f)
	case intents.OptIn:
		return c.optIn(f)
	case intents.OutOfOffice:
		return c.away(f)
	case intents.Other:
		return f.Rule == ruleOperator // a person has read it, and there is nothing to do
	}
	return false
}

// unknown is a mail that nobody could read. Machine mail that belongs to no
// reminder of ours, such as a newsletter, is kept and no more.
func (c *scene) unknown() {
	switch {
	case c.m.Robot == "":
		c.follow(CauseUnreadable, ActRead, "it could not be read")
	case c.t.Match.Certain():
		c.follow(CauseOther, ActRead, "a machine wrote it")
	}
}

// follow opens a follow-up; of several for one cause there is one.
func (c *scene) follow(cause Cause, action Action, note string) {
	if slices.ContainsFunc(c.FollowUps, func(f FollowUp) bool { return f.Cause == cause }) {
		return
	}
	f := FollowUp{
		AccountID: c.t.AccountID, ContactID: c.t.ContactID, ReplyID: c.t.ID, Cause: cause, Action: action, Note: note,
		Status: Open, DueAt: c.now.Add(c.set.FollowUpAfter), CreatedAt: c.now, Test: c.t.Test,
	}
	if !c.t.Match.Certain() {
		f.Suggestions = c.s.Suggestions
	}
	c.FollowUps = append(c.FollowUps, f)
	c.would("open a follow-up: %s", cause)
}

func (c *scene) would(format string, args ...any) {
	c.Would = append(c.Would, fmt.Sprintf(format, args...))
}

// today is the customer's.
func (c *scene) today() account.Date { return account.DateOf(c.now) }

// midnight is when the day begins where the customer is. Where clocks are put
// forward at midnight it begins at one.
func (c *scene) midnight(day account.Date) time.Time {
	t := time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, c.now.Location())
	if account.DateOf(t) != day {
		t = t.Add(time.Hour)
	}
	return t
}
