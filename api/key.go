package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kind says what an API key's reminders may reach.
type Kind string

// The kinds of key.
const (
	Live Kind = "live" // customers
	Test Kind = "test" // the sandbox alone
)

// Scope is something that a key may do.
type Scope string

// The scopes.
const (
	RemindersWrite   Scope = "reminders:write"   // enqueue, change and cancel reminders
	RemindersRead    Scope = "reminders:read"    // read reminders with their texts
	AccountsWrite    Scope = "accounts:write"    // put accounts, add notes
	AccountsRead     Scope = "accounts:read"     // read accounts and timelines
	PaymentsWrite    Scope = "payments:write"    // report payments
	RepliesRead      Scope = "replies:read"      // read replies with their texts, and follow-ups
	RepliesWrite     Scope = "replies:write"     // work on follow-ups: answer, correct, close
	TemplatesRead    Scope = "templates:read"    // read templates, lint and preview texts
	TemplatesWrite   Scope = "templates:write"   // write drafts
	EventsRead       Scope = "events:read"       // read what happens, at all accounts
	TemplatesPublish Scope = "templates:publish" // publish versions, start and stop experiments
	WebhooksWrite    Scope = "webhooks:write"    // have other systems told of events
	Admin            Scope = "admin"             // everything, administration too
)

// Scopes lists every scope, the one of administration last.
func Scopes() []Scope {
	return []Scope{RemindersWrite, RemindersRead, AccountsWrite, AccountsRead, PaymentsWrite, RepliesRead, RepliesWrite,
		TemplatesRead, TemplatesWrite, EventsRead, TemplatesPublish, WebhooksWrite, Admin}
}

// DefaultScopes lists what a key may do when nothing else is said: all but publishing
// what every customer reads, having other systems told, and administration.
func DefaultScopes() []Scope { return Scopes()[:len(Scopes())-3] }

// Key is an API key as it is stored, without its secret.
type Key struct {
	ID        string
	Kind      Kind
	Scopes    []Scope
	ExpiresAt time.Time // zero: never
	RevokedAt time.Time // zero: it is not
}

// ErrNoKey is what Keys answers when no key has the hash.
var ErrNoKey = errors.New("no such API key")

func (k Key) allows(s Scope) bool {
	return slices.Contains(k.Scopes, s) || slices.Contains(k.Scopes, Admin)
}

// HashKey is the hash by which a key is stored and found: SHA-256 in lower-case hex.
func HashKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// keyring finds keys and remembers them for a moment. What it remembers is at
// most a second old, so a revoked key stops within one.
type keyring struct {
	keys  Keys
	mu    sync.Mutex
	known map[string]knownKey
}

type knownKey struct {
	key   Key
	until time.Time
}

// What the keyring remembers.
const (
	keyMemory = time.Second
	maxKnown  = 10_000 // keys; more are forgotten all at once
)

func newKeyring(keys Keys) *keyring { return &keyring{keys: keys, known: map[string]knownKey{}} }

func (k *keyring) find(ctx context.Context, secret string, now time.Time) (Key, error) {
	hash := HashKey(secret)
	k.mu.Lock()
	known, ok := k.known[hash]
	k.mu.Unlock()
	if ok && now.Before(known.until) && !now.Before(known.until.Add(-keyMemory)) {
		return known.key, nil
	}
	key, err := k.keys.FindKey(ctx, hash, now)
	if err != nil {
		return Key{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.known) >= maxKnown {
		clear(k.known)
	}
	k.known[hash] = knownKey{key: key, until: now.Add(keyMemory)}
	return key, nil
}

// authenticate finds whose request it is.
func (k *keyring) authenticate(r *http.Request, now time.Time) (Key, error) {
	secret, found := bearer(r.Header.Get("Authorization"))
	if !found {
		return Key{}, unauthorized("This needs an API key; send it as Authorization: Bearer gt_live_….")
	}
	if !strings.HasPrefix(secret, "gt_") || len(secret) > 200 {
		return Key{}, unauthorized("This is no API key; keys begin with gt_live_ or gt_test_.")
	}
	key, err := k.find(r.Context(), secret, now)
	switch {
	case errors.Is(err, ErrNoKey):
		return Key{}, unauthorized("The API key is not known; look for a typing error or make a new one.")
	case err != nil:
		return Key{}, err
	case !key.RevokedAt.IsZero() && !now.Before(key.RevokedAt):
		return Key{}, unauthorized("The API key has been revoked; use another one.")
	case !key.ExpiresAt.IsZero() && !now.Before(key.ExpiresAt):
		return Key{}, unauthorized("The API key has expired; make a new one.")
	}
	return key, nil
}

// bearer cuts the token out of an Authorization header.
func bearer(header string) (string, bool) {
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	return token, strings.EqualFold(scheme, "Bearer") && token != ""
}

func unauthorized(detail string) *problem {
	p := newProblem(http.StatusUnauthorized, detail)
	p.header = map[string]string{"WWW-Authenticate": `Bearer realm="goodterms"`}
	return p
}

// authorize says whether the key may do it.
func authorize(key Key, scope Scope) error {
	if key.allows(scope) {
		return nil
	}
	return newProblem(http.StatusForbidden, "The API key lacks the scope "+string(scope)+"; use a key that has it.")
}
