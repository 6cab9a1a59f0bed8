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
	sender  string        // envelope from, where a bounce goes; empty: no bounce is wanted
	content *bytes.Buffer // with the final dot
}

// compose writes a message as a mail.
func (e *Email) compose(m channels.Message) (*letter, *channels.Error) {
	to, failure := e.admit(m)
	if failure != nil {
		return nil, failure
	}
	content := e.buffers.take()
	if err := e.write(content, m, to); err != nil {
		e.buffers.put(content)
		return nil, &channels.Error{Reason: channels.Misset, Note: "the mail could not be signed"}
	}
	return &letter{message: m, to: to, sender: e.envelopeFrom(m), content: content}, nil
}

// envelopeFrom is empty for an automatic answer: a bounce of it, or a robot's
// answer to it, would begin a loop (RFC 3834 §3.3).
func (e *Email) envelopeFrom(m channels.Message) string {
	if m.Automatic {
		return ""
	}
	return e.bounceAddress(m.Token)
}

// write writes a mail as it goes to the relay. No line of it begins with a dot,
// so only the final one has to be added (RFC 5321 §4.5.2).
func (e *Email) write(w *bytes.Buffer, m channels.Message, to recipient) error {
	if e.signer == nil {
		e.render(w, m, to)
	} else {
		unsigned := e.buffers.take()
		defer e.buffers.put(unsigned)
		e.render(unsigned, m, to)
		signature, err := e.signer.signature(unsigned.Bytes())
		if err != nil {
			return err
		}
		w.WriteString(signature)
		w.Write(unsigned.Bytes())
	}
	w.WriteString(".\r\n")
	return nil
}

// render writes headers and body.
func (e *Email) render(w *bytes.Buffer, m channels.Message, to recipient) {
	writeHeader(w, "Date", formatDate(e.now()))
	writeHeader(w, "Message-ID", "<"+m.MessageID+">")
	writeHeader(w, "From", e.senderName+"<"+e.from.Address+">")
	writeHeader(w, "To", formatName(m.ToName)+"<"+to.address+">")
	writeHeader(w, "Reply-To", e.senderName+"<"+e.replyAddress(m.Token)+">")
	writeText(w, "Subject", m.Subject)
	writeThread(w, m.References)
	e.offerUnsubscribe(w, m.Token)
	writeHeader(w, "Auto-Submitted", submission(m))
	writeHeader(w, "X-Goodterms-Attempt", m.Attempt) // by which a mail of ours that comes back is known, too
	if isLanguage(m.Language) {
		writeHeader(w, "Content-Language", m.Language)
	}
	writeBody(w, m.Text, m.HTML, m.Attempt)
}

// submission keeps well-behaved vacation responders silent (RFC 3834 §5).
func submission(m channels.Message) string {
	if m.Automatic {
		return "auto-replied"
	}
	return "auto-generated"
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
