package email_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
)

func full(c email.Config) email.Config {
	c.ReplyDomain, c.UnsubscribeURL = "in.bluebottle.example", "https://pay.bluebottle.example/u/"
	return c
}

// arrive sends one message and returns it as the relay got it.
func arrive(t *testing.T, s script, change func(*email.Config, *channels.Message)) received {
	t.Helper()
	r := newRelay(t, s)
	cfg, m := full(r.config()), message()
	change(&cfg, &m)
	mustSend(t, newEmail(t, cfg), m)
	return r.received()[0]
}

func asIs(*email.Config, *channels.Message) {}

func parse(t rapid.TB, raw string) *mail.Message {
	t.Helper()
	parsed, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// parts decodes a mail's bodies by their type.
func parts(t rapid.TB, parsed *mail.Message) map[string]string {
	t.Helper()
	kind, parameters, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if kind != "multipart/alternative" {
		body, err := io.ReadAll(quotedprintable.NewReader(parsed.Body))
		if err != nil {
			t.Fatal(err)
		}
		return map[string]string{kind: string(body)}
	}
	all := make(map[string]string)
	reader := multipart.NewReader(parsed.Body, parameters["boundary"])
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		all[part.Header.Get("Content-Type")] = string(body)
	}
}

func TestEveryHeaderIsThere(t *testing.T) {
	t.Parallel()
	got := arrive(t, script{}, func(_ *email.Config, m *channels.Message) {
		m.References = []string{"first@bluebottle.example", "second@bluebottle.example"}
	})
	header := parse(t, got.Raw).Header
	contentType := header.Get("Content-Type")
	delete(header, "Content-Type")
	want := mail.Header{
		"Date":                  {"Fri, 20 Nov 2026 12:00:00 +0000"},
		"Message-Id":            {"<k7f3q2ab@bluebottle.example>"},
		"From":                  {`"Blue Bottle Accounts" <billing@bluebottle.example>`},
		"To":                    {`"Margaret Holloway" <margaret.holloway@customer.example>`},
		"Reply-To":              {`"Blue Bottle Accounts" <in+k7f3q2abcdefghij234567@in.bluebottle.example>`},
		"Subject":               {"Invoice BB-1042 was due on Friday"},
		"In-Reply-To":           {"<second@bluebottle.example>"},
		"References":            {"<first@bluebottle.example> <second@bluebottle.example>"},
		"List-Unsubscribe-Post": {"List-Unsubscribe=One-Click"},
		"List-Unsubscribe":      {"<https://pay.bluebottle.example/u/k7f3q2abcdefghij234567>, <mailto:in+k7f3q2abcdefghij234567@in.bluebottle.example?subject=unsubscribe>"},
		"Auto-Submitted":        {"auto-generated"},
		"X-Goodterms-Attempt":   {"att_01JD0000000000000000000000"},
		"Content-Language":      {"en-GB"},
		"Mime-Version":          {"1.0"},
	}
	if diff := cmp.Diff(want, header); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(contentType, "multipart/alternative;") {
		t.Errorf("content type %q", contentType)
	}
}

func TestEnvelopeHasTokenAndOneRecipient(t *testing.T) {
	t.Parallel()
	got := arrive(t, script{}, asIs)
	if got.From != "b+k7f3q2abcdefghij234567@in.bluebottle.example" || got.To != "margaret.holloway@customer.example" {
		t.Errorf("from %s to %s", got.From, got.To)
	}
	own := arrive(t, script{}, func(c *email.Config, _ *channels.Message) { c.BounceDomain = "bounces.bluebottle.example" })
	if own.From != "b+k7f3q2abcdefghij234567@bounces.bluebottle.example" {
		t.Errorf("from %s", own.From)
	}
}

func TestWithoutReplyDomainTheSenderGetsAll(t *testing.T) {
	t.Parallel()
	got := arrive(t, script{}, func(c *email.Config, _ *channels.Message) { c.ReplyDomain, c.UnsubscribeURL = "", "" })
	header := parse(t, got.Raw).Header
	if got.From != "billing@bluebottle.example" || header.Get("Reply-To") != header.Get("From") {
		t.Errorf("envelope %s, Reply-To %s", got.From, header.Get("Reply-To"))
	}
	if header["List-Unsubscribe"] != nil || header["List-Unsubscribe-Post"] != nil {
		t.Errorf("offers to unsubscribe nowhere: %v", header)
	}
}

