package operator_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/operator"
)

func TestANameIsOneLineThatCanBeSeen(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Dana Finch":                  "Dana Finch",
		"  Dana   Finch ":             "Dana Finch",
		"D'Arcy <b>O\u2019Neil":       "D'Arcy <b>O\u2019Neil",
		"\u5c71\u7530 \u592a":         "\u5c71\u7530 \u592a",
		strings.Repeat("\u00e9", 100): strings.Repeat("\u00e9", 100),
	} {
		if got, err := operator.ParseName(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "   ", "Dana\nFinch", "Dana\tFinch", "Dana\x00", "Dana\u202eFinch", "Dana\u200b", "\xff", strings.Repeat("a", 101)} {
		if got, err := operator.ParseName(text); !errors.Is(err, operator.ErrName) || got != "" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestAZoneIsOneThatIsKnown(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "", " ": "", "UTC": "UTC", " Europe/Berlin ": "Europe/Berlin"} {
		if got, err := operator.ParseZone(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"Local", "Mars/Olympus", "../../etc/passwd", "Europe/Berlin\x00", "CEST"} {
		if _, err := operator.ParseZone(text); !errors.Is(err, operator.ErrZone) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestARoleIsOneOfFour(t *testing.T) {
	t.Parallel()
	for _, role := range operator.Roles() {
		if got, err := operator.ParseRole(string(role)); err != nil || got != role {
			t.Errorf("%q: %q, %v", role, got, err)
		}
	}
	for _, text := range []string{"", "Admin", "owner", "admin "} {
		if _, err := operator.ParseRole(text); !errors.Is(err, operator.ErrRole) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
