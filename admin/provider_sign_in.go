package admin

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// keptAsking is where the session holds what a browser must come back with.
const keptAsking = "asking"

// askProvider sends the browser to the provider. It is a link and no form, because the
// policy of the pages lets no form lead to another site.
func (d *door) askProvider(v *frame.Visit) error {
	to := wanted(v)
	if !d.limits.doors.allow(v.Now, network(v.Source())) {
		return d.notNow(v, http.StatusTooManyRequests, d.page("", to, tooOften))
	}
	asked, address, err := d.provider.ask(v.Ctx(), to)
	if err != nil {
		return d.providerAway(v, to, err)
	}
	kept, err := json.Marshal(asked)
	if err != nil {
		return err
	}
	v.Keep(keptAsking, string(kept))
	return v.Go(address)
}

// hearProvider lets in whom the provider knows, if there is an operator for them.
func (d *door) hearProvider(v *frame.Visit) error {
	asked, ok := d.asked(v)
	if !ok {
		return d.notThrough(v, "", http.StatusUnprocessableEntity, "That took too long, or was begun in another window. Try again.")
	}
	if v.Form("error") != "" || v.Form("code") == "" {
		return d.notThrough(v, asked.To, http.StatusUnprocessableEntity, "You were not signed in by "+d.provider.name+". Try again, or use your password.")
	}
	id, err := d.provider.answer(v.Ctx(), asked, v.Form("code"))
	switch {
	case errors.Is(err, errStranger):
		d.cfg.Log.Warn("somebody was not signed in", "error", err)
		return errors.Join(d.refused(v, "", byProvider), d.notThrough(v, asked.To, http.StatusUnprocessableEntity, "You were not signed in by "+d.provider.name+". Try again, or use your password."))
	case err != nil:
		return d.providerAway(v, asked.To, err)
	}
	return d.enterAs(v, id, asked.To)
}

// asked returns what was kept when the browser was sent away, once, if it brings back
// what it was given.
func (d *door) asked(v *frame.Visit) (a asking, ok bool) {
	kept := v.Kept(keptAsking)
	v.Keep(keptAsking, "")
	if kept == "" || json.Unmarshal([]byte(kept), &a) != nil {
		return a, false
	}
	same := subtle.ConstantTimeCompare([]byte(a.State), []byte(v.Form("state"))) == 1
	return a, same && v.Now.Unix() < a.Until
}

// enterAs lets in the operator whom the provider means.
func (d *door) enterAs(v *frame.Visit, id identity, to string) error {
	o, err := d.meant(v, id)
	if err == nil {
		err = d.enter(v, o, way{by: byProvider, subject: id.subject})
	}
	if errors.Is(err, operator.ErrNotFound) || errors.Is(err, errGone) {
		return errors.Join(d.refused(v, o.ID, byProvider),
			d.notThrough(v, to, http.StatusForbidden, "There is no operator for you here. An admin can add one, with the email by which "+d.provider.name+" knows you."))
	}
	if err != nil {
		return err
	}
	return v.Go(orFirst(to))
}

// meant finds the operator who is bound to the identity, or else the one whose email it
// is, if nobody is bound to them yet.
func (d *door) meant(v *frame.Visit, id identity) (operator.Operator, error) {
	o, err := d.ports.Operators.FindOperatorBySubject(v.Ctx(), id.subject)
	if errors.Is(err, operator.ErrNotFound) && id.email != "" {
		o, err = d.ports.Operators.FindOperatorByEmail(v.Ctx(), id.email)
	}
	if err == nil && (!o.DisabledAt.IsZero() || o.Subject != "" && o.Subject != id.subject) {
		err = errGone
	}
	return o, err
}

func (d *door) providerAway(v *frame.Visit, to string, err error) error {
	d.cfg.Log.Warn("nobody can sign in by the identity provider", "error", err)
	return d.notThrough(v, to, http.StatusBadGateway, d.provider.name+" does not answer at the moment. Try again, or use your password.")
}

func (d *door) notThrough(v *frame.Visit, to string, status int, fault string) error {
	return v.ShowStatus(status, "sign_in.html", d.page("", to, fault))
}
