package templates_test

import (
	"slices"
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
func usual() templates.Facts { return templates.Samples()[0].Facts }

// samples are the situations that a reminder must cope with.
func samples() []templates.Sample {
	return slices.DeleteFunc(templates.Samples(), func(s templates.Sample) bool { return len(s.Facts.Invoices) == 0 })
}

// sampleOf is the situation of the name.
func sampleOf(t testing.TB, name string) templates.Facts {
	t.Helper()
	for _, s := range templates.Samples() {
		if s.Name == name {
			return s.Facts
		}
	}
	t.Fatalf("there is no sample %s", name)
	return templates.Facts{}
}
