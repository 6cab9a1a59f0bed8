package accounts

import (
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
)

// arrangement is something that is agreed or that reminders wait for.
type arrangement struct {
	ID     string // empty: the hold that is set on the account itself
	Noun   string // promise, dispute, hold
	Plural string // of the address
	Says   string // a sentence without its end
	Until  frame.Time
	Since  frame.Time
	End    string // what the button says
	After  string // what happens then
	Path   string // of the page that asks before it ends
}

// arrangements are those of the account that stand, with the hold that is set on the
// account itself.
func (p *pages) arrangements(v *frame.Visit, view reminder.AccountView, rules reminder.AccountRules) ([]arrangement, error) {
	names := namesOf(view)
	filter := replies.ArrangementFilter{Account: view.Account.Reference}
	promises, err := p.Arrangements.ListPromises(v.Ctx(), filter)
	if err != nil {
		return nil, missing(err)
	}
	disputes, err := p.Arrangements.ListDisputes(v.Ctx(), filter)
	if err != nil {
		return nil, missing(err)
	}
	holds, err := p.Arrangements.ListHolds(v.Ctx(), filter)
	if err != nil {
		return nil, missing(err)
	}
	zone := zoneOf(view)
	var list []arrangement
	for _, one := range promises {
		list = append(list, arrangement{ID: one.ID, Noun: "promise", Plural: "promises", Says: names.promise(one), Since: v.Time(one.At, zone), Until: v.Time(one.GraceUntil, zone)})
	}
	for _, one := range disputes {
		list = append(list, arrangement{ID: one.ID, Noun: "dispute", Plural: "disputes", Says: names.dispute(one), Since: v.Time(one.At, zone)})
	}
	for _, one := range holds {
		if one.InForce(v.Now) {
			list = append(list, arrangement{ID: one.ID, Noun: "hold", Plural: "holds", Says: names.hold(one), Since: v.Time(one.At, zone), Until: v.Time(one.Until, zone)})
		}
	}
	if rules.Hold != "" {
		list = append(list, arrangement{Noun: "hold", Says: "All reminders of this account wait: " + reasonText(rules.Hold)})
	}
	for i := range list {
		list[i].worded(view.Account.Reference)
	}
	return list, nil
}

// worded says how it is ended and what that brings about.
func (a *arrangement) worded(reference string) {
	a.Path = frame.Path("accounts", reference, "arrangements", a.ID)
	switch {
	case a.ID == "":
		a.End, a.Path = "Release", frame.Path("accounts", reference, "hold")
	case a.Noun == "hold":
		a.End = "Release"
	case a.Noun == "promise":
		a.End = "Cancel"
	default:
		a.End = "Settle"
	}
	a.After = "Reminders that wait for it are decided anew at once; those that nothing else keeps back go out when their customer’s hours allow."
	if a.Noun == "promise" {
		a.After = "The promise no longer stands, and is not counted as broken. " + a.After
	}
}

// named knows an account's invoices and contacts by their ids.
type named struct{ invoices, contacts map[string]string }

func namesOf(view reminder.AccountView) named {
	n := named{map[string]string{}, map[string]string{}}
	for _, i := range view.Invoices {
		n.invoices[i.ID] = i.Number
	}
	for _, c := range view.Contacts {
		n.contacts[c.ID] = c.Name
	}
	return n
}

// about names invoices; none means all of them.
func (n named) about(ids []string) string {
	var numbers []string
	for _, id := range ids {
		if number := n.invoices[id]; number != "" {
			numbers = append(numbers, number)
		}
	}
	switch len(numbers) {
	case 0:
		return "everything"
	case 1:
		return "invoice " + numbers[0]
	}
	return "invoices " + strings.Join(numbers, ", ")
}

func (n named) who(contactID string) string { return or(n.contacts[contactID], "The customer") }

func (n named) promise(p account.Promise) string {
	amount := "what is open"
	if p.Amount.Minor > 0 {
		amount = frame.Money(p.Amount)
	}
	return n.who(p.ContactID) + " promised to pay " + amount + " on " + n.about(p.InvoiceIDs) + " by " + dateText(p.PayBy)
}

func (n named) dispute(d account.Dispute) string {
	return n.who(d.ContactID) + " disputes " + n.about(d.InvoiceIDs)
}

func (n named) hold(h account.Hold) string {
	text := "All reminders of this account"
	switch name := n.contacts[h.ContactID]; {
	case h.InvoiceID != "" && name != "":
		text = "Reminders to " + name + " about " + n.about([]string{h.InvoiceID})
	case h.InvoiceID != "":
		text = "Reminders about " + n.about([]string{h.InvoiceID})
	case name != "":
		text = "Reminders to " + name
	}
	return text + " wait: " + reasonText(h.Cause)
}
