package twilio_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
)

func TestEachAnswerHasItsReason(t *testing.T) {
	t.Parallel()
	const page = "<html>Bad Gateway</html>"
	answers := map[string]struct {
		answer http.HandlerFunc
		want   channels.Reason
		code   string
	}{
		"200 with rubbish":          {says(200, page), channels.Unknown, ""},
		"200 that is empty":         {says(200, ""), channels.Unknown, ""},
		"204":                       {says(204, ""), channels.Unknown, ""},
		"301":                       {says(301, "", "Location", "/elsewhere"), channels.Unknown, ""},
		"304":                       {says(304, ""), channels.Unknown, ""},
		"400 listed":                {refuses(400, "21610"), channels.OptedOut, "21610"},
		"400 unlisted":              {refuses(400, "29999"), channels.Refused, "29999"},
		"400 without a code":        {says(400, `{"status":400,"message":"no"}`), channels.Refused, ""},
		"400 of somebody else":      {says(400, `{"error":"no"}`), channels.Unknown, ""},
		"400 that is no JSON":       {says(400, page), channels.Unknown, ""},
		"401 listed":                {refuses(401, "20003"), channels.Misset, "20003"},
		"401 unlisted":              {refuses(401, "20006"), channels.Misset, "20006"},
		"403 unlisted":              {refuses(403, "20403"), channels.Misset, "20403"},
		"403 listed":                {refuses(403, "21610"), channels.OptedOut, "21610"},
		"403 of a firewall":         {says(403, page), channels.Unknown, ""},
		"404 unlisted":              {refuses(404, "20404"), channels.Refused, "20404"},
		"408":                       {refuses(408, "20408"), channels.Unknown, ""},
		"429":                       {refuses(429, "20429"), channels.Busy, "20429"},
		"429 of a balancer":         {says(429, page), channels.Busy, ""},
		"500":                       {refuses(500, "20500"), channels.Unknown, "20500"},
		"502 of a proxy":            {says(502, page), channels.Unknown, ""},
		"503":                       {refuses(503, "20503"), channels.Unknown, "20503"},
		"201 with a wrong type":     {says(201, `{"sid":7}`), channels.Unknown, ""},
		"201 that breaks off":       {torn(201, `{"sid":"SM0123`), channels.Unknown, ""},
		"400 that breaks off":       {torn(400, `{"code":21610`), channels.Unknown, ""},
		"400 with more to come":     {torn(400, `{"code":21610,"status":400}`), channels.Unknown, ""},
		"connection that is closed": {hangsUp, channels.Unknown, ""},
	}
	for name, a := range answers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stub := newStub(t, a.answer)
			fault := faultOf(t, stub.client(t))
			if fault.Reason != a.want || fault.Code != a.code || fault.Note == "" {
				t.Errorf("got %+v, want %s with %q", fault, a.want, a.code)
			}
			if calls := stub.calls.Load(); calls != 1 {
				t.Errorf("%d requests", calls)
			}
		})
	}
}

// torn announces more than it sends.
func torn(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, out, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		fmt.Fprintf(out, "HTTP/1.1 %d OK\r\nContent-Length: 400\r\n\r\n%s", status, body)
		_ = out.Flush()
	}
}

func hangsUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_ = conn.Close()
}

func TestRetryAfterIsHeard(t *testing.T) {
	t.Parallel()
	const date = "Tue, 24 Nov 2026 10:00:00 GMT"
	waits := map[string]struct {
		headers []string
		want    time.Duration
	}{
		"none":                 {nil, 0},
		"seconds":              {[]string{"Retry-After", "7"}, 7 * time.Second},
		"an instant":           {[]string{"Retry-After", "Tue, 24 Nov 2026 10:01:30 GMT", "Date", date}, 90 * time.Second},
		"an instant gone by":   {[]string{"Retry-After", "Tue, 24 Nov 2026 09:00:00 GMT", "Date", date}, 0},
		"less than nothing":    {[]string{"Retry-After", "-5"}, 0},
		"more than a day":      {[]string{"Retry-After", "99999999"}, 24 * time.Hour},
		"more than a number":   {[]string{"Retry-After", "99999999999999999999"}, 0},
		"rubbish":              {[]string{"Retry-After", "soon"}, 0},
		"an instant, no clock": {[]string{"Retry-After", "Tue, 24 Nov 2026 10:01:30 GMT", "Date", "rubbish"}, 0},
	}
	for name, w := range waits {
		fault := faultOf(t, newStub(t, says(429, `{"code":20429,"status":429}`, w.headers...)).client(t))
		if fault.Reason != channels.Busy || fault.RetryAfter != w.want {
			t.Errorf("%s: %+v, want %v", name, fault, w.want)
		}
	}
}

