package api_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

const form = "application/x-www-form-urlencoded"

// twilioHooks takes webhooks with the signature "good".
func twilioHooks() *api.TwilioHooks {
	receipt := func(kind channels.Kind) func(url.Values, string) channels.Receipt {
		return func(f url.Values, attempt string) channels.Receipt {
			return channels.Receipt{Channel: kind, Attempt: attempt, ProviderID: f.Get("Sid"), Raw: f.Encode()}
		}
	}
	return &api.TwilioHooks{
		Verify: func(r *http.Request, body []byte) error {
			if r.Header.Get("X-Twilio-Signature") != "good" {
				return errors.New("not signed")
			}
			return nil
		},
		Status: receipt(channels.SMS), CallStatus: receipt(channels.Voice), Picked: receipt(channels.Voice),
		SMSReply: func(f url.Values) channels.Reply { return channels.Reply{Channel: channels.SMS, Text: f.Get("Body")} },
		Answer: func(s reminder.Stored, f url.Values) []byte {
			return []byte("<Response>" + s.Attempt.Body + "</Response>")
		},
		Keypad: func(s reminder.Stored, f url.Values, round int) ([]byte, channels.Reply) {
			return []byte("<Response><Pause/></Response>"), channels.Reply{Channel: channels.Voice, Attempt: s.Attempt.ID, Digits: f.Get("Digits")}
		},
		Incoming: func(url.Values) []byte { return []byte("<Response><Say/></Response>") },
		IncomingKeypad: func(f url.Values, _ int) ([]byte, channels.Reply) {
			return []byte("<Response><Hangup/></Response>"), channels.Reply{Channel: channels.Voice, From: f.Get("From"), Digits: f.Get("Digits")}
		},
	}
}

func hooked(_ *api.Config, p *api.Ports) { p.Live, p.Sandbox = twilioHooks(), twilioHooks() }

// call sends a webhook as Twilio does.
func (h *house) call(t testing.TB, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return h.do(t, "POST", path, "", body, append([]string{"Content-Type", form, "X-Twilio-Signature", "good"}, headers...)...)
}

var hookPaths = []string{
	"/sms/status/att_known", "/sms", "/voice", "/voice/incoming/1", "/voice/status/att_known", "/voice/answer/att_known", "/voice/keypad/att_known/1",
}

func TestAWebhookThatIsNotSignedIsRefusedAndDoesNothing(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"/hooks/twilio", "/hooks/test/twilio"} {
		for _, path := range hookPaths {
			h := newHouse(t, hooked)
			w := h.call(t, prefix+path, "Sid=SM1&Digits=9&Body=STOP", "X-Twilio-Signature", "forged")
			if w.Code != http.StatusForbidden || w.Body.Len() > 20 || len(h.receipts)+len(h.replies) > 0 {
				t.Errorf("%s: status %d: %q", path, w.Code, w.Body)
			}
		}
	}
}

func TestWithoutAnAuthTokenNoWebhookIsAccepted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, path := range hookPaths {
		if w := h.call(t, "/hooks/twilio"+path, "Sid=SM1"); w.Code != http.StatusForbidden {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

func TestAReceiptIsHandedOnWithAKeyThatRepeatsShare(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	h.call(t, "/hooks/twilio/sms/status/att_1", "Sid=SM1&MessageStatus=sent")
	h.call(t, "/hooks/test/twilio/voice/status/att_2", "Sid=CA1&CallStatus=busy", "I-Twilio-Idempotency-Token", "tok")
	h.call(t, "/hooks/twilio/sms/status/att_3", "MessageStatus=sent")
	want := []channels.Receipt{
		{Channel: channels.SMS, Attempt: "att_1", ProviderID: "SM1", Key: "SM1/sent", Raw: "MessageStatus=sent&Sid=SM1"},
		{Channel: channels.Voice, Attempt: "att_2", ProviderID: "CA1", Key: "tok", Raw: "CallStatus=busy&Sid=CA1"},
		{Channel: channels.SMS, Attempt: "att_3", Raw: "MessageStatus=sent"},
	}
	if diff := cmp.Diff(want, h.receipts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]bool{false, true, false}, h.tests); diff != "" {
		t.Errorf("which came from the sandbox: %s", diff)
	}
}

func TestAReceiptIsAnsweredWithNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	for _, path := range []string{"/hooks/twilio/sms/status/att_none", "/hooks/twilio/voice/status/att_none"} {
		if w := h.call(t, path, "Sid=SM1"); w.Code != http.StatusNoContent || w.Body.Len() > 0 {
			t.Errorf("%s: status %d %q", path, w.Code, w.Body)
		}
	}
}

