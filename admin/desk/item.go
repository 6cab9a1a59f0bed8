package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
)

// item is a follow-up with all that whoever does it needs.
type item struct {
	replies.FollowUp
	Reply    replies.Text         // ID is empty when it is not kept
	View     reminder.AccountView // empty while nobody is known
	Contact  account.Contact
	Messages []replies.Message
}

// lastMessages is how many messages of the account are shown.
const lastMessages = 10

// load finds the follow-up of the address.
func (d *desk) load(v *frame.Visit) (*item, error) {
	id := v.PathValue("id")
	if _, ok := account.RawID("fup", id); !ok {
		return nil, frame.ErrNotFound
	}
	f, err := d.FollowUps.FindFollowUp(v.Ctx(), id)
	if err != nil {
		return nil, missing(err)
	}
	it := &item{FollowUp: f}
	if it.Reply, err = d.replyTo(v.Ctx(), f); err != nil {
		return nil, err
	}
	if it.View, err = d.find(v.Ctx(), f.Account); err != nil {
		return nil, err
	}
	it.Contact = contactOf(it.View, f.ContactID)
	if f.AccountID != "" {
		it.Messages, err = d.Replies.ListRecentMessages(v.Ctx(), f.AccountID, lastMessages)
	}
	return it, err
}

// zone is where the customer is, as far as it was told.
func (it *item) zone() string { return it.Contact.Zone(it.View.Account) }

// finished says that it is done.
func (it *item) finished() bool { return it.Status == replies.Done }

// matched says that what the reply says may be acted upon.
func (it *item) matched() bool {
	return it.Reply.ID != "" && it.Reply.AccountID != "" && it.Reply.Match.Certain()
}

// Acted says the same to views.
func (it *item) Acted() bool { return it.matched() }

// seen stands for what an operator saw when they decided: it changes with whatever
// somebody else does meanwhile.
func (it *item) seen() string {
	newest := ""
	if len(it.Messages) > 0 {
		newest = it.Messages[0].ID
	}
	text, _ := json.Marshal([]any{it.Status, it.Assignee, it.AccountID, it.Reply.Match, it.Reply.Intents, newest}) // nothing of it can fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// working is a change of a follow-up: nothing is changed when somebody else has
// changed it since the page was shown.
func (d *desk) working(work func(*frame.Visit, *item) error) func(*frame.Visit) error {
	return func(v *frame.Visit) error {
		it, err := d.load(v)
		if err != nil {
			return err
		}
		v.Subject(it.ID)
		if v.Form("seen") != it.seen() {
			return d.showFaults(v, it, panel{Alert: meanwhile(it)})
		}
		err = work(v, it)
		if words := refusal(err); words != "" {
			if it, err = d.load(v); err != nil {
				return err
			}
			return d.showFaults(v, it, panel{Alert: words})
		}
		return missing(err)
	}
}

// meanwhile says what somebody else has done, as far as it can be told.
func meanwhile(it *item) string {
	switch {
	case it.finished():
		return "Somebody else has done this meanwhile. Nothing was changed."
	case it.Assignee != "":
		return "Meanwhile this was changed; " + it.Assignee + " works on it. Nothing was changed by you: look at it as it is now, and do it once more if it is still right."
	}
	return "Meanwhile this was changed. Nothing was changed by you: look at it as it is now, and do it once more if it is still right."
}

// refusal says in words why the domain has refused; empty for any other error.
func refusal(err error) string {
	switch {
	case errors.Is(err, replies.ErrDone):
		return "Somebody else has done this meanwhile. Nothing was changed."
	case errors.Is(err, replies.ErrNobody):
		return "The customer cannot be answered: either it is not known who wrote, or there is no address of theirs by this way. Say whose it is first, or write from elsewhere."
	case errors.Is(err, account.ErrNoContact):
		return "That person is not known any more. Choose another one."
	case errors.Is(err, replies.ErrNoReply):
		return "The reply is not kept any more, so nothing can be said about it. Mark this as done."
	}
	return ""
}
