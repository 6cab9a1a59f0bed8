package twilio_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
	"github.com/goodterms/goodterms/sandbox"
)

// account answers that of the account, its balance and its messages.
func accountOf(account, balance, messages http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/Messages.json"):
			messages(w, r)
		case strings.HasSuffix(r.URL.Path, "/Balance.json"):
			balance(w, r)
		default:
			account(w, r)
		}
	}
}

var (
	active    = says(200, `{"sid":"`+account+`","status":"active","auth_token":"`+authToken+`","friendly_name":"Meadow"}`)
	wealthy   = says(200, `{"account_sid":"`+account+`","balance":"12.34","currency":"USD"}`)
	noMail    = says(200, `{"messages":[]}`)
	forbidden = refuses(401, "20003")
)

func TestAProbeTellsHowTheAccountStands(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		account, balance http.HandlerFunc
		want             twilio.Standing
	}{
		"active":                   {active, wealthy, twilio.Standing{Status: "active", Balance: "12.34", Currency: "USD"}},
		"suspended":                {says(200, `{"status":"suspended"}`), wealthy, twilio.Standing{Status: "suspended", Balance: "12.34", Currency: "USD"}},
		"in debt":                  {active, says(200, `{"balance":"-0.5","currency":"EUR"}`), twilio.Standing{Status: "active", Balance: "-0.5", Currency: "EUR"}},
		"a balance that is denied": {active, forbidden, twilio.Standing{Status: "active"}},
		"a balance of nonsense":    {active, says(200, `{"balance":"<b>12</b>","currency":"USD"}`), twilio.Standing{Status: "active"}},
		"a standard key":           {forbidden, wealthy, twilio.Standing{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := newStub(t, accountOf(tt.account, tt.balance, noMail)).client(t).Probe(t.Context())
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("%v: %s", err, diff)
			}
		})
	}
}

func TestAProbeTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		account, messages http.HandlerFunc
		reason            channels.Reason
	}{
		"credentials that nobody takes": {forbidden, forbidden, channels.Misset},
		"Twilio is ill":                 {refuses(500, "20500"), noMail, channels.Unknown},
		"ill after a refusal":           {forbidden, refuses(503, "20503"), channels.Unknown},
		"too many requests":             {refuses(429, "20429"), noMail, channels.Busy},
		"a proxy that answers":          {says(200, "<html>hello</html>"), noMail, channels.Unknown},
		"a status of nonsense":          {says(200, `{"status":"<b>fine</b>"}`), noMail, channels.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newStub(t, accountOf(tt.account, wealthy, tt.messages)).client(t).Probe(t.Context())
			var failure *channels.Error
			if !errors.As(err, &failure) || failure.Reason != tt.reason {
				t.Fatalf("got %v, want %s", err, tt.reason)
			}
			for _, private := range []string{apiSecret, apiKey, account, authToken, "about", "html", "fine"} {
				if strings.Contains(err.Error(), private) {
					t.Errorf("it says %q", err)
				}
			}
		})
	}
}

func TestAProbeOfAStandardKeyAsksForNoMessageThatExists(t *testing.T) {
	t.Parallel()
	queries := make(chan string, 1)
	stub := newStub(t, accountOf(forbidden, wealthy, func(w http.ResponseWriter, r *http.Request) {
		queries <- r.Method + " " + r.URL.RawQuery
		noMail(w, r)
	}))
	if _, err := stub.client(t).Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := <-queries; !strings.HasPrefix(got, "GET ") || !strings.Contains(got, "DateSent%3C=2000-01-01") || !strings.Contains(got, "PageSize=1") {
		t.Error(got)
	}
}

func TestAProbeEndsWithItsContext(t *testing.T) {
	t.Parallel()
	stub := newStub(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := stub.client(t).Probe(ctx); err == nil {
		t.Error("it answered")
	}
}

func TestTheSandboxAnswersAProbe(t *testing.T) {
	t.Parallel()
	box, err := sandbox.Start(sandbox.Config{Listen: "127.0.0.1:0", SMTP: "127.0.0.1:0", AuthToken: "sandbox"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	config := valid()
	config.BaseURL = box.URL()
	got, err := newClient(t, config).Probe(t.Context())
	if diff := cmp.Diff(twilio.Standing{Status: "active", Balance: "100.00", Currency: "USD"}, got); err != nil || diff != "" {
		t.Errorf("%v: %s", err, diff)
	}
}
