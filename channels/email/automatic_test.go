package email_test

import (
	"net/mail"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"github.com/goodterms/goodterms/channels"
)

// automatic is an answer to a customer's mail.
func automatic() channels.Message {
	m := message()
	m.Automatic = true
	m.References = []string{"first@bluebottle.example", "her.reply@customer.example"}
	return m
}

// sent hands a message to a relay and returns what the relay got.
func sent(t *testing.T, s script, m channels.Message) (received, mail.Header) {
	t.Helper()
	r := newRelay(t, s)
	cfg := r.config()
	cfg.ReplyDomain, cfg.DSN = "in.bluebottle.example", true
	mustSend(t, newEmail(t, cfg), m)
	got := r.received()[0]
	read, err := mail.ReadMessage(strings.NewReader(got.Raw))
	if err != nil {
		t.Fatal(err)
	}
	return got, read.Header
}

func TestAnAutomaticAnswerWantsNoAnswer(t *testing.T) {
	t.Parallel()
	extensions := map[string]func(*smtp.Server){"plain": nil, "with DSN": func(s *smtp.Server) { s.EnableDSN = true }}
	for name, extend := range extensions {
		got, header := sent(t, script{extensions: extend}, automatic())
		if got.From != "" || header.Get("Auto-Submitted") != "auto-replied" {
			t.Errorf("%s: from %q, auto-submitted %q", name, got.From, header.Get("Auto-Submitted"))
		}
	}
}

func TestAnAutomaticAnswerStandsBelowTheMailThatItAnswers(t *testing.T) {
	t.Parallel()
	_, header := sent(t, script{}, automatic())
	if header.Get("In-Reply-To") != "<her.reply@customer.example>" || !strings.HasSuffix(header.Get("References"), "<her.reply@customer.example>") {
		t.Errorf("in reply to %q, references %q", header.Get("In-Reply-To"), header.Get("References"))
	}
}

func TestAReminderSaysThatNobodyTypedItAndWantsItsBounces(t *testing.T) {
	t.Parallel()
	got, header := sent(t, script{}, message())
	if got.From != "b+"+message().Token+"@in.bluebottle.example" || header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("from %q, auto-submitted %q", got.From, header.Get("Auto-Submitted"))
	}
}

func TestEveryMailBearsASignByWhichItIsKnownWhenItComesBack(t *testing.T) {
	t.Parallel()
	for _, m := range []channels.Message{message(), automatic()} {
		if _, header := sent(t, script{}, m); header.Get("X-Goodterms-Attempt") != m.Attempt {
			t.Errorf("the sign is %q", header.Get("X-Goodterms-Attempt"))
		}
	}
}
