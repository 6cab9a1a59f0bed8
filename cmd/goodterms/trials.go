package main

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// trials sends messages to operators: texts that they try, and codes that prove an
// address. Both go the way of every message, through the gate.
type trials struct{ app *app }

// trialLife is how long a message to an operator is worth sending.
const trialLife = 24 * time.Hour

// SendTrial sends a text to the operator's own address and returns the reminder that
// carries it. That the address is proven is the page's to ask.
func (t trials) SendTrial(ctx context.Context, now time.Time, o operator.Operator, trial reminder.Trial) (string, error) {
	return t.send(ctx, now, o, contactOf(o), trial)
}

// SendCode sends a code to an address that the operator says is theirs.
func (t trials) SendCode(ctx context.Context, now time.Time, o operator.Operator, channel channels.Kind, to, code string) error {
	contact := contactOf(o)
	if channel == channels.Email {
		contact.Email = to
	} else {
		contact.Phone = to
	}
	text := "Your code for the pages of " + t.app.config.Creditor.Name + " is " + code + ". It works for ten minutes. If you did not ask for it, nothing needs to be done."
	words := templates.Words{Subject: "Your code", Text: text, Locale: templates.Fallback, Version: "code"}
	_, err := t.send(ctx, now, o, contact, reminder.Trial{Template: "code", Channel: channel, Words: words})
	return err
}

// contactOf is the operator as one who can be written to.
func contactOf(o operator.Operator) account.Contact {
	return account.Contact{Reference: o.ID, Name: o.Name, Email: o.Email, Phone: o.Phone}
}

func (t trials) send(ctx context.Context, now time.Time, o operator.Operator, contact account.Contact, trial reminder.Trial) (string, error) {
	a := account.Account{Reference: overview.OperatorAccounts + o.ID, Name: o.Name, Kind: account.Business, TimeZone: o.Zone, Locale: trial.Words.Locale}
	if a.TimeZone == "" {
		a.TimeZone = "UTC"
	}
	a.ID = account.StableID("acc", t.app.creditor, a.Reference)
	contact.AccountID, contact.ID = a.ID, account.StableID("con", a.ID, contact.Reference)
	r, err := t.app.store.AcceptTrial(ctx, now, a, contact, reminder.PlannedAnswer{
		AccountID: a.ID, ContactID: contact.ID, Template: reminder.AnswerWritten, Channel: trial.Channel, SendAt: now, ExpiresAt: now.Add(trialLife),
		Answering: reminder.Answering{By: o.ID, Trial: &trial},
	})
	if err == nil {
		t.app.queue.Wake(reminder.Due{ID: r.ID, Channel: r.Channel, SendAt: r.SendAt})
	}
	return r.ID, err
}

// byHand enqueues reminders that operators send.
type byHand struct{ app *app }

// Remind plans, commits and wakes a reminder.
func (s byHand) Remind(ctx context.Context, now time.Time, in reminder.Intake) (reminder.Acceptance, error) {
	planned := s.app.planner().Plan(now, in)
	planned.Event.Actor = timeline.Operator
	planned.Known = true // what was read for the form must not undo a payment that came since
	accepted, err := s.app.store.Accept(ctx, now, []reminder.Planned{planned}, nil)
	if err != nil {
		return reminder.Acceptance{}, err
	}
	s.app.queue.Wake(reminder.Due{ID: accepted[0].ID, Channel: accepted[0].Channel, SendAt: accepted[0].SendAt})
	return accepted[0], nil
}
