// Package secret is in charge of one thing: a string that cannot be printed by
// accident. It refuses to show its value to anything but a call of Reveal.
package secret

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
	"strconv"
)

const redacted = "[redacted]"

// String is a password, key or token. Every way of printing or encoding it
// gives [redacted], or nothing when it is empty; the zero value is empty.
type String struct {
	// A pointer, because fmt calls no methods on the unexported fields of a
	// struct that holds a String: there it prints an address, not the value.
	value *string
}

// New wraps a value.
func New(value string) String {
	if value == "" {
		return String{}
	}
	return String{value: &value}
}

// Reveal returns the value.
func (s String) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Equal says whether both hold the same value, in a time that does not depend on it.
func (s String) Equal(other String) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// String returns [redacted].
func (s String) String() string {
	if s.value == nil {
		return ""
	}
	return redacted
}

// GoString returns [redacted].
func (s String) GoString() string { return s.String() }

// Format writes [redacted], quoted for %q, whatever else the verb asks for.
func (s String) Format(state fmt.State, verb rune) {
	text := s.String()
	if verb == 'q' {
		text = strconv.Quote(text)
	}
	_, _ = io.WriteString(state, text)
}

// MarshalText returns [redacted].
func (s String) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON returns [redacted] as a JSON string.
func (s String) MarshalJSON() ([]byte, error) { return []byte(strconv.Quote(s.String())), nil }

// LogValue returns [redacted].
func (s String) LogValue() slog.Value { return slog.StringValue(s.String()) }
