package policy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

func TestAHoldThatEndsByItselfDefersToTheFirstOpeningAfterIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ cause, until, because, opens string }{
		"a promise until noon":                      {account.HoldPromise, "2027-01-05T17:00:00Z", "promise", "2027-01-05T17:00:00Z"},
		"the exact microsecond":                     {account.HoldPromise, "2027-01-05T17:00:00.000001Z", "promise", "2027-01-05T17:00:00.000001Z"},
		"the end lies in the night":                 {account.HoldAway, "2027-01-06T05:00:00Z", "away", "2027-01-06T14:00:00Z"},
		"the end lies on a Sunday":                  {account.HoldClaimsPaid, "2027-01-10T17:00:00Z", "already_paid", "2027-01-11T14:00:00Z"},
		"a cause of the operator's own":             {"stock_taking", "2027-01-06T15:00:00Z", "held", "2027-01-06T15:00:00Z"},
		"one that holds answers too, for reminders": {account.HoldBankrupt, "2027-01-06T15:00:00Z", "bankrupt", "2027-01-06T15:00:00Z"},
	} {
		d := ask(t, inside, func(q *policy.Question) { q.Hold, q.HoldUntil = c.cause, instant(t, c.until) })
		t.Run(name, func(t *testing.T) { expect(t, d, policy.Defer, c.because, c.opens) })
	}
}

func TestAHoldThatHasEndedIsNone(t *testing.T) {
	t.Parallel()
	for _, cause := range []string{account.HoldPromise, account.HoldCease, "stock_taking"} {
		d := ask(t, inside, func(q *policy.Question) { q.Hold, q.HoldUntil = cause, q.At })
		if expect(t, d, policy.Send, "", ""); !slices.Contains(d.Passed, "held") {
			t.Errorf("%s: passed %v", cause, d.Passed)
		}
	}
}

func TestALawyerOrAnEndOfContactSkipsEvenForATime(t *testing.T) {
	t.Parallel()
	for _, cause := range []string{account.HoldAttorney, account.HoldCease} {
		d := ask(t, inside, func(q *policy.Question) { q.Hold, q.HoldUntil = cause, q.At.Add(time.Hour) })
		expect(t, d, policy.Skip, cause, "")
	}
}

func TestAStageThatHoldsForTheSameCauseHasNoEnd(t *testing.T) {
	t.Parallel()
	d := ask(t, inside, func(q *policy.Question) {
		q.Hold, q.HoldUntil, q.Stage = account.HoldDisputed, q.At.Add(time.Hour), account.StageDispute
	})
	expect(t, d, policy.Hold, "disputed", "")
}

func TestAReminderThatExpiresBeforeItsHoldEndsExpires(t *testing.T) {
	t.Parallel()
	d := ask(t, inside, func(q *policy.Question) {
		q.Hold, q.HoldUntil, q.ExpiresAt = account.HoldPromise, q.At.Add(2*time.Hour), q.At.Add(time.Hour)
	})
	expect(t, d, policy.Expire, "expired promise", "")
}

func TestAHoldBeyondAllThatIsLookedAtHolds(t *testing.T) {
	t.Parallel()
	d := ask(t, inside, func(q *policy.Question) { q.Hold, q.HoldUntil = account.HoldPromise, q.At.AddDate(2, 0, 0) })
	expect(t, d, policy.Hold, "promise", "")
}

func TestEachNewCauseHoldsRemindersAndLetsAnswersPass(t *testing.T) {
	t.Parallel()
	for _, cause := range []string{account.HoldClaimsPaid, account.HoldHardship, account.HoldPlanAsked, account.HoldAway, account.HoldReply} {
		expect(t, ask(t, inside, func(q *policy.Question) { q.Hold = cause }), policy.Hold, cause, "")
		if d := answer(t, func(q *policy.Question) { q.Hold = cause }); d.Verdict != policy.Send {
			t.Errorf("%s stops an answer: %s", cause, rules(d))
		}
		if d := answer(t, func(q *policy.Question) { q.Hold, q.HoldUntil = cause, q.At.Add(time.Hour) }); d.Verdict != policy.Send {
			t.Errorf("%s for a time stops an answer: %s", cause, rules(d))
		}
	}
}

func TestASecondAnswerKeepsToHoursAndPassesHoldsAndChoices(t *testing.T) {
	t.Parallel()
	for _, at := range []string{inside, outside} {
		d := ask(t, at, func(q *policy.Question) {
			q.Answering, q.Hold, q.Preferences.Excluded = true, account.HoldDisputed, []channels.Kind{channels.SMS}
			q.History = []account.Entry{{At: q.At.Add(-48 * time.Hour), Channel: channels.SMS, Inbound: true}, {At: q.At.Add(-47 * time.Hour), Channel: channels.SMS}}
		})
		want, because := policy.Send, ""
		if at == outside {
			want, because = policy.Defer, "courteous.hours"
		}
		expect(t, d, want, because, "")
	}
}

