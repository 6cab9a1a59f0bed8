package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Defaults of Config.
const (
	defaultListen = "127.0.0.1:8026"
	defaultSMTP   = "127.0.0.1:1025"
	defaultToken  = "sandbox"
	defaultKeep   = 200_000
	defaultSlow   = 3 * time.Second
	defaultStall  = 30 * time.Second
)

// Config says where the sandbox listens and how it behaves.
type Config struct {
	Listen       string        // HTTP address, default 127.0.0.1:8026; port 0 picks a free one
	SMTP         string        // SMTP address, default 127.0.0.1:1025; port 0 picks a free one
	AuthToken    string        // signs callbacks as Twilio's auth token does, default "sandbox"
	Log          io.Writer     // one JSON line per hand-off, written when it arrives; nil for none
	MailIn       string        // host:port of the SMTP listener that receives replies to mail; empty for none; see also SetMailIn
	SMSWebhook   string        // where inbound SMS are posted; see also SetSMSWebhook
	VoiceWebhook string        // where a call to our number asks what to say; see also SetVoiceWebhook
	Keep         int           // messages kept in memory, default 200000; the oldest go first
	Quiet        bool          // no callbacks at all; for benchmarks
	KeypadWait   time.Duration // how long a call waits for a key; default a tenth of the Gather's own timeout
	Slow, Stall  time.Duration // how long the slow outcomes take, default 3 s and 30 s
	Logger       *slog.Logger  // what goes wrong in the sandbox itself; nil for silence
}

// Sandbox is a running phone network and mail server.
type Sandbox struct {
	cfg     Config
	log     *slog.Logger
	inbox   *inbox
	journal *journal
	chooser *chooser
	courier *courier
	board   *switchboard
	optOuts *optOuts
	replies *mailbag
	page    *page

	http         *http.Server
	smtp         *smtp.Server
	mailListener net.Listener
	httpAddr     net.Addr
	smtpAddr     net.Addr
	ctx          context.Context
	cancel       context.CancelFunc
	serving      sync.WaitGroup
	webhookMu    sync.Mutex
	webhook      string
	voiceWebhook string
	gate         sync.RWMutex // held by whoever takes a hand-off or starts a call
	closed       bool
	closeOnce    sync.Once
	closeErr     error
}

// Start binds both listeners and serves in the background until Close.
func Start(cfg Config) (*Sandbox, error) {
	cfg = withDefaults(cfg)
	s, err := assemble(cfg)
	if err != nil {
		return nil, err
	}
	web, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen for http: %w", err)
	}
	mail, err := net.Listen("tcp", cfg.SMTP)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listen for smtp: %w", err), web.Close())
	}
	s.mailListener = mail
	s.httpAddr, s.smtpAddr = web.Addr(), mail.Addr()
	s.courier.start()
	s.serving.Go(func() { s.complain("http", s.http.Serve(web)) })
	s.serving.Go(func() { s.complain("smtp", s.smtp.Serve(mail)) })
	return s, nil
}

func withDefaults(cfg Config) Config {
	cfg.Listen = orElse(cfg.Listen, defaultListen)
	cfg.SMTP = orElse(cfg.SMTP, defaultSMTP)
	cfg.AuthToken = orElse(cfg.AuthToken, defaultToken)
	cfg.Keep = orElse(cfg.Keep, defaultKeep)
	cfg.Slow = orElse(cfg.Slow, defaultSlow)
	cfg.Stall = orElse(cfg.Stall, defaultStall)
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return cfg
}

// orElse returns value, or fallback when value is the zero value.
func orElse[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

func assemble(cfg Config) (*Sandbox, error) {
	pg, err := newPage()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Sandbox{
		cfg: cfg, log: cfg.Logger, ctx: ctx, cancel: cancel, page: pg,
		inbox:   newInbox(cfg.Keep, rawBudget),
		journal: &journal{w: cfg.Log},
		chooser: newChooser(),
		courier: newCourier(ctx, cfg.AuthToken, cfg.Logger),
		board:   newSwitchboard(),
		optOuts: newOptOuts(),
		replies: &mailbag{},
		webhook: cfg.SMSWebhook, voiceWebhook: cfg.VoiceWebhook,
	}
	s.http = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)}
	s.smtp = newMailServer(s)
	return s, nil
}

// complain reports why a server ended, unless it was closed on purpose.
func (s *Sandbox) complain(server string, err error) {
	if err == nil || errors.Is(err, http.ErrServerClosed) || s.ctx.Err() != nil {
		return
	}
	s.log.Error("sandbox server ended", "server", server, "reason", err)
}

// URL is the base address of the HTTP side, such as http://127.0.0.1:8026.
func (s *Sandbox) URL() string { return "http://" + reachable(s.httpAddr) }

// SMTPAddr is the host:port of the mail server.
func (s *Sandbox) SMTPAddr() string { return reachable(s.smtpAddr) }

// reachable turns a listener on every interface into one that can be dialed.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", tcp.Port)
	}
	return addr.String()
}

// SetSMSWebhook sets where inbound SMS are posted, as a Messaging Service's
// inbound webhook does at Twilio.
func (s *Sandbox) SetSMSWebhook(url string) {
	s.webhookMu.Lock()
	defer s.webhookMu.Unlock()
	s.webhook = url
}

func (s *Sandbox) smsWebhook() string {
	s.webhookMu.Lock()
	defer s.webhookMu.Unlock()
	return s.webhook
}

// SetMailIn sets the host:port of the SMTP listener that takes replies to mail.
func (s *Sandbox) SetMailIn(address string) {
	s.webhookMu.Lock()
	defer s.webhookMu.Unlock()
	s.cfg.MailIn = address
}

func (s *Sandbox) mailIn() string {
	s.webhookMu.Lock()
	defer s.webhookMu.Unlock()
	return s.cfg.MailIn
}

// Close ends both servers, hangs up live calls and drops callbacks that wait.
func (s *Sandbox) Close() error {
	s.closeOnce.Do(func() {
		s.gate.Lock()
		s.closed = true
		s.gate.Unlock()
		s.cancel()
		s.closeErr = errors.Join(s.http.Close(), s.smtp.Close())
		_ = s.mailListener.Close() // go-smtp does not know it yet if Serve has only just begun
		s.courier.stop()
		s.board.wait()
		s.serving.Wait()
	})
	return s.closeErr
}

// pause waits as long as an outcome's pace says, or until the sandbox closes.
func (s *Sandbox) pause(p pace) {
	var wait time.Duration
	switch p {
	case paceSlow:
		wait = s.cfg.Slow
	case paceStall:
		wait = s.cfg.Stall
	default:
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.ctx.Done():
	}
}
