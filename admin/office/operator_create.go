package office

import (
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

func (o office) newOperator(v *frame.Visit) error {
	f := blankForm()
	f.Zone = v.Operator.Zone
	return v.Show("office_operator_new.html", newOperatorPage(f))
}

func newOperatorPage(f operatorForm) frame.Page {
	return frame.Page{Title: "New operator", Nav: "operators", Data: f}
}

func (o office) createOperator(v *frame.Visit) error {
	f := sent(v)
	made := f.read()
	if len(f.Faults) > 0 {
		return v.ShowFaults("office_operator_new.html", newOperatorPage(f))
	}
	made.ID, made.CreatedAt = o.NewID("opr", v.Now), v.Now
	v.Subject(made.ID)
	tellRights(v, made)
	if err := o.Operators.CreateOperator(v.Ctx(), v.Now, made); err != nil {
		if err := f.blame(err); err != nil {
			return err
		}
		return v.ShowFaults("office_operator_new.html", newOperatorPage(f))
	}
	return o.showLink(v, made, made.Name+" is now "+inWords(made)+".")
}

// tellRights puts into the audit log what an operator may do.
func tellRights(v *frame.Visit, o operator.Operator) {
	v.Detail("role", string(o.Role))
	v.Detail("publish", yesNo(o.MayPublish))
	v.Detail("send", yesNo(o.MaySend))
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
