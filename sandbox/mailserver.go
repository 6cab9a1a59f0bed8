package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Limits of the mail server.
const (
	largestMail = 32 << 20        // as large providers allow
	mailIdle    = 5 * time.Minute // RFC 5321 §4.5.3.2.7
)

func newMailServer(s *Sandbox) *smtp.Server {
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{s: s, conn: c}, nil
	}))
	server.Domain = "sandbox.localhost"
	server.MaxMessageBytes = largestMail
	server.MaxLineLength = 0 // unlimited: counting costs a tenth of a benchmark sink's speed
	server.ReadTimeout, server.WriteTimeout = mailIdle, mailIdle
	server.AllowInsecureAuth = true
	server.ErrorLog = slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)
	return server
}

// session is one SMTP dialogue.
type session struct {
	s          *Sandbox
	conn       *smtp.Conn
	from       string
	recipients []recipient
}

// recipient is an address with what happens to mail for it.
type recipient struct {
	address string
	act     mailAct
}

// AuthMechanisms offers the usual two.
func (d *session) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

// Auth lets anyone in.
func (d *session) Auth(mechanism string) (sasl.Server, error) {
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, _, _ string) error { return nil }), nil
	case sasl.Login:
		return &loginServer{}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

// loginServer speaks the old LOGIN mechanism: a name, a password, and yes.
type loginServer struct{ asked int }

// Next asks for the name, then the password.
func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	if response != nil && l.asked == 0 {
		l.asked++ // the name came with the command
	}
	l.asked++
	switch l.asked {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		return []byte("Password:"), false, nil
	}
	return nil, true, nil
}

// Mail begins a mail; only an act for the sender strikes here.
func (d *session) Mail(from string, _ *smtp.MailOptions) error {
	d.Reset()
	if a := d.s.chooser.mail(from, stageMail); a.code != 0 {
		return d.refuse(a)
	}
	d.from = from
	return nil
}

// Rcpt names a recipient, whose address decides the outcome.
func (d *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	a := d.s.chooser.mail(to, stageRcpt)
	switch {
	case a.drop == dropBefore:
		return d.hangUp()
	case a.code != 0 && !a.data:
		return d.refuse(a)
	}
	d.recipients = append(d.recipients, recipient{to, a})
	return nil
}

// buffers are reused between mails; each mail is copied out at its true size.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Data takes the mail, one message per recipient, before it is answered.
func (d *session) Data(r io.Reader) error {
	worst := d.worst()
	if worst.drop == dropIn {
		return d.hangUp()
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	if _, err := buffer.ReadFrom(r); err != nil {
		if refused := (*smtp.SMTPError)(nil); errors.As(err, &refused) {
			return refused
		}
		return fmt.Errorf("read the data: %w", err)
	}
	if worst.code != 0 && !worst.taken {
		return d.refuse(worst)
	}
	if !d.take(bytes.Clone(buffer.Bytes())) {
		return d.hangUp() // the sandbox closes
	}
	d.s.pause(worst.pace)
	switch {
	case worst.drop == dropAfter:
		return d.hangUp()
	case worst.code != 0:
		return d.refuse(worst)
	}
	return nil
}

// worst is the act that decides for the whole mail.
func (d *session) worst() mailAct {
	for _, r := range d.recipients {
		if r.act != (mailAct{}) {
			return r.act
		}
	}
	return mailAct{}
}

// take records one message per recipient; false when the sandbox closes.
func (d *session) take(raw []byte) bool {
	for _, r := range d.recipients {
		taken := d.s.take(&record{Message: Message{
			ID: newSID("EM"), Channel: channelEmail, At: time.Now().UTC(), To: r.address,
			Status: "accepted", EnvelopeFrom: d.from, letter: newLetter(raw),
		}})
		if !taken {
			return false
		}
	}
	return true
}

// refuse answers with the act's code; 421 also ends the connection (RFC 5321 §3.8).
func (d *session) refuse(a mailAct) error {
	if a.code == 421 {
		fmt.Fprintf(d.conn.Conn(), "421 %d.%d.%d %s\r\n", a.enhanced[0], a.enhanced[1], a.enhanced[2], sentence(a))
		return d.hangUp()
	}
	return &smtp.SMTPError{Code: a.code, EnhancedCode: smtp.EnhancedCode(a.enhanced), Message: sentence(a)}
}

// hangUp breaks the connection; the error only ends the command, nobody reads it.
func (d *session) hangUp() error {
	_ = d.conn.Conn().Close() // it is gone either way
	return errors.New("connection closed on purpose")
}

// sentence is the text that servers mostly send with an enhanced code (RFC 3463).
func sentence(a mailAct) string {
	switch fmt.Sprintf("%d.%d", a.enhanced[1], a.enhanced[2]) {
	case "1.1":
		return "The mailbox does not exist"
	case "1.3":
		return "The mailbox's name is not valid"
	case "2.0":
		return "Greylisted, please try again later"
	case "2.1":
		return "The mailbox is disabled"
	case "2.2":
		return "The mailbox is full"
	case "3.2":
		return "Service not available, closing the channel"
	case "3.4":
		return "The message is too big"
	case "7.1":
		return "The message was refused by policy"
	}
	if a.code < 500 {
		return "Not now, please try again later"
	}
	return "The message was refused"
}

// Reset forgets the mail in hand.
func (d *session) Reset() { d.from, d.recipients = "", d.recipients[:0] }

// Logout ends the dialogue.
func (d *session) Logout() error { return nil }
