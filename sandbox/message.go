package sandbox

import (
	"encoding/json"
	"time"
)

// The channels a message can come by.
const (
	channelEmail = "email"
	channelSMS   = "sms"
	channelVoice = "voice"
)

// Message is one hand-off that the sandbox took: an email, an SMS or a call.
type Message struct {
	ID      string    `json:"id"`      // Twilio's SID, or EM… for mail
	Channel string    `json:"channel"` // email, sms or voice
	At      time.Time `json:"at"`      // when it arrived, UTC
	To      string    `json:"to"`      // the customer, also of a call that the customer makes
	From    string    `json:"from"`
	Subject string    `json:"subject"` // empty but for mail
	Body    string    `json:"body"`    // the text; for a call what was said so far
	Attempt string    `json:"attempt"` // from the callback's path or X-Goodterms-Attempt

	Status         string   `json:"status,omitempty"`            // Twilio's word, or "accepted" for mail
	ErrorCode      int      `json:"error_code,omitempty"`        // Twilio's code of an undelivered message
	Direction      string   `json:"direction,omitempty"`         // outbound-api, outbound-reply, or inbound for a call that the customer makes
	Service        string   `json:"messaging_service,omitempty"` // Messaging Service SID
	ValidityPeriod int      `json:"validity_period,omitempty"`   // seconds
	Segments       int      `json:"segments,omitempty"`          // SMS parts
	AnsweredBy     string   `json:"answered_by,omitempty"`       // as machine detection said
	Script         []Line   `json:"script,omitempty"`            // a call's course, line by line
	Warnings       []string `json:"warnings,omitempty"`          // what Twilio's debugger would complain of
	EnvelopeFrom   string   `json:"envelope_from,omitempty"`     // MAIL FROM
	MessageID      string   `json:"message_id,omitempty"`        // Message-ID with its brackets
	ReplyTo        string   `json:"reply_to,omitempty"`          // Reply-To's address
	Unsubscribe    string   `json:"list_unsubscribe,omitempty"`  // List-Unsubscribe
	Trimmed        bool     `json:"trimmed,omitempty"`           // an old mail whose text was let go to save memory

	letter *letter
}

// Who did what in a call's Script.
const (
	whoSays    = "says"    // the script speaks
	whoPresses = "presses" // the customer presses keys
	whoNote    = "note"    // something happened
)

// Line is one line of a call's course.
type Line struct {
	Who  string `json:"who"` // says, presses or note
	Text string `json:"text"`
}

// HTML is a mail's HTML part, decoded; empty if there is none.
func (m Message) HTML() string {
	if m.letter == nil {
		return ""
	}
	return m.letter.html()
}

// Raw is a mail as it came over the wire; nil for other channels.
func (m Message) Raw() []byte {
	if m.letter == nil {
		return nil
	}
	return m.letter.bytes()
}

// Header is a mail's header field, decoded; empty if there is none.
func (m Message) Header(name string) string {
	if m.letter == nil {
		return ""
	}
	return m.letter.header(name)
}

// stamp is RFC 3339 in UTC with microseconds, always of the same length.
const stamp = "2006-01-02T15:04:05.000000Z"

// MarshalJSON writes At with microseconds, always.
func (m Message) MarshalJSON() ([]byte, error) {
	type plain Message
	return json.Marshal(struct {
		plain
		At string `json:"at"`
	}{plain(m), m.At.UTC().Format(stamp)})
}

// read fills in what a mail says, which is decoded only when someone looks.
func (m Message) read() Message {
	if m.letter == nil {
		return m
	}
	said := m.letter.said()
	m.From, m.Subject, m.Body, m.Attempt = orElse(said.from, m.EnvelopeFrom), said.subject, said.text, said.attempt
	m.MessageID, m.ReplyTo, m.Unsubscribe = said.messageID, said.replyTo, said.unsubscribe
	m.Trimmed = said.trimmed
	return m
}
