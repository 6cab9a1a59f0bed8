package email_test

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/config/secret"
)

// step answers one command of a session; nil accepts.
type step func(*session) error

// script says how a relay behaves. The zero value takes every mail.
type script struct {
	hello, mail, rcpt, data step
	login                   func(user, password string) error // nil: no AUTH
	tls                     *tls.Config                       // offers STARTTLS
	implicit                bool                              // TLS from the start instead
	extensions              func(*smtp.Server)
}

// received is one mail as a relay got it.
type received struct {
	From          string
	To            string
	Raw           string
	Mail          smtp.MailOptions
	Rcpt          smtp.RcptOptions
	TLS, LoggedIn bool
}

// relay is a real SMTP server on loopback.
type relay struct {
	script  script
	addr    string
	conns   atomic.Int32
	hanging chan struct{} // closed when a hang has begun
	hangOne sync.Once
	done    chan struct{} // closed when the test is over

	mu    sync.Mutex
	mails []received
}

func newRelay(t testing.TB, s script) *relay {
	t.Helper()
	r := &relay{script: s, hanging: make(chan struct{}), done: make(chan struct{})}
	server := smtp.NewServer(r)
	server.ErrorLog = log.New(io.Discard, "", 0)
	server.AllowInsecureAuth = true
	if s.extensions != nil {
		s.extensions(server)
	}
	listener := r.listen(t)
	if s.implicit {
		listener = tls.NewListener(listener, s.tls)
	} else {
		server.TLSConfig = s.tls
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() {
		close(r.done)
		_ = server.Close()
	})
	return r
}

func (r *relay) listen(t testing.TB) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.addr = listener.Addr().String()
	return countingListener{Listener: listener, count: &r.conns}
}

type countingListener struct {
	net.Listener
	count *atomic.Int32
}

func (l countingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		l.count.Add(1)
	}
	return conn, err
}

func (r *relay) received() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received(nil), r.mails...)
}

func (r *relay) taken() int { return len(r.received()) }

func (r *relay) calls() int { return int(r.conns.Load()) }

func (r *relay) config() email.Config {
	host, port, _ := net.SplitHostPort(r.addr)
	number, _ := strconv.Atoi(port)
	return email.Config{Host: host, Port: number, From: "Blue Bottle Accounts <billing@bluebottle.example>"}
}

// NewSession is called at EHLO.
func (r *relay) NewSession(c *smtp.Conn) (smtp.Session, error) {
	s := &session{relay: r, conn: c}
	if r.script.login == nil {
		return s, s.play(r.script.hello)
	}
	return loginSession{s}, s.play(r.script.hello)
}

// session is one connection's conversation.
type session struct {
	relay *relay
	conn  *smtp.Conn
	now   received
}

func (s *session) play(step step) error {
	if step == nil {
		return nil
	}
	return step(s)
}

func (s *session) Reset()        { s.now = received{LoggedIn: s.now.LoggedIn} }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, options *smtp.MailOptions) error {
	s.now.From, s.now.Mail = from, *options
	_, s.now.TLS = s.conn.TLSConnectionState()
	return s.play(s.relay.script.mail)
}

func (s *session) Rcpt(to string, options *smtp.RcptOptions) error {
	s.now.To, s.now.Rcpt = to, *options
	return s.play(s.relay.script.rcpt)
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.now.Raw = string(raw)
	if err := s.play(s.relay.script.data); err != nil {
		return err
	}
	s.keep()
	return nil
}

func (s *session) keep() {
	s.relay.mu.Lock()
	defer s.relay.mu.Unlock()
	s.relay.mails = append(s.relay.mails, s.now)
}

// loginSession is a session that offers AUTH PLAIN.
type loginSession struct{ *session }

func (loginSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s loginSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		err := s.relay.script.login(user, password)
		s.now.LoggedIn = err == nil
		return err
	}), nil
}

// answer refuses with a reply that repeats what a relay should not have told.
func answer(code int, enhanced smtp.EnhancedCode, text string) step {
	return func(*session) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: text}
	}
}

var errDropped = errors.New("dropped")

// drop closes the connection without an answer.
func drop(s *session) error {
	_ = s.conn.Conn().Close()
	return errDropped
}

// takeAndDrop is the worst case: the mail is taken, the answer is lost.
func takeAndDrop(s *session) error {
	s.keep()
	return drop(s)
}

// hang falls silent until the test is over.
func hang(s *session) error {
	s.relay.hangOne.Do(func() { close(s.relay.hanging) })
	<-s.relay.done
	return errDropped
}

// takeAndHang takes the mail and falls silent.
func takeAndHang(s *session) error {
	s.keep()
	return hang(s)
}

func login(user, password string) func(string, string) error {
	return func(u, p string) error {
		if u != user || p != password {
			return smtp.ErrAuthFailed
		}
		return nil
	}
}

func withLogin(c email.Config, user, password string) email.Config {
	c.User, c.Password = user, secret.New(password)
	return c
}
