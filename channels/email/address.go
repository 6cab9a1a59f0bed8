package email

import (
	"net/mail"
	"regexp"
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

// parseRecipient reads a canonical mail address. International domains become
// ASCII, which every relay takes.
func parseRecipient(text string) (recipient, bool) {
	at := strings.LastIndexByte(text, '@')
	if at < 1 || strings.ContainsFunc(text, breaksAddress) {
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
	whole := text[:at+1] + domain
	parsed, err := mail.ParseAddress(whole)
	if err != nil || parsed.Address != whole || !domainName.MatchString(domain) {
		return recipient{}, false
	}
	return recipient{address: whole, utf8: !isASCII(text[:at])}, true
}

func breaksAddress(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`"<>()[],;:\`, r)
}

func (e *Email) replyAddress(token string) *mail.Address {
	if e.cfg.ReplyDomain == "" || token == "" {
		return e.from
	}
	return &mail.Address{Name: e.from.Name, Address: replyPrefix + token + "@" + e.cfg.ReplyDomain}
}

func (e *Email) bounceAddress(token string) string {
	if e.cfg.BounceDomain == "" || token == "" {
		return e.from.Address
	}
	return bouncePrefix + token + "@" + e.cfg.BounceDomain
}

var (
	tokens     = regexp.MustCompile(`^[A-Za-z0-9_-]{1,60}$`)
	messageIDs = regexp.MustCompile(`^[!#-;=?A-~]{1,200}@[!#-;=?A-~]{1,200}$`)
	languages  = regexp.MustCompile(`^[A-Za-z0-9-]{2,35}$`)
)

func isToken(text string) bool     { return tokens.MatchString(text) }
func isMessageID(text string) bool { return messageIDs.MatchString(text) }
func isLanguage(text string) bool  { return languages.MatchString(text) }

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] > unicode.MaxASCII {
			return false
		}
	}
	return true
}

// oneLine makes a header value of a text: whatever breaks a line or is not
// printable becomes one space.
func oneLine(text string) string {
	unsafe := func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
	}
	if !strings.ContainsFunc(text, unsafe) {
		return text
	}
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unsafe(r) }), " ")
}
