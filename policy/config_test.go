package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

var off, on = false, true

func TestConfigProblemsNameTheKeyAndTheRemedyAllAtOnce(t *testing.T) {
	t.Parallel()
	cfg := policy.Config{
		Library: library(t), Profile: "rude", SendWindow: "Mo-Fr 9-17", Role: "shark", Packs: []string{"us-federal", "atlantis"},
		Changes: []policy.Change{
			{Rule: "us-federal.nothing", On: &off}, {Rule: "us-federal.hours", On: &off}, {Rule: "us-federal.calls", N: 8},
			{Rule: "courteous.hours", Window: "24/7", Reason: " "}, {Rule: "courteous.sunday", Window: "24/7"}, {Rule: "courteous.day"},
			{Rule: "courteous.week", N: -1}, {Rule: "courteous.pause", N: 2}, {Rule: "courteous.month", Window: "Mo 09:00-10:00"},
			{Rule: "courteous.phone", N: 1}, {Rule: "courteous.phone", N: 1}, {Rule: "courteous.holidays", Window: "Mo"},
		},
		Closures: []policy.Closure{{Day: "2027-02-29"}, {Day: "12-24"}, {Day: "02-29"}, {Day: "12-24", Region: "Mars"}},
		Holidays: []policy.Holiday{{Day: "Easter", Region: "DE"}, {Day: "2027-12-24", Region: "XX"}},
	}
	want := []string{
		"profile is not one of courteous, none",
		"collector_role is not one of first_party, third_party, first_party_other_name",
		"send_window is not a list of hours such as Mo-Fr 09:00-19:00; Sa 10:00-15:00: at character 7: write times as two digits each, such as 09:00-17:00, or off for a closed day",
		"packs[1] is not the id of a pack; name one of us-federal",
		"change[0].rule is not a rule of a pack; write it as pack.row, such as us-federal.hours",
		"change[1].reason is missing; a rule may be made looser only with the reason on record",
		"change[2].reason is missing; a rule may be made looser only with the reason on record",
		"change[3].reason is missing; a rule may be made looser only with the reason on record",
		"change[4].reason is missing; a rule may be made looser only with the reason on record",
		"change[5] changes nothing; give on, window or n",
		"change[6].at_most is below 1; give how many are allowed",
		"change[7].at_most is for rules with a cap; leave it out",
		"change[8].window is for rules with hours or closed days; leave it out",
		"change[10].rule was changed before; make one change of the two",
		"change[11].window is not a list of hours such as Mo-Fr 09:00-19:00; Sa 10:00-15:00: at character 3: write times as two digits each, such as 09:00-17:00, or off for a closed day",
		"closures[0].day is not a day such as 2027-12-24, or 12-24 for every year",
		"closures[3].region is not an ISO 3166 region such as GB or US-NY",
		"holidays[0].day is not a day such as 2027-12-24, or 12-24 for every year",
		"holidays[1].region is not an ISO 3166 region such as GB or US-NY",
	}
	err := cfg.Validate()
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestSendWindowsThatNeverOpenAreRefused(t *testing.T) {
	t.Parallel()
	err := policy.Config{Library: library(t), SendWindow: "Mo-Su off"}.Validate()
	if err == nil || err.Error() != "send_window never opens: name at least one day with hours" {
		t.Errorf("got %v", err)
	}
}

func TestDefaultsAreValidAndWhatAnEmptyConfigMeans(t *testing.T) {
	t.Parallel()
	byDefault, empty := policy.Default(), policy.Config{}
	byDefault.Library, empty.Library = library(t), library(t)
	if a, b := newPolicy(t, byDefault).Version(), newPolicy(t, empty).Version(); a != b {
		t.Errorf("versions %s and %s differ", a, b)
	}
}

func TestSettingsThatCannotBeUsedKeepEverythingBack(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]policy.Config{
		"a window that never opens":     {SendWindow: "Mo-Su off"},
		"a window that cannot be read":  {SendWindow: "whenever"},
		"an unknown profile":            {Profile: "rude"},
		"a looser rule without reason":  {Changes: []policy.Change{{Rule: "courteous.hours", On: &off}}},
		"a closure that cannot be read": {Closures: []policy.Closure{{Day: "soon"}}},
		"no profile in the library":     {Library: packs.NewLibrary(federal(t))},
		"a row with an unknown zone":    {Library: library(t, &packs.Pack{ID: "x", Rows: []packs.Row{{ID: "a", Zone: "Mars/Phobos"}}})},
	} {
		if cfg.Library == nil {
			cfg.Library = library(t)
		}
		p := policy.New(cfg)
		expect(t, p.Decide(text(t, inside)), policy.Hold, "policy", "")
		if got := p.Openings(text(t, inside), instant(t, "2028-01-01T00:00:00Z"), 9); len(got) > 0 {
			t.Errorf("%s: opens %v", name, got)
		}
	}
}

