package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// inbound is the direction of a call that the customer makes.
const inbound = "inbound"

// withheld is the caller's number as Twilio gives it when it is not shown.
const withheld = "Anonymous"

// callRequest is the body of POST /calls.
type callRequest struct {
	From    string `json:"from"`    // the customer's number, or Anonymous
	To      string `json:"to"`      // ours; empty: the one that last wrote to or called the customer
	Digits  string `json:"digits"`  // keys that are pressed at the first question
	Webhook string `json:"webhook"` // where to ask what to say from now on
}

// SetVoiceWebhook sets where a call to our number asks what to say, as a
// number's voice webhook does at Twilio.
func (s *Sandbox) SetVoiceWebhook(url string) {
	s.webhookMu.Lock()
	defer s.webhookMu.Unlock()
	s.voiceWebhook = url
}

func (s *Sandbox) voiceHook() string {
	s.webhookMu.Lock()
	defer s.webhookMu.Unlock()
	return s.voiceWebhook
}

// postCall has a customer call us, by JSON or by the page's form. The answer is
// the call as it begins; keys are pressed by POST /replies with its id.
func (s *Sandbox) postCall(w http.ResponseWriter, r *http.Request) {
	asked, byForm, err := readCall(w, r)
	if err == nil {
		var placed Message
		if placed, err = s.callUs(asked); err == nil && !byForm {
			sayJSON(w, http.StatusOK, placed)
			return
		}
	}
	if err == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	sayTrouble(w, err)
}

func readCall(w http.ResponseWriter, r *http.Request) (asked callRequest, byForm bool, err error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return asked, false, troubled(http.StatusRequestEntityTooLarge, "the body is too large")
	}
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return asked, true, troubled(http.StatusBadRequest, "the body is neither JSON nor a form")
		}
		return callRequest{From: form.Get("from"), To: form.Get("to"), Digits: form.Get("digits")}, true, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&asked); err != nil {
		return asked, false, troubled(http.StatusBadRequest, "the body is not a call in JSON: %v", err)
	}
	return asked, false, nil
}

// callUs places a call from the customer to a number of ours. It is kept with
// the customer's conversation, and is no hand-off: it is not logged.
func (s *Sandbox) callUs(asked callRequest) (Message, error) {
	if asked.Webhook != "" {
		s.SetVoiceWebhook(asked.Webhook)
	}
	if last := s.lastTo(asked.From, ""); last != nil && last.Channel != channelEmail {
		asked.To = orElse(asked.To, s.inbox.view(last).From)
	}
	switch {
	case !e164.MatchString(asked.From) && asked.From != withheld:
		return Message{}, troubled(http.StatusUnprocessableEntity, "from must be the customer's number, or Anonymous")
	case !e164.MatchString(asked.To):
		return Message{}, troubled(http.StatusUnprocessableEntity, "to must be a number of yours")
	case strings.Trim(asked.Digits, "0123456789*#") != "":
		return Message{}, troubled(http.StatusUnprocessableEntity, "digits must be keys of a phone: 0 to 9, * and #")
	case s.voiceHook() == "":
		return Message{}, troubled(http.StatusConflict, "no webhook for calls is set: start the sandbox with one, or give \"webhook\" in this request")
	}
	now := time.Now().UTC()
	account := "AC" + strings.Repeat("0", 32)
	rec := &record{
		Message: Message{ID: newSID("CA"), Channel: channelVoice, At: now, To: asked.From, From: asked.To, Status: "ringing", Direction: inbound},
		sid:     account, account: account,
		twilio: &resource{created: now, updated: now, sender: asked.To},
	}
	c := newCall(s, rec, url.Values{"Url": {s.voiceHook()}}, act{keys: asked.Digits})
	rec.twilio.call = c
	shown := rec.Message
	s.inbox.add(rec)
	s.board.add(c)
	c.dial()
	return shown, nil
}
