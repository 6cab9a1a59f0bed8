package api

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

// TwilioHooks is what an adapter knows about Twilio's webhooks. Every function
// but Picked, Incoming and IncomingKeypad must be set.
type TwilioHooks struct {
	// Verify returns nil when the request with this raw body is Twilio's.
	Verify func(r *http.Request, body []byte) error
	// Status reads a callback about a text message.
	Status func(form url.Values, attempt string) channels.Receipt
	// SMSReply reads an inbound text message.
	SMSReply func(form url.Values) channels.Reply
	// CallStatus reads a callback about a call.
	CallStatus func(form url.Values, attempt string) channels.Receipt
	// Picked reads who picked up out of the question what to say; may be nil.
	Picked func(form url.Values, attempt string) channels.Receipt
	// Answer says what a call that was picked up hears, as TwiML.
	Answer func(stored reminder.Stored, form url.Values) []byte
	// Keypad says what follows a key that was pressed, and what it means.
	Keypad func(stored reminder.Stored, form url.Values, round int) (twiml []byte, reply channels.Reply)
	// Incoming says what somebody hears who rings us; nil when calls are off.
	Incoming func(form url.Values) []byte
	// IncomingKeypad is Keypad for such a call.
	IncomingKeypad func(form url.Values, round int) (twiml []byte, reply channels.Reply)
}

// Answers in Twilio's own language
// (https://www.twilio.com/docs/messaging/twiml, https://www.twilio.com/docs/voice/twiml).
const (
	twimlNothing = `<?xml version="1.0" encoding="UTF-8"?><Response/>`
	twimlHangup  = `<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>`
)

// tokenHeader is the same for all repeats of one callback
// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
const tokenHeader = "I-Twilio-Idempotency-Token"

// maxRounds is how often a call's menu may come round.
const maxRounds = 99

// hook is one authenticated webhook.
type hook struct {
	*http.Request
	form  url.Values
	twi   *TwilioHooks
	test  bool
	token string
}

// hookAnswer is what a provider is told: TwiML, or nothing.
type hookAnswer struct{ twiml string }

func (s *server) addHooks(prefix string, hooks *TwilioHooks, test bool) {
	add := func(path, id, summary string, handle func(*http.Request, *hook) (hookAnswer, error)) {
		if test {
			id += "-test"
		}
		s.hook(prefix+path, id, summary, hooks, test, handle)
	}
	add("/sms/status/{attempt}", "twilio-sms-status", "What became of a text message.", s.smsStatus)
	add("/sms", "twilio-sms", "A text message from a customer.", s.smsReply)
	add("/voice", "twilio-voice", "A customer rings.", s.voiceIncoming)
	add("/voice/incoming/{round}", "twilio-voice-incoming", "A key that was pressed by a customer who rang.", s.incomingKeypad)
	add("/voice/status/{attempt}", "twilio-voice-status", "What became of a call.", s.voiceStatus)
	add("/voice/answer/{attempt}", "twilio-voice-answer", "What a call that was picked up hears.", s.voiceAnswer)
	add("/voice/keypad/{attempt}/{round}", "twilio-voice-keypad", "A key that was pressed during a call.", s.voiceKeypad)
}

func (s *server) hook(path, id, summary string, hooks *TwilioHooks, test bool, handle func(*http.Request, *hook) (hookAnswer, error)) {
	s.huma.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodPost, Path: path, OperationID: id, Summary: summary, Tags: []string{"hooks"},
		Description: "Called by Twilio, which signs it with the auth token.",
		Parameters:  pathParameters(path),
		RequestBody: &huma.RequestBody{Content: map[string]*huma.MediaType{formType: {Schema: &huma.Schema{Type: "object"}}}},
		Responses:   map[string]*huma.Response{"200": {Description: "TwiML"}, "204": {Description: "Taken"}, "403": {Description: "Not signed by Twilio"}},
	})
	s.mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
		start := s.Now()
		status := s.answerHook(w, r, hooks, test, handle)
		s.logRequest(r.Method, path, status, s.Now().Sub(start), "")
	})
}

// answerHook authenticates the webhook, hands it over and answers the provider.
func (s *server) answerHook(w http.ResponseWriter, r *http.Request, hooks *TwilioHooks, test bool, handle func(*http.Request, *hook) (hookAnswer, error)) int {
	h, status := s.openHook(w, r, hooks, test)
	var out hookAnswer
	if status == 0 {
		var err error
		if out, err = handle(r, h); err != nil { // the provider asks again
			s.complain("webhook", err)
			status = http.StatusInternalServerError
		}
	}
	switch {
	case status != 0:
		http.Error(w, http.StatusText(status), status)
	case out.twiml != "":
		status = http.StatusOK
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		io.WriteString(w, out.twiml)
	default:
		status = http.StatusNoContent
		w.WriteHeader(status)
	}
	return status
}

