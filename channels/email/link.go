package email

import (
	"context"
	"net"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// link is one connection to the relay, past greeting, TLS and AUTH.
type link struct {
	client *smtp.Client
	conn   net.Conn // beneath TLS; for deadlines and closing
	has    extensions

	used      bool      // it has carried a transaction before
	broken    bool      // it must not carry another one
	dirty     bool      // a refused transaction has to be reset first
	mails     int       // transactions so far
	refusals  int       // how many of them were refused
	idleSince time.Time // when it came back to the pool
}

// extensions are what the relay offers of what we use.
type extensions struct {
	pipelining bool // RFC 2920
	dsn        bool // RFC 3461
	utf8       bool // RFC 6531
}

func offered(client *smtp.Client) extensions {
	has := func(name string) bool {
		ok, _ := client.Extension(name)
		return ok
	}
	return extensions{pipelining: has("PIPELINING"), dsn: has("DSN"), utf8: has("SMTPUTF8")}
}

// guard ends all reading and writing on a connection when the context ends. The
// returned function lifts it and says whether the connection is still good.
func guard(ctx context.Context, conn net.Conn) func() bool {
	return context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
}

// close says goodbye without waiting for the answer: whatever it is, it says
// nothing about mail that was taken before.
func (l *link) close() {
	if !l.broken {
		_ = l.write([]byte("QUIT\r\n"), finishing)
	}
	_ = l.client.Close()
}

// command is one line of a transaction and what must be answered to it.
type command struct {
	line  string
	want  int // first digits of the answer
	stage stage
}

// commands are the lines before the content.
func (e *Email) commands(l *link, m *letter) []command {
	commands := make([]command, 0, 4)
	if l.dirty {
		commands = append(commands, command{"RSET", 250, resetting})
	}
	return append(commands,
		command{mailFrom(l, e.cfg.DSN, m), 250, sender},
		command{rcptTo(l, e.cfg.DSN, m), 25, addressing},
		command{"DATA", 354, starting})
}

func mailFrom(l *link, notify bool, m *letter) string {
	line := "MAIL FROM:<" + m.sender + ">"
	if m.to.utf8 {
		line += " BODY=8BITMIME SMTPUTF8"
	}
	if notify && l.has.dsn {
		line += " RET=HDRS ENVID=" + m.message.Attempt
	}
	return line
}

// rcptTo asks for no notice of success: Postfix sends one to the bounce address.
func rcptTo(l *link, notify bool, m *letter) string {
	line := "RCPT TO:<" + m.to.address + ">"
	if notify && l.has.dsn {
		line += " NOTIFY=FAILURE,DELAY"
	}
	return line
}

// transact hands one mail over. It returns the relay's acknowledgement, or what
// went wrong; afterwards the link knows whether it may be used again.
func (e *Email) transact(ctx context.Context, l *link, m *letter) (string, *fault) {
	if m.to.utf8 && !l.has.utf8 {
		return "", &fault{stage: composing}
	}
	lift := guard(ctx, l.conn)
	answer, failed := l.exchange(e.commands(l, m), m.content.Bytes())
	if !lift() {
		l.broken = true
	}
	l.mails++
	l.dirty = failed != nil
	if failed != nil {
		l.refusals++
		l.broken = l.broken || failed.breaks()
	}
	return answer, failed
}

// exchange speaks the commands, all at once where the relay allows it, and then
// the content.
func (l *link) exchange(commands []command, content []byte) (string, *fault) {
	if failed := l.converse(commands); failed != nil {
		return "", failed
	}
	if failed := l.write(content, finishing); failed != nil {
		return "", failed
	}
	return l.read(2, finishing)
}

func (l *link) converse(commands []command) *fault {
	if !l.has.pipelining {
		for _, c := range commands {
			if failed := l.ask(c); failed != nil {
				return failed
			}
		}
		return nil
	}
	lines := make([]byte, 0, 320)
	for _, c := range commands {
		lines = append(append(lines, c.line...), "\r\n"...)
	}
	if failed := l.write(lines, commands[0].stage); failed != nil {
		return failed
	}
	return l.collect(commands)
}

func (l *link) ask(c command) *fault {
	if failed := l.write([]byte(c.line+"\r\n"), c.stage); failed != nil {
		return failed
	}
	_, failed := l.read(c.want, c.stage)
	return failed
}

// collect reads the answers to pipelined commands. The first refusal is the
// verdict; the answers after it have to be read all the same (RFC 2920 §3.1). A
// relay that wants content in spite of a refusal gets none: we hang up.
func (l *link) collect(commands []command) *fault {
	var verdict *fault
	for _, c := range commands {
		_, failed := l.read(c.want, c.stage)
		if verdict == nil {
			verdict = failed
			if failed != nil && failed.breaks() {
				return verdict
			}
			continue
		}
		if failed == nil && c.stage == starting || failed != nil && failed.breaks() {
			l.broken = true
			return verdict
		}
	}
	return verdict
}

func (l *link) write(data []byte, at stage) *fault {
	if _, err := l.client.Text.W.Write(data); err != nil {
		return newFault(at, err)
	}
	if err := l.client.Text.W.Flush(); err != nil {
		return newFault(at, err)
	}
	return nil
}

func (l *link) read(want int, at stage) (string, *fault) {
	_, text, err := l.client.Text.ReadResponse(want)
	if err != nil {
		return "", newFault(at, err)
	}
	return text, nil
}
