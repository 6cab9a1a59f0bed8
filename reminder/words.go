package reminder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// composed is a message without an attempt, with what its text says and of what.
type composed struct {
	message channels.Message
	words   templates.Words
	facts   templates.Facts
}

// compose renders the words of the work into a message.
func (s *Story) compose(ctx context.Context, w *Work, kind channels.Kind, now, until time.Time) (composed, error) {
	token := s.Tokens.Make(w.Reminder.ID)
	facts := s.facts(w, token, now)
	words, err := s.render(ctx, w, kind, facts)
	m := channels.Message{
		To: w.address(kind), ToName: w.Contact.Name, Subject: words.Subject, Text: words.Text, HTML: words.HTML, Limited: words.Limited,
		Language: words.Locale, MessageID: token + "@" + s.MailDomain, Token: token, ValidUntil: until,
	}
	if w.Reminder.Answering != nil && kind == channels.Email {
		w.thread(&m)
		words.Subject = m.Subject
	}
	return composed{m, words, facts}, err
}

// facts are what the words may say.
func (s *Story) facts(w *Work, token string, now time.Time) templates.Facts {
	facts := templates.Facts{Creditor: s.Creditor, Account: w.Account, Contact: w.Contact, Today: account.DateOf(now.In(w.zone())), Locale: s.Locale}
	if w.Reminder.Answering != nil {
		facts.Invoices, facts.Answer = w.answered()
		return facts
	}
	facts.Invoices, _ = w.about(now)
	facts.Plan, facts.Answer = w.Reminder.planned(), w.promised()
	if s.UnsubscribeBase != "" {
		facts.Unsubscribe = s.UnsubscribeBase + token
	}
	return facts
}

// render writes the words in the contact's own language where there are texts in
// it, else in the account's.
func (s *Story) render(ctx context.Context, w *Work, kind channels.Kind, facts templates.Facts) (templates.Words, error) {
	if trial := w.trial(); trial != nil {
		return trial.Words, nil
	}
	if wish := w.Preferences.Language; wish != "" {
		words, err := s.Words.Render(ctx, w.Reminder.Template, w.Reminder.Pin.Version, kind, wish, facts)
		if err != nil || language(words.Locale) == language(wish) {
			return words, err
		}
	}
	return s.Words.Render(ctx, w.Reminder.Template, w.Reminder.Pin.Version, kind, s.locale(w), facts)
}

// language is the first part of a BCP 47 tag.
func language(tag string) string {
	if end := strings.IndexAny(tag, "-_"); end >= 0 {
		tag = tag[:end]
	}
	return strings.ToLower(tag)
}

// locale is that of the account, else the creditor's.
func (s *Story) locale(w *Work) string {
	if w.Account.Locale != "" {
		return w.Account.Locale
	}
	return s.Locale
}

// contentHash covers all that was sent.
func contentHash(w templates.Words) string {
	sum := sha256.New()
	write(sum, w.Subject, w.Text, w.HTML, w.Limited)
	return hex.EncodeToString(sum.Sum(nil))
}
