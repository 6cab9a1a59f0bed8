package replies

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/bounce"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

var anyFound = rapid.Custom(func(t *rapid.T) intents.Found {
	f := intents.Found{
		Intent: rapid.SampledFrom(intents.Intents()).Draw(t, "intent"), Certain: rapid.Bool().Draw(t, "certain"),
		Rule: rapid.SampledFrom([]string{"en.test", "keyword", ruleModel, ruleOperator, ruleProvider, "en.legal.lawyer"}).Draw(t, "rule"),
	}
	for range rapid.IntRange(0, 2).Draw(t, "parts") {
		on := day("2026-11-26").AddDays(rapid.IntRange(-5, 120).Draw(t, "ahead"))
		code := rapid.SampledFrom([]string{"GBP", "EUR", ""}).Draw(t, "currency")
		f.Parts = append(f.Parts, intents.Part{On: on, Amount: account.Money{Minor: rapid.Int64Range(0, 30000).Draw(t, "minor"), Currency: code}})
	}
	if len(f.Parts) > 0 {
		f.Date = f.Parts[0].On
	}
	return f
})

var anyRecipient = rapid.Custom(func(t *rapid.T) bounce.Recipient {
	cause := rapid.SampledFrom([]bounce.Cause{bounce.Dead, bounce.Mailbox, bounce.Blocked, bounce.Content, bounce.Temporary, bounce.None}).Draw(t, "cause")
	return bounce.Recipient{
		Address: rapid.SampledFrom([]string{adasMail, "x@home.example", ""}).Draw(t, "address"), Permanent: cause == bounce.Dead, Cause: cause,
		Action: rapid.SampledFrom([]bounce.Action{bounce.Failed, bounce.Delayed, bounce.Delivered, bounce.Relayed, bounce.Expanded}).Draw(t, "action"),
	}
})

// anyStory is a reply of any kind by any channel and match.
var anyStory = rapid.Custom(func(t *rapid.T) story {
	found := rapid.SliceOfN(anyFound, 0, 4).Draw(t, "found")
	s := bySMS(found...)
	switch rapid.SampledFrom(channels.Kinds()).Draw(t, "channel") {
	case channels.Email:
		s = byMail(found...).but(kind(rapid.SampledFrom([]mail.Kind{mail.Reply, mail.Reply, mail.Reply, mail.Bounce, mail.Complaint, mail.AutoReply, mail.DeliveryNotice, mail.Unknown}).Draw(t, "kind")))
		s.m.Robot = rapid.SampledFrom([]string{"", "", "list-id"}).Draw(t, "robot")
		s.m.Loop = rapid.IntRange(0, 9).Draw(t, "loop") == 0
		s.m.Report.Recipients = rapid.SliceOfN(anyRecipient, 0, 3).Draw(t, "recipients")
		s.m.Abuse.Feedback = rapid.SampledFrom([]string{"abuse", "auth-failure", "not-spam", ""}).Draw(t, "feedback")
		s.t.From = rapid.SampledFrom([]string{adasMail, accounts, "bob@elsewhere.example", ""}).Draw(t, "from")
		s.s.Attempt.Address = rapid.SampledFrom([]string{adasMail, accounts}).Draw(t, "written to")
	case channels.Voice:
		s = byCall(rapid.SampledFrom([]string{"", "1", "2", "3", "9", "*", "99"}).Draw(t, "digits"))
	}
	changes := []with{match(rapid.SampledFrom([]Match{s.t.Match, s.t.Match, ByPerson, ByBody, BySender, ByNothing}).Draw(t, "match"))}
	for _, change := range []with{noReminder, nothingOpen, noWait, only()} {
		if rapid.IntRange(0, 5).Draw(t, "change") == 0 {
			changes = append(changes, change)
		}
	}
	return s.but(changes...)
})

func proveAlways(t *testing.T, prove func(t *rapid.T, s story, e Effects)) {
	t.Helper()
	t.Parallel()
	now := at(t, thursday, "Europe/London")
	rapid.Check(t, func(t *rapid.T) {
		s := anyStory.Draw(t, "story")
		prove(t, s, effects(s.t, s.m, s.s, s.set, now))
	})
}

