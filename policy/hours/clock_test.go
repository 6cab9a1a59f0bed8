package hours_test

import (
	"testing"
	"time"
	_ "time/tzdata" // for machines without the database

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy/hours"
)

// feasts is a calendar of days that are named.
type feasts map[string]bool

func (f feasts) Holiday(day int64) bool {
	return f[time.Unix(hours.Midnight(day), 0).UTC().Format(time.DateOnly)]
}

func TestEdgesOnDaysOnWhichTheClocksChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, window, zone, after, opens, closes string }{
		{"an ordinary day", "Mo-Fr 09:00-19:00", "America/New_York", "2027-01-05T10:00:00Z", "2027-01-05T14:00:00Z", "2027-01-06T00:00:00Z"},
		{"inside already", "Mo-Fr 09:00-19:00", "America/New_York", "2027-01-05T15:30:10Z", "2027-01-05T15:30:10Z", "2027-01-06T00:00:00Z"},
		{"the end is outside", "Mo-Fr 09:00-19:00", "Europe/Berlin", "2027-01-05T18:00:00Z", "2027-01-06T08:00:00Z", "2027-01-06T18:00:00Z"},
		{"over the weekend into summer time", "Mo-Fr 09:00-19:00", "America/New_York", "2027-03-13T15:00:00Z", "2027-03-15T13:00:00Z", "2027-03-15T23:00:00Z"},
		{"an edge inside the gap opens after it", "Su 02:30-04:00", "America/New_York", "2027-03-14T05:00:00Z", "2027-03-14T07:00:00Z", "2027-03-14T08:00:00Z"},
		{"a window inside the gap waits a week", "Su 02:15-02:45", "America/New_York", "2027-03-14T05:00:00Z", "2027-03-21T06:15:00Z", "2027-03-21T06:45:00Z"},
		{"an edge in the gap in London", "Su 01:30-03:00", "Europe/London", "2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z", "2027-03-28T02:00:00Z"},
		{"a fold opens twice: first", "Su 01:15-01:45", "America/New_York", "2027-11-07T04:00:00Z", "2027-11-07T05:15:00Z", "2027-11-07T05:45:00Z"},
		{"a fold opens twice: again", "Su 01:15-01:45", "America/New_York", "2027-11-07T05:45:00Z", "2027-11-07T06:15:00Z", "2027-11-07T06:45:00Z"},
		{"a window over a fold is an hour longer", "Su 00:00-04:00", "America/New_York", "2027-11-07T03:00:00Z", "2027-11-07T04:00:00Z", "2027-11-07T09:00:00Z"},
		{"a fold that ends a window closes early", "Su 00:00-01:30", "America/New_York", "2027-11-07T04:00:00Z", "2027-11-07T04:00:00Z", "2027-11-07T05:30:00Z"},
		{"and opens once more", "Su 00:00-01:30", "America/New_York", "2027-11-07T05:30:00Z", "2027-11-07T06:00:00Z", "2027-11-07T06:30:00Z"},
		{"half an hour of summer time on Lord Howe", "Su 01:45-02:15", "Australia/Lord_Howe", "2027-10-02T12:00:00Z", "2027-10-02T15:15:00Z", "2027-10-02T15:30:00Z"},
		{"no midnight in Santiago", "Su 00:00-02:00", "America/Santiago", "2026-09-06T00:00:00Z", "2026-09-06T04:00:00Z", "2026-09-06T05:00:00Z"},
		{"no midnight in Havana", "Su 00:00-02:00", "America/Havana", "2027-03-14T00:00:00Z", "2027-03-14T05:00:00Z", "2027-03-14T06:00:00Z"},
		{"no midnight in Asunción", "Su 00:00-02:00", "America/Asuncion", "2024-10-06T00:00:00Z", "2024-10-06T04:00:00Z", "2024-10-06T05:00:00Z"},
		{"no midnight in Cairo", "Fr 00:00-02:00", "Africa/Cairo", "2026-04-23T20:00:00Z", "2026-04-23T22:00:00Z", "2026-04-23T23:00:00Z"},
		{"no midnight in Beirut", "Su 00:00-02:00", "Asia/Beirut", "2027-03-27T20:00:00Z", "2027-03-27T22:00:00Z", "2027-03-27T23:00:00Z"},
		{"a Friday that Samoa never had", "Fr 09:00-17:00", "Pacific/Apia", "2011-12-28T00:00:00Z", "2012-01-05T19:00:00Z", "2012-01-06T03:00:00Z"},
		{"a quarter of an hour off in Nepal", "Mo-Su 09:00-19:00", "Asia/Kathmandu", "2027-01-05T00:00:00Z", "2027-01-05T03:15:00Z", "2027-01-05T13:15:00Z"},
		{"half an hour off in India", "Mo-Su 09:00-19:00", "Asia/Kolkata", "2027-01-05T00:00:00Z", "2027-01-05T03:30:00Z", "2027-01-05T13:30:00Z"},
		{"New Year's Eve of a leap year", "Mo-Su 09:00-19:00", "America/New_York", "2028-12-31T05:00:00Z", "2028-12-31T14:00:00Z", "2029-01-01T00:00:00Z"},
		{"hours that join at midnight", "Mo 20:00-24:00; Tu 00:00-06:00", "Europe/Berlin", "2027-01-04T12:00:00Z", "2027-01-04T19:00:00Z", "2027-01-05T05:00:00Z"},
		{"all hours of some days", "Mo-Fr 00:00-24:00", "Europe/Berlin", "2027-01-04T12:00:00Z", "2027-01-04T12:00:00Z", "2027-01-08T23:00:00Z"},
		{"a holiday is off", "Mo-Fr 09:00-19:00; PH off", "Europe/Berlin", "2027-03-25T18:00:00Z", "2027-03-30T07:00:00Z", "2027-03-30T17:00:00Z"},
		{"a holiday has its own hours", "Mo-Fr 09:00-19:00; PH 10:00-11:00", "Europe/Berlin", "2027-03-25T18:00:00Z", "2027-03-26T09:00:00Z", "2027-03-26T10:00:00Z"},
		{"a holiday that is not named is an ordinary day", "Mo-Fr 09:00-19:00", "Europe/Berlin", "2027-03-25T18:00:00Z", "2027-03-26T08:00:00Z", "2027-03-26T18:00:00Z"},
		{"a closed day among days round the clock", "24/7; Su off; PH off", "Europe/Berlin", "2027-03-26T12:00:00Z", "2027-03-26T23:00:00Z", "2027-03-27T23:00:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, after := windows(t, tt.window), instant(t, tt.after)
			clock := clockOf(t, tt.zone)
			easter := feasts{"2027-03-26": true, "2027-03-29": true}
			opens, ok := w.Seek(&clock, easter, after.Unix(), hours.Forever, true)
			closes, _ := w.Seek(&clock, easter, opens, hours.Forever, false)
			if !ok || opens != instant(t, tt.opens).Unix() || closes != instant(t, tt.closes).Unix() {
				t.Errorf("open from %s to %s, %v", utc(opens), utc(closes), ok)
			}
		})
	}
}

