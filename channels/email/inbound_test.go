package email_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	netsmtp "net/smtp"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
)

const inboundToken = "k7f3q2abcdefghij234567"

// door is a running listener and what came through it.
type door struct {
	addr     string
	received chan email.Inbound
	listener *email.Listener
	log      *bytes.Buffer
}

// openDoor runs a listener that knows one token.
func openDoor(t *testing.T, change func(*email.InboundConfig)) *door {
	t.Helper()
	d := &door{received: make(chan email.Inbound, 8), log: &bytes.Buffer{}}
	cfg := email.InboundConfig{
		ReplyDomain: "in.bluebottle.example", BounceDomain: "bounces.bluebottle.example", Hello: "mx.bluebottle.example",
		Accept:  func(token string) bool { return token == inboundToken },
		Receive: func(_ context.Context, in email.Inbound) error { d.received <- in; return nil },
	}
	change(&cfg)
	listener, err := email.NewListener(cfg, slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- listener.Serve(socket) }()
	t.Cleanup(func() {
		_ = listener.Close()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	d.addr, d.listener = socket.Addr().String(), listener
	return d
}

func unchanged(*email.InboundConfig) {}

// deliver speaks SMTP as a mail server on the internet would.
func (d *door) deliver(from, to, raw string) error {
	return netsmtp.SendMail(d.addr, nil, from, []string{to}, []byte(raw))
}

func wantCode(t *testing.T, err error, want int) {
	t.Helper()
	var reply *textproto.Error
	if !errors.As(err, &reply) || reply.Code != want {
		t.Errorf("got %v, want %d", err, want)
	}
}

// exchange is a line of a dialogue and the code that has to answer it.
type exchange struct {
	say  string
	want int
}

func talk(t *testing.T, d *door, exchanges []exchange) {
	t.Helper()
	conn := dialDoor(t, d)
	for _, e := range exchanges {
		if e.say != "" {
			if err := conn.PrintfLine("%s", e.say); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := conn.ReadResponse(e.want); err != nil {
			t.Fatalf("%s: %v", e.say, err)
		}
	}
}

const replyMail = "From: margaret.holloway@customer.example\r\nSubject: Re: Invoice\r\n\r\nI paid yesterday.\r\n"

func TestAReplyComesIn(t *testing.T) {
	t.Parallel()
	d := openDoor(t, unchanged)
	if err := d.deliver("margaret.holloway@customer.example", "IN+K7F3q2abcdefghij234567@IN.bluebottle.example", replyMail); err != nil {
		t.Fatal(err)
	}
	want := email.Inbound{From: "margaret.holloway@customer.example", To: "in+" + inboundToken + "@in.bluebottle.example", Token: inboundToken, Raw: []byte(replyMail)}
	if diff := cmp.Diff(want, <-d.received); diff != "" {
		t.Error(diff)
	}
}

func TestABounceComesIn(t *testing.T) {
	t.Parallel()
	d := openDoor(t, unchanged)
	if err := d.deliver("", "b+"+inboundToken+"@bounces.bluebottle.example", replyMail); err != nil {
		t.Fatal(err)
	}
	if got := <-d.received; !got.Bounce || got.From != "" || got.Token != inboundToken {
		t.Errorf("got %+v", got)
	}
}

func TestATokenSurvivesWhatMailSystemsDoToAnAddress(t *testing.T) {
	t.Parallel()
	d := openDoor(t, unchanged)
	for _, local := range []string{"in-" + inboundToken, inboundToken, "IN+" + strings.ToUpper(inboundToken), "In-" + inboundToken} {
		if err := d.deliver("a@customer.example", local+"@in.bluebottle.example", replyMail); err != nil {
			t.Fatal(err)
		}
		if got := <-d.received; got.Token != inboundToken || got.Bounce {
			t.Errorf("%s: got %+v", local, got)
		}
	}
}

func TestFurtherAddressesOfOursTakeMailWithoutAToken(t *testing.T) {
	t.Parallel()
	d := openDoor(t, func(c *email.InboundConfig) { c.Addresses = []string{"Billing@bluebottle.example"} })
	if err := d.deliver("a@customer.example", "BILLING@Bluebottle.example", replyMail); err != nil {
		t.Fatal(err)
	}
	if got := <-d.received; got.To != "billing@bluebottle.example" || got.Token != "" || got.Bounce {
		t.Errorf("got %+v", got)
	}
	wantCode(t, d.deliver("a@customer.example", "sales@bluebottle.example", replyMail), 550)
}

func TestAddressesWithLettersOfAnyAlphabetComeIn(t *testing.T) {
	t.Parallel()
	d := openDoor(t, unchanged)
	talk(t, d, []exchange{
		{"", 220}, {"EHLO mx", 250}, {"MAIL FROM:<μαρία@παράδειγμα.example> SMTPUTF8 BODY=8BITMIME", 250},
		{"RCPT TO:<in+" + inboundToken + "@in.bluebottle.example>", 250}, {"DATA", 354}, {"Subject: Πληρωμή\r\n\r\nπλήρωσα\r\n.", 250},
	})
	if got := <-d.received; got.From != "μαρία@παράδειγμα.example" || string(got.Raw) != "Subject: Πληρωμή\r\n\r\nπλήρωσα\r\n" {
		t.Errorf("got %q, %q", got.From, got.Raw)
	}
}

func TestBytesThatAreNoTextComeInAsTheyAre(t *testing.T) {
	t.Parallel()
	d := openDoor(t, unchanged)
	raw := "Subject: \xe4\xf6\r\n\r\n\x00\xff\x80\r\n.\r\n"
	if err := d.deliver("a@customer.example", "in+"+inboundToken+"@in.bluebottle.example", raw); err != nil {
		t.Fatal(err)
	}
	want := channels.Reply{Channel: channels.Email, From: "a@customer.example", To: "in+" + inboundToken + "@in.bluebottle.example", Raw: raw}
	if diff := cmp.Diff(want, email.ParseReply(<-d.received)); diff != "" {
		t.Error(diff)
	}
}

func TestOtherAddressesAreRefusedBeforeTheirMail(t *testing.T) {
	t.Parallel()
	d := openDoor(t, unchanged)
	for _, to := range []string{
		"in+unknown@in.bluebottle.example", "in+@in.bluebottle.example", "billing@in.bluebottle.example", "unknown@in.bluebottle.example",
		"x+" + inboundToken + "@in.bluebottle.example", "in+" + inboundToken + "@other.example", "someone@gmail.example",
	} {
		wantCode(t, d.deliver("a@customer.example", to, replyMail), 550)
	}
	if len(d.received) != 0 {
		t.Error("a mail came in")
	}
}

func TestAMailThatCouldNotBeKeptComesAgain(t *testing.T) {
	t.Parallel()
	d := openDoor(t, func(c *email.InboundConfig) {
		c.Receive = func(context.Context, email.Inbound) error { return errors.New("database away") }
	})
	wantCode(t, d.deliver("margaret.holloway@customer.example", "in+"+inboundToken+"@in.bluebottle.example", replyMail), 451)
	if err := d.listener.Close(); err != nil {
		t.Error(err)
	}
	log := d.log.String()
	if !strings.Contains(log, "database away") || strings.Contains(log, "margaret") || strings.Contains(log, inboundToken) {
		t.Errorf("logged %s", log)
	}
}

func TestAMailIsConfirmedOnlyAfterItIsKept(t *testing.T) {
	t.Parallel()
	kept := make(chan struct{})
	began := make(chan struct{})
	d := openDoor(t, func(c *email.InboundConfig) {
		c.Receive = func(context.Context, email.Inbound) error {
			close(began)
			<-kept
			return nil
		}
	})
	confirmed := make(chan error, 1)
	go func() {
		confirmed <- d.deliver("a@customer.example", "in+"+inboundToken+"@in.bluebottle.example", replyMail)
	}()
	<-began
	select {
	case err := <-confirmed:
		t.Errorf("confirmed before it was kept: %v", err)
	default:
	}
	close(kept)
	if err := <-confirmed; err != nil {
		t.Error(err)
	}
}

func TestAMailThatIsTooBigIsRefused(t *testing.T) {
	t.Parallel()
	d := openDoor(t, func(c *email.InboundConfig) { c.MaxBytes = 4096 })
	big := replyMail + strings.Repeat("I paid yesterday.\r\n", 300)
	wantCode(t, d.deliver("a@customer.example", "in+"+inboundToken+"@in.bluebottle.example", big), 552)
	if len(d.received) != 0 {
		t.Error("it came in")
	}
}

func TestAMailThatIsCutOffDoesNotComeIn(t *testing.T) {
	t.Parallel()
	d := openDoor(t, unchanged)
	conn, err := textproto.Dial("tcp", d.addr)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"EHLO mx", "MAIL FROM:<a@customer.example>", "RCPT TO:<in+" + inboundToken + "@in.bluebottle.example>", "DATA", "Subject: half"} {
		if err := conn.PrintfLine("%s", line); err != nil {
			t.Fatal(err)
		}
	}
	// Every answer up to the one to DATA has to be there, so that the cut falls into the content.
	for code := 0; code != 354; {
		if code, _, err = conn.ReadResponse(0); err != nil {
			t.Fatal(err)
		}
	}
	_ = conn.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := d.listener.Shutdown(ctx); err != nil {
		t.Fatal(err)
	}
	if len(d.received) != 0 {
		t.Error("half a mail came in")
	}
}

func TestAMailServerBesideUsMaySpeakLMTP(t *testing.T) {
	t.Parallel()
	d := openDoor(t, func(c *email.InboundConfig) { c.LMTP = true })
	talk(t, d, []exchange{
		{"", 220}, {"LHLO mx", 250}, {"MAIL FROM:<a@customer.example>", 250}, {"RCPT TO:<in+" + inboundToken + "@in.bluebottle.example>", 250},
		{"RCPT TO:<in+" + inboundToken + "@in.bluebottle.example>", 452}, {"DATA", 354}, {"Subject: hello\r\n\r\nhello\r\n.", 250},
	})
	if got := <-d.received; string(got.Raw) != "Subject: hello\r\n\r\nhello\r\n" {
		t.Errorf("got %q", got.Raw)
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	d := openDoor(t, func(c *email.InboundConfig) { c.Connections = 1 })
	first, second := dialDoor(t, d), dialDoor(t, d)
	if _, _, err := first.ReadResponse(220); err != nil {
		t.Fatal(err)
	}
	greeted := make(chan error, 1)
	go func() {
		_, _, err := second.ReadResponse(220)
		greeted <- err
	}()
	// Time enough for a greeting, counted in round trips beside it.
	for range 100 {
		if err := first.PrintfLine("NOOP"); err != nil {
			t.Fatal(err)
		}
		if _, _, err := first.ReadResponse(250); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case err := <-greeted:
		t.Errorf("the second connection was greeted beside the first: %v", err)
	default:
	}
	_ = first.Close()
	if err := <-greeted; err != nil {
		t.Errorf("the second connection was not greeted after the first: %v", err)
	}
}

func dialDoor(t *testing.T, d *door) *textproto.Conn {
	t.Helper()
	conn, err := textproto.Dial("tcp", d.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestASilentSenderIsSentAway(t *testing.T) {
	t.Parallel()
	d := openDoor(t, func(c *email.InboundConfig) { c.Timeout = 50 * time.Millisecond })
	conn := dialDoor(t, d)
	if _, err := io.ReadAll(conn.R); err != nil {
		t.Error(err)
	}
}

func TestAListenerWithoutPurposeIsRefused(t *testing.T) {
	t.Parallel()
	accept := func(string) bool { return true }
	receive := func(context.Context, email.Inbound) error { return nil }
	for name, cfg := range map[string]email.InboundConfig{
		"no domain":           {Accept: accept, Receive: receive},
		"no accept":           {ReplyDomain: "in.bluebottle.example", Receive: receive},
		"no receive":          {ReplyDomain: "in.bluebottle.example", Accept: accept},
		"bad further address": {ReplyDomain: "in.bluebottle.example", Addresses: []string{"billing"}, Accept: accept, Receive: receive},
		"bad bounce":          {ReplyDomain: "in.bluebottle.example", BounceDomain: "-", Accept: accept, Receive: receive},
	} {
		if _, err := email.NewListener(cfg, slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
