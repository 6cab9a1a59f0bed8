package operator

import (
	"errors"
	"strings"
	"time"
	"unicode"
)

// Errors about what an operator is called and where they are. They do not repeat it.
var (
	ErrName = errors.New("is empty, longer than 100 characters, or holds characters that cannot be seen")
	ErrZone = errors.New("is not a time zone such as Europe/Berlin")
	ErrRole = errors.New("is none of viewer, editor, clerk and admin")
)

const longestName = 100

// ParseName reads the name of a person: one line that can be seen, with single blanks.
func ParseName(text string) (string, error) {
	name := strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }), " ")
	hidden := func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) && r != '\u200d' }
	if name == "" || len([]rune(name)) > longestName || strings.ContainsFunc(name, hidden) {
		return "", ErrName
	}
	return name, nil
}

// ParseZone reads the IANA name of a time zone; none is UTC.
func ParseZone(text string) (string, error) {
	zone := strings.TrimSpace(text)
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return "", ErrZone
	}
	return zone, nil
}

// ParseRole reads the name of a role.
func ParseRole(text string) (Role, error) {
	if _, known := rights[Role(text)]; !known {
		return "", ErrRole
	}
	return Role(text), nil
}
