package reminder

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/timeline"
)

func TestADeferralNamesTheChannelThatIsWaitedForAndKeepsTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "email sms")
		w.Preferences.Channels = ways("sms")
		open := time.Now().Add(10 * time.Hour)
		h := start(t, rule(func(q policy.Question) policy.Decision {
			if q.Channel == channels.Email {
				return sends(q)
			}
			return policy.Decision{Verdict: policy.Defer, Until: open, WindowEnd: open.Add(9 * time.Hour), Zones: []string{"Europe/Paris"},
				Because: []policy.Because{{Rule: "wishes", Text: "the customer wishes another hour"}}}
		}), newDesk(w), func(s *Settings) { s.Spread = time.Hour })
		h.process(t, time.Second)
		c := h.desk.changes[0]
		late := c.SendAt.Sub(open)
		if c.Status != Scheduled || c.Channel != channels.Email || c.Channels != nil || late <= 0 || late >= time.Hour || !c.Decision.Until.Equal(open) {
			t.Errorf("%s by %s at %v, %v after the opening", c.Status, c.Channel, c.SendAt, late)
		}
		want := timeline.Deferred{Channel: "sms", Until: c.SendAt, Zone: "Europe/Paris", Reason: "wishes", Text: "the customer wishes another hour"}
		if diff := cmp.Diff(want, told[timeline.Deferred](t, c)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]Due{{ID: w.Reminder.ID, Channel: channels.Email, SendAt: c.SendAt}}, h.bell.ring()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAPreferredChannelThatFailsGivesWayToTheOthersAskedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "email sms voice")
		w.Preferences.Channels = ways("voice sms")
		h := start(t, rule(sends), newDesk(w), nil)
		h.posts[channels.SMS].refuses = &channels.Error{Reason: channels.BadAddress}
		h.posts[channels.Voice].refuses = &channels.Error{Reason: channels.BadAddress}
		for range 3 {
			h.process(t, time.Second)
		}
		var used []channels.Kind
		for _, a := range h.desk.attempts {
			used = append(used, a.Channel)
		}
		if diff := cmp.Diff(ways("voice sms email"), used); diff != "" || w.Reminder.Status != Sent {
			t.Errorf("the reminder is %s\n%s", w.Reminder.Status, diff)
		}
	})
}

func TestAReminderThatNoProviderTakesEnds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stubborn bool
		attempts int
	}{
		"each other channel has its turn":              {false, maxAttempts + 2},
		"a store that forgets the order does not loop": {true, mostAttempts},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := due(1, "email sms voice")
				w.Preferences.Channels = ways("voice sms")
				h := start(t, rule(sends), newDesk(w), nil)
				h.desk.stubborn = c.stubborn
				for _, p := range h.posts {
					p.refuses = &channels.Error{Reason: channels.Temporary}
				}
				for range 30 {
					h.process(t, 24*time.Hour)
				}
				if n := len(h.desk.attempts); w.Reminder.Status != Failed || n != c.attempts {
					t.Errorf("the reminder is %s after %d attempts", w.Reminder.Status, n)
				}
			})
		})
	}
}

func TestALostHandOffIsTriedAgainAndKeepsTheOtherChannels(t *testing.T) {
	t.Parallel()
	at := instantOf(t, now)
	s := &Story{Parts: Parts{Now: func() time.Time { return at }}}
	c := s.lost(work("email sms"), Attempt{ID: "att_1", Channel: channels.SMS, Number: 1})
	if diff := cmp.Diff(ways("sms email"), c.Channels); diff != "" || c.Channel != channels.SMS || c.Status != Scheduled {
		t.Errorf("%s by %s\n%s", c.Status, c.Channel, diff)
	}
}

func TestAChannelThatIsOffGivesWayWithoutAnAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "email sms")
		w.Preferences.Channels = ways("sms")
		h := start(t, rule(sends), newDesk(w), nil)
		delete(h.Channels, channels.SMS)
		h.process(t, time.Second)
		h.process(t, time.Second)
		if len(h.desk.attempts) != 1 || len(h.posts[channels.Email].taken) != 1 || w.Reminder.Status != Sent {
			t.Errorf("the reminder is %s after %d attempts", w.Reminder.Status, len(h.desk.attempts))
		}
	})
}

