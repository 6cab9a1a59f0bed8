package operator

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/goodterms/goodterms/config/secret"
)

const phrase = "violet ladder quiet harbour"

// cheap computes nothing: what it derives is the password and the salt themselves. It
// counts, and keeps what it was asked for.
func cheap(during func(time, memory uint32)) *argon {
	a := newArgon()
	a.derive = func(password, salt []byte, time, memory uint32) []byte {
		during(time, memory)
		key := make([]byte, argonKey)
		copy(key[copy(key, password):], salt)
		return key
	}
	return a
}

func TestAPasswordMatchesItsHashAndNoOther(t *testing.T) {
	t.Parallel()
	hash, err := HashPassword(t.Context(), phrase)
	if err != nil {
		t.Fatal(err)
	}
	for _, password := range []string{phrase, phrase + " ", "", "Violet ladder quiet harbour"} {
		if got, err := PasswordMatches(t.Context(), hash, password); err != nil || got != (password == phrase) {
			t.Errorf("%q matches: %v, %v", password, got, err)
		}
	}
}

func TestAHashSaysHowItWasMade(t *testing.T) {
	t.Parallel()
	hash, err := HashPassword(t.Context(), phrase)
	if err != nil || !strings.HasPrefix(hash.Reveal(), "$argon2id$v=19$m=65536,t=3,p=1$") {
		t.Errorf("hash %.32q, %v", hash.Reveal(), err)
	}
	if k, ok := parseHash(hash.Reveal()); !ok || len(k.salt) != 16 || len(k.key) != 32 || k.text() != hash.Reveal() {
		t.Errorf("read again: %v", ok)
	}
}

func TestAHashOfOtherParametersIsComparedByThem(t *testing.T) {
	t.Parallel()
	var time, memory uint32
	a := cheap(func(t, m uint32) { time, memory = t, m })
	k := kept{time: 2, memory: 19456, salt: []byte("0123456789abcdef")}
	k.key = a.derive([]byte(phrase), k.salt, k.time, k.memory)
	time, memory = 0, 0
	if got, err := a.matches(t.Context(), secret.New(k.text()), phrase); err != nil || !got || time != 2 || memory != 19456 {
		t.Errorf("matches %v, %v, computed with t=%d and m=%d", got, err, time, memory)
	}
}

func TestTwoHashesOfOnePasswordDiffer(t *testing.T) {
	t.Parallel()
	a := cheap(func(uint32, uint32) {})
	one, _ := a.hash(t.Context(), phrase)
	two, _ := a.hash(t.Context(), phrase)
	if one.Equal(two) {
		t.Error("they do not")
	}
}

// garbled are texts that are no hash of ours.
var garbled = []string{
	"", "$", "$$$$$", "argon2id", phrase, "$argon2id$v=19$m=65536,t=3,p=1$$", "$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$a2V5",
	"$argon2id$v=19$m=65536,t=0,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
	"$argon2id$v=19$m=0,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
	"$argon2id$v=19$m=4294967295,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
	"$argon2id$v=19$m=65536,t=4294967295,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
	"$argon2id$v=19$m=-1,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
	"$argon2id$v=19$m=65536,t=3,p=0$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
	"$argon2i$v=19$m=65536,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
	"$argon2id$v=16$m=65536,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
	"$argon2id$v=19$m=65536,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY$",
	"$2y$10$abcdefghijklmnopqrstuu0123456789012345678901234567890",
}

func TestAGarbledHashMatchesNothingAndTakesAsLong(t *testing.T) {
	t.Parallel()
	for _, text := range garbled {
		var computed []uint32
		a := cheap(func(time, memory uint32) { computed = append(computed, time, memory) })
		for _, password := range []string{"", phrase, strings.Repeat("\x00", argonKey)} {
			computed = nil
			if got, err := a.matches(t.Context(), secret.New(text), password); got || err != nil {
				t.Errorf("%.40q matches %q: %v, %v", text, password, got, err)
			}
			if len(computed) != 2 || computed[0] != argonTime || computed[1] != argonMemory {
				t.Errorf("%.40q: computed %v", text, computed)
			}
		}
	}
}

func FuzzNoTextIsAHashThatPanics(f *testing.F) {
	for _, text := range garbled {
		f.Add(text)
	}
	f.Add("$argon2id$v=19$m=65536,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY")
	f.Fuzz(func(t *testing.T, text string) {
		k, ok := parseHash(text)
		if !ok {
			return
		}
		if k.time < 1 || k.time > 4*argonTime || k.memory < 8 || k.memory > 4*argonMemory || len(k.key) != argonKey {
			t.Errorf("%q would be computed with t=%d, m=%d", text, k.time, k.memory)
		}
		if again, ok := parseHash(k.text()); !ok || again.text() != k.text() {
			t.Errorf("%q is read as another hash", text)
		}
	})
}

func TestTwoHashesAreComputedAtOnceAtMost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		going := make(chan struct{})
		a := cheap(func(uint32, uint32) {
			most.Store(max(most.Load(), now.Add(1)))
			<-going
			now.Add(-1)
		})
		for range 6 {
			go func() { _, _ = a.hash(t.Context(), phrase) }()
		}
		synctest.Wait()
		if now.Load() != argonAtOnce {
			t.Errorf("%d are computed at once", now.Load())
		}
		close(going)
		synctest.Wait()
		if most.Load() != argonAtOnce || now.Load() != 0 {
			t.Errorf("%d were, and %d are not done", most.Load(), now.Load())
		}
	})
}

func TestWhoGivesUpDoesNotWaitForOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		going, computed := make(chan struct{}), 0
		a := cheap(func(uint32, uint32) { computed++; <-going })
		a.free = make(chan struct{}, 1)
		go func() { _, _ = a.hash(t.Context(), phrase) }()
		synctest.Wait()
		ctx, giveUp := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			_, err := a.matches(ctx, secret.String{}, phrase)
			ended <- err
		}()
		synctest.Wait()
		giveUp()
		if err := <-ended; !errors.Is(err, context.Canceled) || computed != 1 {
			t.Errorf("%v, %d computed", err, computed)
		}
		close(going)
	})
}

func TestANewPasswordIsLongAndNotEasilyGuessed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ password, fault string }{
		{phrase, ""},
		{"correct horse battery", ""},
		{"пароль-из-слов", ""},
		{strings.Repeat("ab3 dE", 33), "repeats"},
		{"elevenchars", "too short"},
		{"ééééééééééé", "too short"},
		{"", "too short"},
		{phrase + strings.Repeat("x", 200), "too long"},
		{"my DANA.Finch password", "your name"},
		{"aaaaaaaaaaaaaaa", "repeats"},
		{"abababababab", "repeats"},
		{"passwordpassword", "repeats"},
		{"aaaabbbbaabbcc", "repeats"},
	} {
		err := CheckPassword(tt.password, "dana.finch@meadow-finch.example")
		if tt.fault == "" && err != nil || tt.fault != "" && (err == nil || !strings.Contains(err.Error(), tt.fault)) {
			t.Errorf("%q: %v", tt.password, err)
		}
		if err != nil && tt.password != "" && strings.Contains(err.Error(), tt.password) {
			t.Errorf("%q is repeated in the fault", tt.password)
		}
	}
}

func TestANameOfTwoLettersMayStandInAPassword(t *testing.T) {
	t.Parallel()
	if err := CheckPassword("a manor by the sea", "an@meadow-finch.example"); err != nil {
		t.Error(err)
	}
}
