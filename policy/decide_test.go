package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// The default window in New York, on a Tuesday at 10:00 and on a Saturday at 21:40.
const (
	inside  = "2027-01-05T15:00:00Z"
	outside = "2027-01-10T02:40:00Z"
)

// ask is a question about a text message to New York, changed by the case.
func ask(t testing.TB, at string, change func(q *policy.Question)) policy.Decision {
	t.Helper()
	q := policy.Question{At: instant(t, at), Channel: channels.SMS, Zone: "America/New_York", HasWay: true}
	if change != nil {
		change(&q)
	}
	return policy.New(policy.Default()).Decide(q)
}

func rules(d policy.Decision) string {
	var ids []string
	for _, because := range d.Because {
		ids = append(ids, because.Rule)
	}
	return strings.Join(ids, " ")
}

func TestInsideTheWindowNothingIsInTheWay(t *testing.T) {
	t.Parallel()
	got := ask(t, inside, nil)
	want := policy.Decision{
		Verdict: policy.Send, WindowEnd: instant(t, "2027-01-06T00:00:00Z"),
		Zones: []string{"America/New_York"}, Version: policy.New(policy.Default()).Version(),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOutsideTheWindowIsExplainedInPlainWords(t *testing.T) {
	t.Parallel()
	got := ask(t, outside, nil)
	want := policy.Decision{
		Verdict: policy.Defer, Until: instant(t, "2027-01-11T14:00:00Z"),
		Zones: []string{"America/New_York"}, Version: policy.New(policy.Default()).Version(),
		Because: []policy.Because{{Rule: "window", Text: "outside the send window where the customer is (Sat 21:40 in America/New_York); opens Mon 09:00"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheFirstGateThatFailsDecidesAndAllAreTold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		at      string
		change  func(q *policy.Question)
		verdict policy.Verdict
		rules   string
	}{
		{"canceled", inside, func(q *policy.Question) { q.Canceled = true }, policy.Skip, "canceled"},
		{"paid", inside, func(q *policy.Question) { q.Paid = true }, policy.Skip, "paid"},
		{"expired", inside, func(q *policy.Question) { q.ExpiresAt = q.At }, policy.Expire, "expired"},
		{"not quite expired", inside, func(q *policy.Question) { q.ExpiresAt = q.At.Add(1) }, policy.Send, ""},
		{"held", inside, func(q *policy.Question) { q.Held = "dispute" }, policy.Hold, "held"},
		{"no address", inside, func(q *policy.Question) { q.HasWay = false }, policy.Skip, "no_address"},
		{"opted out", inside, func(q *policy.Question) { q.OptedOut = true }, policy.Skip, "opt_out"},
		{"no zone", inside, func(q *policy.Question) { q.Zone = "" }, policy.Hold, "zone"},
		{"unknown zone", inside, func(q *policy.Question) { q.Zone = "Mars/Phobos" }, policy.Hold, "zone"},
		{"told unknown, though the number would tell", inside, func(q *policy.Question) { q.Zone, q.Phone = "Etc/Unknown", "+12125550123" }, policy.Hold, "zone"},
		{"window", outside, nil, policy.Defer, "window"},
		{"expires before it opens", outside, func(q *policy.Question) { q.ExpiresAt = q.At.Add(time.Hour) }, policy.Expire, "expired window"},
		{"expires as it opens", outside, func(q *policy.Question) { q.ExpiresAt = instant(t, "2027-01-11T14:00:00Z") }, policy.Expire, "expired window"},
		{"expires just after it opens", outside, func(q *policy.Question) { q.ExpiresAt = instant(t, "2027-01-11T14:00:01Z") }, policy.Defer, "window"},
		{"expired long ago and outside", outside, func(q *policy.Question) { q.ExpiresAt = instant(t, inside) }, policy.Expire, "expired window"},
		{"held and expiring before it opens", outside, func(q *policy.Question) { q.Held, q.ExpiresAt = "promise", q.At.Add(time.Hour) }, policy.Hold, "held expired window"},
		{"all at once", outside, func(q *policy.Question) {
			q.Canceled, q.Paid, q.ExpiresAt, q.Held, q.HasWay, q.OptedOut = true, true, q.At, "legal", false, true
		}, policy.Skip, "canceled paid expired held no_address opt_out window"},
		{"opted out wins over a missing zone", inside, func(q *policy.Question) { q.OptedOut, q.Zone = true, "" }, policy.Skip, "opt_out zone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := ask(t, tt.at, tt.change)
			if d.Verdict != tt.verdict || rules(d) != tt.rules {
				t.Errorf("got %s because %q, want %s because %q", d.Verdict, rules(d), tt.verdict, tt.rules)
			}
			if d.Until.IsZero() == (d.Verdict == policy.Defer) || d.WindowEnd.IsZero() == (d.Verdict == policy.Send) {
				t.Errorf("%s has until %s and window end %s", d.Verdict, d.Until, d.WindowEnd)
			}
		})
	}
}

func TestWindowEndNeverPassesTheExpiry(t *testing.T) {
	t.Parallel()
	for _, expiry := range []string{"2027-01-05T20:00:00Z", "2027-01-06T00:00:00Z", "2027-01-07T00:00:00Z"} {
		d := ask(t, inside, func(q *policy.Question) { q.ExpiresAt = instant(t, expiry) })
		want := slices.MinFunc([]time.Time{instant(t, expiry), instant(t, "2027-01-06T00:00:00Z")}, time.Time.Compare)
		if !d.WindowEnd.Equal(want) {
			t.Errorf("expiry %s: window end %s", expiry, d.WindowEnd)
		}
	}
}

func TestEveryZoneWhereTheyMayBeMustBeInside(t *testing.T) {
	t.Parallel()
	toNumber := func(q *policy.Question) { q.Zone, q.Phone, q.Region = "", "+12125550123", "US-CA" }
	early := ask(t, inside, toNumber) // 10:00 in New York, 07:00 in Los Angeles
	want := policy.Because{Rule: "window", Text: "outside the send window in one of 2 time zones where the customer may be (Tue 07:00 in America/Los_Angeles); opens Tue 09:00 there, when all are inside"}
	if early.Verdict != policy.Defer || !early.Until.Equal(instant(t, "2027-01-05T17:00:00Z")) || !slices.Contains(early.Because, want) {
		t.Errorf("got %+v", early)
	}
	if later := ask(t, "2027-01-05T17:00:00Z", toNumber); later.Verdict != policy.Send || !later.WindowEnd.Equal(instant(t, "2027-01-06T00:00:00Z")) {
		t.Errorf("got %+v", later)
	}
}

func TestNoCommonHourHoldsAndAsksForTheZone(t *testing.T) {
	t.Parallel()
	d := ask(t, inside, func(q *policy.Question) { q.Zone, q.Phone = "", "+79161234567" })
	want := "there is no hour inside the send window in all 11 time zones where the customer may be; ask for their time zone"
	if d.Verdict != policy.Hold || rules(d) != "zone" || d.Because[0].Text != want || len(d.Zones) != 11 {
		t.Errorf("got %+v", d)
	}
}

func TestSettingsThatCannotBeUsedKeepEverythingBack(t *testing.T) {
	t.Parallel()
	for _, window := range []string{"Mo-Su off", "whenever"} {
		d := policy.New(policy.Config{SendWindow: window}).Decide(policy.Question{At: instant(t, inside), Zone: "Europe/Berlin", HasWay: true})
		if d.Verdict != policy.Hold || rules(d) != "zone" {
			t.Errorf("%s: got %+v", window, d)
		}
	}
}

func TestReasonsRepeatNothingPersonal(t *testing.T) {
	t.Parallel()
	d := ask(t, outside, func(q *policy.Question) {
		q.Held, q.Phone, q.Zone = "Ada Lovelace rang +12125550123 and said she will pay", "+12125550123", "Nowhere/Ada"
		q.HasWay, q.OptedOut, q.Canceled, q.Paid, q.ExpiresAt = false, true, true, true, q.At
	})
	for _, because := range d.Because {
		if strings.Contains(because.Text, "Ada") || strings.Contains(because.Text, "555") {
			t.Errorf("%s: %s", because.Rule, because.Text)
		}
	}
}

func TestOpeningsDaysAwayNameTheirDate(t *testing.T) {
	t.Parallel()
	q := policy.Question{At: instant(t, inside), Zone: "America/New_York", HasWay: true}
	d := policy.New(policy.Config{SendWindow: "Mo 11:00-12:00"}).Decide(q)
	if !strings.HasSuffix(d.Because[0].Text, "opens Mon 11 Jan 2027 11:00") {
		t.Errorf("got %q", d.Because[0].Text)
	}
}

func TestDecideAllAnswersInOrder(t *testing.T) {
	t.Parallel()
	p := policy.New(policy.Default())
	qs := []policy.Question{
		{At: instant(t, inside), Zone: "America/New_York", HasWay: true},
		{At: instant(t, inside), Zone: "Asia/Tokyo", HasWay: true},
		{At: instant(t, inside), Zone: "America/New_York"},
	}
	got := p.DecideAll(qs)
	for i, q := range qs {
		if diff := cmp.Diff(p.Decide(q), got[i]); diff != "" {
			t.Errorf("%d: %s", i, diff)
		}
	}
	if len(got) != len(qs) || got[1].Verdict != policy.Defer || got[2].Verdict != policy.Skip {
		t.Errorf("got %+v", got)
	}
}
