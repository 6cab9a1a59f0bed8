package admin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// What is said when somebody does not come in. The first is the same whatever was wrong:
// it must not tell whose email an operator has.
const (
	noMatch  = "That email and password do not go together. Try again, or ask an admin for a sign-in link."
	tooOften = "That was tried too often. Wait a minute, then try again."
	tooBusy  = "Too many people are signing in at this moment. Try again in a few seconds."
)

// waitForPassword is how long somebody may wait while other passwords are computed.
const waitForPassword = 15 * time.Second

// errGone says that an operator has changed since they were found.
var errGone = errors.New("the operator has changed meanwhile")

// signInPage is what the page shows.
type signInPage struct {
	Email    string
	To       string
	Fault    string
	Provider string // name of the provider; empty: none
	With     string // address that leads to it
}

// page is the page of signing in, with what was typed and what was wrong.
func (d *door) page(email, to, fault string) frame.Page {
	data := signInPage{Email: email, To: to, Fault: fault}
	if d.provider != nil {
		data.Provider, data.With = d.provider.name, frame.Path("sign-in", "provider")
		if to != "" {
			data.With += "?to=" + url.QueryEscape(to)
		}
	}
	return frame.Page{Title: "Sign in", Data: data}
}

// wanted is the page that somebody comes for; empty for the first one.
func wanted(v *frame.Visit) string {
	if to := v.Form("to"); frame.Local(to) {
		return to
	}
	return ""
}

func (d *door) showSignIn(v *frame.Visit) error {
	if v.Operator.ID != "" {
		return v.Go(orFirst(wanted(v)))
	}
	return v.Show("sign_in.html", d.page("", wanted(v), ""))
}

func orFirst(to string) string {
	if to == "" {
		return "/admin/"
	}
	return to
}

func (d *door) signIn(v *frame.Visit) error {
	email, to := strings.ToLower(strings.TrimSpace(v.Form("email"))), wanted(v)
	if !d.limits.network.allow(v.Now, network(v.Source())) || !d.limits.email.allow(v.Now, email) {
		return d.notNow(v, http.StatusTooManyRequests, d.page(email, to, tooOften))
	}
	o, ok, err := d.check(v.Ctx(), email, v.Form("password"))
	if errors.Is(err, context.DeadlineExceeded) {
		return d.notNow(v, http.StatusServiceUnavailable, d.page(email, to, tooBusy))
	}
	if err != nil {
		return err
	}
	if ok {
		err = d.enter(v, o, way{by: byPassword})
	}
	if !ok || errors.Is(err, errGone) {
		return errors.Join(d.refused(v, o.ID, byPassword), v.ShowFaults("sign_in.html", d.page(email, to, noMatch)))
	}
	if err != nil {
		return err
	}
	return v.Go(orFirst(to))
}

// check finds who it is. It takes as long for an email that nobody has.
func (d *door) check(ctx context.Context, email, password string) (operator.Operator, bool, error) {
	o, err := d.ports.Operators.FindOperatorByEmail(ctx, email)
	if err != nil && !errors.Is(err, operator.ErrNotFound) {
		return o, false, err
	}
	ctx, cancel := context.WithTimeout(ctx, waitForPassword)
	defer cancel()
	matches, err := operator.PasswordMatches(ctx, o.Password, password)
	return o, matches && o.ID != "" && o.DisabledAt.IsZero(), err
}

// way is how somebody comes in.
type way struct {
	by      string
	first   func() error // what must succeed before, such as using up a link; nil: nothing
	subject string       // of the provider's, which is theirs from now on; empty: none
}

// The ways in, as the audit log and the session name them.
const (
	byPassword = "password"
	byLink     = "link"
	byProvider = "provider"
)

// enter signs an operator in and says so in the audit log.
func (d *door) enter(v *frame.Visit, o operator.Operator, w way) error {
	return v.Record(o, "session.begin", func() error {
		v.Subject(o.ID)
		v.Detail("by", w.by)
		in, err := d.admit(v, o, w)
		if errors.Is(err, errGone) || errors.Is(err, operator.ErrNoLink) {
			v.Refuse()
		}
		if err != nil {
			return err
		}
		if err := v.SignIn(in); err != nil {
			return err
		}
		v.Keep(keptBy, w.by)
		return nil
	})
}

// admit notes that the operator comes in. They must be as they were found: a password
// that was changed meanwhile lets nobody in.
func (d *door) admit(v *frame.Visit, o operator.Operator, w way) (operator.Operator, error) {
	if w.first != nil {
		if err := w.first(); err != nil {
			return operator.Operator{}, err
		}
	}
	return d.ports.Operators.ChangeOperator(v.Ctx(), v.Now, o.ID, func(now *operator.Operator) error {
		bound := w.subject != "" && now.Subject != "" && now.Subject != w.subject
		if now.Epoch != o.Epoch || !now.DisabledAt.IsZero() || bound {
			return errGone
		}
		if w.subject != "" {
			now.Subject = w.subject
		}
		now.SignedInAt = v.Now
		return nil
	})
}

// refused says in the audit log that somebody did not come in. What they typed is not in
// it: it may be a password in the wrong field.
func (d *door) refused(v *frame.Visit, id, by string) error {
	return v.Record(operator.Operator{}, "session.refuse", func() error {
		v.Subject(id)
		v.Detail("by", by)
		v.Refuse()
		return nil
	})
}

// notNow shows the page once more and says when it is worth trying again.
func (d *door) notNow(v *frame.Visit, status int, page frame.Page) error {
	v.Writer.Header().Set("Retry-After", "60")
	return v.ShowStatus(status, "sign_in.html", page)
}

func signOut(v *frame.Visit) error {
	v.Subject(v.Operator.ID)
	if err := v.SignOut(); err != nil {
		return err
	}
	v.Say("You are signed out.")
	return v.Go("/admin/sign-in")
}
