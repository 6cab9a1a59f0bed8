package email_test

import (
	"encoding/pem"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/config/secret"
)

func TestURLsAreRead(t *testing.T) {
	t.Parallel()
	cases := map[string]email.Config{
		"smtp://relay.example":                       {Host: "relay.example", Port: 587},
		"smtps://relay.example":                      {Host: "relay.example", Port: 465, ImplicitTLS: true},
		"smtp://127.0.0.1:1025/":                     {Host: "127.0.0.1", Port: 1025},
		"smtp://[::1]:25":                            {Host: "::1", Port: 25},
		"smtps://me%40x.example:p%3A%2F@r.example:1": {Host: "r.example", Port: 1, ImplicitTLS: true, User: "me@x.example", Password: secret.New("p:/")},
	}
	for text, want := range cases {
		got, err := email.ParseURL(text)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", text, err, diff)
		}
	}
}

func TestBadURLsAreRefusedWithoutRepeatingThem(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "relay.hunter2", "http://clerk:hunter2@relay.example", "smtp://", "smtp://clerk:hunter2@", "smtp:clerk:hunter2",
		"smtp://clerk:hunter2@relay.example:0", "smtp://clerk:hunter2@relay.example:99999", "smtp://clerk:hunter2@relay.example:port",
		"smtp://clerk:hunter2%@relay.example", "smtp://clerk:hunter2@relay.example/path", "smtp://clerk:hunter2@relay.example?tls=no",
		"smtp://clerk:hunter2@relay_.example", "smtp://clerk:hunter2@relay.example#x", "smtp://clerk:hunter2@re lay",
	} {
		_, err := email.ParseURL(text)
		if err == nil {
			t.Errorf("%q was taken", text)
		} else if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "clerk") || strings.Contains(err.Error(), "relay") {
			t.Errorf("%q: the error repeats it: %v", text, err)
		}
	}
}

func TestAllProblemsOfTheSettingsAreNamedAtOnce(t *testing.T) {
	t.Parallel()
	bad := email.Config{
		Host: "re lay", Port: -1, Password: secret.New("hunter2"), From: "nobody", ReplyDomain: "a b", BounceDomain: "-x", UnsubscribeURL: "http://far.example/u/",
		Hello: "he llo", Connections: -1, Timeout: -1, DKIM: &email.DKIM{Domain: "a b", Selector: "", PrivateKey: secret.New("hunter2")},
	}
	err := bad.Validate()
	if err == nil {
		t.Fatal("taken")
	}
	for _, key := range []string{
		"host", "port", "user", "from", "reply_domain", "bounce_domain", "unsubscribe_url", "hello", "connections", "timeout",
		"dkim.domain", "dkim.selector", "dkim.private_key",
	} {
		if !strings.Contains("\n"+err.Error(), "\n"+key+": ") {
			t.Errorf("%s is not named in %v", key, err)
		}
	}
	for _, value := range []string{"hunter2", "far.example", "nobody", "re lay"} {
		if strings.Contains(err.Error(), value) {
			t.Errorf("a value stands in %v", err)
		}
	}
	if _, err := email.New(bad, fixedNow, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("New took them")
	}
}

func TestGoodSettingsAreTaken(t *testing.T) {
	t.Parallel()
	good := email.Config{Host: "relay.example", From: `"Blue Bottle" <billing@bluebottle.example>`}
	for name, change := range map[string]func(*email.Config){
		"least":         func(*email.Config) {},
		"loopback link": func(c *email.Config) { c.UnsubscribeURL = "http://127.0.0.1:8080/u/" },
		"localhost":     func(c *email.Config) { c.UnsubscribeURL = "http://localhost:8080/u/" },
		"bare sender":   func(c *email.Config) { c.From = "billing@bluebottle.example" },
		"rsa":           func(c *email.Config) { c.DKIM = rsaSigning(t).config() },
		"ed25519":       func(c *email.Config) { c.DKIM = ed25519Signing(t).config() },
	} {
		c := good
		change(&c)
		if err := c.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBadSettingsAreRefusedEach(t *testing.T) {
	t.Parallel()
	good := email.Config{Host: "relay.example", From: "billing@bluebottle.example"}
	empty := secret.New(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("hunter2")})))
	for key, change := range map[string]func(*email.Config){
		"password":         func(c *email.Config) { c.User = "clerk" },
		"from":             func(c *email.Config) { c.From = "a@x.example, b@x.example" },
		"unsubscribe_url":  func(c *email.Config) { c.UnsubscribeURL = "https://x.example/u/>\r\nBcc: a@b" },
		"port":             func(c *email.Config) { c.Port = 65536 },
		"dkim.private_key": func(c *email.Config) { c.DKIM = &email.DKIM{Domain: "x.example", Selector: "s", PrivateKey: empty} },
	} {
		c := good
		change(&c)
		if err := c.Validate(); err == nil || !strings.HasPrefix(err.Error(), key+": ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestSettingsPrintNoSecret(t *testing.T) {
	t.Parallel()
	c := email.Config{Password: secret.New("hunter2"), DKIM: &email.DKIM{PrivateKey: secret.New("hunter2")}}
	if got := fmt.Sprintf("%v %+v %#v %+v", c, c, c, *c.DKIM); strings.Contains(got, "hunter2") {
		t.Error(got)
	}
}
