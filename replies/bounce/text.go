package bounce

import (
	"slices"
	"strings"
)

// copyMarks stand above the mail that a report returns, or above its header.
var copyMarks = []string{
	"below this line is a copy of the", "this is a copy of the", "this is a copy of your", "here is a copy of", "a copy of the original message", "copy of your message", "copy of the message", "original message follows", "original message header", "original message ---", "original message--", "--original message", "original message:", "start of original message", "begin original message", "message header follow", "message headers follow", "headers of the original", "header of the original", "header of your message", "headers from the original", "headers of the message", "header of the message", "unsent message follows", "unsent message below", "undelivered message follows", "undelivered message ---", "returned message follows", "returned message ---", "original mail follows", "original mail ---", "message follows", "text of your message", "text of the message", "the first lines of", "body of the message is", "message text follows", "content-type: message/rfc822", "content-type: text/rfc822-headers", "content-type: message/global", "original header", "your original message", "the original message is attached", "mail header---", "-mail header", "failed message follow", "bounced message follow", "undeliverable message follow", "your message reads", "your message was:", "rejected message", "contents of the message", "begin message", "original text", "your message is attached", "mail contents follow", "message body follow", "=original", "--returned mail", "--- message from mail server",
	"ursprüngliche nachricht", "originalnachricht", "kopfzeilen der", "message d'origine", "message original", "en-têtes du message", "mensaje original", "encabezados de mensaje", "mensagem original", "cabeçalhos da mensagem", "messaggio originale", "intestazioni del messaggio", "oorspronkelijk bericht", "oorspronkelijke bericht", "wiadomość oryginalna", "oryginalna wiadomość", "исходное сообщение", "оригинальное сообщение", "текст исходного", "заголовки", "ursprungligt meddelande", "originalmeddelande", "oprindelig meddelelse", "orijinal ileti", "元のメッセージ", "オリジナルメッセージ", "元のメール", "送信メールのヘッダ", "原始邮件", "原始郵件", "邮件头", "원본 메시지", "원본 메일",
}

// lay divides the text of a report into what the system says and what it returns,
// and reads the returned header where it stands in the text.
func (l *letter) lay() {
	text := strings.Join(l.texts, "\n\n")
	if len(strings.TrimSpace(text)) < 40 || len(addressesIn(text, 1)) == 0 && len(l.html) > 0 {
		for _, page := range l.html {
			text += "\n\n" + textOf(page)
		}
	}
	text = clip(strings.ReplaceAll(text, "\r\n", "\n"), maxText)
	lines := strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n")
	cut := copyStart(lines)
	l.lines = unquoted(lines[:cut])
	if cut < len(lines) {
		l.readReturnedText(lines[cut:])
	}
	if len(l.back.ids) == 0 {
		l.readMentionedID(lines)
	}
	if len(l.lines) < 2 { // the copy stands first
		l.lines = unquoted(lines)
	}
	l.head = fold(l.human())
}

// copyStart is the line where the returned mail begins.
func copyStart(lines []string) int {
	for i, line := range lines[:min(len(lines), maxLines)] {
		if i == 0 || len(line) > 200 || len(line) < 5 {
			continue
		}
		trimmed := strings.ToLower(strings.TrimLeft(line, " \t>|"))
		if strings.HasPrefix(trimmed, "received: ") || strings.HasPrefix(trimmed, "return-path:") || strings.HasPrefix(trimmed, "dkim-signature:") {
			return i
		}
		if len(trimmed) < 120 && anyOf(trimmed, copyMarks) && (i > 2 || strings.Contains(trimmed, "--")) {
			return i
		}
	}
	return len(lines)
}

// unquoted drops quoted lines; ">>>" is what a mail system says that it said.
func unquoted(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if strings.HasPrefix(line, ">") && !strings.HasPrefix(line, ">>>") {
			continue
		}
		kept = append(kept, line)
	}
	return kept
}

// readReturnedText reads the header of a mail that is returned as text.
func (l *letter) readReturnedText(lines []string) {
	lines = lines[:min(len(lines), 300)]
	var b strings.Builder
	for _, line := range lines {
		if folded(line) && !strings.Contains(line, ": ") {
			b.WriteString(line + "\n")
			continue
		}
		b.WriteString(strings.TrimLeft(line, " \t>|") + "\n")
	}
	before := len(l.back.ids)
	l.back.read(fieldsOf(b.String()))
	if len(l.back.ids) > before+1 { // the rest are those of mails within the mail
		l.back.ids = l.back.ids[:before+1]
	}
}

// readMentionedID reads an id that a report only mentions.
func (l *letter) readMentionedID(lines []string) {
	for _, line := range lines[:min(len(lines), maxLines)] {
		line = strings.TrimLeft(line, " \t>|*-")
		f, ok := fieldOf(line)
		if !ok {
			f.name, f.value, _ = strings.Cut(strings.ToLower(line), ":")
			f.value = strings.TrimSpace(line[min(len(line), len(f.name)+1):])
		}
		if f.name == "message-id" || f.name == "message id" || f.name == "messageid" || f.name == "internet-message-id" {
			if strings.Contains(f.value, "@") {
				l.back.addID(f.value)
				return
			}
		}
	}
}

// human is what the system says in words.
func (l *letter) human() string { return clip(strings.Join(l.lines, "\n"), 16<<10) }

// fromText reads recipients from the words. The more plainly they are named the
// more they are believed; one way alone is used.
func (l *letter) fromText() []entry {
	listed, plain, mentioned := l.named()
	for _, marks := range [][]mark{listed, l.fromHeader(), plain, mentioned} {
		if entries := l.entries(marks); len(entries) > 0 {
			return entries
		}
	}
	if found := l.usable(addressesIn(l.subject, 3)); len(found) > 0 {
		return []entry{{address: found[0], said: l.human()}}
	}
	if bare := l.bareNames(); len(bare) > 0 {
		return bare
	}
	if len(l.back.to) == 1 {
		return []entry{{address: l.back.to[0], said: l.human()}}
	}
	return []entry{{said: l.human()}}
}

// fromHeader reads X-Failed-Recipients (Exim), where the text does not list them.
func (l *letter) fromHeader() []mark {
	var marks []mark
	for _, v := range l.mail.GetHeaderValues("X-Failed-Recipients") {
		for _, a := range addressesIn(v, most) {
			at := slices.IndexFunc(l.lines, func(line string) bool { return strings.Contains(strings.ToLower(line), a) })
			marks = append(marks, mark{address: a, line: max(at, 0)})
			if len(marks) > 50 {
				return marks
			}
		}
	}
	return marks
}

// usable drops addresses that a report names for other reasons: its author, whom
// it is for, and whom to ask.
func (l *letter) usable(addresses []string) []string {
	return slices.DeleteFunc(slices.Clone(addresses), l.notRecipient)
}

func (l *letter) notRecipient(a string) bool {
	if slices.Contains(l.back.to, a) {
		return false
	}
	local, _, _ := strings.Cut(a, "@")
	switch local {
	case "postmaster", "mailer-daemon", "abuse", "support", "helpdesk", "noreply", "no-reply", "hostmaster", "webmaster", "mailto":
		return true
	}
	return a == l.from || slices.Contains(l.to, a) || a == l.back.from || a == l.back.returnPath || slices.Contains(l.back.ids, a)
}
