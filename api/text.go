package api

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// textFault says what is wrong with a text, empty when nothing is.
func textFault(text string, s *shape) string {
	if s.min > 0 && strings.TrimSpace(text) == "" {
		return "must not be empty"
	}
	if s.max > 0 && len(text) > s.max && utf8.RuneCountInString(text) > s.max {
		return "is too long; at most " + strconv.Itoa(s.max) + " characters"
	}
	if plain(text) {
		return ""
	}
	for _, c := range text {
		if fault := runeFault(c, s.lines); fault != "" {
			return fault
		}
	}
	return ""
}

// plain says that the text is printable ASCII, as nearly every one is.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

func runeFault(c rune, lines bool) string {
	switch {
	case lines && (c == '\n' || c == '\r' || c == '\t'):
		return ""
	case unicode.IsControl(c), c == '\u2028', c == '\u2029':
		return "holds a control character or line break; take it out"
	case c >= '\u202a' && c <= '\u202e', c >= '\u2066' && c <= '\u2069':
		return "holds a character that turns the direction of writing; take it out"
	case c == utf8.RuneError:
		return "holds a character that an earlier conversion has lost (U+FFFD); send the text as it was"
	}
	return ""
}
