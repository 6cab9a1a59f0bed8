package operator

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
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
	fewestSigns  = 5 // different ones
)

// CheckPassword says what is wrong with a new password; nil when nothing is.
func CheckPassword(password, email string) error {
	name, _, _ := strings.Cut(email, "@")
	signs := []rune(password)
	switch {
	case len(signs) < minPassword:
		return errors.New("is too short: use at least 12 characters, such as four words")
	case len(signs) > mostPassword:
		return errors.New("is too long: use at most 200 characters")
	case len(name) > 2 && strings.Contains(strings.ToLower(password), strings.ToLower(name)):
		return errors.New("holds your name: choose something nobody can guess")
	case different(signs) < fewestSigns || repeats(password):
		return errors.New("repeats itself: choose something nobody can guess, such as four words")
	}
	return nil
}

func different(signs []rune) int {
	seen := map[rune]bool{}
	for _, sign := range signs {
		seen[sign] = true
	}
	return len(seen)
}

// repeats says whether the text is a shorter one several times: only then does it stand
// inside its double elsewhere than at the ends.
func repeats(text string) bool {
	double := text + text
	return text != "" && strings.Contains(double[1:len(double)-1], text)
}

// argon computes hashes, a few at once.
type argon struct {
	free   chan struct{}
	derive func(password, salt []byte, time, memory uint32) []byte
}

var passwords = newArgon()

func newArgon() *argon {
	return &argon{make(chan struct{}, argonAtOnce), func(password, salt []byte, time, memory uint32) []byte {
		return argon2.IDKey(password, salt, time, memory, 1, argonKey)
	}}
}

// HashPassword makes what is stored of a password. It waits while others are computed.
func HashPassword(ctx context.Context, password string) (secret.String, error) {
	return passwords.hash(ctx, password)
}

// PasswordMatches says whether the password is the one that was hashed. A hash that is
// empty or not one of ours matches nothing, and takes as long to say so.
func PasswordMatches(ctx context.Context, hash secret.String, password string) (bool, error) {
	return passwords.matches(ctx, hash, password)
}

func (a *argon) hash(ctx context.Context, password string) (secret.String, error) {
	k := kept{time: argonTime, memory: argonMemory, salt: make([]byte, argonSalt)}
	rand.Read(k.salt) // never fails (https://pkg.go.dev/crypto/rand#Read)
	var err error
	if k.key, err = a.compute(ctx, k, password); err != nil {
		return secret.String{}, err
	}
	return secret.New(k.text()), nil
}

func (a *argon) matches(ctx context.Context, hash secret.String, password string) (bool, error) {
	k, known := parseHash(hash.Reveal())
	if !known {
		k = kept{time: argonTime, memory: argonMemory, salt: make([]byte, argonSalt), key: make([]byte, argonKey)}
	}
	got, err := a.compute(ctx, k, password)
	return err == nil && known && subtle.ConstantTimeCompare(got, k.key) == 1, err
}

func (a *argon) compute(ctx context.Context, k kept, password string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case a.free <- struct{}{}:
		defer func() { <-a.free }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return a.derive([]byte(password), k.salt, k.time, k.memory), nil
}

// kept is what a stored hash says: how it was made, and what came out.
type kept struct {
	time, memory uint32
	salt, key    []byte
}

// text is the hash in the form that argon2's own tool writes.
func (k kept) text() string {
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, k.memory, k.time, encode(k.salt), encode(k.key))
}

// parseHash reads a stored hash; false when it is none, or one that would take too long.
func parseHash(text string) (k kept, ok bool) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return kept{}, false
	}
	numbers := strings.Split(parts[3], ",")
	if len(numbers) != 3 || numbers[2] != "p=1" {
		return kept{}, false
	}
	k.memory, ok = cost(numbers[0], "m=", 8, 4*argonMemory)
	time, fine := cost(numbers[1], "t=", 1, 4*argonTime)
	salt, errSalt := base64.RawStdEncoding.Strict().DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.Strict().DecodeString(parts[5])
	k.time, k.salt, k.key = time, salt, key
	return k, ok && fine && errSalt == nil && errKey == nil && len(salt) >= 8 && len(key) == argonKey
}

// cost reads a number behind its name, within what argon2 takes and a server can bear.
func cost(text, name string, least, most uint64) (uint32, bool) {
	digits, named := strings.CutPrefix(text, name)
	n, err := strconv.ParseUint(digits, 10, 32)
	return uint32(n), named && err == nil && n >= least && n <= most
}
