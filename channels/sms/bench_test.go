package sms_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/sms"
	"github.com/goodterms/goodterms/channels/twilio"
	"github.com/goodterms/goodterms/config/secret"
)

const (
	account   = "AC0123456789abcdef0123456789abcdef"
	service   = "MG0123456789abcdef0123456789abcdef"
	sender    = "+15005550006"
	apiSecret = "QuiteSecretSecret"
	authToken = "QuiteSecretToken"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

// message is one that Twilio would take.
func message() channels.Message {
	return channels.Message{
		Attempt:    "att_01JDG",
		To:         "+447700900123",
		Text:       "Zebra Ltd: invoice R-77 of EUR 120.00 is due on 1 December.",
		Language:   "en-GB",
		Token:      "tokenoftheremindertokenofthe",
		ValidUntil: noon.Add(2 * time.Hour),
	}
}

// stub is a server that answers for Twilio and keeps what it was asked.
type stub struct {
	*httptest.Server
	calls       atomic.Int32
	connections atomic.Int32
	forms       chan url.Values
}

func newStub(t testing.TB, answer http.HandlerFunc) *stub {
	t.Helper()
	s := &stub{forms: make(chan url.Values, 100)}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.calls.Add(1)
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		select {
		case s.forms <- r.Form:
		default:
		}
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

// channel is the adapter in front of the stub; a change may alter its configuration.
func (s *stub) channel(t testing.TB, changes ...func(*twilio.Config)) *sms.SMS {
	t.Helper()
	config := twilio.Config{
		AccountSID:          account,
		APIKey:              "SK0123456789abcdef0123456789abcdef",
		APISecret:           secret.New(apiSecret),
		AuthTokens:          []secret.String{secret.New(authToken)},
		MessagingServiceSID: service,
		From:                sender,
		BaseURL:             s.URL,
		HookURL:             "https://pay.example.com/hooks/twilio",
	}
	for _, change := range changes {
		change(&config)
	}
	client, err := twilio.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return sms.New(client, clock)
}

func byNumber(c *twilio.Config) { c.MessagingServiceSID = "" }

var sids atomic.Int64

// accepts answers as Twilio does when it has taken a message.
func accepts(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintf(w, `{"sid":"SM%032x","status":"accepted","num_segments":"0","error_code":null,"from":null}`, sids.Add(1))
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

// refuses answers as Twilio does when it refuses, with the customer's own words in it.
func refuses(status, code int) http.HandlerFunc {
	m := message()
	return says(status, fmt.Sprintf(`{"code":%d,"message":"%s %s","more_info":"https://www.twilio.com/docs/errors/%d","status":%d}`, code, m.To, m.Text, code, status))
}

// newSilentStub takes requests and never answers. Asked is closed when the first one has come.
func newSilentStub(t testing.TB) (s *stub, asked <-chan struct{}) {
	t.Helper()
	came, done := make(chan struct{}), make(chan struct{})
	var once sync.Once
	s = newStub(t, func(http.ResponseWriter, *http.Request) {
		once.Do(func() { close(came) })
		<-done
	})
	t.Cleanup(func() { close(done) }) // before the server closes, which waits for its handlers
	return s, came
}
