package email

import (
	"bytes"
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// letter is one mail, ready for the wire.
type letter struct {
	message channels.Message
	to      recipient
	sender  string        // envelope from; a bounce goes there
	content *bytes.Buffer // dot-stuffed, with the final dot
}

// compose writes a message as a mail.
func (e *Email) compose(m channels.Message) (*letter, *channels.Error) {
	to, failure := e.admit(m)
	if failure != nil {
		return nil, failure
	}
	rendered := e.buffers.take()
	defer e.buffers.put(rendered)
	e.render(rendered, m, to)
	content := e.buffers.take()
	if e.signer != nil {
		signature, err := e.signer.signature(rendered.Bytes())
		if err != nil {
			e.buffers.put(content)
			return nil, &channels.Error{Reason: channels.Misset, Note: "the mail could not be signed"}
		}
		content.WriteString(signature)
	}
	stuff(content, rendered.Bytes())
	return &letter{message: m, to: to, sender: e.bounceAddress(m.Token), content: content}, nil
}

// render writes headers and body.
func (e *Email) render(w *bytes.Buffer, m channels.Message, to recipient) {
	writeHeader(w, "Date", formatDate(e.now()))
	writeHeader(w, "Message-ID", "<"+m.MessageID+">")
	writeHeader(w, "From", formatAddress(e.from.Name, e.from.Address))
	writeHeader(w, "To", formatAddress(m.ToName, to.address))
	writeHeader(w, "Reply-To", formatAddress(e.from.Name, e.replyAddress(m.Token)))
	writeText(w, "Subject", m.Subject)
	writeThread(w, m.References)
	e.offerUnsubscribe(w, m.Token)
	// RFC 3834 §5: keeps well-behaved vacation responders silent.
	writeHeader(w, "Auto-Submitted", "auto-generated")
	writeHeader(w, "X-Goodterms-Attempt", m.Attempt)
	if isLanguage(m.Language) {
		writeHeader(w, "Content-Language", m.Language)
	}
	writeBody(w, m.Text, m.HTML, m.Attempt)
}

// writeThread makes the mail part of an earlier conversation.
func writeThread(w *bytes.Buffer, references []string) {
	ids := make([]string, 0, len(references))
	for _, id := range references {
		if isMessageID(id) {
			ids = append(ids, "<"+id+">")
		}
	}
	if len(ids) > 0 {
		writeHeader(w, "In-Reply-To", ids[len(ids)-1])
		writeHeader(w, "References", strings.Join(ids, " "))
	}
}

// offerUnsubscribe writes the headers of RFC 2369 and, where there is a link, of
// RFC 8058.
func (e *Email) offerUnsubscribe(w *bytes.Buffer, token string) {
	if token == "" {
		return
	}
	var ways []string
	if e.cfg.UnsubscribeURL != "" {
		ways = append(ways, "<"+e.cfg.UnsubscribeURL+token+">")
		writeHeader(w, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	if e.cfg.ReplyDomain != "" {
		ways = append(ways, "<mailto:"+e.replyAddress(token)+"?subject=unsubscribe>")
	}
	if len(ways) > 0 {
		writeHeader(w, "List-Unsubscribe", strings.Join(ways, ", "))
	}
}

// admit refuses a message that cannot become a mail.
func (e *Email) admit(m channels.Message) (recipient, *channels.Error) {
	to, ok := parseRecipient(m.To)
	switch {
	case !ok:
		return to, &channels.Error{Reason: channels.BadAddress, Note: "not a mail address"}
	case m.Text == "" && m.HTML == "":
		return to, &channels.Error{Reason: channels.Refused, Note: "the mail has no text"}
	case !isMessageID(m.MessageID) || !isToken(m.Attempt) || m.Token != "" && !isToken(m.Token):
		return to, &channels.Error{Reason: channels.Refused, Note: "the mail has no proper message id, attempt or token"}
	case !m.ValidUntil.IsZero() && !e.now().Before(m.ValidUntil):
		return to, &channels.Error{Reason: channels.Temporary, Note: "the send window had closed"}
	}
	return to, nil
}

// stuff appends a rendered mail as SMTP wants it: lines that begin with a dot
// get another one and a lone dot ends it (RFC 5321 §4.5.2).
func stuff(to *bytes.Buffer, mail []byte) {
	to.Grow(len(mail) + 16)
	if bytes.HasPrefix(mail, []byte(".")) {
		to.WriteByte('.')
	}
	for {
		i := bytes.Index(mail, []byte("\n."))
		if i < 0 {
			break
		}
		to.Write(mail[:i+1])
		to.WriteByte('.')
		mail = mail[i+1:]
	}
	to.Write(mail)
	if !bytes.HasSuffix(mail, []byte("\r\n")) {
		to.WriteString("\r\n")
	}
	to.WriteString(".\r\n")
}
