package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/sandbox"
	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

const (
	token   = "sandboxtoken"
	account = "AC00000000000000000000000000000001"
	ours    = "+12025550199"
	theirs  = "+12025550123"
	service = "MG00000000000000000000000000000001"
)

// start runs a sandbox on free ports until the test ends.
func start(t *testing.T, cfg sandbox.Config) *sandbox.Sandbox {
	t.Helper()
	cfg.Listen, cfg.SMTP, cfg.AuthToken = "127.0.0.1:0", "127.0.0.1:0", token
	cfg.Slow = orDefault(cfg.Slow, 20*time.Millisecond)
	cfg.Stall = orDefault(cfg.Stall, time.Hour)
	s, err := sandbox.Start(cfg)
	if err != nil {
		t.Fatalf("start the sandbox: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the sandbox: %v", err)
		}
	})
	return s
}

func orDefault(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

// rewrite sends every request to the sandbox instead of api.twilio.com.
type rewrite struct {
	host string
	next http.RoundTripper
}

func (r rewrite) RoundTrip(request *http.Request) (*http.Response, error) {
	clone := request.Clone(request.Context())
	clone.URL.Scheme, clone.URL.Host, clone.Host = "http", r.host, r.host
	return r.next.RoundTrip(clone)
}

// twilio is the real client library, pointed at the sandbox.
func twilio(t *testing.T, s *sandbox.Sandbox) *openapi.ApiService {
	t.Helper()
	base, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	c := &client.Client{
		Credentials: client.NewCredentials("SK00000000000000000000000000000001", "secret"),
		HTTPClient: &http.Client{
			Timeout:       5 * time.Second,
			Transport:     rewrite{base.Host, transport},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	c.SetAccountSid(account)
	return openapi.NewApiService(client.NewRequestHandler(c))
}

// soon is a deadline that only a broken test reaches.
func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// await waits until a message satisfies f.
func await(t *testing.T, s *sandbox.Sandbox, f func(m sandbox.Message) bool) sandbox.Message {
	t.Helper()
	m, err := s.Wait(soon(t), f)
	if err != nil {
		t.Fatalf("wait for a message: %v; have %+v", err, s.Messages())
	}
	return m
}

// hook is an application's webhook: it verifies and collects what is posted.
type hook struct {
	*httptest.Server
	posts  chan post
	mu     sync.Mutex
	answer func(form url.Values) (status int, body string)
}

// post is one request that came to the hook.
type post struct {
	path, token string
	form        url.Values
	signed      bool
}

func newHook(t *testing.T) *hook {
	t.Helper()
	h := &hook{posts: make(chan post, 1000)}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	form, _ := url.ParseQuery(string(body))
	validator := client.NewRequestValidator(token)
	h.posts <- post{
		path: r.URL.Path, token: r.Header.Get("I-Twilio-Idempotency-Token"), form: form,
		signed: validator.ValidateBody(h.URL+r.URL.RequestURI(), body, r.Header.Get("X-Twilio-Signature")),
	}
	status, answer := http.StatusNoContent, ""
	h.mu.Lock()
	if h.answer != nil {
		status, answer = h.answer(form)
	}
	h.mu.Unlock()
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, answer)
}

// next returns the next post and fails unless it is rightly signed.
func (h *hook) next(t *testing.T) post {
	t.Helper()
	select {
	case p := <-h.posts:
		if !p.signed {
			t.Fatalf("the post to %s is not signed rightly", p.path)
		}
		return p
	case <-soon(t).Done():
		t.Fatal("no callback came")
		return post{}
	}
}

// say sends a JSON request to the sandbox and decodes the answer into out.
func say(t *testing.T, method, target string, in, out any) int {
	t.Helper()
	var body bytes.Buffer
	if in != nil {
		if err := json.NewEncoder(&body).Encode(in); err != nil {
			t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(soon(t), method, target, &body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if out != nil {
		if err := json.NewDecoder(response.Body).Decode(out); err != nil {
			t.Fatalf("decode the answer to %s: %v", method, err)
		}
	}
	return response.StatusCode
}

// sms is a message's parameters.
func sms(to, body string) *openapi.CreateMessageParams {
	return new(openapi.CreateMessageParams).SetTo(to).SetFrom(ours).SetBody(body)
}

// notebook is a log that several goroutines may write while a test reads.
type notebook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (n *notebook) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *notebook) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

func TestCloseRightAfterStartEnds(t *testing.T) {
	t.Parallel()
	for range 50 {
		s, err := sandbox.Start(sandbox.Config{Listen: "127.0.0.1:0", SMTP: "127.0.0.1:0"})
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- s.Close() }()
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
		case <-soon(t).Done():
			t.Fatal("the sandbox did not end")
		}
	}
}
