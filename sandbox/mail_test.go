package sandbox_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/sandbox"
	"github.com/google/go-cmp/cmp"
	"github.com/wneessen/go-mail"
)

// letter is a mail to an address as the gateway's library builds it.
func letter(t *testing.T, to string) *mail.Msg {
	t.Helper()
	m := mail.NewMsg()
	m.SetMessageIDWithValue("token@acme.example")
	m.SetGenHeader("X-Goodterms-Attempt", "att_5")
	m.SetGenHeader("List-Unsubscribe", "<https://acme.example/u/1>")
	m.Subject("Rechnung 7 – fällig")
	m.SetBodyString(mail.TypeTextPlain, "Guten Tag,\nbitte 100 €.")
	m.AddAlternativeString(mail.TypeTextHTML, "<p>Guten Tag</p>")
	for _, err := range []error{m.EnvelopeFrom("b+token@bounces.acme.example"), m.FromFormat("Acme", "hello@acme.example"), m.To(to), m.ReplyTo("in+token@in.acme.example")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// post sends mails by go-mail over one connection.
func sendMail(t *testing.T, s *sandbox.Sandbox, options []mail.Option, mails ...*mail.Msg) error {
	t.Helper()
	host, port, err := net.SplitHostPort(s.SMTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	c, err := mail.NewClient(host, append(options, mail.WithPort(number), mail.WithTLSPolicy(mail.NoTLS), mail.WithHELO("test.example"))...)
	if err != nil {
		t.Fatal(err)
	}
	return c.DialAndSendWithContext(soon(t), mails...)
}

func TestMailArrivesDecoded(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	if err := sendMail(t, s, nil, letter(t, "Anna@Customer.example")); err != nil {
		t.Fatal(err)
	}
	m := s.Messages()[0]
	got := []string{m.Channel, m.To, m.From, m.EnvelopeFrom, m.Subject, m.Body, m.Attempt, m.MessageID, m.ReplyTo, m.Unsubscribe, m.HTML(), m.Header("MIME-Version")}
	want := []string{
		"email", "Anna@Customer.example", "hello@acme.example", "b+token@bounces.acme.example", "Rechnung 7 – fällig",
		"Guten Tag,\nbitte 100 €.", "att_5", "<token@acme.example>", "in+token@in.acme.example", "<https://acme.example/u/1>",
		"<p>Guten Tag</p>", "1.0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !bytes.Contains(m.Raw(), []byte("multipart/alternative")) {
		t.Error("the raw mail is not kept")
	}
}

func TestMailServerOffersTheUsualExtensions(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	conn, err := textproto.Dial("tcp", s.SMTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, _, err := conn.ReadResponse(220); err != nil {
		t.Fatal(err)
	}
	if err := conn.PrintfLine("EHLO test.example"); err != nil {
		t.Fatal(err)
	}
	_, offered, err := conn.ReadResponse(250)
	if err != nil {
		t.Fatal(err)
	}
	for _, extension := range []string{"PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "SIZE", "AUTH PLAIN LOGIN"} {
		if !strings.Contains(offered, extension) {
			t.Errorf("%s is not offered in %q", extension, offered)
		}
	}
}

func TestAnyLoginIsAccepted(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	for _, kind := range []mail.SMTPAuthType{mail.SMTPAuthPlainNoEnc, mail.SMTPAuthLoginNoEnc} {
		login := []mail.Option{mail.WithSMTPAuth(kind), mail.WithUsername("anyone"), mail.WithPassword("anything")}
		if err := sendMail(t, s, login, letter(t, "a@customer.example")); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestMailAddressDecides(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		code     int
		enhanced string
		taken    bool
	}{
		"550-5.1.1": {550, "5.1.1", false}, "451": {451, "4.3.0", false}, "452-4.2.2": {452, "4.2.2", false},
		"552-5.2.2": {552, "5.2.2", false}, "550-data": {550, "5.1.1", false}, "451-4.7.1-data": {451, "4.7.1", false},
		"451-taken": {451, "4.3.0", true}, "drop-after-data": {0, "", true}, "drop-in-data": {0, "", false},
		"drop-before-data": {0, "", false}, "550-5.1.1+tag": {550, "5.1.1", false},
	}
	for local, want := range cases {
		t.Run(local, func(t *testing.T) {
			t.Parallel()
			s := start(t, sandbox.Config{})
			err := sendMail(t, s, nil, letter(t, local+"@customer.example"))
			var sent *mail.SendError
			if !errors.As(err, &sent) {
				t.Fatalf("want a send error, got %v", err)
			}
			if sent.ErrorCode() != want.code || sent.EnhancedStatusCode() != want.enhanced {
				t.Errorf("got %d %s", sent.ErrorCode(), sent.EnhancedStatusCode())
			}
			if taken := len(s.Messages()) == 1; taken != want.taken {
				t.Errorf("taken: %v", taken)
			}
		})
	}
}

func TestMailRefusedOnceIsDeliveredThen(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	for _, local := range []string{"452-once", "550-5.1.1-once", "421-once", "451-data-once", "drop-before-data-once", "drop-in-data-once"} {
		address := local + "@customer.example"
		if err := sendMail(t, s, nil, letter(t, address)); err == nil {
			t.Errorf("%s: the first was taken", local)
		}
		if err := sendMail(t, s, nil, letter(t, address)); err != nil {
			t.Errorf("%s: the second was refused: %v", local, err)
		}
	}
	if got := len(s.Messages()); got != 6 {
		t.Errorf("want 6 mails, got %d", got)
	}
}

func Test421EndsTheConnection(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	conn, err := textproto.Dial("tcp", s.SMTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, step := range []struct {
		line string
		code int
	}{{"", 220}, {"EHLO test.example", 250}, {"MAIL FROM:<a@acme.example>", 250}, {"RCPT TO:<421@customer.example>", 421}} {
		if step.line != "" {
			if err := conn.PrintfLine("%s", step.line); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := conn.ReadResponse(step.code); err != nil {
			t.Fatalf("%q: %v", step.line, err)
		}
	}
	if _, err := conn.ReadLine(); err == nil {
		t.Error("the connection is still open")
	}
}

func TestSenderDecidesAtMailFrom(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	m := letter(t, "a@customer.example")
	if err := m.EnvelopeFrom("550-5.7.1-mail@acme.example"); err != nil {
		t.Fatal(err)
	}
	var sent *mail.SendError
	if err := sendMail(t, s, nil, m); !errors.As(err, &sent) || sent.Reason != mail.ErrSMTPMailFrom {
		t.Errorf("want a refusal of MAIL FROM, got %v", err)
	}
}

func TestMailFaultIsInjected(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	say(t, http.MethodPost, s.URL()+"/faults", map[string]any{"channel": "email", "to": "A@customer.example", "outcome": "451-4.3.0-data", "times": 1}, nil)
	if err := sendMail(t, s, nil, letter(t, "a@customer.example")); err == nil {
		t.Error("the first was taken")
	}
	if err := sendMail(t, s, nil, letter(t, "a@customer.example")); err != nil {
		t.Errorf("the second was refused: %v", err)
	}
}

func TestMailIsLoggedWithSubjectAndText(t *testing.T) {
	t.Parallel()
	var log notebook
	s := start(t, sandbox.Config{Log: &log})
	if err := sendMail(t, s, nil, letter(t, "a@customer.example"), letter(t, "drop-after-data@customer.example")); err == nil {
		t.Error("the second mail's connection should have been dropped")
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("want 2 lines, got %d", len(lines))
	}
	var line struct{ Channel, To, From, Subject, Body, Attempt string }
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%s %s %s %s %s %q", line.Channel, line.To, line.From, line.Subject, line.Attempt, line.Body)
	if want := `email a@customer.example hello@acme.example Rechnung 7 – fällig att_5 "Guten Tag,\nbitte 100 €."`; got != want {
		t.Errorf("got %s", got)
	}
}
