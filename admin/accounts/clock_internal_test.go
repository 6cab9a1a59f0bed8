package accounts

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWhatAClockShowsIsReadAsTheFirstInstantAtWhichItDoes(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 4, 12, 12, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom([]string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo", "UTC"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		at := now.Add(time.Duration(rapid.IntRange(120, 399*24*60).Draw(t, "minutes")) * time.Minute).In(loc)
		day, hour := at.Format("2006-01-02"), at.Format("15:04")
		got, err := instantOf(day, hour, loc, now)
		if err != nil || got.Format("2006-01-02 15:04") != day+" "+hour || got.After(at) || at.Sub(got) > time.Hour {
			t.Fatalf("%s %s in %s is read as %s, %v; want %s", day, hour, loc, got, err, at)
		}
	})
}

func TestAnHourThatComesTwiceIsTheFirstAndOneThatDoesNotComeIsRefused(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 4, 12, 12, 0, 0, 0, time.UTC)
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	got, err := instantOf("2027-10-31", "01:30", london, now)
	if want := time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC); err != nil || !got.Equal(want) {
		t.Errorf("the hour that comes twice is %s, %v; want %s", got.UTC(), err, want)
	}
	if _, err := instantOf("2028-03-26", "01:30", london, now); !errors.Is(err, errSkipped) {
		t.Errorf("the hour that does not come: %v", err)
	}
}

// FuzzInstantOf holds that whatever a form sends is read or refused in plain words.
func FuzzInstantOf(f *testing.F) {
	now := time.Date(2027, 4, 12, 12, 0, 0, 0, time.UTC)
	f.Add("2027-04-15", "09:30")
	f.Add("2027-04-15 09:30", "")
	f.Add("9999-99-99", "24:00:00")
	f.Fuzz(func(t *testing.T, day, hour string) {
		at, err := instantOf(day, hour, time.UTC, now)
		if err == nil && (!at.After(now) || at.Sub(now) > maxAhead || at.Format("2006-01-02 15:04") != day+" "+hour) {
			t.Errorf("%q %q is read as %s", day, hour, at)
		}
	})
}
