package operator

import (
	"errors"
	"strings"
)

// ErrEmail says that a text is no mail address of an operator. It does not repeat the text.
var ErrEmail = errors.New("is not one bare mail address such as dana@company.example")

// The lengths that RFC 5321 §4.5.3.1 allows.
const (
	longestLocal   = 64
	longestLabel   = 63
	longestAddress = 254
)

// ParseEmail reads the mail address of an operator in its one form: in lower case.
// Operators sign in with it, so that it takes ASCII alone: other letters look alike, and
// some fold into ASCII ones. An international domain is written in its xn-- form.
func ParseEmail(text string) (string, error) {
	text = strings.TrimSpace(text)
	local, domain, found := strings.Cut(text, "@")
	if !found || len(text) > longestAddress || len(local) > longestLocal || !dotted(local, mailbox) || !hosted(domain) {
		return "", ErrEmail
	}
	return strings.ToLower(text), nil
}

// dotted says whether the text is made of such characters, with single dots among them.
func dotted(text string, of func(byte) bool) bool {
	for part := range strings.SplitSeq(text, ".") {
		if part == "" {
			return false
		}
		for i := range len(part) {
			if !of(part[i]) {
				return false
			}
		}
	}
	return true
}

// mailbox are the characters that need no quotes before the @.
func mailbox(c byte) bool {
	return alphanumeric(c) || strings.IndexByte("!#$%&'*+/=?^_`{|}~-", c) >= 0
}

func alphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// hosted says whether a mail server may have the name: labels with dots between them, of
// which the last is no number.
func hosted(domain string) bool {
	if !dotted(domain, func(c byte) bool { return alphanumeric(c) || c == '-' }) {
		return false
	}
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if len(label) > longestLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
	}
	return len(labels) > 1 && strings.Trim(labels[len(labels)-1], "0123456789") != ""
}