func TestAnAnswerThatAPersonWroteIsNotBoundByTheProfilesCaps(t *testing.T) {
	t.Parallel()
	full := func(q *policy.Question) {
		q.History = history(t, "2027-01-05T14:00:00Z sms in", "2027-01-05T14:00:10Z sms", "2027-01-04T15:00:00Z sms", "2027-01-03T15:00:00Z sms")
	}
	for name, c := range map[string]struct {
		answering, written bool
		verdict            policy.Verdict
	}{
		"a reminder":                       {false, false, policy.Defer},
		"a second automatic answer":        {true, false, policy.Defer},
		"a contact that they asked for":    {false, true, policy.Defer},
		"an answer that a person wrote":    {true, true, policy.Send},
		"the same in the night is no more": {true, true, policy.Defer},
	} {
		at := inside
		if name == "the same in the night is no more" {
			at = "2027-01-06T04:00:00Z"
		}
		d := ask(t, at, func(q *policy.Question) { full(q); q.Answering, q.ConsentCall = c.answering, c.written })
		if d.Verdict != c.verdict || c.verdict == policy.Send && d.Counted {
			t.Errorf("%s: got %s because of %q, counted %v", name, d.Verdict, rules(d), d.Counted)
		}
	}
}

func TestAnAnswerThatAPersonWroteIsBoundByTheCapsOfPacks(t *testing.T) {
	t.Parallel()
	p := capped(t, 1, 7, "rolling_days", nil)
	q := text(t, inside)
	q.Channel, q.Answering, q.ConsentCall = channels.Voice, true, true
	q.History = history(t, "2027-01-05T14:00:00Z voice in", "2027-01-05T14:10:00Z voice")
	if d := p.Decide(q); d.Verdict != policy.Defer {
		t.Errorf("got %s", d.Verdict)
	}
}

func TestNothingGoesToAnAddressThatIsDeadOrAnothers(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		account.SourceBounce:      "this address does not exist any more",
		account.SourceWrongPerson: "this address belongs to somebody else",
	} {
		gone := func(q *policy.Question) {
			q.OptOuts = []account.OptOut{{Channel: channels.SMS, Address: q.Address, Source: source}}
		}
		for name, d := range map[string]policy.Decision{
			"reminder": ask(t, inside, gone), "answer": answer(t, gone),
			"confirmation": answer(t, func(q *policy.Question) { gone(q); q.OptOutConfirmation = true }),
		} {
			if d.Verdict != policy.Skip || why(d, "opt_out") != want {
				t.Errorf("%s to what %s stopped: %s, %q", name, source, d.Verdict, why(d, "opt_out"))
			}
		}
	}
}

// confirmation confirms an opt-out at night, after an exchange of the same day.
func confirmation(t testing.TB, change func(q *policy.Question)) policy.Decision {
	t.Helper()
	return answer(t, func(q *policy.Question) {
		q.OptOutConfirmation = true
		q.OptOuts = []account.OptOut{{Channel: channels.SMS, Address: q.Address, Source: "reply"}}
		q.History = append(q.History, history(t, "2027-01-10T02:39:30Z sms", "2027-01-10T02:39:40Z sms", "2027-01-10T02:39:50Z sms")...)
		change(q)
	})
}

func TestTheConfirmationOfAnOptOutGoesAtAnyHourWhateverWentBefore(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(q *policy.Question){
		"the opt-out of the address": func(*policy.Question) {},
		"of the person's texts": func(q *policy.Question) {
			q.OptOuts = []account.OptOut{{Scope: account.ScopeContact, Channel: channels.SMS}}
		},
		"a dispute":           func(q *policy.Question) { q.Hold = account.HoldDisputed },
		"a promise":           func(q *policy.Question) { q.Hold, q.HoldUntil = account.HoldPromise, q.At.Add(time.Hour) },
		"wishes and a pause":  func(q *policy.Question) { q.Preferences.PauseUntil = dateOf(t, "2028-01-01") },
		"an excluded channel": func(q *policy.Question) { q.Preferences.Excluded = []channels.Kind{channels.SMS} },
		"no zone":             func(q *policy.Question) { q.Zones = nil },
	} {
		d := confirmation(t, change)
		if d.Verdict != policy.Send || d.Counted || len(d.Notes) != 1 {
			t.Errorf("%s: got %s because of %q, notes %q", name, d.Verdict, rules(d), d.Notes)
		}
	}
}

func TestSomeThingsStopEvenTheConfirmationOfAnOptOut(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(q *policy.Question){
		"kill_switch": func(q *policy.Question) { q.Stopped = true },
		"attorney":    func(q *policy.Question) { q.Hold = account.HoldAttorney },
		"cease":       func(q *policy.Question) { q.Hold = account.HoldCease },
		"deceased":    func(q *policy.Question) { q.Hold = account.HoldDeceased },
		"bankrupt":    func(q *policy.Question) { q.Hold = account.HoldBankrupt },
		"expired":     func(q *policy.Question) { q.ExpiresAt = q.At },
		"opt_out":     func(q *policy.Question) { q.OptOuts = append(q.OptOuts, account.OptOut{Scope: account.ScopeContact}) },
	} {
		if d := confirmation(t, change); rules(d) != want {
			t.Errorf("%s: got %s because of %q", want, d.Verdict, rules(d))
		}
	}
}

func TestTheGravityOfACauseIsWhatItStops(t *testing.T) {
	t.Parallel()
	for want, causes := range [][]string{
		{account.HoldDisputed, account.HoldPromise, account.HoldPlan, account.HoldLegal, account.HoldClaimsPaid, account.HoldAway, account.HoldReply},
		{account.HoldBankrupt, account.HoldDeceased, "stock_taking"},
		{account.HoldAttorney, account.HoldCease},
	} {
		for _, cause := range causes {
			if got := policy.Gravity(cause); got != want {
				t.Errorf("%s: got %d, want %d", cause, got, want)
			}
		}
	}
}
