package reminder

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// atMost allows the account so many contacts a day.
func atMost(n int) rule {
	return func(q policy.Question) policy.Decision {
		if len(q.History) < n {
			d := sends(q)
			d.Counted = true
			return d
		}
		tomorrow := q.At.Add(24 * time.Hour)
		return policy.Decision{Verdict: policy.Defer, Until: tomorrow, WindowEnd: tomorrow.Add(time.Hour), Counted: true,
			Because: []policy.Because{{Rule: "courteous.day"}}}
	}
}

// crowd is reminders of one account that are due at once.
func crowd(n int, wanted string) *desk {
	works := make([]*Work, n)
	for i := range works {
		works[i] = due(i, wanted)
	}
	d := newDesk(works...)
	d.commit = 2 * time.Millisecond
	return d
}

// outcomes counts how the reminders of a crowd stand.
func (d *desk) outcomes() map[string]int {
	counts := map[string]int{}
	for _, w := range d.rows {
		counts[string(w.Reminder.Status)+" "+w.Reminder.Reason]++
	}
	return counts
}

func TestOfManyRemindersAtOnceACapLetsItsNumberGo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ reminders, cap, senders int }{
		"one a day":            {50, 1, 16},
		"three a day":          {50, 3, 16},
		"all senders at once":  {50, 12, 50},
		"a cap that none meet": {8, 8, 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := start(t, atMost(c.cap), crowd(c.reminders, "email"), func(s *Settings) {
					s.Senders = map[channels.Kind]int{channels.Email: c.senders}
				})
				h.process(t, time.Second)
				got := h.desk.outcomes()
				if got["sent "] != c.cap || got["scheduled courteous.day"] != c.reminders-c.cap || len(h.posts[channels.Email].taken) != c.cap {
					t.Errorf("got %v, %d left", got, len(h.posts[channels.Email].taken))
				}
				if n := len(h.desk.changes); n != c.reminders {
					t.Errorf("%d changes for %d reminders: some were given back", n, c.reminders)
				}
				if most := (c.cap + 1) * c.reminders; h.desk.begins > most {
					t.Errorf("%d attempts were begun, %d at most are of use", h.desk.begins, most)
				}
			})
		})
	}
}

func TestReminderOfACrowdThatIsGivenBackComesBackLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const reminders, cap = 60, 50
		h := start(t, atMost(cap), crowd(reminders, "email"), func(s *Settings) {
			s.Senders = map[channels.Kind]int{channels.Email: reminders}
		})
		h.process(t, 900*time.Millisecond)
		begun := h.desk.begins
		if most := maxAgain * reminders; begun > most || h.desk.outcomes()["scheduled busy"] == 0 {
			t.Errorf("%d attempts were begun in the first second, %d at most: %v", begun, most, h.desk.outcomes())
		}
		for range 5 {
			h.process(t, time.Second)
		}
		if got := h.desk.outcomes(); got["sent "] != cap || got["scheduled courteous.day"] != reminders-cap {
			t.Errorf("in the end %v", got)
		}
	})
}

func TestACrowdDoesNotWasteSendingSlots(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const senders = 4
		h := start(t, atMost(1), crowd(50, "voice"), func(s *Settings) {
			s.Senders = map[channels.Kind]int{channels.Voice: senders}
			s.Interval = map[channels.Kind]time.Duration{channels.Voice: time.Second}
		})
		h.process(t, time.Minute)
		if got := h.desk.outcomes(); got["sent "] != 1 || got["scheduled courteous.day"] != 49 || h.slots.taken > senders {
			t.Errorf("%d slots were taken: %v", h.slots.taken, got)
		}
	})
}

func TestAStaleDecisionKeepsItsSendingSlot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newDesk(due(1, "sms"))
		store.meddle = func(d *desk) { d.versions["acc_1"]++ }
		h := start(t, rule(sends), store, func(s *Settings) {
			s.Interval = map[channels.Kind]time.Duration{channels.SMS: time.Second}
		})
		h.process(t, time.Minute)
		if h.slots.taken != 1 || h.desk.begins != 2 || len(h.posts[channels.SMS].taken) != 1 {
			t.Errorf("%d slots, %d attempts begun, %d left", h.slots.taken, h.desk.begins, len(h.posts[channels.SMS].taken))
		}
	})
}
