package email_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/config/secret"
)

// signing is a key pair: the private half as configured, the public half as the
// text of a DNS record.
type signing struct {
	private secret.String
	record  string
}

func pkcs8(t testing.TB, key crypto.PrivateKey) secret.String {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return secret.New(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
}

func rsaKey(t testing.TB, bits int) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func rsaSigning(t testing.TB) signing {
	t.Helper()
	key := rsaKey(t, 2048)
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return signing{pkcs8(t, key), "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(public)}
}

func ed25519Signing(t testing.TB) signing {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return signing{pkcs8(t, private), "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)}
}

func (s signing) config() *email.DKIM {
	return &email.DKIM{Domain: "bluebottle.example", Selector: "s2026", PrivateKey: s.private}
}

// verify checks the signatures of a mail as its recipient would.
func (s signing) verify(t testing.TB, raw string) []*dkim.Verification {
	t.Helper()
	found, err := dkim.VerifyWithOptions(strings.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(domain string) ([]string, error) {
		if domain != "s2026._domainkey.bluebottle.example" {
			t.Errorf("looked up %s", domain)
		}
		return []string{s.record}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEverySignatureVerifies(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*email.Config, *channels.Message){
		"plain":     asIs,
		"text only": func(_ *email.Config, m *channels.Message) { m.HTML = "" },
		"dots":      func(_ *email.Config, m *channels.Message) { m.Text = ".\n..\n. x\n\n\n" },
		"long thread": func(_ *email.Config, m *channels.Message) {
			m.References = slices.Repeat([]string{"reminder@bluebottle.example"}, 30)
		},
		"long subject":  func(_ *email.Config, m *channels.Message) { m.Subject = strings.Repeat("über fällig ", 40) },
		"no reply door": func(c *email.Config, _ *channels.Message) { c.ReplyDomain, c.UnsubscribeURL = "", "" },
	}
	for kind, keys := range map[string]signing{"rsa": rsaSigning(t), "ed25519": ed25519Signing(t)} {
		for name, change := range changes {
			t.Run(kind+" "+name, func(t *testing.T) {
				t.Parallel()
				got := arrive(t, script{}, func(c *email.Config, m *channels.Message) { c.DKIM = keys.config(); change(c, m) })
				found := keys.verify(t, got.Raw)
				if len(found) != 1 || found[0].Err != nil {
					t.Errorf("verifications: %+v", found)
				}
			})
		}
	}
}

func TestTheSignatureCoversWhatMatters(t *testing.T) {
	t.Parallel()
	keys := ed25519Signing(t)
	got := arrive(t, script{}, func(c *email.Config, _ *channels.Message) { c.DKIM = keys.config() })
	covered := strings.ToLower(strings.Join(keys.verify(t, got.Raw)[0].HeaderKeys, " "))
	for _, field := range []string{"from", "to", "subject", "date", "message-id", "reply-to", "list-unsubscribe", "list-unsubscribe-post"} {
		if !strings.Contains(" "+covered+" ", " "+field+" ") {
			t.Errorf("%s is not signed: %s", field, covered)
		}
	}
	for from, to := range map[string]string{
		"in+k7f3q2abcdefghij234567@in.bluebottle.example>\r\nSubject": "in+other@in.bluebottle.example>\r\nSubject",
		"List-Unsubscribe=One-Click":                                  "List-Unsubscribe=Other",
		"https://pay.bluebottle.example/u/":                           "https://other.example/u/",
		"Kind regards":                                                "Other regards",
		"Date: ":                                                      "From: other@other.example\r\nDate: ",
	} {
		changed := strings.Replace(got.Raw, from, to, 1)
		if changed == got.Raw {
			t.Errorf("the mail holds no %q", from)
		} else if keys.verify(t, changed)[0].Err == nil {
			t.Errorf("still verifies with %q", to)
		}
	}
}

func TestConcurrentSignaturesVerify(t *testing.T) {
	t.Parallel()
	keys := ed25519Signing(t)
	r := newRelay(t, script{})
	cfg := full(r.config())
	cfg.DKIM = keys.config()
	e := newEmail(t, cfg)
	errs := make(chan error, 16)
	for range cap(errs) {
		go func() {
			_, err := e.Send(t.Context(), message())
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	for _, got := range r.received() {
		if found := keys.verify(t, got.Raw); len(found) != 1 || found[0].Err != nil {
			t.Errorf("verifications: %+v", found)
		}
	}
}
