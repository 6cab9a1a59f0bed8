package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// replyRequest is the body of POST /replies.
type replyRequest struct {
	Channel string `json:"channel"` // sms, voice or email
	To      string `json:"to"`      // our number or address, or the id of the message it answers
	From    string `json:"from"`    // the customer
	Body    string `json:"body"`
	Subject string `json:"subject"` // mail; empty for Re: and the message's own
	Digits  string `json:"digits"`  // keys pressed in a call
	Message string `json:"message"` // id of the message it answers
	Quote   bool   `json:"quote"`   // mail: the answered text below, as mail programs do
	Webhook string `json:"webhook"` // SMS: where to post it from now on
	Media   []struct {
		Type string `json:"type"`
		URL  string `json:"url"`
	} `json:"media"` // SMS: what came with it; up to ten
	OptOut string `json:"opt_out"` // SMS: STOP, START or HELP as if Twilio had acted on it, or none; empty: as Twilio would
	Repeat int    `json:"repeat"`  // SMS and mail: how often it is delivered in all; 0 and 1: once

	InReplyTo    string            `json:"in_reply_to"`   // mail: Message-ID that it answers, none for no such field; empty: of the message
	EnvelopeFrom string            `json:"envelope_from"` // mail: who bounces it; <> for nobody; empty: from
	Headers      map[string]string `json:"headers"`       // mail: further fields, such as Auto-Submitted
	Raw          string            `json:"raw"`           // mail: the whole of it, in place of all that is written here
}

// mostRepeats bounds how often one reply is delivered.
const mostRepeats = 100

// times is how often the reply is delivered.
func (r replyRequest) times() int { return min(max(r.Repeat, 1), mostRepeats) }

// Inbound is something the customer sent: a reply that the sandbox passed on.
type Inbound struct {
	ID      string    `json:"id"`
	Channel string    `json:"channel"`
	At      time.Time `json:"at"`
	To      string    `json:"to"`
	From    string    `json:"from"`
	Subject string    `json:"subject,omitempty"`
	Body    string    `json:"body"`
	Answer  int       `json:"answer"` // HTTP status or SMTP reply of the receiver
}

// trouble is an error that has its own HTTP status and a sentence for people.
type trouble struct {
	status   int
	sentence string
}

func (t trouble) Error() string { return t.sentence }

func troubled(status int, format string, args ...any) error {
	return trouble{status, fmt.Sprintf(format, args...)}
}

// mailbag keeps what customers sent, for the page.
type mailbag struct {
	mu  sync.Mutex
	all []Inbound
}

// keptReplies is how many replies are remembered.
const keptReplies = 5000

func (b *mailbag) add(in Inbound) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = append(b.all, in)
	if len(b.all) > keptReplies {
		b.all = append([]Inbound(nil), b.all[len(b.all)-keptReplies:]...)
	}
}

func (b *mailbag) list() []Inbound {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Inbound(nil), b.all...)
}

// postReply passes on what a customer answers, by JSON or by the page's form.
func (s *Sandbox) postReply(w http.ResponseWriter, r *http.Request) {
	asked, byForm, err := readReply(w, r)
	if err == nil {
		var sent Inbound
		if sent, err = s.pass(r, asked); err == nil && !byForm {
			sayJSON(w, http.StatusOK, sent)
			return
		}
	}
	if err == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	sayTrouble(w, err)
}

// sayTrouble answers with what went wrong.
func sayTrouble(w http.ResponseWriter, err error) {
	var why trouble
	if errors.As(err, &why) {
		sayError(w, why.status, why.sentence)
		return
	}
	sayError(w, http.StatusBadGateway, err.Error())
}