func TestSendWindowTakesThePlaceOfTheProfilesHours(t *testing.T) {
	t.Parallel()
	const sunday, night = "2027-01-10T15:00:00Z", "2027-01-06T02:00:00Z"
	wider := []policy.Loosened{{Rule: "courteous.hours", Reason: "set as send_window"}}
	for _, tt := range []struct {
		name, window, profile, at, rules string
		loosened                         []policy.Loosened
	}{
		{"the profile's own", "", "", night, "courteous.hours", nil},
		{"shorter", "Mo-Fr 10:00-12:00", "", night, "send_window", nil},
		{"longer", "Mo-Fr 08:00-20:00", "", night, "send_window", wider},
		{"longer and open", "Mo-Fr 08:00-22:00", "", night, "", wider},
		{"closed days stay", "Mo-Su 08:00-22:00", "", sunday, "courteous.sunday", wider},
		{"round the clock they do not", "24/7", "", sunday, "", append(slices.Clone(wider),
			policy.Loosened{Rule: "courteous.sunday", Reason: "set as send_window"}, policy.Loosened{Rule: "courteous.holidays", Reason: "set as send_window"})},
		{"without a profile", "Mo-Fr 10:00-12:00", policy.None, night, "send_window", nil},
		{"without a profile and longer", "24/7", policy.None, night, "", nil},
		{"neither", "", policy.None, night, "", nil},
	} {
		q := text(t, tt.at)
		q.Profile = tt.profile
		d := newPolicy(t, policy.Config{SendWindow: tt.window}).Decide(q)
		if diff := cmp.Diff(tt.loosened, d.Loosened); diff != "" || rules(d) != tt.rules {
			t.Errorf("%s: got %q %s", tt.name, rules(d), diff)
		}
	}
}

func TestLooserRulesShowInEveryDecisionTheyTouch(t *testing.T) {
	t.Parallel()
	q := text(t, "2027-01-05T02:30:00Z") // Monday 21:30
	q.Role, q.Kind, q.Region, q.Profile = account.ThirdParty, account.Consumer, "US-NY", policy.None
	for _, tt := range []struct {
		name     string
		change   policy.Change
		verdict  policy.Verdict
		loosened bool
	}{
		{"off", policy.Change{Rule: "us-federal.hours", On: &off}, policy.Send, true},
		{"wider", policy.Change{Rule: "us-federal.hours", Window: "Mo-Su 08:00-22:00"}, policy.Send, true},
		{"wider on one day and narrower on others", policy.Change{Rule: "us-federal.hours", Window: "Su 07:00-21:00"}, policy.Defer, true},
		{"narrower", policy.Change{Rule: "us-federal.hours", Window: "Mo-Su 09:00-20:00"}, policy.Defer, false},
		{"on, as it was", policy.Change{Rule: "us-federal.hours", On: &on}, policy.Defer, false},
		{"another channel's", policy.Change{Rule: "us-federal.calls", N: 8}, policy.Defer, false},
	} {
		tt.change.Reason = "agreed with counsel"
		d := newPolicy(t, policy.Config{Changes: []policy.Change{tt.change}}).Decide(q)
		want := []policy.Loosened{{Rule: "us-federal.hours", Reason: "agreed with counsel"}}
		if !tt.loosened {
			want = nil
		}
		if diff := cmp.Diff(want, d.Loosened); diff != "" || d.Verdict != tt.verdict {
			t.Errorf("%s: got %s %s", tt.name, d.Verdict, diff)
		}
		q := q
		q.Kind = account.Business
		if d := newPolicy(t, policy.Config{Changes: []policy.Change{tt.change}}).Decide(q); len(d.Loosened) > 0 {
			t.Errorf("%s: a rule that does not cover businesses is loosened for one: %v", tt.name, d.Loosened)
		}
	}
}

