package store

import (
	"context"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
	"github.com/goodterms/goodterms/timeline"
)

// The desk's view of the store.
var (
	_ replies.Store        = (*Store)(nil)
	_ replies.FollowUps    = FollowUps{}
	_ replies.Calendar     = (*Store)(nil)
	_ replies.Arrangements = (*Store)(nil)
)

// Hear keeps a reply with everything that it changes, in one transaction. A
// repeat of its ProviderID writes nothing.
func (s *Store) Hear(ctx context.Context, now time.Time, r replies.Text, e replies.Effects) (heard replies.Heard, err error) {
	err = s.write(ctx, "hear reply", func(t *txn) error {
		heard, err = t.hear(now, r, e)
		return err
	})
	return heard, err
}

func (t *txn) hear(now time.Time, r replies.Text, e replies.Effects) (replies.Heard, error) {
	before, err := t.heardBefore(r)
	if err != nil || before.Repeat {
		return before, err
	}
	h := t.newHearing(now, r)
	if err := h.lock(e); err != nil {
		return h.heard, err
	}
	if err := t.keepReply(h.text); err != nil {
		return h.heard, err
	}
	if err := h.answered(); err != nil {
		return h.heard, err
	}
	h.tell(timeline.ReplyReceived, replyData(h.text))
	return h.heard, h.apply(e)
}

// hearing is a reply on its way into the store, with what it has brought about so
// far.
type hearing struct {
	t          *txn
	now        time.Time
	text       replies.Text
	actor      timeline.Actor
	by         string // who said what it means; empty: it was read
	reminderID string // that it answers
	events     []timeline.Event
	optedOut   bool // an opt-out of it is new
	anew       bool // what waits is to be decided upon anew
	heard      replies.Heard
}

func (t *txn) newHearing(now time.Time, r replies.Text) *hearing {
	if r.ID == "" {
		r.ID = t.store.ids.New("rep", now)
	}
	if r.At.IsZero() {
		r.At = now
	}
	if r.Kind == "" {
		r.Kind = mail.Reply
	}
	h := &hearing{t: t, now: now, text: r, actor: timeline.Customer}
	switch r.Kind {
	case mail.Bounce, mail.Complaint, mail.DeliveryNotice, mail.AutoReply:
		h.actor = timeline.Provider
	}
	h.heard = replies.Heard{ReplyID: r.ID, AccountID: r.AccountID}
	return h
}

// lock locks every account that the reply may change, before anything else is.
func (h *hearing) lock(e replies.Effects, more ...string) error {
	if h.t.store.engine == sqlite {
		return nil
	}
	list := h.t.prepareOptOuts(h.now, e.OptOuts)
	for _, in := range e.OptIns {
		like, err := h.t.like(in)
		if err != nil {
			return err
		}
		list = append(list, like...)
	}
	ids, err := h.t.concerned(list)
	if err != nil {
		return err
	}
	for _, id := range append(more, h.text.AccountID) {
		if id != "" {
			ids = append(ids, id)
		}
	}
	return h.t.lock(ids)
}

const selectAttemptReminder = `SELECT reminder_id FROM attempt WHERE id = $1`

// answered finds the reminder that the reply answers.
func (h *hearing) answered() error {
	if h.text.AttemptID == "" {
		return nil
	}
	_, err := h.t.one(selectAttemptReminder, []any{h.text.AttemptID}, &h.reminderID)
	return err
}

// tell notes an event of the reply's account; without an account there is none.
func (h *hearing) tell(kind timeline.Kind, data any) {
	if h.text.AccountID == "" {
		return
	}
	h.events = append(h.events, timeline.Event{AccountID: h.text.AccountID, ReminderID: h.reminderID, At: h.now,
		Kind: kind, Actor: h.actor, Data: timeline.Encode(data)})
}

