package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a header.
const (
	mostFields   = 1000
	longestField = 16 << 10 // bytes
)

// field is one line of a header, unfolded, with its name in lower case. Its value is
// as it came.
type field struct{ name, value string }

// header is the fields of a mail in their order, the topmost first.
type header []field

// first is the topmost value of a name, or nothing.
func (h header) first(name string) string {
	for _, f := range h {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

// all are the values of a name.
func (h header) all(name string) []string {
	var values []string
	for _, f := range h {
		if f.name == name {
			values = append(values, f.value)
		}
	}
	return values
}

func (h header) count(name string) int { return len(h.all(name)) }

// has says that there is a field whose name begins so.
func (h header) has(prefix string) bool {
	for _, f := range h {
		if strings.HasPrefix(f.name, prefix) {
			return true
		}
	}
	return false
}

// split divides a mail into its header and what follows the first blank line. A
// line that no header can have begins the body too; a mail without any header is
// all body.
func split(raw []byte) (header, []byte) { return splitFields(unboxed(raw)) }

// splitFields divides a part, which may begin with a blank line.
func splitFields(raw []byte) (header, []byte) {
	var h headerReader
	for rest := raw; ; {
		line, next := cutLine(rest)
		switch {
		case len(rest) == 0:
			return h.header(), nil
		case len(line) == 0:
			return h.header(), next
		case !h.take(line):
			return h.header(), rest
		}
		rest = next
	}
}

// headerReader takes the lines of a header.
type headerReader struct {
	fields header
	name   string // of the field that is being read; empty before the first
	value  []byte
}

// take takes a line; false when no header has it.
func (h *headerReader) take(line []byte) bool {
	name, value, ok := fieldOf(line)
	switch {
	case h.name != "" && (line[0] == ' ' || line[0] == '\t'):
		h.extend(line)
	case ok:
		h.end()
		h.name, h.value = name, append(h.value[:0], value...)
	case h.name != "" && bytes.HasSuffix(bytes.TrimSpace(h.value), []byte{';'}):
		h.extend(line) // some programs forget to indent
	default:
		return bytes.HasPrefix(line, []byte(">From "))
	}
	return true
}

// extend adds a line to the field. What does not fit into it is left out.
func (h *headerReader) extend(line []byte) {
	if room := longestField - len(h.value); room > 1 {
		h.value = append(append(h.value, ' '), bytes.TrimSpace(line[:min(len(line), room)])...)
	}
}

// end ends the field that is being read.
func (h *headerReader) end() {
	if h.name != "" && len(h.fields) < mostFields {
		h.fields = append(h.fields, field{h.name, unbroken.Replace(string(bytes.TrimSpace(h.value)))})
	}
}

func (h *headerReader) header() header {
	h.end()
	return h.fields
}

// unbroken keeps a value on one line.
var unbroken = strings.NewReplacer("\r", " ", "\n", " ", "\x00", "")

// unboxed is a mail without what mailbox files and careless programs put before it.
// Where only CR ends lines, LF does afterwards.
func unboxed(raw []byte) []byte {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	raw = bytes.TrimLeft(raw, "\r\n")
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') >= 0 {
		raw = bytes.ReplaceAll(raw, []byte{'\r'}, []byte{'\n'})
	}
	if bytes.HasPrefix(raw, []byte("From ")) {
		_, raw = cutLine(raw)
	}
	return raw
}

// cutLine cuts the first line off, without its ending.
func cutLine(text []byte) (line, rest []byte) {
	end := bytes.IndexByte(text, '\n')
	if end < 0 {
		return bytes.TrimSuffix(text, []byte{'\r'}), nil
	}
	return bytes.TrimSuffix(text[:end], []byte{'\r'}), text[end+1:]
}

// fieldOf reads a line as a field: a name of printable letters, and a colon.
func fieldOf(line []byte) (name string, value []byte, ok bool) {
	colon := bytes.IndexByte(line[:min(len(line), 200)], ':')
	if colon < 1 {
		return "", nil, false
	}
	key := bytes.TrimRight(line[:colon], " \t")
	for _, c := range key {
		if c <= ' ' || c >= 0x7f {
			return "", nil, false
		}
	}
	value = line[colon+1:]
	return strings.ToLower(string(key)), value[:min(len(value), longestField)], len(key) > 0
}

// decode reads the encoded words of a value (RFC 2047) and letters that came as they
// are.
func decode(value string) string {
	if !utf8.ValidString(value) {
		value = toUTF8("", []byte(value))
	}
	if !strings.Contains(value, "=?") {
		return value
	}
	words := mime.WordDecoder{CharsetReader: charsetReader}
	decoded, err := words.DecodeHeader(value)
	if err != nil {
		return value
	}
	return strings.ToValidUTF8(decoded, "\ufffd")
}

// oneLine is a text on one line of at most so many bytes.
func oneLine(text string, most int) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	return clip(text, most)
}

// clip cuts a text after so many bytes, between two characters.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// digest names a mail by what its author made of it. What servers write on the way
// does not count, nor how lines end, nor how many end it.
func digest(head header, body []byte) string {
	sum := sha256.New()
	for _, name := range []string{"from", "date", "message-id", "subject", "to"} {
		sum.Write([]byte(strings.Join(strings.Fields(head.first(name)), " ")))
		sum.Write([]byte{0})
	}
	for body = bytes.TrimRight(body, "\r\n"); len(body) > 0; {
		var line []byte
		line, body = cutLine(body)
		sum.Write(line)
		sum.Write([]byte{'\n'})
	}
	return hex.EncodeToString(sum.Sum(nil))
}
