package store

import (
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
)

func TestEachDayBeginsWithItsFirstInstant(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ zone, in, start, next string }{
		"a plain day":                           {"Europe/Berlin", "2027-01-10T15:00:00Z", "2027-01-10T00:00:00+01:00", "2027-01-11T00:00:00+01:00"},
		"clocks go forward in the night":        {"Europe/Berlin", "2027-03-28T10:00:00Z", "2027-03-28T00:00:00+01:00", "2027-03-29T00:00:00+02:00"},
		"clocks go back in the night":           {"Europe/Berlin", "2027-10-31T10:00:00Z", "2027-10-31T00:00:00+02:00", "2027-11-01T00:00:00+01:00"},
		"clocks go forward at midnight":         {"America/Asuncion", "2023-10-01T15:00:00Z", "2023-10-01T01:00:00-03:00", "2023-10-02T00:00:00-03:00"},
		"the day before that":                   {"America/Asuncion", "2023-09-30T15:00:00Z", "2023-09-30T00:00:00-04:00", "2023-10-01T01:00:00-03:00"},
		"clocks go back over midnight":          {"America/Havana", "2023-11-05T15:00:00Z", "2023-11-05T00:00:00-04:00", "2023-11-06T00:00:00-05:00"},
		"midnight comes twice on two days":      {"America/Asuncion", "2023-03-26T15:00:00Z", "2023-03-26T00:00:00-04:00", "2023-03-27T00:00:00-04:00"},
		"half an hour":                          {"Australia/Lord_Howe", "2026-10-04T10:00:00Z", "2026-10-04T00:00:00+10:30", "2026-10-05T00:00:00+11:00"},
		"a day that a place left out":           {"Pacific/Apia", "2011-12-29T15:00:00Z", "2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00"},
		"an instant that is another day in UTC": {"Asia/Kathmandu", "2027-01-10T20:00:00Z", "2027-01-11T00:00:00+05:45", "2027-01-12T00:00:00+05:45"},
	} {
		loc, err := account.LoadZone(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		in, err := time.Parse(time.RFC3339, c.in)
		if err != nil {
			t.Fatal(err)
		}
		start := dayStart(in, loc)
		next := nextDay(start)
		if got := start.Format(time.RFC3339); got != c.start {
			t.Errorf("%s: begins at %s, want %s", name, got, c.start)
		}
		if got := next.Format(time.RFC3339); got != c.next {
			t.Errorf("%s: the next begins at %s, want %s", name, got, c.next)
		}
	}
}