func TestTheLongerWaitWins(t *testing.T) {
	t.Parallel()
	answer := says(400, `{"code":30450,"status":400}`, "Retry-After", "60")
	if fault := faultOf(t, newStub(t, answer).client(t)); fault.RetryAfter != 30*time.Minute {
		t.Errorf("waits %v", fault.RetryAfter)
	}
}

func TestWhatWasNeverWrittenIsTemporary(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	bases := map[string]string{
		"refused connection": "http://" + closed.Addr().String(),
		"unknown name":       "https://nowhere.invalid",
	}
	for name, base := range bases {
		config := valid()
		config.BaseURL, config.Timeout = base, 2*time.Second
		if fault := faultOf(t, newClient(t, config)); fault.Reason != channels.Temporary {
			t.Errorf("%s: %v", name, fault)
		}
	}
}

func TestAnUntrustedCertificateIsOurAffair(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(created))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	config := valid()
	config.BaseURL = server.URL
	if fault := faultOf(t, newClient(t, config)); fault.Reason != channels.Misset {
		t.Error(fault)
	}
}

func TestAServerThatFallsSilentIsUnknown(t *testing.T) {
	t.Parallel()
	asked, done := make(chan struct{}), make(chan struct{})
	stub := newStub(t, func(http.ResponseWriter, *http.Request) { close(asked); <-done })
	t.Cleanup(func() { close(done) }) // before the server is closed
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	_, err := stub.client(t).API(ctx).CreateMessage(message())
	if fault := twilio.Fault(err); fault.Reason != channels.Unknown {
		t.Error(fault)
	}
}

func TestTheTimeoutEndsARequest(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	stub := newStub(t, func(http.ResponseWriter, *http.Request) { <-done })
	t.Cleanup(func() { close(done) })
	config := valid()
	config.BaseURL, config.Timeout = stub.URL, 50*time.Millisecond
	if fault := faultOf(t, newClient(t, config)); fault.Reason != channels.Unknown || stub.calls.Load() != 1 {
		t.Errorf("%v after %d requests", fault, stub.calls.Load())
	}
}

func TestAServerThatTakesNoConnectionIsTemporary(t *testing.T) {
	t.Parallel()
	// A TLS server that never shakes hands: there is a connection, but none to write to.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	config := valid()
	config.BaseURL, config.Timeout = "https://"+listener.Addr().String(), 50*time.Millisecond
	if fault := faultOf(t, newClient(t, config)); fault.Reason != channels.Temporary {
		t.Error(fault)
	}
}

func TestACancelledContextMakesNoRequest(t *testing.T) {
	t.Parallel()
	stub := newStub(t, created)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := stub.client(t).API(ctx).CreateMessage(message())
	if fault := twilio.Fault(err); fault.Reason != channels.Temporary || stub.calls.Load() != 0 {
		t.Errorf("%v after %d requests", fault, stub.calls.Load())
	}
}

func TestNoFaultHoldsWhatTheProviderOrTheCustomerWrote(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"21610", "20003", "29999"} {
		text := faultOf(t, newStub(t, refuses(400, code)).client(t)).Error()
		for _, private := range []string{recipient, apiSecret, apiKey, account, "about", "Hello"} {
			if strings.Contains(text, private) {
				t.Errorf("%q holds %q", text, private)
			}
		}
	}
}
