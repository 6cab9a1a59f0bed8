package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
)

// keepAlive finds a dead connection while nothing is said.
var keepAlive = net.KeepAliveConfig{Enable: true, Idle: time.Minute, Interval: 30 * time.Second, Count: 4}

// session is one connection to the mailbox, logged in and with the folder
// selected.
type session struct {
	*Watcher
	client   *imapclient.Client
	line     *line
	caps     imap.CapSet
	news     chan struct{} // holds one when the server has told of new mail
	lift     func() bool   // of the context's hold on the line
	target   string        // folder for kept mails as the server spells it; empty: none
	validity uint32
	uid      uint32 // of the last mail that was read
}

// open connects, logs in and selects the folder.
func (w *Watcher) open(ctx context.Context) (*session, error) {
	dialer := net.Dialer{Timeout: w.cfg.Timeout, KeepAliveConfig: keepAlive}
	conn, err := dialer.DialContext(ctx, "tcp", w.place.address)
	if err != nil {
		return nil, away("connecting")
	}
	s := &session{Watcher: w, line: newLine(conn), news: make(chan struct{}, 1)}
	s.lift = context.AfterFunc(ctx, func() { _ = conn.Close() })
	if err := s.enter(ctx); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *session) enter(ctx context.Context) error {
	s.line.expect(s.cfg.Timeout)
	defer s.line.relax()
	if err := s.greet(ctx); err != nil {
		return err
	}
	if err := s.logIn(); err != nil {
		return err
	}
	s.caps = s.client.Caps()
	if err := s.prepareTarget(); err != nil {
		return err
	}
	selected, err := s.client.Select(s.place.folder, nil).Wait()
	if err != nil {
		return away("selecting the folder")
	}
	validity, uid, err := s.Cursor.MailboxCursor(ctx, s.place.name())
	if err != nil {
		return ours("finding how far it was read", err)
	}
	if s.validity = selected.UIDValidity; s.validity == validity {
		s.uid = uid // else the uids mean other mails now: all is read again
	}
	return nil
}

// greet encrypts and waits for the greeting.
func (s *session) greet(ctx context.Context) error {
	options := &imapclient.Options{TLSConfig: s.tlsConfig(), UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: s.hear}}
	switch {
	case s.place.implicit:
		secure := tls.Client(s.line, s.tlsConfig())
		if secure.HandshakeContext(ctx) != nil {
			return away("encrypting")
		}
		s.client = imapclient.New(secure, options)
	case s.place.near():
		s.client = imapclient.New(s.line, options)
	default:
		client, err := imapclient.NewStartTLS(s.line, options)
		if err != nil {
			return away("encrypting")
		}
		s.client = client
	}
	if s.client.WaitGreeting() != nil {
		return away("greeting")
	}
	return nil
}

func (s *session) tlsConfig() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.cfg.TLSConfig != nil {
		config = s.cfg.TLSConfig.Clone()
	}
	if config.ServerName == "" {
		config.ServerName = s.place.host
	}
	return config
}

// hear notes what the server tells by itself.
func (s *session) hear(data *imapclient.UnilateralDataMailbox) {
	if data.NumMessages == nil {
		return
	}
	select {
	case s.news <- struct{}{}:
	default: // it has been noted
	}
}

func (s *session) logIn() error {
	if s.client.State() == imap.ConnStateAuthenticated { // PREAUTH
		return nil
	}
	caps := s.client.Caps()
	password := s.cfg.Password.Reveal()
	var err error
	switch {
	case caps.Has(imap.AuthCap(sasl.Plain)):
		err = s.client.Authenticate(sasl.NewPlainClient("", s.place.user, password))
	case caps.Has(imap.CapLoginDisabled):
		return &fault{step: "logging in", refused: true}
	default:
		err = s.client.Login(s.place.user, password).Wait()
	}
	if err == nil {
		return nil
	}
	return &fault{step: "logging in", refused: isRefusal(err)}
}

// isRefusal tells a refused password from a server that cannot look it up now
// (RFC 5530 §3).
func isRefusal(err error) bool {
	var said *imap.Error
	if !errors.As(err, &said) || said.Type != imap.StatusResponseTypeNo {
		return false
	}
	switch said.Code {
	case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug:
		return false
	}
	return true
}

// prepareTarget makes the folder for kept mails, where it is not there yet. Its
// name is given with slashes, whatever the server parts names with.
func (s *session) prepareTarget() error {
	if s.cfg.Processed == "" {
		return nil
	}
	s.target = s.cfg.Processed
	roots, err := s.client.List("", "", nil).Collect()
	if err != nil {
		return away("listing folders")
	}
	if len(roots) > 0 && roots[0].Delim != 0 {
		s.target = strings.ReplaceAll(s.target, "/", string(roots[0].Delim))
	}
	found, err := s.client.List("", s.target, nil).Collect()
	if err != nil {
		return away("listing folders")
	}
	if len(found) > 0 {
		return nil
	}
	if err := s.client.Create(s.target, nil).Wait(); err != nil {
		return away("creating the folder for processed mail")
	}
	return nil
}

// wait returns when there may be new mail.
func (s *session) wait(ctx context.Context) error {
	if !s.caps.Has(imap.CapIdle) {
		if err := s.pause(ctx, PollTime); err != nil {
			return err
		}
		s.line.expect(s.cfg.Timeout)
		defer s.line.relax()
		if s.client.Noop().Wait() != nil {
			return away("waiting")
		}
		return nil
	}
	s.line.expect(s.cfg.Timeout)
	idle, err := s.client.Idle()
	s.line.relax()
	if err != nil {
		return away("waiting")
	}
	paused := s.pause(ctx, IdleTime)
	s.line.expect(s.cfg.Timeout)
	defer s.line.relax()
	if idle.Close() != nil || idle.Wait() != nil {
		return away("waiting")
	}
	return paused
}

func (s *session) pause(ctx context.Context, d time.Duration) error {
	select {
	case <-s.news:
	case <-s.After(d):
	case <-s.client.Closed():
		return away("waiting")
	case <-ctx.Done():
		return away("waiting")
	}
	return nil
}

func (s *session) close() {
	s.lift()
	_ = s.line.Close()
	if s.client != nil {
		_ = s.client.Close()
	}
}
