package bounce

import (
	"slices"
	"strings"
)

// maxLines is how much of a report is searched for names.
const maxLines = 4500

// mark is an address where a report names it.
type mark struct {
	address string
	line    int
	action  Action // of the section it stands in; empty when that does not tell
}

// leadIns stand above a list of recipients.
var leadIns = []string{
	"following recipient", "following address", "following user", "following e-mail", "following email", "one or more recipient", "one or more of its recipient", "one or more of the recipient", "one or more intended", "did not reach", "was not delivered to", "not be delivered to:", "recipients were affected", "permanent fatal errors", "non-fatal errors", "delivery problems", "failed recipient", "list of recipient", "failed to these", "recipients of this delivery", "some or all of the intended", "following destination", "following mailbox", "these recipient", "these address", "following person", "recipient(s):", "recipients:", "following mail address", "group recipients", "addressed to:", "each of the following", "unable to deliver to", "couldn't be delivered to", "wasn't delivered to",
	"folgende empfänger", "folgenden empfänger", "folgende adresse", "folgenden adresse", "folgende e-mail", "empfänger konnte", "destinataires suivants", "destinataire suivant", "adresses suivantes", "adresse suivante", "siguientes destinatarios", "siguiente destinatario", "direcciones siguientes", "siguientes direcciones", "siguiente dirección", "seguintes destinatários", "seguinte destinatário", "destinatários a seguir", "seguintes endereços", "seguenti destinatari", "seguente destinatario", "destinatari seguenti", "seguenti indirizzi", "seguente indirizzo", "volgende geadresseerde", "volgende ontvanger", "volgende adres", "następujących adresatów", "następujących odbiorców", "następujący adres", "następujące adres", "następujących adres", "följande mottagare", "följande adress", "følgende modtager", "følgende mottaker", "følgende adresse", "следующим получателям", "следующим адрес", "следующих получателей", "следующему получателю", "следующие адреса", "aşağıdaki alıcı", "aşağıdaki adres",
	"次の受信者", "以下の受信者", "次のあて先", "次の宛先", "以下の宛先", "以下のあて先", "以下のアドレス", "次のアドレス", "以下のメールアドレス", "次のメールアドレス", "以下收件人", "下列收件人", "以下地址", "下列地址", "以下邮箱", "다음 수신자", "다음 받는 사람", "아래의 수신자",
}

// strangers are labels behind which no recipient stands.
var strangers = []string{
	"from:", "sender:", "mail from", ">>> mail from", "reply-to:", "message-id", "message id", "messageid", "subject:", "date:", "sent:", "reporting-mta", "references:", "in-reply-to:", "return-path:", "received:", "original sender", "contact", "von:", "betreff:", "de :", "de:", "expéditeur", "absender", "remitente", "mittente", "afzender", "от кого:", "от:", "差出人", "送信者", "发件人", "寄件者", "list-", "errors-to:", "x-", "envelope-from", "from address", "queue id", "for assistance", "for help", "for further", "if you", "please contact", "the mts-id", "auth-sender", "sender address", "from user", "from <", "originator",
}

// labels are those behind which a recipient stands.
var labels = []string{
	"to:", "to :", "recipient", "rcpt to", ">>> rcpt to", "<<< 5", "addressed to", "failed recipient", "final-recipient", "original-recipient", "for <", "an:", "empfänger", "destinataire", "à:", "à :", "destinatario", "destinatário", "para:", "para :", "a:", "aan:", "naar:", "ontvanger", "geadresseerde", "odbiorca", "adresat", "do:", "till:", "til:", "mottagare", "modtager", "mottaker", "кому:", "получатель", "адрес", "alıcı", "kime:", "宛先", "あて先", "送信先", "受信者", "收件人", "收信人", "받는사람", "받는 사람", "수신자", "user", "account", "mailbox", "address", "e-mail", "email", "undeliverable to", "delivery to", "delivery failed", "unknown user", "invalid", "unknown", "no such user", "failed address", "550", "551", "552", "553", "554", "450", "451", "452",
}

// named finds the addresses that the text names: in a list of recipients, plainly,
// or at all.
func (l *letter) named() (listed, plain, mentioned []mark) {
	section, action := false, Action("")
	for i, line := range l.lines[:min(len(l.lines), maxLines)] {
		line = clip(line, 2000)
		lower := fold(line)
		spans := spansIn(line, 40)
		if section && strings.HasPrefix(lower, "---") && len(strings.Trim(lower, "- =_*")) > 0 {
			section = false
		}
		if isLeadIn(lower) {
			section, action = true, actionOfSection(lower)
		}
		if len(spans) == 0 || startsWith(lower, strangers) {
			continue
		}
		if origin := originIn(lower, spans); origin != "" {
			listed, plain = renamed(listed, origin, i), renamed(plain, origin, i)
			if len(spans) == 1 {
				mentioned = append(mentioned, mark{origin, i, action})
				continue
			}
			spans[0].address = origin
		}
		own := standsFirst(line, lower, spans[0])
		for n, s := range spans {
			m := mark{s.address, i, action}
			switch {
			case section && own && (n == 0 || separated(line, spans[n-1], s)):
				listed = append(listed, m)
			case n == 0 && (own || startsWith(lower, labels) || anyOf(lower, bounceWords)):
				plain = append(plain, m)
			default:
				mentioned = append(mentioned, m)
			}
		}
	}
	return listed, plain, mentioned
}

