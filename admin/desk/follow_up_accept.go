package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
)

// accept takes all that is suggested as certain.
func (d *desk) accept(v *frame.Visit, it *item) error {
	if !it.matched() || it.finished() {
		return d.refuse(v, it)
	}
	if !unsure(it.Reply.Intents) || undated(it.Reply.Intents) {
		return d.showFaults(v, it, panel{Alert: "There is nothing here that could be accepted as it stands. Correct it instead, or answer."})
	}
	return d.say(v, it, it.Reply.Intents, "accepted")
}

// refuse says why it cannot be read anew.
func (d *desk) refuse(v *frame.Visit, it *item) error {
	if it.finished() {
		return replies.ErrDone
	}
	return replies.ErrNobody
}

// say records what a reply means. The follow-up is done with that, unless what it
// was opened for is still to be done.
func (d *desk) say(v *frame.Visit, it *item, found []intents.Found, outcome string) error {
	if _, err := d.Desk.Correct(v.Ctx(), it.ReplyID, found, v.Operator.Name, nil); err != nil {
		return err
	}
	names := make([]string, len(found))
	for i, f := range found {
		names[i] = meaningOf(f.Intent).Name
		v.Detail("intent."+string(f.Intent), "yes")
	}
	asks, err := d.asks(v.Ctx(), it, found)
	if err != nil {
		return err
	}
	read := "Read as: " + strings.ToLower(strings.Join(names, ", ")) + ". "
	if it.finished() {
		v.Say(read + "What had followed from it before was taken back where it was still open.")
		return v.Go(queueOf(v).path(frame.Path("follow-ups", it.ID)))
	}
	if slices.Contains(asks, it.Cause) {
		v.Say(read + "It stays on the list, because there is something left to do about it.")
		return d.onwards(v, it)
	}
	if _, err := d.FollowUps.Close(v.Ctx(), v.Now, it.ID, v.Operator.Name, outcome, false, nil); err != nil {
		return err
	}
	if len(asks) > 0 {
		v.Say(read + "This one is done; a new follow-up asks for what is left.")
	} else {
		v.Say(read + "It is done.")
	}
	return d.onwards(v, it)
}

// asks are the causes for which a person is needed although it is known what was
// meant. A promise that was not recorded, because nothing is owed that it could be
// about, is one.
func (d *desk) asks(ctx context.Context, it *item, found []intents.Found) (list []replies.Cause, err error) {
	for _, f := range found {
		if cause := meaningOf(f.Intent).Asks; cause != "" {
			list = append(list, cause)
		}
		if f.Intent != intents.Promise {
			continue
		}
		open, err := d.Arrangements.ListPromises(ctx, replies.ArrangementFilter{Account: it.Account})
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(open, func(p account.Promise) bool { return p.ReplyID == it.ReplyID }) {
			list = append(list, replies.CausePromise)
		}
	}
	return list, nil
}
