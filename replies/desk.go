package replies

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// Reader reads what a text means; intents.Reader does.
type Reader interface {
	Read(q intents.Question) intents.Reading
}

// Model may be asked what a text means that the rules leave uncertain. What it
// finds is never certain.
type Model interface {
	// Suggest returns what the model finds; none when it is off, away or unclear.
	Suggest(ctx context.Context, q intents.Question) []intents.Found
}

// Observer is told what the desk does, in numbers only.
type Observer interface {
	// Heard is one reply that was recorded, and how long reading it took.
	Heard(channel channels.Kind, kind, match string, intents []string, took time.Duration)
	// SenderBlocked is a mail of ours that was refused because of us.
	SenderBlocked()
}

// Parts are what a Desk works with.
type Parts struct {
	Store     Store
	FollowUps FollowUps
	Calendar  Calendar
	Reader    Reader
	Model     Model // may be nil
	Tokens    *reminder.Tokens
	IDs       *account.IDs
	Waker     reminder.Waker
	Observer  Observer
	Log       *slog.Logger
	Now       func() time.Time
}

// Settings are the desk's plain values.
type Settings struct {
	Locale        string                          // for accounts that have none
	Grace         int                             // days after the day of a promise until it counts as broken
	PaidDays      int                             // days that reminders wait when the customer says it is paid
	WaitDays      int                             // days that they wait for a reply that nobody has understood; 0: they do not
	FollowUpAfter time.Duration                   // when a follow-up is due
	OwnDomains    []string                        // of our own mail: what claims to come from them is a loop
	Channels      func(test bool) []channels.Kind // that are on; nil: all
}

// on says whether the channel can be used.
func (s Settings) on(channel channels.Kind, test bool) bool {
	return s.Channels == nil || slices.Contains(s.Channels(test), channel)
}

// Desk is where everything that comes in is read, acted upon and recorded. Its
// methods are safe for concurrent use.
type Desk struct {
	Parts
	Settings
}

// New returns a desk.
func New(parts Parts, settings Settings) *Desk { return &Desk{parts, settings} }

// Receive reads a reply and records it with all that it changes. When it returns
// nil, that is committed; a repeat changes nothing.
func (d *Desk) Receive(ctx context.Context, r channels.Reply, test bool) error {
	began := d.Now()
	if repeat, err := d.heardBefore(ctx, r.Channel, r.ProviderID, test); err != nil || repeat {
		return err
	}
	t, m := open(r, began, test)
	t.ID = d.IDs.New("rep", began)
	if t.ProviderID != r.ProviderID {
		if repeat, err := d.heardBefore(ctx, t.Channel, t.ProviderID, test); err != nil || repeat {
			return err
		}
	}
	s, err := d.Store.FindSituation(ctx, began, d.cues(r.Attempt, t, m))
	if err != nil {
		return err
	}
	t = d.understand(ctx, place(t, s), m, s)
	e := d.stamp(effects(t, m, s, d.Settings, began.In(zone(s))), began)
	heard, err := d.Store.Hear(ctx, began, t, e)
	if err != nil {
		return err
	}
	d.told(t, e, heard, began)
	return nil
}

// heardBefore is cheap and lets repeats cost little; Hear decides.
func (d *Desk) heardBefore(ctx context.Context, channel channels.Kind, providerID string, test bool) (bool, error) {
	if providerID == "" {
		return false, nil
	}
	_, found, err := d.Store.FindHeard(ctx, string(channel), providerID, test)
	return found, err
}

// place writes down to whom the reply belongs. A match by the sender alone is
// shown at the account, and no more.
func place(t Text, s Situation) Text {
	t.Match, t.AccountID, t.ContactID, t.AttemptID = s.Match, s.Standing.Account.ID, s.Standing.Contact.ID, s.Attempt.ID
	return t
}

// stamp gives names to what is to be kept.
func (d *Desk) stamp(e Effects, now time.Time) Effects {
	for i := range e.Holds {
		e.Holds[i].ID = d.IDs.New("hld", now)
	}
	for i := range e.Promises {
		e.Promises[i].ID = d.IDs.New("prm", now)
	}
	for i := range e.Disputes {
		e.Disputes[i].ID = d.IDs.New("dsp", now)
	}
	for i := range e.FollowUps {
		e.FollowUps[i].ID = d.IDs.New("fup", now)
	}
	return e
}

// told passes on what was recorded: the answer leaves, and it is counted.
func (d *Desk) told(t Text, e Effects, heard Heard, began time.Time) {
	if heard.Repeat {
		return
	}
	d.wake(heard.AnswerID, t.Channel, heard.AnswerAt)
	if slices.ContainsFunc(e.FollowUps, func(f FollowUp) bool { return f.Cause == CauseBlocked }) {
		d.Observer.SenderBlocked()
		d.Log.Warn("a mail of ours was refused because of its sender or content", "reply_id", heard.ReplyID, "account_id", heard.AccountID)
	}
	words := make([]string, len(t.Intents))
	for i, f := range t.Intents {
		words[i] = string(f.Intent)
	}
	d.Observer.Heard(t.Channel, string(t.Kind), string(t.Match), words, d.Now().Sub(began))
	d.Log.Info("reply heard", "reply_id", heard.ReplyID, "account_id", heard.AccountID, "channel", t.Channel, "kind", t.Kind, "match", t.Match)
}

// wake lets an answer leave in time.
func (d *Desk) wake(id string, channel channels.Kind, at time.Time) {
	if id != "" {
		d.Waker.Wake(reminder.Due{ID: id, Channel: channel, SendAt: at})
	}
}

// zone is where the customer is, as far as it was told; else UTC.
func zone(s Situation) *time.Location {
	loc, err := account.LoadZone(s.Standing.Contact.Zone(s.Standing.Account))
	if err != nil {
		return time.UTC
	}
	return loc
}

// lapseRound is how many promises and follow-ups one transaction takes.
const lapseRound = 200

// Lapse does what time alone brings about: promises break, follow-ups escalate.
// It may run anywhere at any time, and at several places at once.
func (d *Desk) Lapse(ctx context.Context) error {
	for now := d.Now(); ; {
		broken, escalated, err := d.Calendar.Lapse(ctx, now, lapseRound)
		if err != nil || broken+escalated == 0 {
			return err
		}
		d.Log.Info("time has passed", "broken", broken, "escalated", escalated)
	}
}

// spoke says that a person wrote it, as far as we know.
func spoke(kind mail.Kind) bool { return kind == mail.Reply }
