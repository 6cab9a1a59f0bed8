package policy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
)

// goodFriday is 2027-03-26, a Friday, as a public holiday of Germany, and a day
// that only Bavaria keeps.
var goodFriday = []policy.Holiday{
	{Day: "2027-03-26", Region: "DE", Name: "Good Friday"},
	{Day: "08-15", Region: "DE-BY", Name: "Assumption"},
	{Day: "2027-03-29", Region: "DE", Name: "Easter Monday"},
	{Day: "2027-03-29", Region: "DE-HH", Remove: true},
}

// onFriday is a text to Berlin on Good Friday at ten.
func onFriday(t testing.TB, region string) policy.Question {
	t.Helper()
	q := text(t, "2027-03-26T09:00:00Z")
	q.Zones, q.Region = []string{"Europe/Berlin"}, region
	return q
}

func TestPublicHolidaysCloseTheDay(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Holidays: goodFriday})
	for _, tt := range []struct{ name, region, at, until string }{
		{"a holiday, the weekend and a holiday", "DE", "2027-03-26T09:00:00Z", "2027-03-27T09:00:00Z"},
		{"the whole day", "DE", "2027-03-25T23:00:00Z", "2027-03-27T09:00:00Z"},
		{"a Monday", "DE", "2027-03-29T09:00:00Z", "2027-03-30T07:00:00Z"},
		{"one that was removed", "DE-HH", "2027-03-29T09:00:00Z", ""},
		{"a part keeps those of the country", "DE-BE", "2027-03-29T09:00:00Z", "2027-03-30T07:00:00Z"},
		{"one that a part keeps every year", "DE-BY", "2028-08-15T09:00:00Z", "2028-08-16T07:00:00Z"},
		{"and others do not", "DE-BE", "2028-08-15T09:00:00Z", ""},
		{"another country", "AT", "2027-03-29T09:00:00Z", ""},
	} {
		q := onFriday(t, tt.region)
		q.At = instant(t, tt.at)
		d := p.Decide(q)
		if tt.until == "" {
			expect(t, d, policy.Send, "", "")
			continue
		}
		if d.Verdict != policy.Defer || !d.Until.Equal(instant(t, tt.until)) || why(d, "courteous.holidays") == "" {
			t.Errorf("%s: got %s until %s because of %q", tt.name, d.Verdict, d.Until, rules(d))
		}
	}
	want := "no contact on public holidays where the customer is (Good Friday, Fri 10:00 in Europe/Berlin); ends Sat 00:00"
	if got := why(p.Decide(onFriday(t, "DE")), "courteous.holidays"); got != want {
		t.Errorf("got %q", got)
	}
}

func TestAHolidayOfNoRegionIsKeptEverywhere(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Holidays: []policy.Holiday{{Day: "2027-03-26", Name: "World day"}, {Day: "2027-03-26", Region: "AT", Remove: true}}})
	for region, want := range map[string]string{"DE": "courteous.holidays", "US-NY": "courteous.holidays", "": "courteous.holidays", "AT": ""} {
		if d := p.Decide(onFriday(t, region)); rules(d) != want {
			t.Errorf("%q: got %q", region, rules(d))
		}
	}
	q := onFriday(t, "")
	q.Zones = []string{"UTC"}
	expect(t, p.Decide(q), policy.Defer, "courteous.holidays", "2027-03-27T10:00:00Z")
}

func TestWithoutARegionTheZonesCountryTellsTheHolidays(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Holidays: goodFriday})
	for _, tt := range []struct {
		zones []string
		until string
		note  string
	}{
		{[]string{"Europe/Berlin"}, "2027-03-27T09:00:00Z", "no region is known: the public holidays of DE, from the time zone, count"},
		{[]string{"Europe/Berlin", "Europe/Vienna"}, "2027-03-27T09:00:00Z", "no region is known: the public holidays of DE, from the time zone, count"},
		{[]string{"UTC"}, "", "no region is known: no day counts as a public holiday, because none are known for the time zone"},
	} {
		q := onFriday(t, "")
		q.Zones = tt.zones
		d := p.Decide(q)
		if !slices.Equal(d.Notes, []string{tt.note}) || (d.Verdict == policy.Send) != (tt.until == "") || tt.until != "" && !d.Until.Equal(instant(t, tt.until)) {
			t.Errorf("%v: got %s until %s, notes %q", tt.zones, d.Verdict, d.Until, d.Notes)
		}
	}
	if d := p.Decide(onFriday(t, "DE")); len(d.Notes) > 0 {
		t.Errorf("with a region: notes %q", d.Notes)
	}
}

func TestTheHolidaysOfAnUnknownRegionAreSaidToBeUnknown(t *testing.T) {
	t.Parallel()
	q := onFriday(t, "AQ")
	d := newPolicy(t, policy.Config{}).Decide(q)
	if diff := cmp.Diff([]string{"the public holidays of AQ are not known here: no day counts as one"}, d.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestWishesAndTheAccountsHoursKnowHolidays(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Profile: policy.None, Holidays: goodFriday})
	for rule, change := range map[string]func(q *policy.Question){
		"wishes":         func(q *policy.Question) { q.Preferences.Wishes = "Mo-Su 09:00-17:00; PH 12:00-13:00" },
		"account_window": func(q *policy.Question) { q.AccountWindow = "Mo-Su 09:00-17:00; PH 12:00-13:00" },
	} {
		q := onFriday(t, "DE")
		change(&q)
		expect(t, p.Decide(q), policy.Defer, rule, "2027-03-26T11:00:00Z")
		q.Region = "AT"
		expect(t, p.Decide(q), policy.Send, "", "")
	}
}

