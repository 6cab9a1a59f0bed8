package email

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/goodterms/goodterms/channels"
)

// rule says what a reply means. Every field that is set has to match; the first
// rule that matches counts.
type rule struct {
	at       stage    // any of these stages; 0: all
	codes    string   // reply codes, x for any digit
	enhanced string   // codes of RFC 3463, x for any number; the IANA registry lists them
	says     []string // any of these word beginnings stands in the text
	reason   channels.Reason
	note     string
}

const (
	opening    = greeting | encrypting | resetting
	delivering = addressing | starting | finishing
)

// What relays write when their code alone does not tell. Matched at the
// beginning of words, in lower case, without punctuation.
var (
	saysGreylisted = []string{"greylist", "grey list", "graylist", "gray list", "postgrey"}
	saysTooFast    = []string{"too many", "too fast", "too quickly", "rate limit", "ratelimit", "sending rate", "at a rate", "throttl", "concurren"}
	saysUnknown    = []string{
		"user unknown", "unknown user", "no such", "doesn t exist", "not exist", "unknown recipient", "recipient unknown",
		"invalid recipient", "invalid mailbox", "invalid address", "mailbox not found", "recipient not found", "user not found", "address not found",
		"unrouteable address", "no mailbox here", "not a valid mailbox", "unknown address", "address unknown", "unknown local", "unknown mailbox",
		"user doesn", "user invalid", "recipient invalid", "no longer in use", "host or domain name not found", "null mx",
	}
	saysFull       = []string{"quota", "mailbox full", "mailbox is full", "full mailbox", "exceeded storage", "storage allocation", "inbox full", "inbox is full"}
	saysRelay      = []string{"relay", "rcpthosts", "authentication required", "must authenticate", "not authenticated", "sender verify", "sender address rejected", "sender rejected"}
	saysReputation = []string{
		"blocklist", "blacklist", "block list", "black list", "denylist", "blocked", "dnsbl", "rbl", "spamhaus", "spamcop", "barracuda", "sorbs",
		"reputation", "banned", "spf", "dkim", "dmarc", "reverse dns", "ptr ", "rdns", "client host rejected", "helo",
	}
	saysSpam = []string{"spam", "unsolicited", "virus", "malware", "phish", "content reject", "message content", "content filter"}
	saysBig  = []string{"too big", "too large", "size exceeds", "exceeds size", "size limit", "message size", "maximum size"}
)

