package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// mailTimeout is how long the receiver of a reply may take.
const mailTimeout = 15 * time.Second

// passMail sends a real mail to the listener for inbound mail.
func (s *Sandbox) passMail(in *Inbound, answered *record, asked replyRequest) error {
	switch {
	case in.From == "" || in.To == "":
		return troubled(http.StatusUnprocessableEntity, "a mail needs from (the customer) and to (your Reply-To), or the message it answers")
	case !plausible(in.From) || !plausible(in.To) || asked.EnvelopeFrom != "" && asked.EnvelopeFrom != "<>" && !plausible(asked.EnvelopeFrom):
		return troubled(http.StatusUnprocessableEntity, "from and to must be mail addresses")
	case s.mailIn() == "":
		return troubled(http.StatusConflict, "nobody listens for replies by mail: start the sandbox with the address of your mail-in listener")
	}
	var original Message
	if answered != nil && answered.Channel == channelEmail {
		original = s.inbox.view(answered).read()
	}
	in.Subject = orElse(asked.Subject, replySubject(original.Subject))
	in.Answer = smtpAccepted
	mail := []byte(asked.Raw)
	if len(mail) == 0 {
		mail = compose(*in, original, asked)
	}
	sender := orElse(asked.EnvelopeFrom, in.From)
	if sender == "<>" {
		sender = ""
	}
	var err error
	for range asked.times() {
		if err = s.submit(sender, in.To, mail); err != nil {
			break
		}
	}
	if refused := (*smtp.SMTPError)(nil); errors.As(err, &refused) {
		in.Answer = refused.Code
		return troubled(http.StatusBadGateway, "the listener for inbound mail answered %d", refused.Code)
	}
	if err != nil {
		in.Answer = 0
		return troubled(http.StatusBadGateway, "the listener for inbound mail could not be reached")
	}
	return nil
}

// smtpAccepted is the reply to a mail that was taken.
const smtpAccepted = 250

// plausible keeps line breaks and half addresses out of the SMTP dialogue.
func plausible(address string) bool {
	local, domain, ok := strings.Cut(address, "@")
	return ok && local != "" && domain != "" && !strings.ContainsAny(address, "\r\n<> ")
}

// submit hands a mail to the listener by SMTP.
func (s *Sandbox) submit(from, to string, mail []byte) error {
	conn, err := (&net.Dialer{Timeout: dialTimeout}).DialContext(s.ctx, "tcp", s.mailIn())
	if err != nil {
		return fmt.Errorf("dial the mail-in listener: %w", err)
	}
	client := smtp.NewClient(conn)
	client.CommandTimeout, client.SubmissionTimeout = mailTimeout, mailTimeout
	defer client.Close()
	if err := client.Hello("sandbox.localhost"); err != nil {
		return fmt.Errorf("greet the mail-in listener: %w", err)
	}
	if err := client.SendMail(from, []string{to}, bytes.NewReader(mail)); err != nil {
		return fmt.Errorf("send a reply: %w", err)
	}
	return client.Quit()
}

func replySubject(subject string) string {
	if subject == "" || strings.HasPrefix(strings.ToLower(subject), "re:") {
		return orElse(subject, "Re:")
	}
	return "Re: " + subject
}

// compose writes the reply as a mail program would.
func compose(in Inbound, original Message, asked replyRequest) []byte {
	_, domain, _ := strings.Cut(in.From, "@")
	var mail bytes.Buffer
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&mail, "%s: %s\r\n", name, strings.NewReplacer("\r", "", "\n", " ").Replace(value))
		}
	}
	field("From", "<"+in.From+">")
	field("To", "<"+in.To+">")
	field("Subject", mime.QEncoding.Encode("utf-8", in.Subject))
	field("Date", in.At.Format(time.RFC1123Z))
	field("Message-ID", "<"+in.ID+"@"+domain+">")
	switch asked.InReplyTo {
	case "":
		field("In-Reply-To", original.MessageID)
		field("References", strings.TrimSpace(original.Header("References")+" "+original.MessageID))
	case "none":
	default:
		field("In-Reply-To", asked.InReplyTo)
		field("References", asked.InReplyTo)
	}
	for _, name := range slices.Sorted(maps.Keys(asked.Headers)) {
		if !strings.ContainsAny(name, "\r\n: ") {
			field(name, asked.Headers[name])
		}
	}
	field("MIME-Version", "1.0")
	field("Content-Type", "text/plain; charset=utf-8")
	field("Content-Transfer-Encoding", "quoted-printable")
	mail.WriteString("\r\n")
	text := in.Body
	if asked.Quote && original.Body != "" {
		text += "\n\nOn " + original.At.Format(time.RFC1123Z) + ", " + original.From + " wrote:\n> " + strings.ReplaceAll(original.Body, "\n", "\n> ")
	}
	body := quotedprintable.NewWriter(&mail)
	_, _ = body.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n"))) // a buffer takes everything
	_ = body.Close()
	mail.WriteString("\r\n")
	return mail.Bytes()
}
