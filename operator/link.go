package operator

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// LinkLife is how long a link works.
const LinkLife = 24 * time.Hour

// linkPath is where links lead, on the pages of sign-in.
const linkPath = "/admin/link/"

// Link lets an operator in once, to choose a password.
type Link struct {
	Hash       string // of the secret in it
	OperatorID string
	ExpiresAt  time.Time
}

// NewLink makes a link for the operator, and the secret that belongs in its address.
func NewLink(id string, now time.Time) (link Link, text string) {
	text, hash := NewSecret()
	return Link{Hash: hash, OperatorID: id, ExpiresAt: now.Add(LinkLife)}, text
}

// LinkPath is the address of the link with the secret, below the address of the gateway.
func LinkPath(text string) string { return linkPath + text }

// NewSecret makes the secret of a link and the hash that is stored of it.
func NewSecret() (text, hash string) {
	text = strings.ToLower(rand.Text())
	return text, HashSecret(text)
}

// HashSecret is what is stored of the secret of a link. It is random, so that a fast hash
// is right.
func HashSecret(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
