package api

import (
	"errors"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// invoices reads what a reminder is about.
func (c *checker) invoices(in []invoiceFacts) []account.Invoice {
	out := make([]account.Invoice, len(in))
	for i := range in {
		out[i] = c.invoice(i, &in[i])
		for j := range i {
			if in[i].Number != "" && in[i].Number == in[j].Number {
				c.badIn("invoices", i, "number", "is the number of an earlier invoice; list each invoice once")
				break
			}
		}
	}
	return out
}

func (c *checker) invoice(i int, in *invoiceFacts) account.Invoice {
	bad := func(field, message string) { c.badIn("invoices", i, field, message) }
	out := account.Invoice{Number: in.Number, Terms: in.Terms}
	var amountErr, balanceErr error
	out.Amount, amountErr = money(in.Amount, in.Currency, "amount", bad)
	if errors.Is(amountErr, account.ErrCurrency) {
		bad("currency", badCurrency)
	} else {
		out.Balance, balanceErr = money(in.Balance, in.Currency, "balance", bad)
	}
	if amountErr == nil && balanceErr == nil && out.Balance.Minor > out.Amount.Minor {
		bad("balance", "is more than the amount; send what is still owed of it")
	}
	var issuedErr, dueErr error
	out.IssuedOn, issuedErr = date(in.IssuedOn, "issued_on", bad)
	out.DueOn, dueErr = date(in.DueOn, "due_on", bad)
	if issuedErr == nil && dueErr == nil && out.DueOn.Sub(out.IssuedOn) < 0 {
		bad("due_on", "is before issued_on; an invoice is due on its date or later")
	}
	return out
}

const badCurrency = "is not an ISO 4217 currency code; send three capital letters such as GBP"

// plan reads the instalments that a text is to state, in the order of their days.
func (c *checker) plan(in []instalmentFacts) []reminder.Instalment {
	var out []reminder.Instalment
	for i := range in {
		bad := func(field, message string) { c.badIn("plan", i, field, message) }
		amount, err := money(in[i].Amount, in[i].Currency, "amount", bad)
		if errors.Is(err, account.ErrCurrency) {
			bad("currency", badCurrency)
		}
		due, err := date(in[i].DueOn, "due_on", bad)
		if err == nil && i > 0 && due.Sub(out[i-1].DueOn) < 0 {
			bad("due_on", "is before that of the instalment before it; send instalments in the order of their days")
		}
		out = append(out, reminder.Instalment{DueOn: due, Amount: amount, Paid: in[i].Paid})
	}
	return out
}

// money reads an amount; its fault is noted, that of the currency is not,
// because two amounts share it. An absent amount was noted when it was read.
func money(amount, currency, field string, bad func(field, message string)) (account.Money, error) {
	m, err := account.ParseMoney(amount, currency)
	if err != nil && !errors.Is(err, account.ErrCurrency) {
		bad(field, err.Error())
	}
	return m, err
}

func date(text, field string, bad func(field, message string)) (account.Date, error) {
	d, err := account.ParseDate(text)
	if err != nil {
		bad(field, err.Error())
	}
	return d, err
}
