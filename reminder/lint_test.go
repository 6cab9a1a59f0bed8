package reminder

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// reader is a Lint that keeps what it was asked about.
type reader struct {
	held  func(templates.Facts) string
	asked []templates.Facts
	stage templates.Stage
}

func (r *reader) Check(_ templates.Words, _ channels.Kind, stage templates.Stage, facts templates.Facts) (held, text string) {
	r.asked, r.stage = append(r.asked, facts), stage
	if held = r.held(facts); held != "" {
		return held, "the text names interest, which the account's terms do not grant"
	}
	return "", ""
}

// ungranted holds what goes to accounts whose terms grant no interest.
func ungranted(f templates.Facts) string {
	if f.Account.Terms.Grant(account.Interest) {
		return ""
	}
	return HeldTerms
}

func TestATextThatNamesWhatTheTermsDoNotGrantWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "sms")
		w.Stage, w.Reminder.Template = templates.Final, "final"
		h := start(t, rule(sends), newDesk(w), nil)
		lint := &reader{held: ungranted}
		h.Lint = lint
		h.process(t, time.Second)
		c := h.desk.changes[0]
		if c.Status != Held || c.Reason != HeldTerms || c.Attempt != nil || c.Decision == nil || len(h.posts[channels.SMS].taken) != 0 {
			t.Errorf("%s because of %q, %d sent", c.Status, c.Reason, len(h.posts[channels.SMS].taken))
		}
		want := timeline.Ended{Channel: "sms", Reason: "terms", Text: "the text names interest, which the account's terms do not grant"}
		if diff := cmp.Diff(want, told[timeline.Ended](t, c)); diff != "" || c.Events[0].Kind != timeline.ReminderHeld || lint.stage != templates.Final {
			t.Errorf("%s at stage %s\n%s", c.Events[0].Kind, lint.stage, diff)
		}
		w.Account.Terms, w.Reminder.Status = account.Terms{account.Interest}, Scheduled
		h.process(t, time.Second)
		if w.Reminder.Status != Sent {
			t.Errorf("once it is granted, it is %s", w.Reminder.Status)
		}
	})
}

func TestATextIsNotHeldBecauseOfTermsThatHaveJustChanged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "sms")
		h := start(t, rule(sends), newDesk(w), nil)
		h.Lint = &reader{held: func(f templates.Facts) string {
			if f.Account.Terms == nil { // while it is looked at, the creditor grants it
				h.desk.mu.Lock()
				h.desk.versions[w.Account.ID]++
				h.desk.rows[w.Reminder.ID].Account.Terms = account.Terms{account.Interest}
				h.desk.mu.Unlock()
			}
			return ungranted(f)
		}}
		h.process(t, time.Second)
		if c := h.desk.changes[0]; c.Status != Scheduled || c.Reason != "changed" {
			t.Errorf("%s because of %q", c.Status, c.Reason)
		}
		h.process(t, time.Second)
		if w.Reminder.Status != Sent {
			t.Errorf("it is %s", w.Reminder.Status)
		}
	})
}

func TestAPersonsWordsAreNotHeld(t *testing.T) {
	t.Parallel()
	for by, want := range map[string]Status{"": Held, "ada": Sent} {
		synctest.Test(t, func(t *testing.T) {
			w := due(1, "sms")
			w.Reminder.Template, w.Reminder.Answering = AnswerWritten, &Answering{Reply: "rep_1", By: by, Text: "interest is due"}
			h := start(t, rule(sends), newDesk(w), nil)
			h.Lint = &reader{held: ungranted}
			h.process(t, time.Second)
			if w.Reminder.Status != want {
				t.Errorf("by %q it is %s", by, w.Reminder.Status)
			}
		})
	}
}

// shelf is a Renderer that notes which version is asked for, or is away.
type shelf struct {
	templates.Renderer
	versions []int
	fault    error
}

func (s *shelf) Render(ctx context.Context, key string, version int, kind channels.Kind, locale string, f templates.Facts) (templates.Words, error) {
	s.versions = append(s.versions, version)
	if s.fault != nil {
		return templates.Words{}, s.fault
	}
	words, err := s.Renderer.Render(ctx, key, 0, kind, locale, f)
	words.Version = "gentle@3/sms/en-GB@abc"
	return words, err
}

func TestAReminderIsRenderedWithItsOwnVersionAndSaysSo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "sms")
		w.Reminder.Pin.Version = 3
		h := start(t, rule(sends), newDesk(w), nil)
		shelf := &shelf{Renderer: h.Words}
		h.Words = shelf
		h.process(t, time.Second)
		if diff := cmp.Diff([]int{3}, shelf.versions); diff != "" || h.desk.attempts[0].Version != "gentle@3/sms/en-GB@abc" {
			t.Errorf("the attempt says %s\n%s", h.desk.attempts[0].Version, diff)
		}
		if sent := told[timeline.Sent](t, h.desk.changes[0]); sent.Template != "gentle" {
			t.Errorf("the timeline says %q", sent.Template)
		}
	})
}

func TestTextsThatCannotBeReadNowAreTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "sms")
		h := start(t, rule(sends), newDesk(w), nil)
		shelf := &shelf{Renderer: h.Words, fault: ErrAway}
		h.Words = shelf
		h.process(t, time.Second)
		if w.Reminder.Status != Scheduled || w.Reminder.Reason != "busy" {
			t.Errorf("%s because of %q", w.Reminder.Status, w.Reminder.Reason)
		}
		shelf.fault = nil
		time.Sleep(time.Minute)
		h.process(t, time.Second)
		if w.Reminder.Status != Sent {
			t.Errorf("then it is %s", w.Reminder.Status)
		}
	})
}
