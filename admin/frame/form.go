package frame

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf16"
)

// How large a form may be: a draft with every text of a template fits. Somebody who is
// not signed in has little to say.
const (
	mostForm     = 4 << 20
	mostOpenForm = 64 << 10
)

// read reads the form of the request. What cannot be read is refused, rather than taken
// for a form that is empty.
func (v *Visit) read(route Route) error {
	r := v.Request
	if r.Method != http.MethodPost {
		_ = r.ParseForm() // what of a query cannot be read is left out
		tidy(r.Form)
		return nil
	}
	most := int64(mostForm)
	if route.Open {
		most = mostOpenForm
	}
	r.Body = http.MaxBytesReader(v.out.ResponseWriter, r.Body, most)
	err := r.ParseForm()
	if err == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(most)
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return errTooLarge
	case err != nil:
		return errUnreadable
	}
	tidy(r.Form)
	tidy(r.PostForm)
	return nil
}

// tidy makes values what a database and a message can hold: valid UTF-8 without NUL,
// lines that end in one \n, as no browser sends them.
func tidy(form url.Values) {
	for _, values := range form {
		for i, value := range values {
			values[i] = clean(value)
		}
	}
}

var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")

func clean(text string) string { return lines.Replace(strings.ToValidUTF8(text, "\uFFFD")) }

// Form returns a value of the form of a POST, or of the query of a GET.
func (v *Visit) Form(name string) string { return v.Request.FormValue(name) }

// PathValue returns a part of the address, as the route names it.
func (v *Visit) PathValue(name string) string { return clean(v.Request.PathValue(name)) }

// ascii writes JSON with escapes for all that is not ASCII.
func ascii(data []byte) string {
	var b strings.Builder
	for _, r := range string(data) {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			one, two := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, one, two)
		}
	}
	return b.String()
}
