package sandbox_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/sandbox"
)

// callUs places a call from a customer.
func callUs(t *testing.T, s *sandbox.Sandbox, body map[string]any) (int, struct{ ID, Error string }) {
	t.Helper()
	var got struct{ ID, Error string }
	status := say(t, http.MethodPost, s.URL()+"/calls", body, &got)
	return status, got
}

const offer = `<Response><Gather numDigits="1" action="/keys"><Say>Zebra Limited. Press 9.</Say></Gather></Response>`

func TestACustomerCallsUsAndPressesAKey(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	h.answer = func(form url.Values) (int, string) {
		if form.Get("Digits") != "" {
			return http.StatusOK, "<Response><Say>Goodbye.</Say><Hangup/></Response>"
		}
		return http.StatusOK, offer
	}
	s := start(t, sandbox.Config{VoiceWebhook: h.URL + "/voice"})
	status, placed := callUs(t, s, map[string]any{"from": theirs, "to": ours, "digits": "9"})
	if status != http.StatusOK || placed.ID == "" {
		t.Fatalf("%d %s", status, placed.Error)
	}
	asked, pressed := h.next(t), h.next(t)
	got := []string{asked.path, asked.form.Get("CallSid"), asked.form.Get("From"), asked.form.Get("To"), asked.form.Get("Direction"), asked.form.Get("CallStatus"), pressed.path, pressed.form.Get("From"), pressed.form.Get("Digits")}
	if diff := cmp.Diff([]string{"/voice", placed.ID, theirs, ours, "inbound", "ringing", "/keys", theirs, "9"}, got); diff != "" {
		t.Error(diff)
	}
	m := await(t, s, func(m sandbox.Message) bool { return m.Status == "completed" })
	if m.Direction != "inbound" || m.To != theirs || !strings.Contains(m.Body, "Goodbye.") {
		t.Errorf("%+v", m)
	}
}

func TestFurtherKeysOfACallToUsAreReplies(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	h.answer = func(url.Values) (int, string) { return http.StatusOK, offer }
	s := start(t, sandbox.Config{VoiceWebhook: h.URL})
	_, placed := callUs(t, s, map[string]any{"from": "Anonymous", "to": ours})
	if got := h.next(t).form.Get("From"); got != "Anonymous" {
		t.Errorf("from %q", got)
	}
	if status, sentence := answer(t, s, map[string]any{"channel": "voice", "message": placed.ID, "digits": "3"}); status != http.StatusOK {
		t.Fatalf("%d %s", status, sentence)
	}
	if p := h.next(t); p.form.Get("Digits") != "3" || p.form.Get("To") != ours {
		t.Errorf("posted %v", p.form)
	}
}

func TestACallThatCannotBePlacedSaysWhy(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	for want, body := range map[int]map[string]any{
		http.StatusConflict:            {"from": theirs, "to": ours},
		http.StatusUnprocessableEntity: {"from": theirs},
		http.StatusBadRequest:          {"number": theirs},
	} {
		if status, got := callUs(t, s, body); status != want || got.Error == "" {
			t.Errorf("%v: %d %q, want %d", body, status, got.Error, want)
		}
	}
}

