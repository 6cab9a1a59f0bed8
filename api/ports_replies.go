package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
)

// Desk reads what comes in and does what people decide about it; replies.Desk.
type Desk interface {
	// Receive records a reply with all that it changes; a repeat changes nothing.
	Receive(ctx context.Context, r channels.Reply, test bool) error
	// Match says to which contact a reply belongs, and acts upon it;
	// replies.ErrNoReply, account.ErrNoContact.
	Match(ctx context.Context, replyID, contactID, by string, idem *reminder.Idempotency) (replies.Heard, error)
	// Correct says what a reply means; replies.ErrNoReply.
	Correct(ctx context.Context, replyID string, found []intents.Found, by string, idem *reminder.Idempotency) (replies.Heard, error)
	// Answer sends a person's words and returns the reminder that carries them;
	// replies.ErrNoFollowUp, ErrDone, ErrNobody.
	Answer(ctx context.Context, followUpID, text, by string, idem *reminder.Idempotency) (string, error)
}

// Replies shows what came in.
type Replies interface {
	// FindReply returns a reply; replies.ErrNoReply.
	FindReply(ctx context.Context, id string) (replies.Text, error)
	ListReplies(ctx context.Context, f replies.ReplyFilter) ([]replies.Text, error)
	// ListLabels returns people's corrections after the one with the id, oldest first.
	ListLabels(ctx context.Context, after string, limit int) ([]replies.Label, error)
	// ListRecentMessages returns an account's latest messages both ways, newest first.
	ListRecentMessages(ctx context.Context, accountID string, limit int) ([]replies.Message, error)
}

// MailHook reads the mails out of what a provider posts, which the path names:
// ErrHookSender, ErrHookForm.
type MailHook func(r *http.Request, body []byte, now time.Time) ([]channels.Reply, error)

// Errors of a MailHook.
var (
	ErrHookSender = errors.New("the webhook is not from the provider")
	ErrHookForm   = errors.New("the webhook holds no raw mail")
)