func TestClosuresAreDaysOnWhichNothingLeaves(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Profile: policy.None, Closures: []policy.Closure{
		{Day: "12-24", Name: "Christmas Eve"}, {Day: "2027-03-26", Region: "DE"}, {Day: "02-29"},
	}})
	for _, tt := range []struct{ region, at, until string }{
		{"DE", "2027-12-24T10:00:00Z", "2027-12-24T23:00:00Z"},
		{"GB", "2029-12-24T10:00:00Z", "2029-12-24T23:00:00Z"},
		{"", "2027-12-24T10:00:00Z", "2027-12-24T23:00:00Z"},
		{"DE-BY", "2027-03-26T10:00:00Z", "2027-03-26T23:00:00Z"},
		{"", "2027-03-26T10:00:00Z", "2027-03-26T23:00:00Z"}, // the zone is Germany's
		{"GB", "2027-03-26T10:00:00Z", ""},
		{"DE", "2028-03-26T10:00:00Z", ""},
		{"DE", "2028-02-29T10:00:00Z", "2028-02-29T23:00:00Z"},
		{"DE", "2027-03-01T10:00:00Z", ""},
	} {
		q := onFriday(t, tt.region)
		q.At = instant(t, tt.at)
		if d := p.Decide(q); tt.until == "" {
			expect(t, d, policy.Send, "", "")
		} else {
			expect(t, d, policy.Defer, "closure", tt.until)
		}
	}
	q := onFriday(t, "DE")
	q.At = instant(t, "2027-12-24T10:00:00Z")
	if got := why(p.Decide(q), "closure"); got != "nothing leaves on this day where the customer is (Christmas Eve, Fri 11:00 in Europe/Berlin); ends Sat 00:00" {
		t.Errorf("got %q", got)
	}
}

func TestWeekendsAreThoseOfTheRegion(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{SendWindow: "Mo-Su 09:00-19:00"})
	for _, tt := range []struct{ region, zone, at, want string }{
		{"AE", "Asia/Dubai", "2027-01-08T08:00:00Z", "courteous.friday"},
		{"AE-DU", "Asia/Dubai", "2027-01-10T08:00:00Z", ""},
		{"DE", "Europe/Berlin", "2027-01-08T10:00:00Z", ""},
		{"DE", "Europe/Berlin", "2027-01-10T10:00:00Z", "courteous.sunday"},
	} {
		q := text(t, tt.at)
		q.Region, q.Zones = tt.region, []string{tt.zone}
		if d := p.Decide(q); rules(d) != tt.want {
			t.Errorf("%s on %s: got %q", tt.region, q.At.Weekday(), rules(d))
		}
	}
}

func TestEarlierIsTheBusinessDayBeforeAClosedOne(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Holidays: goodFriday, Closures: []policy.Closure{{Day: "2027-04-14"}}})
	for _, tt := range []struct {
		name, at, notBefore, want string
		change                    func(q *policy.Question)
	}{
		{"a holiday", "2027-03-26T09:00:00Z", "2027-03-01T00:00:00Z", "2027-03-25T08:00:00Z", nil},
		{"a Sunday", "2027-03-28T09:00:00Z", "2027-03-01T00:00:00Z", "2027-03-27T09:00:00Z", nil},
		{"a Monday after a Sunday", "2027-03-29T09:00:00Z", "2027-03-01T00:00:00Z", "2027-03-27T09:00:00Z", nil},
		{"a closure", "2027-04-14T09:00:00Z", "2027-03-01T00:00:00Z", "2027-04-13T07:00:00Z", nil},
		{"as far back as one may go", "2027-03-26T09:00:00Z", "0001-01-01T00:00:00Z", "2027-03-25T08:00:00Z", nil},
		{"from within the day before", "2027-03-26T09:00:00Z", "2027-03-25T12:00:00Z", "2027-03-25T12:00:00Z", nil},
		{"too late for the day before", "2027-03-26T09:00:00Z", "2027-03-25T18:00:00Z", "", nil},
		{"not before the day itself", "2027-03-26T09:00:00Z", "2027-03-26T09:00:00Z", "", nil},
		{"an ordinary night", "2027-03-24T22:00:00Z", "2027-03-01T00:00:00Z", "", nil},
		{"an open hour", "2027-03-24T12:00:00Z", "2027-03-01T00:00:00Z", "", nil},
		{"wishes without holidays", "2027-03-26T09:00:00Z", "2027-03-01T00:00:00Z", "2027-03-25T12:00:00Z", func(q *policy.Question) {
			q.Profile, q.Preferences.Wishes = policy.None, "Mo-Fr 13:00-15:00; PH off"
		}},
		{"the account is held", "2027-03-26T09:00:00Z", "2027-03-01T00:00:00Z", "", func(q *policy.Question) { q.Hold = account.HoldLegal }},
		{"a contact on the day before already", "2027-03-26T09:00:00Z", "2027-03-25T07:30:00Z", "", func(q *policy.Question) {
			q.History = history(t, "2027-03-25T07:15:00Z email")
		}},
	} {
		q := onFriday(t, "DE")
		q.At = instant(t, tt.at)
		if tt.change != nil {
			tt.change(&q)
		}
		got, ok := p.Earlier(q, instant(t, tt.notBefore))
		if ok != (tt.want != "") || ok && !got.Equal(instant(t, tt.want)) {
			t.Errorf("%s: got %s, %v", tt.name, got.Format(time.RFC3339), ok)
		}
	}
}
