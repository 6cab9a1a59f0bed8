package email

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// The local parts of our own addresses are a prefix and the reminder's token.
const (
	replyPrefix  = "in+" // customers answer there
	bouncePrefix = "b+"  // mail servers report there
)

// recipient is the one address a mail goes to.
type recipient struct {
	address string // with an ASCII domain
	utf8    bool   // the local part needs SMTPUTF8 (RFC 6531)
}

// parseRecipient reads a canonical mail address: a dot-atom and a domain (RFC
// 5322 §3.4.1). International domains become ASCII, which every relay takes.
func parseRecipient(text string) (recipient, bool) {
	at := strings.LastIndexByte(text, '@')
	if at < 1 || at > 64 || !isDotAtom(text[:at]) {
		return recipient{}, false
	}
	domain := text[at+1:]
	if !isASCII(domain) {
		ascii, err := idna.Lookup.ToASCII(domain)
		if err != nil {
			return recipient{}, false
		}
		domain = ascii
	}
	return recipient{address: text[:at+1] + domain, utf8: !isASCII(text[:at])}, isDomain(domain)
}

// isDotAtom allows international letters, too (RFC 6532 §3.2).
func isDotAtom(text string) bool {
	for atom := range strings.SplitSeq(text, ".") {
		if atom == "" || strings.ContainsFunc(atom, breaksAtom) {
			return false
		}
	}
	return true
}

func breaksAtom(r rune) bool {
	if r > unicode.MaxASCII {
		return !unicode.IsGraphic(r) || unicode.IsSpace(r) || r == unicode.ReplacementChar
	}
	return !isAlphanumeric(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

// isDomain says whether the text is a host name (RFC 1123 §2.1).
func isDomain(text string) bool {
	if len(text) > 253 {
		return false
	}
	for label := range strings.SplitSeq(text, ".") {
		inside := strings.Trim(label, "-")
		if inside == "" || inside[0] != label[0] || inside[len(inside)-1] != label[len(label)-1] || len(label) > 63 {
			return false
		}
		if strings.ContainsFunc(label, func(r rune) bool { return !isAlphanumeric(r) && r != '-' }) {
			return false
		}
	}
	return true
}

func isAlphanumeric(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

func (e *Email) replyAddress(token string) string {
	if e.cfg.ReplyDomain == "" || token == "" {
		return e.from.Address
	}
	return replyPrefix + token + "@" + e.cfg.ReplyDomain
}

func (e *Email) bounceAddress(token string) string {
	if e.cfg.BounceDomain == "" || token == "" {
		return e.from.Address
	}
	return bouncePrefix + token + "@" + e.cfg.BounceDomain
}

// isToken says whether the text may stand in an address, a link and a header.
func isToken(text string) bool {
	return text != "" && len(text) <= 60 &&
		!strings.ContainsFunc(text, func(r rune) bool { return !isAlphanumeric(r) && r != '-' && r != '_' })
}

// isMessageID says whether the text is a message id without its angle brackets.
func isMessageID(text string) bool {
	left, right, found := strings.Cut(text, "@")
	return found && len(text) <= 250 && isDotAtom(left) && isDotAtom(right) && isASCII(text)
}

// isLanguage says whether the text can be a language tag of BCP 47.
func isLanguage(text string) bool {
	return len(text) >= 2 && len(text) <= 35 && isToken(text) && !strings.Contains(text, "_")
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] > unicode.MaxASCII {
			return false
		}
	}
	return true
}

// oneLine makes a header value of a text: whatever breaks a line, is not
// printable or is white space becomes one space.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
	}), " ")
}
