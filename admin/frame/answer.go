package frame

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// Errors that a page may return.
var (
	ErrNotFound  = errors.New("there is nothing at this address")
	ErrForbidden = errors.New("the operator may not do this")
)

// Errors of the frame's own.
var (
	errForeign    = errors.New("the request came from another site")
	errTooLarge   = errors.New("the form is too large")
	errUnreadable = errors.New("the form cannot be read")
)

// answer is where an answer is written. The session is written before it begins; if that
// fails, nothing else is: whoever asked must not believe that it was kept.
type answer struct {
	http.ResponseWriter
	close func() error
	begun bool
	fault error
}

// WriteHeader begins the answer, once.
func (a *answer) WriteHeader(status int) {
	if a.begun || status < http.StatusOK {
		return
	}
	a.begun = true
	if a.fault = a.close(); a.fault == nil {
		a.ResponseWriter.WriteHeader(status)
		return
	}
	for _, name := range []string{"Location", "HX-Redirect", "HX-Trigger", "Content-Length"} {
		a.Header().Del(name)
	}
	a.Header().Set("Content-Type", "text/plain; charset=utf-8")
	a.ResponseWriter.WriteHeader(http.StatusInternalServerError)
	_, _ = io.WriteString(a.ResponseWriter, sorry+"\n")
}

// Write writes a part of the answer.
func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	if a.fault != nil {
		return 0, a.fault
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// sorry is what is said of a fault of ours.
const sorry = "Something went wrong here. Try again in a moment; if it stays, the log says what it was."

// trouble is what is said of an error, and whether it is ours.
func trouble(err error) (status int, title, text string, ours bool) {
	switch {
	case errors.Is(err, ErrNotFound):
		return http.StatusNotFound, "Nothing here", "There is nothing at this address. It may have moved, or never existed.", false
	case errors.Is(err, ErrForbidden):
		return http.StatusForbidden, "Not for you", "Your role does not include this. An admin can change that under Operators.", false
	case errors.Is(err, errForeign):
		return http.StatusForbidden, "That came from another site", "Nothing was changed. Open the page here and do it once more.", false
	case errors.Is(err, errTooLarge):
		return http.StatusRequestEntityTooLarge, "Too much at once", "The form is larger than this page takes. Nothing was changed; shorten it and send it once more.", false
	case errors.Is(err, errUnreadable):
		return http.StatusBadRequest, "The form cannot be read", "It arrived damaged. Nothing was changed; go back and send it once more.", false
	}
	return http.StatusInternalServerError, "Something went wrong", sorry, true
}

// settle shows what went wrong, if anything did.
func (f *Frame) settle(v *Visit, route Route, err error) {
	if err == nil {
		return
	}
	status, title, text, ours := trouble(err)
	if ours {
		f.Log.Error("a page could not be served", "route", route.Method+" "+route.Path, "error", err)
	}
	if v.out.begun {
		return
	}
	if v.htmx() {
		v.announce(text, true)
		v.Writer.WriteHeader(status)
		return
	}
	if shown := v.show(status, "message.html", Page{Title: title, Data: text}); shown != nil {
		f.Log.Error("a page could not be shown", "error", shown)
		http.Error(v.Writer, text, status)
	}
}

// announce makes the page say a sentence when the answer is swapped in. A header holds
// ASCII alone, and so does JSON that is written with escapes.
func (v *Visit) announce(text string, fault bool) {
	data, err := json.Marshal(map[string]any{"said": map[string]any{"text": text, "fault": fault}})
	if err != nil {
		return
	}
	v.Writer.Header().Set("HX-Trigger", ascii(data))
}
