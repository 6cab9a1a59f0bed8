package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
)

// threadLife is for how long somebody may answer what we wrote to a number.
const threadLife = 400 * 24 * time.Hour

// Why an account is suggested.
const (
	whySender = "sender_address"
	whyThread = "recent_thread"
)

// FindSituation finds whom a reply is from by the first of its cues that leads to
// an account. Where several accounts may be meant, they are suggested.
func (s *Store) FindSituation(ctx context.Context, now time.Time, c replies.Cues) (replies.Situation, error) {
	t := s.read(ctx)
	situation, err := t.situation(now, c)
	return situation, wrap("find situation", err)
}

func (t *txn) situation(now time.Time, c replies.Cues) (replies.Situation, error) {
	if c.Attempt != "" {
		a, found, err := t.oneAttempt(selectAttempt, c.Attempt, c.Test)
		if err != nil {
			return replies.Situation{}, err
		}
		if found {
			return t.situationOf(now, replies.ByWay, a)
		}
	}
	for _, cue := range c.Reminders {
		situation, found, err := t.byReminder(now, c, cue)
		if found || err != nil {
			return situation, err
		}
	}
	if c.Sender == "" {
		return replies.Situation{}, nil
	}
	if c.Channel != channels.Email {
		situation, found, err := t.byThread(now, c)
		if found || err != nil {
			return situation, err
		}
	}
	return t.bySender(now, c)
}

// situationOf is the situation of a reply to an attempt.
func (t *txn) situationOf(now time.Time, match replies.Match, a reminder.Attempt) (replies.Situation, error) {
	list, err := t.remindersByID(a.ReminderID)
	if err != nil || len(list) == 0 {
		return replies.Situation{}, err
	}
	situation, err := t.around(now, match, list[0].ContactID)
	situation.Reminder, situation.Attempt = list[0], a
	return situation, err
}

func (t *txn) remindersByID(id string) (list []reminder.Reminder, err error) {
	err = t.each(selectReminder, []any{id}, func(rows *sql.Rows) error {
		var w reminderRowed
		err := rows.Scan(w.dest()...)
		list = append(list, w.reminder())
		return err
	})
	return list, err
}

// byReminder is the situation of a reply to a reminder whose token it showed.
func (t *txn) byReminder(now time.Time, c replies.Cues, cue replies.Cue) (replies.Situation, bool, error) {
	list, err := t.remindersByID(cue.ReminderID)
	if err != nil || len(list) == 0 || list[0].Test != c.Test {
		return replies.Situation{}, false, err
	}
	attempt, err := t.latestAttempt(cue.ReminderID, c.Channel)
	if err != nil {
		return replies.Situation{}, false, err
	}
	situation, err := t.around(now, cue.Match, list[0].ContactID)
	situation.Reminder, situation.Attempt = list[0], attempt
	return situation, true, err
}

// latestAttempt is the reminder's latest by the channel, else its latest.
func (t *txn) latestAttempt(reminderID string, by channels.Kind) (latest reminder.Attempt, err error) {
	err = t.each(selectAttemptsOf, []any{reminderID}, func(rows *sql.Rows) error {
		a, _, err := scanAttempt(rows)
		if a.Channel == by || latest.Channel != by {
			latest = a
		}
		return err
	})
	return latest, err
}

const selectOwed = `SELECT ` + invoiceColumns + ` FROM invoice i WHERE i.account_id = $1 AND i.balance > 0 ORDER BY i.due_on, i.number`

// around is what is known of a contact and its account.
func (t *txn) around(now time.Time, match replies.Match, contactID string) (s replies.Situation, err error) {
	s.Match = match
	if s.Standing, err = t.standingNow(contactID, now); err != nil {
		return s, err
	}
	id := s.Standing.Account.ID
	err = t.each(selectOwed, []any{id}, func(rows *sql.Rows) error {
		i, err := scanInvoice(rows)
		s.Invoices = append(s.Invoices, i)
		return err
	})
	if err != nil {
		return s, err
	}
	s.Promises, err = t.promises(selectOpenPromises, id)
	return s, err
}

