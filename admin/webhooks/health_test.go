package webhooks

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAnAddressIsShownUpToWhatMayBeAToken(t *testing.T) {
	for text, want := range map[string]string{
		"https://a.example":                            "https://a.example",
		"https://a.example/":                           "https://a.example",
		"https://a.example/hooks":                      "https://a.example/hooks",
		"https://a.example/v1/T024/B7/XXXX":            "https://a.example/v1/…",
		"https://a.example:8443/hooks?key=x":           "https://a.example:8443/hooks/…",
		"https://a.example/9f8e7d":                     "https://a.example/…",
		"https://a.example/abcdefghijklmnopqrstuvwxyz": "https://a.example/…",
		"https://user:secret@a.example/hooks":          "https://a.example/hooks",
		"https://a.example/hooks#secret":               "https://a.example/hooks",
		"https://[2001:db8::1]/hooks/x":                "https://[2001:db8::1]/hooks/…",
		"secret":                                       "an address that cannot be read",
		"https://%zz":                                  "an address that cannot be read",
	} {
		if got := place(text); got != want {
			t.Errorf("%s is shown as %s, want %s", text, got, want)
		}
	}
}

func TestNoDigitOfAPathIsShownButOfAVersion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.StringMatching(`[a-zA-Z0-9]{3,40}(/[a-z0-9]{1,20})?(\?[a-z0-9=]{1,20})?`).Draw(t, "path")
		if shown := strings.TrimPrefix(place("https://a.example/"+path), "https://a.example"); strings.ContainsAny(shown, "0123456789?=") {
			t.Errorf("%s is shown as %s", path, shown)
		}
	})
}

func TestEveryKindStandsUnderItsNoun(t *testing.T) {
	list := grouped([]string{"reminder.sent", "opt_out.recorded", "reminder.failed", "some_thing.new_kind"})
	if len(list) != 3 || list[0].Name != "Reminders" || len(list[0].Kinds) != 2 || list[2].Name != "some thing" || list[2].Kinds[0].Verb != "new kind" {
		t.Errorf("grouped %+v", list)
	}
}
