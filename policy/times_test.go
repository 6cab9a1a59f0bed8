package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

func TestHoursAreExplainedInPlainWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, rule, want string
		change           func(q *policy.Question)
	}{
		{"the profile's hours", "courteous.hours", "outside 10:00-15:00 where the customer is (Sat 21:40 in America/New_York); opens Mon 09:00",
			func(*policy.Question) {}},
		{"a closed day", "courteous.sunday", "no contact on Sundays where the customer is (Sun 10:00 in America/New_York); ends Mon 00:00",
			func(q *policy.Question) { q.At = instant(t, "2027-01-10T15:00:00Z") }},
		{"wishes for the hour", "wishes", "outside 09:00-12:00,13:00-17:00, the hours that the contact wishes, where the customer is (Sat 21:40 in America/New_York); opens Sun 09:00",
			func(q *policy.Question) { q.Preferences.Wishes = "Mo-Su 09:00-12:00,13:00-17:00" }},
		{"wishes for the day", "wishes", "the contact wishes to hear nothing on Saturdays where the customer is (Sat 21:40 in America/New_York); opens Thu 09:00",
			func(q *policy.Question) { q.Preferences.Wishes = "Th 09:00-12:00; Fr 09:00-12:00" }},
		{"the account's hours", "account_window", "outside 09:00-12:00, the hours set for this account, where the customer is (Sat 21:40 in America/New_York); opens Sun 09:00",
			func(q *policy.Question) { q.AccountWindow = "Mo-Su 09:00-12:00" }},
		{"the account's days", "account_window", "the hours set for this account leave out Saturdays where the customer is (Sat 21:40 in America/New_York); opens Mon 09:00",
			func(q *policy.Question) { q.AccountWindow = "Mo-Fr 09:00-12:00" }},
		{"several zones", "courteous.hours", "outside 09:00-19:00 in one of 2 time zones where the customer may be (Tue 07:00 in America/Los_Angeles); opens Tue 09:00 there, when all are inside",
			func(q *policy.Question) {
				q.At, q.Zones = instant(t, inside), []string{"America/New_York", "America/Los_Angeles"}
			}},
		{"a pause", "pause", "the contact wishes to hear nothing before 2027-02-01",
			func(q *policy.Question) { q.Preferences.PauseUntil = dateOf(t, "2027-02-01") }},
		{"wishes that cannot be read", "wishes", "the contact's wishes for hours cannot be read; write them as in Mo-Fr 09:00-12:00",
			func(q *policy.Question) { q.Preferences.Wishes = "mornings" }},
		{"wishes that leave nothing", "wishes", "the contact wishes to hear nothing on Saturdays where the customer is (Sat 21:40 in America/New_York); it does not open within 400 days",
			func(q *policy.Question) { q.Preferences.Wishes = "off" }},
		{"no zone", "zone", "it is not known in which time zone the customer is; add a time zone, a region or a phone number with an area code",
			func(q *policy.Question) { q.Zones = nil }},
		{"no common hour", "zone", "there is no hour that is allowed in all 11 time zones where the customer may be; ask for their time zone",
			func(q *policy.Question) { q.Zones, q.Phones = nil, []string{"+79161234567"} }},
	} {
		if got := why(ask(t, outside, tt.change), tt.rule); got != tt.want {
			t.Errorf("%s: got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

func TestAllZonesMustBeInside(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, window, zones, at, until, end string }{
		{"both coasts (12 CFR 1006.6 comment 6(b)(1)(i)-2)", "Mo-Su 08:00-21:00", "America/New_York America/Los_Angeles", "2027-01-05T10:00:00Z", "2027-01-05T16:00:00Z", "2027-01-06T02:00:00Z"},
		{"a Friday here and a Saturday there", "Fr 00:00-24:00", "Pacific/Auckland America/Los_Angeles", "2027-01-04T00:00:00Z", "2027-01-08T08:00:00Z", "2027-01-08T11:00:00Z"},
		{"clocks that agree for the weeks between their changes alone", "Mo-Su 12:00-12:30,16:00-16:30", "America/New_York Europe/London", "2027-04-01T00:00:00Z", "2027-10-31T16:00:00Z", "2027-10-31T16:30:00Z"},
		{"half hours", "Mo-Su 09:00-17:00", "Asia/Kolkata Asia/Kathmandu Asia/Dubai", "2027-01-05T00:00:00Z", "2027-01-05T05:00:00Z", "2027-01-05T11:15:00Z"},
		{"half an hour of summer time", "Su 01:45-02:15", "Australia/Lord_Howe", "2027-10-02T12:00:00Z", "2027-10-02T15:15:00Z", "2027-10-02T15:30:00Z"},
		{"a gap", "Su 02:30-04:00", "America/New_York", "2027-03-14T05:00:00Z", "2027-03-14T07:00:00Z", "2027-03-14T08:00:00Z"},
		{"a fold, the second time", "Su 01:15-01:45", "America/New_York", "2027-11-07T05:45:00Z", "2027-11-07T06:15:00Z", "2027-11-07T06:45:00Z"},
		{"a fraction of a second before", "Mo-Fr 09:00-19:00", "Europe/Berlin", "2027-01-05T07:59:59.999999999Z", "2027-01-05T08:00:00Z", "2027-01-05T18:00:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := text(t, tt.at)
			q.Zones = strings.Fields(tt.zones)
			d := windows(t, tt.window).Decide(q)
			expect(t, d, policy.Defer, "send_window", tt.until)
			if !d.WindowEnd.Equal(instant(t, tt.end)) {
				t.Errorf("the opening ends %s", d.WindowEnd)
			}
			q.At = d.WindowEnd.Add(-1)
			if last := windows(t, tt.window).Decide(q); last.Verdict != policy.Send || !last.WindowEnd.Equal(d.WindowEnd) {
				t.Errorf("its last instant: %s until %s", last.Verdict, last.WindowEnd)
			}
		})
	}
}

func TestARulesOwnZoneCountsToo(t *testing.T) {
	t.Parallel()
	p := with(t, packs.Row{ID: "hours", Window: hoursOf(t, "Mo-Su 08:00-21:00"), Zone: "America/New_York"})
	q := text(t, "2027-01-05T12:30:00Z")
	q.Zones = []string{"Europe/London"}
	d := p.Decide(q)
	expect(t, d, policy.Defer, "x.hours", "2027-01-05T13:00:00Z")
	if want := "outside 08:00-21:00 by the clock that the rule names (Tue 07:30 in America/New_York); opens Tue 08:00 there, when all are inside"; d.Because[0].Text != want {
		t.Errorf("got %q", d.Because[0].Text)
	}
	if !slices.Equal(d.Zones, q.Zones) || !d.WindowEnd.Equal(instant(t, "2027-01-05T21:00:00Z")) {
		t.Errorf("zones %v, ends %s", d.Zones, d.WindowEnd)
	}
}

func TestPausesEndAsTheDayBeginsInEveryZone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ zones, until string }{
		{"America/New_York", "2027-03-15T04:00:00Z"},
		{"America/New_York Asia/Tokyo", "2027-03-15T04:00:00Z"},
		{"Pacific/Auckland", "2027-03-14T11:00:00Z"},
	} {
		q := text(t, inside)
		q.Zones, q.Preferences.PauseUntil = strings.Fields(tt.zones), dateOf(t, "2027-03-15")
		p := newPolicy(t, policy.Config{Profile: policy.None})
		expect(t, p.Decide(q), policy.Defer, "pause", tt.until)
		q.At = instant(t, tt.until)
		expect(t, p.Decide(q), policy.Send, "", "")
	}
}

