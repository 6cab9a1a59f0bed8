package events_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/goodterms/goodterms/events"
)

func TestAURLThatCannotBeUsedIsRefusedWithARemedy(t *testing.T) {
	t.Parallel()
	for url, remedy := range map[string]string{
		"": "write it like", "books.example.com": "write it like", "https://": "write it like", "https:books.example": "write it like", " https://books.example.com/": "write it like",
		"https://books.example.com/\x7f": "write it like",
		"ftp://books.example.com/":       "https://", "http://books.example.com/": "https://", "javascript://x.example/": "https://",
		"https://me:pw@books.example.com/": "guesses", "https://me@books.example.com/": "guesses",
		"https://books.example.com/#top": "#", "https://books.example.com/#": "#",
		"https://books.example.com:22/": "443", "https://books.example.com:6379/": "443", "https://books.example.com:0/": "443", "https://books.example.com:99999/": "443", "https://books.example.com:/": "443",
		"https://2130706433/": "plain address", "https://0x7f000001/": "plain address", "https://0x7f.1/": "plain address", "https://127.1/": "plain address",
		"https://0177.0.0.1/": "plain address", "https://127.0.0.01/": "plain address", "https://1.2.3.4.5/": "plain address",
		"https://127.0.0.1/": "internal", "https://10.1.2.3/": "internal", "https://192.168.0.1/": "internal", "https://172.16.0.1/": "internal", "https://169.254.169.254/latest": "internal",
		"https://100.64.0.1/": "internal", "https://0.0.0.0/": "internal", "https://224.0.0.1/": "internal", "https://255.255.255.255/": "internal", "https://198.51.100.1/": "internal",
		"https://[::1]/": "internal", "https://[::]/": "internal", "https://[::ffff:127.0.0.1]/": "internal", "https://[::ffff:8.8.8.8]/": "internal", "https://[64:ff9b::7f00:1]/": "internal",
		"https://[fe80::1]/": "internal", "https://[fe80::1%25eth0]/": "internal", "https://[fd00::1]/": "internal", "https://[2002:7f00:1::]/": "internal",
		"https://localhost/": "internal", "https://LOCALHOST./": "internal", "https://db.internal/": "internal", "https://printer.local/": "internal", "https://intranet/": "internal",
		"https://books.example.com/" + strings.Repeat("x", 2000): "too long",
	} {
		err := events.CheckURL(url, false)
		if err == nil || !strings.Contains(err.Error(), remedy) {
			t.Errorf("%.60q: %v, want a remedy with %q", url, err, remedy)
		}
	}
}

func TestAGoodURLIsTaken(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"https://books.example.com/hook?token=1", "https://books.example.com:8443/", "https://books.example.com:443", "https://8.8.8.8/", "https://[2606:4700::1111]/", "https://bücher.example/"} {
		equal(t, events.CheckURL(url, false), nil)
	}
}

func TestInOnesOwnNetworkLinkLocalAddressesAndDangerousPortsStayClosed(t *testing.T) {
	t.Parallel()
	for url, good := range map[string]bool{
		"http://127.0.0.1:8080/": true, "http://10.0.0.5/": true, "https://erp/": true, "http://[::1]:3000/": true, "http://[fd00::1]/": true,
		"http://169.254.169.254/": false, "http://[fe80::1]/": false, "http://127.0.0.1:6379/": false, "http://127.0.0.1:5432/": false, "http://127.0.0.1:22/": false,
		"http://0.0.0.0/": false, "http://2130706433/": false, "http://me:pw@10.0.0.5/": false,
	} {
		if err := events.CheckURL(url, true); (err == nil) != good {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// FuzzCheckURL holds it to the client: what is refused as internal by its form alone is
// never connected to, and nothing panics.
func FuzzCheckURL(f *testing.F) {
	for _, seed := range []string{"https://books.example.com/", "https://[::1%25a]:1/", "https://0x7f.1", "http://a:b@c:d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		err := events.CheckURL(text, false)
		if err != nil && text != "" && len(text) > 12 && strings.Contains(err.Error(), text) {
			t.Error("the error repeats the URL")
		}
		if err == nil && !strings.HasPrefix(strings.ToLower(text), "https://") {
			t.Errorf("taken: %q", text)
		}
	})
}

var quiet = log.New(io.Discard, "", 0)

// names is a name server of the test's, which says where names lead.
func names(t *testing.T, answer func(name string, query int64) netip.Addr) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	var queries atomic.Int64
	go func() {
		for buf := make([]byte, 1500); ; {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			conn.WriteTo(answerTo(buf[:n], func(name string) netip.Addr { return answer(name, queries.Add(1)) }), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func answerTo(query []byte, lead func(name string) netip.Addr) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) == 0 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.Authoritative = true, true
	m.Additionals = nil
	if q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class}, Body: &dnsmessage.AResource{A: lead(q.Name.String()).As4()}}}
	}
	out, _ := m.Pack()
	return out
}