func TestNothingLeavesWhenTheWindowClosesDuringTheCommit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "sms")
		desk := newDesk(w)
		desk.commit = 2 * time.Second
		closes := time.Now().Add(time.Second)
		h := start(t, rule(func(policy.Question) policy.Decision {
			return policy.Decision{Verdict: policy.Send, WindowEnd: closes}
		}), desk, nil)
		h.process(t, 3*time.Second)
		c := desk.changes[0]
		if len(h.posts[channels.SMS].taken) != 0 || c.Attempt.State != Rejected || c.Status != Scheduled || c.Reason != "window" {
			t.Errorf("%d left, the attempt is %s, the reminder %s because of %s", len(h.posts[channels.SMS].taken), c.Attempt.State, c.Status, c.Reason)
		}
	})
}

func TestADecisionWithoutAnEndOfItsWindowLetsNothingLeave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "sms")
		h := start(t, rule(func(policy.Question) policy.Decision { return policy.Decision{Verdict: policy.Send} }), newDesk(w), nil)
		h.process(t, 100*time.Millisecond)
		if h.desk.begins != 0 || w.Reminder.Status != Scheduled || time.Until(w.Reminder.SendAt) < 500*time.Millisecond {
			t.Errorf("%d attempts, %s until %v", h.desk.begins, w.Reminder.Status, w.Reminder.SendAt)
		}
	})
}

func TestASlotAfterTheWindowIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		then   policy.Verdict
		status Status
		reason string
	}{
		"open again then: due at the slot": {policy.Send, Scheduled, "busy"},
		"closed then: what holds then":     {policy.Expire, Expired, "expired"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w, closes := due(1, "sms"), time.Now().Add(time.Minute)
				h := start(t, rule(func(q policy.Question) policy.Decision {
					if q.At.Before(closes) {
						return policy.Decision{Verdict: policy.Send, WindowEnd: closes}
					}
					return policy.Decision{Verdict: c.then, WindowEnd: q.At.Add(time.Hour), Because: []policy.Because{{Rule: "expired"}}}
				}), newDesk(w), func(s *Settings) { s.Interval = map[channels.Kind]time.Duration{channels.SMS: time.Second} })
				slot := time.Now().Add(time.Hour)
				h.slots.next = slot
				h.process(t, time.Second)
				if w.Reminder.Status != c.status || w.Reminder.Reason != c.reason || h.desk.begins != 0 {
					t.Fatalf("%s because of %s, %d attempts", w.Reminder.Status, w.Reminder.Reason, h.desk.begins)
				}
				if c.status == Scheduled && !w.Reminder.SendAt.Equal(slot) {
					t.Errorf("due at %v, the slot is %v", w.Reminder.SendAt, slot)
				}
			})
		})
	}
}

func TestAnOptOutDuringTheCommitMovesTheReminderToTheOtherLane(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "sms email")
		store := newDesk(w, due(2, "email"))
		store.meddle = func(d *desk) {
			d.versions["acc_1"]++
			w.OptOuts = []account.OptOut{{Channel: channels.SMS, Address: w.Contact.Phone}}
		}
		h := start(t, rule(func(q policy.Question) policy.Decision {
			if q.Channel == channels.SMS && len(q.OptOuts) > 0 {
				return policy.Decision{Verdict: policy.Skip, Because: []policy.Because{{Rule: "opt_out"}}}
			}
			return sends(q)
		}), store, nil)
		mail := h.posts[channels.Email]
		mail.takes = time.Second
		h.process(t, time.Minute)
		if len(h.posts[channels.SMS].taken) != 0 || len(mail.taken) != 2 || mail.most != 1 || w.Reminder.Channel != channels.Email {
			t.Errorf("%d by SMS, %d by email, %d of them at once", len(h.posts[channels.SMS].taken), len(mail.taken), mail.most)
		}
	})
}

func TestTheCustomersOwnLanguageIsUsedWhereThereAreTextsInIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ wish, account, want string }{
		"their own before the account's":  {"de-AT", "en-US", "de"},
		"any kind of the language":        {"en-CA", "de", "en-GB"},
		"written in another case":         {"DE_ch", "en-US", "de"},
		"no texts in it: the account's":   {"fi", "de", "de"},
		"nothing wished: the account's":   {"", "en-US", "en-US"},
		"nothing known: the creditor's":   {"", "", "en-GB"},
		"neither has texts: the fallback": {"fi", "el", "en-GB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := due(1, "email")
				w.Preferences.Language, w.Account.Locale = c.wish, c.account
				h := start(t, rule(sends), newDesk(w), nil)
				h.process(t, time.Second)
				if got := h.posts[channels.Email].taken; len(got) != 1 || got[0].Language != c.want {
					t.Errorf("%d mails, language %v", len(got), got[0].Language)
				}
			})
		})
	}
}
