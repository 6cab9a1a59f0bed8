package twilio_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
	"github.com/goodterms/goodterms/config/secret"
)

func TestARequestIsSignedAndGoesToTheConfiguredHost(t *testing.T) {
	t.Parallel()
	requests := make(chan *http.Request, 1)
	stub := newStub(t, func(w http.ResponseWriter, r *http.Request) {
		form(t, r)
		requests <- r
		created(w, r)
	})
	if _, err := stub.client(t).API(t.Context()).CreateMessage(message()); err != nil {
		t.Fatal(err)
	}
	r := <-requests
	name, password, _ := r.BasicAuth()
	got := []string{r.Method, r.RequestURI, r.Host, name, password, r.Header.Get("Content-Type"), r.PostForm.Encode()}
	want := []string{
		"POST", "/2010-04-01/Accounts/" + account + "/Messages.json", strings.TrimPrefix(stub.URL, "http://"),
		apiKey, apiSecret, "application/x-www-form-urlencoded", "Body=Hello&To=%2B447700900123",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheEnvironmentDoesNotMoveTheHost(t *testing.T) {
	t.Setenv("TWILIO_EDGE", "sydney")
	t.Setenv("TWILIO_REGION", "au1")
	t.Setenv("TWILIO_ACCOUNT_SID", "ACffffffffffffffffffffffffffffffff")
	t.Setenv("TWILIO_AUTH_TOKEN", "another")
	requests := make(chan *http.Request, 1)
	stub := newStub(t, func(w http.ResponseWriter, r *http.Request) { requests <- r; created(w, r) })
	if _, err := stub.client(t).API(t.Context()).CreateMessage(message()); err != nil {
		t.Fatal(err)
	}
	r := <-requests
	name, _, _ := r.BasicAuth()
	if r.Host != strings.TrimPrefix(stub.URL, "http://") || !strings.Contains(r.RequestURI, account) || name != apiKey {
		t.Errorf("host %s, path %s, name %s", r.Host, r.RequestURI, name)
	}
}

func TestABaseMayHaveAPath(t *testing.T) {
	t.Parallel()
	paths := make(chan string, 1)
	stub := newStub(t, func(w http.ResponseWriter, r *http.Request) { paths <- r.URL.Path; created(w, r) })
	config := valid()
	config.BaseURL = stub.URL + "/stand-in/"
	if _, err := newClient(t, config).API(t.Context()).CreateMessage(message()); err != nil {
		t.Fatal(err)
	}
	if path := <-paths; !strings.HasPrefix(path, "/stand-in/2010-04-01/") {
		t.Error(path)
	}
}

func TestTheTokenSendsWhenThereIsNoKey(t *testing.T) {
	t.Parallel()
	names := make(chan string, 2)
	stub := newStub(t, func(w http.ResponseWriter, r *http.Request) {
		name, password, _ := r.BasicAuth()
		names <- name
		names <- password
		created(w, r)
	})
	config := valid()
	config.BaseURL, config.APIKey, config.APISecret = stub.URL, "", secret.String{}
	if _, err := newClient(t, config).API(t.Context()).CreateMessage(message()); err != nil {
		t.Fatal(err)
	}
	if name, password := <-names, <-names; name != account || password != authToken {
		t.Errorf("signed as %s", name)
	}
}

func TestAnAnswerIsReadToItsEndSoThatOneConnectionServesAll(t *testing.T) {
	t.Parallel()
	stub := newStub(t, func(w http.ResponseWriter, r *http.Request) {
		created(w, r)
		_ = http.NewResponseController(w).Flush() // chunked: the end comes in a packet of its own
		fmt.Fprint(w, strings.Repeat(" ", 64<<10))
	})
	client := stub.client(t)
	for range 20 {
		if _, err := client.API(t.Context()).CreateMessage(message()); err != nil {
			t.Fatal(err)
		}
	}
	if connections := stub.connections.Load(); connections != 1 {
		t.Errorf("%d connections", connections)
	}
}

func TestARefusalKeepsTheConnectionToo(t *testing.T) {
	t.Parallel()
	stub := newStub(t, refuses(400, "21211"))
	client := stub.client(t)
	for range 20 {
		faultOf(t, client)
	}
	if connections := stub.connections.Load(); connections != 1 {
		t.Errorf("%d connections", connections)
	}
}

func TestConnectionsStayWarmBetweenBursts(t *testing.T) {
	t.Parallel()
	const burst = 16 // more than the two idle connections of a default client
	var gate sync.WaitGroup
	stub := newStub(t, func(w http.ResponseWriter, r *http.Request) { gate.Done(); gate.Wait(); created(w, r) })
	client := stub.client(t)
	for range 2 {
		gate.Add(burst)
		var all sync.WaitGroup
		for range burst {
			all.Go(func() {
				if _, err := client.API(t.Context()).CreateMessage(message()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	if connections := stub.connections.Load(); connections != burst {
		t.Errorf("%d connections for two bursts of %d", connections, burst)
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		elsewhere := newStub(t, created)
		stub := newStub(t, says(status, "", "Location", elsewhere.URL))
		fault := faultOf(t, stub.client(t))
		if fault.Reason != channels.Unknown || stub.calls.Load() != 1 || elsewhere.calls.Load() != 0 {
			t.Errorf("%d: %v, %d requests, %d elsewhere", status, fault, stub.calls.Load(), elsewhere.calls.Load())
		}
	}
}

func TestACallbackAddressHoldsPlainAttemptsAlone(t *testing.T) {
	t.Parallel()
	client := newClient(t, valid())
	got, err := client.Hook("/sms/status/", "att_01J-9")
	if err != nil || got != "https://pay.example.com/hooks/twilio/sms/status/att_01J-9" {
		t.Errorf("%s, %v", got, err)
	}
	for _, attempt := range []string{"", "a b", "a/b", "a?b", "a#b", "it's", "é"} {
		_, err := client.Hook("/sms/status/", attempt)
		var fault *channels.Error
		if !errors.As(err, &fault) || fault.Reason != channels.Refused {
			t.Errorf("%q: %v", attempt, err)
		}
	}
}

func TestSMSGoesByTheServiceAndCallsByTheNumber(t *testing.T) {
	t.Parallel()
	config := valid()
	both := newClient(t, config)
	if by, from := both.Sender(); by != service || from != "" || both.Caller() != config.From {
		t.Errorf("by %q, from %q, calls from %q", by, from, both.Caller())
	}
	config.MessagingServiceSID = ""
	if by, from := newClient(t, config).Sender(); by != "" || from != config.From {
		t.Errorf("by %q, from %q", by, from)
	}
	config.From = "Acme"
	if caller := newClient(t, config).Caller(); caller != "" {
		t.Errorf("calls from %q", caller)
	}
}

func TestAClientPrintsNoSecret(t *testing.T) {
	t.Parallel()
	client := newClient(t, valid())
	for _, verb := range []string{"%v", "%+v", "%#v"} {
		if text := fmt.Sprintf(verb, *client); strings.Contains(text, apiSecret) || strings.Contains(text, authToken) {
			t.Errorf("%s shows a secret", verb)
		}
	}
}

func TestASuccessThatNamesNothingIsUnknown(t *testing.T) {
	t.Parallel()
	created, err := newStub(t, says(201, `{}`)).client(t).API(t.Context()).CreateMessage(message())
	if err != nil || twilio.Text(created.Sid) != "" || twilio.Nameless().Reason != channels.Unknown {
		t.Errorf("%+v, %v", created, err)
	}
}

func TestAListAsksByQuery(t *testing.T) {
	t.Parallel()
	queries := make(chan string, 1)
	stub := newStub(t, func(w http.ResponseWriter, r *http.Request) {
		queries <- r.Method + " " + r.URL.RawQuery
		fmt.Fprint(w, `{"messages":[]}`)
	})
	params := &api.ListMessageParams{}
	params.SetTo(recipient)
	if _, err := stub.client(t).API(t.Context()).PageMessage(params, "", ""); err != nil {
		t.Fatal(err)
	}
	if got := <-queries; got != "GET To=%2B447700900123" {
		t.Error(got)
	}
}
