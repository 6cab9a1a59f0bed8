package events

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/config/secret"
)

// Headers of a webhook, as https://www.standardwebhooks.com has them.
const (
	headerID        = "Webhook-Id"
	headerTimestamp = "Webhook-Timestamp"
	headerSignature = "Webhook-Signature"
)

// Signing: the scheme, what secrets begin with, and how many bytes one has; the
// standard asks for 24 to 64.
const (
	signatureScheme = "v1,"
	secretPrefix    = "whsec_"
	secretBytes     = 32
)

// NewSecret makes a secret to sign with.
func NewSecret() secret.String {
	key := make([]byte, secretBytes)
	rand.Read(key) // never fails
	return secret.New(secretPrefix + base64.StdEncoding.EncodeToString(key))
}

// secrets are those that sign at the moment: the one from before a rotation too, while
// that runs.
func (e Endpoint) secrets(now time.Time) []secret.String {
	if e.Previous.Reveal() != "" && now.Before(e.PreviousUntil) {
		return []secret.String{e.Secret, e.Previous}
	}
	return []secret.String{e.Secret}
}

// sign writes the headers that prove where the body comes from, and when it was sent.
func (e Endpoint) sign(h http.Header, id string, now time.Time, body []byte) {
	at := strconv.FormatInt(now.Unix(), 10)
	var signatures []string
	for _, s := range e.secrets(now) {
		signatures = append(signatures, signatureScheme+signature(s, id, at, body))
	}
	h.Set(headerID, id)
	h.Set(headerTimestamp, at)
	h.Set(headerSignature, strings.Join(signatures, " "))
}

// signature is HMAC-SHA256 over id, time and body. A secret that is no base64, which
// none of ours is, signs with its own bytes.
func signature(s secret.String, id, at string, body []byte) string {
	text := strings.TrimPrefix(s.Reveal(), secretPrefix)
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		key = []byte(text)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + at + "."))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
