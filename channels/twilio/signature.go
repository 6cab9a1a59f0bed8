package twilio

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/config/secret"
)

// Why a webhook is not taken as Twilio's.
var (
	ErrUnsigned   = errors.New("webhook has no signature")
	ErrForged     = errors.New("webhook signature does not match")
	ErrUnreadable = errors.New("webhook body is not a form")
	ErrElsewhere  = errors.New("webhook path is not below the configured address")
)

const (
	signatureHeader = "X-Twilio-Signature"
	bodyHash        = "bodySHA256" // in the query: the body is not a form, and this is its hash
)

// Verifier tells Twilio's webhooks from others
// (https://www.twilio.com/docs/usage/security#validating-requests). It looks at
// the address that we gave to Twilio and never at Host or X-Forwarded-*, which
// the caller chooses. A signature holds no time: whoever takes a webhook has to
// recognise a repeat.
type Verifier struct {
	tokens  []secret.String
	origins []string // scheme and host, with the port and without
	path    string   // of the configured address
}

// NewVerifier returns a verifier for webhooks below the configured HookURL.
// Without an auth token there is none: an empty one is a key that everybody has.
func NewVerifier(config Config) (*Verifier, error) {
	if len(config.AuthTokens) == 0 {
		return nil, errors.New("twilio.auth_token is missing: webhooks cannot be verified")
	}
	var p problems
	config.checkTokens(&p)
	p.hook(config.HookURL)
	if err := errors.Join(p...); err != nil {
		return nil, fmt.Errorf("twilio webhooks: %w", err)
	}
	hook, err := url.Parse(config.HookURL)
	if err != nil {
		return nil, fmt.Errorf("twilio webhooks: hook_url: %w", errNoAddress)
	}
	return &Verifier{tokens: config.AuthTokens, origins: origins(hook), path: hook.Path}, nil
}

// Verify returns nil when the request with this body was signed with one of the
// tokens. The errors say why not, for a log; the answer to the caller should not.
func (v *Verifier) Verify(r *http.Request, body []byte) error {
	given := r.Header.Get(signatureHeader)
	if given == "" {
		return ErrUnsigned
	}
	target, err := v.target(r)
	if err != nil {
		return err
	}
	signed, err := signedForms(target, body)
	if err != nil {
		return err
	}
	if !v.matches(target, signed, given) {
		return ErrForged
	}
	return nil
}

// target is path and query as Twilio called them. A proxy in front of us may
// have taken off the beginning of the path.
func (v *Verifier) target(r *http.Request) (string, error) {
	asked := r.RequestURI
	if u, err := url.Parse(asked); err == nil && u.IsAbs() {
		asked = u.RequestURI()
	}
	for cut := 0; cut >= 0; cut = after(v.path, cut) {
		if rest, below := strings.CutPrefix(asked, v.path[cut:]); below && strings.HasPrefix(rest, "/") {
			return v.path + rest, nil
		}
	}
	return "", ErrElsewhere
}

// after returns where the next segment of the path begins; the end of the path
// is the last such place, and then there is none.
func after(path string, cut int) int {
	if cut >= len(path) {
		return -1
	}
	next := strings.IndexByte(path[cut+1:], '/')
	if next < 0 {
		return len(path)
	}
	return cut + 1 + next
}

// matches compares with every signature that the request may bear. It takes the
// same time whichever of them matches.
func (v *Verifier) matches(target string, signed []string, given string) bool {
	found := 0
	for _, token := range v.tokens {
		for _, origin := range v.origins {
			for _, parameters := range signed {
				want := sign(token, origin+target+parameters)
				found |= subtle.ConstantTimeCompare([]byte(want), []byte(given))
			}
		}
	}
	return found == 1
}

func sign(token secret.String, text string) string {
	mac := hmac.New(sha1.New, []byte(token.Reveal()))
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// signedForms returns what Twilio may have signed after the address: nothing
// when the address holds the body's hash, else the form's keys and values.
// Twilio's libraries do not agree about a key that comes twice: the first value
// counts (Go), or each different value in order (Python, Node, PHP).
func signedForms(target string, body []byte) ([]string, error) {
	if _, query, _ := strings.Cut(target, "?"); query != "" {
		values, err := url.ParseQuery(query)
		if err == nil && values.Get(bodyHash) != "" {
			return hashed(values.Get(bodyHash), body)
		}
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, ErrUnreadable // not err, which quotes the body
	}
	return []string{
		concatenate(form, func(values []string) []string { return values[:1] }),
		concatenate(form, func(values []string) []string { return slices.Compact(slices.Sorted(slices.Values(values))) }),
	}, nil
}

func hashed(want string, body []byte) ([]string, error) {
	sum := sha256.Sum256(body)
	if subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(want)) != 1 {
		return nil, ErrForged
	}
	return []string{""}, nil
}

func concatenate(form url.Values, choose func([]string) []string) string {
	var text strings.Builder
	keys := make([]string, 0, len(form))
	for key := range form {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		for _, value := range choose(form[key]) {
			text.WriteString(key + value)
		}
	}
	return text.String()
}

// origins returns scheme and host as Twilio may have signed them: it is not
// consistent about the port (https://www.twilio.com/docs/usage/security#a-few-notes).
func origins(u *url.URL) []string {
	host := u.Hostname()
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return []string{u.Scheme + "://" + host + ":" + port, u.Scheme + "://" + host}
}