func TestTextAndHTMLArriveAsTheyWere(t *testing.T) {
	t.Parallel()
	got := parts(t, parse(t, arrive(t, script{}, asIs).Raw))
	want := map[string]string{
		"text/plain; charset=UTF-8": strings.ReplaceAll(message().Text, "\n", "\r\n"),
		"text/html; charset=UTF-8":  message().HTML,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAMailMayHaveOnePart(t *testing.T) {
	t.Parallel()
	text := arrive(t, script{}, func(_ *email.Config, m *channels.Message) { m.HTML = "" })
	html := arrive(t, script{}, func(_ *email.Config, m *channels.Message) { m.Text = "" })
	got := []map[string]string{parts(t, parse(t, text.Raw)), parts(t, parse(t, html.Raw))}
	want := []map[string]string{{"text/plain": strings.ReplaceAll(message().Text, "\n", "\r\n") + "\r\n"}, {"text/html": message().HTML + "\r\n"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWordsInOtherScriptsArrive(t *testing.T) {
	t.Parallel()
	subject := "Mahnung: Rechnung Nr. 1042 über 1.250,00 € war am Freitag fällig – bitte überweisen Sie"
	got := arrive(t, script{}, func(c *email.Config, m *channels.Message) {
		c.From = `"Bäckerei Müßig, Köln" <kasse@baeckerei.example>`
		m.Subject, m.ToName = subject, "Łukasz Żółć"
	})
	header := parse(t, got.Raw).Header
	decoded, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	if err != nil || decoded != subject {
		t.Errorf("subject %q: %v", decoded, err)
	}
	for field, want := range map[string]string{"From": "Bäckerei Müßig, Köln", "Reply-To": "Bäckerei Müßig, Köln", "To": "Łukasz Żółć"} {
		address, err := mail.ParseAddress(header.Get(field))
		if err != nil || address.Name != want {
			t.Errorf("%s is %v: %v", field, address, err)
		}
	}
}

// Whatever stands in a message, the mail has the same fields, sane lines, and
// the words come out as they went in.
func TestNoWordsCanBreakTheMail(t *testing.T) {
	t.Parallel()
	r := newRelay(t, script{})
	e := newEmail(t, full(r.config()))
	wild := rapid.OneOf(rapid.String(), rapid.StringMatching(`([a-z .=\r\n\t<>"-]|Bcc: x@y\r\n){0,300}`))
	rapid.Check(t, func(rt *rapid.T) {
		m := message()
		m.Subject, m.ToName = wild.Draw(rt, "subject"), wild.Draw(rt, "name")
		m.Text, m.HTML = "x"+wild.Draw(rt, "text"), "x"+wild.Draw(rt, "html")
		m.Language, m.References = wild.Draw(rt, "language"), []string{wild.Draw(rt, "reference")}
		mustSend(t, e, m)
		mails := r.received()
		intact(rt, mails[len(mails)-1].Raw, m)
	})
}

func intact(t *rapid.T, raw string, m channels.Message) {
	known := "Date Message-ID From To Reply-To Subject List-Unsubscribe-Post List-Unsubscribe Auto-Submitted X-Goodterms-Attempt Content-Language MIME-Version Content-Type In-Reply-To References"
	head, _, _ := strings.Cut(raw, "\r\n\r\n")
	seen := make(map[string]int)
	for line := range strings.SplitSeq(head, "\r\n") {
		if strings.TrimSpace(line) == "" {
			t.Fatal("a line of the header looks empty")
		}
		if name, _, _ := strings.Cut(line, ":"); line[0] != ' ' {
			seen[name]++
			if seen[name] > 1 || !strings.Contains(known, name) {
				t.Fatalf("unexpected field %q", line)
			}
		}
	}
	for line := range strings.SplitSeq(raw, "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n\x00") {
			t.Fatalf("bad line %q", line)
		}
	}
	got := parts(t, parse(t, raw))
	want := map[string]string{"text/plain; charset=UTF-8": crlf(m.Text), "text/html; charset=UTF-8": crlf(m.HTML)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
}

// crlf is a text as a mail carries it.
func crlf(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.ReplaceAll(text, "\n", "\r\n")
}

func TestQuotedLinesStayShort(t *testing.T) {
	t.Parallel()
	got := arrive(t, script{}, func(_ *email.Config, m *channels.Message) { m.HTML = strings.Repeat("<td>.= ü</td>", 400) })
	_, body, _ := bytes.Cut([]byte(got.Raw), []byte("\r\n\r\n"))
	for line := range bytes.SplitSeq(body, []byte("\r\n")) {
		if len(line) > 76 || bytes.HasPrefix(line, []byte(".")) {
			t.Errorf("bad line %q", line)
		}
	}
}

func TestBadMessagesAreRefusedBeforeTheCall(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*channels.Message)
		want   channels.Reason
	}{
		"no address":          {func(m *channels.Message) { m.To = "" }, channels.BadAddress},
		"no domain":           {func(m *channels.Message) { m.To = "margaret" }, channels.BadAddress},
		"two addresses":       {func(m *channels.Message) { m.To = "a@customer.example,b@customer.example" }, channels.BadAddress},
		"a name":              {func(m *channels.Message) { m.To = "Margaret <a@customer.example>" }, channels.BadAddress},
		"a second command":    {func(m *channels.Message) { m.To = "a@customer.example>\r\nRCPT TO:<b@customer.example" }, channels.BadAddress},
		"dots":                {func(m *channels.Message) { m.To = "a..b@customer.example" }, channels.BadAddress},
		"bad domain":          {func(m *channels.Message) { m.To = "a@-customer.example" }, channels.BadAddress},
		"no words":            {func(m *channels.Message) { m.Text, m.HTML = "", "" }, channels.Refused},
		"no message id":       {func(m *channels.Message) { m.MessageID = "" }, channels.Refused},
		"id with a new field": {func(m *channels.Message) { m.MessageID = "a@b>\r\nBcc: x@y" }, channels.Refused},
		"no attempt":          {func(m *channels.Message) { m.Attempt = "" }, channels.Refused},
		"bad token":           {func(m *channels.Message) { m.Token = "a b" }, channels.Refused},
		"window closed":       {func(m *channels.Message) { m.ValidUntil = noon }, channels.Temporary},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRelay(t, script{})
			m := message()
			c.change(&m)
			_, err := send(t, newEmail(t, r.config()), m)
			wantReason(t, err, c.want)
			if r.calls() != 0 {
				t.Error("the relay was called")
			}
		})
	}
}

func TestInternationalDomainsBecomeASCII(t *testing.T) {
	t.Parallel()
	got := arrive(t, script{}, func(_ *email.Config, m *channels.Message) { m.To = "kasse@bäckerei.example" })
	if got.To != "kasse@xn--bckerei-5wa.example" || got.Mail.UTF8 {
		t.Errorf("to %s, utf8 %v", got.To, got.Mail.UTF8)
	}
}

func TestSMTPUTF8IsAskedForOnlyByAddressesThatNeedIt(t *testing.T) {
	t.Parallel()
	offers := script{extensions: func(s *smtp.Server) { s.EnableSMTPUTF8 = true }}
	if got := arrive(t, offers, asIs); got.Mail.UTF8 {
		t.Error("asked for SMTPUTF8 without need")
	}
	got := arrive(t, offers, func(_ *email.Config, m *channels.Message) { m.To = "żółć@customer.example" })
	if !got.Mail.UTF8 || got.To != "żółć@customer.example" {
		t.Errorf("utf8 %v to %s", got.Mail.UTF8, got.To)
	}
	m := message()
	m.To = "żółć@customer.example"
	r := newRelay(t, script{})
	_, err := send(t, newEmail(t, r.config()), m)
	wantReason(t, err, channels.BadAddress)
}

func TestNoticesAreAskedForOfFailureAndDelayOnly(t *testing.T) {
	t.Parallel()
	offers := script{extensions: func(s *smtp.Server) { s.EnableDSN = true }}
	got := arrive(t, offers, func(c *email.Config, _ *channels.Message) { c.DSN = true })
	want := smtp.RcptOptions{Notify: []smtp.DSNNotify{smtp.DSNNotifyFailure, smtp.DSNNotifyDelayed}}
	if diff := cmp.Diff(want, got.Rcpt); diff != "" || got.Mail.EnvelopeID != message().Attempt || got.Mail.Return != smtp.DSNReturnHeaders {
		t.Errorf("%s %+v", diff, got.Mail)
	}
	if got := arrive(t, offers, asIs); got.Rcpt.Notify != nil || got.Mail.EnvelopeID != "" {
		t.Errorf("asked for notices unbidden: %+v", got)
	}
}