func TestWhoeverIsNotSurelyKnownChangesNothingButTheirOwnNumber(t *testing.T) {
	proveAlways(t, func(t *rapid.T, s story, e Effects) {
		if s.t.Match.Certain() {
			return
		}
		if len(e.Holds)+len(e.Promises)+len(e.Disputes)+len(e.OptIns)+len(e.Receipts) > 0 {
			t.Fatalf("changes %v", changes(e))
		}
		for _, o := range e.OptOuts {
			if o.Address != s.t.From || s.t.Channel == channels.Email {
				t.Fatalf("stops %s", o.Address)
			}
		}
	})
}

func TestAnAnswerGoesToPeopleWeWriteTo(t *testing.T) {
	proveAlways(t, func(t *rapid.T, s story, e Effects) {
		if e.Answer == nil {
			return
		}
		to := e.Answer.Answering.To
		if s.t.Kind != mail.Reply || s.m.Robot != "" || s.m.Loop || s.t.Channel == channels.Voice || s.t.AccountID == "" {
			t.Fatalf("answers %s %s", s.t.Channel, s.t.Kind)
		}
		if to != "" && to != s.s.Attempt.Address {
			t.Fatalf("answers to %s", to)
		}
	})
}

func TestAfterAnOptOutNothingElseIsSaid(t *testing.T) {
	proveAlways(t, func(t *rapid.T, s story, e Effects) {
		wish := slices.ContainsFunc(e.OptOuts, func(o account.OptOut) bool { return !o.Stopped() && o.Source != "complaint" })
		if wish && e.Answer != nil && e.Answer.Template != reminder.AnswerOptOut {
			t.Fatalf("answers %s", e.Answer.Template)
		}
		if e.Answer != nil && e.Answer.Template == reminder.AnswerOptOut && (!wish || len(e.Answer.InvoiceIDs) > 0) {
			t.Fatalf("confirms an opt-out that is none, or names an invoice")
		}
	})
}

func TestNoReplyOfAPersonLiesUnread(t *testing.T) {
	proveAlways(t, func(t *rapid.T, s story, e Effects) {
		if s.t.Kind != mail.Reply || s.t.Channel == channels.Voice {
			return
		}
		unsure := slices.ContainsFunc(s.t.Intents, func(f intents.Found) bool { return !f.Certain })
		if (unsure || len(s.t.Intents) == 0) && len(e.FollowUps) == 0 {
			t.Fatalf("nobody looks at %v", s.t.Intents)
		}
	})
}

func TestWhatIsPlacedBelongsToTheAccountAndItsReply(t *testing.T) {
	proveAlways(t, func(t *rapid.T, s story, e Effects) {
		for _, h := range e.Holds {
			if h.AccountID != "acc_1" || h.Proof != "rep_1" || h.Source != "reply" || h.Cause == "" {
				t.Fatalf("holds %+v", h)
			}
		}
		for _, p := range e.Promises {
			if len(p.InvoiceIDs) == 0 || p.Status != account.PromiseOpen || p.ReplyID != "rep_1" || p.GraceUntil.Before(time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)) {
				t.Fatalf("promises %+v", p)
			}
		}
		for _, f := range e.FollowUps {
			if f.Cause == "" || f.Action == "" || f.DueAt.IsZero() || f.ReplyID != "rep_1" {
				t.Fatalf("opens %+v", f)
			}
		}
	})
}

func TestEffectsAreTheSameEachTimeAndLeaveTheReplyAlone(t *testing.T) {
	now := at(t, thursday, "Europe/London")
	rapid.Check(t, func(t *rapid.T) {
		s := anyStory.Draw(t, "story")
		before := slices.Clone(s.t.Intents)
		first, second := effects(s.t, s.m, s.s, s.set, now), effects(s.t, s.m, s.s, s.set, now)
		if !cmp.Equal(first, second) || !cmp.Equal(before, s.t.Intents) {
			t.Fatal("they differ")
		}
	})
}
