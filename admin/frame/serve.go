package frame

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/goodterms/goodterms/operator"
)

// signIn is where whoever is not signed in is sent.
const signIn = "/admin/sign-in"

// visit is one request: who is it, may they, record, do, answer.
func (f *Frame) visit(w http.ResponseWriter, r *http.Request, route Route) {
	v := &Visit{Request: r, Now: f.Now(), frame: f, nonce: rand.Text()}
	out := &answer{ResponseWriter: w, close: func() error { return f.closeSession(v, w) }}
	v.Writer, v.out = out, out
	f.guard(v)
	err := f.serve(v, route)
	if err == nil && !out.begun {
		err = errors.New("the page answered nothing")
	}
	f.settle(v, route, err)
	if out.fault != nil {
		f.Log.Error("a session could not be kept", "route", route.Method+" "+route.Path, "error", out.fault)
	}
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
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cache-Control", "no-store")
	if f.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// serve lets in who may come, reads what they sent, and carries it out.
func (f *Frame) serve(v *Visit, route Route) error {
	if err := f.openSession(v, v.Request); err != nil {
		return fmt.Errorf("open session: %w", err)
	}
	if err := f.origin.Check(v.Request); err != nil {
		return errForeign
	}
	if err := f.admit(v, route); err != nil || v.out.begun {
		return err
	}
	if err := v.read(route); err != nil {
		return err
	}
	return f.do(v, route)
}

// admit finds who it is and whether they may come here. Somebody who is not signed in
// is sent to do so.
func (f *Frame) admit(v *Visit, route Route) error {
	o, err := f.signedIn(v)
	switch {
	case err == nil:
		v.Operator = o
	case !errors.Is(err, operator.ErrNotFound):
		return fmt.Errorf("find who is signed in: %w", err)
	case !route.Open:
		return v.toSignIn()
	}
	if !route.Open && !v.Operator.May(route.Right) {
		return f.refuse(v, route)
	}
	return nil
}

// toSignIn sends somebody to sign in, and lets them come back to where they wanted. The
// address carries that, not a session: whoever asks for pages without being signed in
// must not fill the store.
func (v *Visit) toSignIn() error {
	wanted := ""
	switch {
	case v.htmx():
		if from, err := url.Parse(v.Request.Header.Get("HX-Current-URL")); err == nil {
			wanted = from.RequestURI()
		}
	case v.Request.Method == http.MethodGet || v.Request.Method == http.MethodHead:
		wanted = v.Request.URL.RequestURI()
	}
	if wanted == "/admin/" || !Local(wanted) {
		return v.Go(signIn)
	}
	return v.Go(signIn + "?to=" + url.QueryEscape(wanted))
}

// htmx says whether a script of the page asks, which swaps the answer into it.
func (v *Visit) htmx() bool { return v.Request.Header.Get("HX-Request") != "" }
