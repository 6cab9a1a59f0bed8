package replies

import (
	"slices"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
)

// promise records each part of a promise and holds its invoices until the last
// one has had its grace. It is left to a person when it is not clear what is to be
// paid, or the day has passed by now.
func (c *scene) promise(f intents.Found) bool {
	about := c.concerned(f)
	code := currency(about)
	parts, ok := payable(f.Parts, about, code)
	if !ok || !dated(parts, c.today()) {
		return false
	}
	for _, p := range parts {
		c.Promises = append(c.Promises, account.Promise{
			AccountID: c.t.AccountID, ContactID: c.t.ContactID, InvoiceIDs: ids(about), Amount: p.Amount, PayBy: p.On,
			GraceUntil: c.graceUntil(p.On), Status: account.PromiseOpen, ReplyID: c.t.ID, At: c.now,
		})
		c.parts = append(c.parts, reminder.AnswerPart{On: p.On, Amount: p.Amount})
		c.would("record a promise for %s", p.On)
	}
	c.hold(account.HoldPromise, about, c.graced(lastDay(parts)))
	c.confirm(reminder.AnswerPromise, about)
	return true
}

// payable are the parts in the currency of what is owed; a first part that covers
// all of it is the whole promise. False when there is nothing to pay, or it is
// told in money that does not fit.
func payable(parts []intents.Part, about []account.Invoice, code string) ([]intents.Part, bool) {
	total := total(about)
	parts = slices.Clone(parts)
	for i := range parts {
		amount := &parts[i].Amount
		switch {
		case amount.Minor < 0 || amount.Minor > 0 && !fits(amount.Currency, about):
			return nil, false
		case amount.Minor == 0 || code != "":
			amount.Currency = code
		}
	}
	if len(parts) > 0 && total > 0 && parts[0].Amount.Minor >= total {
		parts[0].Amount.Minor = 0
		parts = parts[:1]
	}
	return parts, len(parts) > 0 && len(about) > 0
}

// fits says that money of the currency can pay all of the invoices; money whose
// currency was not told pays those that agree in theirs.
func fits(code string, about []account.Invoice) bool {
	for _, i := range about {
		if own := i.Balance.Currency; own != about[0].Balance.Currency || code != "" && own != "" && own != code {
			return false
		}
	}
	return true
}

func total(list []account.Invoice) (minor int64) {
	for _, i := range list {
		minor += i.Balance.Minor
	}
	return minor
}

func lastDay(parts []intents.Part) (last account.Date) {
	for _, p := range parts {
		if last == (account.Date{}) || p.On.Sub(last) > 0 {
			last = p.On
		}
	}
	return last
}

func ids(list []account.Invoice) []string {
	var ids []string
	for _, i := range list {
		ids = append(ids, i.ID)
	}
	return ids
}

// dispute holds what is objected to, until a person has resolved it; what is not
// named and answers no reminder is everything.
func (c *scene) dispute(f intents.Found) bool {
	about := c.pointed(f)
	c.Disputes = append(c.Disputes, account.Dispute{
		AccountID: c.t.AccountID, ContactID: c.t.ContactID, InvoiceIDs: ids(about), Status: account.DisputeOpen, ReplyID: c.t.ID, At: c.now,
	})
	if len(about) > 0 {
		c.would("open a dispute about %s", named(about))
		c.hold(account.HoldDisputed, about, account.Date{})
	} else {
		c.would("open a dispute about everything")
		c.holdAccount(account.HoldDisputed)
	}
	c.follow(CauseDispute, ActResolve, "objects to what is asked for")
	c.confirm(reminder.AnswerDispute, about)
	return true
}

// paid lets reminders wait while a person looks for the payment.
func (c *scene) paid(f intents.Found) bool {
	about := c.concerned(f)
	c.hold(account.HoldClaimsPaid, about, c.ends(c.set.PaidDays))
	c.follow(CausePaid, ActCheckPaid, "says that it is paid")
	c.confirm(reminder.AnswerPaid, about)
	return true
}

// difficulty lets reminders wait until a person has proposed something.
func (c *scene) difficulty(f intents.Found) bool {
	about := c.concerned(f)
	if f.Intent == intents.PlanRequest {
		c.hold(account.HoldPlanAsked, about, account.Date{})
		c.follow(CausePlan, ActOfferPlan, "asks for a payment plan")
	} else {
		c.hold(account.HoldHardship, about, account.Date{})
		c.follow(CauseHardship, ActOfferPlan, "cannot pay as things are")
	}
	c.confirm(reminder.AnswerHardship, about)
	return true
}
