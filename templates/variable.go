package templates

import (
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
)

// Kind says what a value is, which decides the filters that it takes.
type Kind string

// The kinds.
const (
	KindText    Kind = "text"
	KindMoney   Kind = "money"
	KindDate    Kind = "date"
	KindNumber  Kind = "number"
	KindTruth   Kind = "truth"
	KindAddress Kind = "address" // of a page
	KindList    Kind = "list"    // for a loop or a filter that writes lists
)

// Variable is something that a text can say. The table below is the only place
// where variables are named, explained and bound: a text that uses any other is
// refused, and one that has no value is nil.
type Variable struct {
	Name    string // as a text writes it; invoice.… stands for the oldest invoice, and for each in a loop over invoices; promise.… and instalment.… likewise
	Kind    Kind
	Meaning string
	Sample  string
	value   func(*record) any
}

// Variables lists every variable that a text can use, for documentation and
// completion in an editor.
func Variables() []Variable {
	return slices.Concat(aboutPeople(), aboutInvoice(), aboutAll(), aboutPromise(), aboutPlan(), aboutTerms())
}

// The values of a variable come from the facts as a whole or from one record of
// a list; a record that stands for nothing has none.

func fromAll(value func(*scope) any) func(*record) any {
	return func(r *record) any { return value(r.scope) }
}

func fromInvoice(value func(*scope, *account.Invoice) any) func(*record) any {
	return func(r *record) any {
		if r.invoice == nil {
			return nil
		}
		return value(r.scope, r.invoice)
	}
}

func fromPart(value func(*scope, *AnswerPart) any) func(*record) any {
	return func(r *record) any {
		if r.part == nil {
			return nil
		}
		return value(r.scope, r.part)
	}
}

func fromInstalment(value func(*scope, *Instalment) any) func(*record) any {
	return func(r *record) any {
		if r.instalment == nil {
			return nil
		}
		return value(r.scope, r.instalment)
	}
}

func aboutPeople() []Variable {
	return []Variable{
		{"creditor.name", KindText, "who is owed, and writes", "Acme Ltd", fromAll(func(s *scope) any { return clean(s.facts.Creditor.Name) })},
		{"creditor.phone", KindText, "the creditor's phone number for questions", "020 7946 0958", fromAll(func(s *scope) any { return clean(s.facts.Creditor.Phone) })},
		{"creditor.phone_spoken", KindText, "the same, digit by digit, for calls", "0 2 0, 7 9 4 6, 0 9 5 8", fromAll(func(s *scope) any { return spell(s.facts.Creditor.Phone) })},
		{"creditor.email", KindText, "the creditor's mail address for questions", "accounts@acme.example", fromAll(func(s *scope) any { return clean(s.facts.Creditor.Email) })},
		{"creditor.pay_url", KindAddress, "page to pay on", "https://pay.acme.example/8f3k", fromAll(func(s *scope) any { return webURL(s.facts.Creditor.PayURL) })},
		{"creditor.pay_text", KindText, "other ways to pay, such as bank details; may have several lines", "IBAN GB33 BUKB 2020 1555 5555 55", fromAll(func(s *scope) any { return cleanLines(s.facts.Creditor.PayText) })},
		{"account.name", KindText, "the customer", "Globex GmbH", fromAll(func(s *scope) any { return clean(s.facts.Account.Name) })},
		{"account.reference", KindText, "the creditor's own name for the account", "C-2071", fromAll(func(s *scope) any { return clean(s.facts.Account.Reference) })},
		{"contact.name", KindText, "the person who is written to", "Ana Flores", fromAll(func(s *scope) any { return clean(s.facts.Contact.Name) })},
	}
}

func aboutInvoice() []Variable {
	return []Variable{
		{"invoice.number", KindText, "the invoice's number", "INV-1042", fromInvoice(func(_ *scope, i *account.Invoice) any { return clean(i.Number) })},
		{"invoice.number_spoken", KindText, "the same, sign by sign, for calls", "I N V, 1 0 4 2", fromInvoice(func(_ *scope, i *account.Invoice) any { return spell(i.Number) })},
		{"invoice.amount", KindMoney, "the whole bill", "£1,250.00", fromInvoice(func(s *scope, i *account.Invoice) any { return s.money(i.Amount) })},
		{"invoice.balance", KindMoney, "what is still open on it", "£750.00", fromInvoice(func(s *scope, i *account.Invoice) any { return s.money(i.Balance) })},
		{"invoice.part_paid", KindTruth, "true when a part is paid already", "true", fromInvoice(func(_ *scope, i *account.Invoice) any { return i.Balance.Minor < i.Amount.Minor })},
		{"invoice.issued_on", KindDate, "date of the invoice", "1 February 2027", fromInvoice(func(s *scope, i *account.Invoice) any { return s.date(i.IssuedOn) })},
		{"invoice.due_on", KindDate, "date by which it is to be paid", "3 March 2027", fromInvoice(func(s *scope, i *account.Invoice) any { return s.date(i.DueOn) })},
		{"invoice.days_overdue", KindNumber, "days since the due date, 0 up to it", "11", fromInvoice(func(s *scope, i *account.Invoice) any { return max(0, s.daysPastDue(i)) })},
		{"invoice.days_until_due", KindNumber, "days up to the due date, 0 from it on", "0", fromInvoice(func(s *scope, i *account.Invoice) any { return max(0, -s.daysPastDue(i)) })},
		{"invoice.terms", KindText, "the terms it was issued on", "30 days net", fromInvoice(func(_ *scope, i *account.Invoice) any { return clean(i.Terms) })},
	}
}

