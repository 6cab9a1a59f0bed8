package templates

import (
	"strings"

	"github.com/goodterms/goodterms/account"
)

// Variable is something that a text can say. The table below is the only place
// where variables are named, explained and bound: a text that uses any other is
// refused, and one that has no value is nil.
type Variable struct {
	Name    string // as a text writes it; invoice.… stands for the oldest invoice, and for each in a loop over invoices; promise.… likewise
	Meaning string
	Sample  string
	value   func(*scope, *account.Invoice) any
	part    func(*scope, *AnswerPart) any // in place of value, of a promise
}

// of is the variable's value for the record; nil where the record stands for
// nothing.
func (v *Variable) of(r *record) any {
	switch {
	case v.part != nil && r.part == nil, r.root == "invoice" && r.invoice == nil:
		return nil
	case v.part != nil:
		return v.part(r.scope, r.part)
	}
	return v.value(r.scope, r.invoice)
}

// Variables lists every variable that a text can use, for documentation and
// completion in an editor.
func Variables() []Variable {
	return append(append(append(aboutPeople(), aboutInvoice()...), aboutAll()...), aboutAnswer()...)
}

func aboutPeople() []Variable {
	return []Variable{
		{"creditor.name", "who is owed, and writes", "Acme Ltd", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Creditor.Name) }, nil},
		{"creditor.phone", "the creditor's phone number for questions", "020 7946 0958", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Creditor.Phone) }, nil},
		{"creditor.phone_spoken", "the same, digit by digit, for calls", "0 2 0, 7 9 4 6, 0 9 5 8", func(s *scope, _ *account.Invoice) any { return spell(s.facts.Creditor.Phone) }, nil},
		{"creditor.email", "the creditor's mail address for questions", "accounts@acme.example", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Creditor.Email) }, nil},
		{"creditor.pay_url", "page to pay on", "https://pay.acme.example/8f3k", func(s *scope, _ *account.Invoice) any { return webURL(s.facts.Creditor.PayURL) }, nil},
		{"creditor.pay_text", "other ways to pay, such as bank details; may have several lines", "IBAN GB33 BUKB 2020 1555 5555 55", func(s *scope, _ *account.Invoice) any { return cleanLines(s.facts.Creditor.PayText) }, nil},
		{"account.name", "the customer", "Globex GmbH", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Account.Name) }, nil},
		{"account.reference", "the creditor's own name for the account", "C-2071", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Account.Reference) }, nil},
		{"contact.name", "the person who is written to", "Ana Flores", func(s *scope, _ *account.Invoice) any { return clean(s.facts.Contact.Name) }, nil},
	}
}

func aboutInvoice() []Variable {
	return []Variable{
		{"invoice.number", "the invoice's number", "INV-1042", func(_ *scope, i *account.Invoice) any { return clean(i.Number) }, nil},
		{"invoice.number_spoken", "the same, sign by sign, for calls", "I N V, 1 0 4 2", func(_ *scope, i *account.Invoice) any { return spell(i.Number) }, nil},
		{"invoice.amount", "the whole bill", "£1,250.00", func(s *scope, i *account.Invoice) any { return s.money(i.Amount) }, nil},
		{"invoice.balance", "what is still open on it", "£750.00", func(s *scope, i *account.Invoice) any { return s.money(i.Balance) }, nil},
		{"invoice.part_paid", "true when a part is paid already", "true", func(_ *scope, i *account.Invoice) any { return i.Balance.Minor < i.Amount.Minor }, nil},
		{"invoice.issued_on", "date of the invoice", "1 February 2027", func(s *scope, i *account.Invoice) any { return s.date(i.IssuedOn) }, nil},
		{"invoice.due_on", "date by which it is to be paid", "3 March 2027", func(s *scope, i *account.Invoice) any { return s.date(i.DueOn) }, nil},
		{"invoice.days_overdue", "days since the due date, 0 up to it", "11", func(s *scope, i *account.Invoice) any { return max(0, s.daysPastDue(i)) }, nil},
		{"invoice.days_until_due", "days up to the due date, 0 from it on", "0", func(s *scope, i *account.Invoice) any { return max(0, -s.daysPastDue(i)) }, nil},
		{"invoice.terms", "the terms it was issued on", "30 days net", func(_ *scope, i *account.Invoice) any { return clean(i.Terms) }, nil},
	}
}

func aboutAll() []Variable {
	return []Variable{
		{"invoices", "every open invoice, oldest due date first; for {% for invoice in invoices %}", "", func(s *scope, _ *account.Invoice) any { return s.records }, nil},
		{"count", "number of open invoices", "1", func(s *scope, _ *account.Invoice) any { return len(s.records) }, nil},
		{"numbers", "the invoice numbers as a short list, three at most", "INV-1042, INV-1050 and INV-1061", func(s *scope, _ *account.Invoice) any { return s.numbers() }, nil},
		{"total", "what is open on all of them, per currency", "£2,100.00 and €300.00", func(s *scope, _ *account.Invoice) any { return s.total() }, nil},
		{"today", "today's date where the customer is", "14 March 2027", func(s *scope, _ *account.Invoice) any { return s.date(s.facts.Today) }, nil},
		{"unsubscribe_url", "page that stops reminders by email; nil when there is none", "https://pay.acme.example/u/8f3k", func(s *scope, _ *account.Invoice) any { return webURL(s.facts.Unsubscribe) }, nil},
	}
}

// aboutAnswer are those of answers to a reply.
func aboutAnswer() []Variable {
	return []Variable{
		{"answer.text", "a person's own words, in an answer; may have several lines", "The goods were sent on 2 March.", func(s *scope, _ *account.Invoice) any { return s.text() }, nil},
		{"promise.on", "day by which the customer will pay", "19 March 2027", nil, func(s *scope, p *AnswerPart) any { return s.date(p.On) }},
		{"promise.amount", "how much by that day; nil when it is all that is open", "£600.00", nil, func(s *scope, p *AnswerPart) any { return s.amount(p.Amount) }},
		{"promise.rest", "true when it is what is left after the parts before it", "true", nil, func(s *scope, p *AnswerPart) any { return p.Amount.Minor <= 0 && p != &s.facts.Answer.Parts[0] }},
		{"promise.last", "true when no part comes after it", "true", nil, func(s *scope, p *AnswerPart) any {
			return p == &s.facts.Answer.Parts[len(s.facts.Answer.Parts)-1]
		}},
		{"promise.parts", "number of the parts in which the customer will pay", "2", func(s *scope, _ *account.Invoice) any { return len(s.parts) }, nil},
		{"promises", "the parts of a promise, in the order of their days; for {% for promise in promises %}", "", func(s *scope, _ *account.Invoice) any { return s.parts }, nil},
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
