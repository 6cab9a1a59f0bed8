package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
)

// pageSize is how many rows a list shows at once.
const pageSize = 25

// row is a follow-up as a sentence.
type row struct {
	Path      string
	Who, Did  string
	Way       string
	At        frame.Time
	Words     string
	Suggested string
	Because   string
	Note      string // where no rule says why
	Account   string // reference; empty: nobody known
	Assignee  string
	Mine      bool
	Due       frame.Time
	Overdue   bool
	Done      frame.Time
	Outcome   string
	Test      bool
}

// followUps fills the list.
type followUps struct {
	Queue  queue
	Tabs   []tab
	Causes []cause
	Rows   []row
	More   string
	Empty  map[string]any
}

// tab is a part of the list.
type tab struct {
	Name, Path string
	Current    bool
}

func (d *desk) listFollowUps(v *frame.Visit) error {
	q := queueOf(v)
	list, next, err := d.page(v.Ctx(), q, readCursor(v.Form("after")), pageSize)
	if err != nil {
		return err
	}
	page := followUps{Queue: q, Causes: causes, Empty: nothing(q)}
	for _, t := range []struct{ show, name string }{{showAll, "To do"}, {showMine, "Mine"}, {showOverdue, "Overdue"}, {showDone, "Done"}} {
		path := queue{Show: t.show, Cause: q.Cause}.path(frame.Path("follow-ups"))
		page.Tabs = append(page.Tabs, tab{t.name, path, t.show == q.Show})
	}
	if page.Rows, err = d.rows(v, q, list); err != nil {
		return err
	}
	if next != nil {
		page.More = q.path(frame.Path("follow-ups"), "after", next.String())
	}
	return v.Show("desk_list.html", frame.Page{Title: "Follow-ups", Nav: "follow-ups", Data: page})
}

// nothing is what stands where no follow-up is.
func nothing(q queue) map[string]any {
	title, text := "Nothing to do.", "When a customer writes something that a person should read, it appears here: a question, a dispute, a promise without a day."
	switch {
	case q.Show == showDone:
		title, text = "Nothing has been done yet.", "What was done is kept here, the latest first."
	case q.Show == showMine:
		title, text = "You have taken on nothing.", "Open a follow-up and press t to take it on; it then stands here until it is done."
	case q.Show == showOverdue:
		title, text = "Nothing is overdue.", "A follow-up that nobody has done by its time appears here first."
	}
	made := map[string]any{"title": title, "text": text}
	if q.Show != showAll || q.Cause != "" {
		made["path"], made["do"] = frame.Path("follow-ups"), "Show all that is to do"
	}
	return made
}

// rows makes sentences. Each account is looked for once.
func (d *desk) rows(v *frame.Visit, q queue, list []replies.FollowUp) (out []row, err error) {
	known := map[string]reminder.AccountView{}
	for _, f := range list {
		view, seen := known[f.Account]
		if !seen {
			if view, err = d.find(v.Ctx(), f.Account); err != nil {
				return nil, err
			}
			known[f.Account] = view
		}
		t, err := d.replyTo(v.Ctx(), f)
		if err != nil {
			return nil, err
		}
		out = append(out, rowOf(v, q, f, t, view))
	}
	return out, nil
}

// find is the account of the reference; an empty view when there is none.
func (d *desk) find(ctx context.Context, reference string) (reminder.AccountView, error) {
	if reference == "" {
		return reminder.AccountView{}, nil
	}
	view, err := d.Accounts.FindAccount(ctx, reference)
	if errors.Is(err, account.ErrNotFound) {
		return reminder.AccountView{}, nil
	}
	return view, err
}

// replyTo is the reply that a follow-up is about; an empty one when it is not kept.
func (d *desk) replyTo(ctx context.Context, f replies.FollowUp) (replies.Text, error) {
	if f.ReplyID == "" {
		return replies.Text{}, nil
	}
	t, err := d.Replies.FindReply(ctx, f.ReplyID)
	if errors.Is(err, replies.ErrNoReply) {
		return replies.Text{}, nil
	}
	return t, err
}

func rowOf(v *frame.Visit, q queue, f replies.FollowUp, t replies.Text, view reminder.AccountView) row {
	at := f.CreatedAt
	if !t.At.IsZero() {
		at = t.At
	}
	zone := contactOf(view, f.ContactID).Zone(view.Account)
	why, note := because(f, t), f.Note
	if why != "" {
		note = ""
	}
	return row{
		Path: q.path(frame.Path("follow-ups", f.ID)), Who: whoOf(view, t), Did: causeOf(f.Cause).Did, Way: byWay[t.Channel],
		At: v.Time(at, zone), Words: firstWords(t), Suggested: suggested[f.Action], Because: why, Note: note, Account: f.Account,
		Assignee: f.Assignee, Mine: f.Assignee != "" && f.Assignee == v.Operator.Name, Due: v.Time(f.DueAt, ""), Overdue: q.overdue(f),
		Done: v.Time(f.DoneAt, ""), Outcome: f.Outcome, Test: f.Test,
	}
}

// contactOf is the contact of the id; an empty one when the account has none.
func contactOf(view reminder.AccountView, id string) account.Contact {
	for _, c := range view.Contacts {
		if c.ID == id {
			return c
		}
	}
	return account.Contact{}
}

// whoOf names the customer; of nobody known what they wrote from.
func whoOf(view reminder.AccountView, t replies.Text) string {
	switch {
	case view.Account.Name != "":
		return view.Account.Name
	case view.Account.Reference != "":
		return "Account " + view.Account.Reference
	case t.From != "":
		return t.From
	}
	return "Somebody"
}

// because is why it is suggested, behind "because": what was found that it is about,
// and the rule that found it. Empty when no rule did: then the note says it.
func because(f replies.FollowUp, t replies.Text) string {
	if f.Action == replies.ActMatch {
		return ""
	}
	for _, found := range t.Intents {
		about := causedBy[found.Intent] == f.Cause || strings.HasPrefix(found.Rule, "keypad.")
		if words := ruleOf(found.Rule); words != "" && about {
			return "it " + words
		}
	}
	return ""
}

// fewWords is how many characters of a reply a row shows.
const fewWords = 160

// firstWords are the beginning of a reply, on one line.
func firstWords(t replies.Text) string {
	words := strings.Join(strings.Fields(t.Body), " ")
	switch {
	case words == "" && t.Digits != "":
		return "Key " + t.Digits + " during a call"
	case words == "" && t.Subject != "":
		words = t.Subject
	case words == "" && len(t.Media) > 0:
		return fmt.Sprintf("No words; %d attached", len(t.Media))
	}
	if utf8.RuneCountInString(words) <= fewWords {
		return words
	}
	runes := []rune(words)[:fewWords]
	return strings.TrimSpace(string(runes)) + "…"
}
