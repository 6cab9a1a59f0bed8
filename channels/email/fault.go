package email

import (
	"crypto/tls"
	"errors"
	"net"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// stage is how far a hand-off had come. Stages are bits, so that a rule can name
// several.
type stage uint16

const (
	composing      stage = 1 << iota // before any command of the transaction
	dialing                          // TCP
	greeting                         // banner and EHLO
	encrypting                       // TLS from the start or by STARTTLS
	authenticating                   // AUTH
	resetting                        // RSET, after an earlier refusal
	sender                           // MAIL
	addressing                       // RCPT
	starting                         // DATA, before any content
	finishing                        // content under way, or waiting for the answer to it
)

// fault is what went wrong in a transaction: a refusal, or an answer that never came.
type fault struct {
	stage stage
	reply *textproto.Error // nil: no answer, or none that makes sense
	cause error            // for telling causes apart; never printed
	note  string           // said instead of the usual note; such a fault is ours to mend
}

func newFault(at stage, err error) *fault {
	f := &fault{stage: at, cause: err}
	errors.As(err, &f.reply)
	return f
}

// breaks says that the connection cannot be used after this fault.
func (f *fault) breaks() bool {
	return f.reply == nil || f.reply.Code == 421 || f.reply.Code < 400 || f.stage == resetting
}

// stale says that a connection that had worked before was closed by the relay
// while idle: nothing was taken, and a new connection may well work.
func (f *fault) stale(l *link) bool {
	return f != nil && l.used && f.stage != composing && f.stage != finishing && f.breaks()
}

// classify says what the fault means for the reminder.
func (f *fault) classify(to recipient) *channels.Error {
	switch {
	case f.note != "":
		return &channels.Error{Reason: channels.Misset, Note: f.note}
	case f.stage == composing:
		return &channels.Error{Reason: channels.BadAddress, Note: "the mail server takes no address of this kind"}
	case f.reply == nil || f.reply.Code < 400 || f.reply.Code > 599:
		return f.unanswered()
	}
	return classifyReply(f.stage, f.reply.Code, f.reply.Msg, to)
}

// unanswered is for a hand-off that ended without a clear answer. Once content
// has left, the relay may have taken the mail.
func (f *fault) unanswered() *channels.Error {
	if f.stage == finishing {
		return &channels.Error{Reason: channels.Unknown, Note: "the connection was lost before the mail server confirmed"}
	}
	if note := f.mistake(); note != "" {
		return &channels.Error{Reason: channels.Misset, Note: note}
	}
	if f.stage == dialing {
		return &channels.Error{Reason: channels.Temporary, Note: "the mail server could not be reached"}
	}
	return &channels.Error{Reason: channels.Temporary, Note: "the connection was lost before the mail was handed over"}
}

// mistake names the causes that only an operator can mend.
func (f *fault) mistake() string {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(f.cause, &dns) && dns.IsNotFound:
		return "the mail server's name does not exist"
	case errors.As(f.cause, &certificate):
		return "the mail server's certificate is not trusted"
	case errors.As(f.cause, &record):
		return "the mail server does not speak TLS on this port"
	case f.stage == authenticating && !lost(f.cause):
		return "the mail server's way to log in failed"
	}
	return ""
}

// lost says that the connection was cut, as opposed to an answer we cannot use.
func lost(err error) bool {
	var network net.Error
	return errors.As(err, &network) || strings.HasSuffix(err.Error(), "EOF")
}

// codeOf is the provider code of a reply, such as "550 5.1.1".
func codeOf(code int, enhanced string) string {
	text := strconv.Itoa(code)
	if enhanced != "" {
		text += " " + enhanced
	}
	return text
}

// enhancedCode finds the status code of RFC 3463 in a reply's text, whether or
// not the relay announces them. Its class must be that of the reply.
func enhancedCode(code int, text string) string {
	for word := range strings.FieldsSeq(text) {
		word = strings.Trim(word, "()[]#<>:;,-")
		parts := strings.Split(word, ".")
		if len(parts) == 3 && parts[0] == strconv.Itoa(code/100) && isSmall(parts[1]) && isSmall(parts[2]) {
			return word
		}
	}
	return ""
}

func isSmall(text string) bool {
	return len(text) >= 1 && len(text) <= 3 && strings.Trim(text, "0123456789") == ""
}
