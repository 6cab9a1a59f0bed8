package replies

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// Rules that stand for no phrase.
const (
	ruleProvider = "provider" // the provider has understood it, and has answered
	ruleModel    = "model"
	ruleOperator = "operator"
	ruleKeypad   = "keypad" // and a full stop with the key
)

// open reads the form of a reply, before anybody knows whose it is.
func open(r channels.Reply, now time.Time, test bool) (Text, mail.Mail) {
	t := Text{
		At: now, Channel: r.Channel, Kind: mail.Reply, From: strings.TrimSpace(clean(r.From)), To: clean(r.To), Body: clean(r.Text),
		Digits: clean(r.Digits), Media: r.Media, ProviderID: clean(r.ProviderID), Raw: r.Raw, Test: test, Intents: understood(r),
	}
	if r.Channel == channels.Email {
		return openMail(t)
	}
	if number, err := account.ParsePhone(t.From, ""); err == nil {
		t.From = number
	}
	return t, mail.Mail{}
}

// openMail reads a mail into what is kept of it.
func openMail(t Text) (Text, mail.Mail) {
	m := readMail(t.Raw)
	t.Kind, t.Subject, t.Body, t.Media = m.Kind, clean(m.Subject), clean(m.Text), m.Media
	t.MessageID, t.References = m.MessageID, backwards(m.Answers)
	if m.From != "" {
		t.From = clean(m.From)
	} else if address, err := account.ParseEmail(t.From); err == nil {
		t.From = address
	}
	if t.ProviderID == "" {
		t.ProviderID = "mail:" + digest(m, t.Raw)
	}
	return t, m
}

// backwards is the order of a References header: oldest first, what is answered
// last, each once.
func backwards(answers []string) (list []string) {
	seen := map[string]bool{}
	for i := range answers {
		if id := answers[len(answers)-1-i]; !seen[id] {
			seen[id] = true
			list = append(list, id)
		}
	}
	return list
}

// digest names a mail; one that could not be read is named by its bytes.
func digest(m mail.Mail, raw string) string {
	if m.Digest != "" {
		return m.Digest
	}
	sum := sha256.Sum256([]byte(raw))
	return hex.EncodeToString(sum[:])
}

// readMail never fails: a mail that breaks the parser is kept unread, and a person
// looks at it.
func readMail(raw string) (m mail.Mail) { return guarded(mail.Read, raw) }

func guarded(read func([]byte) mail.Mail, raw string) (m mail.Mail) {
	defer func() {
		if recover() != nil {
			m = mail.Mail{Kind: mail.Unknown}
		}
	}()
	return read([]byte(raw))
}

// understood is what the provider or the keypad says without any reading.
func understood(r channels.Reply) []intents.Found {
	said := strings.TrimSpace(clean(r.Text))
	switch {
	case r.OptOut:
		return []intents.Found{{Intent: intents.OptOut, Certain: true, Evidence: said, Rule: ruleProvider}}
	case r.OptIn:
		return []intents.Found{{Intent: intents.OptIn, Certain: true, Evidence: said, Rule: ruleProvider}}
	case r.Help:
		return []intents.Found{{Intent: intents.Ask, Evidence: said, Rule: ruleProvider}}
	case r.Channel == channels.Voice:
		return pressed(clean(r.Digits))
	}
	return nil
}

// The keys of our calls.
const (
	keyExplain  = "2" // has paid, or wishes to explain
	keyCallBack = "3"
	keyOptOut   = "9"
)

// pressed is what a key means; none for keys that ask for nothing.
func pressed(digits string) []intents.Found {
	f := intents.Found{Intent: intents.Ask, Evidence: digits, Rule: ruleKeypad + "." + digits}
	switch digits {
	case keyOptOut:
		f.Intent, f.Certain = intents.OptOut, true
	case keyExplain, keyCallBack:
	default:
		return nil
	}
	return []intents.Found{f}
}

// clean makes a text that every database takes: valid UTF-8, composed, without NUL.
func clean(text string) string {
	return norm.NFC.String(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", ""))
}
