package events

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// Limits of a post.
const (
	connectTimeout = 10 * time.Second // to connect, to greet, and again until headers come
	wholeTimeout   = 20 * time.Second
	maxAnswer      = 4 << 10 // bytes of the answer that are read, and thrown away
	maxHeaders     = 16 << 10
)

// ClientOptions are the few choices about how webhooks are reached.
type ClientOptions struct {
	AllowPrivate bool           // http and addresses of one's own network may be used
	Resolver     *net.Resolver  // nil: the machine's
	RootCAs      *x509.CertPool // nil: the machine's authorities
}

// NewClient returns the client that reaches webhooks: it connects to no internal
// address, whatever a name leads to at that moment, follows no redirect and uses no
// proxy.
func NewClient(o ClientOptions) *http.Client {
	dialer := &net.Dialer{Timeout: connectTimeout, Resolver: o.Resolver, Control: control(guard(o.AllowPrivate))}
	return &http.Client{
		Timeout:       wholeTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.RootCAs}, ForceAttemptHTTP2: true, DisableCompression: true,
			TLSHandshakeTimeout: connectTimeout, ResponseHeaderTimeout: connectTimeout, MaxResponseHeaderBytes: maxHeaders,
			MaxIdleConnsPerHost: accountsAtOnce, MaxIdleConns: 100, IdleConnTimeout: time.Minute,
		},
	}
}

// errForbidden says that an address must not be connected to. It does not repeat it.
var errForbidden = errors.New("an internal address")

// control looks at the very address that is about to be connected to, so that a name
// that leads elsewhere by now gains nothing.
func control(g *ssrf.Guardian) func(network, address string, c syscall.RawConn) error {
	return func(network, address string, c syscall.RawConn) error {
		target, err := netip.ParseAddrPort(address)
		if err != nil || !openPort(target.Port()) || g.Safe(network, address, c) != nil {
			return errForbidden
		}
		return nil
	}
}

// Faults of a post, as one word each.
const (
	FaultTimeout  = "timeout"          // it did not answer in time
	FaultName     = "name"             // its name leads nowhere
	FaultConnect  = "connect"          // no connection, or it broke
	FaultTLS      = "tls"              // its certificate or protocol is not good
	FaultInternal = "internal_address" // it leads to an address that must not be reached
	FaultRedirect = "redirect"         // it answered 3xx; redirects are not followed
	FaultRefused  = "refused"          // it answered 4xx
	FaultBusy     = "busy"             // it answered 408, 425, 429 or 503
	FaultBroken   = "broken"           // it answered 5xx, or what is no answer
	FaultGone     = "gone"             // it answered 410, or the event is not kept any more
	FaultURL      = "url"              // its URL cannot be used as things are set
)

// faultOf is the word for why there was no answer.
func faultOf(err error) string {
	var dns *net.DNSError
	var network *net.OpError
	var certificate *tls.CertificateVerificationError
	var post *url.Error
	var timeout net.Error
	switch {
	case errors.Is(err, errForbidden):
		return FaultInternal
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return FaultTimeout
	case errors.As(err, &dns):
		return FaultName
	case errors.As(err, &certificate), errors.As(err, &network) && strings.HasSuffix(network.Op, " error"):
		return FaultTLS // "remote error" and "local error" are crypto/tls's
	case errors.As(err, &post) && strings.Contains(post.Err.Error(), "tls: "):
		return FaultTLS // it has no type for these
	}
	return FaultConnect
}

// faultOfStatus is the word for an answer; empty: it was taken.
func faultOfStatus(status int) string {
	switch {
	case status >= 200 && status < 300:
		return ""
	case status == http.StatusGone:
		return FaultGone
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly, status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return FaultBusy
	case status >= 300 && status < 400:
		return FaultRedirect
	case status >= 400 && status < 500:
		return FaultRefused
	}
	return FaultBroken
}
