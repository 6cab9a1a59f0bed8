package admin

import (
	"errors"
	"net/http"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// errOften says that something was tried too often.
var errOften = errors.New("it was tried too often")

// linkPage is what the page of a link shows; it is a page with a button, because scanners
// of mail open links, and opening must not use one up.
type linkPage struct {
	Operator operator.Operator // zero: the link does not work
	Secret   string
	Another  string // name of somebody else who is signed in here; empty: nobody
	Often    bool   // nobody has looked whether it works: it was tried too often
}

func (d *door) showLink(v *frame.Visit) error {
	o, err := d.findLink(v)
	if err != nil {
		return noLink(v, err)
	}
	page := linkPage{Operator: o, Secret: v.PathValue("secret")}
	if v.Operator.ID != "" && v.Operator.ID != o.ID {
		page.Another = v.Operator.Name
	}
	return v.Show("link.html", frame.Page{Title: "Welcome, " + o.Name, Data: page})
}

// useLink lets the operator in and asks for a password, because the link is used up now.
func (d *door) useLink(v *frame.Visit) error {
	o, err := d.findLink(v)
	if err != nil {
		return noLink(v, err)
	}
	err = d.enter(v, o, way{by: byLink, first: func() error {
		_, err := d.ports.Links.UseLink(v.Ctx(), v.Now, operator.HashSecret(v.PathValue("secret")))
		return err
	}})
	if err != nil {
		return noLink(v, err)
	}
	return v.Go("/admin/you/password")
}

func (d *door) findLink(v *frame.Visit) (operator.Operator, error) {
	if !d.limits.doors.allow(v.Now, network(v.Source())) {
		return operator.Operator{}, errOften
	}
	o, err := d.ports.Links.FindLink(v.Ctx(), v.Now, operator.HashSecret(v.PathValue("secret")))
	if err == nil && !o.DisabledAt.IsZero() {
		err = operator.ErrNoLink
	}
	return o, err
}

// noLink says why nobody comes in.
func noLink(v *frame.Visit, err error) error {
	switch {
	case errors.Is(err, errOften):
		v.Writer.Header().Set("Retry-After", "60")
		return v.ShowStatus(http.StatusTooManyRequests, "link.html", frame.Page{Title: "That was tried too often", Data: linkPage{Often: true}})
	case errors.Is(err, operator.ErrNoLink), errors.Is(err, errGone):
		return v.ShowStatus(http.StatusGone, "link.html", frame.Page{Title: "This link does not work any more", Data: linkPage{}})
	}
	return err
}
