package reminder

import (
	"context"
	"errors"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

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
	at, err := s.Pacer.Reserve(ctx, string(j.channel), s.Now(), interval, s.cost(ctx, *j))
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
func (s *Story) cost(ctx context.Context, j job) int {
	coster, ok := s.channel(j.channel, j.work.Reminder.Test).(channels.Coster)
	if !ok {
		return 1
	}
	message, _, err := s.compose(ctx, j.work, j.channel, s.Now(), s.Now())
	if err != nil {
		return 1
	}
	return max(1, coster.Cost(message))
}
