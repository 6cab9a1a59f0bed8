package admin

import (
	"errors"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// keptBy is where the session holds how somebody came in.
const keptBy = "by"

// freshFor is how long after a link, or the provider, somebody may choose a password
// without the present one.
const freshFor = 30 * time.Minute

// passwordPage is what the page shows.
type passwordPage struct {
	Email   string
	Present bool // the present password is asked for
	Locked  bool // there is none, and nothing else says now who it is
	ByLink  bool
	Faults  map[string]string
}

// passwordNow says what somebody must show to choose a password. A link is handed out
// for this; the provider has just said who it is, which is enough for a first one.
func passwordNow(v *frame.Visit) passwordPage {
	has := v.Operator.Password.Reveal() != ""
	fresh := v.Now.Sub(v.SignedInAt()) < freshFor
	byLink := v.Kept(keptBy) == byLink && fresh
	known := byLink || !has && v.Kept(keptBy) == byProvider && fresh
	return passwordPage{Email: v.Operator.Email, Present: has && !known, Locked: !has && !known, ByLink: byLink}
}

func passwordView(p passwordPage) frame.Page {
	return frame.Page{Title: "Choose a password", Nav: "you", Data: p}
}

func (d *door) showPassword(v *frame.Visit) error {
	return v.Show("you_password.html", passwordView(passwordNow(v)))
}

// changePassword ends every other session, and keeps this one.
func (d *door) changePassword(v *frame.Visit) error {
	v.Subject(v.Operator.ID)
	p := passwordNow(v)
	faults, err := d.passwordFaults(v, p)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		p.Faults = faults
		return v.ShowFaults("you_password.html", passwordView(p))
	}
	hash, err := operator.HashPassword(v.Ctx(), v.Form("new"))
	if err != nil {
		return err
	}
	epoch := v.Operator.Epoch
	changed, err := d.ports.Operators.ChangeOperator(v.Ctx(), v.Now, v.Operator.ID, func(o *operator.Operator) error {
		if o.Epoch != epoch {
			return errGone
		}
		o.Password, o.Epoch = hash, o.Epoch+1
		return nil
	})
	if errors.Is(err, errGone) {
		return frame.ErrForbidden // somebody ended this session meanwhile
	}
	if err != nil {
		return err
	}
	if err := v.SignIn(changed); err != nil {
		return err
	}
	v.Say("Your password is set. Wherever else you were signed in, you are signed out.")
	if p.ByLink {
		return v.Go("/admin/")
	}
	return v.Go("/admin/you")
}

// passwordFaults says what is wrong with the form, by field.
func (d *door) passwordFaults(v *frame.Visit, p passwordPage) (map[string]string, error) {
	if p.Locked {
		return map[string]string{"new": "Sign in once more, then choose a password within half an hour."}, nil
	}
	if fault := operator.CheckPassword(v.Form("new"), p.Email); fault != nil {
		return map[string]string{"new": "The password " + fault.Error() + "."}, nil
	}
	if v.Form("new") != v.Form("again") {
		return map[string]string{"again": "This is not the same password."}, nil
	}
	if !p.Present {
		return nil, nil
	}
	if !d.limits.present.allow(v.Now, v.Operator.ID) {
		return map[string]string{"present": tooOften}, nil
	}
	matches, err := operator.PasswordMatches(v.Ctx(), v.Operator.Password, v.Form("present"))
	if err != nil || matches {
		return nil, err
	}
	return map[string]string{"present": "This is not your present password."}, nil
}