func TestNothingIsFoundAtOrAfterTheLimit(t *testing.T) {
	t.Parallel()
	w, clock := windows(t, "Mo-Su 09:00-19:00"), clockOf(t, "UTC")
	if sec, ok := w.Seek(&clock, nil, 0, 9*3600, true); ok || sec != 9*3600 {
		t.Errorf("found %d, %v", sec, ok)
	}
	if sec, ok := w.Seek(&clock, nil, 0, 9*3600+1, true); !ok || sec != 9*3600 {
		t.Errorf("found %d, %v", sec, ok)
	}
}

// A clock that was asked about one stretch must not answer for another by it.
func TestAClockShowsWhatTheZoneShowsInWhateverOrderItIsAsked(t *testing.T) {
	t.Parallel()
	zones := []string{"America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Africa/Casablanca", "America/Nuuk", "Asia/Almaty", "Asia/Kathmandu", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		loc, err := account.LoadZone(zone)
		if err != nil {
			t.Fatal(err)
		}
		clock := hours.NewClock(loc)
		for range 8 {
			sec := rapid.Int64Range(1_700_000_000, 1_990_000_000).Draw(t, "second")
			_, offset := time.Unix(sec, 0).In(loc).Zone()
			local, until := clock.Local(sec)
			if local-sec != int64(offset) || until <= sec {
				t.Fatalf("%s at %d: %d until %d, want offset %d", zone, sec, local-sec, until, offset)
			}
			if _, late := time.Unix(until-1, 0).In(loc).Zone(); late != offset && until != hours.Forever {
				t.Fatalf("%s: the offset of %d does not hold until %d", zone, sec, until)
			}
		}
	})
}

func clockOf(t testing.TB, zone string) hours.Clock {
	t.Helper()
	return hours.NewClock(location(t, zone))
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func utc(sec int64) string { return time.Unix(sec, 0).UTC().Format(time.RFC3339) }
