package account

import (
	"errors"
	"net/mail"
	"strings"
	"unicode"
)

// ErrEmail says that a text is no mail address. It does not repeat the text.
var ErrEmail = errors.New("is not one bare mail address such as ada@example.com")

// The lengths that RFC 5321 §4.5.3.1 and its erratum 1690 allow, in octets.
const (
	longestLocal   = 64
	longestLabel   = 63
	longestAddress = 254
)

// ParseEmail reads one bare mail address and returns it with its domain in lower
// case; the local part stays as it is, because only its own server may say that
// case does not matter. A name beside the address, a comment, a quoted local part
// that needs no quotes, and an address in angle brackets are refused. Domains may
// be international and stay as they were given.
func ParseEmail(text string) (string, error) {
	text = strings.Trim(text, " ")
	at := strings.LastIndexByte(text, '@')
	if at < 1 || at > longestLocal || len(text) > longestAddress {
		return "", ErrEmail
	}
	local, domain := text[:at], text[at+1:]
	if !mailDomain(domain) || !dotAtom(local) && !parsesAsIs(text, local) {
		return "", ErrEmail
	}
	if lower := strings.ToLower(domain); lower != domain {
		return local + "@" + lower, nil
	}
	return text, nil
}

// dotAtom says whether the local part is plain ASCII as RFC 5321 writes it
// without quotes. Nearly every address is.
func dotAtom(local string) bool {
	dot := true // the character before was a dot, or there was none
	for _, c := range []byte(local) {
		switch {
		case c == '.' && dot:
			return false
		case c != '.' && !alphanumeric(c) && !strings.ContainsRune("!#$%&'*+/=?^_`{|}~-", rune(c)):
			return false
		}
		dot = c == '.'
	}
	return !dot
}

// parsesAsIs leaves the rarer forms, quoted or beyond ASCII, to net/mail, and
// takes them only when nothing but the address was written.
func parsesAsIs(text, local string) bool {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return false
	}
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Name != "" {
		return false
	}
	bare := strings.TrimSuffix(strings.TrimPrefix((&mail.Address{Address: parsed.Address}).String(), "<"), ">")
	at := strings.LastIndexByte(bare, '@')
	return at > 0 && bare[:at] == local
}

// mailDomain says whether mail can be sent to the domain: labels of letters,
// digits and inner hyphens, with a dot between them; or localhost.
func mailDomain(domain string) bool {
	if strings.EqualFold(domain, "localhost") {
		return true
	}
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if !mailLabel(label) {
			return false
		}
	}
	top := labels[len(labels)-1]
	return len(labels) > 1 && strings.ContainsFunc(top, func(r rune) bool { return !unicode.IsDigit(r) })
}

func mailLabel(label string) bool {
	if label == "" || len(label) > longestLabel || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for _, r := range label {
		if r != '-' && !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit) {
			return false
		}
	}
	return true
}