// Each account that has ever had the number, with the latest that was sent to it
// there. Both are found by indexes, whatever else was sent.
const selectThreads = `SELECT a.account_id, COALESCE((SELECT t.id FROM attempt t WHERE t.account_id = a.account_id AND t.started_at > $2
AND t.address = $1 AND t.test = $3 AND t.state <> 'rejected' ORDER BY t.started_at DESC LIMIT 1), '') FROM address a WHERE a.value = $1`

// byThread matches a number that we have written to.
func (t *txn) byThread(now time.Time, c replies.Cues) (replies.Situation, bool, error) {
	var ids []string
	err := t.each(selectThreads, []any{c.Sender, micros(now.Add(-threadLife)), flag(c.Test)}, func(rows *sql.Rows) error {
		var accountID, id string
		err := rows.Scan(&accountID, &id)
		if id != "" {
			ids = append(ids, id)
		}
		return err
	})
	if err != nil || len(ids) == 0 {
		return replies.Situation{}, false, err
	}
	attempts, err := t.attempts(ids)
	if err != nil || len(attempts) == 0 {
		return replies.Situation{}, false, err
	}
	slices.SortFunc(attempts, func(a, b reminder.Attempt) int { return b.StartedAt.Compare(a.StartedAt) })
	match := replies.ByThread
	if len(attempts) > 1 {
		match = replies.BySender
	}
	situation, err := t.situationOf(now, match, attempts[0])
	if err != nil || match == replies.ByThread {
		return situation, true, err
	}
	situation.Suggestions, err = t.threads(attempts)
	return situation, true, err
}

const selectThreadAccount = `SELECT a.reference, COALESCE((SELECT r.contact_id FROM reminder r WHERE r.id = $2), '') FROM account a WHERE a.id = $1`

// threads suggests the accounts of the attempts.
func (t *txn) threads(attempts []reminder.Attempt) (list []replies.Suggestion, err error) {
	for i := 0; i < len(attempts) && err == nil; i++ {
		s := replies.Suggestion{AccountID: attempts[i].AccountID, Why: whyThread}
		_, err = t.one(selectThreadAccount, []any{s.AccountID, attempts[i].ReminderID}, &s.Reference, &s.ContactID)
		list = append(list, s)
	}
	return list, err
}

const selectSenders = `SELECT c.account_id, k.reference, c.id FROM address a JOIN contact c ON c.account_id = a.account_id
AND (c.email = a.value OR c.phone = a.value) JOIN account k ON k.id = c.account_id WHERE a.value = $1 ORDER BY c.account_id, c.id`

// bySender matches an address that contacts have. That is never certain; of
// several accounts none is taken.
func (t *txn) bySender(now time.Time, c replies.Cues) (replies.Situation, error) {
	list, err := t.senders(c.Sender)
	if err != nil || len(list) == 0 {
		return replies.Situation{}, err
	}
	several := slices.ContainsFunc(list, func(s replies.Suggestion) bool { return s.AccountID != list[0].AccountID })
	if several {
		return replies.Situation{Suggestions: list}, nil
	}
	situation, err := t.around(now, replies.BySender, list[0].ContactID)
	situation.Suggestions = list
	return situation, err
}

func (t *txn) senders(address string) (list []replies.Suggestion, err error) {
	if strings.Contains(address, "\x00") {
		return nil, nil
	}
	err = t.each(selectSenders, []any{address}, func(rows *sql.Rows) error {
		s := replies.Suggestion{Why: whySender}
		err := rows.Scan(&s.AccountID, &s.Reference, &s.ContactID)
		list = append(list, s)
		return err
	})
	return list, err
}

// FindContactSituation is the situation of a reply that a person matched;
// account.ErrNoContact.
func (s *Store) FindContactSituation(ctx context.Context, now time.Time, contactID string) (replies.Situation, error) {
	situation, err := s.read(ctx).around(now, replies.ByPerson, contactID)
	if err != nil {
		return replies.Situation{}, wrap("find situation", err)
	}
	return situation, nil
}
