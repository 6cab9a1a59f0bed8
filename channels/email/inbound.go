package email

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/net/netutil"

	"github.com/goodterms/goodterms/channels"
)

// Defaults and limits of mail coming in.
const (
	MaxInbound                = 25 << 20        // bytes of one mail
	DefaultInboundTimeout     = 2 * time.Minute // between two commands, and for one mail's content
	DefaultInboundConnections = 16              // at once; each may hold one mail in memory
)

// Inbound is one mail that came in, before anyone has read it.
type Inbound struct {
	From   string // envelope sender; empty for a bounce
	To     string // envelope recipient, one of our own addresses, in lower case
	Token  string // the reminder's token in it; empty when it came to one of Addresses
	Bounce bool   // it came to the address for bounces
	Raw    []byte // as it came
}

// InboundConfig says which mail is taken and what happens to it.
type InboundConfig struct {
	ReplyDomain  string
	BounceDomain string                               // empty: ReplyDomain
	Addresses    []string                             // further whole addresses of ours, taken without a token
	LMTP         bool                                 // RFC 2033 instead of SMTP
	Hello        string                               // our name in the greeting
	Accept       func(token string) bool              // is this token one of ours? asked before any content
	Receive      func(context.Context, Inbound) error // keeps the mail; 250 is answered after it, and only when it returns nil
	Connections  int                                  // 0: DefaultInboundConnections
	Timeout      time.Duration                        // 0: DefaultInboundTimeout
	MaxBytes     int64                                // 0: MaxInbound
	TLSConfig    *tls.Config                          // nil: STARTTLS is not offered
}

// Listener takes replies and bounces by SMTP or LMTP. It relays nothing: an
// address that is not ours and holds none of our tokens is refused before its
// mail is sent.
type Listener struct {
	cfg    InboundConfig
	known  map[string]bool // Addresses in lower case
	log    *slog.Logger
	server *smtp.Server
	ctx    context.Context // ends the receiving of mails when the listener closes
	cancel context.CancelFunc
}

// NewListener prepares a listener; Serve runs it.
func NewListener(cfg InboundConfig, log *slog.Logger) (*Listener, error) {
	if !isDomain(cfg.ReplyDomain) || cfg.BounceDomain != "" && !isDomain(cfg.BounceDomain) {
		return nil, errors.New("mail in: reply_domain or bounce_domain is not a domain name")
	}
	if cfg.Accept == nil || cfg.Receive == nil {
		return nil, errors.New("mail in: nobody accepts tokens or receives mail")
	}
	l := &Listener{cfg: cfg.withDefaults(), known: map[string]bool{}, log: log}
	for _, address := range cfg.Addresses {
		if _, ok := parseRecipient(address); !ok {
			return nil, errors.New("mail in: one of the further addresses is not a mail address")
		}
		l.known[strings.ToLower(address)] = true
	}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	l.server = l.newServer()
	return l, nil
}

func (c InboundConfig) withDefaults() InboundConfig {
	if c.BounceDomain == "" {
		c.BounceDomain = c.ReplyDomain
	}
	if c.Hello == "" {
		c.Hello = DefaultHello
	}
	if c.Connections == 0 {
		c.Connections = DefaultInboundConnections
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultInboundTimeout
	}
	if c.MaxBytes == 0 {
		c.MaxBytes = MaxInbound
	}
	return c
}

func (l *Listener) newServer() *smtp.Server {
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &delivery{listener: l}, nil }))
	server.Domain, server.LMTP, server.TLSConfig = l.cfg.Hello, l.cfg.LMTP, l.cfg.TLSConfig
	server.ReadTimeout, server.WriteTimeout = l.cfg.Timeout, l.cfg.Timeout
	server.MaxMessageBytes = l.cfg.MaxBytes
	server.MaxRecipients = 1 // one mail, one token, one answer; senders repeat it for the others
	server.EnableSMTPUTF8 = true
	server.ErrorLog = quietLog{l.log}
	return server
}

