package replies

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/intents"
)

// channelWords tell by which channel somebody wants to hear no more, in the
// languages of the rules: "stop calling me", "keine Mails mehr".
var channelWords = map[channels.Kind]*regexp.Regexp{
	channels.Voice: regexp.MustCompile(`(?i)(?:^|[^\pL])(?:call\pL*|phon\pL+|ring\pL*|anruf\pL*|angerufen|anzurufen|telefon\pL*|téléphon\pL*|telephon\pL*|appel\pL*|llam\pL+|bel\pL{0,3}|gebeld|lig(?:ar|uem|a)\pL*|chiam\pL+)(?:$|[^\pL])`),
	channels.SMS:   regexp.MustCompile(`(?i)(?:^|[^\pL])(?:sms\pL*|text(?:s|ing|ed)?)(?:$|[^\pL])`),
	channels.Email: regexp.MustCompile(`(?i)(?:^|[^\pL])(?:e-?mail\pL*|mails?|mailing|correos?|courriels?)(?:$|[^\pL])`),
}

// elsewhere are the channels that the words of an opt-out name, when the one that
// they came by is not among them.
func elsewhere(f intents.Found, by channels.Kind) (named []channels.Kind) {
	for _, kind := range channels.Kinds() {
		if f.Rule != ruleOperator && channelWords[kind].MatchString(f.Evidence) {
			named = append(named, kind)
		}
	}
	if slices.Contains(named, by) {
		return nil
	}
	return named
}

// optOutElsewhere stops the channels that were named at the contact's own
// addresses. What confirms an opt-out speaks of the channel that it goes by, so
// that a person answers here.
func (c *scene) optOutElsewhere(named []channels.Kind) bool {
	for _, kind := range named {
		address, known := c.s.Standing.Contact.Address(kind)
		if !known {
			continue
		}
		c.OptOuts = append(c.OptOuts, account.OptOut{
			Scope: account.ScopeAddress, Channel: kind, Address: address.Value, ContactID: c.t.ContactID, AccountID: c.t.AccountID,
			Source: "reply", Proof: c.t.ID, At: c.now,
		})
		c.would("stop %s to this contact", kindWords[kind])
	}
	c.follow(CauseOptOut, ActAnswer, "wants no more of another channel than the one it came by")
	return true
}

var kindWords = map[channels.Kind]string{channels.Voice: "calls", channels.SMS: "SMS", channels.Email: "email"}

// firstWords are keywords that begin a text which goes on: "STOP I have paid". A
// person looks, and nothing is sent meanwhile.
var firstWords = regexp.MustCompile(`(?i)^\W*(?:stop|stopp|stopall|unsubscribe|optout|opt-out|cancel|quit|revoke|arr[eê]t|alto|baja|parar|sair|abmelden|afmelden)\b[^\pL]*(\pL*)`)

// goesOn are words behind which it is no wish to hear no more: "stop by on Friday".
var goesOn = setOf("by in at over off here there being the order delivery a an")

// led adds the opt-out that the first word of a text may be, where the rules have
// found none.
func led(found []intents.Found, t Text) []intents.Found {
	first := firstWords.FindStringSubmatch(t.Body)
	has := slices.ContainsFunc(found, func(f intents.Found) bool { return f.Intent == intents.OptOut })
	if first == nil || has || t.Channel != channels.SMS || first[1] != "" && goesOn[strings.ToLower(first[1])] {
		return found
	}
	found = slices.DeleteFunc(slices.Clone(found), func(f intents.Found) bool { return f.Intent == intents.Other })
	return sorted(append(found, intents.Found{Intent: intents.OptOut, Evidence: strings.TrimSpace(first[0]), Rule: "keyword.first"}))
}

// leastUnread is how many words a sentence has that somebody has to read although
// the rest of the text was understood; fewer are a greeting or thanks.
const leastUnread = 5

// unread says that the text holds more than what was acted upon: a sentence of
// its own in which nothing was found.
func (c *scene) unread() bool {
	if c.t.Channel == channels.Voice || len(c.t.Intents) == 0 || c.t.Body == "" {
		return false
	}
	rest := c.t.Body
	for _, f := range c.t.Intents {
		if f.Rule == ruleOperator || f.Rule == ruleProvider || f.Rule == "keyword" || f.Evidence == "" {
			return false // a person or a keyword has said all there is
		}
		_, sentence := around(rest, f.Evidence)
		rest = strings.Replace(rest, sentence, "", 1)
	}
	for _, sentence := range sentenceEnd.Split(rest, -1) {
		if words := len(strings.Fields(sentence)); words >= leastUnread && utf8.RuneCountInString(sentence) > 4*leastUnread {
			return true
		}
	}
	return false
}
