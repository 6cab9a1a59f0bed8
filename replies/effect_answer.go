package replies

import (
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
)

// The time in which an answer is worth sending.
const (
	// answerWaits is how long a confirmation may wait for decent hours.
	answerWaits = 72 * time.Hour
	// optOutText is the time in which the one text that confirms an opt-out may be
	// sent: 47 CFR 64.1200(a)(12).
	optOutText = 5 * time.Minute
	optOutMail = 24 * time.Hour
	// wordsWait is how long a person's own answer may wait.
	wordsWait = 7 * 24 * time.Hour
)

// byWeight are the answers, the one that is sent before the others first.
var byWeight = []string{
	reminder.AnswerOptOut, reminder.AnswerDispute, reminder.AnswerHardship, reminder.AnswerPaid, reminder.AnswerPromise,
}

// confirm remembers that an intent is answered; the one that weighs most is, once.
func (c *scene) confirm(template string, about []account.Invoice) {
	if weight(template) < c.heaviest() {
		c.about = about
	}
	c.answers = append(c.answers, template)
}

func weight(template string) int { return slices.Index(byWeight, template) }

func (c *scene) heaviest() int {
	least := len(byWeight)
	for _, template := range c.answers {
		least = min(least, weight(template))
	}
	return least
}

// answer writes the one automatic answer, to a person alone, by the same channel,
// and only to an address that we write to ourselves.
func (c *scene) answer() {
	if len(c.answers) == 0 || !c.answerable() {
		return
	}
	template := byWeight[c.heaviest()]
	switch {
	case legal(c.t.Intents) >= 0:
		return // it may be for a lawyer to be written to, or for nobody
	case template != reminder.AnswerOptOut && c.wantsNothing():
		return // perhaps they do not want to hear from us at all
	}
	a := &reminder.PlannedAnswer{
		AccountID: c.t.AccountID, ContactID: c.t.ContactID, InvoiceIDs: ids(c.about), Template: template, Channel: c.t.Channel,
		Answering: c.answering(), SendAt: c.now, ExpiresAt: c.now.Add(answerWaits), Test: c.t.Test,
	}
	switch template {
	case reminder.AnswerOptOut:
		a.InvoiceIDs, a.Answering.OptOut, a.ExpiresAt = nil, true, c.now.Add(optOutWait(c.t.Channel))
	case reminder.AnswerPromise:
		a.Answering.Parts = c.parts
		a.ExpiresAt = sooner(a.ExpiresAt, c.midnight(c.parts[len(c.parts)-1].On.AddDays(1))) // later it would speak of a day that has passed
	}
	c.Answer = a
	c.would("%s", answerWords[template])
}

func sooner(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// wantsNothing says that the words may be an opt-out.
func (c *scene) wantsNothing() bool {
	return slices.ContainsFunc(c.t.Intents, func(f intents.Found) bool { return f.Intent == intents.OptOut })
}

var answerWords = map[string]string{
	reminder.AnswerOptOut:   "confirm the opt-out once",
	reminder.AnswerDispute:  "acknowledge the dispute",
	reminder.AnswerHardship: "write that a person will propose something",
	reminder.AnswerPaid:     "write that we look for the payment",
	reminder.AnswerPromise:  "confirm the promise in writing",
}

func optOutWait(channel channels.Kind) time.Duration {
	if channel == channels.SMS {
		return optOutText
	}
	return optOutMail
}

func (c *scene) answerable() bool {
	_, reachable := c.s.Standing.Contact.Address(c.t.Channel)
	answered := slices.ContainsFunc(c.t.Intents, func(f intents.Found) bool { return f.Rule == ruleProvider })
	return c.t.Channel != channels.Voice && spoke(c.t.Kind) && c.m.Robot == "" && !answered &&
		c.t.AccountID != "" && reachable && c.set.on(c.t.Channel, c.t.Test)
}

// answering is what makes it an answer. It goes to the address that we had
// written to, else to the contact's own: never to whoever the sender says to be.
func (c *scene) answering() reminder.Answering {
	a := reminder.Answering{Reply: c.t.ID, To: c.writtenTo()}
	if c.t.Channel == channels.Email {
		a.Subject, a.InReplyTo, a.References = c.t.Subject, c.t.MessageID, c.t.References
	}
	return a
}
