package desk

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
)

// effect is one thing that a reply has brought about.
type effect struct {
	State    string // kind, wait, stop or plain
	Word     string
	Sentence string
	At       frame.Time
}

// broughtAbout is what has been done because of the reply, and the holds of it that
// are in force.
func (d *desk) broughtAbout(v *frame.Visit, it *item) (list []effect, holding []effect, err error) {
	if it.Account == "" || it.ReplyID == "" {
		return nil, nil, nil
	}
	filter := replies.ArrangementFilter{Account: it.Account, Ended: true}
	promises, err := d.Arrangements.ListPromises(v.Ctx(), filter)
	if err != nil {
		return nil, nil, missing(err)
	}
	disputes, err := d.Arrangements.ListDisputes(v.Ctx(), filter)
	if err != nil {
		return nil, nil, missing(err)
	}
	holds, err := d.Arrangements.ListHolds(v.Ctx(), filter)
	if err != nil {
		return nil, nil, missing(err)
	}
	numbers := numbersOf(it.View.Invoices)
	for _, p := range promises {
		if p.ReplyID == it.ReplyID {
			list = append(list, promised(v, it, p, numbers))
		}
	}
	for _, s := range disputes {
		if s.ReplyID == it.ReplyID {
			list = append(list, disputed(v, it, s, numbers))
		}
	}
	for _, o := range it.View.OptOuts {
		if o.Proof == it.ReplyID {
			list = append(list, optedOut(v, it, o))
		}
	}
	for _, h := range holds {
		if h.Proof != it.ReplyID {
			continue
		}
		e := held(v, it, h, numbers)
		list = append(list, e)
		if h.InForce(v.Now) {
			holding = append(holding, e)
		}
	}
	return list, holding, nil
}

// numbersOf are the numbers of invoices by id.
func numbersOf(list []account.Invoice) map[string]string {
	numbers := map[string]string{}
	for _, i := range list {
		numbers[i.ID] = i.Number
	}
	return numbers
}

// mostNumbers is how many invoices a sentence names.
const mostNumbers = 5

// about names invoices in a sentence.
func about(ids []string, numbers map[string]string) string {
	var list []string
	for _, id := range ids {
		list = append(list, cmp.Or(numbers[id], "an invoice"))
	}
	list = slices.Compact(list)
	if len(list) > mostNumbers {
		list = append(list[:mostNumbers], "others")
	}
	return strings.Join(list, ", ")
}

func promised(v *frame.Visit, it *item, p account.Promise, numbers map[string]string) effect {
	e := effect{State: "plain", Word: "Promise " + string(p.Status), At: v.Time(p.At, it.zone())}
	switch p.Status {
	case account.PromiseOpen:
		e.State = "wait"
	case account.PromiseKept:
		e.State = "kind"
	case account.PromiseBroken:
		e.State = "stop"
	}
	amount := "all that is open"
	if p.Amount.Minor > 0 {
		amount = frame.Money(p.Amount)
	}
	e.Sentence = amount + " by " + dayOf(p.PayBy) + ", for " + about(p.InvoiceIDs, numbers) + "."
	return e
}

func disputed(v *frame.Visit, it *item, s account.Dispute, numbers map[string]string) effect {
	e := effect{State: "wait", Word: "Dispute open", At: v.Time(s.At, it.zone())}
	if s.Status == account.DisputeResolved {
		e.State, e.Word = "plain", "Dispute settled"
	}
	what := "everything"
	if len(s.InvoiceIDs) > 0 {
		what = about(s.InvoiceIDs, numbers)
	}
	e.Sentence = "About " + what + "."
	return e
}

// stopped is what an opt-out ends, by its channel.
var stopped = map[channels.Kind]string{channels.Email: "Mail", channels.SMS: "SMS", channels.Voice: "Calls", "": "Messages"}

func optedOut(v *frame.Visit, it *item, o account.OptOut) effect {
	e := effect{State: "stop", Word: "Stopped", At: v.Time(o.At, it.zone())}
	e.Sentence = stopped[o.Channel] + " to " + cmp.Or(o.Address, "this customer") + " must not go out any more."
	if o.Stopped() {
		e.Sentence = "The address " + o.Address + " is not used any more."
	}
	if !o.InForce(v.Now) {
		e.State, e.Word = "plain", "Was stopped"
	}
	return e
}

func held(v *frame.Visit, it *item, h account.Hold, numbers map[string]string) effect {
	e := effect{State: "wait", Word: "Waits", At: v.Time(h.At, it.zone())}
	what := "All reminders"
	switch {
	case h.InvoiceID != "":
		what = "Reminders about " + about([]string{h.InvoiceID}, numbers)
	case h.ContactID != "":
		what = "All reminders to this person"
	}
	why := cmp.Or(waits[h.Cause], "for: "+h.Cause)
	switch {
	case !h.EndedAt.IsZero():
		e.State, e.Word, e.Sentence = "plain", "Waited", what+" waited "+why+"; that has ended."
	case !h.InForce(v.Now):
		e.State, e.Word, e.Sentence = "plain", "Waited", what+" waited "+why+", until "+v.Time(h.Until, it.zone()).Text()+"."
	case h.Until.IsZero():
		e.Sentence = what + " wait " + why + "."
	default:
		e.Sentence = what + " wait " + why + ", until " + v.Time(h.Until, it.zone()).Text() + " at the latest."
	}
	return e
}

// owing is what the customer owes.
type owing struct {
	Total    []account.Money // by currency
	Currency string          // of all of them; empty when they differ
	Rows     []owed
	More     int
}

// owed is one invoice that is open.
type owed struct {
	Number  string
	Due     string
	Late    int
	Balance string // without its currency where all have one
}

// mostOwed is how many invoices are shown.
const mostOwed = 8

// owes lists what is open, the oldest day first.
func owes(v *frame.Visit, view reminder.AccountView) (o owing) {
	open := slices.DeleteFunc(slices.Clone(view.Invoices), account.Invoice.Paid)
	slices.SortStableFunc(open, func(a, b account.Invoice) int { return a.DueOn.Sub(b.DueOn) })
	for _, i := range open {
		at := slices.IndexFunc(o.Total, func(m account.Money) bool { return m.Currency == i.Balance.Currency })
		if at < 0 {
			o.Total = append(o.Total, i.Balance)
		} else {
			o.Total[at].Minor += i.Balance.Minor
		}
	}
	write := frame.Money
	if len(o.Total) == 1 {
		o.Currency, write = o.Total[0].Currency, frame.Amount
	}
	today := account.DateOf(v.Day())
	for _, i := range open[:min(len(open), mostOwed)] {
		o.Rows = append(o.Rows, owed{i.Number, shortDay(i.DueOn), late(i, today), write(i.Balance)})
	}
	o.More = len(open) - len(o.Rows)
	return o
}

// late is how many days an invoice is past its day; 0 before it and where none is told.
func late(i account.Invoice, today account.Date) int {
	if i.DueOn == (account.Date{}) {
		return 0
	}
	return max(0, i.DaysPastDue(today))
}