// inner is a server that nobody may reach.
func inner(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the inner server was reached") }))
	t.Cleanup(s.Close)
	return s
}

func post(t *testing.T, c *http.Client, url string) error {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	answer, err := c.Do(request)
	if err == nil {
		answer.Body.Close()
	}
	return err
}

func TestAnInternalAddressIsNotConnectedToHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	_, port, _ := net.SplitHostPort(inner(t).Listener.Addr().String())
	client := events.NewClient(events.ClientOptions{Resolver: names(t, func(string, int64) netip.Addr { return netip.MustParseAddr("127.0.0.1") })})
	for _, host := range []string{"127.0.0.1", "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0", "[::]", "2130706433", "0x7f000001", "127.1", "0177.0.0.1", "localhost", "books.example.com", "a.b.localtest.example"} {
		err := post(t, client, "https://"+host+":"+port+"/")
		if err == nil {
			t.Errorf("%s was reached", host)
		}
		if fault := events.FaultOf(err); fault != events.FaultInternal && fault != events.FaultName {
			t.Errorf("%s: fault %s (%v)", host, fault, err)
		}
	}
}

// TestANameThatLeadsElsewhereByNowGainsNothing asks first, as a check would, and is told
// a public address; when it is connected to, the name leads inside.
func TestANameThatLeadsElsewhereByNowGainsNothing(t *testing.T) {
	t.Parallel()
	_, port, _ := net.SplitHostPort(inner(t).Listener.Addr().String())
	resolver := names(t, func(_ string, query int64) netip.Addr {
		if query == 1 {
			return netip.MustParseAddr("93.184.216.34")
		}
		return netip.MustParseAddr("127.0.0.1")
	})
	first, err := resolver.LookupNetIP(t.Context(), "ip4", "rebound.example.com")
	equal(t, []any{err, first[0].Unmap().String()}, []any{nil, "93.184.216.34"})
	err = post(t, events.NewClient(events.ClientOptions{Resolver: resolver}), "https://rebound.example.com:"+port+"/")
	equal(t, events.FaultOf(err), events.FaultInternal)
}

func TestADangerousPortIsNotConnectedTo(t *testing.T) {
	t.Parallel()
	client := events.NewClient(events.ClientOptions{AllowPrivate: true})
	for _, url := range []string{"http://127.0.0.1:6379/", "http://127.0.0.1:22/", "http://169.254.169.254/"} {
		equal(t, events.FaultOf(post(t, client, url)), events.FaultInternal)
	}
}

func TestTheClientUsesNoProxy(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") }))
	t.Cleanup(proxy.Close)
	t.Setenv("HTTPS_PROXY", proxy.URL)
	t.Setenv("HTTP_PROXY", proxy.URL)
	equal(t, events.FaultOf(post(t, events.NewClient(events.ClientOptions{}), "https://127.0.0.1:9/")), events.FaultInternal)
}

func TestOnlyGoodCertificatesAndPresentProtocolsAreTaken(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ErrorLog = quiet
	server.StartTLS()
	t.Cleanup(server.Close)
	equal(t, events.FaultOf(post(t, events.NewClient(events.ClientOptions{AllowPrivate: true}), server.URL)), events.FaultTLS)
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	good := events.NewClient(events.ClientOptions{AllowPrivate: true, RootCAs: pool})
	equal(t, post(t, good, server.URL), nil)

	old := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	old.Config.ErrorLog = quiet
	old.TLS = &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}
	old.StartTLS()
	t.Cleanup(old.Close)
	pool.AddCert(old.Certificate())
	equal(t, events.FaultOf(post(t, good, old.URL)), events.FaultTLS)
}

func TestAFaultIsAWordAndNeverAURL(t *testing.T) {
	t.Parallel()
	refused := httptest.NewServer(nil)
	refused.Close()
	equal(t, events.FaultOf(post(t, events.NewClient(events.ClientOptions{AllowPrivate: true}), refused.URL)), events.FaultConnect)
	equal(t, events.FaultOf(context.DeadlineExceeded), events.FaultTimeout)
	equal(t, events.FaultOf(errors.Join(&net.DNSError{Err: "no such host", Name: "x"})), events.FaultName)
}