const formType = "application/x-www-form-urlencoded"

// openHook reads the raw body, then verifies it, then parses it: nothing of an
// unsigned webhook is looked at. A status that is not 0 refuses it.
func (s *server) openHook(w http.ResponseWriter, r *http.Request, hooks *TwilioHooks, test bool) (*hook, int) {
	if hooks == nil {
		return nil, http.StatusForbidden
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxHookBody))
	if err != nil {
		return nil, bodyStatus(err)
	}
	if err := hooks.Verify(r, body); err != nil {
		s.Log.Warn("webhook refused", "reason", err)
		return nil, http.StatusForbidden
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != formType {
		return nil, http.StatusUnsupportedMediaType
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, http.StatusBadRequest
	}
	return &hook{Request: r, form: form, twi: hooks, test: test, token: r.Header.Get(tokenHeader)}, 0
}

// keyed makes repeats of one callback recognisable.
func (h *hook) keyed(r channels.Receipt, status string) channels.Receipt {
	switch {
	case h.token != "":
		r.Key = h.token
	case r.Key == "" && r.ProviderID != "":
		r.Key = r.ProviderID + "/" + status
	}
	return r
}

func (s *server) smsStatus(r *http.Request, h *hook) (hookAnswer, error) {
	receipt := h.keyed(h.twi.Status(h.form, r.PathValue("attempt")), h.form.Get("MessageStatus"))
	return hookAnswer{}, s.Story.Receipt(r.Context(), receipt, h.test)
}

func (s *server) smsReply(r *http.Request, h *hook) (hookAnswer, error) {
	return hookAnswer{twimlNothing}, s.Desk.Receive(r.Context(), h.twi.SMSReply(h.form), h.test)
}

func (s *server) voiceStatus(r *http.Request, h *hook) (hookAnswer, error) {
	receipt := h.keyed(h.twi.CallStatus(h.form, r.PathValue("attempt")), h.form.Get("CallStatus"))
	return hookAnswer{}, s.Story.Receipt(r.Context(), receipt, h.test)
}

// voiceAnswer says what the call hears. A call that we know nothing of ends.
func (s *server) voiceAnswer(r *http.Request, h *hook) (hookAnswer, error) {
	attempt := r.PathValue("attempt")
	if h.twi.Picked != nil {
		// The person on the line must not wait for our books: later callbacks say the same.
		if err := s.Story.Receipt(r.Context(), h.keyed(h.twi.Picked(h.form, attempt), "picked-up"), h.test); err != nil {
			s.complain("picked-up receipt", err)
		}
	}
	stored, err := s.Story.Script(r.Context(), attempt, h.test)
	if errors.Is(err, reminder.ErrNotFound) {
		return hookAnswer{twimlHangup}, nil
	}
	if err != nil {
		return hookAnswer{}, err
	}
	return hookAnswer{string(h.twi.Answer(stored, h.form))}, nil
}

// voiceKeypad records the key that was pressed before the call hears an answer.
func (s *server) voiceKeypad(r *http.Request, h *hook) (hookAnswer, error) {
	round, err := strconv.Atoi(r.PathValue("round"))
	if err != nil || round < 0 || round > maxRounds {
		return hookAnswer{twimlHangup}, nil
	}
	stored, err := s.Story.Script(r.Context(), r.PathValue("attempt"), h.test)
	if errors.Is(err, reminder.ErrNotFound) {
		return hookAnswer{twimlHangup}, nil
	}
	if err != nil {
		return hookAnswer{}, err
	}
	twiml, reply := h.twi.Keypad(stored, h.form, round)
	return s.pressed(r, h, twiml, reply)
}

// pressed keeps a key before the call hears what follows it.
func (s *server) pressed(r *http.Request, h *hook, twiml []byte, reply channels.Reply) (hookAnswer, error) {
	if reply.Digits != "" {
		if err := s.Desk.Receive(r.Context(), reply, h.test); err != nil {
			return hookAnswer{}, err
		}
	}
	return hookAnswer{string(twiml)}, nil
}

// voiceIncoming answers the phone. Who rings is told who we are and nothing else:
// the number that it comes from proves nothing.
func (s *server) voiceIncoming(_ *http.Request, h *hook) (hookAnswer, error) {
	if h.twi.Incoming == nil {
		return hookAnswer{twimlHangup}, nil
	}
	return hookAnswer{string(h.twi.Incoming(h.form))}, nil
}

func (s *server) incomingKeypad(r *http.Request, h *hook) (hookAnswer, error) {
	round, err := strconv.Atoi(r.PathValue("round"))
	if err != nil || round < 0 || round > maxRounds || h.twi.IncomingKeypad == nil {
		return hookAnswer{twimlHangup}, nil
	}
	twiml, reply := h.twi.IncomingKeypad(h.form, round)
	return s.pressed(r, h, twiml, reply)
}
