package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// toUTF8 reads bytes in a character set of which the label may be wrong or missing.
// What is UTF-8 beyond ASCII is that, whatever its label says: text in another set
// hardly ever looks so.
func toUTF8(label string, data []byte) string {
	label = strings.ToLower(strings.Trim(label, " \"'"))
	switch {
	case label == "utf-7" || label == "utf7" || label == "unicode-1-1-utf-7":
		return fromUTF7(string(data))
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		label = "utf-16le"
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		label = "utf-16be"
	case bytes.Contains(data, []byte("\x1b$B")) || bytes.Contains(data, []byte("\x1b$@")):
		label = "iso-2022-jp"
	case !several(label) && utf8.Valid(data):
		return string(data)
	}
	return convert(label, data)
}

// several says that characters of the set take several bytes, so that chance may make
// them look like UTF-8.
func several(label string) bool {
	for _, prefix := range []string{"iso-2022", "gb", "big5", "euc", "shift", "sjis", "ks_c", "utf-16", "hz"} {
		if strings.HasPrefix(label, prefix) {
			return true
		}
	}
	return false
}

// convert decodes by a label. Unknown ones, and UTF-8 that is none, are read as what
// most programs of the West write.
func convert(label string, data []byte) string {
	set, err := htmlindex.Get(label)
	if err != nil || label == "utf-8" || label == "utf8" {
		if mostlyUTF8(data) {
			return strings.ToValidUTF8(string(data), "\ufffd")
		}
		set = charmap.Windows1252
	}
	decoded, err := set.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd")
	}
	return strings.ToValidUTF8(strings.TrimPrefix(string(decoded), "\ufeff"), "\ufffd")
}

// mostlyUTF8 says that more characters beyond ASCII are good UTF-8 than are not.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		data = data[size:]
	}
	return good > bad
}

// charsetReader decodes encoded words of a header.
func charsetReader(label string, r io.Reader) (io.Reader, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return strings.NewReader(toUTF8(label, data)), nil
}

var inPage = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_.:-]{2,40})`)

// labelInPage is the character set that a page names itself; empty when none.
func labelInPage(page []byte) string {
	if found := inPage.FindSubmatch(page[:min(len(page), 4096)]); found != nil {
		return string(found[1])
	}
	return ""
}

// fromUTF7 reads RFC 2152. What is no good UTF-7 stays as it is.
func fromUTF7(text string) string {
	var out strings.Builder
	for {
		plain, rest, found := strings.Cut(text, "+")
		out.WriteString(plain)
		if !found {
			return strings.ToValidUTF8(out.String(), "\ufffd")
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return !strings.ContainsRune(base64Letters, r) })
		if end < 0 {
			end = len(rest)
		}
		if end == 0 {
			out.WriteByte('+')
		} else {
			out.WriteString(fromUTF16(rest[:end]))
		}
		text = strings.TrimPrefix(rest[end:], "-")
	}
}

const base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// fromUTF16 reads a stretch of base64 in UTF-7.
func fromUTF16(text string) string {
	data, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil && len(data) == 0 {
		return "+" + text
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
	}
	return string(utf16.Decode(units))
}
