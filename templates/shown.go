package templates

import (
	"github.com/osteele/liquid/values"

	"github.com/goodterms/goodterms/account"
)

// shown is an amount or a date on its way into a text. Without a filter it prints
// in the usual form; a filter may ask for another. Liquid prints it, and hands it
// to filters of text, by its String.
type shown struct{ of *quantity }

// quantity is an amount, of several currencies where a sum has them, or a date.
type quantity struct {
	scope *scope
	sums  []account.Money // empty for a date
	one   [1]account.Money
	day   account.Date
	usual string // the usual form, once it was asked for
}

// String is the usual form.
func (s shown) String() string {
	if s.of.usual == "" {
		s.of.usual = s.of.form("")
	}
	return s.of.usual
}

// form writes the quantity in one of the forms of the filters money and date.
func (q *quantity) form(form string) string {
	if len(q.sums) == 0 {
		return q.scope.dateIn(form, q.day)
	}
	if len(q.sums) == 1 {
		return q.scope.moneyIn(form, q.sums[0])
	}
	list := make([]string, len(q.sums))
	for i, sum := range q.sums {
		list[i] = q.scope.moneyIn(form, sum)
	}
	return q.scope.join(list)
}

// money is an amount as a value of a text.
func (s *scope) money(m account.Money) any {
	q := &quantity{scope: s, one: [1]account.Money{m}}
	q.sums = q.one[:]
	return shown{q}
}

// date is a day as a value of a text; nil for the zero date, which was not told.
func (s *scope) date(d account.Date) any {
	if !told(d) {
		return nil
	}
	return shown{&quantity{scope: s, day: d}}
}

// asked is a quantity as Liquid holds it, so that it can be compared with a text.
type asked struct{ shown }

// liquidValue wraps what a variable holds for Liquid.
func liquidValue(value any) values.Value {
	if s, ok := value.(shown); ok {
		return asked{s}
	}
	return values.ValueOf(value)
}

// Interface is what filters and the output get.
func (a asked) Interface() any { return a.shown }

// Int is not a number.
func (a asked) Int() int { return 0 }

// Equal compares the usual form.
func (a asked) Equal(other values.Value) bool {
	if text, ok := other.Interface().(string); ok {
		return a.String() == text
	}
	return other.Interface() == any(a.shown)
}

// Less is never so: an amount may have several currencies.
func (a asked) Less(values.Value) bool { return false }

// Contains looks into the usual form.
func (a asked) Contains(part values.Value) bool {
	return values.ValueOf(a.String()).Contains(part)
}

// IndexValue is undefined.
func (a asked) IndexValue(values.Value) values.Value { return undefined() }

// PropertyValue is undefined.
func (a asked) PropertyValue(values.Value) values.Value { return undefined() }

// Test is true: the quantity is there.
func (a asked) Test() bool { return true }
