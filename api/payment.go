package api

import (
	"errors"
	"net/http"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// paymentResult is what a payment did.
type paymentResult struct {
	ID        string   `json:"id"`
	Reference string   `json:"reference,omitempty"`
	Account   string   `json:"account"`
	Invoice   string   `json:"invoice"`
	Balance   string   `json:"balance" doc:"What is still owed on the invoice."`
	Currency  string   `json:"currency"`
	Skipped   []string `json:"skipped" nullable:"false" doc:"Reminders that ended because all that they were about is paid."`
	Duplicate bool     `json:"duplicate,omitempty" doc:"The reference existed with the same content; nothing was written."`
}

// postPayment records money that came in.
func postPayment(s *server, c *call) (answer, error) {
	var in newPayment
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	payment := check.payment(in)
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	payment.ID = s.IDs.New("pay", c.now)
	m := reply{make: func(effect any) answer { return paymentAnswer(payment, effect.(reminder.Paid)) }}
	paid, err := s.Accounts.RecordPayment(c.ctx(), c.now, payment, m.remember(c))
	if errors.Is(err, account.ErrNotFound) {
		return answer{}, unprocessable(findings{{
			Message: noSuchAccount, Location: "body.account",
		}})
	}
	if err != nil {
		return answer{}, err
	}
	return m.to(paid), nil
}

func (c *checker) payment(in newPayment) reminder.Payment {
	out := reminder.Payment{Reference: in.Reference, AccountReference: in.Account, InvoiceNumber: in.Invoice}
	var err error
	out.Amount, err = money(in.Amount, in.Currency, "amount", c.bad)
	switch {
	case errors.Is(err, account.ErrCurrency):
		c.bad("currency", badCurrency)
	case err == nil && out.Amount.Minor == 0:
		c.bad("amount", "must be more than zero")
	}
	if in.PaidOn != "" {
		out.PaidOn, err = date(in.PaidOn, "paid_on", c.bad)
		// It may be tomorrow already, far enough east.
		if err == nil && out.PaidOn.Sub(account.DateOf(c.now.UTC().Add(14*time.Hour))) > 0 {
			c.bad("paid_on", "lies in the future; report a payment once it is made")
		}
	}
	return out
}

func paymentAnswer(p reminder.Payment, paid reminder.Paid) answer {
	status := http.StatusCreated
	if paid.Duplicate {
		status = http.StatusOK
	}
	return answerOf(status, paymentResult{
		ID: paid.ID, Reference: p.Reference, Account: p.AccountReference, Invoice: p.InvoiceNumber,
		Balance: paid.Balance.Decimal(), Currency: paid.Balance.Currency,
		Skipped: append([]string{}, paid.Skipped...), Duplicate: paid.Duplicate,
	})
}
