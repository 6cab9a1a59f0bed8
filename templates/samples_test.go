package templates_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/templates"
)

// shipped is loaded once: a set never changes.
var shipped = sync.OnceValues(templates.Embedded)

// embedded is the shipped set.
func embedded(t testing.TB) *templates.Set {
	t.Helper()
	set, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func day(text string) account.Date {
	d, err := account.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func money(amount, currency string) account.Money {
	m, err := account.ParseMoney(amount, currency)
	if err != nil {
		panic(err)
	}
	return m
}

func bill(number, amount, balance, currency, due string) account.Invoice {
	return account.Invoice{
		Number: number, Amount: money(amount, currency), Balance: money(balance, currency),
		IssuedOn: day("2027-02-01"), DueOn: day(due), Terms: "30 days net",
	}
}

// usual is one freshly overdue invoice of an ordinary customer.
func usual() templates.Facts {
	return templates.Facts{
		Creditor: templates.Creditor{
			Name: "Acme Ltd", Phone: "020 7946 0958", Email: "accounts@acme.example",
			PayURL: "https://pay.acme.example/8f3k", PayText: "IBAN GB33 BUKB 2020 1555 5555 55\nBIC BUKBGB22",
		},
		Account:     account.Account{Name: "Globex Trading", Reference: "C-2071"},
		Contact:     account.Contact{Name: "Ana Flores"},
		Invoices:    []account.Invoice{bill("INV-1042", "1250.00", "1250.00", "GBP", "2027-03-03")},
		Today:       day("2027-03-14"),
		Unsubscribe: "https://pay.acme.example/u/8f3k",
	}
}

// sample is a situation that every text must cope with.
type sample struct {
	name  string
	facts templates.Facts
}

func with(name string, change func(*templates.Facts)) sample {
	facts := usual()
	change(&facts)
	return sample{name, facts}
}

func samples() []sample {
	return []sample{
		{"usual", usual()},
		with("in five days", func(f *templates.Facts) { f.Today = day("2027-02-26") }),
		with("tomorrow", func(f *templates.Facts) { f.Today = day("2027-03-02") }),
		with("today", func(f *templates.Facts) { f.Today = day("2027-03-03") }),
		with("one day", func(f *templates.Facts) { f.Today = day("2027-03-04") }),
		with("part paid", func(f *templates.Facts) { f.Invoices[0] = bill("INV-1042", "1250.00", "750.00", "GBP", "2027-03-03") }),
		with("several", func(f *templates.Facts) {
			f.Invoices = []account.Invoice{
				bill("INV-1050", "300.00", "300.00", "EUR", "2027-03-10"),
				bill("INV-1042", "1250.00", "750.00", "GBP", "2027-03-03"),
				bill("INV-1040", "80.00", "0.00", "GBP", "2027-02-20"),
				bill("INV-1061", "90000", "90000", "JPY", "2027-03-12"),
			}
		}),
		with("twelve", func(f *templates.Facts) {
			f.Invoices = nil
			for i := range 12 {
				f.Invoices = append(f.Invoices, bill("INV-11"+string(rune('A'+i)), "100.00", "100.00", "GBP", "2027-03-03"))
			}
		}),
		with("nothing optional", func(f *templates.Facts) {
			f.Creditor = templates.Creditor{Name: f.Creditor.Name}
			f.Account, f.Contact, f.Unsubscribe = account.Account{}, account.Contact{}, ""
			f.Invoices[0].IssuedOn, f.Invoices[0].Terms = account.Date{}, ""
		}),
		with("long names", func(f *templates.Facts) {
			f.Creditor.Name = strings.Repeat("Donaudampfschifffahrt ", 20)
			f.Contact.Name = strings.Repeat("Wolfeschlegelstein", 30)
			f.Account.Name = "شركة الاتصالات \u202egnp.exe"
		}),
	}
}
