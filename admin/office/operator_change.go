package office

import (
	"errors"
	"strconv"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// theOperator is whom the address of the page names.
func (o office) theOperator(v *frame.Visit) (operator.Operator, error) {
	found, err := o.Operators.FindOperator(v.Ctx(), v.PathValue("id"))
	if errors.Is(err, operator.ErrNotFound) {
		err = frame.ErrNotFound
	}
	return found, err
}

// personPage is an operator with the form that changes them.
type personPage struct {
	Person person
	Form   operatorForm
}

func operatorPage(v *frame.Visit, o operator.Operator, f operatorForm) frame.Page {
	return frame.Page{Title: o.Name, Nav: "operators", Data: personPage{shown(v, o), f}}
}

func (o office) showOperator(v *frame.Visit) error {
	found, err := o.theOperator(v)
	if err != nil {
		return err
	}
	return v.Show("office_operator.html", operatorPage(v, found, filledFrom(found)))
}

func (o office) changeOperator(v *frame.Visit) error {
	before, err := o.theOperator(v)
	if err != nil {
		return err
	}
	v.Subject(before.ID)
	f := sent(v)
	wanted := f.read()
	var after operator.Operator
	if len(f.Faults) == 0 {
		after, err = o.Operators.ChangeOperator(v.Ctx(), v.Now, before.ID, f.changing(wanted))
		if err != nil {
			if err := f.blame(err); err != nil {
				return err
			}
		}
	}
	if len(f.Faults) > 0 {
		f.Epoch = strconv.Itoa(before.Epoch)
		return v.ShowFaults("office_operator.html", operatorPage(v, before, f))
	}
	tellRights(v, after)
	if before.Email != after.Email {
		v.Detail("email", "changed")
	}
	return changed(v, before, after)
}

// changing is what the form does to an operator who is still as it was filled.
func (f *operatorForm) changing(wanted operator.Operator) func(*operator.Operator) error {
	return func(o *operator.Operator) error {
		if strconv.Itoa(o.Epoch) != f.Epoch {
			return errStale
		}
		o.Name, o.Zone = wanted.Name, wanted.Zone
		o.Move(wanted.Email)
		o.Allow(wanted.Role, wanted.MayPublish, wanted.MaySend)
		return nil
	}
}

// changed says what came of it. Whoever changes their own rights stays signed in here,
// and nowhere else.
func changed(v *frame.Visit, before, after operator.Operator) error {
	sentence := "What stands here was saved."
	if before.Epoch != after.Epoch {
		sentence = after.Name + " is now " + inWords(after) + ", and was signed out everywhere."
	}
	if after.ID != v.Operator.ID {
		v.Say(sentence)
		return v.Go(frame.Path("operators", after.ID))
	}
	if before.Epoch != after.Epoch {
		if err := v.SignIn(after); err != nil {
			return err
		}
		sentence = "You are now " + inWords(after) + ", and were signed out everywhere else."
	}
	v.Say(sentence)
	if !after.May(operator.Manage) {
		return v.Go("/admin/")
	}
	return v.Go(frame.Path("operators", after.ID))
}
