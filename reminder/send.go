package reminder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"strings"
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
// before it is given back to the schedule. Each time somebody else got on: an
// attempt of the same account was begun, or a fact about it was recorded.
const maxAgain = 16

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
			s.spend(j)
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
// when it comes. Without one that says send, until when, nothing goes on.
func (s *Story) ready(ctx context.Context, j *job) bool {
	if !s.paced(ctx, j) {
		return false
	}
	now := s.Now()
	if j.allowed(now) {
		return true
	}
	if !s.decideAgain(ctx, j, now) {
		return false
	}
	if !j.allowed(now) {
		s.giveBack(ctx, *j, errUnbounded)
		return false
	}
	return true
}

// errUnbounded is a fault of the policy: a message could wait at its provider for
// ever.
var errUnbounded = errors.New("the decision has no end of its send window")

// paced takes a sending slot and waits for it. One that begins after the end of
// the window is of no use: what holds then is recorded.
func (s *Story) paced(ctx context.Context, j *job) bool {
	interval := s.Interval[j.channel]
	if interval <= 0 || j.slot {
		return true
	}
	if s.spent.since(j.work.Account.ID, j.read) && !s.again(ctx, j) {
		return false
	}
	at, err := s.Pacer.Reserve(ctx, string(j.channel), s.Now(), interval, s.cost(*j))
	if err != nil {
		s.giveBack(ctx, *j, err)
		return false
	}
	if !at.Before(j.decision.WindowEnd) {
		s.putOff(ctx, *j, at)
		return false
	}
	j.slot = true
	return pause(ctx, at.Sub(s.Now()))
}

// putOff records what is decided for the instant of a slot that comes too late.
func (s *Story) putOff(ctx context.Context, j job, at time.Time) {
	made := s.decide(j.work, at)
	if made.Verdict == policy.Send {
		s.record(ctx, j.work, s.retry(j.work, made.Channel, at, "busy", "more messages were waiting than could leave in time"))
		return
	}
	s.record(ctx, j.work, s.decided(j.work, made))
}

// cost is how many slots the work takes. Segments are not known before the
// text is rendered, so the slots are those of a text of usual length.
func (s *Story) cost(j job) int {
	coster, ok := s.channel(j.channel, j.work.Reminder.Test).(channels.Coster)
	if !ok {
		return 1
	}
	message, _, err := s.compose(j.work, j.channel, s.Now(), s.Now())
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
	return s.decideAgain(ctx, j, j.read)
}

// decideAgain asks anew; false when the answer was recorded instead of a send, or
// when another lane has it now.
func (s *Story) decideAgain(ctx context.Context, j *job, at time.Time) bool {
	made := s.decide(j.work, at)
	if made.Verdict != policy.Send {
		s.record(ctx, j.work, s.decided(j.work, made))
		return false
	}
	here := made.Channel == j.channel
	j.channel, j.decision = made.Channel, made.Decision
	if here {
		return true
	}
	j.slot = false
	if !s.lanes[j.channel].offer(*j) {
		s.giveBack(ctx, *j, nil)
	}
	return false
}

// giveBack makes the reminder due again in a moment, not all that come at once in
// the same one.
func (s *Story) giveBack(ctx context.Context, j job, cause error) {
	if ctx.Err() != nil {
		return // released at the end of Close
	}
	s.Log.Warn("a reminder is put back", "reminder_id", j.work.Reminder.ID, "error", cause)
	at := s.Now().Add(time.Second + rand.N(time.Second))
	s.record(ctx, j.work, s.retry(j.work, j.channel, at, "busy", "the gateway was busy"))
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
	channel := s.channel(j.channel, w.Reminder.Test)
	if channel == nil {
		s.record(ctx, w, s.failedBefore(j, "channel_off", "the channel is not configured"))
		return prepared{}, false
	}
	message, words, err := s.compose(w, j.channel, now, j.decision.WindowEnd)
	if err != nil {
		s.Log.Error("a text could not be rendered", "reminder_id", w.Reminder.ID, "error", err)
		s.record(ctx, w, s.failedBefore(j, "template", "the template has no usable text for this channel"))
		return prepared{}, false
	}
	attempt := Attempt{
		ID: s.IDs.New("att", now), ReminderID: w.Reminder.ID, AccountID: w.Account.ID,
		Number: w.Reminder.Attempts + 1, Channel: j.channel, Address: message.To,
		Version: words.Version, Language: words.Locale,
		Subject: words.Subject, Body: words.Text, Limited: words.Limited, ContentHash: contentHash(words),
		ValidUntil: j.decision.WindowEnd, StartedAt: now, Owner: s.Owner, State: Open, Test: w.Reminder.Test,
	}
	message.Attempt = attempt.ID
	return prepared{channel, message, Begin{Attempt: attempt, Version: w.Version, Decision: j.decision}}, true
}

// compose renders the words of the work into a message without an attempt.
func (s *Story) compose(w *Work, kind channels.Kind, now, until time.Time) (channels.Message, templates.Words, error) {
	token := s.Tokens.Make(w.Reminder.ID)
	facts := templates.Facts{
		Creditor: s.Creditor, Account: w.Account, Contact: w.Contact,
		Invoices: open(w.Invoices), Today: account.DateOf(now.In(w.zone())),
	}
	if s.UnsubscribeBase != "" {
		facts.Unsubscribe = s.UnsubscribeBase + token
	}
	words, err := s.render(w, kind, facts)
	address, _ := w.Contact.Address(kind)
	return channels.Message{
		To: address.Value, ToName: w.Contact.Name,
		Subject: words.Subject, Text: words.Text, HTML: words.HTML, Limited: words.Limited,
		Language: words.Locale, MessageID: token + "@" + s.MailDomain, Token: token, ValidUntil: until,
	}, words, err
}

// render writes the words in the contact's own language where there are texts in
// it, else in the account's.
func (s *Story) render(w *Work, kind channels.Kind, facts templates.Facts) (templates.Words, error) {
	if wish := w.Preferences.Language; wish != "" {
		words, err := s.Words.Render(w.Reminder.Template, kind, wish, facts)
		if err != nil || language(words.Locale) == language(wish) {
			return words, err
		}
	}
	return s.Words.Render(w.Reminder.Template, kind, s.locale(w), facts)
}

// language is the first part of a BCP 47 tag.
func language(tag string) string {
	if end := strings.IndexAny(tag, "-_"); end >= 0 {
		tag = tag[:end]
	}
	return strings.ToLower(tag)
}

// locale is that of the account, else the creditor's.
func (s *Story) locale(w *Work) string {
	if w.Account.Locale != "" {
		return w.Account.Locale
	}
	return s.Locale
}

// handOver calls the provider once and records what it said. It is the only place
// from which anything leaves. A commit that took until the window closed is taken
// back.
func (s *Story) handOver(ctx context.Context, j job, p prepared) {
	now := s.Now()
	if !j.allowed(now) {
		s.record(ctx, j.work, s.closed(j.work, p.begin.Attempt))
		return
	}
	s.Observer.HandedOver(j.channel, now.Sub(j.work.Reminder.SendAt))
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
		"channel", j.channel, "reason", fault.Reason, "code", fault.Code)
	s.record(ctx, j.work, s.refused(j.work, p.begin.Attempt, fault))
}

// contentHash covers all that was sent.
func contentHash(w templates.Words) string {
	sum := sha256.New()
	write(sum, w.Subject, w.Text, w.HTML, w.Limited)
	return hex.EncodeToString(sum.Sum(nil))
}
