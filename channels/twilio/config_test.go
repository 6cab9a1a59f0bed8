package twilio_test

import (
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels/twilio"
	"github.com/goodterms/goodterms/config/secret"
)

func TestACompleteConfigurationIsValid(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*twilio.Config){
		"as it is":           func(*twilio.Config) {},
		"by number alone":    func(c *twilio.Config) { c.MessagingServiceSID = "" },
		"by service alone":   func(c *twilio.Config) { c.From = "" },
		"by short code":      func(c *twilio.Config) { c.From = "62226" },
		"by sender name":     func(c *twilio.Config) { c.From = "Acme Ltd" },
		"with two tokens":    func(c *twilio.Config) { c.AuthTokens = append(c.AuthTokens, secret.New("SecondToken")) },
		"without a token":    func(c *twilio.Config) { c.AuthTokens = nil },
		"token sends":        func(c *twilio.Config) { c.APIKey, c.APISecret = "", secret.String{} },
		"regional host":      func(c *twilio.Config) { c.BaseURL = "https://api.dublin.ie1.twilio.com" },
		"stand-in":           func(c *twilio.Config) { c.BaseURL = "http://127.0.0.1:8026" },
		"hook on loopback":   func(c *twilio.Config) { c.HookURL = "http://localhost:8080/hooks/twilio" },
		"hook on IPv6":       func(c *twilio.Config) { c.HookURL = "http://[::1]:8080/hooks" },
		"hook without path":  func(c *twilio.Config) { c.HookURL = "https://pay.example.com" },
		"limits of its own":  func(c *twilio.Config) { c.Connections, c.Timeout = 8, time.Second },
		"stand-in's own IDs": standIn,
	}
	for name, change := range changes {
		config := valid()
		change(&config)
		if err := config.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func standIn(c *twilio.Config) {
	c.BaseURL = "http://127.0.0.1:8026"
	c.AccountSID, c.APIKey, c.APISecret = "AC_demo", "SK_demo", secret.New("not-a-real-one!")
	c.AuthTokens = []secret.String{secret.New("sand-box")}
	c.MessagingServiceSID = "MG_demo"
}

func TestEachFaultOfAConfigurationNamesItsKey(t *testing.T) {
	t.Parallel()
	faults := map[string]struct {
		key    string
		change func(*twilio.Config)
	}{
		"no account":               {"account_sid", func(c *twilio.Config) { c.AccountSID = "" }},
		"account of another kind":  {"account_sid", func(c *twilio.Config) { c.AccountSID = apiKey }},
		"no credentials":           {"api_key", func(c *twilio.Config) { c.APIKey, c.APISecret, c.AuthTokens = "", secret.String{}, nil }},
		"secret without key":       {"api_key", func(c *twilio.Config) { c.APIKey = "" }},
		"key without secret":       {"api_secret", func(c *twilio.Config) { c.APISecret = secret.String{} }},
		"secret with a line end":   {"api_secret", func(c *twilio.Config) { c.APISecret = secret.New("secret\n") }},
		"secret with a dash":       {"api_secret", func(c *twilio.Config) { c.APISecret = secret.New("se-cret") }},
		"empty token":              {"auth_token", func(c *twilio.Config) { c.AuthTokens = []secret.String{secret.New("")} }},
		"blank token":              {"auth_token", func(c *twilio.Config) { c.AuthTokens = []secret.String{secret.New("  ")} }},
		"three tokens":             {"auth_token", func(c *twilio.Config) { c.AuthTokens = make([]secret.String, 3) }},
		"service of another kind":  {"messaging_service_sid", func(c *twilio.Config) { c.MessagingServiceSID = account }},
		"no sender":                {"from", func(c *twilio.Config) { c.MessagingServiceSID, c.From = "", "" }},
		"national number":          {"from", func(c *twilio.Config) { c.From = "07700 900123" }},
		"base over the open net":   {"base_url", func(c *twilio.Config) { c.BaseURL = "http://twilio.example" }},
		"base that is no address":  {"base_url", func(c *twilio.Config) { c.BaseURL = "://" }},
		"base with credentials":    {"base_url", func(c *twilio.Config) { c.BaseURL = "https://name:pass@twilio.example" }},
		"no hook":                  {"hook_url", func(c *twilio.Config) { c.HookURL = "" }},
		"hook over the open net":   {"hook_url", func(c *twilio.Config) { c.HookURL = "http://pay.example.com/hooks" }},
		"hook with a slash at end": {"hook_url", func(c *twilio.Config) { c.HookURL += "/" }},
		"hook with a query":        {"hook_url", func(c *twilio.Config) { c.HookURL += "?a=b" }},
		"hook with a fragment":     {"hook_url", func(c *twilio.Config) { c.HookURL += "#a" }},
		"hook with odd characters": {"hook_url", func(c *twilio.Config) { c.HookURL += "/it's" }},
		"hook with an underscore":  {"hook_url", func(c *twilio.Config) { c.HookURL = "https://pay_here.example.com/hooks" }},
		"negative connections":     {"connections", func(c *twilio.Config) { c.Connections = -1 }},
		"negative timeout":         {"timeout", func(c *twilio.Config) { c.Timeout = -1 }},
	}
	for name, fault := range faults {
		config := valid()
		fault.change(&config)
		if err := config.Validate(); err == nil || !strings.Contains(err.Error(), "twilio."+fault.key+" ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAllFaultsAreToldAtOnceAndNoneShowsAValue(t *testing.T) {
	t.Parallel()
	_, err := twilio.NewClient(twilio.Config{
		AccountSID:          "wrong-account",
		APIKey:              "wrong-key",
		APISecret:           secret.New("wrong-secret"),
		AuthTokens:          []secret.String{secret.New("wrong-token")},
		MessagingServiceSID: "wrong-service",
		From:                "wrong-number!",
		BaseURL:             "ftp://wrong.twilio.com",
		HookURL:             "http://wrong.example.com/a?b",
		Connections:         -1,
		Timeout:             -1,
	})
	if err == nil {
		t.Fatal("valid")
	}
	keys := []string{"account_sid", "api_key", "api_secret", "auth_token", "messaging_service_sid", "from", "base_url", "hook_url", "connections", "timeout"}
	for _, key := range keys {
		if !strings.Contains(err.Error(), "twilio."+key+" ") {
			t.Errorf("%s is not named in: %v", key, err)
		}
	}
	if strings.Contains(err.Error(), "wrong") {
		t.Errorf("a value is shown: %v", err)
	}
}

func TestOnlyAPhoneNumberCanCall(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]bool{"+15005550006": true, "62226": false, "Acme": false, "": false, "+0123456789": false} {
		config := twilio.Config{From: from}
		if got := config.CanCall(); got != want {
			t.Errorf("%q can call: %v", from, got)
		}
	}
}
