package bounce

import (
	"slices"
	"strings"
	"testing"
)

func TestAStatusIsToldFromOtherNumbers(t *testing.T) {
	for said, want := range map[string]codes{
		"550 5.1.1 unknown":                                        {"5.1.1", "550"},
		"550-5.1.1 unknown":                                        {"5.1.1", "550"},
		"smtp;552-'5.2.2 full'":                                    {"5.2.2", "552"},
		"sorry (#5.1.1)":                                           {"5.1.1", ""},
		"dsn=5.1.10, stat=gone":                                    {"5.1.10", ""},
		"host 5.1.1.1 said nothing":                                {"", ""},
		"Exim 4.2.1 at work":                                       {"", ""},
		"Exim 4.94.2 at work":                                      {"", ""},
		"Server (version 5.5.1877)":                                {"", ""},
		"on 4.5.2026 at 5.04.03":                                   {"", ""},
		"5.1.1 first, then 554 5.7.1 in the reply":                 {"5.7.1", "554"},
		"5.0.0 and then 5.2.2":                                     {"5.2.2", ""},
		"said: 421 too busy":                                       {"", "421"},
		"queue id 550123 and 450 km away":                          {"", ""},
		"call 555-450-1234":                                        {"", ""},
		"server says: 250 2.0.0 ok":                                {"", ""},
		"<a@b.example>: 4.2.2 full":                                {"4.2.2", ""},
		"ID 1A5.1.1B and mx5.1.1.example":                          {"", ""},
		"550 5.4.310 DNS domain does not exist":                    {"5.4.310", "550"},
		"5.9999.1 5.1.12345 9.1.1 5.1 5.1. 5..1 .5.1.1 5.1.1x 5.1": {"", ""},
	} {
		if got := codesIn(said); got != want {
			t.Errorf("%q: got %+v, want %+v", said, got, want)
		}
	}
}

func TestAFieldAndWordsComeToOneStatusAndCause(t *testing.T) {
	for _, c := range []struct {
		field, said, status string
		cause               Cause
	}{
		{"5.1.1", "", "5.1.1", Dead},
		{"5.0.0", "550 5.1.1 gone", "5.1.1", Dead},
		{"5.0.0", "550 user unknown", "5.1.1", Dead},
		{"5.0.1", "552 mailbox full", "5.2.2", Mailbox},
		{"4.0.0", "452 mailbox full", "4.2.2", Mailbox},
		{"5.5.0", "550 Requested action not taken: mailbox unavailable", "5.5.0", Dead},
		{"", "550 Requested action not taken: mailbox unavailable", "5.1.1", Dead},
		{"", "450 Requested mail action not taken: mailbox unavailable", "4.2.0", Temporary},
		{"5.1.0", "550 Address rejected", "5.1.0", Dead},
		{"5.1.0", "", "5.1.0", None},
		{"5.1.1", "552 5.2.2 mailbox is full", "5.1.1", Mailbox},
		{"5.2.1", "550 5.2.1 the account is disabled", "5.2.1", Dead},
		{"5.2.1", "550 5.2.1 not now", "5.2.1", Mailbox},
		{"5.2.2", "552 over quota", "5.2.2", Mailbox},
		{"5.2.3", "552 message exceeds fixed limit", "5.2.3", Content},
		{"", "552 message size exceeds the limit", "5.3.4", Content},
		{"5.7.1", "550 5.7.1 user unknown", "5.7.1", Dead},
		{"5.7.1", "550 5.7.1 access denied for unknown user", "5.7.1", Blocked},
		{"5.7.1", "", "5.7.1", Blocked},
		{"", "550 relaying denied", "5.7.1", Blocked},
		{"", "550 sender address rejected: domain not found", "5.1.8", Blocked},
		{"5.1.1", "550 5.1.1 sender verify failed: no such user", "5.1.1", Blocked},
		{"4.1.1", "450 4.1.1 user unknown", "4.1.1", Temporary},
		{"4.4.7", "550 5.1.1 user unknown", "4.4.7", Dead},
		{"4.4.7", "delivery time expired", "4.4.7", Temporary},
		{"5.4.4", "Host or domain name not found. Name service error", "5.4.4", Dead},
		{"4.4.3", "Host or domain name not found, try again", "4.4.3", Temporary},
		{"5.4.6", "mail for x loops back to myself", "5.4.6", Temporary},
		{"5.3.4", "552 too large", "5.3.4", Content},
		{"", "451 greylisted, please try again in 300 seconds", "4.7.1", Blocked},
		{"", "nothing of use", "", None},
		{"5.1.1", "550 5.1.1 unknown user; check the address and try again later", "5.1.1", Dead},
		{"", "550 unknown address error 550-'5.7.1 spam'", "5.7.1", Content},
		{"", "550 5.4.1 Recipient address rejected: Access denied", "5.4.1", Dead},
		{"", "the account is temporarily disabled", "4.2.1", Mailbox},
	} {
		if status, cause := weigh(c.field, c.said); status != c.status || cause != c.cause {
			t.Errorf("%q beside %q: got %s %s, want %s %s", c.field, c.said, status, cause, c.status, c.cause)
		}
	}
}

func TestEveryPhraseIsFoundInItsOwnWords(t *testing.T) {
	for language, groups := range map[string][]group{"English": english, "German": german, "French": french, "Spanish": spanish,
		"Portuguese": portuguese, "Italian": italian, "Dutch": dutch, "Nordic": nordic, "Slavic": slavic, "Turkish": turkish, "East Asian": eastAsian} {
		for _, g := range groups {
			if wellFormed(g.status) != g.status || g.cause == None {
				t.Errorf("%s: a group stands for %q and %q", language, g.status, g.cause)
			}
			for _, phrase := range g.phrases {
				found := phrases().find("<a@b.example>: 550-5.0.0 " + upper(phrase) + " 5.0.0 for <c@d.example>")
				if !slices.ContainsFunc(found, func(r rule) bool { return r.phrase == phrase && r.cause == g.cause }) {
					t.Errorf("%s: %q is not found", language, phrase)
				}
			}
		}
	}
}

func TestNoPhraseMeansTwoThingsOfOneRank(t *testing.T) {
	for _, rules := range phrases() {
		for i, a := range rules {
			for _, b := range rules[i+1:] {
				if a.phrase == b.phrase && a.cause != b.cause && a.rank == b.rank {
					t.Errorf("%q means %s and %s", a.phrase, a.cause, b.cause)
				}
			}
		}
	}
}

func TestSignsAreWrittenAsTheyAreCompared(t *testing.T) {
	for _, list := range [][]string{machineLocals, machineNames, bounceSubjects, programWords, bounceWords, held, notReports, delayedWords, finalWords, copyMarks, leadIns, strangers, labels} {
		for _, words := range list {
			if strings.TrimSpace(words) == "" || strings.ToLower(words) != words || strings.Contains(words, "  ") || strings.Contains(words, "’") {
				t.Errorf("%q is never met", words)
			}
		}
	}
}

// upper writes in capitals what has one capital in every language: the dotless i has not.
func upper(phrase string) string {
	if strings.Contains(phrase, "ı") {
		return phrase
	}
	return strings.ToUpper(phrase)
}
