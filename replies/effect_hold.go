package replies

import (
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/intents"
)

// hold lets reminders about the invoices wait until the day begins where the
// customer is; the zero day is until a person releases them.
func (c *scene) hold(cause string, about []account.Invoice, day account.Date) {
	for _, i := range about {
		c.place(account.Hold{InvoiceID: i.ID, Cause: cause}, day)
	}
	if len(about) > 0 {
		c.would("hold %s %s", named(about), until(cause, day))
	}
}

// holdContact lets every reminder to the contact wait.
func (c *scene) holdContact(cause string, day account.Date) {
	c.place(account.Hold{ContactID: c.t.ContactID, Cause: cause}, day)
	c.would("hold all reminders to this contact %s", until(cause, day))
}

// holdAccount lets every reminder of the account wait.
func (c *scene) holdAccount(cause string) {
	c.place(account.Hold{Cause: cause}, account.Date{})
	c.would("hold all reminders of the account %s", until(cause, account.Date{}))
}

func (c *scene) place(h account.Hold, day account.Date) {
	h.AccountID, h.Source, h.Proof, h.At = c.t.AccountID, "reply", c.t.ID, c.now
	if day != (account.Date{}) {
		h.Until = c.midnight(day)
	}
	c.Holds = append(c.Holds, h)
}

func until(cause string, day account.Date) string {
	switch {
	case day != (account.Date{}):
		return "until " + day.String()
	case cause == account.HoldDisputed:
		return "until the dispute is resolved"
	}
	return "until a person releases them"
}

// mostNamed invoices are named in one sentence.
const mostNamed = 10

// named are the numbers of invoices in a sentence.
func named(list []account.Invoice) string {
	var numbers []string
	for _, i := range list {
		numbers = append(numbers, i.Number)
	}
	if len(numbers) > mostNamed {
		numbers = append(numbers[:mostNamed], "others")
	}
	return strings.Join(numbers, ", ")
}

// concerned are the open invoices that an intent is about: those that are named,
// else those of the reminder, else all.
func (c *scene) concerned(f intents.Found) []account.Invoice {
	if list := c.pointed(f); len(list) > 0 {
		return list
	}
	return c.s.Invoices
}

// pointed are the open invoices that the reply names: nearest to the words that
// show the intent, else anywhere in its words, else in its subject; else those of
// the reminder that it answers.
func (c *scene) pointed(f intents.Found) []account.Invoice {
	clause, sentence := around(c.t.Body, f.Evidence)
	for _, text := range []string{clause, sentence, c.t.Body, c.t.Subject} {
		if list := mentioned(text, c.s.Invoices); len(list) > 0 {
			return list
		}
	}
	var list []account.Invoice
	for _, i := range c.s.Invoices {
		if slices.Contains(c.s.Reminder.InvoiceIDs, i.ID) {
			list = append(list, i)
		}
	}
	return list
}

// unclear lets reminders wait for a person who reads what the rules could not, or
// what is asked.
func (c *scene) unclear(list []intents.Found) {
	if len(c.t.Intents) == 0 && c.t.Channel != channels.Voice { // not a word, such as a picture alone
		list = []intents.Found{{Intent: intents.Other}}
	}
	if len(list) == 0 {
		return
	}
	c.wait(list[0])
	cause, action, note := reasons(list[0])
	c.follow(cause, action, note)
}

// wait holds what the reply is about for the time that a person may take.
func (c *scene) wait(f intents.Found) {
	if c.set.WaitDays <= 0 {
		return
	}
	day := c.today().AddDays(c.set.WaitDays)
	if about := c.pointed(f); len(about) > 0 {
		c.hold(account.HoldReply, about, day)
		return
	}
	c.holdContact(account.HoldReply, day)
}

// reasons says why a person looks at an intent, and what to do about it.
func reasons(f intents.Found) (Cause, Action, string) {
	switch {
	case f.Rule == ruleKeypad+"."+keyCallBack:
		return CauseCallBack, ActCall, "asks to be called back"
	case f.Rule == ruleKeypad+"."+keyExplain:
		return CauseQuestion, ActCall, "has paid or wishes to explain"
	}
	note := "perhaps: " + wording[f.Intent]
	if f.Rule == ruleModel {
		note += " (suggested by the model)"
	}
	switch f.Intent {
	case intents.Promise:
		return CausePromise, ActAskDay, "a promise whose day, amount or invoice is not clear"
	case intents.Ask:
		return CauseQuestion, ActAnswer, "a question"
	case intents.Other, intents.OutOfOffice:
		return CauseOther, ActRead, "not understood"
	}
	return uncertain[f.Intent], ActConfirm, note
}

var uncertain = map[intents.Intent]Cause{
	intents.OptOut: CauseOptOut, intents.OptIn: CauseOptIn, intents.WrongPerson: CauseWrong, intents.Dispute: CauseDispute,
	intents.AlreadyPaid: CausePaid, intents.Hardship: CauseHardship, intents.PlanRequest: CausePlan,
}

var wording = map[intents.Intent]string{
	intents.OptOut: "no more reminders are wanted", intents.OptIn: "reminders are wanted again",
	intents.WrongPerson: "it reached the wrong person", intents.Dispute: "a dispute", intents.AlreadyPaid: "it is paid",
	intents.Hardship: "the customer cannot pay as things are", intents.PlanRequest: "a payment plan is asked for",
}

// legalRule marks rules for words that name a lawyer, a court or an insolvency.
const legalRule = ".legal."

// lawyers lets everything wait for a person when such words are there, whatever
// else was understood.
func (c *scene) lawyers() {
	i := legal(c.t.Intents)
	if i < 0 {
		return
	}
	c.holdAccount(account.HoldReply)
	cause, ok := uncertain[c.t.Intents[i].Intent]
	if !ok {
		cause = CauseOther
	}
	c.follow(cause, ActRead, "a lawyer, a court or an insolvency is named")
}

// legal is the first of such intents; -1 when there is none.
func legal(list []intents.Found) int {
	return slices.IndexFunc(list, func(f intents.Found) bool { return strings.Contains(f.Rule, legalRule) })
}

// ends is the day with which a time of so many days from today ends.
func (c *scene) ends(days int) account.Date { return c.today().AddDays(days) }

// graceUntil is when a promise for the day counts as broken.
func (c *scene) graceUntil(day account.Date) time.Time { return c.midnight(c.graced(day)) }

func (c *scene) graced(day account.Date) account.Date { return day.AddDays(c.set.Grace) }