func TestADeferralIsTheFirstInstantThatEveryGateAllows(t *testing.T) {
	t.Parallel()
	d := ask(t, outside, func(q *policy.Question) {
		q.Preferences = account.Preferences{Wishes: "Mo-Fr 16:00-20:00", PauseUntil: dateOf(t, "2027-01-12")}
		q.AccountWindow = "We-Fr 09:00-17:30"
		q.History = history(t, "2027-01-07T22:15:00Z sms", "2027-01-06T15:00:00Z sms")
	})
	// Wednesday 16:00, but two texts within seven days before: on Thursday the first of them is old enough.
	expect(t, d, policy.Defer, "pause wishes account_window courteous.hours courteous.phone", "2027-01-13T21:00:00Z")
	if !d.WindowEnd.Equal(instant(t, "2027-01-13T22:30:00Z")) {
		t.Errorf("the opening ends %s", d.WindowEnd)
	}
}

func TestExpiryIsWeighedAgainstTheFirstInstantAllowed(t *testing.T) {
	t.Parallel()
	const opens = "2027-01-11T14:00:00Z"
	for _, tt := range []struct {
		expiry  string
		verdict policy.Verdict
		rules   string
	}{
		{"2027-01-10T03:40:00Z", policy.Expire, "expired courteous.hours"},
		{opens, policy.Expire, "expired courteous.hours"},
		{"2027-01-11T14:00:01Z", policy.Defer, "courteous.hours"},
		{inside, policy.Expire, "expired courteous.hours"},
	} {
		d := ask(t, outside, func(q *policy.Question) { q.ExpiresAt = instant(t, tt.expiry) })
		expect(t, d, tt.verdict, tt.rules, "")
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

func TestNothingWithin400DaysHolds(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Profile: policy.None})
	for _, tt := range []struct {
		name, rules, says string
		change            func(q *policy.Question)
	}{
		{"a pause of 400 days is deferred", "pause", "before 2028-02-09", func(q *policy.Question) { q.Preferences.PauseUntil = dateOf(t, "2028-02-09") }},
		{"a pause of 401 days holds", "pause", "within 400 days", func(q *policy.Question) { q.Preferences.PauseUntil = dateOf(t, "2028-02-10") }},
		{"hours that never open", "wishes", "within 400 days", func(q *policy.Question) { q.Preferences.Wishes = "off" }},
		{"hours that never meet", "wishes", "no time that every rule allows", func(q *policy.Question) {
			q.Preferences.Wishes, q.AccountWindow = "Mo 09:00-10:00", "Tu 09:00-12:00"
		}},
		{"hours that only touch", "account_window", "no time that every rule allows", func(q *policy.Question) {
			q.Preferences.Wishes, q.AccountWindow = "Tu 09:00-11:00", "Tu 11:00-12:00"
		}},
		{"zones that never meet", "zone wishes", "ask for their time zone", func(q *policy.Question) {
			q.Preferences.Wishes, q.Zones = "Mo-Su 09:00-12:00", []string{"America/New_York", "Asia/Tokyo"}
		}},
	} {
		q := text(t, "2027-01-05T05:00:00Z") // midnight in New York
		tt.change(&q)
		if tt.rules == "account_window" {
			q.At = instant(t, inside)
		}
		d := p.Decide(q)
		deferred := strings.Contains(tt.name, "deferred")
		if (d.Verdict == policy.Defer) != deferred || (d.Verdict == policy.Hold) == deferred || !strings.HasPrefix(rules(d), tt.rules) || !strings.Contains(d.Because[0].Text, tt.says) {
			t.Errorf("%s: got %s because of %q: %s", tt.name, d.Verdict, rules(d), d.Because[0].Text)
		}
	}
}

