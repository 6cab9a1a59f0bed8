package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// The Sunday on which the clocks go forward in New York, at 07:30.
func sunday(t testing.TB) policy.Question {
	t.Helper()
	return policy.Question{
		At: instant(t, "2027-03-14T07:30:00-04:00"), Channel: channels.SMS, Profile: policy.None, Packs: []string{"us-federal"},
		Content: account.ContentReminder, Debts: []string{"INV-1042"}, Kind: account.Consumer, Role: account.ThirdParty,
		Region: "US-NY", Stage: account.Overdue, DaysOverdue: 12, Zones: []string{"America/New_York"}, Phones: []string{"+12125550123"},
		Address: "+12125550123", Preferences: account.Preferences{Wishes: "Mo-Fr 09:00-12:00"},
		Consents: []account.Consent{{Channel: channels.Voice, At: instant(t, "2027-01-02T15:00:00Z"), Source: "contract"}},
		History:  history(t, "2027-03-12T15:00:00Z voice no_answer debt=INV-1042"),
	}
}

func TestASundayMorningIsExplainedGateByGate(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{})
	q := sunday(t)
	want := policy.Decision{
		Verdict: policy.Defer, Until: instant(t, "2027-03-15T13:00:00Z"), WindowEnd: instant(t, "2027-03-15T16:00:00Z"),
		Zones: []string{"America/New_York"},
		Because: []policy.Because{
			{Rule: "wishes", Text: "the contact wishes to hear nothing on Sundays where the customer is (Sun 07:30 in America/New_York); opens Mon 09:00"},
			{Rule: "us-federal.hours", Text: "outside 08:00-21:00 where the customer is (Sun 07:30 in America/New_York); opens Sun 08:00", Citation: "12 CFR 1006.6(b)(1)(i)"},
		},
		Passed: []string{"kill_switch", "canceled", "paid", "held", "no_address", "opt_out", "zone"},
		Inputs: &policy.Inputs{
			At: instant(t, "2027-03-14T11:30:00Z"), Channel: "sms", Profile: "none", Packs: []string{"us-federal"}, Kind: "consumer",
			Role: "third_party", Region: "US-NY", Stage: "overdue", Content: "reminder", DaysOverdue: 12, Wishes: "Mo-Fr 09:00-12:00", Entries: 1,
		},
		Version: p.Version(),
	}
	if diff := cmp.Diff(want, p.Decide(q)); diff != "" {
		t.Error(diff)
	}
}
