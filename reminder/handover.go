package reminder

import (
	"context"
	"errors"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/timeline"
)

// handoffTime bounds one call of a provider; adapters have tighter bounds of
// their own.
const handoffTime = 60 * time.Second

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
