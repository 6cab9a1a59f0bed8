package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep a body may be nested.
const maxDepth = 8

// maxFindings is how many faults are listed of one item; more help nobody.
const maxFindings = 20

// reader reads one JSON document into structs in a single pass. It is stricter
// than encoding/json where that matters to a contract: names are exact, unknown
// and repeated ones are faults, depth and lengths are limited, and every fault
// has its JSON path. It knows texts, whole numbers, lists and objects because a
// request has nothing else; values in wrong places are skipped, and are faults.
type reader struct {
	text   string
	at     int
	depth  int
	path   []step
	found  findings
	broken *problem // the text is not JSON; nothing more is read
}

// step is a field's name, or an index when the name is empty.
type step struct {
	name  string
	index int
}

// read fills the struct behind into. A problem is returned when the text is not
// JSON at all; findings say what is wrong with a document that is.
func read(text string, s *shape, into any) (findings, *problem) {
	r := &reader{text: text}
	if !utf8.ValidString(text) {
		return nil, malformed("The body is not valid UTF-8; send JSON in UTF-8.")
	}
	if r.space(); r.at == len(r.text) {
		return nil, malformed("The body is empty; send a JSON object.")
	}
	r.value(s, reflect.ValueOf(into).Elem())
	if r.space(); r.broken == nil && r.at < len(r.text) {
		r.fail()
	}
	return r.found, r.broken
}

func malformed(detail string) *problem { return newProblem(http.StatusBadRequest, detail) }

func (r *reader) fail() bool {
	if r.broken == nil {
		r.broken = malformed("The body is not valid JSON: look near byte " + strconv.Itoa(r.at+1) + ".")
	}
	return false
}

// space skips white space and returns the next byte, 0 at the end.
func (r *reader) space() byte {
	for ; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; c {
		case ' ', '\n', '\r', '\t':
		default:
			return c
		}
	}
	return 0
}

// take skips white space and the byte, when it is next.
func (r *reader) take(c byte) bool {
	if r.space() != c {
		return false
	}
	r.at++
	return true
}

// value reads what is next; false when the text is broken.
func (r *reader) value(s *shape, into reflect.Value) bool {
	if s.nullable {
		into.Field(changeGiven).SetBool(true)
		into = into.Field(changeValue)
	}
	c := r.space()
	switch {
	case c == '"' && s.kind == textShape:
		return r.textValue(s, into)
	case (c == 't' || c == 'f') && s.kind == flagShape:
		return r.flag(into)
	case (c == '-' || c >= '0' && c <= '9') && s.kind == numberShape:
		return r.number(s, into)
	case c == '[' && s.kind == listShape:
		return r.nested(s, into, r.list)
	case c == '{' && s.kind == objectShape:
		return r.nested(s, into, r.object)
	}
	r.wrong(s)
	return r.skip()
}

func (r *reader) nested(s *shape, into reflect.Value, inner func(*shape, reflect.Value) bool) bool {
	r.at++
	r.depth++
	ok := inner(s, into)
	r.depth--
	return ok
}

func (r *reader) object(s *shape, into reflect.Value) bool {
	seen := uint64(0)
	for count := 0; !r.take('}'); count++ {
		if count > 0 && !r.take(',') {
			return r.fail()
		}
		if !r.member(s, into, &seen) {
			return false
		}
	}
	r.missing(s, seen)
	return true
}

// member reads one name and its value.
func (r *reader) member(s *shape, into reflect.Value, seen *uint64) bool {
	name, ok := r.name()
	if !ok {
		return false
	}
	i, known := s.byName[name]
	if !known {
		r.unknown(name)
		return r.skip()
	}
	f := &s.fields[i]
	r.path = append(r.path, step{name: f.name})
	defer r.up()
	if *seen&(1<<i) != 0 {
		r.fault("is given twice; give it once")
		return r.skip()
	}
	*seen |= 1 << i
	if r.null() {
		return r.absent(s, f, into.Field(f.index))
	}
	return r.value(f.shape, into.Field(f.index))
}

func (r *reader) name() (string, bool) {
	if r.space() != '"' {
		return "", r.fail()
	}
	name, ok := r.quoted()
	if ok && !r.take(':') {
		return "", r.fail()
	}
	return name, ok
}

// null takes a null, when it is next.
func (r *reader) null() bool {
	r.space()
	if !strings.HasPrefix(r.text[r.at:], "null") {
		return false
	}
	r.at += len("null")
	return true
}

