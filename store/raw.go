package store

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// encoded stands before what cannot be kept as text.
const encoded = "base64:"

// kept is what came, whatever its bytes, as text that every database can hold.
func kept(raw string) string {
	if utf8.ValidString(raw) && !strings.Contains(raw, "\x00") && !strings.HasPrefix(raw, encoded) {
		return raw
	}
	return encoded + base64.StdEncoding.EncodeToString([]byte(raw))
}

// asItCame is the opposite of kept.
func asItCame(text string) string {
	if rest, ok := strings.CutPrefix(text, encoded); ok {
		if raw, err := base64.StdEncoding.DecodeString(rest); err == nil {
			return string(raw)
		}
	}
	return text
}

// plain takes out of a text what PostgreSQL refuses to hold.
func plain(text string) string {
	if utf8.ValidString(text) && !strings.Contains(text, "\x00") {
		return text
	}
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\uFFFD")
}
