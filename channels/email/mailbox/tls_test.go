package mailbox_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2/imapserver"

	"github.com/goodterms/goodterms/channels/email/mailbox"
)

// certified returns what a server and its client need to trust each other.
func certified(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	borrowed := httptest.NewTLSServer(nil)
	t.Cleanup(borrowed.Close)
	pool := x509.NewCertPool()
	pool.AddCert(borrowed.Certificate())
	return &tls.Config{Certificates: borrowed.TLS.Certificates}, &tls.Config{RootCAs: pool, ServerName: "example.com"}
}

// outside is a socket on an address of this machine that is not loopback.
func outside(t *testing.T) net.Listener {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		if network, ok := a.(*net.IPNet); ok && network.IP.IsGlobalUnicast() && !network.IP.IsLoopback() {
			if socket, err := net.Listen("tcp", net.JoinHostPort(network.IP.String(), "0")); err == nil {
				return socket
			}
		}
	}
	if os.Getenv("GOODTERMS_TEST_REQUIRE") == "all" {
		t.Fatal("this machine has loopback addresses only")
	}
	t.Skip("this machine has loopback addresses only")
	return nil
}

// serve puts a server with the rig's user behind a socket, and the rig's watcher
// in front of it.
func (r *rig) serve(t *testing.T, socket net.Listener, scheme string, offered *tls.Config) {
	t.Helper()
	server := r.server(imapserver.Options{Caps: everything, TLSConfig: offered, InsecureAuth: offered == nil})
	go func() { _ = server.Serve(socket) }()
	t.Cleanup(func() { _ = server.Close() })
	r.cfg.URL = scheme + "://billing%40bluebottle.example@" + socket.Addr().String() + "/INBOX"
}

func TestMailComesOverTLS(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	server, client := certified(t)
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.serve(t, tls.NewListener(socket, server), "imaps", nil)
	r.cfg.TLSConfig = client
	r.deliver(t, "one")
	r.watch(t)
	r.want(t, "one")
	r.waitsIn(t, mailbox.IdleTime)
	r.deliver(t, "two")
	r.want(t, "two")
}

func TestACertificateThatNobodyVouchesForIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	server, _ := certified(t)
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.serve(t, tls.NewListener(socket, server), "imaps", nil)
	r.watch(t)
	r.waitsIn(t, 0)
	if !strings.Contains(r.logged(), "reason=encrypting") {
		t.Errorf("logged %s", r.logged())
	}
}

func TestElsewhereMailIsReadOverSTARTTLS(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	server, client := certified(t)
	r.serve(t, outside(t), "imap", server)
	r.cfg.TLSConfig = client
	r.deliver(t, "one")
	r.watch(t)
	r.want(t, "one")
}

func TestElsewhereNoPasswordGoesInClear(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.serve(t, outside(t), "imap", nil)
	r.watch(t)
	r.waitsIn(t, 0)
	if !strings.Contains(r.logged(), "reason=encrypting") {
		t.Errorf("logged %s", r.logged())
	}
}
