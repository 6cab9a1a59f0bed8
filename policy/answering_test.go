package policy_test

import (
	"slices"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// answer is a reply to a text that came a minute before, on a Saturday night.
func answer(t testing.TB, change func(q *policy.Question)) policy.Decision {
	t.Helper()
	return ask(t, outside, func(q *policy.Question) {
		q.Answering = true
		q.History = history(t, "2027-01-10T02:39:00Z sms in replied")
		change(q)
	})
}

func TestAnAnswerPassesWhatRemindersWaitFor(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(q *policy.Question){
		"the hour": func(*policy.Question) {},
		"wishes and a pause": func(q *policy.Question) {
			q.Preferences.Wishes, q.Preferences.PauseUntil = "off", dateOf(t, "2028-01-01")
		},
		"wishes that cannot be read": func(q *policy.Question) { q.Preferences.Wishes = "mornings" },
		"the account's hours":        func(q *policy.Question) { q.AccountWindow = "off" },
		"no zone":                    func(q *policy.Question) { q.Zones = nil },
		"an opt-out of the address":  func(q *policy.Question) { q.OptOuts = []account.OptOut{{Address: q.Address}} },
		"an opt-out of the channel": func(q *policy.Question) {
			q.OptOuts = []account.OptOut{{Scope: account.ScopeContact, Channel: channels.SMS}}
		},
		"an excluded channel":         func(q *policy.Question) { q.Preferences.Excluded = []channels.Kind{channels.SMS} },
		"a dispute":                   func(q *policy.Question) { q.Hold, q.Stage = account.HoldDisputed, account.StagePlan },
		"no entry of what they wrote": func(q *policy.Question) { q.History = nil },
		"messages before they wrote": func(q *policy.Question) {
			q.History = append(q.History, history(t, "2027-01-10T02:38:00Z sms", "2027-01-10T02:37:00Z sms")...)
		},
		"an answer by another channel": func(q *policy.Question) { q.History = append(q.History, history(t, "2027-01-10T02:39:30Z email")...) },
		"an answer of another account": func(q *policy.Question) {
			q.History = append(q.History, history(t, "2027-01-10T02:39:30Z sms elsewhere")...)
		},
		"one more question of theirs": func(q *policy.Question) { q.History = append(q.History, history(t, "2027-01-10T02:38:30Z sms")...) },
		"an answer to the one before": func(q *policy.Question) {
			q.History = append(q.History, history(t, "2027-01-10T02:30:00Z sms in", "2027-01-10T02:31:00Z sms")...)
		},
		"the same at the very instant": func(q *policy.Question) { q.History = history(t, "2027-01-10T02:40:00Z sms in") },
		"another kind of entry of ours": func(q *policy.Question) {
			q.History = append(q.History, history(t, "2027-01-10T02:39:30Z voice busy")...)
		},
	} {
		d := answer(t, change)
		if d.Verdict != policy.Send || !slices.Contains(d.Passed, "answering") || len(d.Notes) == 0 || d.Counted {
			t.Errorf("%s: got %s because of %q, passed %v, notes %q", name, d.Verdict, rules(d), d.Passed, d.Notes)
		}
	}
}

func TestSomeThingsStopEvenAnAnswer(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(q *policy.Question){
		"kill_switch": func(q *policy.Question) { q.Stopped = true },
		"canceled":    func(q *policy.Question) { q.Canceled = true },
		"paid":        func(q *policy.Question) { q.Paid = true },
		"expired":     func(q *policy.Question) { q.ExpiresAt = q.At },
		"attorney":    func(q *policy.Question) { q.Hold = account.HoldAttorney },
		"cease":       func(q *policy.Question) { q.Hold = account.HoldCease },
		"deceased":    func(q *policy.Question) { q.Hold = account.HoldDeceased },
		"bankrupt":    func(q *policy.Question) { q.Hold = account.HoldBankrupt },
		"held":        func(q *policy.Question) { q.Hold = "something else" },
		"no_address":  func(q *policy.Question) { q.Address = "" },
		"opt_out": func(q *policy.Question) {
			q.OptOuts = []account.OptOut{{Channel: channels.SMS}, {Scope: account.ScopeAccount}}
		},
	} {
		if d := answer(t, change); rules(d) != want {
			t.Errorf("%s: got %s because of %q", want, d.Verdict, rules(d))
		}
	}
}

func TestOnlyOneAnswerGoesRoundTheRules(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"after they wrote": "2027-01-10T02:39:30Z sms",
		"at the same time": "2027-01-10T02:39:00Z sms delivered",
	} {
		d := answer(t, func(q *policy.Question) { q.History = append(q.History, history(t, line)...) })
		if d.Verdict != policy.Defer || slices.Contains(d.Passed, "answering") || len(d.Notes) == 0 || !d.Counted {
			t.Errorf("%s: got %s because of %q, passed %v, notes %q", name, d.Verdict, rules(d), d.Passed, d.Notes)
		}
	}
}
