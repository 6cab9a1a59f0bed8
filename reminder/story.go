package reminder

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// Pacer hands out shared sending slots, so that all instances together keep to
// one rate.
type Pacer interface {
	// Reserve takes n slots of the interval and returns when the first begins.
	Reserve(ctx context.Context, lane string, now time.Time, interval time.Duration, n int) (time.Time, error)
}

// Observer is told what the story does, in numbers only.
type Observer interface {
	HandedOver(channel channels.Kind, lateness time.Duration)
	Recorded(channel channels.Kind, status Status, reason string)
}

// Parts are what a Story works with.
type Parts struct {
	Claims      Claims
	Settlements Settlements
	Inbox       Inbox
	OptOuts     OptOuts
	Pacer       Pacer
	Waker       Waker
	Policy      Decider
	Words       templates.Renderer
	Channels    map[channels.Kind]channels.Channel
	Sandbox     map[channels.Kind]channels.Channel // where test reminders go; may be empty
	Tokens      *Tokens
	IDs         *account.IDs
	Observer    Observer
	Log         *slog.Logger
	Now         func() time.Time
	Alive       func() bool // false once other instances may have taken our claims
}

// Settings are the story's plain values.
type Settings struct {
	Owner           string // this instance
	Creditor        templates.Creditor
	Locale          string // for accounts that have none
	MailDomain      string // of Message-IDs
	UnsubscribeBase string // the token is appended; empty: no link
	SettleAfter     time.Duration
	Silence         time.Duration                   // after which an instance counts as dead
	Senders         map[channels.Kind]int           // hand-offs at once
	Interval        map[channels.Kind]time.Duration // between hand-offs of all instances; 0: as fast as it goes
}

// Story carries reminders from claim to outcome. Its methods are safe for
// concurrent use.
type Story struct {
	Parts
	Settings
	lanes map[channels.Kind]*lane
	stop  context.CancelFunc
}

// New starts the senders of every channel; Close stops them.
func New(parts Parts, settings Settings) *Story {
	s := &Story{Parts: parts, Settings: settings, lanes: map[channels.Kind]*lane{}}
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	for _, kind := range channels.Kinds() {
		s.lanes[kind] = startLane(ctx, max(1, settings.Senders[kind]), s.send)
	}
	return s
}

// Close waits for hand-offs under way to be recorded and makes every other
// claimed reminder due again.
func (s *Story) Close(ctx context.Context) error {
	s.stop()
	for _, lane := range s.lanes {
		lane.wait()
	}
	return s.Claims.Release(ctx, s.Owner, s.Now())
}

// Process claims those of the reminders that are due and carries them on. It
// returns when each is recorded or waits for a sender. An error means that our
// own infrastructure is away.
func (s *Story) Process(ctx context.Context, ids []string) error {
	works, err := s.Claims.Claim(ctx, ids, s.Owner, s.Now())
	if err != nil {
		return err
	}
	var group sync.WaitGroup
	defer group.Wait()
	for i := range works {
		work := &works[i]
		decision := Decide(s.Policy, work, s.Now())
		if decision.Verdict != policy.Send {
			group.Go(func() { s.record(ctx, work, s.decided(work, decision)) })
			continue
		}
		if !s.lanes[work.Reminder.Channel].put(ctx, job{work, decision}) {
			return ctx.Err() // claims of this batch stay ours until they are released
		}
	}
	return nil
}

// channel is the adapter that the reminder may use; nil when there is none.
func (s *Story) channel(kind channels.Kind, test bool) channels.Channel {
	if test {
		return s.Sandbox[kind]
	}
	return s.Channels[kind]
}

// record writes a change down and wakes the reminder in time for what is next.
// It does not give up while the process lives: what was handed over must not be
// forgotten.
func (s *Story) record(ctx context.Context, w *Work, c Change) {
	for i := range c.Events {
		c.Events[i].AccountID, c.Events[i].ReminderID = c.AccountID, c.ReminderID
	}
	took, err := s.Claims.Record(ctx, s.Now(), c)
	for wait := 50 * time.Millisecond; err != nil; wait = min(2*wait, 2*time.Second) {
		s.Log.Error("a change could not be recorded and is tried again", "reminder_id", c.ReminderID, "error", err)
		if !pause(ctx, wait) {
			return
		}
		took, err = s.Claims.Record(ctx, s.Now(), c)
	}
	if !took {
		return
	}
	s.Observer.Recorded(c.Channel, c.Status, c.Reason)
	if c.Status == Scheduled {
		s.Waker.Wake(Due{ID: c.ReminderID, Channel: c.Channel, SendAt: c.SendAt})
	}
}

// change is the start of every change about claimed work.
func (s *Story) change(w *Work, status Status, kind timeline.Kind, actor timeline.Actor, data any) Change {
	return Change{
		ReminderID: w.Reminder.ID, AccountID: w.Account.ID, Owner: s.Owner,
		Status: status, Channel: w.Reminder.Channel, SendAt: w.Reminder.SendAt,
		Events: []timeline.Event{{Kind: kind, Actor: actor, Data: timeline.Encode(data)}},
	}
}

// pause waits; false when the context ended first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