// apply carries the effects out and writes the events. What was said may change
// what is decent now: every decision upon the account goes stale.
func (h *hearing) apply(e replies.Effects) error {
	if h.text.AccountID != "" {
		if err := h.t.raise([]string{h.text.AccountID}); err != nil {
			return err
		}
	}
	for _, step := range [...]func(replies.Effects) error{
		h.receipts, h.optOuts, h.optIns, h.promises, h.holds, h.disputes,
		func(e replies.Effects) error { return h.answer(e.Answer) }, h.followUps,
	} {
		if err := step(e); err != nil {
			return err
		}
	}
	if h.anew && h.text.AccountID != "" {
		if err := h.t.decideAnew(h.now, []string{h.text.AccountID}); err != nil {
			return err
		}
	}
	return h.t.append(h.events)
}

// receipts raise delivery statuses; what a report says settles no attempt.
func (h *hearing) receipts(e replies.Effects) error {
	for _, r := range e.Receipts {
		r, attempt, fresh, err := h.t.take(h.now, r, h.text.Test)
		if err != nil {
			return err
		}
		if !fresh {
			continue
		}
		events, err := h.t.deliver(h.now, r, attempt, r.Status)
		if err != nil {
			return err
		}
		h.events = append(h.events, events...)
	}
	return nil
}

// optOuts records opt-outs. Each account is told once of what one reply stops,
// by the reply's own channel where it does.
func (h *hearing) optOuts(e replies.Effects) error {
	if len(e.OptOuts) == 0 {
		return nil
	}
	list := slices.Clone(e.OptOuts)
	for i := range list {
		h.credit(&list[i])
	}
	slices.SortStableFunc(list, func(a, b account.OptOut) int {
		return int(flag(b.Channel == h.text.Channel) - flag(a.Channel == h.text.Channel))
	})
	stand, events, err := h.t.heed(h.now, h.reminderID, list)
	if err != nil {
		return err
	}
	h.optedOut = len(events) > 0
	h.events = append(h.events, oncePerAccount(events)...)
	return h.silence(stand)
}

// credit says where an opt-out or opt-in was heard.
func (h *hearing) credit(o *account.OptOut) {
	if o.Proof == "" {
		o.Proof = h.text.ID
	}
	if o.AccountID == "" {
		o.AccountID = h.text.AccountID
	}
	if o.Source == "" {
		o.Source = "reply"
	}
}

// oncePerAccount keeps the first event of each kind for each account.
func oncePerAccount(events []timeline.Event) (kept []timeline.Event) {
	type told struct {
		accountID string
		kind      timeline.Kind
	}
	seen := map[told]bool{}
	for _, e := range events {
		if key := (told{e.AccountID, e.Kind}); !seen[key] {
			seen[key] = true
			kept = append(kept, e)
		}
	}
	return kept
}

// optIns ends what is like them; where there is nothing they change nothing.
func (h *hearing) optIns(e replies.Effects) error {
	for _, in := range e.OptIns {
		h.credit(&in)
		ending, err := h.t.like(in)
		if err != nil {
			return err
		}
		if len(ending) == 0 {
			continue
		}
		_, events, err := h.t.endLike(h.now, in, ending)
		if err != nil {
			return err
		}
		h.events = append(h.events, oncePerAccount(events)...)
	}
	return nil
}

// replyData is what the timeline shows of a reply.
func replyData(r replies.Text) timeline.Reply {
	data := timeline.Reply{Reply: r.ID, Channel: string(r.Channel), Attempt: r.AttemptID, Text: plain(r.Body), Digits: plain(r.Digits),
		Kind: string(r.Kind), Match: string(r.Match), Language: r.Language, Rules: r.Rules, Media: len(r.Media)}
	if r.Channel == channels.Voice {
		data.Meaning = keyWords[r.Digits]
	}
	for _, f := range r.Intents {
		data.Intents = append(data.Intents, intentData(f))
	}
	return data
}

// keyWords name the keys that are pressed in our calls.
var keyWords = map[string]string{"2": "explain", "3": "speak", "9": "opt_out"}

func intentData(f intents.Found) timeline.ReplyIntent {
	data := timeline.ReplyIntent{Intent: string(f.Intent), Certain: f.Certain, Date: f.Date.String(), Evidence: plain(f.Evidence), Rule: f.Rule}
	if f.Amount.Minor != 0 {
		data.Amount = f.Amount.Decimal()
	}
	return data
}