func TestRowsAreInForceByTheLocalDate(t *testing.T) {
	t.Parallel()
	noon := hoursOf(t, "Mo-Su 12:00-13:00")
	p := with(t, packs.Row{ID: "hours", Window: noon, From: dateOf(t, "2027-03-01"), Until: dateOf(t, "2027-04-01")})
	for _, tt := range []struct{ zones, at, until string }{
		{"America/New_York", "2027-03-01T04:59:59Z", ""}, // still February there
		{"America/New_York", "2027-03-01T05:00:00Z", "2027-03-01T17:00:00Z"},
		{"America/New_York Asia/Tokyo", "2027-02-28T15:00:00Z", "2027-03-01T03:00:00Z"}, // noon in Tokyo, and February in New York
		{"America/New_York Asia/Tokyo", "2027-03-01T05:00:00Z", "2027-03-31T16:00:00Z"}, // noon in New York, and April in Tokyo
		{"America/New_York", "2027-04-01T03:59:59Z", "2027-04-01T04:00:00Z"},            // it ends before the next noon
		{"America/New_York", "2027-04-01T04:00:00Z", ""},
	} {
		q := text(t, tt.at)
		q.Zones = strings.Fields(tt.zones)
		d := p.Decide(q)
		if tt.until == "" {
			expect(t, d, policy.Send, "", "")
			continue
		}
		expect(t, d, policy.Defer, "x.hours", tt.until)
	}
}

func TestARowThatComesIntoForceEndsTheWindow(t *testing.T) {
	t.Parallel()
	from := dateOf(t, "2027-01-06")
	for name, row := range map[string]packs.Row{
		"a stop":   {ID: "row", Stop: "not any more", From: from},
		"consents": {ID: "row", Consent: true, From: from},
		"a window": {ID: "row", Window: hoursOf(t, "Mo-Su 09:00-12:00"), From: from},
	} {
		q := text(t, inside)
		d := with(t, row).Decide(q)
		if d.Verdict != policy.Send || !d.WindowEnd.Equal(instant(t, "2027-01-06T05:00:00Z")) || slices.Contains(d.Passed, "x.row") {
			t.Errorf("%s: %s until %s, passed %v", name, d.Verdict, d.WindowEnd, d.Passed)
		}
		q.At = d.WindowEnd
		if d := with(t, row).Decide(q); d.Verdict == policy.Send {
			t.Errorf("%s: sent on the day on which it comes into force", name)
		}
	}
	q := text(t, inside)
	q.Preferences.Wishes = "We 09:00-12:00" // from the day on which nothing may be sent any more
	expect(t, with(t, packs.Row{ID: "row", Stop: "not any more", From: from}).Decide(q), policy.Hold, "wishes", "")
}

