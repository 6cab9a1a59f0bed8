package email

import (
	"context"
	"crypto/tls"
	"net"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail/smtp"

	"github.com/goodterms/goodterms/channels"
)

// dial connects, greets, encrypts and authenticates.
func (e *Email) dial(ctx context.Context) (*link, *channels.Error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(e.cfg.Host, strconv.Itoa(e.cfg.Port)))
	if err != nil {
		return nil, newFault(dialing, err).classify(recipient{})
	}
	lift := guard(ctx, conn)
	client, failed := e.greet(ctx, conn)
	if !lift() && failed == nil {
		failed = newFault(greeting, context.Cause(ctx))
	}
	if failed != nil {
		_ = conn.Close()
		return nil, failed.classify(recipient{})
	}
	e.log.Debug("mail connection opened", "channel", channels.Email)
	return &link{client: client, conn: conn, has: offered(client)}, nil
}

// greet makes an SMTP session of a connection.
func (e *Email) greet(ctx context.Context, conn net.Conn) (*smtp.Client, *fault) {
	stream := conn
	if e.cfg.ImplicitTLS {
		secure := tls.Client(conn, e.tlsConfig(false))
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, newFault(encrypting, err)
		}
		stream = secure
	}
	client, err := smtp.NewClient(stream, e.cfg.Host)
	if err != nil {
		return nil, newFault(greeting, err)
	}
	if err := client.Hello(e.cfg.Hello); err != nil {
		return nil, newFault(greeting, err)
	}
	near := isNear(conn)
	if !e.cfg.ImplicitTLS {
		if failed := e.startTLS(client, near); failed != nil {
			return nil, failed
		}
	}
	return client, e.authenticate(client)
}

// startTLS encrypts when the relay offers it. Without the offer, which somebody
// on the way may have removed, only a relay on this machine gets mail.
func (e *Email) startTLS(client *smtp.Client, near bool) *fault {
	if ok, _ := client.Extension("STARTTLS"); ok {
		if err := client.StartTLS(e.tlsConfig(near)); err != nil {
			return newFault(encrypting, err)
		}
		return nil
	}
	if near {
		return nil
	}
	return &fault{stage: encrypting, note: "the mail server offers no encryption"}
}

// tlsConfig verifies the relay's certificate, save for STARTTLS to this machine:
// there mail may go in clear, and local relays carry self-signed certificates.
func (e *Email) tlsConfig(near bool) *tls.Config {
	if e.cfg.TLSConfig == nil {
		return &tls.Config{ServerName: e.cfg.Host, MinVersion: tls.VersionTLS12, InsecureSkipVerify: near}
	}
	config := e.cfg.TLSConfig.Clone()
	if config.ServerName == "" {
		config.ServerName = e.cfg.Host
	}
	return config
}

func isNear(conn net.Conn) bool {
	address, ok := conn.RemoteAddr().(*net.TCPAddr)
	return ok && address.IP.IsLoopback()
}

func (e *Email) authenticate(client *smtp.Client) *fault {
	if e.cfg.User == "" {
		return nil
	}
	_, mechanisms := client.Extension("AUTH")
	auth := e.mechanism(strings.Fields(strings.ToUpper(mechanisms)))
	if auth == nil {
		return &fault{stage: authenticating, note: "the mail server offers no way to log in that we know"}
	}
	if err := client.Auth(auth); err != nil {
		return newFault(authenticating, err)
	}
	return nil
}

// mechanism picks the strongest offered way to log in. Plain passwords are fine
// here: startTLS has made sure that the connection is encrypted or local.
func (e *Email) mechanism(offered []string) smtp.Auth {
	user, password := e.cfg.User, e.cfg.Password.Reveal()
	known := []struct {
		name string
		auth func() smtp.Auth
	}{
		{"SCRAM-SHA-256", func() smtp.Auth { return smtp.ScramSHA256Auth(user, password) }},
		{"SCRAM-SHA-1", func() smtp.Auth { return smtp.ScramSHA1Auth(user, password) }},
		{"PLAIN", func() smtp.Auth { return smtp.PlainAuth("", user, password, e.cfg.Host, true) }},
		{"LOGIN", func() smtp.Auth { return smtp.LoginAuth(user, password, e.cfg.Host, true) }},
		{"CRAM-MD5", func() smtp.Auth { return smtp.CRAMMD5Auth(user, password) }},
	}
	for _, k := range known {
		for _, name := range offered {
			if name == k.name {
				return k.auth()
			}
		}
	}
	return nil
}
