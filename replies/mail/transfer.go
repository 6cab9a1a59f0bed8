package mail

import (
	"encoding/base64"
	"strings"
)

// fromBase64 decodes base64. Letters that do not belong there are left out; then, and
// when the end is missing, it is not well formed.
func fromBase64(data []byte) (decoded []byte, ok bool) {
	ok = true
	letters := make([]byte, 0, len(data))
	for _, c := range data {
		switch {
		case strings.IndexByte(base64Letters, c) >= 0:
			letters = append(letters, c)
		case c == '=' || c == '\r' || c == '\n' || c == ' ' || c == '\t':
		default:
			ok = false
		}
	}
	if len(letters)%4 == 1 {
		letters, ok = letters[:len(letters)-1], false
	}
	decoded = make([]byte, base64.RawStdEncoding.DecodedLen(len(letters)))
	size, _ := base64.RawStdEncoding.Decode(decoded, letters)
	return decoded[:size], ok
}

// fromQuotedPrintable decodes RFC 2045 6.7. An equals sign that begins no code stays.
func fromQuotedPrintable(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		c := data[i]
		if c != '=' {
			out = append(out, c)
			continue
		}
		if skip := softBreak(data[i+1:]); skip > 0 {
			i += skip
			continue
		}
		if i+2 < len(data) && nibble(data[i+1]) >= 0 && nibble(data[i+2]) >= 0 {
			c = byte(nibble(data[i+1])<<4 | nibble(data[i+2]))
			i += 2
		}
		out = append(out, c)
	}
	return out
}

// softBreak is the length of a line's end after an equals sign; 0 when there is none.
func softBreak(data []byte) int {
	for i, c := range data[:min(len(data), 80)] {
		switch c {
		case ' ', '\t', '\r':
		case '\n':
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// nibble is what a hexadecimal digit stands for; -1 when it is none.
func nibble(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