func TestACapThatComesIntoForceBindsFromThatDayOn(t *testing.T) {
	t.Parallel()
	p := with(t, packs.Row{ID: "cap", From: dateOf(t, "2027-01-06"), Cap: &packs.Cap{N: 1, Period: sevenOf(packs.RollingDays), Counts: packs.Attempts, Scope: packs.PerContact}})
	q := text(t, inside)
	q.History = history(t, "2027-01-05T14:00:00Z sms")
	if d := p.Decide(q); d.Verdict != policy.Send || d.Counted {
		t.Errorf("before: %s, counted %v", d.Verdict, d.Counted)
	}
	q.At = instant(t, "2027-01-06T05:00:00Z")
	expect(t, p.Decide(q), policy.Defer, "x.cap", "2027-01-12T14:00:00Z")
}

func TestRowsCoverWhomTheyName(t *testing.T) {
	t.Parallel()
	never := hoursOf(t, "off")
	for _, tt := range []struct {
		name   string
		row    packs.Row
		change func(q *policy.Question)
		want   bool
	}{
		{"a role", packs.Row{Roles: []account.Role{account.ThirdParty}}, func(q *policy.Question) { q.Role = account.ThirdParty }, true},
		{"another role", packs.Row{Roles: []account.Role{account.ThirdParty}}, func(*policy.Question) {}, false},
		{"nobody's kind is a consumer's", packs.Row{Kinds: []account.Kind{account.Consumer}}, func(*policy.Question) {}, true},
		{"another kind", packs.Row{Kinds: []account.Kind{account.Consumer}}, func(q *policy.Question) { q.Kind = account.Business }, false},
		{"no stage is overdue", packs.Row{Stages: []account.Stage{account.Overdue}}, func(*policy.Question) {}, true},
		{"another stage", packs.Row{Stages: []account.Stage{account.Overdue}}, func(q *policy.Question) { q.Stage = account.PreDue }, false},
		{"no content is a reminder", packs.Row{Contents: []account.Content{account.ContentReminder}}, func(*policy.Question) {}, true},
		{"another content", packs.Row{Contents: []account.Content{account.ContentMarketing}}, func(*policy.Question) {}, false},
		{"another channel", packs.Row{Channels: calls}, func(*policy.Question) {}, false},
		{"a part of the country", packs.Row{Regions: []string{"US-NY"}}, func(q *policy.Question) { q.Region = "us-ny" }, true},
		{"a country covers its parts", packs.Row{Regions: []string{"US"}}, func(q *policy.Question) { q.Region = "US-NY" }, true},
		{"a part does not cover the country", packs.Row{Regions: []string{"US-NY"}}, func(q *policy.Question) { q.Region = "US" }, false},
		{"no region", packs.Row{Regions: []string{"US"}}, func(*policy.Question) {}, false},
		{"but not there", packs.Row{NotRegions: []string{"US-NY"}}, func(q *policy.Question) { q.Region = "US-NY" }, false},
		{"elsewhere", packs.Row{NotRegions: []string{"US-NY"}}, func(q *policy.Question) { q.Region = "US-NJ" }, true},
		{"old enough", packs.Row{OverdueFrom: 31}, func(q *policy.Question) { q.DaysOverdue = 31 }, true},
		{"not old enough", packs.Row{OverdueFrom: 31}, func(q *policy.Question) { q.DaysOverdue = 30 }, false},
		{"from the beginning", packs.Row{}, func(q *policy.Question) { q.DaysOverdue = -5 }, true},
	} {
		tt.row.ID, tt.row.Window = "row", never
		q := text(t, inside)
		tt.change(&q)
		if got := with(t, tt.row).Decide(q).Verdict == policy.Hold; got != tt.want {
			t.Errorf("%s: applied %v", tt.name, got)
		}
	}
}

func TestDecideAllAnswersInOrder(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{})
	tokyo, nowhere := text(t, inside), text(t, inside)
	tokyo.Zones, nowhere.Address = []string{"Asia/Tokyo"}, ""
	qs := []policy.Question{text(t, inside), tokyo, nowhere}
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
