package email_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
)

// certified returns a server's TLS settings with a certificate for example.com
// and 127.0.0.1, and a client's that trust it.
func certified(t testing.TB) (server, client *tls.Config) {
	t.Helper()
	https := httptest.NewUnstartedServer(nil)
	https.StartTLS()
	defer https.Close()
	roots := x509.NewCertPool()
	roots.AddCert(https.Certificate())
	return &tls.Config{Certificates: https.TLS.Certificates}, &tls.Config{RootCAs: roots}
}

func TestSTARTTLSIsTakenWhenOffered(t *testing.T) {
	t.Parallel()
	server, client := certified(t)
	got := arrive(t, script{tls: server, login: login("clerk", "hunter2")}, func(c *email.Config, _ *channels.Message) {
		*c = withLogin(*c, "clerk", "hunter2")
		c.TLSConfig = client
	})
	if !got.TLS || !got.LoggedIn {
		t.Errorf("tls %v, logged in %v", got.TLS, got.LoggedIn)
	}
}

func TestTLSFromTheStart(t *testing.T) {
	t.Parallel()
	server, client := certified(t)
	got := arrive(t, script{tls: server, implicit: true, login: login("clerk", "hunter2")}, func(c *email.Config, _ *channels.Message) {
		*c = withLogin(*c, "clerk", "hunter2")
		c.ImplicitTLS, c.TLSConfig = true, client
	})
	if !got.TLS || !got.LoggedIn {
		t.Errorf("tls %v, logged in %v", got.TLS, got.LoggedIn)
	}
}

func TestAnUntrustedCertificateGetsNoMail(t *testing.T) {
	t.Parallel()
	server, _ := certified(t)
	for name, implicit := range map[string]bool{"smtp": false, "smtps": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRelay(t, script{tls: server, implicit: implicit})
			cfg := r.config()
			cfg.ImplicitTLS, cfg.TLSConfig = implicit, &tls.Config{}
			_, err := send(t, newEmail(t, cfg), message())
			wantReason(t, err, channels.Misset)
			if r.taken() != 0 {
				t.Error("the mail went out")
			}
		})
	}
}

func TestASelfSignedRelayOnThisMachineMayEncrypt(t *testing.T) {
	t.Parallel()
	server, _ := certified(t)
	if got := arrive(t, script{tls: server}, asIs); !got.TLS {
		t.Error("the mail went in clear")
	}
}

func TestTLSToAPortWithoutItIsMisconfigured(t *testing.T) {
	t.Parallel()
	r := newRelay(t, script{})
	cfg := r.config()
	cfg.ImplicitTLS = true
	_, err := send(t, newEmail(t, cfg), message())
	wantReason(t, err, channels.Misset)
}

// Somebody on the way removes the offer of STARTTLS: neither password nor mail
// may leave. The relay stands on an address of this machine that is not loopback.
func TestNothingGoesInClearToAnotherMachine(t *testing.T) {
	t.Parallel()
	listener, host := listenOutside(t)
	r := &rawRelay{lines: politeBut(lines{"EHLO": "250-relay.example\r\n250 AUTH PLAIN"})}
	r.hanging, r.done = make(chan struct{}), make(chan struct{})
	go r.serve(listener)
	t.Cleanup(func() { _ = listener.Close(); r.closeConnections() })
	r.addr = listener.Addr().String()
	cfg := withLogin(r.config(), "clerk", "hunter2")
	cfg.Host = host
	_, err := send(t, newEmail(t, cfg), message())
	wantReason(t, err, channels.Misset)
	if heard := r.commands(); strings.Contains(heard, "AUTH") || strings.Contains(heard, "MAIL") {
		t.Errorf("the relay heard %q", heard)
	}
}

// listenOutside listens on an address of this machine that is not loopback.
func listenOutside(t *testing.T) (net.Listener, string) {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		if network, ok := a.(*net.IPNet); ok && !network.IP.IsLoopback() && network.IP.IsGlobalUnicast() {
			if listener, err := net.Listen("tcp", net.JoinHostPort(network.IP.String(), "0")); err == nil {
				return listener, network.IP.String()
			}
		}
	}
	if os.Getenv("GOODTERMS_TEST_REQUIRE") == "all" {
		t.Fatal("this machine has loopback addresses only")
	}
	t.Skip("this machine has loopback addresses only")
	return nil, ""
}

func TestARelayWithoutAUTHIsMisconfigured(t *testing.T) {
	t.Parallel()
	r := newRelay(t, script{})
	_, err := send(t, newEmail(t, withLogin(r.config(), "clerk", "hunter2")), message())
	wantReason(t, err, channels.Misset)
}

func TestATemporaryAUTHFailureIsTemporary(t *testing.T) {
	t.Parallel()
	r := newRawRelay(t, politeBut(lines{"EHLO": "250-relay\r\n250 AUTH PLAIN", "AUTH": "454 4.7.0 try later"}))
	_, err := send(t, newEmail(t, withLogin(r.config(), "clerk", "hunter2")), message())
	wantReason(t, err, channels.Temporary)
}

func TestEveryWayToLogInThatRelaysOffer(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]lines{
		"PLAIN": {"EHLO": "250-relay\r\n250 AUTH PLAIN LOGIN", "AUTH": "235 2.7.0 welcome"},
		"LOGIN": {"EHLO": "250-relay\r\n250 AUTH LOGIN", "AUTH": "334 VXNlcm5hbWU6", "Y2xlcms=": "334 UGFzc3dvcmQ6", "aHVudGVyMg==": "235 2.7.0 welcome"},
		"CRAM-MD5": {"EHLO": "250-relay\r\n250 AUTH CRAM-MD5", "AUTH": "334 PDE4OTYuNjk3MTcwOTUyQHJlbGF5LmV4YW1wbGU+",
			"Y2xlcmsgOGQzYmE4MDM5N2NhNzc0OWUzM2FlZjBmZGQ1M2RkMTQ=": "235 2.7.0 welcome"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRawRelay(t, politeBut(l))
			mustSend(t, newEmail(t, withLogin(r.config(), "clerk", "hunter2")), message())
			if heard := r.commands(); !strings.Contains(heard, "AUTH "+name) {
				t.Errorf("the relay heard %q", heard)
			}
		})
	}
}

func TestALogInThatMakesNoSenseIsMisconfigured(t *testing.T) {
	t.Parallel()
	r := newRawRelay(t, politeBut(lines{"EHLO": "250-relay\r\n250 AUTH SCRAM-SHA-256", "AUTH": "334 bm9uc2Vuc2U=", "*": "501 cancelled"}))
	_, err := send(t, newEmail(t, withLogin(r.config(), "clerk", "hunter2")), message())
	wantReason(t, err, channels.Misset)
}

func TestALogInThatIsCutOffIsTemporary(t *testing.T) {
	t.Parallel()
	r := newRawRelay(t, politeBut(lines{"EHLO": "250-relay\r\n250 AUTH PLAIN", "AUTH": cut}))
	_, err := send(t, newEmail(t, withLogin(r.config(), "clerk", "hunter2")), message())
	wantReason(t, err, channels.Temporary)
}
