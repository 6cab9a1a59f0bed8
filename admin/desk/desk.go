// Package desk is in charge of the pages on which people work through what customers
// sent back: the follow-ups, one after the other, and the list of all replies. It
// refuses to decide what a reply does: package replies does that, and these pages say
// it in words, before and after.
package desk

import (
	"context"
	"embed"
	"errors"
	"log/slog"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
)

// Config is the desk's plain values.
type Config struct {
	Log      *slog.Logger
	Locale   string                          // of accounts that have none
	Channels func(test bool) []channels.Kind // that are on; nil: all
}

// Replies finds what came in.
type Replies interface {
	// FindReply returns a reply, as it came and as it was read; replies.ErrNoReply.
	FindReply(ctx context.Context, id string) (replies.Text, error)
	ListReplies(ctx context.Context, f replies.ReplyFilter) ([]replies.Text, error)
	// ListRecentMessages returns an account's latest messages both ways, newest first.
	ListRecentMessages(ctx context.Context, accountID string, limit int) ([]replies.Message, error)
}

// Desk acts upon what a person says; *replies.Desk does.
type Desk interface {
	Match(ctx context.Context, replyID, contactID, by string, idem *reminder.Idempotency) (replies.Heard, error)
	Correct(ctx context.Context, replyID string, found []intents.Found, by string, idem *reminder.Idempotency) (replies.Heard, error)
	Answer(ctx context.Context, followUpID, text, by string, idem *reminder.Idempotency) (string, error)
}

// Accounts finds who it is about; account.ErrNotFound.
type Accounts interface {
	FindAccount(ctx context.Context, reference string) (reminder.AccountView, error)
}

// Search looks for accounts.
type Search interface {
	FindAccounts(ctx context.Context, q overview.AccountQuery) ([]overview.AccountRow, error)
}

// Arrangements tell what has been agreed and what reminders wait for.
type Arrangements interface {
	ListHolds(ctx context.Context, f replies.ArrangementFilter) ([]account.Hold, error)
	ListPromises(ctx context.Context, f replies.ArrangementFilter) ([]account.Promise, error)
	ListDisputes(ctx context.Context, f replies.ArrangementFilter) ([]account.Dispute, error)
}

// Ports are what the pages work with.
type Ports struct {
	FollowUps    replies.FollowUps
	Replies      Replies
	Desk         Desk
	Accounts     Accounts
	Search       Search
	Arrangements Arrangements
}

// desk serves the pages.
type desk struct {
	Config
	Ports
}

//go:embed all:views
var files embed.FS

// Section returns the pages.
func Section(cfg Config, ports Ports) frame.Section {
	d := &desk{cfg, ports}
	get := func(path string, right operator.Right, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "GET", Path: path, Right: right, Handle: handle}
	}
	post := func(verb string, right operator.Right, action string, work func(*frame.Visit, *item) error) frame.Route {
		return frame.Route{Method: "POST", Path: "/follow-ups/{id}/" + verb, Right: right, Action: action, Handle: d.working(work)}
	}
	return frame.Section{Views: frame.Views(files), Routes: []frame.Route{
		get("/follow-ups", operator.See, d.listFollowUps),
		get("/follow-ups/{id}", operator.See, d.showFollowUp),
		get("/replies", operator.See, d.listReplies),
		get("/replies/{id}", operator.See, d.showReply),
		get("/replies/{id}/raw", operator.See, d.rawReply),
		post("accept", operator.Work, "follow_up.accept", d.accept),
		post("correct", operator.Work, "follow_up.correct", d.correct),
		post("match", operator.Work, "follow_up.match", d.match),
		post("take", operator.Work, "follow_up.take", d.take),
		post("give-back", operator.Work, "follow_up.give_back", d.giveBack),
		post("done", operator.Work, "follow_up.done", d.done),
		post("answer", operator.Send, "follow_up.answer", d.answer),
	}}
}

// missing makes what nobody has a page that does not exist.
func missing(err error) error {
	for _, none := range []error{replies.ErrNoFollowUp, replies.ErrNoReply, account.ErrNotFound} {
		if errors.Is(err, none) {
			return frame.ErrNotFound
		}
	}
	return err
}
