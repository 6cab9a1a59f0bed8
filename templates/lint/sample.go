package lint

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/templates"
)

// usual is what texts are tried with: one invoice of an ordinary customer, eleven
// days past its due date, made up.
func usual(stage templates.Stage, locale string) templates.Facts {
	day := func(day int) account.Date { return account.Date{Year: 2027, Month: time.March, Day: day} }
	money := func(minor int64) account.Money { return account.Money{Minor: minor, Currency: currencyOf(locale)} }
	due, balance := day(3), money(125000)
	switch stage {
	case templates.PreDue, templates.ReceiptCheck:
		due = day(19)
	case templates.Thanks:
		balance = money(0)
	}
	return templates.Facts{
		Creditor: templates.Creditor{
			Name: "Acme Ltd", Phone: "020 7946 0958", Email: "accounts@acme.example",
			PayURL: "https://pay.acme.example/8f3k", PayText: "IBAN GB33 BUKB 2020 1555 5555 55",
		},
		Account: account.Account{Name: "Globex Trading", Reference: "C-2071", Terms: account.Consequences()},
		Contact: account.Contact{Name: "Ana Flores"},
		Invoices: []account.Invoice{{
			Number: "INV-1042", Amount: money(125000), Balance: balance,
			IssuedOn: account.Date{Year: 2027, Month: time.February, Day: 1}, DueOn: due, Terms: "30 days net",
		}},
		Today:       day(14),
		Unsubscribe: "https://pay.acme.example/u/8f3k",
		Answer:      &templates.Answer{Text: "The goods were sent on 2 March.", Parts: []templates.AnswerPart{{On: day(19), Amount: money(60000)}}},
		Plan: &templates.Plan{Instalments: []templates.Instalment{
			{On: day(19), Amount: money(45000)}, {On: day(26), Amount: money(40000)}, {On: day(31), Amount: money(40000)},
		}},
	}
}

// currencyOf is the usual one of the locale.
func currencyOf(locale string) string {
	switch locale {
	case "en-GB", "en":
		return "GBP"
	case "en-US":
		return "USD"
	case "pt", "pt-BR":
		return "BRL"
	}
	return "EUR"
}
