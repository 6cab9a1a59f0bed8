package explain

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fields reads the fields of one object and remembers which it was asked for. A
// field that is null is absent.
type fields struct {
	path string
	*object
	*findings
	asked []string
}

func (f *fields) at(name string) string { return join(f.path, name) }

func (f *fields) wrong(name, message string) { f.add(f.at(name), message) }

// value returns a field as it is; nil when it is absent.
func (f *fields) value(name string) any {
	f.asked = append(f.asked, name)
	return f.values[name]
}

// has says that a field is there and not null.
func (f *fields) has(name string) bool { return f.values[name] != nil }

// done names the fields that nothing has asked for.
func (f *fields) done() {
	for _, name := range f.names {
		switch {
		case f.dropped:
			return
		case !slices.Contains(f.asked, name):
			f.wrong(shown(name), "is no field here; take it out, or use one of "+strings.Join(slices.Sorted(slices.Values(f.asked)), ", "))
		}
	}
}

// typed returns a field of the type; false when it is absent or of another type.
func typed[T any](f *fields, name, want string) (value T, ok bool) {
	found := f.value(name)
	value, ok = found.(T)
	if !ok && found != nil {
		f.wrong(name, "is not "+want)
	}
	return value, ok
}

// text returns a string, empty when it is absent.
func (f *fields) text(name string) string {
	text, _ := typed[string](f, name, "a text; put it in quotation marks")
	return text
}

// flag returns a boolean, false when it is absent.
func (f *fields) flag(name string) bool {
	flag, _ := typed[bool](f, name, "true or false, without quotation marks")
	return flag
}

// number returns a whole number, 0 when it is absent.
func (f *fields) number(name string, least, most int) int {
	digits, ok := typed[json.Number](f, name, "a number, without quotation marks")
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(digits.String())
	if err != nil || n < least || n > most {
		f.wrong(name, fmt.Sprintf("is not a whole number from %d to %d", least, most))
		return 0
	}
	return n
}

// child returns an object as fields; one that is absent has none.
func (f *fields) child(name string) *fields {
	o, ok := typed[*object](f, name, "an object; write it in braces")
	if !ok {
		o = &object{}
	}
	return &fields{path: f.at(name), object: o, findings: f.findings}
}

// each calls read with every item of a list and its path.
func (f *fields) each(name string, most int, read func(path string, item any)) {
	list, _ := typed[[]any](f, name, "a list; write it in brackets")
	if len(list) > most {
		f.wrong(name, fmt.Sprintf("has more than %d items; leave some out", most))
		return
	}
	for i, item := range list {
		read(f.at(name)+"["+strconv.Itoa(i)+"]", item)
	}
}

// parsed reads a text by its own rules; what is absent or empty is the zero value.
func parsed[T any](f *fields, name string, parse func(string) (T, error)) (value T) {
	if text := f.text(name); text != "" {
		value, _ = parsedAt(f.findings, f.at(name), text, parse)
	}
	return value
}

func parsedAt[T any](found *findings, path, text string, parse func(string) (T, error)) (T, bool) {
	value, err := parse(text)
	if err != nil {
		found.add(path, err.Error())
		var zero T
		return zero, false
	}
	return value, true
}

// parsedList reads a list of texts; nil when it is absent.
func parsedList[T any](f *fields, name string, parse func(string) (T, error)) (out []T) {
	if f.has(name) {
		out = []T{}
	}
	f.each(name, mostItems, func(path string, item any) {
		text, ok := item.(string)
		if !ok {
			f.add(path, "is not a text; put it in quotation marks")
			return
		}
		if value, ok := parsedAt(f.findings, path, text, parse); ok {
			out = append(out, value)
		}
	})
	return out
}

// The years that instants may be of. Far beyond them no rule is known.
const firstYear, lastYear = 1970, 2200

var errInstant = errors.New("is not an instant with its offset such as 2027-03-14T07:30:00-04:00 (RFC 3339), from 1970 to 2200")

// rfc3339 is stricter than the time package, which takes 7:30, a comma and an
// offset of 99 hours (https://go.dev/issue/54580).
var rfc3339 = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

func instant(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if t = t.UTC(); err != nil || !rfc3339.MatchString(text) || t.Year() < firstYear || t.Year() > lastYear {
		return time.Time{}, errInstant
	}
	return t, nil
}

// required says that a field must be there.
func (f *fields) required(name, example string) {
	if text, ok := f.values[name].(string); f.values[name] == nil || ok && text == "" {
		f.wrong(name, "is missing; give it, such as "+example)
	}
}
