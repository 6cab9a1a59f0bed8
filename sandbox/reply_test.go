package sandbox_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/sandbox"
	"github.com/google/go-cmp/cmp"
	"github.com/jhillyerd/enmime/v2"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

// answer posts a reply and returns the status and the error's sentence.
func answer(t *testing.T, s *sandbox.Sandbox, body map[string]any) (int, string) {
	t.Helper()
	var got struct{ Error string }
	status := say(t, http.MethodPost, s.URL()+"/replies", body, &got)
	return status, got.Error
}

func TestSMSReplyIsASignedWebhook(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := start(t, sandbox.Config{SMSWebhook: h.URL + "/hooks/sms?x=1"})
	m, err := twilio(t, s).CreateMessage(new(openapi.CreateMessageParams).SetTo(theirs).SetMessagingServiceSid(service).SetBody("Pay?"))
	if err != nil {
		t.Fatal(err)
	}
	if status, sentence := answer(t, s, map[string]any{"channel": "sms", "message": *m.Sid, "body": "I paid ✓"}); status != http.StatusOK {
		t.Fatalf("%d %s", status, sentence)
	}
	p := h.next(t)
	got := []string{p.path, p.form.Get("From"), p.form.Get("Body"), p.form.Get("MessagingServiceSid"), p.form.Get("AccountSid"), p.form.Get("OptOutType"), p.form.Get("NumMedia")}
	if diff := cmp.Diff([]string{"/hooks/sms", theirs, "I paid ✓", service, account, "", "0"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestStopMakesTwilioRefuseUntilStart(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := start(t, sandbox.Config{})
	s.SetSMSWebhook(h.URL)
	api := twilio(t, s)
	steps := []struct{ word, keyword, after string }{
		{" stop ", "STOP", "refused 21610"}, {"help", "HELP", "refused 21610"}, {"stop please", "", "refused 21610"}, {"Start", "START", "accepted"},
	}
	for _, step := range steps {
		if status, sentence := answer(t, s, map[string]any{"channel": "sms", "from": theirs, "to": ours, "body": step.word}); status != http.StatusOK {
			t.Fatalf("%q: %d %s", step.word, status, sentence)
		}
		if got := h.next(t).form.Get("OptOutType"); got != step.keyword {
			t.Errorf("%q: OptOutType %q", step.word, got)
		}
		if got := seen(api.CreateMessage(sms(theirs, "x"))); got != step.after {
			t.Errorf("after %q: %s", step.word, got)
		}
	}
	if got := seen(api.CreateMessage(new(openapi.CreateMessageParams).SetTo(theirs).SetFrom("+12025550188").SetBody("x"))); got != "accepted" {
		t.Errorf("another sender: %s", got)
	}
}

func TestSMSReplyWithoutWebhookSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{}), newHook(t)
	body := map[string]any{"channel": "sms", "from": theirs, "to": ours, "body": "x"}
	if status, sentence := answer(t, s, body); status != http.StatusConflict || !strings.Contains(sentence, "webhook") {
		t.Errorf("%d %s", status, sentence)
	}
	body["webhook"] = h.URL
	if status, sentence := answer(t, s, body); status != http.StatusOK {
		t.Errorf("with a webhook: %d %s", status, sentence)
	}
	h.next(t)
}

func TestTwiMLAnswerToAnSMSIsSent(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	h.answer = func(url.Values) (int, string) {
		return http.StatusOK, "<Response><Message>Thank you.</Message></Response>"
	}
	s := start(t, sandbox.Config{SMSWebhook: h.URL})
	if status, sentence := answer(t, s, map[string]any{"channel": "sms", "from": theirs, "to": ours, "body": "x"}); status != http.StatusOK {
		t.Fatalf("%d %s", status, sentence)
	}
	got := await(t, s, func(m sandbox.Message) bool { return m.Direction == "outbound-reply" })
	if got.To != theirs || got.From != ours || got.Body != "Thank you." {
		t.Errorf("got %+v", got)
	}
}

func TestMailReplyGoesToTheReplyToAddress(t *testing.T) {
	t.Parallel()
	gateway := start(t, sandbox.Config{}) // a mail server that takes what comes in
	s := start(t, sandbox.Config{MailIn: gateway.SMTPAddr()})
	if err := sendMail(t, s, nil, letter(t, "anna@customer.example")); err != nil {
		t.Fatal(err)
	}
	id := s.Messages()[0].ID
	if status, sentence := answer(t, s, map[string]any{"channel": "email", "message": id, "body": "Schon bezahlt, schöne Grüße", "quote": true}); status != http.StatusOK {
		t.Fatalf("%d %s", status, sentence)
	}
	m := await(t, gateway, func(sandbox.Message) bool { return true })
	got := []string{m.To, m.From, m.EnvelopeFrom, m.Subject, m.Header("In-Reply-To"), m.Header("References"), strings.Split(m.Body, "\n")[0]}
	want := []string{
		"in+token@in.acme.example", "anna@customer.example", "anna@customer.example", "Re: Rechnung 7 – fällig",
		"<token@acme.example>", "<token@acme.example>", "Schon bezahlt, schöne Grüße",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(m.Body, "> Guten Tag,") {
		t.Errorf("the original is not quoted: %q", m.Body)
	}
	if _, err := enmime.ReadEnvelope(strings.NewReader(string(m.Raw()))); err != nil {
		t.Errorf("the reply is not a mail: %v", err)
	}
}

func TestMailReplyWithoutListenerSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	if status, sentence := answer(t, s, map[string]any{"channel": "email", "from": "a@b.example", "to": "in@acme.example", "body": "x"}); status != http.StatusConflict || !strings.Contains(sentence, "listen") {
		t.Errorf("%d %s", status, sentence)
	}
}

func TestRefusedMailReplyTellsTheCode(t *testing.T) {
	t.Parallel()
	gateway := start(t, sandbox.Config{})
	s := start(t, sandbox.Config{MailIn: gateway.SMTPAddr()})
	if status, sentence := answer(t, s, map[string]any{"channel": "email", "from": "a@b.example", "to": "550-5.1.1@acme.example", "body": "x"}); status != http.StatusBadGateway || !strings.Contains(sentence, "550") {
		t.Errorf("%d %s", status, sentence)
	}
}

func TestBadReplyIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := start(t, sandbox.Config{SMSWebhook: h.URL})
	cases := map[string]struct {
		body map[string]any
		want int
	}{
		"unknown message": {map[string]any{"channel": "sms", "message": "SM1", "body": "x"}, http.StatusNotFound},
		"unknown channel": {map[string]any{"channel": "fax", "body": "x"}, http.StatusUnprocessableEntity},
		"no addresses":    {map[string]any{"channel": "sms", "body": "x"}, http.StatusUnprocessableEntity},
		"not a key":       {map[string]any{"channel": "voice", "digits": "x"}, http.StatusUnprocessableEntity},
		"unknown field":   {map[string]any{"channel": "sms", "text": "x"}, http.StatusBadRequest},
	}
	for name, c := range cases {
		if status, sentence := answer(t, s, c.body); status != c.want || sentence == "" {
			t.Errorf("%s: %d %q", name, status, sentence)
		}
	}
}

func TestFormOfThePageAnswersWithoutJavaScript(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := start(t, sandbox.Config{SMSWebhook: h.URL})
	if _, err := twilio(t, s).CreateMessage(sms(theirs, "Pay?")); err != nil {
		t.Fatal(err)
	}
	stay := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := stay.PostForm(s.URL()+"/replies", url.Values{"channel": {"sms"}, "message": {s.Messages()[0].ID}, "body": {"Yes"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusSeeOther || h.next(t).form.Get("Body") != "Yes" {
		t.Errorf("status %d", response.StatusCode)
	}
	page, err := http.Get(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer page.Body.Close()
	body, err := io.ReadAll(page.Body)
	if err != nil || !strings.Contains(string(body), `<p class="bubble">Yes</p>`) {
		t.Errorf("the page does not show the answer: %v", err)
	}
}
