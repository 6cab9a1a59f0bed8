package reminder

import (
	"context"
	"sync"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/timeline"
)

const (
	settleBatch  = 200
	settleAtOnce = 16
	// settleLease keeps other instances off an attempt that is being looked up, and
	// is as long as its look-up waits when the one that looks dies. Two that look
	// at once do no harm: the first to settle an attempt wins.
	settleLease = 5 * time.Second
	// cleanLookups without any trace make an attempt lost. A message is listed by
	// the provider as soon as it exists, however long it then waits in a queue.
	cleanLookups = 3
	// settleLimit bounds how long a provider that does not answer look-ups is asked.
	settleLimit = 24 * time.Hour
)

// Settle asks the providers what became of hand-offs without a clear answer:
// of one round of those that are due. Attempts to one address are settled one
// after the other, so that two of them never claim the same message.
func (s *Story) Settle(ctx context.Context) error {
	silence := 2 * s.Silence // an owner that lives must not be taken for dead after a short absence of the store
	stored, err := s.Settlements.Unsettled(ctx, s.Now(), silence, s.SettleAfter, settleLease, settleBatch)
	if err != nil {
		return err
	}
	byAddress := map[string][]Stored{}
	for _, one := range stored {
		byAddress[one.Attempt.Address] = append(byAddress[one.Attempt.Address], one)
	}
	slots := make(chan struct{}, settleAtOnce)
	var group sync.WaitGroup
	for _, attempts := range byAddress {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			for i := range attempts {
				s.settle(ctx, &attempts[i])
			}
		})
	}
	group.Wait()
	return nil
}

// settle decides about one attempt.
func (s *Story) settle(ctx context.Context, one *Stored) {
	finder, ok := s.channel(one.Attempt.Channel, one.Attempt.Test).(channels.Finder)
	if !ok {
		s.record(ctx, &one.Work, s.untraceable(&one.Work, one.Attempt))
		return
	}
	found, err := s.find(ctx, finder, one.Attempt)
	switch {
	case err != nil:
		s.record(ctx, &one.Work, s.lookAgain(&one.Work, one.Attempt, one.Attempt.Lookups))
	case len(found) > 0:
		s.record(ctx, &one.Work, s.accepted(&one.Work, one.Attempt, found[0], timeline.Sent{Text: "found at the provider"}))
	case one.Attempt.Lookups+1 < cleanLookups:
		s.record(ctx, &one.Work, s.lookAgain(&one.Work, one.Attempt, one.Attempt.Lookups+1))
	default:
		s.record(ctx, &one.Work, s.lost(&one.Work, one.Attempt))
	}
}

// find lists what the provider has of the attempt, less what belongs to others.
func (s *Story) find(ctx context.Context, finder channels.Finder, a Attempt) ([]channels.Handoff, error) {
	calling, done := context.WithTimeout(ctx, handoffTime)
	defer done()
	found, err := finder.Find(calling, s.message(a), a.StartedAt)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]string, len(found))
	for i, h := range found {
		ids[i] = h.ProviderID
	}
	known, err := s.Settlements.Known(ctx, ids)
	if err != nil {
		return nil, err
	}
	var free []channels.Handoff
	for _, h := range found {
		if !known[h.ProviderID] {
			free = append(free, h)
		}
	}
	return free, nil
}

// message is what was handed over, as far as a look-up needs it.
func (s *Story) message(a Attempt) channels.Message {
	token := s.Tokens.Make(a.ReminderID)
	return channels.Message{
		Attempt: a.ID, To: a.Address, Subject: a.Subject, Text: a.Body, Limited: a.Limited,
		Language: a.Language, MessageID: token + "@" + s.MailDomain, Token: token, ValidUntil: a.ValidUntil,
	}
}

// lookAgain puts the next look-up off. A provider that has not answered any for
// a day leaves the reminder failed, for a person to judge.
func (s *Story) lookAgain(w *Work, a Attempt, lookups int) Change {
	if s.Now().Sub(a.StartedAt) > settleLimit {
		return s.undecidable(w, a)
	}
	c := s.change(w, Sending, timeline.AttemptUnknown, timeline.System, timeline.Sent{
		Attempt: a.ID, Channel: string(a.Channel), Template: w.Reminder.Template, Version: a.Version,
		Text: "its process ended before the provider's answer was recorded"})
	if a.State == Unknown {
		c.Events = nil // said already
	}
	c.Channel = a.Channel
	c.Attempt = &Result{AttemptID: a.ID, State: Unknown, SettleAt: s.Now().Add(s.SettleAfter), Lookups: lookups}
	return c
}

// lost makes the reminder due again after the provider was asked often enough
// and has no trace of the attempt.
func (s *Story) lost(w *Work, a Attempt) Change {
	return s.lostBecause(w, a, "the provider has no trace of the last hand-off")
}

// lostBecause gives a lost attempt up and makes its reminder due again.
func (s *Story) lostBecause(w *Work, a Attempt, text string) Change {
	if a.Number >= maxAttempts {
		return s.undecidable(w, a)
	}
	order := w.bringForward(a.Channel)
	c := s.retry(w, a.Channel, s.Now(), "lost", text)
	c.Channel, c.Channels = a.Channel, order
	c.Attempt = &Result{AttemptID: a.ID, State: Lost}
	c.Events = append([]timeline.Event{{Kind: timeline.AttemptLost, Actor: timeline.System,
		Data: timeline.Encode(timeline.Sent{Attempt: a.ID, Channel: string(a.Channel), Template: w.Reminder.Template, Version: a.Version})}},
		c.Events...)
	return c
}

// untraceable settles a hand-off of a channel that cannot be asked, which is
// mail: it is handed over once more with the same Message-ID, by which mail
// systems and people tell a repeat, and never a third time.
func (s *Story) untraceable(w *Work, a Attempt) Change {
	if w.Resent {
		return s.undecidable(w, a)
	}
	return s.lostBecause(w, a, "it is not known whether the last mail arrived; it is sent once more with the same Message-ID")
}

// undecidable ends a reminder whose last hand-off may or may not have arrived.
func (s *Story) undecidable(w *Work, a Attempt) Change {
	const text = "it is not known whether the message arrived, and it is not sent again"
	c := s.change(w, Failed, timeline.ReminderFailed, timeline.System,
		timeline.Ended{Channel: string(a.Channel), Reason: "unknown", Text: text, Template: w.answerTemplate()})
	c.Channel, c.Reason, c.Text = a.Channel, "unknown", text
	c.Attempt = &Result{AttemptID: a.ID, State: Lost}
	return c
}
