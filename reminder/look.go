package reminder

import (
	"context"
	"encoding/json"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// Look is a message as it left.
type Look struct {
	Attempt Attempt
	Words   templates.Words // without HTML where that cannot be shown as it was
	Exact   bool            // the words are the very ones that were sent, as their hash proves
}

// Look returns a message as it left. The page of a mail is not kept: it is made again
// of what its text was filled with, and counts when its hash is that of what was sent.
// ErrNotFound.
func (s *Story) Look(ctx context.Context, attemptID string) (Look, error) {
	stored, err := s.Inbox.FindAttempt(ctx, attemptID)
	if err != nil {
		return Look{}, err
	}
	a := stored.Attempt
	words := templates.Words{Subject: a.Subject, Text: a.Body, Limited: a.Limited, Locale: a.Language, Version: a.Version}
	if a.Channel == channels.Email {
		if again, ok := s.remake(ctx, &stored); ok {
			return Look{a, again, true}, nil
		}
	}
	return Look{a, words, contentHash(words) == a.ContentHash}, nil
}

// remake renders a mail once more; false when it does not come out as it was sent.
func (s *Story) remake(ctx context.Context, stored *Stored) (templates.Words, bool) {
	a, w := stored.Attempt, &stored.Work
	words, err := s.rendered(ctx, a, w)
	if err != nil {
		return words, false
	}
	words.Subject = a.Subject // an answer bears that of the mail that it answers
	return words, contentHash(words) == a.ContentHash
}

func (s *Story) rendered(ctx context.Context, a Attempt, w *Work) (templates.Words, error) {
	if trial := w.trial(); trial != nil {
		return trial.Words, nil
	}
	var facts templates.Facts
	if err := json.Unmarshal([]byte(a.Facts), &facts); err != nil {
		return templates.Words{}, err
	}
	return s.Words.Render(ctx, w.Reminder.Template, w.Reminder.Pin.Version, a.Channel, a.Language, facts)
}

// kept is what is kept of the facts of a text, for Look; empty where the text itself is
// all there is.
func kept(channel channels.Kind, w *Work, facts templates.Facts) string {
	if channel != channels.Email || w.trial() != nil {
		return ""
	}
	text, err := json.Marshal(facts)
	if err != nil { // facts have nothing that JSON does not
		return ""
	}
	return string(text)
}

// Facts are those of an account for a preview: its first contact and what it owes.
func (v AccountView) Facts(creditor templates.Creditor, locale string) templates.Facts {
	facts := templates.Facts{Creditor: creditor, Account: v.Account, Locale: locale, Invoices: open(v.Invoices)}
	if len(v.Contacts) > 0 {
		facts.Contact = v.Contacts[0]
	}
	return facts
}
