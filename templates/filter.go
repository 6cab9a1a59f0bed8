package templates

import (
	"slices"
	"strings"
)

// Filter is something that a text can do to a value. The table below is the only
// place where filters are named and explained.
type Filter struct {
	Name    string
	Meaning string
	Example string   // as a text writes it
	Result  string   // what the example gives
	Takes   []Kind   // kinds of value that it can be put on
	Gives   Kind     // kind of its result
	Forms   []string // what may follow it as a text in quotes, one of them; none: nothing or any value, as the filter has it
	Alone   bool     // makes a table of its own: email alone, and alone in its paragraph
	States  []string // variables whose facts the result states
	apply   func(value any, form string) any
}

// AllFilters lists the filters that a text may use.
func AllFilters() []Filter {
	return slices.Concat(valueFilters(), listFilters(), textFilters())
}

func valueFilters() []Filter {
	return []Filter{
		{Name: "money", Meaning: "an amount in the usual form, or with the currency's code", Example: "{{ total | money: 'code' }}", Result: "GBP 1,250.00",
			Takes: []Kind{KindMoney}, Gives: KindText, Forms: []string{"code"}, apply: formOf},
		{Name: "date", Meaning: "a day in the usual form, in short, or with the day of the week", Example: "{{ invoice.due_on | date: 'weekday' }}", Result: "Wednesday, 3 March 2027",
			Takes: []Kind{KindDate}, Gives: KindText, Forms: []string{"short", "weekday"}, apply: formOf},
		{Name: "relative_day", Meaning: "how far the day is from today", Example: "{{ invoice.due_on | relative_day }}", Result: "11 days ago",
			Takes: []Kind{KindDate}, Gives: KindText, apply: relativeDay},
		{Name: "spell", Meaning: "sign by sign, for calls", Example: "{{ account.reference | spell }}", Result: "C, 2 0 7 1",
			Takes: []Kind{KindText}, Gives: KindText, apply: spelled},
	}
}

func listFilters() []Filter {
	return []Filter{
		{Name: "list", Meaning: "the invoices in one sentence: number, open amount, due date", Example: "{{ invoices | list }}", Result: "INV-1042 (£1,250.00, due 3 March 2027)",
			Takes: []Kind{KindList}, Gives: KindText, States: []string{"invoice.number", "invoice.balance", "invoice.due_on"}, apply: sentence},
		{Name: "short_list", Meaning: "the invoice numbers, three at most", Example: "{{ invoices | short_list }}", Result: "INV-1042, INV-1050 and INV-1061",
			Takes: []Kind{KindList}, Gives: KindText, States: []string{"numbers"}, apply: shortList},
		{Name: "table", Meaning: "the invoices as a table with a sum per currency; in emails, alone in its paragraph", Example: "{{ invoices | table }}", Result: "a table of number, due date and open amount",
			Takes: []Kind{KindList}, Gives: KindText, Alone: true, States: []string{"invoice.number", "invoice.balance", "invoice.due_on"}, apply: plainTable},
	}
}

// textFilters are Liquid's own, which work on what a value prints as.
func textFilters() []Filter {
	text := []Kind{KindText, KindMoney, KindDate, KindNumber, KindAddress}
	number := []Kind{KindNumber}
	return []Filter{
		{Name: "capitalize", Meaning: "with a capital letter first", Example: "{{ 'yes' | capitalize }}", Result: "Yes", Takes: text, Gives: KindText},
		{Name: "default", Meaning: "another value where there is none", Example: "{{ contact.name | default: 'there' }}", Result: "Ana Flores", Takes: append([]Kind{KindTruth}, text...), Gives: KindText},
		{Name: "downcase", Meaning: "in small letters", Example: "{{ 'YES' | downcase }}", Result: "yes", Takes: text, Gives: KindText},
		{Name: "lines", Meaning: "keeps the lines of a value that has several", Example: "{{ creditor.pay_text | lines }}", Result: "IBAN GB33 BUKB 2020 1555 5555 55", Takes: text, Gives: KindText},
		{Name: "minus", Meaning: "less the number", Example: "{{ count | minus: 1 }}", Result: "0", Takes: number, Gives: KindNumber},
		{Name: "plus", Meaning: "and the number", Example: "{{ count | plus: 1 }}", Result: "2", Takes: number, Gives: KindNumber},
		{Name: "strip", Meaning: "without blanks at its ends", Example: "{{ ' yes ' | strip }}", Result: "yes", Takes: text, Gives: KindText},
		{Name: "truncate", Meaning: "so many characters at most", Example: "{{ 'Good morning' | truncate: 7 }}", Result: "Good...", Takes: text, Gives: KindText},
		{Name: "upcase", Meaning: "in capital letters", Example: "{{ 'yes' | upcase }}", Result: "YES", Takes: text, Gives: KindText},
	}
}

// Filters lists the names of the filters that a text may use.
func Filters() []string {
	var names []string
	for _, f := range AllFilters() {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return names
}

// What the filters do. Each leaves alone what is not there, and what is of another
// kind, which the check has refused before.

func formOf(value any, form string) any {
	if s, ok := value.(shown); ok {
		if form == "" {
			return s.String()
		}
		return s.of.form(form)
	}
	return value
}

func relativeDay(value any, _ string) any {
	s, ok := value.(shown)
	if !ok || !told(s.of.day) || !told(s.of.scope.facts.Today) {
		return formOf(value, "")
	}
	return s.of.scope.style.words.relative(s.of.day.Sub(s.of.scope.facts.Today))
}

func spelled(value any, _ string) any {
	if text, ok := value.(string); ok {
		return spell(text)
	}
	return value
}

// quoted is the text between the quotes; false when there are none.
func quoted(w string) (string, bool) {
	if len(w) < 2 || !strings.Contains(`'"`, w[:1]) || w[len(w)-1] != w[0] {
		return "", false
	}
	return w[1 : len(w)-1], true
}