// isLeadIn says that a line stands above a list of recipients.
func isLeadIn(lower string) bool {
	if lower == "" || len(lower) > 400 {
		return false
	}
	last := lower[len(lower)-1]
	return anyOf(lower, leadIns) || (last == ':' || strings.HasSuffix(lower, "：")) && anyOf(lower, bounceWords)
}

// actionOfSection is what a line above a list says that happened to those on it.
func actionOfSection(lower string) Action {
	switch {
	case anyOf(lower, []string{"non-fatal", "delayed", "not yet", "still being"}):
		return Delayed
	case anyOf(lower, []string{"permanent", "undeliverable", "failed", "could not be delivered", "did not reach", "cannot be delivered"}):
		return Failed
	case anyOf(lower, []string{"successfully relayed", "been relayed"}):
		return Relayed
	case anyOf(lower, []string{"successfully delivered", "been delivered to", "successful"}) && !strings.Contains(lower, "not"):
		return Delivered
	}
	return ""
}

func startsWith(lower string, prefixes []string) bool {
	lower = strings.TrimLeft(lower, "*-• ")
	for _, p := range prefixes {
		if strings.HasPrefix(lower, p) {
			return true
		}
	}
	return false
}

// originIn is the address that a line says another one came from: Exim and
// sendmail name the address that an alias led to, and behind it the one that was
// written to.
func originIn(lower string, spans []span) string {
	for _, words := range []string{"generated from", "generated by", "expanded from", "forwarded from", "originally to", "alias of"} {
		if strings.Contains(lower, words) {
			return spans[len(spans)-1].address
		}
	}
	return ""
}

// renamed gives the address that was named just before its origin's name.
func renamed(marks []mark, origin string, line int) []mark {
	if n := len(marks); n > 0 && line-marks[n-1].line <= 3 && line > marks[n-1].line {
		marks[n-1].address = origin
	}
	return marks
}

// standsFirst says that a line begins with an address, or with the name of its owner.
func standsFirst(line, lower string, s span) bool {
	before := strings.Trim(line[:s.start], " \t*-•·>(<[\"'0123456789.)")
	before = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(before), "mailto:"), "smtp:")
	if before == "" {
		return true
	}
	after := strings.Trim(line[s.end:], " \t>)]:;.,'\"")
	if after != "" && !strings.HasPrefix(after, "on ") && !strings.HasPrefix(after, "mailto") {
		return false
	}
	return len(before) <= 60 && !strings.Contains(before, ":") && len(strings.Fields(before)) <= 4 && !anyOf(before, bounceWords) && !startsWith(lower, labels)
}

// separated says that two addresses stand beside each other as in a list, not one
// in what is said about the other.
func separated(line string, a, b span) bool {
	return a.address != b.address && a.end <= b.start && strings.Trim(line[a.end:b.start], " \t<>,;\"'") == ""
}

// entries makes an entry of each address, with what is said about it.
func (l *letter) entries(marks []mark) []entry {
	var entries []entry
	at := map[string]int{}
	for _, m := range marks {
		if _, twice := at[m.address]; twice || len(entries) >= most || l.unlikely(m.address, len(marks)) {
			continue
		}
		at[m.address] = len(entries)
		entries = append(entries, entry{address: m.address, action: m.action})
	}
	if len(entries) > 0 {
		l.hear(entries, at)
	}
	return entries
}

// unlikely drops whom a report names for other reasons. A list may name its own
// reader: people write to themselves.
func (l *letter) unlikely(a string, marks int) bool {
	if slices.Contains(l.to, a) && marks == 1 && a != l.from && len(l.back.to) <= 1 && !slices.Contains(l.back.ids, a) && a != l.back.returnPath {
		return false
	}
	return l.notRecipient(a)
}

// hear shares out what is said: a line belongs to whom it names, and so do those
// after it until another is named. Where nothing is said of anybody, all is said of all.
func (l *letter) hear(entries []entry, at map[string]int) {
	said := make([]strings.Builder, len(entries))
	now := -1
	for _, line := range l.lines[:min(len(l.lines), maxLines)] {
		line = clip(line, 2000)
		if strings.HasPrefix(line, "---") || strings.HasPrefix(line, "   ---") {
			now = -1
		}
		for _, s := range spansIn(line, 3) {
			if n, known := at[s.address]; known {
				now = n
				break
			}
		}
		if now >= 0 && said[now].Len() < 4<<10 {
			said[now].WriteString(line + "\n")
		}
	}
	tells := false
	for n := range entries {
		entries[n].said = said[n].String()
		status, cause := weigh("", entries[n].said)
		tells = tells || status != "" || cause != None
	}
	for n := range entries {
		if !tells {
			entries[n].said = l.human()
		}
	}
}

// bareNames reads recipients that are named without their domain (GroupWise).
func (l *letter) bareNames() []entry {
	var entries []entry
	left := 0
	for _, line := range l.lines[:min(len(l.lines), maxLines)] {
		lower := fold(line)
		if isLeadIn(lower) {
			left = 4
			continue
		}
		if left == 0 || lower == "" {
			continue
		}
		left--
		name, rest, _ := strings.Cut(lower, " ")
		name = strings.Trim(name, ":<>'\"")
		if name == "" || strings.ContainsAny(name, "@/,;") || !strings.HasPrefix(rest, "(") && !l.returnedTo(name) {
			continue
		}
		entries = append(entries, entry{address: name, said: line})
	}
	return entries
}

// returnedTo says that the returned mail went to an address with this local part.
func (l *letter) returnedTo(local string) bool {
	return slices.ContainsFunc(l.back.to, func(to string) bool { return strings.HasPrefix(to, local+"@") })
}
