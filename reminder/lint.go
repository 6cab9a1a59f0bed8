package reminder

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// Lint looks at a rendered text once more before it leaves, because only now is it
// known what it says to whom.
type Lint interface {
	// Check returns why the text must wait: a reason of one word, which is HeldTerms
	// or HeldFacts, and the same in plain words without any value. An empty reason
	// lets it go. The terms of the account are in the facts. A person's own words
	// are not asked about: their writer answers for them.
	Check(words templates.Words, channel channels.Kind, stage templates.Stage, facts templates.Facts) (held, text string)
}

// Reasons for which a reminder waits because of its text. It is looked at again
// when something about its account changes, when it is moved to another version,
// and when it is rescheduled.
const (
	HeldTerms = "terms" // the text names a consequence that the account's terms do not grant
	HeldFacts = "facts" // the text does not state what it must
)

// heldBack asks whether the text must wait, and records that it does. When the
// account has changed since it was read, the reminder is due again instead: what
// kept it back may be what has changed.
func (s *Story) heldBack(ctx context.Context, j job, text composed, now time.Time) bool {
	w := j.work
	if s.Lint == nil || w.Reminder.Answering != nil && w.Reminder.Answering.By != "" {
		return false
	}
	held, why := s.Lint.Check(text.words, j.channel, w.stage(), text.facts)
	if held == "" {
		return false
	}
	if s.changed(ctx, w) {
		s.record(ctx, w, s.retry(w, j.channel, now, "changed", "something about the account has just changed"))
		return true
	}
	c := s.change(w, Held, timeline.ReminderHeld, timeline.System,
		timeline.Ended{Channel: string(j.channel), Reason: held, Text: why, Template: w.answerTemplate()})
	c.Reason, c.Text, c.Decision = held, why, &j.decision
	s.record(ctx, w, c)
	return true
}

// changed says that the account is not any more as the work knows it.
func (s *Story) changed(ctx context.Context, w *Work) bool {
	works, err := s.Claims.Reload(ctx, []string{w.Reminder.ID}, s.Owner)
	return err == nil && len(works) == 1 && works[0].Version != w.Version
}