func aboutAll() []Variable {
	return []Variable{
		{"invoices", KindList, "every open invoice, oldest due date first; for {% for invoice in invoices %}", "", fromAll(func(s *scope) any { return s.records })},
		{"count", KindNumber, "number of open invoices", "1", fromAll(func(s *scope) any { return len(s.records) })},
		{"numbers", KindText, "the invoice numbers as a short list, three at most", "INV-1042, INV-1050 and INV-1061", fromAll(func(s *scope) any { return s.numbers() })},
		{"total", KindMoney, "what is open on all of them, per currency", "£2,100.00 and €300.00", fromAll(func(s *scope) any { return s.total() })},
		{"today", KindDate, "today's date where the customer is", "14 March 2027", fromAll(func(s *scope) any { return s.date(s.facts.Today) })},
		{"unsubscribe_url", KindAddress, "page that stops reminders by email; nil when there is none", "https://pay.acme.example/u/8f3k", fromAll(func(s *scope) any { return webURL(s.facts.Unsubscribe) })},
	}
}

// aboutPromise are those of answers to a reply and of what was promised.
func aboutPromise() []Variable {
	return []Variable{
		{"answer.text", KindText, "a person's own words, in an answer; may have several lines", "The goods were sent on 2 March.", fromAll(func(s *scope) any { return s.text() })},
		{"promise.on", KindDate, "day by which the customer will pay", "19 March 2027", fromPart(func(s *scope, p *AnswerPart) any { return s.date(p.On) })},
		{"promise.amount", KindMoney, "how much by that day; nil when it is all that is open", "£600.00", fromPart(func(s *scope, p *AnswerPart) any { return s.amount(p.Amount) })},
		{"promise.rest", KindTruth, "true when it is what is left after the parts before it", "true", fromPart(func(s *scope, p *AnswerPart) any { return p.Amount.Minor <= 0 && p != &s.facts.Answer.Parts[0] })},
		{"promise.last", KindTruth, "true when no part comes after it", "true", fromPart(func(s *scope, p *AnswerPart) any {
			return p == &s.facts.Answer.Parts[len(s.facts.Answer.Parts)-1]
		})},
		{"promise.parts", KindNumber, "number of the parts in which the customer will pay", "2", fromAll(func(s *scope) any { return len(s.parts) })},
		{"promises", KindList, "the parts of a promise, in the order of their days; for {% for promise in promises %}", "", fromAll(func(s *scope) any { return s.parts })},
	}
}

// aboutPlan are those of a payment plan.
func aboutPlan() []Variable {
	return []Variable{
		{"plan.count", KindNumber, "number of instalments of the payment plan", "3", fromAll(func(s *scope) any { return s.planCount() })},
		{"plan.total", KindMoney, "what all instalments come to", "£1,250.00", fromAll(func(s *scope) any { return s.planTotal() })},
		{"instalments", KindList, "the instalments of the plan, in the order of their days; for {% for instalment in instalments %}", "", fromAll(func(s *scope) any { return s.instalments })},
		{"instalment.number", KindNumber, "its place in the plan, from 1", "1", fromInstalment(func(s *scope, i *Instalment) any { return s.instalmentNumber(i) })},
		{"instalment.due_on", KindDate, "day by which it is to be paid", "1 April 2027", fromInstalment(func(s *scope, i *Instalment) any { return s.date(i.On) })},
		{"instalment.amount", KindMoney, "how much it is", "£500.00", fromInstalment(func(s *scope, i *Instalment) any { return s.money(i.Amount) })},
		{"instalment.paid", KindTruth, "true when it is paid", "false", fromInstalment(func(_ *scope, i *Instalment) any { return i.Paid })},
		{"instalment.last", KindTruth, "true when no instalment comes after it", "false", fromInstalment(func(s *scope, i *Instalment) any { return s.instalmentNumber(i) == len(s.instalments) })},
	}
}

// aboutTerms are the consequences that a text may name, inside a condition: where
// the account's terms do not grant one, the variable is false.
func aboutTerms() []Variable {
	list := []Variable{
		{Name: "terms.fee", Meaning: "true when the account's terms grant a charge for being late"},
		{Name: "terms.interest", Meaning: "true when they grant interest"},
		{Name: "terms.suspension", Meaning: "true when they grant that deliveries or a service stop"},
		{Name: "terms.legal_step", Meaning: "true when they grant a legal step"},
	}
	for i, consequence := range account.Consequences() {
		list[i].Kind, list[i].Sample = KindTruth, "true"
		list[i].value = fromAll(func(s *scope) any { return s.facts.Account.Terms.Grant(consequence) })
	}
	return list
}

// vocabulary is the table of variables, laid out for binding.
type vocabulary struct {
	variables []Variable
	index     map[string]int            // by full name
	members   map[string]map[string]int // by root and member, for those that have members
	filters   map[string]*Filter        // by name
}

func newVocabulary() *vocabulary {
	v := &vocabulary{variables: Variables(), index: map[string]int{}, members: map[string]map[string]int{}, filters: map[string]*Filter{}}
	for _, f := range AllFilters() {
		v.filters[f.Name] = &f
	}
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
