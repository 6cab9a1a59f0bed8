package email

import (
	"context"
	"crypto/tls"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// ProbeTime is how long a probe may take, whatever the context allows.
const ProbeTime = 5 * time.Second

// Standing is how the relay received us.
type Standing struct {
	Encrypted bool
	TLS       string // version, such as TLS 1.3; empty in clear
	LoggedIn  bool   // it took our user and password; false where none is set
	Notices   bool   // it can send notices of failure and delay (RFC 3461)
}

// Probe greets the relay as a hand-off does, on a connection of its own, and says
// goodbye: no mail is begun. An error is always a *channels.Error.
func (e *Email) Probe(ctx context.Context) (Standing, error) {
	ctx, cancel := context.WithTimeout(ctx, min(ProbeTime, e.cfg.Timeout))
	defer cancel()
	l, failure := e.dial(ctx)
	if failure != nil {
		return Standing{}, failure
	}
	defer l.conn.Close()
	defer guard(ctx, l.conn)()
	s := Standing{LoggedIn: e.cfg.User != "", Notices: l.has.dsn}
	if state, ok := l.client.TLSConnectionState(); ok {
		s.Encrypted, s.TLS = true, tls.VersionName(state.Version)
	}
	if err := l.client.Quit(); err != nil && ctx.Err() != nil {
		return Standing{}, &channels.Error{Reason: channels.Temporary, Note: "the mail server did not answer in time"}
	}
	return s, nil
}
