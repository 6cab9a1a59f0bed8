package explain

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// object is a JSON object in the order in which it was written.
type object struct {
	names  []string
	values map[string]any
}

// deepest is well above the depth of a case.
const deepest = 16

// tree turns JSON into values: nil, bool, string, json.Number, []any and *object.
// encoding/json alone would take a name twice and keep the last.
type tree struct {
	*json.Decoder
	*findings
}

// parse reads exactly one JSON value. What is wrong goes to the findings.
func parse(raw []byte, found *findings) any {
	if len(bytes.TrimSpace(raw)) == 0 {
		found.add("", "is empty; give a case as JSON")
		return nil
	}
	t := tree{json.NewDecoder(bytes.NewReader(raw)), found}
	t.UseNumber()
	value, err := t.value("", 0)
	if err == nil {
		err = t.end()
	}
	if err != nil {
		t.refuse(err)
	}
	return value
}

// end says that nothing follows.
func (t *tree) end() error {
	_, err := t.Token()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err == nil:
		return errMore
	}
	return err
}

var (
	errMore = errors.New("holds more after its end; put several cases into an array")
	errDeep = errors.New("is nested too deeply for a case")
)

func (t *tree) refuse(err error) {
	switch {
	case errors.Is(err, errMore) || errors.Is(err, errDeep):
		t.add("", err.Error())
	default:
		t.add("", fmt.Sprintf("is not JSON; it can be read up to byte %d", t.InputOffset()))
	}
}

// next is a token within a value, where an end is a fault.
func (t *tree) next() (json.Token, error) {
	token, err := t.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return token, err
}

func (t *tree) value(path string, depth int) (any, error) {
	token, err := t.next()
	delim, nested := token.(json.Delim)
	switch {
	case err != nil || !nested:
		return token, err
	case depth == deepest:
		return nil, errDeep
	case delim == '[':
		return t.items(path, depth)
	}
	return t.members(path, depth)
}

func (t *tree) items(path string, depth int) (any, error) {
	list := []any{}
	for t.More() {
		item, err := t.value(fmt.Sprintf("%s[%d]", path, len(list)), depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	_, err := t.next()
	return list, err
}

func (t *tree) members(path string, depth int) (any, error) {
	o := &object{values: map[string]any{}}
	for t.More() {
		token, err := t.next()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		value, err := t.value(join(path, shown(name)), depth+1)
		if err != nil {
			return nil, err
		}
		if _, twice := o.values[name]; twice {
			t.add(join(path, shown(name)), "is given twice; give it once")
			continue
		}
		o.names, o.values[name] = append(o.names, name), value
	}
	_, err := t.next()
	return o, err
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// shown keeps a name that may be somebody's address out of errors.
func shown(name string) string {
	plain := len(name) > 0 && len(name) <= 40
	for i, c := range []byte(name) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		plain = plain && (letter || i > 0 && ('0' <= c && c <= '9' || c == '_' || c == '-'))
	}
	if plain {
		return name
	}
	return "(a field)"
}
