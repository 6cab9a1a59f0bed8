package templates

import (
	"slices"
	"strings"
	"time"

	"github.com/osteele/liquid/values"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// scope is what one rendering can say: the facts, written the way of one
// locale. Values are worked out when a text first asks for them and shared by
// all parts of a message.
type scope struct {
	known       *vocabulary
	facts       *Facts
	style       *style
	manner      manner
	records     []*record          // of the invoices that are named
	parts       []*record          // of a promise
	instalments []*record          // of a plan
	none        map[string]*record // of lists that are empty
	all         *record            // of everything else
	others      []*record          // the same by root, for Liquid
}

// manner is how values are written for a channel.
type manner int

// The manners.
const (
	written manner = iota // emails
	brief                 // SMS: ordinary spaces and short dates only, for others double the price
	spoken                // calls: amounts and dates as a person says them
)

func mannerOf(channel channels.Kind) manner {
	switch channel {
	case channels.SMS:
		return brief
	case channels.Voice:
		return spoken
	}
	return written
}

func newScope(known *vocabulary, facts *Facts, style *style, manner manner, stage Stage) *scope {
	s := &scope{known: known, facts: facts, style: style, manner: manner}
	for _, i := range named(facts.Invoices, stage) {
		s.records = append(s.records, &record{scope: s, root: "invoice", invoice: i})
	}
	if facts.Answer != nil {
		for i := range facts.Answer.Parts {
			s.parts = append(s.parts, &record{scope: s, root: "promise", part: &facts.Answer.Parts[i]})
		}
	}
	s.plan()
	s.all = &record{scope: s}
	return s
}

// list is what a loop over the items of the root goes through.
func (s *scope) list(root string) []*record {
	switch root {
	case "promise":
		return s.parts
	case "instalment":
		return s.instalments
	}
	return s.records
}

// first is the item that a name outside a loop stands for: the first of the list,
// of instalments the first that is not paid; one without values when there is none.
func (s *scope) first(root string) *record {
	list := s.list(root)
	for _, r := range list {
		if r.instalment == nil || !r.instalment.Paid {
			return r
		}
	}
	if s.none[root] == nil {
		if s.none == nil {
			s.none = map[string]*record{}
		}
		s.none[root] = &record{scope: s, root: root}
	}
	return s.none[root]
}

// bindings binds every variable of the vocabulary for Liquid.
func (s *scope) bindings() map[string]any {
	bindings := make(map[string]any, len(s.known.variables))
	for i := range s.known.variables {
		name := s.known.variables[i].Name
		root, _, dotted := strings.Cut(name, ".")
		switch {
		case dotted && listed(root):
			bindings[root] = s.first(root)
		case !dotted:
			bindings[root] = &single{record: s.all, at: i}
		case bindings[root] == nil:
			r := &record{scope: s, root: root}
			s.others = append(s.others, r)
			bindings[root] = r
		}
	}
	return bindings
}

// mostTurns is how often the inside of a loop in a loop could be written.
func (s *scope) mostTurns() int {
	longest := max(len(s.records), len(s.parts), len(s.instalments))
	return longest * longest
}

// listed says that the root is an item of a list.
func listed(root string) bool {
	return root == "invoice" || root == "promise" || root == "instalment"
}

// named returns the invoices that a text names, oldest due date first: those on
// which something is owed. Thanks name those that were paid. An answer names what
// was asked about, even when nothing is owed on it any more.
func named(invoices []account.Invoice, stage Stage) []*account.Invoice {
	names := func(i account.Invoice) bool { return !i.Paid() }
	if stage == Thanks {
		names = account.Invoice.Paid
	}
	all := (stage == Thanks || stage.Purpose() == ForAnswer) && !slices.ContainsFunc(invoices, names)
	list := make([]*account.Invoice, 0, len(invoices))
	for i := range invoices {
		if all || names(invoices[i]) {
			list = append(list, &invoices[i])
		}
	}
	if len(list) > 1 {
		slices.SortStableFunc(list, func(a, b *account.Invoice) int { return a.DueOn.Sub(b.DueOn) })
	}
	return list
}

func (s *scope) daysPastDue(i *account.Invoice) int { return i.DaysPastDue(s.facts.Today) }

// told says that the date is one, above all not the zero date.
func told(d account.Date) bool { return d.Month >= time.January && d.Month <= time.December }

// dateIn writes a day in a form of the filter date.
func (s *scope) dateIn(form string, d account.Date) string {
	return s.style.dateIn(form, d, s.manner)
}

// moneyIn writes an amount in a form of the filter money.
func (s *scope) moneyIn(form string, m account.Money) string {
	text := s.style.moneyIn(form, m, s.manner)
	if s.manner != written {
		text = plainSigns(text)
	}
	return text
}

// text is what a person wrote as an answer.
func (s *scope) text() any {
	if s.facts.Answer == nil {
		return nil
	}
	return cleanText(s.facts.Answer.Text, maxAnswer)
}

// amount is the money of a part of a promise; nil when it is all that is open.
func (s *scope) amount(m account.Money) any {
	if m.Minor <= 0 {
		return nil
	}
	return s.money(m)
}

// total adds up what is open, per currency.
func (s *scope) total() any {
	if len(s.records) == 0 {
		return nil
	}
	return shown{&quantity{scope: s, sums: s.sums()}}
}

// single is a variable without members; Liquid asks it for its value.
type single struct {
	record *record
	at     int
}

// ToLiquid is how Liquid asks.
func (v *single) ToLiquid() any { return liquidValue(v.record.value(v.at)) }

// record is a variable with members, such as creditor or one invoice. It
// implements Liquid's own value interface, which spares reflection.
type record struct {
	scope      *scope
	root       string
	invoice    *account.Invoice // nil unless it is one
	part       *AnswerPart      // of a promise; nil unless it is one
	instalment *Instalment      // of a plan; nil unless it is one
	seen       []answer         // values that were asked for before, by variable
}

type answer struct {
	value any
	known bool
}

// value works the variable out, once.
func (r *record) value(at int) any {
	if r.seen == nil {
		r.seen = make([]answer, len(r.scope.known.variables))
	}
	if !r.seen[at].known {
		r.seen[at] = answer{r.scope.known.variables[at].value(r), true}
	}
	return r.seen[at].value
}

// PropertyValue returns a member; one that is not documented is undefined, which
// strict rendering refuses.
func (r *record) PropertyValue(name values.Value) values.Value {
	key, _ := name.Interface().(string)
	at, documented := r.scope.known.members[r.root][key]
	if !documented {
		return undefined()
	}
	return liquidValue(r.value(at))
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
