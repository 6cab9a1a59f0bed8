package replies

import (
	"context"
	"log/slog"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
)

// Reader reads what a text means; intents.Reader does.
type Reader interface {
	Read(q intents.Question) intents.Reading
}

// Model may be asked what a text means that the rules leave uncertain. What it
// finds is never certain.
type Model interface {
	// Suggest returns what the model finds; none when it is off, away or unclear.
	Suggest(ctx context.Context, q intents.Question) []intents.Found
}

// Receipts is told what a report says about a hand-off; reminder.Story is.
type Receipts interface {
	Receipt(ctx context.Context, r channels.Receipt, test bool) error
}

// Observer is told what the desk does, in numbers only.
type Observer interface {
	// Heard is one reply that was recorded, and how long reading it took.
	Heard(channel channels.Kind, kind, match string, intents []string, took time.Duration)
	// SenderBlocked is a mail of ours that was refused because of us.
	SenderBlocked()
}

// Parts are what a Desk works with.
type Parts struct {
	Store     Store
	FollowUps FollowUps
	Calendar  Calendar
	Reader    Reader
	Model     Model // may be nil
	Tokens    *reminder.Tokens
	IDs       *account.IDs
	Waker     reminder.Waker
	Observer  Observer
	Log       *slog.Logger
	Now       func() time.Time
}

// Settings are the desk's plain values.
type Settings struct {
	Locale        string                          // for accounts that have none
	Grace         int                             // days after the day of a promise until it counts as broken
	PaidDays      int                             // days that reminders wait when the customer says it is paid
	WaitDays      int                             // days that they wait for a reply that nobody has understood; 0: they do not
	FollowUpAfter time.Duration                   // when a follow-up is due
	OwnDomains    []string                        // of our own mail: what claims to come from them is a loop
	Channels      func(test bool) []channels.Kind // that are on
}

// Desk is where everything that comes in is read, acted upon and recorded. Its
// methods are safe for concurrent use.
type Desk struct {
	Parts
	Settings
}

// New returns a desk.
func New(parts Parts, settings Settings) *Desk { return &Desk{parts, settings} }

// Receive reads a reply and records it with all that it changes. When it returns
// nil, that is committed; a repeat changes nothing.
func (d *Desk) Receive(ctx context.Context, r channels.Reply, test bool) error { return nil }
