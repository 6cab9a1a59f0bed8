package email

import (
	"bytes"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

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
	if _, err := e.mime(m, to).WriteTo(rendered); err != nil {
		return nil, &channels.Error{Reason: channels.Refused, Note: "the mail could not be written"}
	}
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

// mime builds headers and body.
func (e *Email) mime(m channels.Message, to recipient) *gomail.Msg {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(e.from)
	msg.ToMailAddress(&mail.Address{Name: oneLine(m.ToName), Address: to.address})
	msg.ReplyToMailAddress(e.replyAddress(m.Token))
	msg.Subject(oneLine(m.Subject))
	msg.SetDateWithValue(e.now())
	msg.SetMessageIDWithValue(m.MessageID)
	msg.SetGenHeader("X-Goodterms-Attempt", m.Attempt)
	// RFC 3834 §5: keeps well-behaved vacation responders silent.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if isLanguage(m.Language) {
		msg.SetGenHeader(gomail.HeaderContentLang, m.Language)
	}
	thread(msg, m.References)
	e.offerUnsubscribe(msg, m.Token)
	body(msg, m)
	return msg
}

// thread makes the mail part of an earlier conversation.
func thread(msg *gomail.Msg, references []string) {
	ids := make([]string, 0, len(references))
	for _, id := range references {
		if isMessageID(id) {
			ids = append(ids, "<"+id+">")
		}
	}
	if len(ids) == 0 {
		return
	}
	msg.SetGenHeader(gomail.HeaderReferences, strings.Join(ids, " "))
	msg.SetGenHeader(gomail.HeaderInReplyTo, ids[len(ids)-1])
}

// offerUnsubscribe sets the headers of RFC 2369 and, where there is a link, of
// RFC 8058. go-mail's own setter insists on https; the settings allow http to
// loopback.
func (e *Email) offerUnsubscribe(msg *gomail.Msg, token string) {
	if token == "" {
		return
	}
	var ways []string
	if e.cfg.UnsubscribeURL != "" {
		ways = append(ways, "<"+e.cfg.UnsubscribeURL+token+">")
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	if e.cfg.ReplyDomain != "" {
		ways = append(ways, "<mailto:"+replyPrefix+token+"@"+e.cfg.ReplyDomain+"?subject=unsubscribe>")
	}
	if len(ways) > 0 {
		msg.SetGenHeader(gomail.HeaderListUnsubscribe, strings.Join(ways, ", "))
	}
}

// body sets the text and, after it, the HTML: the last alternative is the best
// one (RFC 2046 §5.1.4).
func body(msg *gomail.Msg, m channels.Message) {
	switch {
	case m.HTML == "":
		msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	case m.Text == "":
		msg.SetBodyString(gomail.TypeTextHTML, m.HTML)
	default:
		msg.SetBodyString(gomail.TypeTextPlain, m.Text)
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
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

// secondsLeft is how long the relay may keep trying; 0 when there is no limit.
func secondsLeft(now, until time.Time) int {
	if until.IsZero() {
		return 0
	}
	return int(until.Sub(now) / time.Second)
}
