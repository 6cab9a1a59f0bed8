package replies

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
)

// shelf is the desk's stores in memory, with what was asked of them.
type shelf struct {
	situation Situation
	cues      []Cues
	heard     []Text
	effects   []Effects
	labels    []*Label
	follow    FollowUp
	answers   []reminder.PlannedAnswer
	answerID  string // of the answer to what is heard
	lapses    []int  // how many promises each round breaks
	err       error
}

func (s *shelf) FindHeard(_ context.Context, channel, providerID string, test bool) (Text, bool, error) {
	for _, t := range s.heard {
		if string(t.Channel) == channel && t.ProviderID == providerID && t.Test == test {
			return t, true, nil
		}
	}
	return Text{}, false, nil
}

func (s *shelf) FindSituation(_ context.Context, _ time.Time, c Cues) (Situation, error) {
	s.cues = append(s.cues, c)
	return s.situation, s.err
}

func (s *shelf) Hear(_ context.Context, now time.Time, t Text, e Effects) (Heard, error) {
	s.heard, s.effects = append(s.heard, t), append(s.effects, e)
	return Heard{ReplyID: t.ID, AccountID: t.AccountID, AnswerID: s.answerID, AnswerAt: now}, s.err
}

func (s *shelf) Reread(_ context.Context, now time.Time, t Text, e Effects, label *Label, _ *reminder.Idempotency) (Heard, error) {
	s.labels = append(s.labels, label)
	return s.Hear(context.Background(), now, t, e)
}

func (s *shelf) FindReply(_ context.Context, id string) (Text, error) {
	for _, t := range s.heard {
		if t.ID == id {
			return t, nil
		}
	}
	return Text{}, ErrNoReply
}

func (s *shelf) FindContactSituation(_ context.Context, _ time.Time, contactID string) (Situation, error) {
	if contactID != s.situation.Standing.Contact.ID {
		return Situation{}, account.ErrNoContact
	}
	out := s.situation
	out.Reminder, out.Attempt, out.Match = reminder.Reminder{}, reminder.Attempt{}, ""
	return out, nil
}

func (s *shelf) FindFollowUp(_ context.Context, id string) (FollowUp, error) {
	if s.follow.ID != id {
		return FollowUp{}, ErrNoFollowUp
	}
	return s.follow, nil
}

func (s *shelf) ListFollowUps(context.Context, FollowUpFilter) ([]FollowUp, error) { return nil, nil }

func (s *shelf) Assign(context.Context, time.Time, string, string, time.Time, *reminder.Idempotency) (FollowUp, error) {
	return s.follow, nil
}

func (s *shelf) Close(context.Context, time.Time, string, string, string, bool, *reminder.Idempotency) (FollowUp, error) {
	return s.follow, nil
}

func (s *shelf) AnswerFollowUp(_ context.Context, _ time.Time, _ string, a reminder.PlannedAnswer, _ *reminder.Idempotency) (string, error) {
	s.answers = append(s.answers, a)
	return "rem_9", nil
}

func (s *shelf) Lapse(_ context.Context, _ time.Time, limit int) (broken, escalated int, err error) {
	if len(s.lapses) == 0 {
		return 0, 0, s.err
	}
	n := s.lapses[0]
	s.lapses = s.lapses[1:]
	return min(n, limit), 0, nil
}

// script reads texts as it was told to.
type script struct {
	by    map[string][]intents.Found
	asked []intents.Question
}

func (s *script) Read(q intents.Question) intents.Reading {
	s.asked = append(s.asked, q)
	found, ok := s.by[q.Text]
	if !ok {
		found = []intents.Found{{Intent: intents.Other}}
	}
	return intents.Reading{Language: "en", Version: "test", Found: found}
}

// guesser is a model that always finds the same.
type guesser struct {
	found []intents.Found
	asked int
}

func (g *guesser) Suggest(context.Context, intents.Question) []intents.Found {
	g.asked++
	return g.found
}

// bell remembers what was woken and counted.
type bell struct {
	woken   []reminder.Due
	heard   []string
	blocked int
}

func (b *bell) Wake(due ...reminder.Due) { b.woken = append(b.woken, due...) }
func (b *bell) SenderBlocked()           { b.blocked++ }
func (b *bell) Heard(channel channels.Kind, kind, match string, words []string, _ time.Duration) {
	b.heard = append(b.heard, string(channel)+" "+kind+" "+match+" "+strings.Join(words, "+"))
}

// office is a desk with all that stands around it.
type office struct {
	*Desk
	shelf  *shelf
	script *script
	bell   *bell
	logs   *strings.Builder
}

func newOffice(t *testing.T, s story) office {
	t.Helper()
	o := office{shelf: &shelf{situation: s.s}, script: &script{by: map[string][]intents.Found{}}, bell: &bell{}, logs: &strings.Builder{}}
	now := at(t, thursday, "Europe/London")
	o.Desk = New(Parts{
		Store: o.shelf, FollowUps: o.shelf, Calendar: o.shelf, Reader: o.script, Tokens: reminder.NewTokens("secret"), IDs: account.NewIDs(),
		Waker: o.bell, Observer: o.bell, Log: slog.New(slog.NewTextHandler(io.Writer(o.logs), nil)), Now: func() time.Time { return now },
	}, s.set)
	return o
}

func (o office) receive(t *testing.T, r channels.Reply) {
	t.Helper()
	if err := o.Receive(t.Context(), r, false); err != nil {
		t.Fatal(err)
	}
}

// last is what was recorded last.
func (o office) last(t *testing.T) (Text, []string) {
	t.Helper()
	if len(o.shelf.heard) == 0 {
		t.Fatal("nothing was recorded")
	}
	return o.shelf.heard[len(o.shelf.heard)-1], changes(o.shelf.effects[len(o.shelf.effects)-1])
}
