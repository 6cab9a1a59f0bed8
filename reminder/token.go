package reminder

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"

	"github.com/goodterms/goodterms/account"
)

// Tokens makes and reads the opaque tokens that stand in reply addresses,
// bounce addresses and unsubscribe links. A token says which reminder, not who
// writes. It is lower-case base32 because mail systems lower-case local parts.
type Tokens struct {
	secret []byte
}

// idBytes are a ULID.
const idBytes = 16

// macBytes of HMAC-SHA256 guard a token: 64 bits, guessed online at best.
const macBytes = 8

// keyID is the first character of every token; it will tell secrets apart when
// one is replaced.
const keyID = "a"

var base32lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// ErrToken says that a text is no token of ours.
var ErrToken = errors.New("not a token of this gateway")

// NewTokens uses the secret, which must stay the same for as long as mails are
// answered.
func NewTokens(secret string) *Tokens { return &Tokens{secret: []byte(secret)} }

// Make returns the token of a reminder, always the same one.
func (t *Tokens) Make(reminderID string) string {
	raw, _ := account.RawID("rem", reminderID)
	return keyID + base32lower.EncodeToString(append(raw[:len(raw):len(raw)], t.mac(raw)...))
}

// Read returns the reminder that the token stands for, whatever case it is in.
func (t *Tokens) Read(token string) (reminderID string, err error) {
	rest, ok := strings.CutPrefix(strings.ToLower(token), keyID)
	raw, err := base32lower.DecodeString(rest)
	if !ok || err != nil || len(raw) != idBytes+macBytes || !hmac.Equal(raw[idBytes:], t.mac(raw[:idBytes])) {
		return "", ErrToken
	}
	return account.FormatID("rem", raw[:idBytes]), nil
}

func (t *Tokens) mac(id []byte) []byte {
	mac := hmac.New(sha256.New, t.secret)
	mac.Write([]byte("token "))
	mac.Write(id)
	return mac.Sum(nil)[:macBytes]
}
