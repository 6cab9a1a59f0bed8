package templates

import (
	"strings"

	"github.com/goodterms/goodterms/account"
)

// Variable is something that a text can say. The table below is the only place
// where variables are named, explained and bound: a text that uses any other is
// refused, and one that has no value is nil.
type Variable struct {
	Name    string // as a text writes it; invoice.… stands for the oldest invoice, and for each in a loop over invoices
	Meaning string
	Sample  string
	value   func(*scope, *account.Invoice) any
}

// Variables lists every variable that a text can use, for documentation and
// completion in an editor.
func Variables() []Variable {
	return append(append(aboutPeople(), aboutInvoice()...), aboutAll()...)
}

func aboutPeople() []Variable {
	return []Variable{
		{"creditor.name", "who is owed, and writes", "Acme Ltd", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Creditor.Name) }},
		{"creditor.phone", "the creditor's phone number for questions", "020 7946 0958", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Creditor.Phone) }},
		{"creditor.phone_spoken", "the same, digit by digit, for calls", "0 2 0, 7 9 4 6, 0 9 5 8", func(s *scope, _ *account.Invoice) any { return spell(s.facts.Creditor.Phone) }},
		{"creditor.email", "the creditor's mail address for questions", "accounts@acme.example", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Creditor.Email) }},
		{"creditor.pay_url", "page to pay on", "https://pay.acme.example/8f3k", func(s *scope, _ *account.Invoice) any { return webURL(s.facts.Creditor.PayURL) }},
		{"creditor.pay_text", "other ways to pay, such as bank details; may have several lines", "IBAN GB33 BUKB 2020 1555 5555 55", func(s *scope, _ *account.Invoice) any { return cleanLines(s.facts.Creditor.PayText) }},
		{"account.name", "the customer", "Globex GmbH", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Account.Name) }},
		{"account.reference", "the creditor's own name for the account", "C-2071", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Account.Reference) }},
		{"contact.name", "the person who is written to", "Ana Flores", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Contact.Name) }},
	}
}

func aboutInvoice() []Variable {
	return []Variable{
		{"invoice.number", "the invoice's number", "INV-1042", func(_ *scope, i *account.Invoice) any { return clean(i.Number) }},
		{"invoice.number_spoken", "the same, sign by sign, for calls", "I N V, 1 0 4 2", func(_ *scope, i *account.Invoice) any { return spell(i.Number) }},
		{"invoice.amount", "the whole bill", "£1,250.00", func(s *scope, i *account.Invoice) any { return s.money(i.Amount) }},
		{"invoice.balance", "what is still open on it", "£750.00", func(s *scope, i *account.Invoice) any { return s.money(i.Balance) }},
		{"invoice.part_paid", "true when a part is paid already", "true", func(_ *scope, i *account.Invoice) any { return i.Balance.Minor < i.Amount.Minor }},
		{"invoice.issued_on", "date of the invoice", "1 February 2027", func(s *scope, i *account.Invoice) any { return s.date(i.IssuedOn) }},
		{"invoice.due_on", "date by which it is to be paid", "3 March 2027", func(s *scope, i *account.Invoice) any { return s.date(i.DueOn) }},
		{"invoice.days_overdue", "days since the due date, 0 up to it", "11", func(s *scope, i *account.Invoice) any { return max(0, s.daysPastDue(i)) }},
		{"invoice.days_until_due", "days up to the due date, 0 from it on", "0", func(s *scope, i *account.Invoice) any { return max(0, -s.daysPastDue(i)) }},
		{"invoice.terms", "the terms it was issued on", "30 days net", func(_ *scope, i *account.Invoice) any { return clean(i.Terms) }},
	}
}

func aboutAll() []Variable {
	return []Variable{
		{"invoices", "every open invoice, oldest due date first; for {% for invoice in invoices %}", "", func(s *scope, _ *account.Invoice) any { return s.records }},
		{"count", "number of open invoices", "1", func(s *scope, _ *account.Invoice) any { return len(s.records) }},
		{"numbers", "the invoice numbers as a short list, three at most", "INV-1042, INV-1050 and INV-1061", func(s *scope, _ *account.Invoice) any { return s.numbers() }},
		{"total", "what is open on all of them, per currency", "£2,100.00 and €300.00", func(s *scope, _ *account.Invoice) any { return s.total() }},
		{"today", "today's date where the customer is", "14 March 2027", func(s *scope, _ *account.Invoice) any { return s.date(s.facts.Today) }},
		{"unsubscribe_url", "page that stops reminders by email; nil when there is none", "https://pay.acme.example/u/8f3k", func(s *scope, _ *account.Invoice) any { return webURL(s.facts.Unsubscribe) }},
	}
}

// vocabulary is the table of variables, laid out for binding.
type vocabulary struct {
	variables []Variable
	index     map[string]int            // by full name
	members   map[string]map[string]int // by root and member, for those that have members
}

func newVocabulary() *vocabulary {
	v := &vocabulary{variables: Variables(), index: map[string]int{}, members: map[string]map[string]int{}}
	for i, variable := range v.variables {
		v.index[variable.Name] = i
		root, member, dotted := strings.Cut(variable.Name, ".")
		if !dotted {
			continue
		}
		if v.members[root] == nil {
			v.members[root] = map[string]int{}
		}
		v.members[root][member] = i
	}
	return v
}

// knows says whether the variable is documented.
func (v *vocabulary) knows(name string) bool {
	_, found := v.index[name]
	return found
}
