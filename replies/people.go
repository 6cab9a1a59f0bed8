package replies

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// Match says to which contact a reply belongs, and acts upon it as if that had been
// known. ErrNoReply, account.ErrNoContact.
func (d *Desk) Match(ctx context.Context, replyID, contactID, by string, idem *reminder.Idempotency) (Heard, error) {
	t, err := d.Store.FindReply(ctx, replyID)
	if err != nil {
		return Heard{}, err
	}
	now := d.Now()
	s, err := d.matched(ctx, now, t, contactID)
	if err != nil {
		return Heard{}, err
	}
	m := reopened(t)
	t = place(t, s)
	if !final(t.Intents) {
		t.Intents = nil
		t = d.understand(ctx, t, m, s)
	}
	return d.reread(ctx, now, t, m, s, nil, idem)
}

// matched is the situation of the contact, with what the reply may have answered
// where that went to the same contact.
func (d *Desk) matched(ctx context.Context, now time.Time, t Text, contactID string) (Situation, error) {
	if t.AttemptID != "" {
		s, err := d.Store.FindSituation(ctx, now, Cues{Channel: t.Channel, Test: t.Test, Attempt: t.AttemptID})
		if err != nil || s.Standing.Contact.ID == contactID {
			s.Match = ByPerson
			return s, err
		}
	}
	s, err := d.Store.FindContactSituation(ctx, now, contactID)
	s.Match = ByPerson
	return s, err
}

// final says that somebody else than the rules has said what the reply means:
// the provider, the keypad or a person.
func final(found []intents.Found) bool {
	for _, f := range found {
		if f.Rule == ruleProvider || f.Rule == ruleOperator || strings.HasPrefix(f.Rule, ruleKeypad+".") {
			return true
		}
	}
	return false
}

// reopened reads a mail once more from what was kept of it.
func reopened(t Text) mail.Mail {
	if t.Channel != channels.Email {
		return mail.Mail{}
	}
	return readMail(t.Raw)
}

// reread records what a person said, with its effects.
func (d *Desk) reread(ctx context.Context, now time.Time, t Text, m mail.Mail, s Situation, label *Label, idem *reminder.Idempotency) (Heard, error) {
	e := d.stamp(effects(t, m, s, d.Settings, now.In(zone(s))), now)
	heard, err := d.Store.Reread(ctx, now, t, e, label, idem)
	if err != nil {
		return Heard{}, err
	}
	d.wake(heard.AnswerID, t.Channel, heard.AnswerAt)
	return heard, nil
}

// Correct says what a reply means: what it had brought about and is still open is
// taken back, then what was said takes place. The example is kept. Of the intents,
// Date and Amount count. ErrNoReply.
func (d *Desk) Correct(ctx context.Context, replyID string, found []intents.Found, by string, idem *reminder.Idempotency) (Heard, error) {
	t, err := d.Store.FindReply(ctx, replyID)
	if err != nil {
		return Heard{}, err
	}
	now := d.Now()
	s, err := d.situation(ctx, now, t)
	if err != nil {
		return Heard{}, err
	}
	m := reopened(t)
	label := d.label(t, m, s, now, by)
	t.Kind, t.Intents = mail.Reply, corrected(found, currency(s.Invoices))
	label.Intents = labeled(t.Intents)
	return d.reread(ctx, now, t, m, s, &label, idem)
}

// situation is the reply's own once more: by the mail, text or call that it
// answers, else by the contact to whom it belongs.
func (d *Desk) situation(ctx context.Context, now time.Time, t Text) (s Situation, err error) {
	switch {
	case t.AttemptID != "":
		s, err = d.Store.FindSituation(ctx, now, Cues{Channel: t.Channel, Test: t.Test, Attempt: t.AttemptID})
	case t.ContactID != "":
		s, err = d.Store.FindContactSituation(ctx, now, t.ContactID)
	}
	s.Match = t.Match
	return s, err
}

// corrected are a person's readings, which are certain. A promise whose parts were
// not told has one.
func corrected(found []intents.Found, code string) []intents.Found {
	list := make([]intents.Found, 0, len(found)+1)
	for _, f := range found {
		if rank(f.Intent) < 0 {
			continue
		}
		f.Certain, f.Rule, f.Evidence = true, ruleOperator, ""
		if f.Amount.Currency == "" {
			f.Amount.Currency = code
		}
		if f.Intent == intents.Promise && len(f.Parts) == 0 && f.Date != (account.Date{}) {
			f.Parts = []intents.Part{{On: f.Date, Amount: f.Amount}}
		}
		list = append(list, f)
	}
	if len(list) == 0 {
		list = append(list, intents.Found{Intent: intents.Other, Certain: true, Rule: ruleOperator})
	}
	return sorted(list)
}

