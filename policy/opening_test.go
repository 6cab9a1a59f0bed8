package policy_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/policy"
)

func TestOpeningsOnDaysOnWhichTheClocksChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, window, zones, after, start, end string }{
		{"an ordinary day", "Mo-Fr 09:00-19:00", "America/New_York", "2027-01-05T10:00:00Z", "2027-01-05T14:00:00Z", "2027-01-06T00:00:00Z"},
		{"inside already", "Mo-Fr 09:00-19:00", "America/New_York", "2027-01-05T15:30:10.5Z", "2027-01-05T15:30:10.5Z", "2027-01-06T00:00:00Z"},
		{"the last instant", "Mo-Fr 09:00-19:00", "Europe/Berlin", "2027-01-05T17:59:59.999999999Z", "2027-01-05T17:59:59.999999999Z", "2027-01-05T18:00:00Z"},
		{"the end is outside", "Mo-Fr 09:00-19:00", "Europe/Berlin", "2027-01-05T18:00:00Z", "2027-01-06T08:00:00Z", "2027-01-06T18:00:00Z"},
		{"over the weekend into summer time", "Mo-Fr 09:00-19:00", "America/New_York", "2027-03-13T15:00:00Z", "2027-03-15T13:00:00Z", "2027-03-15T23:00:00Z"},
		{"an edge inside the gap opens after it", "Su 02:30-04:00", "America/New_York", "2027-03-14T05:00:00Z", "2027-03-14T07:00:00Z", "2027-03-14T08:00:00Z"},
		{"a window inside the gap waits a week", "Su 02:15-02:45", "America/New_York", "2027-03-14T05:00:00Z", "2027-03-21T06:15:00Z", "2027-03-21T06:45:00Z"},
		{"an edge in the gap in London", "Su 01:30-03:00", "Europe/London", "2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z", "2027-03-28T02:00:00Z"},
		{"a fold opens twice: first", "Su 01:15-01:45", "America/New_York", "2027-11-07T04:00:00Z", "2027-11-07T05:15:00Z", "2027-11-07T05:45:00Z"},
		{"a fold opens twice: again", "Su 01:15-01:45", "America/New_York", "2027-11-07T05:45:00Z", "2027-11-07T06:15:00Z", "2027-11-07T06:45:00Z"},
		{"a window over a fold is an hour longer", "Su 00:00-04:00", "America/New_York", "2027-11-07T03:00:00Z", "2027-11-07T04:00:00Z", "2027-11-07T09:00:00Z"},
		{"a fold that ends a window closes early and opens once more", "Su 00:00-01:30", "America/New_York", "2027-11-07T04:00:00Z", "2027-11-07T04:00:00Z", "2027-11-07T05:30:00Z"},
		{"the second half of that fold", "Su 00:00-01:30", "America/New_York", "2027-11-07T05:30:00Z", "2027-11-07T06:00:00Z", "2027-11-07T06:30:00Z"},
		{"half an hour of summer time on Lord Howe", "Su 01:45-02:15", "Australia/Lord_Howe", "2027-10-02T12:00:00Z", "2027-10-02T15:15:00Z", "2027-10-02T15:30:00Z"},
		{"no midnight in Santiago", "Su 00:00-02:00", "America/Santiago", "2026-09-06T00:00:00Z", "2026-09-06T04:00:00Z", "2026-09-06T05:00:00Z"},
		{"no midnight in Havana", "Su 00:00-02:00", "America/Havana", "2027-03-14T00:00:00Z", "2027-03-14T05:00:00Z", "2027-03-14T06:00:00Z"},
		{"no midnight in Asunción", "Su 00:00-02:00", "America/Asuncion", "2024-10-06T00:00:00Z", "2024-10-06T04:00:00Z", "2024-10-06T05:00:00Z"},
		{"no midnight in Cairo", "Fr 00:00-02:00", "Africa/Cairo", "2026-04-23T20:00:00Z", "2026-04-23T22:00:00Z", "2026-04-23T23:00:00Z"},
		{"no midnight in Beirut", "Su 00:00-02:00", "Asia/Beirut", "2027-03-27T20:00:00Z", "2027-03-27T22:00:00Z", "2027-03-27T23:00:00Z"},
		{"a Friday that Samoa never had", "Fr 09:00-17:00", "Pacific/Apia", "2011-12-28T00:00:00Z", "2012-01-05T19:00:00Z", "2012-01-06T03:00:00Z"},
		{"a quarter of an hour off in Nepal", "Mo-Su 09:00-19:00", "Asia/Kathmandu", "2027-01-05T00:00:00Z", "2027-01-05T03:15:00Z", "2027-01-05T13:15:00Z"},
		{"New Year's Eve of a leap year", "Mo-Su 09:00-19:00", "America/New_York", "2028-12-31T05:00:00Z", "2028-12-31T14:00:00Z", "2029-01-01T00:00:00Z"},
		{"hours that join at midnight", "Mo 20:00-24:00; Tu 00:00-06:00", "Europe/Berlin", "2027-01-04T12:00:00Z", "2027-01-04T19:00:00Z", "2027-01-05T05:00:00Z"},
		{"all hours of some days", "Mo-Fr 00:00-24:00", "Europe/Berlin", "2027-01-04T12:00:00Z", "2027-01-04T12:00:00Z", "2027-01-08T23:00:00Z"},
		{"never closed ends in 400 days", "24/7", "Europe/Berlin", "2027-01-04T12:00:00Z", "2027-01-04T12:00:00Z", "2028-02-08T12:00:00Z"},
		{"both coasts (12 CFR 1006.6 comment 6(b)(1)(i)-2)", "Mo-Su 08:00-21:00", "America/New_York America/Los_Angeles", "2027-01-05T10:00:00Z", "2027-01-05T16:00:00Z", "2027-01-06T02:00:00Z"},
		{"a Friday here and a Saturday there", "Fr 00:00-24:00", "Pacific/Auckland America/Los_Angeles", "2027-01-04T00:00:00Z", "2027-01-08T08:00:00Z", "2027-01-08T11:00:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := policy.New(policy.Config{SendWindow: tt.window})
			start, end, ok := p.NextOpening(instant(t, tt.after), strings.Fields(tt.zones))
			if !ok || !start.Equal(instant(t, tt.start)) || !end.Equal(instant(t, tt.end)) {
				t.Errorf("got %s to %s, %v", start.Format(time.RFC3339Nano), end.Format(time.RFC3339Nano), ok)
			}
		})
	}
}

