package store

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// answering is where a reminder's column of that name is scanned to.
type answering struct{ *reminder.Answering }

// Scan reads the JSON; an empty text is no answer.
func (a *answering) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return errors.New("the column answering holds no text")
	}
	a.Answering = nil
	if text == "" {
		return nil
	}
	a.Answering = &reminder.Answering{}
	return json.Unmarshal([]byte(text), a.Answering)
}

// answerEvery is how often a thread gets an automatic answer at most.
const answerEvery = 24 * time.Hour

// thread is who reads an answer: somebody at an address, by one channel.
type thread struct {
	accountID string
	channel   channels.Kind
	address   string
	test      bool
}

// planned is an automatic answer that has been planned before.
type planned struct {
	reminder.Reminder
	thread thread
	waits  bool // for its time or a cause, in nobody's hands
}

const selectAnswers = `SELECT ` + reminderColumns + `, r.thread, r.handing FROM reminder r
WHERE r.account_id = $1 AND r.thread <> '' AND (r.send_at > $2 OR r.status IN ('scheduled', 'held', 'sending')) ORDER BY r.id`

// answers are the account's automatic answers that wait, are being sent or were
// planned since the instant.
func (t *txn) answers(accountID string, since time.Time) (list []planned, err error) {
	rows, err := t.query(selectAnswers+t.store.engine.only(forUpdate), []any{accountID, micros(since)})
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var w reminderRowed
		var address string
		var handing int64
		if err := rows.Scan(append(w.dest(), &address, &handing)...); err != nil {
			return nil, err
		}
		p := planned{Reminder: w.reminder()}
		p.thread = thread{accountID, p.Channel, address, p.Test}
		p.waits = (p.Status == reminder.Scheduled || p.Status == reminder.Held) && handing == 0
		list = append(list, p)
	}
	return list, rows.Err()
}

// Words for an answer that is not sent.
const (
	supersededReason = "superseded"
	supersededText   = "A later reply made it superfluous"
)

// supersede takes an answer back that waits.
func (h *hearing) supersede(p planned) error {
	r := p.Reminder
	r.Status, r.Reason, r.Text = reminder.Canceled, supersededReason, supersededText
	data := timeline.Ended{Channel: string(r.Channel), Reason: r.Reason, Text: r.Text, Template: r.Template}
	h.events = append(h.events, timeline.Event{AccountID: r.AccountID, ReminderID: r.ID, At: h.now,
		Kind: timeline.ReminderCanceled, Actor: timeline.System, Data: timeline.Encode(data)})
	return h.t.endNow(h.now, r)
}

// silence takes back the automatic answers that wait and go by a way that has
// been opted out.
func (h *hearing) silence(list []account.OptOut) error {
	if len(list) == 0 || h.text.AccountID == "" {
		return nil
	}
	answers, err := h.t.answers(h.text.AccountID, h.now)
	for i := 0; i < len(answers) && err == nil; i++ {
		a := answers[i]
		if a.waits && a.Template != reminder.AnswerOptOut && reached(list, a) {
			err = h.supersede(a)
		}
	}
	return err
}

func reached(list []account.OptOut, a planned) bool {
	for _, o := range list {
		if o.Channel != "" && o.Channel != a.Channel {
			continue
		}
		switch o.Scope {
		case account.ScopeContact:
			if o.ContactID == a.ContactID {
				return true
			}
		case account.ScopeAccount:
			if o.AccountID == a.AccountID {
				return true
			}
		default:
			if o.Address == a.thread.address {
				return true
			}
		}
	}
	return false
}

// answer plans the answer to the reply. A thread gets one a day at most: a later
// one waits for its day, and takes the place of one that has not gone out. The
// confirmation of an opt-out is told at once, and only of one that is new.
func (h *hearing) answer(a *reminder.PlannedAnswer) error {
	if a == nil || a.Template == reminder.AnswerOptOut && !h.optedOut {
		return nil
	}
	plan := *a
	to, err := h.t.threadOf(plan)
	if err != nil {
		return err
	}
	if plan.SendAt.IsZero() {
		plan.SendAt = h.now
	}
	if plan.Template != reminder.AnswerOptOut && plan.Answering.By == "" {
		if err := h.oneADay(&plan, to); err != nil {
			return err
		}
	}
	if plan.Answering.By != "" {
		to.address = "" // a person's words are no automatic answer
	}
	r, events, err := h.t.planAnswer(h.now, plan, to.address)
	h.events = append(h.events, events...)
	h.heard.AnswerID, h.heard.AnswerAt = r.ID, r.SendAt
	return err
}

