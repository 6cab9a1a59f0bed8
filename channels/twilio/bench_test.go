package twilio_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
	"github.com/goodterms/goodterms/config/secret"
)

const (
	account   = "AC0123456789abcdef0123456789abcdef"
	apiKey    = "SK0123456789abcdef0123456789abcdef"
	service   = "MG0123456789abcdef0123456789abcdef"
	apiSecret = "QuiteSecretSecret"
	authToken = "QuiteSecretToken"
	recipient = "+447700900123"
)

// valid is a configuration without a fault.
func valid() twilio.Config {
	return twilio.Config{
		AccountSID:          account,
		APIKey:              apiKey,
		APISecret:           secret.New(apiSecret),
		AuthTokens:          []secret.String{secret.New(authToken)},
		MessagingServiceSID: service,
		From:                "+15005550006",
		HookURL:             "https://pay.example.com/hooks/twilio",
	}
}

// stub is a server that answers for Twilio.
type stub struct {
	*httptest.Server
	calls       atomic.Int32
	connections atomic.Int32
}

func newStub(t *testing.T, answer http.HandlerFunc) *stub {
	t.Helper()
	s := &stub{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.calls.Add(1)
		answer(w, r)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.connections.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func (s *stub) client(t *testing.T) *twilio.Client {
	t.Helper()
	config := valid()
	config.BaseURL = s.URL
	return newClient(t, config)
}

func newClient(t *testing.T, config twilio.Config) *twilio.Client {
	t.Helper()
	client, err := twilio.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// created answers as Twilio does when it has taken a message.
func created(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	fmt.Fprint(w, `{"sid":"SM0123456789abcdef0123456789abcdef","status":"accepted","num_segments":"0"}`)
}

// says answers with a status, a body and headers that come in pairs.
func says(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// refuses answers as Twilio does when it refuses.
func refuses(status int, code string) http.HandlerFunc {
	body := fmt.Sprintf(`{"code":%s,"message":"about %s","more_info":"https://www.twilio.com/docs/errors/%s","status":%d}`, code, recipient, code, status)
	return says(status, body, "Content-Type", "application/json")
}

// message is what the tests of this package create.
func message() *api.CreateMessageParams {
	p := &api.CreateMessageParams{}
	p.SetTo(recipient)
	p.SetBody("Hello")
	return p
}

// faultOf creates a message and returns the fault that comes of it.
func faultOf(t *testing.T, client *twilio.Client) *channels.Error {
	t.Helper()
	_, err := client.API(t.Context()).CreateMessage(message())
	if err == nil {
		t.Fatal("the message was taken")
	}
	return twilio.Fault(err)
}

func form(t *testing.T, r *http.Request) url.Values {
	t.Helper()
	if err := r.ParseForm(); err != nil {
		t.Error(err)
	}
	return r.PostForm
}
