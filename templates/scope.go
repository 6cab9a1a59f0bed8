package templates

import (
	"slices"
	"strconv"
	"strings"

	"github.com/osteele/liquid/values"

	"github.com/goodterms/goodterms/account"
)

// scope is what one rendering can say: the facts, written the way of one
// locale. Values are worked out when a text first asks for them and shared by
// all parts of a message.
type scope struct {
	facts   *Facts
	style   *style
	plain   bool // ordinary spaces only: for SMS, where others double the price, and for speech
	records []*record
}

// newScope binds every variable of the vocabulary.
func newScope(v *vocabulary, facts *Facts, style *style, plain bool) (*scope, map[string]any) {
	s := &scope{facts: facts, style: style, plain: plain}
	invoice := v.members["invoice"]
	for _, i := range open(facts.Invoices) {
		s.records = append(s.records, newRecord(s, invoice, i))
	}
	bindings := make(map[string]any, len(v.roots))
	for i := range v.roots {
		switch r := &v.roots[i]; {
		case r.name == "invoice":
			bindings[r.name] = s.records[0]
		case r.noun != nil:
			bindings[r.name] = newRecord(s, r.noun, nil)
		default:
			bindings[r.name] = &single{scope: s, value: r.one}
		}
	}
	return s, bindings
}

// open returns the invoices on which something is owed, oldest due date first.
func open(invoices []account.Invoice) []*account.Invoice {
	list := make([]*account.Invoice, 0, len(invoices))
	for i := range invoices {
		if !invoices[i].Paid() {
			list = append(list, &invoices[i])
		}
	}
	if len(list) > 1 {
		slices.SortStableFunc(list, func(a, b *account.Invoice) int { return a.DueOn.Sub(b.DueOn) })
	}
	return list
}

func (s *scope) daysPastDue(i *account.Invoice) int { return i.DaysPastDue(s.facts.Today) }

func (s *scope) date(d account.Date) any {
	if d == (account.Date{}) {
		return nil
	}
	return s.style.date(d)
}

func (s *scope) money(m account.Money) any {
	text := s.style.money(m)
	if s.plain {
		text = plainSpaces(text)
	}
	return text
}

// shownNumbers is how many invoice numbers a short text lists.
const shownNumbers = 3

func (s *scope) numbers() any {
	var list []string
	for _, r := range s.records[:min(len(s.records), shownNumbers)] {
		if text, ok := clean(r.invoice.Number).(string); ok {
			list = append(list, text)
		}
	}
	if more := len(s.records) - shownNumbers; more > 0 {
		return strings.Join(list, ", ") + " " + s.style.words.and + " " + strconv.Itoa(more) + " " + s.style.words.more
	}
	return s.join(list)
}

// total adds up what is open, each currency for itself, in the order in which
// the currencies appear.
func (s *scope) total() any {
	var sums []account.Money
	for _, r := range s.records {
		balance := r.invoice.Balance
		at := slices.IndexFunc(sums, func(m account.Money) bool { return m.Currency == balance.Currency })
		if at < 0 {
			sums = append(sums, balance)
			continue
		}
		sums[at].Minor += balance.Minor
	}
	list := make([]string, len(sums))
	for i, sum := range sums {
		list[i], _ = s.money(sum).(string)
	}
	return s.join(list)
}

// join writes "a", "a and b", "a, b and c".
func (s *scope) join(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " " + s.style.words.and + " " + list[last]
}

// single is a variable without members; Liquid asks it for its value.
type single struct {
	scope *scope
	value func(*scope, *account.Invoice) any
}

// ToLiquid is how Liquid asks.
func (v *single) ToLiquid() any { return v.value(v.scope, nil) }

// record is a variable with members, such as creditor or one invoice. It
// implements Liquid's own value interface, which spares reflection.
type record struct {
	scope   *scope
	noun    *noun
	invoice *account.Invoice // nil unless it is one
	known   []values.Value   // members that were asked for before
}

func newRecord(s *scope, n *noun, invoice *account.Invoice) *record {
	return &record{scope: s, noun: n, invoice: invoice}
}

// PropertyValue returns a member; one that is not documented is undefined, which
// strict rendering refuses.
func (r *record) PropertyValue(name values.Value) values.Value {
	key, _ := name.Interface().(string)
	at, documented := r.noun.index[key]
	if !documented {
		return undefined()
	}
	if r.known == nil {
		r.known = make([]values.Value, len(r.noun.value))
	}
	if r.known[at] == nil {
		r.known[at] = values.ValueOf(r.noun.value[at](r.scope, r.invoice))
	}
	return r.known[at]
}

// undefined is how Liquid says that there is no such thing; its own value for
// that is not exported.
func undefined() values.Value {
	return values.ValueOf(map[string]any{}).IndexValue(values.ValueOf(""))
}

// The rest of Liquid's value interface: a record is true, and nothing but its
// members can be read, printed or compared.

// Interface returns nothing, so that a record prints as nothing.
func (r *record) Interface() any { return nil }

// Int is not a number.
func (r *record) Int() int { return 0 }

// Equal is never so.
func (r *record) Equal(values.Value) bool { return false }

// Less is never so.
func (r *record) Less(values.Value) bool { return false }

// Contains is never so.
func (r *record) Contains(values.Value) bool { return false }

// IndexValue is undefined: members are reached by name.
func (r *record) IndexValue(values.Value) values.Value { return undefined() }

// Test is true: the record is there.
func (r *record) Test() bool { return true }
