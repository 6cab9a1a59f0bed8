package office

import (
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// linkPage shows a link, once: it stands in no session, and only its hash is stored.
type linkPage struct {
	Person  person
	Done    string // what was done before
	Link    string
	Expires frame.Time
}

// showLink makes a link for the operator and shows it in the answer to the form itself.
func (o office) showLink(v *frame.Visit, to operator.Operator, done string) error {
	link, text := operator.NewLink(to.ID, v.Now)
	if err := o.Operators.CreateLink(v.Ctx(), link); err != nil {
		return err
	}
	page := linkPage{Person: shown(v, to), Done: done, Link: o.PublicURL + operator.LinkPath(text), Expires: v.Time(link.ExpiresAt, "")}
	return v.Show("office_link.html", frame.Page{Title: "A link for " + to.Name, Nav: "operators", Data: page})
}

func (o office) linkOperator(v *frame.Visit) error {
	to, err := o.theOperator(v)
	if err != nil {
		return err
	}
	v.Subject(to.ID)
	if !to.DisabledAt.IsZero() {
		f := filledFrom(to)
		f.Faults["link"] = "Somebody who is disabled gets no link. Enable them first."
		return v.ShowFaults("office_operator.html", operatorPage(v, to, f))
	}
	return o.showLink(v, to, "Earlier links of theirs have stopped working.")
}
