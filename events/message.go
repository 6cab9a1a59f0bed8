package events

import (
	"encoding/json"
	"time"
)

// Message is an event as other systems read it, by a webhook or by asking.
type Message struct {
	Type              string          `json:"type" example:"reminder.sent" doc:"What happened."`
	Timestamp         time.Time       `json:"timestamp" doc:"When it happened."`
	ID                string          `json:"id" example:"evt_01kafz3v9m5x8q2t4w6y7z0bcd" doc:"The same however often it is told; also the webhook-id."`
	Number            int64           `json:"number" example:"1207" doc:"Its place among all events of this gateway, from 1 without gaps; serves as a cursor. Those of one account rise as they happened."`
	Account           string          `json:"account" example:"C-1001" doc:"Reference of the account."`
	AccountID         string          `json:"account_id" example:"acc_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Reminder          string          `json:"reminder,omitempty" example:"rem_01kafz3v9m5x8q2t4w6y7z0bcd" doc:"The reminder that it is about."`
	ReminderReference string          `json:"reminder_reference,omitempty" example:"2027-0415-1" doc:"Your own name for it."`
	Actor             string          `json:"actor" enum:"system,api,customer,provider,operator" doc:"Who did it."`
	Test              bool            `json:"test,omitempty" doc:"It is of a reminder of a test key."`
	Data              json.RawMessage `json:"data" doc:"Details of its type, as webhooks of this document show them; null when they were erased. More fields may come to be there."`
}

// Message is the event as other systems read it.
func (e Event) Message() Message {
	data := e.Data
	if len(data) == 0 {
		data = json.RawMessage("null")
	}
	return Message{
		Type: e.Kind, Timestamp: e.At.UTC().Truncate(time.Microsecond), ID: e.ID, Number: e.Number, Account: e.Account, AccountID: e.AccountID,
		Reminder: e.ReminderID, ReminderReference: e.Reminder, Actor: e.Actor, Test: e.Test, Data: data,
	}
}

// body is what is posted. Data that is no JSON, which no event has, is left out.
func (m Message) body() []byte {
	if !json.Valid(m.Data) {
		m.Data = json.RawMessage("null")
	}
	text, _ := json.Marshal(m) // texts, numbers and JSON always can be written
	return text
}

// ping is what is posted to try a webhook; it stands outside the numbering.
type ping struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	ID        string    `json:"id"`
	Data      struct{}  `json:"data"`
}
