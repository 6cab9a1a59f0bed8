package reminder

import (
	"context"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

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