// label is the example that a correction leaves, but for what it says.
func (d *Desk) label(t Text, m mail.Mail, s Situation, now time.Time, by string) Label {
	return Label{
		ID: d.IDs.New("lab", now), ReplyID: t.ID, At: now, By: by, Channel: string(t.Channel), Locale: locale(s, d.Settings),
		Zone: zone(s).String(), Now: said(t, m), Subject: t.Subject, Text: t.Body, Before: labeled(t.Intents),
	}
}

func labeled(found []intents.Found) []LabelIntent {
	list := make([]LabelIntent, len(found))
	for i, f := range found {
		list[i] = LabelIntent{Intent: string(f.Intent), Date: f.Date.String(), Amount: decimal(f.Amount)}
	}
	return list
}

// The most characters of a person's answer.
const (
	longestMail = 2000
	longestSMS  = 600
)

// Answer sends a person's words as an answer to the reply of a follow-up, by the
// same channel and in the same thread, and returns the id of the reminder that
// carries them. Who has called is answered by SMS, else by email. ErrWords,
// ErrNoFollowUp, ErrDone, ErrNobody when the reply has no account or the account
// cannot be reached.
func (d *Desk) Answer(ctx context.Context, followUpID, text, by string, idem *reminder.Idempotency) (string, error) {
	text = strings.TrimSpace(clean(text))
	t, err := d.asked(ctx, followUpID)
	if err != nil {
		return "", err
	}
	now := d.Now()
	s, err := d.situation(ctx, now, t)
	if err != nil {
		return "", err
	}
	channel, ok := d.back(t, s)
	if !ok {
		return "", ErrNobody
	}
	if n := utf8.RuneCountInString(text); n == 0 || n > longestMail || channel == channels.SMS && n > longestSMS {
		return "", ErrWords
	}
	id, err := d.FollowUps.AnswerFollowUp(ctx, now, followUpID, words(t, s, channel, text, by, now), idem)
	if err != nil {
		return "", err
	}
	d.wake(id, channel, now)
	return id, nil
}

// asked is the reply of a follow-up that can be answered.
func (d *Desk) asked(ctx context.Context, followUpID string) (Text, error) {
	f, err := d.FollowUps.FindFollowUp(ctx, followUpID)
	switch {
	case err != nil:
		return Text{}, err
	case f.Status == Done:
		return Text{}, ErrDone
	}
	t, err := d.Store.FindReply(ctx, f.ReplyID)
	if err == nil && (t.AccountID == "" || !t.Match.Certain()) {
		err = ErrNobody
	}
	return t, err
}

// back is the channel by which the customer is answered.
func (d *Desk) back(t Text, s Situation) (channels.Kind, bool) {
	ways := []channels.Kind{t.Channel}
	if t.Channel == channels.Voice {
		ways = []channels.Kind{channels.SMS, channels.Email}
	}
	for _, channel := range ways {
		if _, ok := s.Standing.Contact.Address(channel); ok && d.on(channel, t.Test) {
			return channel, true
		}
	}
	return "", false
}

// words are a person's answer. It goes to whom the reply came from where that is an
// address that we know, else to the contact's own.
func words(t Text, s Situation, channel channels.Kind, text, by string, now time.Time) reminder.PlannedAnswer {
	a := reminder.Answering{Reply: t.ID, By: by, Text: text}
	if channel == s.Attempt.Channel && strings.EqualFold(t.From, s.Attempt.Address) {
		a.To = s.Attempt.Address
	}
	if channel == channels.Email && t.Channel == channels.Email {
		a.Subject, a.InReplyTo, a.References = t.Subject, t.MessageID, t.References
	}
	about := (&scene{t: t, s: s}).pointed(intents.Found{})
	return reminder.PlannedAnswer{
		AccountID: t.AccountID, ContactID: t.ContactID, InvoiceIDs: ids(about), Template: reminder.AnswerWritten, Channel: channel,
		Answering: a, SendAt: now, ExpiresAt: now.Add(wordsWait), Test: t.Test,
	}
}
