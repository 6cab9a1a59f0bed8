package office

import (
	"errors"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// disablePage asks once more.
type disablePage struct {
	Person person
	Fault  string
}

func askPage(v *frame.Visit, o operator.Operator, fault string) frame.Page {
	return frame.Page{Title: "Disable " + o.Name + "?", Nav: "operators", Data: disablePage{shown(v, o), fault}}
}

func (o office) askToDisable(v *frame.Visit) error {
	found, err := o.theOperator(v)
	if err != nil {
		return err
	}
	return v.Show("office_operator_disable.html", askPage(v, found, ""))
}

func (o office) disableOperator(v *frame.Visit) error {
	found, err := o.theOperator(v)
	if err != nil {
		return err
	}
	v.Subject(found.ID)
	_, err = o.Operators.ChangeOperator(v.Ctx(), v.Now, found.ID, func(o *operator.Operator) error { o.Disable(v.Now); return nil })
	if errors.Is(err, operator.ErrLastAdmin) {
		fault := "This is the last admin who may sign in: nobody could run the gateway any more. Make somebody else an admin first."
		return v.ShowFaults("office_operator_disable.html", askPage(v, found, fault))
	}
	if err != nil {
		return err
	}
	if found.ID == v.Operator.ID {
		if err := v.SignOut(); err != nil {
			return err
		}
		return v.Go("/admin/")
	}
	v.Say(found.Name + " may not sign in any more, and was signed out everywhere.")
	return v.Go("/admin/operators")
}

func (o office) enableOperator(v *frame.Visit) error {
	return o.with(v, (*operator.Operator).Enable, " may sign in again.")
}

func (o office) signOutOperator(v *frame.Visit) error {
	return o.with(v, (*operator.Operator).EndSessions, " was signed out everywhere.")
}

// with makes a change that nothing can refuse, and says what was done. Whoever does it to
// themselves stays signed in here.
func (o office) with(v *frame.Visit, change func(*operator.Operator), done string) error {
	found, err := o.theOperator(v)
	if err != nil {
		return err
	}
	v.Subject(found.ID)
	after, err := o.Operators.ChangeOperator(v.Ctx(), v.Now, found.ID, func(o *operator.Operator) error { change(o); return nil })
	if err != nil {
		return err
	}
	if after.ID == v.Operator.ID && after.Epoch != found.Epoch {
		if err := v.SignIn(after); err != nil {
			return err
		}
		v.Say("You were signed out everywhere else.")
		return v.Go(frame.Path("operators", after.ID))
	}
	v.Say(after.Name + done)
	return v.Go(frame.Path("operators", after.ID))
}
