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

// DecisionObserver is an Observer that is told of decisions too. The rule is the
// id of the one that decided, empty for a send.
type DecisionObserver interface {
	Decided(channel channels.Kind, verdict policy.Verdict, rule string)
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
	Lint        Lint // looks at rendered texts; nil: nobody does
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
	PreferredWait   time.Duration                   // how long the preferred channel waits for its window before the next is used
	Spread          time.Duration                   // over how much of an opening's first part those that wait for it are spread, at most
	Silence         time.Duration                   // after which an instance counts as dead
	Senders         map[channels.Kind]int           // hand-offs at once
	Interval        map[channels.Kind]time.Duration // between hand-offs of all instances; 0: as fast as it goes
}

// Story carries reminders from claim to outcome. Its methods are safe for
// concurrent use.
type Story struct {
	Parts
	Settings
	lanes     map[channels.Kind]*lane
	spent     spent
	records   chan struct{} // places for answers that wait for their commit
	recording sync.WaitGroup
	life      context.Context // ends when Close begins
	stop      context.CancelFunc
}

// New starts the senders of every channel; Close stops them.
func New(parts Parts, settings Settings) *Story {
	s := &Story{Parts: parts, Settings: settings, lanes: map[channels.Kind]*lane{}, records: make(chan struct{}, maxRecords)}
	s.life, s.stop = context.WithCancel(context.Background())
	for _, kind := range channels.Kinds() {
		s.lanes[kind] = startLane(s.life, max(1, settings.Senders[kind]), s.send)
	}
	return s
}

// Close waits for hand-offs under way to be recorded and makes every other
// claimed reminder due again. Call it when nobody calls Process any more.
func (s *Story) Close(ctx context.Context) error {
	s.stop()
	ended := make(chan struct{})
	go func() {
		for _, lane := range s.lanes {
			lane.wait()
		}
		s.recording.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return s.Claims.Release(ctx, s.Owner, s.Now())
	case <-ctx.Done():
		return ctx.Err() // what is open is settled by another instance
	}
}

// Process claims those of the reminders that are due and carries them on. It
// returns when each is recorded or waits for a sender. The context bounds the
// claim alone: what is claimed is ours until it is recorded or released.
func (s *Story) Process(ctx context.Context, ids []string) error {
	works, err := s.Claims.Claim(ctx, ids, s.Owner, s.Now())
	for wait := firstWait; err != nil; wait = min(2*wait, longestWait) {
		// The claim may have been committed although its answer was lost. Nobody
		// frees the claims of an instance that lives, so we have to find out.
		if !pause(s.life, wait) {
			return err
		}
		works, err = s.Claims.Reload(s.life, ids, s.Owner)
	}
	var group sync.WaitGroup
	defer group.Wait()
	for i := range works {
		work := &works[i]
		made := s.decide(work, s.Now())
		if made.Verdict != policy.Send {
			group.Go(func() { s.record(s.life, work, s.decided(work, made)) })
			continue
		}
		if !s.lanes[made.Channel].put(job{work: work, channel: made.Channel, decision: made.Decision, read: s.Now()}) {
			return nil // stopping: Close releases it
		}
	}
	return nil
}

// Waits between two tries while the store is away.
const (
	firstWait   = 50 * time.Millisecond
	longestWait = 2 * time.Second
)

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
	for wait := firstWait; err != nil; wait = min(2*wait, longestWait) {
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
