package reminder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// handoffTime bounds one call of a provider; adapters have tighter bounds of
// their own.
const handoffTime = 60 * time.Second

// maxAgain bounds how often changing facts send a job back to its decision
// before it is given back to the schedule.
const maxAgain = 5

// send carries a job through Render, the write-ahead attempt and the hand-off.
// Once the attempt is committed, a stop no longer interrupts it.
func (s *Story) send(ctx context.Context, j job) {
	for range maxAgain {
		if !s.awake(ctx, &j) || !s.ready(ctx, &j) {
			return
		}
		prepared, ok := s.prepare(ctx, j)
		if !ok {
			return
		}
		begun, err := s.Claims.Begin(ctx, prepared.begin)
		switch {
		case err != nil:
			s.giveBack(ctx, j, err)
			s.takeBack(ctx, j, prepared.begin.Attempt)
			return
		case begun == BegunGone:
			return
		case begun == BegunOK:
			s.handOver(context.WithoutCancel(ctx), j, prepared)
			return
		}
		if !s.again(ctx, &j) {
			return
		}
	}
	s.giveBack(ctx, j, nil)
}

// longRead is how long what was read is relied on before a sending slot is
// spent on it.
const longRead = 30 * time.Second

// awake waits while this instance counts as dead, because others may have freed
// its claims. Then, or after a long wait in the lane, it looks whether this one
// is still ours.
func (s *Story) awake(ctx context.Context, j *job) bool {
	if s.Alive() && s.Now().Sub(j.read) < longRead {
		return true
	}
	for !s.Alive() {
		if !pause(ctx, firstWait) {
			return false
		}
	}
	return s.again(ctx, j)
}

// ready waits for a sending slot and makes sure that the decision still stands
// when it comes.
func (s *Story) ready(ctx context.Context, j *job) bool {
	kind := j.work.Reminder.Channel
	if interval := s.Interval[kind]; interval > 0 {
		at, err := s.Pacer.Reserve(ctx, string(kind), s.Now(), interval, s.cost(j.work))
		if err != nil {
			s.giveBack(ctx, *j, err)
			return false
		}
		if at.Before(j.decision.WindowEnd) && !pause(ctx, at.Sub(s.Now())) {
			return false
		}
		if !at.Before(j.decision.WindowEnd) {
			return s.decideAgain(ctx, j, at)
		}
	}
	if now := s.Now(); !now.Before(j.decision.WindowEnd) {
		return s.decideAgain(ctx, j, now)
	}
	return true
}

// cost is how many slots the work takes. Segments are not known before the
// text is rendered, so the slots are those of a text of usual length.
func (s *Story) cost(w *Work) int {
	coster, ok := s.channel(w.Reminder.Channel, w.Reminder.Test).(channels.Coster)
	if !ok {
		return 1
	}
	message, _, err := s.compose(w, s.Now(), s.Now())
	if err != nil {
		return 1
	}
	return max(1, coster.Cost(message))
}

// again loads the work anew because something about the account has changed.
func (s *Story) again(ctx context.Context, j *job) bool {
	works, err := s.Claims.Reload(ctx, []string{j.work.Reminder.ID}, s.Owner)
	if err != nil {
		s.giveBack(ctx, *j, err)
		return false
	}
	if len(works) == 0 {
		return false
	}
	j.work, j.read = &works[0], s.Now()
	return s.decideAgain(ctx, j, s.Now())
}

// decideAgain asks anew; false when the answer was recorded instead of a send.
func (s *Story) decideAgain(ctx context.Context, j *job, at time.Time) bool {
	j.decision = Decide(s.Policy, j.work, at)
	if j.decision.Verdict == policy.Send {
		return true
	}
	s.record(ctx, j.work, s.decided(j.work, j.decision))
	return false
}

// giveBack makes the reminder due again in a moment.
func (s *Story) giveBack(ctx context.Context, j job, cause error) {
	if ctx.Err() != nil {
		return // released at the end of Close
	}
	s.Log.Warn("a reminder is put back", "reminder_id", j.work.Reminder.ID, "error", cause)
	s.record(ctx, j.work, s.retry(j.work, s.Now().Add(time.Second), "busy", "the gateway was busy"))
}

// takeBack ends an attempt of which it is not known whether it was committed:
// nothing was handed over.
func (s *Story) takeBack(ctx context.Context, j job, a Attempt) {
	if ctx.Err() == nil {
		s.record(ctx, j.work, s.refused(j.work, a, &channels.Error{Reason: channels.Busy, Note: "the gateway was busy"}))
	}
}

// prepared is a message with the attempt that stands for it.
type prepared struct {
	channel channels.Channel
	message channels.Message
	begin   Begin
}

