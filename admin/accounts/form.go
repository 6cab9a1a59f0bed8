package accounts

import (
	"crypto/rand"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// textFault says what is wrong with a text that must be given; empty when nothing is.
func textFault(text string, most int) string {
	if text == "" {
		return "Write a few words."
	}
	return longFault(text, most)
}

// longFault says what is wrong with a text that may be left out.
func longFault(text string, most int) string {
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text):
		return "Some characters cannot be read: write the text anew."
	case n > most:
		return "Shorten it to " + strconv.Itoa(most) + " characters; it has " + strconv.Itoa(n) + "."
	}
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return "It holds a character that cannot be shown: write the text anew."
		}
	}
	return ""
}

// newOnce is what makes a form safe to send twice.
func newOnce() string { return strings.ToLower(rand.Text()) }
