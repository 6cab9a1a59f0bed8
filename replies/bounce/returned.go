package bounce

import (
	"slices"
	"strings"
)

// returned is what the mail that the report is about shows of itself.
type returned struct {
	ids        []string
	returnPath string
	to         []string
	from       string
}

// read takes what it needs from a header.
func (b *returned) read(header []field) {
	for _, f := range header {
		switch f.name {
		case "message-id", "x-original-message-id":
			b.addID(f.value)
		case "return-path", "x-envelope-from", "x-return-path":
			if found := addressesIn(f.value, 1); b.returnPath == "" && len(found) > 0 {
				b.returnPath = found[0]
			}
		case "to":
			if len(b.to) == 0 {
				b.to = addressesIn(f.value, 20)
			}
		case "from":
			if found := addressesIn(f.value, 1); b.from == "" && len(found) > 0 {
				b.from = found[0]
			}
		}
	}
}

// readStatus takes the id that some systems repeat among the status fields.
func (b *returned) readStatus(group []field) {
	b.addID(value(group, "x-original-message-id"))
	b.addID(value(group, "original-message-id"))
}

// addID adds a message id in brackets, or a bare one without spaces.
func (b *returned) addID(v string) {
	v = strings.TrimSpace(v)
	if open := strings.IndexByte(v, '<'); open >= 0 {
		v, _, _ = strings.Cut(v[open+1:], ">")
	}
	v = strings.TrimRight(strings.TrimSpace(v), ">")
	if v == "" || strings.ContainsAny(v, " \t<") || len(v) > 998 || len(b.ids) >= 20 || slices.Contains(b.ids, v) {
		return
	}
	b.ids = append(b.ids, v)
}
