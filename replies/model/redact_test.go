package model

import (
	"regexp"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/replies/intents"
)

func TestWhatCouldTellWhoWroteIsNotSent(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"I paid £120.00 yesterday":                   "I paid [amount] yesterday",
		"120,50 € sind bezahlt":                      "[amount] sind bezahlt",
		"EUR 1.200,00 on 5/12":                       "[amount] on 5/12",
		"paid 50 euros and 20 pounds":                "paid [amount] and [amount]",
		"about INV-1042 and RE-2026-17":              "about [number] and [number]",
		"call me on +44 7700 900123":                 "call me on [number]",
		"my account is 12345678":                     "my account is [number]",
		"IBAN DE89 3704 0044 0532 0130 00":           "IBAN [number]",
		"mail ada@customer.example please":           "mail [email] please",
		"see https://bank.example/x?y=1 now":         "see [link] now",
		"on 2026-12-04, 04.12.2026 or 4/12/26":       "on 2026-12-04, 04.12.2026 or 4/12/26",
		"my name is Ada Lovelace and I paid":         "my name is [name] and I paid",
		"Ich bin Frau Clara Schumann":                "Ich bin [name]",
		"Mrs Ada Lovelace has left":                  "[name] has left",
		"I am sorry, I'll pay in 2 weeks on the 5th": "I am sorry, I'll pay in 2 weeks on the 5th",
		"half now, 250 later":                        "half now, [number] later",
		"12.50 is wrong":                             "[amount] is wrong",
		"£12.05.":                                    "[amount].",
		"":                                           "",
	} {
		if got := redact(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestALongTextIsCutBetweenWordsBeforeItIsRedacted(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("x ", longestSent/2-5) + "ada.lovelace@customer.example"
	c := &Client{}
	if got := c.sent(intents.Question{Text: text}); len(got) > longestSent || strings.Contains(got, "ada") {
		t.Errorf("sent %d bytes that end in %q", len(got), got[len(got)-20:])
	}
}

func TestASubjectIsSentToo(t *testing.T) {
	t.Parallel()
	c := &Client{cfg: Config{Shows: SendText}}
	if got := c.sent(intents.Question{Subject: "Paid £5", Text: "see above"}); got != "Paid £5\nsee above" {
		t.Errorf("got %q", got)
	}
}

var longNumber = regexp.MustCompile(`\d{5}`)

func FuzzRedact(f *testing.F) {
	f.Add("£12.05 on 5/12/2026 ada@customer.example INV-1042")
	f.Add("12.12.12.12.12€€")
	f.Fuzz(func(t *testing.T, text string) {
		if got := redact(text); longNumber.MatchString(got) {
			t.Errorf("%q: a number is left in %q", text, got)
		}
	})
}
