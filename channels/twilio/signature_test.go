package twilio_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/twilio/twilio-go/client"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/channels/twilio"
	"github.com/goodterms/goodterms/config/secret"
)

const example = "https://mycompany.com/myapp.php?foo=1&bar=2" // of Twilio's documentation

func newVerifier(t testing.TB, hook string, tokens ...string) *twilio.Verifier {
	t.Helper()
	config := twilio.Config{HookURL: hook, BaseURL: "http://127.0.0.1:1"}
	for _, token := range tokens {
		config.AuthTokens = append(config.AuthTokens, secret.New(token))
	}
	v, err := twilio.NewVerifier(config)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// verify asks about a webhook that arrived at an address with a signature.
func verify(v *twilio.Verifier, address, body, signature string) error {
	r := httptest.NewRequest("POST", address, strings.NewReader(body))
	r.Header.Set("X-Twilio-Signature", signature)
	return v.Verify(r, []byte(body))
}

// signed signs a text with a token, as Twilio does.
func signed(token, text string) string {
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func TestTwiliosPublishedVectorsVerify(t *testing.T) {
	t.Parallel()
	const five = "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309"
	const seven = five + "&ReasonConferenceEnded=test&Reason=Participant"
	const json = `{"property": "value", "boolean": true}`
	const hash = "bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
	vectors := map[string]struct{ hook, address, body, signature string }{
		"documentation":       {"https://mycompany.com", example, five, "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
		"keys that sort near": {"https://mycompany.com", example, seven, "vOEb5UThFn24KEfnOFLQY2AE5FY="},
		"port of ours":        {"https://mycompany.com:1234", example, seven, "vOEb5UThFn24KEfnOFLQY2AE5FY="},
		"duplicate keys":      {"https://mycompany.com", example, "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234", "IK+Dwps556ElfBT0I3Rgjkr1wJU="},
		"another form":        {"https://mycompany.com", example, "property=value&boolean=true", "NBdBDr/T/lgjI+tlgpXjKZQZs/k="},
		"JSON":                {"https://mycompany.com", example + "&" + hash, json, "a9nBmqA0ju/hNViExpshrM61xv4="},
		"JSON alone":          {"https://mycompany.com", "https://mycompany.com/myapp.php?" + hash, json, "y77kIzt2vzLz71DgmJGsen2scGs="},
	}
	for name, v := range vectors {
		if err := verify(newVerifier(t, v.hook, "12345"), v.address, v.body, v.signature); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := verify(newVerifier(t, v.hook, "12346"), v.address, v.body, v.signature); !errors.Is(err, twilio.ErrForged) {
			t.Errorf("%s with another token: %v", name, err)
		}
	}
}

const (
	hook   = "https://pay.example.com/hooks/twilio"
	status = "/hooks/twilio/sms/status/att_1"
)

func TestEitherTokenOfARotationVerifies(t *testing.T) {
	t.Parallel()
	v := newVerifier(t, hook, "old", "new")
	for token, want := range map[string]error{"old": nil, "new": nil, "other": twilio.ErrForged, "": twilio.ErrForged} {
		if err := verify(v, status, "a=b", signed(token, "https://pay.example.com"+status+"ab")); !errors.Is(err, want) {
			t.Errorf("%q: %v", token, err)
		}
	}
}

func TestWithoutATokenThereIsNoVerifier(t *testing.T) {
	t.Parallel()
	lists := map[string][]secret.String{
		"none": nil, "empty": {secret.New("")}, "one of two is empty": {secret.New("good"), secret.New("")}, "blank": {secret.New(" ")},
	}
	for name, tokens := range lists {
		if _, err := twilio.NewVerifier(twilio.Config{HookURL: hook, AuthTokens: tokens}); err == nil {
			t.Errorf("%s: verifies", name)
		}
	}
}

func TestTheSignedAddressIsTheConfiguredOne(t *testing.T) {
	t.Parallel()
	v := newVerifier(t, hook, authToken)
	r := httptest.NewRequest("POST", "https://evil.example"+status, strings.NewReader("a=b"))
	r.Header.Set("X-Forwarded-Host", "evil.example")
	r.Header.Set("X-Forwarded-Proto", "https")
	r.Header.Set("X-Twilio-Signature", signed(authToken, "https://evil.example"+status+"ab"))
	if err := v.Verify(r, []byte("a=b")); !errors.Is(err, twilio.ErrForged) {
		t.Errorf("the caller's host counts: %v", err)
	}
	r.Header.Set("X-Twilio-Signature", signed(authToken, "https://pay.example.com"+status+"ab"))
	if err := v.Verify(r, []byte("a=b")); err != nil {
		t.Errorf("the configured host does not count: %v", err)
	}
}

func TestThePortMayBeSignedOrNot(t *testing.T) {
	t.Parallel()
	cases := []struct{ hook, signed string }{
		{"https://pay.example.com", "https://pay.example.com"},
		{"https://pay.example.com", "https://pay.example.com:443"},
		{"https://pay.example.com:8443", "https://pay.example.com:8443"},
		{"https://pay.example.com:8443", "https://pay.example.com"},
		{"http://127.0.0.1", "http://127.0.0.1:80"},
		{"http://[::1]:8080", "http://[::1]:8080"},
		{"http://[::1]:8080", "http://[::1]"},
	}
	for _, c := range cases {
		if err := verify(newVerifier(t, c.hook, authToken), "/x", "", signed(authToken, c.signed+"/x")); err != nil {
			t.Errorf("%s signed as %s: %v", c.hook, c.signed, err)
		}
	}
	if err := verify(newVerifier(t, hook, authToken), status, "", signed(authToken, "https://pay.example.com:8443"+status)); err == nil {
		t.Error("any port verifies")
	}
}

func TestAProxyMayTakeOffTheBeginningOfThePath(t *testing.T) {
	t.Parallel()
	v := newVerifier(t, "https://example.com/pay/hooks", authToken)
	signature := signed(authToken, "https://example.com/pay/hooks/sms/status/att_1?a=1")
	for _, arrived := range []string{"/pay/hooks/sms/status/att_1?a=1", "/hooks/sms/status/att_1?a=1", "/sms/status/att_1?a=1"} {
		if err := verify(v, arrived, "", signature); err != nil {
			t.Errorf("%s: %v", arrived, err)
		}
	}
	if err := verify(v, "/hooks/sms/status/att_2?a=1", "", signature); !errors.Is(err, twilio.ErrForged) {
		t.Errorf("another attempt: %v", err)
	}
}

func TestEachWayToBeForgedHasItsError(t *testing.T) {
	t.Parallel()
	v := newVerifier(t, hook, authToken)
	good := signed(authToken, "https://pay.example.com"+status+"ab")
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte("{}")))
	hashed := status + "?bodySHA256=" + sum
	cases := map[string]struct {
		address, body, signature string
		want                     error
	}{
		"unsigned":             {status, "a=b", "", twilio.ErrUnsigned},
		"another body":         {status, "a=c", good, twilio.ErrForged},
		"another path":         {status + "2", "a=b", good, twilio.ErrForged},
		"a query more":         {status + "?a=b", "a=b", good, twilio.ErrForged},
		"rubbish":              {status, "a=b", "rubbish", twilio.ErrForged},
		"a raw semicolon":      {status, "a=b;c=d", good, twilio.ErrUnreadable},
		"a broken escape":      {status, "a=%zz", good, twilio.ErrUnreadable},
		"a body of other hash": {hashed, "{ }", signed(authToken, "https://pay.example.com"+hashed), twilio.ErrForged},
		"a hash unsigned":      {hashed, "{}", signed("other", "https://pay.example.com"+hashed), twilio.ErrForged},
		"a hash in capitals":   {status + "?bodySHA256=" + strings.ToUpper(sum), "{}", signed(authToken, "https://pay.example.com"+status+"?bodySHA256="+strings.ToUpper(sum)), twilio.ErrForged},
	}
	for name, c := range cases {
		if err := verify(v, c.address, c.body, c.signature); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if err := verify(v, hashed, "{}", signed(authToken, "https://pay.example.com"+hashed)); err != nil {
		t.Errorf("a good hash: %v", err)
	}
}

func TestNoErrorShowsTheBody(t *testing.T) {
	t.Parallel()
	v := newVerifier(t, hook, authToken)
	for _, body := range []string{"Body=private;x", "Body=private%zz", "Body=private"} {
		if err := verify(v, status, body, "x"); err == nil || strings.Contains(err.Error(), "private") || strings.Contains(err.Error(), "zz") {
			t.Errorf("%q: %v", body, err)
		}
	}
}

func TestAnEscapedSemicolonVerifies(t *testing.T) {
	t.Parallel()
	if err := verify(newVerifier(t, hook, authToken), status, "a=b%3Bc", signed(authToken, "https://pay.example.com"+status+"ab;c")); err != nil {
		t.Error(err)
	}
}

func TestVerifyAgreesWithTwiliosOwnValidator(t *testing.T) {
	t.Parallel()
	v := newVerifier(t, hook, authToken)
	theirs := client.NewRequestValidator(authToken)
	rapid.Check(t, func(t *rapid.T) {
		form := url.Values{}
		for key, value := range rapid.MapOfN(rapid.String(), rapid.String(), 0, 6).Draw(t, "form") {
			form.Set(key, value)
		}
		body := form.Encode()
		signature := signed(authToken, "https://pay.example.com"+status+rapid.SampledFrom([]string{"", body, inOrder(form)}).Draw(t, "signed"))
		ours := verify(v, status, body, signature) == nil
		if want := theirs.ValidateBody("https://pay.example.com"+status, []byte(body), signature); ours != want {
			t.Fatalf("we say %v, they say %v", ours, want)
		}
	})
}

// inOrder writes keys and values one after another, sorted by key.
func inOrder(form url.Values) string {
	var text strings.Builder
	for _, key := range slices.Sorted(maps.Keys(form)) {
		text.WriteString(key + form.Get(key))
	}
	return text.String()
}

func TestEveryFormThatIsSignedVerifiesAndNoOtherDoes(t *testing.T) {
	t.Parallel()
	v := newVerifier(t, hook, authToken)
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringN(1, 20, -1).Draw(t, "key")
		value := rapid.String().Draw(t, "value")
		body := url.Values{key: {value}}.Encode()
		signature := signed(authToken, "https://pay.example.com"+status+key+value)
		if err := verify(v, status, body, signature); err != nil {
			t.Fatalf("signed: %v", err)
		}
		if err := verify(v, status, body+"x", signature); err == nil {
			t.Fatal("changed on the way, and verified")
		}
	})
}