// rules reads from the certain to the general. Sources: RFC 5321 §4.2, RFC 3463,
// https://www.iana.org/assignments/smtp-enhanced-status-codes/.
var rules = []rule{
	// The relay and we, before there is any mail.
	{at: opening | authenticating, codes: "4xx", says: saysTooFast, reason: channels.Busy, note: "the mail server limits our connections"},
	{at: authenticating, codes: "5xx", reason: channels.Misset, note: "the mail server refuses our user or password"},
	{at: opening, codes: "5xx", reason: channels.Misset, note: "the mail server refuses our connection"},
	{codes: "53x", reason: channels.Misset, note: "the mail server wants us to log in"}, // 530, 535, 538: RFC 4954, 3207
	{enhanced: "5.7.8 5.7.9 5.7.14", reason: channels.Misset, note: "the mail server wants us to log in"},

	// For now. Postfix's greylisting answers 4.2.0, Gmail's rate limits 4.7.28.
	{codes: "4xx", says: saysGreylisted, reason: channels.Temporary, note: "the mail server asks us to come back later"},
	{at: delivering, enhanced: "4.2.1 4.2.2 4.4.7", reason: channels.Unreachable, note: "the mailbox takes no mail at present"},
	{at: delivering, codes: "4xx", says: saysFull, reason: channels.Unreachable, note: "the mailbox is full"},
	{enhanced: "4.7.28", reason: channels.Busy, note: "the mail server limits our rate"},
	{codes: "4xx", says: saysTooFast, reason: channels.Busy, note: "the mail server limits our rate"},
	{enhanced: "4.7.20 4.7.21 4.7.22 4.7.23 4.7.24 4.7.25 4.7.26 4.7.27", reason: channels.Misset, note: "our mail fails the sender checks"},
	{codes: "4xx", reason: channels.Temporary, note: "the mail server asks us to come back later"},

	// The message, wherever it is refused.
	{enhanced: "5.2.3 5.3.4", reason: channels.Refused, note: "the mail is too big"},
	{at: sender | starting | finishing, codes: "552", says: saysBig, reason: channels.Refused, note: "the mail is too big"},
	{at: sender, codes: "552", reason: channels.Refused, note: "the mail is too big"},

	// MAIL speaks of our sender.
	{at: sender, codes: "5xx", reason: channels.Misset, note: "the mail server refuses our sender address"},

	// Never the customer's fault.
	{enhanced: "5.1.7 5.1.8", reason: channels.Misset, note: "the mail server refuses our sender address"},
	{enhanced: "5.7.20 5.7.21 5.7.22 5.7.23 5.7.24 5.7.25 5.7.26 5.7.27", reason: channels.Misset, note: "our mail fails the sender checks"},
	{at: finishing, enhanced: "5.7.x", says: saysReputation, reason: channels.Misset, note: "the mail server does not trust our sender"},
	{at: finishing, enhanced: "5.7.x", says: saysSpam, reason: channels.Refused, note: "the mail server refuses the words"},
	{enhanced: "5.7.x", reason: channels.Misset, note: "the mail server refuses our mail by policy"},

	// The address. 5.2.1 is soft: Gmail uses it for a mailbox that gets mail too
	// fast, too (https://support.google.com/a/answer/3726730). Exchange Online
	// answers 5.4.1 for recipients it does not have.
	{enhanced: "5.1.1 5.1.2 5.1.3 5.1.4 5.1.6 5.1.10 5.4.4", reason: channels.BadAddress, note: "the address does not exist"},
	{enhanced: "5.4.1", says: []string{"access denied", "recipient address rejected"}, reason: channels.BadAddress, note: "the address does not exist"},
	{enhanced: "5.6.7", reason: channels.BadAddress, note: "the mail server takes no address of this kind"},
	{enhanced: "5.2.1", reason: channels.Unreachable, note: "the mailbox is switched off"},
	{enhanced: "5.2.2 5.4.7", reason: channels.Unreachable, note: "the mailbox takes no mail at present"},
	{enhanced: "5.6.x", reason: channels.Refused, note: "the mail server refuses the form of the mail"},
	{enhanced: "5.3.x 5.4.x", reason: channels.Misset, note: "the mail server cannot pass our mail on"},
	{enhanced: "5.5.1 5.5.2 5.5.3 5.5.4 5.5.5", reason: channels.Misset, note: "the mail server does not understand us"},

	// No code that tells: words, then the bare code.
	{codes: "55x", says: saysRelay, reason: channels.Misset, note: "the mail server does not pass our mail on"},
	{codes: "5xx", says: saysUnknown, reason: channels.BadAddress, note: "the address does not exist"},
	{codes: "5xx", says: saysFull, reason: channels.Unreachable, note: "the mailbox is full"},
	{codes: "5xx", says: saysReputation, reason: channels.Misset, note: "the mail server does not trust our sender"},
	{codes: "5xx", says: saysSpam, reason: channels.Refused, note: "the mail server refuses the words"},
	{at: addressing, enhanced: "5.1.x", reason: channels.BadAddress, note: "the address does not exist"},
	{at: addressing, codes: "551 553", reason: channels.BadAddress, note: "the address does not exist"},
	{at: addressing, codes: "552", reason: channels.Unreachable, note: "the mailbox is full"},
	{codes: "50x 555", reason: channels.Misset, note: "the mail server does not understand us"},
	{at: addressing, codes: "5xx", reason: channels.Blocked, note: "the mail server refuses mail for this address"},
	{codes: "552", reason: channels.Refused, note: "the mail is too big"},
	{codes: "5xx", reason: channels.Refused, note: "the mail server refuses the mail"},
}

// classifyReply finds the meaning of a refusal.
func classifyReply(at stage, code int, text string, to recipient) *channels.Error {
	enhanced := enhancedCode(code, text)
	said := words(text, to)
	for _, r := range rules {
		if r.matches(at, code, enhanced, said) {
			return &channels.Error{Reason: r.reason, Code: codeOf(code, enhanced), Note: r.note}
		}
	}
	return &channels.Error{Reason: channels.Temporary, Code: codeOf(code, enhanced), Note: "the mail server gave an answer without meaning"}
}

func (r rule) matches(at stage, code int, enhanced, said string) bool {
	return (r.at == 0 || r.at&at != 0) &&
		(r.codes == "" || anyCode(r.codes, strconv.Itoa(code))) &&
		(r.enhanced == "" || anyCode(r.enhanced, enhanced)) &&
		(r.says == nil || anyWord(r.says, said))
}

// anyCode matches a code against patterns. In 5xx an x is a digit, at the end of
// 5.7.x a number.
func anyCode(patterns, code string) bool {
	for pattern := range strings.FieldsSeq(patterns) {
		if prefix := strings.TrimRight(pattern, "x"); strings.HasPrefix(code, prefix) && (prefix != pattern || code == pattern) {
			return true
		}
	}
	return false
}

func anyWord(beginnings []string, said string) bool {
	for _, beginning := range beginnings {
		if strings.Contains(said, " "+beginning) {
			return true
		}
	}
	return false
}

// words is a reply's text as words in lower case, each after a space, without
// the recipient's address: nobody is a spammer for being called so.
func words(text string, to recipient) string {
	text = strings.ToLower(text)
	if to.address != "" {
		text = strings.ReplaceAll(text, strings.ToLower(to.address), " ")
	}
	fields := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(fields, " ") + " "
}
