package office

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// person is an operator as the pages show them.
type person struct {
	operator.Operator
	Words       string // what they are and may do
	You         bool
	Disabled    frame.Time
	SignedIn    frame.Time
	EmailProven frame.Time
	PhoneProven frame.Time
	Created     frame.Time
}

func shown(v *frame.Visit, o operator.Operator) person {
	return person{Operator: o, Words: inWords(o), You: o.ID == v.Operator.ID, Disabled: v.Time(o.DisabledAt, ""), SignedIn: v.Time(o.SignedInAt, ""),
		EmailProven: v.Time(o.EmailProven, ""), PhoneProven: v.Time(o.PhoneProven, ""), Created: v.Time(o.CreatedAt, "")}
}

// inWords says what an operator is and may do, or would if they were not disabled: "an
// admin who may publish texts but not send messages".
func inWords(o operator.Operator) string {
	o.Enable()
	role := "a " + string(o.Role)
	if strings.ContainsRune("aeiou", rune(role[2])) {
		role = "an " + string(o.Role)
	}
	var may, not []string
	sort := func(needs, right operator.Right, words string) {
		switch {
		case o.May(right):
			may = append(may, words)
		case o.May(needs):
			not = append(not, words)
		}
	}
	sort(operator.Write, operator.Publish, "publish texts")
	sort(operator.Work, operator.Send, "send messages")
	switch {
	case len(may) == 0 && len(not) == 2:
		return role + " who may neither " + strings.Join(not, " nor ")
	case len(may) == 0 && len(not) == 1:
		return role + " who may not " + not[0]
	case len(may) == 0:
		return role
	case len(not) == 0:
		return role + " who may " + strings.Join(may, " and ")
	}
	return role + " who may " + may[0] + " but not " + not[0]
}

// operatorsPage is the list: who may sign in, and who may not any more.
type operatorsPage struct {
	Working, Disabled []person
}

func (o office) listOperators(v *frame.Visit) error {
	list, err := o.Operators.ListOperators(v.Ctx())
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b operator.Operator) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	var page operatorsPage
	for _, one := range list {
		if one.DisabledAt.IsZero() {
			page.Working = append(page.Working, shown(v, one))
		} else {
			page.Disabled = append(page.Disabled, shown(v, one))
		}
	}
	return v.Show("office_operators.html", frame.Page{Title: "Operators", Nav: "operators", Data: page})
}
