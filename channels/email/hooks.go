package email

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/config/secret"
)

// MaxHookBody is how long a webhook with a mail of MaxInbound can get: a form
// escapes most bytes of an attachment's line ends, and Postmark sends the
// attachments twice.
const MaxHookBody = 64 << 20

// Why a webhook brings no mail.
var (
	// ErrHookAuth: it does not prove that it is the provider's, or that provider is off.
	ErrHookAuth = errors.New("mail webhook: not authenticated")
	// ErrHookForm: it holds no whole mail, and would not if it came again.
	ErrHookForm = errors.New("mail webhook: no raw mail in it")
)

// HookConfig holds what each provider proves itself with. An empty secret
// switches a provider off.
type HookConfig struct {
	Mailgun  secret.String // the HTTP webhook signing key
	Postmark secret.String // password of basic authentication; the user name is free
	SendGrid secret.String // password of basic authentication; the user name is free
	Generic  secret.String // password, bearer token, or key of the body's HMAC
}

// Hook reads mail that providers post as they got it: raw, never in parsed
// fields, so that every mail is read by one parser.
type Hook struct {
	cfg HookConfig
}

// NewHook returns a reader of webhooks.
func NewHook(cfg HookConfig) *Hook { return &Hook{cfg} }

// Read authenticates a webhook as the provider that the path names at its end
// allows (mailgun, postmark, sendgrid or generic; Mailgun wants a further /mime
// there) and returns its mail: one, however many recipients it has. Errors are
// ErrHookAuth or ErrHookForm, with what to switch on at the provider.
func (h *Hook) Read(r *http.Request, body []byte, now time.Time) ([]channels.Reply, error) {
	var in Inbound
	var err error
	switch providerOf(r) {
	case "mailgun":
		in, err = h.mailgun(r, body, now)
	case "postmark":
		in, err = h.postmark(r, body)
	case "sendgrid":
		in, err = h.sendGrid(r, body)
	case "generic":
		in, err = h.generic(r, body)
	default:
		err = ErrHookAuth
	}
	switch {
	case err != nil:
		return nil, err
	case len(in.Raw) == 0:
		return nil, fmt.Errorf("%w: it is empty", ErrHookForm)
	case len(in.Raw) > MaxInbound:
		return nil, fmt.Errorf("%w: it is larger than 25 MB", ErrHookForm)
	}
	return []channels.Reply{ParseReply(in)}, nil
}

func providerOf(r *http.Request) string {
	return path.Base(strings.TrimSuffix(strings.TrimRight(r.URL.Path, "/"), "/mime"))
}

// How far a signed time may be from ours. Mailgun tries for 8 hours and repeats
// the first signature then: a shorter time would lose what customers wrote
// while we were away.
// https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http
const (
	mailgunAhead  = 5 * time.Minute
	mailgunBehind = 9 * time.Hour
)

// mailgun reads what a route forwards to an address that ends in mime. The
// signature covers a time and a token, not the mail; a repeat is known by the
// mail's digest.
func (h *Hook) mailgun(r *http.Request, body []byte, now time.Time) (Inbound, error) {
	if h.cfg.Mailgun.Reveal() == "" {
		return Inbound{}, ErrHookAuth
	}
	form, err := readForm(r, body, "timestamp", "token", "signature", "body-mime", "recipient", "sender")
	if err != nil {
		return Inbound{}, ErrHookAuth // nothing to prove itself with, either
	}
	seconds, err := strconv.ParseInt(form["timestamp"], 10, 64)
	at := time.Unix(seconds, 0)
	if err != nil || at.Before(now.Add(-mailgunBehind)) || at.After(now.Add(mailgunAhead)) {
		return Inbound{}, ErrHookAuth
	}
	if !isSignature(h.cfg.Mailgun, []byte(form["timestamp"]+form["token"]), form["signature"]) {
		return Inbound{}, ErrHookAuth
	}
	raw, found := form["body-mime"]
	if !found {
		return Inbound{}, fmt.Errorf("%w: let the address in the Mailgun route end in /mime", ErrHookForm)
	}
	return inbound(form["sender"], strings.Split(form["recipient"], ","), []byte(raw)), nil
}

// generic reads a mail that is the whole body, with its envelope in headers.
func (h *Hook) generic(r *http.Request, body []byte) (Inbound, error) {
	given, signed := strings.CutPrefix(r.Header.Get("X-Signature"), "sha256=")
	bearer, borne := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch key := h.cfg.Generic; {
	case isPassword(key, r), borne && isSecret(key, bearer), signed && isSignature(key, body, given):
	default:
		return Inbound{}, ErrHookAuth
	}
	if kind := mediaType(r); kind != "message/rfc822" && kind != "application/octet-stream" {
		return Inbound{}, fmt.Errorf("%w: post it as message/rfc822", ErrHookForm)
	}
	to := strings.Split(strings.Join(r.Header.Values("X-Envelope-To"), ","), ",")
	return inbound(r.Header.Get("X-Envelope-From"), to, body), nil
}

// inbound is a mail with its envelope. Of several recipients the one counts that
// holds a token of ours.
func inbound(from string, recipients []string, raw []byte) Inbound {
	in := Inbound{From: address(from), Raw: raw}
	for _, candidate := range recipients {
		to := strings.ToLower(address(candidate))
		local, _, _ := strings.Cut(to, "@")
		token, bounce := splitLocal(local)
		holds := token != local && isToken(token)
		if to != "" && (in.To == "" || holds) {
			in.To = to
		}
		if holds {
			in.Token, in.Bounce = token, bounce
			break
		}
	}
	return in
}

// longestAddress is that of RFC 5321 §4.5.3.1, with room for other alphabets.
const longestAddress = 1000

// address is one of an envelope without its angle brackets; empty when there is
// none that a record could hold.
func address(text string) string {
	text = strings.Trim(strings.TrimSpace(text), "<>")
	if len(text) > longestAddress || !strings.Contains(text, "@") || text != oneLine(text) {
		return ""
	}
	return text
}

// isPassword says whether the request's basic authentication has the password.
func isPassword(want secret.String, r *http.Request) bool {
	_, password, ok := r.BasicAuth()
	return ok && isSecret(want, password)
}

// isSecret compares in a time that tells nothing, not even a length.
func isSecret(want secret.String, given string) bool {
	a, b := sha256.Sum256([]byte(want.Reveal())), sha256.Sum256([]byte(given))
	return want.Reveal() != "" && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// isSignature says whether the text is the data's HMAC-SHA256 in hex.
func isSignature(key secret.String, data []byte, text string) bool {
	given, err := hex.DecodeString(text)
	mac := hmac.New(sha256.New, []byte(key.Reveal()))
	mac.Write(data)
	return key.Reveal() != "" && err == nil && hmac.Equal(mac.Sum(nil), given)
}
