package api

import (
	"cmp"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// shape is what a request body may look like, worked out once from the struct
// that it is read into. The same tags describe it in the OpenAPI document, so
// that what is promised and what is enforced are one text.
type shape struct {
	kind     shapeKind
	min, max int    // characters of a text, items of a list, a number itself; max 0: no limit
	nullable bool   // a change: null is told from absent
	example  string // of a text, for the remedy in an error
	lines    bool   // a text may have several lines
	item     *shape // of a list
	fields   []field
	byName   map[string]int
	required uint64 // bit set over fields
}

type field struct {
	name  string
	index int
	shape *shape
}

type shapeKind int

const (
	textShape   shapeKind = iota // string
	flagShape                    // bool
	numberShape                  // int
	listShape                    // slice
	objectShape                  // struct
)

// change is a field of a PATCH: absent leaves things as they are, null clears.
type change[T any] struct {
	Given bool
	Null  bool
	Value T // zero when null was given
}

// cleared says that the type is a change; its fields stand in this order.
func (change[T]) cleared() {}

// The fields of a change.
const (
	changeGiven = iota
	changeNull
	changeValue
)

// maxFields is what the bit sets hold.
const maxFields = 64

// shapeOf panics on a type that no request may have; it runs once, at start.
func shapeOf(t reflect.Type, tag reflect.StructTag) *shape {
	s := &shape{
		min:     number(tag, "minLength") + number(tag, "minItems") + number(tag, "minimum"),
		max:     number(tag, "maxLength") + number(tag, "maxItems") + number(tag, "maximum"),
		example: tag.Get("example"), lines: tag.Get("lines") == "true",
	}
	switch {
	case t.Implements(reflect.TypeFor[interface{ cleared() }]()):
		s = shapeOf(t.Field(changeValue).Type, tag)
		s.nullable = true
	case t.Kind() == reflect.String:
		s.kind = textShape
	case t.Kind() == reflect.Bool:
		s.kind = flagShape
	case t.Kind() == reflect.Int:
		s.kind = numberShape
	case t.Kind() == reflect.Slice:
		s.kind, s.item = listShape, shapeOf(t.Elem(), itemTag(t.Elem(), tag))
	case t.Kind() == reflect.Struct && t.NumField() <= maxFields:
		s.kind = objectShape
		s.addFields(t)
	default:
		panic(fmt.Sprintf("api: %s cannot be part of a request", t))
	}
	return s
}

func (s *shape) addFields(t reflect.Type) {
	s.byName = make(map[string]int, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !strings.Contains(options, "omitempty") {
			s.required |= 1 << i
		}
		s.fields = append(s.fields, field{name: name, index: i, shape: shapeOf(f.Type, f.Tag)})
		s.byName[name] = i
	}
}

// itemTag is the limit on each text of a list of texts, or number of a list of numbers,
// which count from 1.
func itemTag(of reflect.Type, list reflect.StructTag) reflect.StructTag {
	if of.Kind() == reflect.Int {
		return `minimum:"1"`
	}
	most := cmp.Or(number(list, "itemLength"), maxWord)
	return reflect.StructTag(`minLength:"1" maxLength:"` + strconv.Itoa(most) + `" example:` + strconv.Quote(list.Get("example")))
}

func number(tag reflect.StructTag, name string) int {
	text, ok := tag.Lookup(name)
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(fmt.Sprintf("api: %s of a field is no number", name))
	}
	return n
}
