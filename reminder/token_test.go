package reminder_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

func TestATokenNamesItsReminderInAnyCase(t *testing.T) {
	t.Parallel()
	ids, tokens := account.NewIDs(), reminder.NewTokens("a secret that nobody else knows")
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(0, 1<<47).Draw(t, "at"))
		id := ids.New("rem", at)
		token := tokens.Make(id)
		if len("in+"+token) > 64 {
			t.Fatalf("a local part has 64 characters at most (RFC 5321), this one %d", len("in+"+token))
		}
		for _, form := range []string{token, strings.ToUpper(token)} {
			if got, err := tokens.Read(form); err != nil || got != id {
				t.Fatalf("read %q, %v; want %q", got, err, id)
			}
		}
	})
}

func TestAForgedTokenIsRefused(t *testing.T) {
	t.Parallel()
	ids := account.NewIDs()
	mine, other := reminder.NewTokens("one secret"), reminder.NewTokens("another secret")
	token := mine.Make(ids.New("rem", time.UnixMilli(1)))
	for i := range token {
		changed := token[:i] + string(rotate(token[i])) + token[i+1:]
		if _, err := mine.Read(changed); err == nil {
			t.Errorf("accepted with character %d changed", i)
		}
	}
	for _, bad := range []string{"", "a", token[1:], token + "a", other.Make(ids.New("rem", time.UnixMilli(2)))} {
		if _, err := mine.Read(bad); err == nil {
			t.Errorf("accepted a token of %d characters that is none", len(bad))
		}
	}
}

// rotate gives another character of the token's alphabet, not merely one that
// differs in bits that decoding drops.
func rotate(c byte) byte {
	const alphabet = "abcdefghijklmnopqrstuvwxyz234567"
	return alphabet[(strings.IndexByte(alphabet, c)+16)%32]
}
