package api_test

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
)

// desk is what the house keeps of replies. It stands for the desk and its store.
type desk struct {
	h         *house
	texts     map[string]replies.Text
	jobs      map[string]replies.FollowUp
	labels    []replies.Label
	holds     map[string]account.Hold
	promises  map[string]account.Promise
	disputes  map[string]account.Dispute
	corrected []intents.Found
	answered  []string
	filters   []any
	released  bool
	err       error
}

func newDesk(h *house) *desk {
	return &desk{h: h, texts: map[string]replies.Text{}, jobs: map[string]replies.FollowUp{}, holds: map[string]account.Hold{},
		promises: map[string]account.Promise{}, disputes: map[string]account.Dispute{}}
}

func (d *desk) Receive(_ context.Context, r channels.Reply, test bool) error {
	d.h.replies, d.h.tests = append(d.h.replies, r), append(d.h.tests, test)
	return d.h.storyErr
}

func remembered(h *house, idem *reminder.Idempotency, effect any) {
	if idem != nil {
		status, headers, body := idem.Make(effect)
		h.answers[idem.KeyID+" "+idem.Key] = reminder.Answer{KeyID: idem.KeyID, Key: idem.Key, Request: idem.Request, Status: status, Headers: headers, Body: body}
	}
}

func (d *desk) Match(_ context.Context, id, contact, _ string, idem *reminder.Idempotency) (replies.Heard, error) {
	if _, ok := d.texts[id]; !ok {
		return replies.Heard{}, replies.ErrNoReply
	}
	if contact != robin {
		return replies.Heard{}, account.ErrNoContact
	}
	heard := replies.Heard{ReplyID: id, AccountID: blueBottle}
	remembered(d.h, idem, heard)
	return heard, d.err
}

func (d *desk) Correct(_ context.Context, id string, found []intents.Found, _ string, idem *reminder.Idempotency) (replies.Heard, error) {
	if _, ok := d.texts[id]; !ok {
		return replies.Heard{}, replies.ErrNoReply
	}
	d.corrected = found
	heard := replies.Heard{ReplyID: id, AccountID: blueBottle, AnswerID: "rem_01kafz3v9m5x8q2t4w6y7z0bcd"}
	remembered(d.h, idem, heard)
	return heard, d.err
}

func (d *desk) Answer(_ context.Context, id, text, by string, idem *reminder.Idempotency) (string, error) {
	f, err := d.FindFollowUp(context.Background(), id)
	switch {
	case err != nil:
		return "", err
	case f.Status == replies.Done:
		return "", replies.ErrDone
	case f.AccountID == "":
		return "", replies.ErrNobody
	}
	d.answered = append(d.answered, by+": "+text)
	remembered(d.h, idem, "rem_01kafz3v9m5x8q2t4w6y7z0bcd")
	return "rem_01kafz3v9m5x8q2t4w6y7z0bcd", d.err
}

func (d *desk) FindReply(_ context.Context, id string) (replies.Text, error) {
	t, ok := d.texts[id]
	if !ok {
		return t, replies.ErrNoReply
	}
	return t, d.err
}

func (d *desk) ListReplies(_ context.Context, f replies.ReplyFilter) ([]replies.Text, error) {
	d.filters = append(d.filters, f)
	return ordered(d.texts, f.After, f.Limit), d.err
}

func (d *desk) ListLabels(_ context.Context, after string, limit int) (list []replies.Label, err error) {
	for _, l := range d.labels {
		if l.ID > after && len(list) < limit {
			list = append(list, l)
		}
	}
	return list, d.err
}

func (d *desk) ListRecentMessages(context.Context, string, int) ([]replies.Message, error) {
	return []replies.Message{{At: d.h.now, Channel: "sms", Incoming: true, ID: "rep_1", Text: "Goods were broken"}}, d.err
}

func (d *desk) FindFollowUp(_ context.Context, id string) (replies.FollowUp, error) {
	f, ok := d.jobs[id]
	if !ok {
		return f, replies.ErrNoFollowUp
	}
	return f, nil
}

func (d *desk) ListFollowUps(_ context.Context, f replies.FollowUpFilter) ([]replies.FollowUp, error) {
	d.filters = append(d.filters, f)
	return ordered(d.jobs, f.After, f.Limit), d.err
}

// ordered are the values after a key, in the order of their keys.
func ordered[T any](all map[string]T, after string, limit int) (list []T) {
	for _, key := range sortedKeys(all) {
		if key > after && len(list) < limit {
			list = append(list, all[key])
		}
	}
	return list
}

func (d *desk) Assign(_ context.Context, _ time.Time, id, assignee string, due time.Time, idem *reminder.Idempotency) (replies.FollowUp, error) {
	f, err := d.FindFollowUp(context.Background(), id)
	if err != nil {
		return f, err
	}
	f.Assignee, f.Status = assignee, replies.Assigned
	if !due.IsZero() {
		f.DueAt = due
	}
	d.jobs[id] = f
	remembered(d.h, idem, f)
	return f, d.err
}

func (d *desk) Close(_ context.Context, now time.Time, id, _, outcome string, release bool, idem *reminder.Idempotency) (replies.FollowUp, error) {
	f, err := d.FindFollowUp(context.Background(), id)
	if err != nil {
		return f, err
	}
	f.Status, f.Outcome, f.DoneAt = replies.Done, outcome, now
	d.jobs[id], d.released = f, release
	remembered(d.h, idem, f)
	return f, d.err
}

func (d *desk) AnswerFollowUp(context.Context, time.Time, string, reminder.PlannedAnswer, *reminder.Idempotency) (string, error) {
	panic("the door asks the desk for it")
}

func (d *desk) known(reference string) error {
	if _, ok := d.h.accounts[reference]; !ok {
		return account.ErrNotFound
	}
	return d.err
}

func (d *desk) ListHolds(_ context.Context, f replies.ArrangementFilter) ([]account.Hold, error) {
	d.filters = append(d.filters, f)
	return ordered(d.holds, "", 100), d.known(f.Account)
}

func (d *desk) ListPromises(_ context.Context, f replies.ArrangementFilter) ([]account.Promise, error) {
	return ordered(d.promises, "", 100), d.known(f.Account)
}

func (d *desk) ListDisputes(_ context.Context, f replies.ArrangementFilter) ([]account.Dispute, error) {
	return ordered(d.disputes, "", 100), d.known(f.Account)
}

func (d *desk) ReleaseHold(_ context.Context, now time.Time, id, by, _ string, idem *reminder.Idempotency) (account.Hold, error) {
	h, ok := d.holds[id]
	if !ok {
		return h, replies.ErrNoHold
	}
	h.EndedAt, h.EndedBy = now, by
	remembered(d.h, idem, h)
	return h, d.err
}

func (d *desk) CancelPromise(_ context.Context, now time.Time, id, _, _ string, idem *reminder.Idempotency) (account.Promise, error) {
	p, ok := d.promises[id]
	if !ok {
		return p, replies.ErrNoPromise
	}
	p.Status, p.EndedAt = account.PromiseCanceled, now
	remembered(d.h, idem, p)
	return p, d.err
}

func (d *desk) ResolveDispute(_ context.Context, now time.Time, id, _, outcome string, idem *reminder.Idempotency) (account.Dispute, error) {
	s, ok := d.disputes[id]
	if !ok {
		return s, replies.ErrNoDispute
	}
	s.Status, s.Outcome, s.EndedAt = account.DisputeResolved, outcome, now
	remembered(d.h, idem, s)
	return s, d.err
}

func sortedKeys[T any](all map[string]T) []string { return slices.Sorted(maps.Keys(all)) }
