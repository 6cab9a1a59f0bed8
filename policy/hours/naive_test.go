package hours_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy/hours"
)

// model is a week as a naive reader sees it: which minutes of which day are open,
// with public holidays as an eighth day that may count.
type model struct {
	minutes [8][minutesPerDay]bool
	feasts  bool
}

const minutesPerDay = 24 * 60

// open asks the clock on the wall.
func (m *model) open(at time.Time, loc *time.Location, calendar feasts) bool {
	local := at.In(loc)
	day := int(local.Weekday())
	if m.feasts && calendar[local.Format(time.DateOnly)] {
		day = 7
	}
	return m.minutes[day][local.Hour()*60+local.Minute()]
}

// next steps from minute to minute until the answer is the one that is wanted.
func (m *model) next(at, end time.Time, loc *time.Location, calendar feasts, want bool) (time.Time, bool) {
	for ; at.Before(end); at = at.Truncate(time.Minute).Add(time.Minute) {
		if m.open(at, loc, calendar) == want {
			return at, true
		}
	}
	return end, false
}

// drawWindows makes a text of hours and, apart from it, what it means.
func drawWindows(t *rapid.T) (string, *model) {
	var m model
	var rules []string
	names := strings.Fields("Mo Tu We Th Fr Sa Su")
	for range rapid.IntRange(1, 4).Draw(t, "rules") {
		text, day := drawHours(t)
		if rapid.IntRange(0, 3).Draw(t, "about holidays") == 0 {
			m.minutes[7], m.feasts = day, true
			rules = append(rules, "PH "+text)
			continue
		}
		first, last := rapid.IntRange(0, 6).Draw(t, "first day"), rapid.IntRange(0, 6).Draw(t, "last day")
		for d := first; ; d = (d + 1) % 7 {
			m.minutes[(d+1)%7] = day
			if d == last {
				break
			}
		}
		rules = append(rules, names[first]+"-"+names[last]+" "+text)
	}
	return strings.Join(rules, "; "), &m
}

func drawHours(t *rapid.T) (string, [minutesPerDay]bool) {
	var day [minutesPerDay]bool
	var texts []string
	for range rapid.IntRange(0, 3).Draw(t, "intervals") {
		step := rapid.SampledFrom([]int{1, 15, 60}).Draw(t, "step")
		start := step * rapid.IntRange(0, minutesPerDay/step-1).Draw(t, "start")
		end := start + step*rapid.IntRange(1, (minutesPerDay-start)/step).Draw(t, "length")
		for minute := start; minute < end; minute++ {
			day[minute] = true
		}
		texts = append(texts, fmt.Sprintf("%02d:%02d-%02d:%02d", start/60, start%60, end/60, end%60))
	}
	if texts == nil {
		return "off", day
	}
	return strings.Join(texts, ","), day
}

// jumpy are zones whose clocks do all that clocks do: half hours, missing
// midnights, Ramadan, changes of law, quarters of an hour.
var jumpy = []string{
	"America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "America/Havana", "America/Asuncion",
	"Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "America/Nuuk", "America/Scoresbysund", "Asia/Almaty", "Asia/Kathmandu",
	"Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll", "Europe/Chisinau", "Asia/Gaza", "America/St_Johns", "UTC",
}

// drawInstant prefers the days around a change of the clocks.
func drawInstant(t *rapid.T, loc *time.Location) time.Time {
	at := time.Unix(rapid.Int64Range(1_704_067_200, 1_924_991_999).Draw(t, "instant"), 0) // 2024 to 2030
	if _, end := at.In(loc).ZoneBounds(); !end.IsZero() && rapid.Bool().Draw(t, "near a change") {
		return end.Add(time.Duration(rapid.Int64Range(-86400, 86400).Draw(t, "seconds from the change")) * time.Second)
	}
	return at
}

func TestSeekFindsWhatAMinuteByMinuteReaderFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, m := drawWindows(t)
		w, err := hours.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		loc, err := account.LoadZone(rapid.SampledFrom(jumpy).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		clock := hours.NewClock(loc)
		for range 3 { // what the clock remembers must not change an answer
			at := drawInstant(t, loc)
			end := at.Add(9 * 24 * time.Hour)
			calendar := feasts{}
			for range 2 {
				calendar[at.AddDate(0, 0, rapid.IntRange(-1, 8).Draw(t, "holiday")).UTC().Format(time.DateOnly)] = true
			}
			open := rapid.Bool().Draw(t, "open")
			want, found := m.next(at, end, loc, calendar, open)
			got, ok := w.Seek(&clock, calendar, at.Unix(), end.Unix(), open)
			if ok != found || got != want.Unix() {
				t.Fatalf("%q from %s: %s (%v), want %s (%v)", text, at.In(loc), utc(got), ok, want.UTC(), found)
			}
		}
	})
}

// civil lists the zones of the IANA database's zone.tab.
func civil(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../testdata/zone.tab")
	if err != nil {
		t.Fatal(err)
	}
	var zones []string
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); !strings.HasPrefix(line, "#") {
			zones = append(zones, fields[2])
		}
	}
	return zones
}

func TestEveryMinuteAroundEveryClockChangeOfTheWorldIsRight(t *testing.T) {
	t.Parallel()
	var m model
	for day := range m.minutes {
		for minute := range m.minutes[day] {
			m.minutes[day][minute] = minute < 90 || 135 <= minute && minute < 180 || 480 <= minute && minute < 1260
		}
	}
	w, changes := windows(t, "Mo-Su 00:00-01:30,02:15-03:00,08:00-21:00"), 0
	for _, zone := range civil(t) {
		clock, loc := clockOf(t, zone), location(t, zone)
		for at := instant(t, "2024-01-01T00:00:00Z"); at.Year() < 2031; changes++ {
			_, change := at.In(loc).ZoneBounds()
			if change.IsZero() {
				break
			}
			for minute := change.Add(-9 * time.Hour); minute.Before(change.Add(9 * time.Hour)); minute = minute.Add(time.Minute) {
				local, _ := clock.Local(minute.Unix())
				if open, _ := w.At(local, nil); open != m.open(minute, loc, nil) {
					t.Fatalf("%s in %s: open %v", minute.In(loc), zone, open)
				}
			}
			at = change.Add(24 * time.Hour) // past the day that ends a leap year early
		}
	}
	if changes < 2000 {
		t.Errorf("only %d changes were looked at", changes)
	}
}

func location(t testing.TB, zone string) *time.Location {
	t.Helper()
	loc, err := account.LoadZone(zone)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}
