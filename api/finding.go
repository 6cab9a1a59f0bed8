package api

import (
	"strconv"
	"strings"
)

// finding is one fault of a request: where it is and what to do about it. It
// never repeats what was sent.
type finding struct {
	Message  string `json:"message" doc:"What is wrong and what to do about it."`
	Location string `json:"location,omitempty" doc:"JSON path of the field, such as body.invoices[0].currency."`

	item int // entry of the list that the body is about; noItem when it is none
}

type findings []finding

// noItem marks findings about the whole body.
const noItem = -1

// split returns the findings about the whole body and those of each entry.
func (all findings) split() (whole findings, items map[int]findings) {
	for _, f := range all {
		if f.item == noItem {
			whole = append(whole, f)
			continue
		}
		if items == nil {
			items = map[int]findings{}
		}
		items[f.item] = append(items[f.item], f)
	}
	return whole, items
}

func (r *reader) fault(message string) { r.faultAt("", message) }

// faultAt notes a fault of the field with the name below where the reader is.
func (r *reader) faultAt(name, message string) {
	item := noItem
	if len(r.path) >= 2 && r.path[1].name == "" {
		item = r.path[1].index
	}
	if n := len(r.found); n >= maxFindings && r.found[n-maxFindings].item == item {
		return
	}
	r.found = append(r.found, finding{Message: message, Location: r.location(name), item: item})
}

func (r *reader) location(name string) string {
	var b strings.Builder
	b.WriteString("body")
	for _, s := range r.path {
		if s.name == "" {
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
			continue
		}
		b.WriteString("." + s.name)
	}
	if name != "" {
		b.WriteString("." + name)
	}
	return b.String()
}

// unknown notes a field that does not exist. Its name is shown only when it
// looks like one, because anything may stand there.
func (r *reader) unknown(name string) {
	const message = "is not a field of this request; take it out or correct its name"
	if looksLikeName(name) {
		r.faultAt(name, message)
		return
	}
	r.fault("has a field that is not part of this request; take it out or correct its name")
}

func looksLikeName(text string) bool {
	if len(text) == 0 || len(text) > 32 || text[0] < 'A' {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if c != '_' && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// wrong notes a value of a kind that does not belong there.
func (r *reader) wrong(s *shape) {
	message := "must be a JSON object"
	switch s.kind {
	case listShape:
		message = "must be a JSON list"
	case flagShape:
		message = "must be true or false, without quotes"
	case numberShape:
		message = "must be a whole number, without quotes"
	case textShape:
		message = "must be a text in double quotes"
		if s.example != "" {
			message += `, such as "` + s.example + `"`
		}
	}
	if s.nullable {
		message += ", or null"
	}
	r.fault(message)
}
