package emailtest_test

import (
	"context"
	"log/slog"
	"net"
	"net/smtp"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/channels/email/emailtest"
)

const token = "k7f3q2abcdefghij234567"

// patience is what no passing test comes near.
const patience = 30 * time.Second

// gateway is our own listener and what came through it.
func gateway(t *testing.T) (addr string, received <-chan email.Inbound) {
	t.Helper()
	came := make(chan email.Inbound, 10)
	listener, err := email.NewListener(email.InboundConfig{
		ReplyDomain: "in.bluebottle.example", BounceDomain: "bounces.bluebottle.example", LMTP: true,
		Accept:  func(t string) bool { return t == token },
		Receive: func(_ context.Context, in email.Inbound) error { came <- in; return nil },
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = listener.Serve(socket) }()
	t.Cleanup(func() { _ = listener.Close() })
	return socket.Addr().String(), came
}

func start(t *testing.T) (*emailtest.Postfix, <-chan email.Inbound) {
	t.Helper()
	addr, received := gateway(t)
	return emailtest.StartPostfix(t, emailtest.PostfixConfig{
		Gateway: addr, Domains: []string{"in.bluebottle.example", "bounces.bluebottle.example"}, Known: []string{"margaret"},
	}), received
}

func next(t *testing.T, received <-chan email.Inbound) email.Inbound {
	t.Helper()
	select {
	case in := <-received:
		return in
	case <-time.After(patience):
		t.Fatal("no mail came")
		return email.Inbound{}
	}
}

// send hands a reminder to Postfix as the gateway does.
func send(t *testing.T, p *emailtest.Postfix, to string) {
	t.Helper()
	host, port, err := net.SplitHostPort(p.Addr)
	if err != nil {
		t.Fatal(err)
	}
	number, err := net.LookupPort("tcp", port)
	if err != nil {
		t.Fatal(err)
	}
	out, err := email.New(email.Config{
		Host: host, Port: number, From: "billing@bluebottle.example", ReplyDomain: "in.bluebottle.example", BounceDomain: "bounces.bluebottle.example", DSN: true,
	}, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if _, err := out.Send(t.Context(), channels.Message{
		Attempt: "att_1", To: to, Subject: "Invoice", Text: "It is due.", MessageID: "m1@bluebottle.example", Token: token,
	}); err != nil {
		t.Fatal(err)
	}
}

func TestMailToAnUnknownCustomerComesBackAsAReport(t *testing.T) {
	t.Parallel()
	p, received := start(t)
	send(t, p, "nobody@"+p.Customer)
	in := next(t, received)
	if !in.Bounce || in.From != "" || in.Token != token {
		t.Errorf("came from %q with token %q, bounce %v", in.From, in.Token, in.Bounce)
	}
	for _, part := range []string{"multipart/report", "Status: 5.1.1", "Action: failed", "nobody@customer.example", "m1@bluebottle.example"} {
		if !strings.Contains(string(in.Raw), part) {
			t.Errorf("the report lacks %s", part)
		}
	}
}

func TestAReplyReachesTheGatewayThroughPostfix(t *testing.T) {
	t.Parallel()
	p, received := start(t)
	text := "Subject: Re: Invoice\r\n\r\nI paid.\r\n"
	if err := smtp.SendMail(p.Addr, nil, "margaret@customer.example", []string{"IN+" + token + "@in.bluebottle.example"}, []byte(text)); err != nil {
		t.Fatal(err)
	}
	if in := next(t, received); in.Token != token || in.From != "margaret@customer.example" || !strings.HasSuffix(string(in.Raw), "I paid.\r\n") {
		t.Errorf("got %q from %q", in.Token, in.From)
	}
}