func TestThePageLetsACustomerCall(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	h.answer = func(url.Values) (int, string) { return http.StatusOK, offer }
	s := start(t, sandbox.Config{VoiceWebhook: h.URL})
	if _, err := twilio(t, s).CreateMessage(sms(theirs, "Pay?")); err != nil {
		t.Fatal(err)
	}
	if page := browse(t, s); !strings.Contains(page, `action="/calls"`) {
		t.Error("the page offers no call")
	}
	stay := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := stay.PostForm(s.URL()+"/calls", url.Values{"from": {theirs}, "to": {ours}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if p := h.next(t); response.StatusCode != http.StatusSeeOther || p.form.Get("From") != theirs {
		t.Errorf("status %d, %v", response.StatusCode, p.form)
	}
	await(t, s, func(m sandbox.Message) bool { return m.Status == "completed" })
	if page := browse(t, s); !strings.Contains(page, "call to "+strings.ReplaceAll(ours, "+", "&#43;")) {
		t.Error("the page does not show the call")
	}
}

func browse(t *testing.T, s *sandbox.Sandbox) string {
	t.Helper()
	got, err := http.Get(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestAnMMSListsItsMedia(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := start(t, sandbox.Config{SMSWebhook: h.URL})
	media := []map[string]string{{"type": "image/jpeg", "url": "https://media.example/1"}, {"type": "application/pdf", "url": "https://media.example/2"}}
	if status, sentence := answer(t, s, map[string]any{"channel": "sms", "from": theirs, "to": ours, "body": "see", "media": media}); status != http.StatusOK {
		t.Fatalf("%d %s", status, sentence)
	}
	form := h.next(t).form
	got := []string{form.Get("NumMedia"), form.Get("MediaUrl0"), form.Get("MediaContentType0"), form.Get("MediaUrl1"), form.Get("MediaContentType1")}
	if diff := cmp.Diff([]string{"2", "https://media.example/1", "image/jpeg", "https://media.example/2", "application/pdf"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestARepeatedSMSIsTheSameWebhookEachTime(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := start(t, sandbox.Config{SMSWebhook: h.URL})
	if status, sentence := answer(t, s, map[string]any{"channel": "sms", "from": theirs, "to": ours, "body": "I paid", "repeat": 5}); status != http.StatusOK {
		t.Fatalf("%d %s", status, sentence)
	}
	first := h.next(t)
	for range 4 {
		if again := h.next(t); again.token != first.token || again.form.Encode() != first.form.Encode() {
			t.Errorf("%v differs from %v", again.form, first.form)
		}
	}
	if len(h.posts) != 0 {
		t.Error("it came once more")
	}
}

func TestWhetherTwilioActedOnAKeywordCanBeChosen(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := start(t, sandbox.Config{SMSWebhook: h.URL})
	for _, c := range []struct{ body, chosen, want string }{{"STOP", "none", ""}, {"please stop", "STOP", "STOP"}, {"STOP", "", "STOP"}} {
		answer(t, s, map[string]any{"channel": "sms", "from": theirs, "to": ours, "body": c.body, "opt_out": c.chosen})
		if got := h.next(t).form.Get("OptOutType"); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
	if status, _ := answer(t, s, map[string]any{"channel": "sms", "from": theirs, "to": ours, "body": "x", "opt_out": "MAYBE"}); status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", status)
	}
}

func TestAMailReplyMayBeOfAnyKind(t *testing.T) {
	t.Parallel()
	gateway := start(t, sandbox.Config{})
	s := start(t, sandbox.Config{MailIn: gateway.SMTPAddr()})
	if status, sentence := answer(t, s, map[string]any{
		"channel": "email", "from": "anna@customer.example", "to": "in@acme.example", "subject": "Out of office", "body": "Back on Monday",
		"in_reply_to": "<other@acme.example>", "envelope_from": "<>", "headers": map[string]string{"Auto-Submitted": "auto-replied", "Bad: X": "y"}, "repeat": 2,
	}); status != http.StatusOK {
		t.Fatalf("%d %s", status, sentence)
	}
	m := await(t, gateway, func(sandbox.Message) bool { return true })
	got := []string{m.EnvelopeFrom, m.Header("In-Reply-To"), m.Header("Auto-Submitted"), m.From}
	if diff := cmp.Diff([]string{"", "<other@acme.example>", "auto-replied", "anna@customer.example"}, got); diff != "" {
		t.Error(diff)
	}
	all := gateway.Messages()
	if len(all) != 2 || string(all[0].Raw()) != string(all[1].Raw()) {
		t.Errorf("%d mails came", len(all))
	}
}

func TestAMailReplyMayBeGivenWhole(t *testing.T) {
	t.Parallel()
	gateway := start(t, sandbox.Config{})
	s := start(t, sandbox.Config{MailIn: gateway.SMTPAddr()})
	raw := "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\n\r\nunknown user\r\n"
	if status, sentence := answer(t, s, map[string]any{"channel": "email", "from": "x@mx.example", "to": "b@acme.example", "envelope_from": "<>", "raw": raw}); status != http.StatusOK {
		t.Fatalf("%d %s", status, sentence)
	}
	if m := await(t, gateway, func(sandbox.Message) bool { return true }); !strings.HasSuffix(string(m.Raw()), raw) {
		t.Errorf("got %q", m.Raw())
	}
}
