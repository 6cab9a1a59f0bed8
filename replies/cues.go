package replies

import (
	"regexp"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/mail"
)

// cues are by what the reply can be matched, in the order in which they are
// trusted.
func (d *Desk) cues(attempt string, t Text, m mail.Mail) Cues {
	list := cueList{read: d.Tokens.Read}
	if t.Channel == channels.Email {
		list.addresses(ByToken, append([]string{t.To}, m.Recipients...)...)
		list.addresses(ByHeader, m.Answers...)
		list.addresses(ByReturned, m.Report.ReturnPath, m.Abuse.ReturnPath)
		list.addresses(ByReturned, slices.Concat(m.Report.MessageIDs, m.Abuse.MessageIDs)...)
		list.text(m.Whole)
	}
	return Cues{Channel: t.Channel, Test: t.Test, Attempt: attempt, Reminders: list.found, Sender: sender(t, m)}
}

// sender is the canonical address of who wrote; of a report, the address that it
// is about.
func sender(t Text, m mail.Mail) string {
	if t.Channel != channels.Email {
		if !strings.HasPrefix(t.From, "+") {
			return ""
		}
		return t.From
	}
	switch {
	case spoke(m.Kind) || m.Kind == mail.AutoReply || m.Kind == mail.Unknown:
	case len(m.Report.Recipients) > 0:
		return m.Report.Recipients[0].Address
	case len(m.Abuse.Recipients) > 0:
		return m.Abuse.Recipients[0]
	default:
		return ""
	}
	address, err := account.ParseEmail(t.From)
	if err != nil {
		return ""
	}
	return address
}

// mostTokens bounds the work of a mail that is full of what looks like tokens.
const mostTokens = 64

// cueList gathers the reminders that tokens name, each once, by the best cue.
type cueList struct {
	read  func(token string) (string, error)
	tried int
	found []Cue
}

// addresses looks for a token in the part before the @ of mail addresses and
// message ids: in+token@, b-token@, token@, and what forwarders make of them.
func (l *cueList) addresses(match Match, list ...string) {
	for _, address := range list {
		local := address
		if at := strings.LastIndexByte(address, '@'); at >= 0 {
			local = address[:at]
		}
		for field := range strings.FieldsFuncSeq(local, notInToken) {
			l.try(match, field)
		}
	}
}

// quotedToken is a token in the links and addresses of a mail of ours, also where
// a scanner has wrapped the link.
var quotedToken = regexp.MustCompile(`(?i)(?:(?:/|%2f)[up](?:/|%2f)|(?:[+-]|%2b))([a-z2-7]{40})`)

// mostQuoted bounds how much of a quoted text is searched: our links stand near
// its top or are not there.
const mostQuoted = 1 << 20

func (l *cueList) text(whole string) {
	for _, hit := range quotedToken.FindAllStringSubmatch(whole[:min(len(whole), mostQuoted)], mostTokens) {
		l.try(ByBody, hit[1])
	}
}

func (l *cueList) try(match Match, token string) {
	if len(token) != tokenLength || l.tried >= mostTokens {
		return
	}
	l.tried++
	id, err := l.read(token)
	known := slices.ContainsFunc(l.found, func(c Cue) bool { return c.ReminderID == id })
	if err == nil && !known {
		l.found = append(l.found, Cue{ReminderID: id, Match: match})
	}
}

// tokenLength is that of every token which reminder.Tokens makes.
const tokenLength = 40

// notInToken finds what no token holds.
func notInToken(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '2' <= r && r <= '7')
}
