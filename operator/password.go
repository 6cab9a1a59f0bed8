package operator

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"github.com/goodterms/goodterms/config/secret"
)

// Argon2id as RFC 9106 recommends for a server, and how many may be computed at once:
// each takes 64 MiB.
const (
	argonMemory  = 64 << 10
	argonTime    = 3
	argonKey     = 32
	argonSalt    = 16
	argonAtOnce  = 2
	minPassword  = 12
	mostPassword = 200
)

var computing = make(chan struct{}, argonAtOnce)

// CheckPassword says what is wrong with a new password; nil when nothing is.
func CheckPassword(password, email string) error {
	name, _, _ := strings.Cut(email, "@")
	switch n := len([]rune(password)); {
	case n < minPassword:
		return errors.New("is too short: use at least 12 characters, such as four words")
	case n > mostPassword:
		return errors.New("is too long: use at most 200 characters")
	case len(name) > 2 && strings.Contains(strings.ToLower(password), strings.ToLower(name)):
		return errors.New("holds your name: choose something nobody can guess")
	}
	return nil
}

// HashPassword makes what is stored of a password. It waits while others are computed.
func HashPassword(ctx context.Context, password string) (secret.String, error) {
	salt := make([]byte, argonSalt)
	rand.Read(salt) // never fails (https://pkg.go.dev/crypto/rand#Read)
	key, err := derive(ctx, password, salt, argonTime, argonMemory)
	if err != nil {
		return secret.String{}, err
	}
	encode := base64.RawStdEncoding.EncodeToString
	return secret.New(fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonTime, encode(salt), encode(key))), nil
}

// PasswordMatches says whether the password is the one that was hashed. An empty hash
// matches nothing, and takes as long to say so.
func PasswordMatches(ctx context.Context, hash secret.String, password string) (bool, error) {
	text := hash.Reveal()
	var version int
	var memory, time uint32
	var rest string
	salt, want := make([]byte, argonSalt), make([]byte, argonKey)
	known := false
	if n, err := fmt.Sscanf(text, "$argon2id$v=%d$m=%d,t=%d,p=1$%s", &version, &memory, &time, &rest); err == nil && n == 4 && version == argon2.Version {
		one, two, _ := strings.Cut(rest, "$")
		s, errSalt := base64.RawStdEncoding.DecodeString(one)
		k, errKey := base64.RawStdEncoding.DecodeString(two)
		if errSalt == nil && errKey == nil && len(k) == argonKey && memory <= 4*argonMemory && time <= 4*argonTime {
			salt, want, known = s, k, true
		}
	}
	if !known {
		memory, time = argonMemory, argonTime
	}
	got, err := derive(ctx, password, salt, time, memory)
	return err == nil && known && subtle.ConstantTimeCompare(got, want) == 1, err
}

func derive(ctx context.Context, password string, salt []byte, time, memory uint32) ([]byte, error) {
	select {
	case computing <- struct{}{}:
		defer func() { <-computing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, time, memory, 1, argonKey), nil
}

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