func TestRulesAreTightenedFreely(t *testing.T) {
	t.Parallel()
	doubtful := &packs.Pack{ID: "x", Rows: []packs.Row{{ID: "hours", Window: hoursOf(t, "Mo-Fr 12:00-13:00")}, {ID: "cap", On: true, Cap: &packs.Cap{N: 5, Period: day, Scope: packs.PerContact}}}}
	p := newPolicy(t, policy.Config{Profile: policy.None, Packs: []string{"x"}, Library: library(t, doubtful), Changes: []policy.Change{
		{Rule: "x.hours", On: &on, Window: "Mo-Fr 09:00-18:00"}, {Rule: "x.cap", N: 1},
	}})
	q := text(t, outside)
	expect(t, p.Decide(q), policy.Defer, "x.hours", "2027-01-11T14:00:00Z")
	q.At, q.History = instant(t, inside), history(t, "2027-01-05T14:00:00Z sms")
	expect(t, p.Decide(q), policy.Defer, "x.cap", "2027-01-06T14:00:00Z")
}

func TestPacksAreThoseNamedOrThoseOfTheRegion(t *testing.T) {
	t.Parallel()
	rows := []packs.Row{{ID: "hours", On: true, Window: hoursOf(t, "24/7")}, {ID: "east", On: true, Regions: []string{"US-NY"}, Window: hoursOf(t, "24/7")}}
	p := newPolicy(t, policy.Config{Profile: policy.None, Packs: []string{"b", "house"}, Library: library(t,
		&packs.Pack{ID: "a", Regions: []string{"US-NY"}, Automatic: true, Rows: rows}, &packs.Pack{ID: "b", Regions: []string{"US"}, Rows: rows},
		&packs.Pack{ID: "c", Regions: []string{"US"}, Rows: rows}, &packs.Pack{ID: "house", Rows: rows[:1]})})
	for _, tt := range []struct {
		named  []string
		region string
		packs  string
		rules  string
	}{
		{nil, "US-NY", "a b house us-federal", "a.hours a.east b.hours b.east house.hours"},
		{nil, "US-CA", "b house us-federal", "b.hours house.hours"},
		{nil, "DE", "house", "house.hours"},
		{nil, "", "house", "house.hours"},
		{[]string{}, "US-NY", "", ""},
		{[]string{"c", "a", "c"}, "DE", "c a", "c.hours a.hours"},
		{[]string{"c"}, "us-ny", "c", "c.hours c.east"},
	} {
		q := text(t, inside)
		q.Packs, q.Region = tt.named, tt.region
		d := p.Decide(q)
		passed := slices.DeleteFunc(slices.Clone(d.Passed), func(rule string) bool { return !strings.Contains(rule, ".") })
		if strings.Join(d.Inputs.Packs, " ") != tt.packs || strings.Join(passed, " ") != tt.rules {
			t.Errorf("%v in %s: packs %v, rules %v", tt.named, tt.region, d.Inputs.Packs, passed)
		}
	}
}

func TestVersionNamesTheContent(t *testing.T) {
	t.Parallel()
	changed, other := federal(t), federal(t)
	changed.Rows[1].Cap.N, other.Version = 8, "2027-01-01"
	versions := map[string]string{}
	for name, cfg := range map[string]policy.Config{
		"base": {}, "window": {SendWindow: "Mo-Fr 09:00-17:00"}, "later window": {SendWindow: "Mo-Fr 09:00-17:01"}, "profile": {Profile: policy.None},
		"role": {Role: account.ThirdParty}, "packs": {Packs: []string{"us-federal"}}, "closure": {Closures: []policy.Closure{{Day: "12-24"}}},
		"holiday": {Holidays: []policy.Holiday{{Day: "12-24", Region: "DE"}}}, "change": {Changes: []policy.Change{{Rule: "courteous.day", On: &off, Reason: "a"}}},
		"reason": {Changes: []policy.Change{{Rule: "courteous.day", On: &off, Reason: "b"}}},
		"row":    {Library: packs.NewLibrary(courteous(t), changed)}, "pack": {Library: packs.NewLibrary(courteous(t), other)},
	} {
		version := newPolicy(t, cfg).Version()
		if twin, taken := versions[version]; taken || version == "" {
			t.Errorf("%s and %s share the version %q", name, twin, version)
		}
		versions[version] = name
		if again := newPolicy(t, cfg).Version(); again != version {
			t.Errorf("%s: versions %s and %s", name, version, again)
		}
	}
	written := newPolicy(t, policy.Config{SendWindow: "mo,tu,we,th,fr 9:00-17:00; Sa off"}).Version()
	if versions[written] != "window" {
		t.Error("the same window written otherwise has another version")
	}
}
