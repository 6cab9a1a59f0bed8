package frame

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"

	"github.com/goodterms/goodterms/operator"
)

// signIn is where whoever is not signed in is sent.
const signIn = "/admin/sign-in"

// serve is one visit: who is it, may they, record, do, answer.
func (f *Frame) serve(w http.ResponseWriter, r *http.Request, route Route) {
	v := &Visit{Writer: w, Request: r, Now: f.Now(), frame: f, nonce: rand.Text()}
	f.guard(v)
	if err := f.admit(v, route); err != nil {
		f.answer(v, route, err)
		return
	}
	if v.wrote {
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	f.answer(v, route, f.do(v, route))
}

// guard sets the headers that keep other sites, caches and foreign scripts out.
func (f *Frame) guard(v *Visit) {
	h := v.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'nonce-"+v.nonce+"'; style-src 'nonce-"+v.nonce+
		"'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cache-Control", "no-store")
	if f.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// admit finds who it is and whether they may come here. Somebody who is not signed in
// is sent to do so.
func (f *Frame) admit(v *Visit, route Route) error {
	o, err := f.signedIn(v.Ctx())
	switch {
	case err == nil:
		v.Operator = o
	case !errors.Is(err, operator.ErrNotFound):
		return err
	case !route.Open:
		if v.Request.Method == http.MethodGet {
			v.Keep("wanted", v.Request.URL.RequestURI())
		}
		return v.Go(signIn)
	}
	if !route.Open && !v.Operator.May(route.Right) {
		return f.refuse(v, route)
	}
	return nil
}

// refuse records that somebody tried what they may not.
func (f *Frame) refuse(v *Visit, route Route) error {
	if route.Action == "" {
		return ErrForbidden
	}
	f.begin(v, route)
	v.entry.Outcome = operator.Refused
	return errors.Join(ErrForbidden, f.Audit.BeginEntry(v.Ctx(), v.entry))
}

// signedIn is the operator of the session; operator.ErrNotFound when there is none, when
// they may not sign in any more, or when something has ended every session of theirs.
func (f *Frame) signedIn(ctx context.Context) (operator.Operator, error) {
	id := f.sessions.GetString(ctx, "operator")
	if id == "" {
		return operator.Operator{}, operator.ErrNotFound
	}
	o, err := f.Operators.FindOperator(ctx, id)
	if err == nil && (!o.DisabledAt.IsZero() || o.Epoch != f.sessions.GetInt(ctx, "epoch")) {
		err = operator.ErrNotFound
	}
	return o, err
}

// begin fills the entry of a change.
func (f *Frame) begin(v *Visit, route Route) {
	source, _, err := net.SplitHostPort(v.Request.RemoteAddr)
	if err != nil {
		source = v.Request.RemoteAddr
	}
	v.entry = operator.Entry{
		ID: f.NewID("aud", v.Now), At: v.Now, OperatorID: v.Operator.ID, Operator: v.Operator.Name,
		Source: source, Action: route.Action, Subject: v.entry.Subject,
	}
}

// do carries the visit out; a change stands in the audit log before it is made.
func (f *Frame) do(v *Visit, route Route) error {
	if route.Action == "" {
		return route.Handle(v)
	}
	f.begin(v, route)
	if err := f.Audit.BeginEntry(v.Ctx(), v.entry); err != nil {
		return fmt.Errorf("begin audit entry: %w", err)
	}
	err := route.Handle(v)
	if v.entry.Outcome == "" {
		v.entry.Outcome = outcome(err)
	}
	if ended := f.Audit.EndEntry(context.WithoutCancel(v.Ctx()), v.entry); ended != nil {
		f.Log.Error("an audit entry could not be ended", "entry", v.entry.ID, "error", ended)
	}
	return err
}

// Refuse says in the audit log that the change was not made because of what was asked
// for; the page shows why.
func (v *Visit) Refuse() { v.entry.Outcome = operator.Refused }

func outcome(err error) operator.Outcome {
	switch {
	case err == nil:
		return operator.Done
	case errors.Is(err, ErrForbidden), errors.Is(err, ErrNotFound):
		return operator.Refused
	}
	return operator.Failed
}

// answer shows what went wrong, if anything did.
func (f *Frame) answer(v *Visit, route Route, err error) {
	if err == nil {
		return
	}
	status, title, text := http.StatusInternalServerError, "Something went wrong", "Nothing was lost. Try again in a moment; the log says what it was."
	switch {
	case errors.Is(err, ErrNotFound):
		status, title, text = http.StatusNotFound, "Nothing here", "There is nothing at this address. It may have moved, or never existed."
	case errors.Is(err, ErrForbidden):
		status, title, text = http.StatusForbidden, "Not for you", "Your role does not include this. An admin can change that under Operators."
	default:
		f.Log.Error("a page could not be served", "route", route.Method+" "+route.Path, "error", err)
	}
	if v.wrote {
		return
	}
	if shown := v.show(status, "message.html", Page{Title: title, Data: text}); shown != nil {
		f.Log.Error("a page could not be shown", "error", shown)
		http.Error(v.Writer, text, status)
	}
}