func TestAReplyIsHandedOnBeforeItIsAcknowledged(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	w := h.call(t, "/hooks/twilio/sms", "Body=STOP+please")
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/xml") || !strings.Contains(w.Body.String(), "<Response/>") {
		t.Errorf("status %d %q", w.Code, w.Body)
	}
	if len(h.replies) != 1 || h.replies[0].Text != "STOP please" {
		t.Errorf("replies %v", h.replies)
	}
}

func TestWhenAnEventCannotBeKeptTheProviderIsAskedToRepeatIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	h.storyErr = errStore
	for _, path := range []string{"/sms/status/att_1", "/sms", "/voice/status/att_1", "/voice/keypad/att_known/1"} {
		if w := h.call(t, "/hooks/twilio"+path, "Sid=1&Digits=2"); w.Code != http.StatusInternalServerError {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

func TestACallHearsItsScriptEvenWhenTheBooksAreAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	h.storyErr = errStore
	w := h.call(t, "/hooks/twilio/voice/answer/att_known", "Sid=CA1&AnsweredBy=human")
	if w.Code != 200 || w.Body.String() != "<Response>the script</Response>" {
		t.Errorf("status %d %q", w.Code, w.Body)
	}
	if len(h.receipts) != 1 || h.receipts[0].Key != "CA1/picked-up" {
		t.Errorf("receipts %v", h.receipts)
	}
}

func TestACallThatNobodyKnowsEnds(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	for _, path := range []string{"/voice/answer/att_none", "/voice/keypad/att_none/1", "/voice/keypad/att_known/x", "/voice/keypad/att_known/100"} {
		if w := h.call(t, "/hooks/twilio"+path, "Digits=9"); w.Code != 200 || !strings.Contains(w.Body.String(), "<Hangup/>") {
			t.Errorf("%s: status %d %q", path, w.Code, w.Body)
		}
	}
	if len(h.replies) != 0 {
		t.Errorf("replies %v", h.replies)
	}
}

func TestAKeyThatWasPressedIsAReplyAndSilenceIsNone(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	for _, body := range []string{"Digits=", "Digits=9"} {
		if w := h.call(t, "/hooks/twilio/voice/keypad/att_known/2", body); w.Code != 200 || !strings.Contains(w.Body.String(), "<Pause/>") {
			t.Errorf("status %d %q", w.Code, w.Body)
		}
	}
	if len(h.replies) != 1 || h.replies[0].Digits != "9" || h.replies[0].Attempt != "att_known" {
		t.Errorf("replies %v", h.replies)
	}
}

func TestAWebhookIsReadStrictly(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	for name, c := range map[string]struct {
		body, contentType string
		status            int
	}{
		"not a form":   {"{}", "application/json", http.StatusUnsupportedMediaType},
		"broken":       {"a=%zz", form, http.StatusBadRequest},
		"semicolon":    {"a=1;b=2", form, http.StatusBadRequest},
		"beyond 64 KB": {"a=" + strings.Repeat("b", 64<<10), form, http.StatusRequestEntityTooLarge},
	} {
		if w := h.call(t, "/hooks/twilio/sms", c.body, "Content-Type", c.contentType); w.Code != c.status || len(h.replies) > 0 {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
	if w := h.do(t, "GET", "/hooks/twilio/sms", "", "", "X-Twilio-Signature", "good"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
		t.Errorf("GET: status %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestACustomerWhoRingsHearsTheMenuAndTheirKeyIsKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t, hooked)
	if w := h.call(t, "/hooks/twilio/voice", "From=%2B442079460042"); w.Code != 200 || !strings.Contains(w.Body.String(), "<Say/>") || len(h.replies) > 0 {
		t.Errorf("%d %q, %d kept", w.Code, w.Body, len(h.replies))
	}
	if w := h.call(t, "/hooks/twilio/voice/incoming/1", "From=%2B442079460042&Digits=9"); w.Code != 200 || len(h.replies) != 1 || h.replies[0].Digits != "9" {
		t.Errorf("%d %q, %d kept", w.Code, w.Body, len(h.replies))
	}
	if w := h.call(t, "/hooks/twilio/voice/incoming/100", "Digits=9"); !strings.Contains(w.Body.String(), "<Hangup/>") || len(h.replies) != 1 {
		t.Errorf("a round that never was: %q, %d kept", w.Body, len(h.replies))
	}
}
