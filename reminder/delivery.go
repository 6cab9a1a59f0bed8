package reminder

import (
	"context"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/timeline"
)

// Receipt records a provider's later word. It may come before the provider's
// answer, in any order and more than once.
func (s *Story) Receipt(ctx context.Context, r channels.Receipt, test bool) error {
	return s.Inbox.Receive(ctx, s.Now(), r, test, func(a Attempt) Settled { return s.delivered(a, r) })
}

// delivered is what a receipt does: it moves the delivery status, and it proves
// that the provider took an attempt whose answer was not clear.
func (s *Story) delivered(a Attempt, r channels.Receipt) Settled {
	settled := Settled{Status: r.Status}
	if (a.State == Open || a.State == Unknown) && r.ProviderID != "" {
		w := &Work{}
		w.Reminder.ID, w.Account.ID = a.ReminderID, a.AccountID
		c := s.accepted(w, a, channels.Handoff{ProviderID: r.ProviderID, Status: channels.Accepted},
			timeline.Sent{Text: "the provider's receipt came first"})
		c.Events[0].AccountID, c.Events[0].ReminderID = a.AccountID, a.ReminderID
		settled.Change = &c
	}
	return settled
}

// Script returns what a call says, for the moment when it is answered.
func (s *Story) Script(ctx context.Context, attemptID string, test bool) (Stored, error) {
	stored, err := s.Inbox.FindAttempt(ctx, attemptID)
	if err == nil && (stored.Attempt.Channel != channels.Voice || stored.Attempt.Test != test) {
		return Stored{}, ErrNotFound
	}
	return stored, err
}
