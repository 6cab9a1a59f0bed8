package reminder

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

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

// ErrAway says that the texts of a version could not be read just now: nothing is
// wrong with the reminder, which is tried again.
var ErrAway = errors.New("the texts cannot be read now")

func isAway(err error) bool {
	return errors.Is(err, ErrAway) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
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
	text, err := s.compose(ctx, w, j.channel, now, j.decision.WindowEnd)
	if err != nil && isAway(err) {
		s.giveBack(ctx, j, err)
		return prepared{}, false
	}
	if err != nil {
		s.Log.Error("a text could not be rendered", "reminder_id", w.Reminder.ID, "error", err)
		s.record(ctx, w, s.failedBefore(j, "template", "the template has no usable text for this channel"))
		return prepared{}, false
	}
	if s.heldBack(ctx, j, text, now) {
		return prepared{}, false
	}
	attempt, message := s.attempt(j, text, now), text.message
	message.Attempt = attempt.ID
	return prepared{channel, message, Begin{Attempt: attempt, Version: w.Version, Decision: j.decision}}, true
}

// attempt is what is written down of a message before it is handed over.
func (s *Story) attempt(j job, text composed, now time.Time) Attempt {
	w, words := j.work, text.words
	return Attempt{
		ID: s.IDs.New("att", now), ReminderID: w.Reminder.ID, AccountID: w.Account.ID,
		Number: w.Reminder.Attempts + 1, Channel: j.channel, Address: text.message.To,
		Version: words.Version, Language: words.Locale,
		Subject: words.Subject, Body: words.Text, Limited: words.Limited, ContentHash: contentHash(words),
		ValidUntil: j.decision.WindowEnd, StartedAt: now, Owner: s.Owner, State: Open, Test: w.Reminder.Test,
		Facts: kept(j.channel, w, text.facts),
	}
}
