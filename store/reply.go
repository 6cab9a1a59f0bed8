package store

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// Hear keeps the reply raw and, when it is new and matches an account, its
// meaning, in one transaction. The account is the one of the attempt that the
// reply answers, else of the latest attempt to its sender. A reply that matches
// nobody is kept without an account, and its opt-outs count all the same.
func (s *Store) Hear(ctx context.Context, now time.Time, r channels.Reply, test bool, m reminder.Meaning) (heard reminder.Heard, err error) {
	err = s.write(ctx, "hear reply", func(t *txn) error {
		if heard, err = t.heardBefore(r, test); err != nil || heard.Repeat {
			return err
		}
		attempt, err := t.answered(r, test)
		if err != nil {
			return err
		}
		heard = reminder.Heard{ReplyID: s.ids.New("rep", now), AccountID: attempt.AccountID}
		if err := t.keepReply(now, heard.ReplyID, attempt, r, test, m); err != nil {
			return err
		}
		return t.understand(now, heard, attempt, r, m)
	})
	return heard, err
}

const selectReply = `SELECT id, account_id FROM reply WHERE channel = $1 AND test = $2 AND provider_id = $3 AND provider_id <> ''`

func (t *txn) heardBefore(r channels.Reply, test bool) (heard reminder.Heard, err error) {
	args := []any{string(r.Channel), flag(test), r.ProviderID}
	heard.Repeat, err = t.one(selectReply, args, &heard.ReplyID, &heard.AccountID)
	return heard, err
}

const selectLatestTo = `SELECT ` + attemptColumns + ` FROM attempt t
WHERE t.address = $1 AND t.test = $2 AND t.reminder_id IN (SELECT e.reminder_id FROM address a
JOIN timeline e ON e.account_id = a.account_id AND e.kind = 'reminder.scheduled' WHERE a.value = $1) ORDER BY t.started_at DESC LIMIT 1`

// answered finds the attempt that a reply answers; the zero attempt when there
// is none.
func (t *txn) answered(r channels.Reply, test bool) (reminder.Attempt, error) {
	if r.Attempt != "" {
		a, found, err := t.oneAttempt(selectAttempt, r.Attempt, test)
		if found || err != nil {
			return a, err
		}
	}
	a, _, err := t.oneAttempt(selectLatestTo, r.From, test)
	return a, err
}

const insertReply = `INSERT INTO reply (id, at, channel, provider_id, account_id, attempt_id, sender, recipient, body, digits, meaning, raw, test)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`

func (t *txn) keepReply(now time.Time, id string, a reminder.Attempt, r channels.Reply, test bool, m reminder.Meaning) error {
	n, err := t.do(insertReply, id, micros(now), string(r.Channel), r.ProviderID, a.AccountID, a.ID, r.From, r.To,
		r.Text, r.Digits, m.Word, r.Raw, flag(test))
	if err == nil && n == 0 {
		return errRace // the same reply is being heard at this moment
	}
	return err
}

// understand records what a reply means: its own event, and its opt-outs.
func (t *txn) understand(now time.Time, heard reminder.Heard, a reminder.Attempt, r channels.Reply, m reminder.Meaning) error {
	var events []timeline.Event
	if heard.AccountID != "" {
		data := timeline.Reply{Reply: heard.ReplyID, Channel: string(r.Channel), Attempt: a.ID, Text: r.Text, Digits: r.Digits, Meaning: m.Word}
		events = append(events, timeline.Event{AccountID: heard.AccountID, ReminderID: a.ReminderID, At: now,
			Kind: timeline.ReplyReceived, Actor: timeline.Customer, Data: timeline.Encode(data)})
	}
	var out []account.OptOut
	for _, channel := range m.OptOuts {
		o := optedOutBy(channel, a, r)
		o.AccountID, o.Proof = heard.AccountID, heard.ReplyID
		out = append(out, o)
	}
	_, more, err := t.heed(now, a.ReminderID, out)
	if err != nil {
		return err
	}
	if heard.AccountID != "" { // what was said may change what is decent now
		if err := t.raise([]string{heard.AccountID}); err != nil {
			return err
		}
	}
	return t.append(append(events, more...))
}

// optedOutBy is the address that the reply opts out: the one that was written
// to, when it is of the channel's kind, else the one that the reply came from.
func optedOutBy(channel channels.Kind, a reminder.Attempt, r channels.Reply) account.OptOut {
	value, source := r.From, "reply"
	if a.Address != "" && (a.Channel == channels.Email) == (channel == channels.Email) {
		value = a.Address
	}
	if r.Digits != "" {
		source = "keypad"
	}
	return account.OptOut{Channel: channel, Address: value, Source: source}
}
