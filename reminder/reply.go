package reminder

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// Reply records what a customer sent back and does what is safe to do without a
// person: it honours an opt-out at once.
func (s *Story) Reply(ctx context.Context, r channels.Reply, test bool) error {
	_, err := s.Inbox.Hear(ctx, s.Now(), r, test, meaning(r))
	return err
}

// meaning understands keypad choices and the words that carriers everywhere
// take as an opt-out; all else is for a person to read.
func meaning(r channels.Reply) Meaning {
	switch {
	case r.Channel == channels.Voice && r.Digits == "9":
		return Meaning{Word: "opt_out", OptOuts: []channels.Kind{channels.Voice}}
	case r.Channel == channels.Voice && r.Digits == "2":
		return Meaning{Word: "explain"}
	case r.Channel == channels.Voice && r.Digits == "3":
		return Meaning{Word: "speak"}
	case r.Channel == channels.SMS && (r.OptOut || stopWord(r.Text)):
		// 47 CFR 64.1200(a)(10): a revocation by text ends robot calls too.
		return Meaning{Word: "opt_out", OptOuts: []channels.Kind{channels.SMS, channels.Voice}}
	}
	return Meaning{}
}

// stopWords are the opt-out keywords of Twilio, of 47 CFR 64.1200(a)(10) and of
// carriers in the languages we ship texts in.
var stopWords = map[string]bool{
	"stop": true, "stopall": true, "unsubscribe": true, "cancel": true, "end": true, "quit": true,
	"revoke": true, "optout": true, "arret": true, "arrêt": true, "stopp": true, "abmelden": true,
}

// stopWord says that the whole text is an opt-out keyword, or one with a
// courtesy around it such as "Stop please."
func stopWord(text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
	var rest []string
	for _, word := range words {
		if word != "please" && word != "bitte" {
			rest = append(rest, word)
		}
	}
	return stopWords[strings.Join(rest, "")]
}

// OptOuts is how an opt-out that needs no reply is recorded.
type OptOuts interface {
	// FindReminder answers ErrNotFound for an id that it does not know.
	FindReminder(ctx context.Context, id string) (View, error)
	// Heed records the opt-out; while one like it is in force it changes nothing.
	Heed(ctx context.Context, now time.Time, o account.OptOut) error
}

// Unsubscribe stops mail to the address that the token's reminder was mailed to.
// It may be called any number of times; ErrNotFound for a token that is not ours.
func (s *Story) Unsubscribe(ctx context.Context, token string) error {
	r, a, err := s.mailed(ctx, token)
	if err != nil {
		return err
	}
	now := s.Now()
	return s.OptOuts.Heed(ctx, now, account.OptOut{Scope: account.ScopeAddress, Channel: channels.Email, Address: a.Address,
		ContactID: r.ContactID, AccountID: a.AccountID, Source: "unsubscribe link", Proof: a.ID, At: now})
}

// Mail records a mail that came to a reminder's own reply address. The token
// proves which reminder it answers, not who wrote it.
func (s *Story) Mail(ctx context.Context, token string, r channels.Reply) error {
	_, attempt, err := s.mailed(ctx, token)
	if err != nil {
		return err
	}
	r.Attempt = attempt.ID
	return s.Reply(ctx, r, attempt.Test)
}

// Bounced keeps a mail that came to a reminder's bounce address.
func (s *Story) Bounced(ctx context.Context, token string, r channels.Receipt) error {
	_, attempt, err := s.mailed(ctx, token)
	if err != nil {
		return err
	}
	r.Attempt = attempt.ID
	return s.Receipt(ctx, r, attempt.Test)
}

// mailed is the token's reminder and its latest mail; ErrNotFound when there is none.
func (s *Story) mailed(ctx context.Context, token string) (Reminder, Attempt, error) {
	id, err := s.Tokens.Read(token)
	if err != nil {
		return Reminder{}, Attempt{}, ErrNotFound
	}
	view, err := s.OptOuts.FindReminder(ctx, id)
	if err != nil {
		return Reminder{}, Attempt{}, err
	}
	for _, a := range slices.Backward(view.Attempts) {
		if a.Channel == channels.Email {
			return view.Reminder, a, nil
		}
	}
	return Reminder{}, Attempt{}, ErrNotFound
}

// Knows says whether the token is one of ours, before anything is taken for it.
func (s *Story) Knows(token string) bool {
	_, err := s.Tokens.Read(token)
	return err == nil
}
