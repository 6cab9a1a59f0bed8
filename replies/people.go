package replies

import (
	"context"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
)

// Match says to which contact a reply belongs, and acts upon it as if that had been
// known. ErrNoReply, account.ErrNoContact.
func (d *Desk) Match(ctx context.Context, replyID, contactID, by string, idem *reminder.Idempotency) (Text, error) {
	return Text{}, ErrNoReply
}

// Correct says what a reply means: what it had brought about and is still open is
// taken back, then what was said takes place. The example is kept. Of the intents,
// Date and Amount count. ErrNoReply.
func (d *Desk) Correct(ctx context.Context, replyID string, found []intents.Found, by string, idem *reminder.Idempotency) (Text, error) {
	return Text{}, ErrNoReply
}

// Answer sends a person's words as an answer to the reply of a follow-up, by the
// same channel and in the same thread, and returns the id of the reminder that
// carries them. ErrNoFollowUp, ErrDone, ErrNobody when the reply has no account.
func (d *Desk) Answer(ctx context.Context, followUpID, text, by string, idem *reminder.Idempotency) (string, error) {
	return "", ErrNoFollowUp
}