// readReply reads JSON, whatever the content type says, or the page's form.
func readReply(w http.ResponseWriter, r *http.Request) (asked replyRequest, byForm bool, err error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return asked, false, troubled(http.StatusRequestEntityTooLarge, "the body is too large")
	}
	isForm := strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded")
	if isForm && !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) { // curl -d calls JSON a form
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return asked, true, troubled(http.StatusBadRequest, "the body is not a form")
		}
		return replyRequest{
			Channel: form.Get("channel"), To: form.Get("to"), From: form.Get("from"), Body: form.Get("body"),
			Digits: form.Get("digits"), Message: form.Get("message"), Quote: form.Get("quote") != "",
		}, true, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&asked); err != nil {
		return asked, false, troubled(http.StatusBadRequest, "the body is not a reply in JSON: %v", err)
	}
	return asked, false, nil
}

// pass brings a reply to where the gateway listens for its channel.
func (s *Sandbox) pass(r *http.Request, asked replyRequest) (Inbound, error) {
	answered, err := s.answered(&asked)
	if err != nil {
		return Inbound{}, err
	}
	in := Inbound{ID: newSID("IN"), Channel: asked.Channel, At: time.Now().UTC(), To: asked.To, From: asked.From, Body: asked.Body}
	switch asked.Channel {
	case channelSMS:
		err = s.passSMS(&in, answered, asked)
	case channelVoice:
		err = s.passKeys(r, &in, answered, asked)
	case channelEmail:
		err = s.passMail(&in, answered, asked)
	default:
		err = troubled(http.StatusUnprocessableEntity, "channel must be sms, voice or email")
	}
	if in.Answer != 0 {
		s.replies.add(in)
		s.inbox.nudge()
	}
	return in, err
}

// answered finds the message that a reply answers, if any, and completes the
// reply's channel and addresses from it.
func (s *Sandbox) answered(asked *replyRequest) (*record, error) {
	found := s.inbox.find(orElse(asked.Message, asked.To))
	if found == nil && asked.Message != "" {
		return nil, troubled(http.StatusNotFound, "no message of that id is kept")
	}
	if found != nil && asked.To == found.ID {
		asked.To = ""
	}
	if found == nil && asked.From != "" {
		found = s.lastTo(asked.From, asked.Channel)
	}
	if found != nil {
		m := s.inbox.view(found).read()
		asked.Channel = orElse(asked.Channel, m.Channel)
		asked.From = orElse(asked.From, m.To)
		asked.To = orElse(asked.To, orElse(m.ReplyTo, m.From))
	}
	return found, nil
}

// lastTo is the last message to an address, or nil.
func (s *Sandbox) lastTo(address, channel string) *record {
	var last *record
	for _, r := range s.inbox.to(address) {
		if channel == "" || r.Channel == channel {
			last = r
		}
	}
	return last
}

// passKeys presses keys in the call, or in the last one that asked for any.
func (s *Sandbox) passKeys(r *http.Request, in *Inbound, answered *record, asked replyRequest) error {
	keys := orElse(asked.Digits, asked.Body)
	if keys == "" || strings.Trim(keys, "0123456789*#") != "" {
		return troubled(http.StatusUnprocessableEntity, "digits must be keys of a phone: 0 to 9, * and #")
	}
	c := s.callFor(answered, asked.From)
	if c == nil {
		return troubled(http.StatusConflict, "no call asks for keys, live or past")
	}
	in.ID, in.Body, in.To, in.From = c.rec.ID, keys, c.rec.From, c.rec.To
	got, ok := c.press(r.Context(), keys)
	if !ok {
		return troubled(http.StatusConflict, "the call did not ask for keys, or the application could not be reached")
	}
	in.Answer = got.status
	if got.status >= http.StatusMultipleChoices {
		return troubled(http.StatusBadGateway, "the keypad's webhook answered %d", got.status)
	}
	return nil
}

// callFor is the named call, else the customer's live one, else the last that
// asked for keys.
func (s *Sandbox) callFor(answered *record, customer string) *call {
	if answered != nil && answered.Channel == channelVoice && customer == answered.To {
		named := answered.twilio.call
		if named.live() || named.asks() {
			return named
		}
	}
	fits := func(c *call) bool { return customer == "" || c.rec.To == customer }
	if live := s.board.recent(func(c *call) bool { return fits(c) && c.live() }); live != nil {
		return live
	}
	return s.board.recent(func(c *call) bool { return fits(c) && c.asks() })
}
