package accounts

import (
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
)

// paused is the cause of a hold for which no other word is fit.
const paused = "paused"

// causes are those that a person may set on an account, in the order of the form.
// Those that ask for an end of contact come last.
func causes(chosen string) []choice {
	list := []choice{
		{Value: account.HoldDisputed, Name: "They object to what is owed", Note: "until that is settled"},
		{Value: account.HoldPromise, Name: "They promised to pay", Note: "until somebody lets go"},
		{Value: account.HoldPlan, Name: "They pay by a plan", Note: "as long as it is kept"},
		{Value: account.HoldHardship, Name: "They cannot pay as things are", Note: "until a way is found"},
		{Value: account.HoldClaimsPaid, Name: "They say it is paid", Note: "while the payment is looked for"},
		{Value: account.HoldLegal, Name: "The matter is with the courts"},
		{Value: account.HoldBankrupt, Name: "They are insolvent", Note: "answers to their replies wait, too"},
		{Value: account.HoldDeceased, Name: "The customer has died", Note: "answers to replies wait, too"},
		{Value: paused, Name: "Something else", Note: "say below what"},
		{Value: account.HoldAttorney, Name: "A lawyer stands for them", Note: "reminders end and do not come back"},
		{Value: account.HoldCease, Name: "They asked for an end of contact", Note: "reminders end and do not come back"},
	}
	for i := range list {
		list[i].Chosen = list[i].Value == chosen
	}
	return list
}

// pauseData fills the form that has an account's reminders wait.
type pauseData struct {
	Account account.Account
	Now     string // why they wait already; empty: they do not
	Causes  []choice
	Why     string
	Faults  map[string]string
}

func (p *pages) pausing(v *frame.Visit) (pauseData, error) {
	reference := v.PathValue("reference")
	view, err := p.Accounts.FindAccount(v.Ctx(), reference)
	if err != nil {
		return pauseData{}, missing(err)
	}
	rules, err := p.Accounts.FindRules(v.Ctx(), reference)
	data := pauseData{Account: view.Account, Causes: causes(v.Form("cause")), Why: strings.TrimSpace(v.Form("why")), Faults: map[string]string{}}
	if rules.Hold != "" {
		data.Now = reasonText(rules.Hold)
	}
	return data, missing(err)
}

func pausePage(data pauseData) frame.Page {
	return frame.Page{Title: "Pause reminders", Nav: "accounts", Data: data}
}

// askPause asks why an account's reminders are to wait.
func (p *pages) askPause(v *frame.Visit) error {
	data, err := p.pausing(v)
	if err != nil {
		return err
	}
	return v.Show("account_pause.html", pausePage(data))
}

// pause has all reminders of an account wait until somebody lets go of them.
func (p *pages) pause(v *frame.Visit) error {
	v.Subject(v.PathValue("reference"))
	data, err := p.pausing(v)
	if err != nil {
		return err
	}
	cause := v.Form("cause")
	if !slices.ContainsFunc(data.Causes, func(c choice) bool { return c.Chosen }) {
		data.Faults["cause"] = "Choose why reminders are to wait."
	}
	if fault := textFault(data.Why, longestWhy); fault != "" {
		data.Faults["why"] = fault
	}
	if len(data.Faults) > 0 {
		return v.ShowFaults("account_pause.html", pausePage(data))
	}
	v.Detail("cause", cause)
	change := reminder.RuleChange{Hold: &cause, By: v.Operator.Name, Why: data.Why}
	if _, err := p.Accounts.ChangeRules(v.Ctx(), v.Now, data.Account.Reference, change, nil); err != nil {
		return missing(err)
	}
	v.Say("Reminders of this account wait from now on.")
	return v.Go(frame.Path("accounts", data.Account.Reference))
}