// prepare renders the words and writes out the attempt, or records why it
// cannot.
func (s *Story) prepare(ctx context.Context, j job) (prepared, bool) {
	w, now := j.work, s.Now()
	channel := s.channel(w.Reminder.Channel, w.Reminder.Test)
	if channel == nil {
		s.record(ctx, w, s.failedBefore(w, j.decision, "channel_off", "the channel is not configured"))
		return prepared{}, false
	}
	message, words, err := s.compose(w, now, j.decision.WindowEnd)
	if err != nil {
		s.Log.Error("a text could not be rendered", "reminder_id", w.Reminder.ID, "error", err)
		s.record(ctx, w, s.failedBefore(w, j.decision, "template", "the template has no usable text for this channel"))
		return prepared{}, false
	}
	attempt := Attempt{
		ID: s.IDs.New("att", now), ReminderID: w.Reminder.ID, AccountID: w.Account.ID,
		Number: w.Reminder.Attempts + 1, Channel: w.Reminder.Channel, Address: message.To,
		Version: words.Version, Language: words.Locale,
		Subject: words.Subject, Body: words.Text, Limited: words.Limited, ContentHash: contentHash(words),
		ValidUntil: j.decision.WindowEnd, StartedAt: now, Owner: s.Owner, State: Open, Test: w.Reminder.Test,
	}
	message.Attempt = attempt.ID
	return prepared{channel, message, Begin{Attempt: attempt, Version: w.Version, Decision: j.decision}}, true
}

// compose renders the words of the work into a message without an attempt.
func (s *Story) compose(w *Work, now, until time.Time) (channels.Message, templates.Words, error) {
	r, token := w.Reminder, s.Tokens.Make(w.Reminder.ID)
	facts := templates.Facts{
		Creditor: s.Creditor, Account: w.Account, Contact: w.Contact,
		Invoices: open(w.Invoices), Today: account.DateOf(now.In(s.zone(w))),
	}
	if s.UnsubscribeBase != "" {
		facts.Unsubscribe = s.UnsubscribeBase + token
	}
	words, err := s.Words.Render(r.Template, r.Channel, s.locale(w), facts)
	address, _ := w.Contact.Address(r.Channel)
	return channels.Message{
		To: address.Value, ToName: w.Contact.Name,
		Subject: words.Subject, Text: words.Text, HTML: words.HTML, Limited: words.Limited,
		Language: words.Locale, MessageID: token + "@" + s.MailDomain, Token: token, ValidUntil: until,
	}, words, err
}

func (s *Story) locale(w *Work) string {
	if w.Account.Locale != "" {
		return w.Account.Locale
	}
	return s.Locale
}

// zone is the zone that was told, in which the customer counts days; UTC when
// none was.
func (s *Story) zone(w *Work) *time.Location {
	if zone, err := account.LoadZone(w.Contact.Zone(w.Account)); err == nil {
		return zone
	}
	return time.UTC
}

// handOver calls the provider once and records what it said.
func (s *Story) handOver(ctx context.Context, j job, p prepared) {
	s.Observer.HandedOver(j.work.Reminder.Channel, s.Now().Sub(j.work.Reminder.SendAt))
	calling, done := context.WithTimeout(ctx, handoffTime)
	handoff, err := p.channel.Send(calling, p.message)
	done()
	if _, traceable := p.channel.(channels.Finder); !traceable {
		s.answered(ctx, j, p, handoff, err) // after a crash it would be handed over again
		return
	}
	s.records <- struct{}{}
	s.recording.Go(func() {
		s.answered(ctx, j, p, handoff, err)
		<-s.records
	})
}

// maxRecords bounds the answers that wait for their commit while their senders
// go on: this many hand-offs more could have to be looked up after a crash.
const maxRecords = 256

// answered records what the provider said.
func (s *Story) answered(ctx context.Context, j job, p prepared, handoff channels.Handoff, err error) {
	if err == nil {
		s.record(ctx, j.work, s.accepted(j.work, p.begin.Attempt, handoff, timeline.Sent{}))
		return
	}
	var fault *channels.Error
	if !errors.As(err, &fault) {
		fault = &channels.Error{Reason: channels.Unknown, Note: "the channel gave no clear answer"}
	}
	s.Log.Warn("a hand-off was not accepted", "reminder_id", j.work.Reminder.ID, "attempt", p.begin.Attempt.ID,
		"channel", j.work.Reminder.Channel, "reason", fault.Reason, "code", fault.Code)
	s.record(ctx, j.work, s.refused(j.work, p.begin.Attempt, fault))
}

// contentHash covers all that was sent.
func contentHash(w templates.Words) string {
	sum := sha256.New()
	write(sum, w.Subject, w.Text, w.HTML, w.Limited)
	return hex.EncodeToString(sum.Sum(nil))
}