// Serve takes mail from a listening socket until Shutdown or Close.
func (l *Listener) Serve(socket net.Listener) error {
	if err := l.server.Serve(netutil.LimitListener(socket, l.cfg.Connections)); err != nil {
		return fmt.Errorf("serve mail in: %w", err)
	}
	return nil
}

// Shutdown stops taking connections and waits for those that are open.
func (l *Listener) Shutdown(ctx context.Context) error {
	defer l.cancel()
	if err := l.server.Shutdown(ctx); err != nil {
		return fmt.Errorf("shut mail in down: %w", err)
	}
	return nil
}

// Close ends everything at once; mail under way is not confirmed and comes again.
func (l *Listener) Close() error {
	l.cancel()
	if err := l.server.Close(); err != nil && !errors.Is(err, smtp.ErrServerClosed) {
		return fmt.Errorf("close mail in: %w", err)
	}
	return nil
}

// The answers that a sender gets. None repeats what it sent.
var (
	errNotOurs = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "We take no mail for this domain"}
	errNoToken = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such address"}
	errLater   = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Please try again later"}
)

// delivery is one connection's conversation.
type delivery struct {
	listener *Listener
	mail     Inbound
}

// Mail begins a mail.
func (d *delivery) Mail(from string, _ *smtp.MailOptions) error {
	d.mail = Inbound{From: from}
	return nil
}

// Rcpt refuses every address that is not ours.
func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error {
	to = strings.ToLower(to)
	token, bounce, refusal := d.listener.admit(to)
	if refusal != nil {
		return refusal
	}
	d.mail.To, d.mail.Token, d.mail.Bounce = to, token, bounce
	return nil
}

// admit finds the token in an address of ours; there is none in one of the
// further addresses.
func (l *Listener) admit(to string) (token string, bounce bool, refusal error) {
	if l.known[to] {
		return "", false, nil
	}
	local, domain, _ := strings.Cut(to, "@")
	if domain != strings.ToLower(l.cfg.ReplyDomain) && domain != strings.ToLower(l.cfg.BounceDomain) {
		return "", false, errNotOurs
	}
	token, bounce = splitLocal(local)
	if !isToken(token) || !l.cfg.Accept(token) {
		return "", false, errNoToken
	}
	return token, bounce, nil
}

// splitLocal finds the token in a local part. Some mail systems turn the plus
// into a minus, and some refuse both and leave the token alone.
func splitLocal(local string) (token string, bounce bool) {
	for _, separator := range []string{"+", "-"} {
		switch prefix, rest, _ := strings.Cut(local, separator); prefix + "+" {
		case replyPrefix:
			return rest, false
		case bouncePrefix:
			return rest, true
		}
	}
	return local, false
}

// Data hands the mail on and confirms it when it is kept.
func (d *delivery) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if errors.Is(err, smtp.ErrDataTooLarge) {
		return smtp.ErrDataTooLarge
	}
	if err != nil {
		return errLater
	}
	d.mail.Raw = raw
	l := d.listener
	ctx, cancel := context.WithTimeout(l.ctx, l.cfg.Timeout)
	defer cancel()
	if err := l.cfg.Receive(ctx, d.mail); err != nil {
		l.log.Warn("inbound mail was not kept, its sender will repeat it", "channel", channels.Email, "error", err)
		return errLater
	}
	return nil
}

// Reset forgets a mail.
func (d *delivery) Reset() { d.mail = Inbound{} }

// Logout ends the conversation.
func (d *delivery) Logout() error { return nil }

// quietLog notes that the library complained, without its words: they hold
// addresses of machines and what senders wrote.
type quietLog struct{ log *slog.Logger }

// Printf notes a complaint.
func (q quietLog) Printf(string, ...any) { q.note() }

// Println notes a complaint.
func (q quietLog) Println(...any) { q.note() }

func (q quietLog) note() { q.log.Debug("inbound mail connection failed", "channel", channels.Email) }
