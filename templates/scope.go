package templates

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/osteele/liquid/values"

	"github.com/goodterms/goodterms/account"
)

// scope is what one rendering can say: the facts, written the way of one
// locale. Values are worked out when a text first asks for them and shared by
// all parts of a message.
type scope struct {
	known   *vocabulary
	facts   *Facts
	style   *style
	plain   bool      // ordinary spaces only: for SMS, where others double the price, and for speech
	records []*record // of the invoices that are named
	parts   []*record // of a promise
	all     *record   // of everything else
}

func newScope(known *vocabulary, facts *Facts, style *style, plain, answers bool) *scope {
	s := &scope{known: known, facts: facts, style: style, plain: plain}
	for _, i := range named(facts.Invoices, answers) {
		s.records = append(s.records, &record{scope: s, root: "invoice", invoice: i})
	}
	if facts.Answer != nil {
		for i := range facts.Answer.Parts {
			s.parts = append(s.parts, &record{scope: s, root: "promise", part: &facts.Answer.Parts[i]})
		}
	}
	s.all = &record{scope: s}
	return s
}

// list is what a loop over the items of the root goes through.
func (s *scope) list(root string) []*record {
	if root == "promise" {
		return s.parts
	}
	return s.records
}

// first is the first item of the list; one without values when there is none.
func (s *scope) first(root string) *record {
	if list := s.list(root); len(list) > 0 {
		return list[0]
	}
	return &record{scope: s, root: root}
}

// bindings binds every variable of the vocabulary for Liquid.
func (s *scope) bindings() map[string]any {
	bindings := make(map[string]any, len(s.known.variables))
	for i := range s.known.variables {
		name := s.known.variables[i].Name
		root, _, dotted := strings.Cut(name, ".")
		switch {
		case root == "invoice", root == "promise":
			bindings[root] = s.first(root)
		case !dotted:
			bindings[root] = &single{record: s.all, at: i}
		case bindings[root] == nil:
			bindings[root] = &record{scope: s, root: root}
		}
	}
	return bindings
}

// named returns the invoices that a text names, oldest due date first: those on
// which something is owed. An answer names what was asked about, even when nothing
// is owed on it any more.
func named(invoices []account.Invoice, answers bool) []*account.Invoice {
	answers = answers && !slices.ContainsFunc(invoices, func(i account.Invoice) bool { return !i.Paid() })
	list := make([]*account.Invoice, 0, len(invoices))
	for i := range invoices {
		if answers || !invoices[i].Paid() {
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
	if d.Month < time.January || d.Month > time.December { // above all the zero date: not told
		return nil
	}
	return s.style.date(d, s.plain)
}

// text is what a person wrote as an answer.
func (s *scope) text() any {
	if s.facts.Answer == nil {
		return nil
	}
	return cleanText(s.facts.Answer.Text, maxAnswer)
}

func (s *scope) money(m account.Money) any {
	text := s.style.money(m)
	if s.plain {
		text = plainSpaces(text)
	}
	return text
}

// amount is the money of a part of a promise; nil when it is all that is open.
func (s *scope) amount(m account.Money) any {
	if m.Minor <= 0 {
		return nil
	}
	return s.money(m)
}

// shownNumbers is how many invoice numbers a short text lists.
const shownNumbers = 3

func (s *scope) numbers() any {
	if len(s.records) == 0 {
		return nil
	}
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
	if len(s.records) == 0 {
		return nil
	}
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
	record *record
	at     int
}

// ToLiquid is how Liquid asks.
func (v *single) ToLiquid() any { return v.record.value(v.at) }

// record is a variable with members, such as creditor or one invoice. It
// implements Liquid's own value interface, which spares reflection.
type record struct {
	scope   *scope
	root    string
	invoice *account.Invoice // nil unless it is one
	part    *AnswerPart      // of a promise; nil unless it is one
	asked   []answer         // values that were asked for before, by variable
}

type answer struct {
	value any
	known bool
}

// value works the variable out, once.
func (r *record) value(at int) any {
	if r.asked == nil {
		r.asked = make([]answer, len(r.scope.known.variables))
	}
	if !r.asked[at].known {
		r.asked[at] = answer{r.scope.known.variables[at].of(r), true}
	}
	return r.asked[at].value
}

// PropertyValue returns a member; one that is not documented is undefined, which
// strict rendering refuses.
func (r *record) PropertyValue(name values.Value) values.Value {
	key, _ := name.Interface().(string)
	at, documented := r.scope.known.members[r.root][key]
	if !documented {
		return undefined()
	}
	return values.ValueOf(r.value(at))
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
