package email_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/channeltest"
	"github.com/goodterms/goodterms/channels/email"
)

var noon = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)

func fixedNow() time.Time { return noon }

func message() channels.Message {
	return channels.Message{
		Attempt: "att_01JD0000000000000000000000", To: "margaret.holloway@customer.example", ToName: "Margaret Holloway",
		Subject:  "Invoice BB-1042 was due on Friday",
		Text:     "Dear Margaret Holloway,\n\nInvoice BB-1042 over £1,250.00 was due on Friday.\n.\nKind regards\n",
		HTML:     "<p>Dear Margaret Holloway,</p><p>Invoice BB-1042 over £1,250.00 was due on Friday.</p>",
		Language: "en-GB", MessageID: "k7f3q2ab@bluebottle.example", Token: "k7f3q2abcdefghij234567",
		ValidUntil: noon.Add(3 * time.Hour),
	}
}

func newEmail(t testing.TB, cfg email.Config) *email.Email {
	t.Helper()
	return newLoggedEmail(t, cfg, slog.New(slog.DiscardHandler))
}

func newLoggedEmail(t testing.TB, cfg email.Config, log *slog.Logger) *email.Email {
	t.Helper()
	e, err := email.New(cfg, fixedNow, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// send hands over within a bound that no passing test comes near.
func send(t testing.TB, e *email.Email, m channels.Message) (channels.Handoff, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	return e.Send(ctx, m)
}

func mustSend(t testing.TB, e *email.Email, m channels.Message) channels.Handoff {
	t.Helper()
	handoff, err := send(t, e, m)
	if err != nil {
		t.Fatal(err)
	}
	return handoff
}

func wantReason(t testing.TB, err error, want channels.Reason) {
	t.Helper()
	failure, ok := err.(*channels.Error)
	if !ok || failure.Reason != want {
		t.Errorf("want %s, got %v", want, err)
	}
}

// scripted is a Start whose relay follows a script.
func scripted(s script) channeltest.Start {
	return func(t *testing.T, setup *channeltest.Setup) channeltest.Rig {
		r := newRelay(t, s)
		return rig(newLoggedEmail(t, r.config(), setup.Log), r)
	}
}

// raw is a Start whose relay answers with given lines.
func raw(changes lines) channeltest.Start {
	return func(t *testing.T, setup *channeltest.Setup) channeltest.Rig {
		r := newRawRelay(t, politeBut(changes))
		return rig(newLoggedEmail(t, r.config(), setup.Log), &r.relay)
	}
}

func rig(e *email.Email, r *relay) channeltest.Rig {
	return channeltest.Rig{Channel: e, Calls: r.calls, Taken: r.taken, Hanging: r.hanging}
}

const gossip = "<margaret.holloway@customer.example> (Margaret Holloway) Invoice BB-1042 was due on Friday"

func TestPromises(t *testing.T) {
	t.Parallel()
	code := smtp.EnhancedCode{}
	channeltest.Run(t, channeltest.Harness{
		Kind: channels.Email, Message: message(), Accept: scripted(script{}),
		Private: []string{"hunter2", "margaret.holloway", "customer.example", "Holloway"},
		Cases: []channeltest.Case{
			{Name: "250", Start: scripted(script{}), Taken: 1},
			{Name: "250 with gossip", Start: raw(lines{".": "250 OK queued as 4F2A1 for " + gossip}), Taken: 1},
			{Name: "421 greeting", Start: raw(lines{"banner": "421 " + gossip}), Want: channels.Temporary, Code: "421"},
			{Name: "554 greeting", Start: raw(lines{"banner": "554 no service " + gossip}), Want: channels.Misset, Code: "554"},
			{Name: "451 at EHLO", Start: scripted(script{hello: answer(451, code, gossip)}), Want: channels.Temporary},
			{Name: "550 at MAIL", Start: scripted(script{mail: answer(550, smtp.EnhancedCode{5, 7, 1}, gossip)}), Want: channels.Misset, Code: "550 5.7.1"},
			{Name: "451 at MAIL", Start: scripted(script{mail: answer(451, smtp.EnhancedCode{4, 3, 0}, gossip)}), Want: channels.Temporary, Code: "451 4.3.0"},
			{Name: "550 at RCPT", Start: scripted(script{rcpt: answer(550, smtp.EnhancedCode{5, 1, 1}, gossip)}), Want: channels.BadAddress, Code: "550 5.1.1"},
			{Name: "450 at RCPT", Start: scripted(script{rcpt: answer(450, smtp.EnhancedCode{4, 2, 0}, "Greylisted "+gossip)}), Want: channels.Temporary, Code: "450 4.2.0"},
			{Name: "451 at DATA", Start: raw(lines{"DATA": "451 4.3.0 " + gossip}), Want: channels.Temporary, Code: "451 4.3.0"},
			{Name: "554 at the end", Start: scripted(script{data: answer(554, smtp.EnhancedCode{5, 6, 0}, gossip)}), Want: channels.Refused, Code: "554 5.6.0"},
			{Name: "451 at the end", Start: scripted(script{data: answer(451, smtp.EnhancedCode{4, 3, 0}, gossip)}), Want: channels.Temporary, Code: "451 4.3.0"},
			{Name: "drop at greeting", Start: raw(lines{"banner": cut}), Want: channels.Temporary},
			{Name: "drop at EHLO", Start: scripted(script{hello: drop}), Want: channels.Temporary},
			{Name: "drop at MAIL", Start: scripted(script{mail: drop}), Want: channels.Temporary},
			{Name: "drop at RCPT", Start: scripted(script{rcpt: drop}), Want: channels.Temporary},
			{Name: "drop at DATA", Start: raw(lines{"DATA": cut}), Want: channels.Temporary},
			{Name: "drop after the content", Start: scripted(script{data: takeAndDrop}), Want: channels.Unknown, Taken: 1},
			{Name: "nonsense after the content", Start: raw(lines{".": "what " + gossip}), Want: channels.Unknown, Taken: 1},
			{Name: "354 after the content", Start: raw(lines{".": "354 more " + gossip}), Want: channels.Unknown, Taken: 1},
			{Name: "nonsense at RCPT", Start: raw(lines{"RCPT": gossip}), Want: channels.Temporary},
			{Name: "250 to DATA", Start: raw(lines{"DATA": "250 " + gossip}), Want: channels.Temporary},
			{Name: "silence at greeting", Start: raw(lines{"banner": silence}), Hangs: true, Want: channels.Temporary},
			{Name: "silence at EHLO", Start: scripted(script{hello: hang}), Hangs: true, Want: channels.Temporary},
			{Name: "silence at RCPT", Start: scripted(script{rcpt: hang}), Hangs: true, Want: channels.Temporary},
			{Name: "silence after the content", Start: scripted(script{data: takeAndHang}), Hangs: true, Want: channels.Unknown, Taken: 1},
			{Name: "551 names another host", Start: elsewhere(lines{"RCPT": "551 5.1.6 not here, please try <margaret.holloway@%s>"}), Want: channels.BadAddress},
			{Name: "421 names another host", Start: elsewhere(lines{"banner": "421 use %s"}), Want: channels.Temporary},
			{Name: "535 at AUTH", Start: wrongPassword, Want: channels.Misset, Code: "535 5.7.8"},
			{Name: "nobody listens", Start: nobody, Want: channels.Temporary},
		},
	})
}