// oneADay moves the answer to a day after the latest one of its thread.
func (h *hearing) oneADay(plan *reminder.PlannedAnswer, to thread) error {
	before, err := h.t.answers(plan.AccountID, h.now.Add(-answerEvery))
	if err != nil {
		return err
	}
	for _, p := range before {
		if p.thread != to {
			continue
		}
		switch {
		case p.waits && p.Template != reminder.AnswerOptOut:
			if err := h.supersede(p); err != nil {
				return err
			}
		case p.waits || p.Status == reminder.Sending || p.Status == reminder.Sent:
			if next := p.SendAt.Add(answerEvery); next.After(plan.SendAt) {
				plan.SendAt = next
			}
		}
	}
	return nil
}

const selectThread = `SELECT c.email, c.phone FROM contact c WHERE c.account_id = $1 AND c.id = $2`

// threadOf is whom the answer goes to.
func (t *txn) threadOf(a reminder.PlannedAnswer) (thread, error) {
	to := thread{a.AccountID, a.Channel, a.Answering.To, a.Test}
	if to.address != "" {
		return to, nil
	}
	var email, phone string
	_, err := t.one(selectThread, []any{a.AccountID, a.ContactID}, &email, &phone)
	if to.address = phone; a.Channel == channels.Email {
		to.address = email
	}
	if to.address == "" {
		to.address = a.ContactID
	}
	return to, err
}

const insertAnswer = `INSERT INTO reminder (id, creditor_id, reference, digest, account_id, contact_id, invoices, template, channels, channel,
status, reason, explanation, send_at, planned_at, expires_at, test, queued, answering, thread, template_version, experiment,
trial, created_at, updated_at) VALUES ($1, $2, '', '', $3, $4, $5, $6, $7, $7, 'scheduled', '', '', $8, $8, $9, $10, 1, $11, $12, $13, $14, $15, $16, $16)`

// planAnswer inserts the answer as a reminder and returns what the timeline shows
// of it.
func (t *txn) planAnswer(now time.Time, a reminder.PlannedAnswer, thread string) (r reminder.Reminder, events []timeline.Event, err error) {
	creditor, err := t.creditor()
	if err != nil {
		return r, nil, err
	}
	about, err := json.Marshal(a.Answering)
	if err != nil {
		return r, nil, err
	}
	pinning, err := t.pinned()
	if err != nil {
		return r, nil, err
	}
	r = reminder.Reminder{ID: t.store.ids.New("rem", now), AccountID: a.AccountID, ContactID: a.ContactID, InvoiceIDs: a.InvoiceIDs,
		Template: a.Template, Channel: a.Channel, Status: reminder.Scheduled, SendAt: instant(micros(a.SendAt)), ExpiresAt: a.ExpiresAt,
		Test: a.Test, Answering: &a.Answering, Pin: pinning.pin(a.Template, a.AccountID)}
	_, err = t.do(insertAnswer, r.ID, creditor, r.AccountID, r.ContactID, joined(r.InvoiceIDs), r.Template, string(r.Channel),
		micros(r.SendAt), micros(r.ExpiresAt), flag(r.Test), string(about), thread,
		int64(r.Pin.Version), r.Pin.Experiment, a.Answering.Trial.Mark(), micros(now))
	actor := timeline.System
	if a.Answering.By != "" {
		actor = timeline.Operator
	}
	data := timeline.Scheduled{Channel: string(r.Channel), Template: r.Template, SendAt: r.SendAt}
	return r, []timeline.Event{{AccountID: r.AccountID, ReminderID: r.ID, At: now, Kind: timeline.ReminderScheduled,
		Actor: actor, Data: timeline.Encode(data)}}, err
}