func TestNoOpeningWithoutZonesOrWithUnknownOnes(t *testing.T) {
	t.Parallel()
	p := policy.New(policy.Default())
	for _, zones := range [][]string{nil, {"Mars/Phobos"}, {"Europe/Berlin", ""}, {"Europe/Berlin,Asia/Tokyo"}} {
		if start, _, ok := p.NextOpening(instant(t, "2027-01-05T12:00:00Z"), zones); ok {
			t.Errorf("%v: opens %s", zones, start)
		}
	}
}

func TestHoursThatOnlyTouchNeverOpen(t *testing.T) {
	t.Parallel()
	p := policy.New(policy.Config{SendWindow: "Mo-Su 09:00-13:00"}) // New York is four hours behind at least
	for _, after := range []string{"2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2027-06-01T00:00:00Z", "2026-12-01T00:00:00Z"} {
		if start, _, ok := p.NextOpening(instant(t, after), []string{"America/New_York", "Europe/London"}); ok {
			t.Errorf("opens %s", start)
		}
	}
}

func TestAListOfZonesIsNeverTakenForOneZone(t *testing.T) {
	t.Parallel()
	p := policy.New(policy.Default())
	at := instant(t, "2027-01-05T10:00:00Z")
	if _, _, ok := p.NextOpening(at, []string{"Europe/Berlin", "Europe/London"}); !ok {
		t.Fatal("no opening")
	}
	if d := p.Decide(policy.Question{At: at, Zone: "Europe/Berlin,Europe/London", HasWay: true}); d.Verdict != policy.Hold {
		t.Errorf("got %s", d.Verdict)
	}
}

func TestOpeningsSeldomFarApartAreFoundWithin400Days(t *testing.T) {
	t.Parallel()
	// The clocks of these two agree for the weeks between their changes alone.
	p := policy.New(policy.Config{SendWindow: "Mo-Su 12:00-12:30,16:00-16:30"})
	zones := []string{"America/New_York", "Europe/London"}
	start, end, ok := p.NextOpening(instant(t, "2027-04-01T00:00:00Z"), zones)
	if want := instant(t, "2027-10-31T16:00:00Z"); !ok || !start.Equal(want) || !end.Equal(want.Add(30*time.Minute)) {
		t.Errorf("got %s to %s, %v", start, end, ok)
	}
}

func TestManyAskAtOnceAndGetTheSameAnswers(t *testing.T) {
	t.Parallel()
	shared := policy.New(policy.Default())
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 400 {
				at := date(2027).Add(time.Duration(worker*400+i) * 37 * time.Minute)
				zones := []string{"America/New_York", "Europe/London", "Asia/Kolkata"}[i%3 : i%3+1]
				start, end, ok := shared.NextOpening(at, zones)
				wantStart, wantEnd, want := policy.New(policy.Default()).NextOpening(at, zones)
				if ok != want || !start.Equal(wantStart) || !end.Equal(wantEnd) {
					t.Errorf("%s in %v: %s to %s, want %s to %s", at, zones, start, end, wantStart, wantEnd)
				}
			}
		})
	}
	wg.Wait()
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