// absent is what a null means: nothing was told, or a PATCH clears.
func (r *reader) absent(s *shape, f *field, into reflect.Value) bool {
	switch {
	case f.shape.nullable:
		into.Field(changeGiven).SetBool(true)
		into.Field(changeNull).SetBool(true)
	case s.required&(1<<f.index) != 0:
		r.fault("is required")
	}
	return true
}

func (r *reader) missing(s *shape, seen uint64) {
	for lack := s.required &^ seen; lack != 0; lack &= lack - 1 {
		for i := range s.fields {
			if lack&-lack == 1<<i {
				r.faultAt(s.fields[i].name, "is required")
			}
		}
	}
}

func (r *reader) list(s *shape, into reflect.Value) bool {
	count := 0
	for ; !r.take(']'); count++ {
		if count > 0 && !r.take(',') {
			return r.fail()
		}
		if !r.item(s, into, count) {
			return false
		}
	}
	switch {
	case s.max > 0 && count > s.max:
		r.fault("has " + strconv.Itoa(count) + " entries; send at most " + strconv.Itoa(s.max))
	case count < s.min:
		r.fault("needs at least " + strconv.Itoa(s.min))
	}
	return true
}

// item reads one entry; those beyond the limit are not kept.
func (r *reader) item(s *shape, into reflect.Value, i int) bool {
	if s.max > 0 && i >= s.max {
		return r.skip()
	}
	if i == into.Cap() {
		into.Grow(max(4, i))
	}
	into.SetLen(i + 1)
	r.path = append(r.path, step{index: i})
	defer r.up()
	return r.value(s.item, into.Index(i))
}

func (r *reader) up() { r.path = r.path[:len(r.path)-1] }

func (r *reader) textValue(s *shape, into reflect.Value) bool {
	text, ok := r.quoted()
	if !ok {
		return false
	}
	if fault := textFault(text, s); fault != "" {
		r.fault(fault)
		return true
	}
	into.SetString(text)
	return true
}

// flag reads true or false.
func (r *reader) flag(into reflect.Value) bool {
	start := r.at
	if !r.skipPlain() {
		return false
	}
	into.SetBool(r.text[start] == 't')
	return true
}

// number reads a whole number within its bounds.
func (r *reader) number(s *shape, into reflect.Value) bool {
	start := r.at
	if !r.skipPlain() {
		return false
	}
	n, err := strconv.Atoi(r.text[start:r.at])
	switch {
	case err != nil:
		r.fault("is not a whole number")
	case n < s.min:
		r.fault("must be at least " + strconv.Itoa(s.min))
	case s.max > 0 && n > s.max:
		r.fault("must be at most " + strconv.Itoa(s.max))
	default:
		into.SetInt(int64(n))
	}
	return true
}

// quoted reads a quoted text. One without escapes is cut out of the body.
func (r *reader) quoted() (string, bool) {
	start := r.at
	escaped := false
	for r.at++; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			if escaped {
				return r.unescape(r.text[start:r.at])
			}
			return r.text[start+1 : r.at-1], true
		case c == '\\':
			escaped = true
			r.at++
		case c < ' ':
			return "", r.fail()
		}
	}
	return "", r.fail()
}

func (r *reader) unescape(quoted string) (string, bool) {
	var text string
	if json.Unmarshal([]byte(quoted), &text) != nil {
		return "", r.fail()
	}
	return text, true
}

// skip passes over a value of any kind.
func (r *reader) skip() bool {
	switch r.space() {
	case '"':
		_, ok := r.quoted()
		return ok
	case '{':
		return r.skipNested('}', func() bool { _, ok := r.name(); return ok && r.skip() })
	case '[':
		return r.skipNested(']', r.skip)
	}
	return r.skipPlain()
}

func (r *reader) skipNested(end byte, entry func() bool) bool {
	if r.depth >= maxDepth {
		r.broken = malformed("The body is nested deeper than " + strconv.Itoa(maxDepth) + " levels.")
		return false
	}
	r.at++
	r.depth++
	for count := 0; !r.take(end); count++ {
		if count > 0 && !r.take(',') {
			return r.fail()
		}
		if !entry() {
			return false
		}
	}
	r.depth--
	return true
}

// skipPlain passes over a number, true, false or null.
func (r *reader) skipPlain() bool {
	rest := r.text[r.at:]
	end := strings.IndexAny(rest, " \n\r\t,]}")
	if end < 0 {
		end = len(rest)
	}
	if !json.Valid([]byte(rest[:end])) {
		return r.fail()
	}
	r.at += end
	return true
}
