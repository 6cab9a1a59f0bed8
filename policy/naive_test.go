package policy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
)

// model is a week as a naive reader sees it: which minutes of which day are open.
type model [7][minutesPerDay]bool

const minutesPerDay = 24 * 60

// open asks the clock on the wall of each zone, one at a time.
func (m *model) open(at time.Time, locs []*time.Location) bool {
	for _, loc := range locs {
		local := at.In(loc)
		if !m[local.Weekday()][local.Hour()*60+local.Minute()] {
			return false
		}
	}
	return true
}

// reach is how far the naive search goes.
const reach = 9 * 24 * time.Hour

// next steps from minute to minute until the answer is the one that is wanted.
func (m *model) next(at time.Time, locs []*time.Location, want bool) (time.Time, bool) {
	end := at.Add(reach)
	for ; at.Before(end); at = at.Truncate(time.Minute).Add(time.Minute) {
		if m.open(at, locs) == want {
			return at, true
		}
	}
	return end, false
}

// drawWindows makes a text of hours and, apart from it, what it means.
func drawWindows(t *rapid.T) (string, *model) {
	var m model
	var rules []string
	for range rapid.IntRange(1, 4).Draw(t, "rules") {
		first := rapid.IntRange(0, 6).Draw(t, "first day")
		last := rapid.IntRange(0, 6).Draw(t, "last day")
		hours, day := drawHours(t)
		for d := first; ; d = (d + 1) % 7 {
			m[(d+1)%7] = day
			if d == last {
				break
			}
		}
		names := strings.Fields("Mo Tu We Th Fr Sa Su")
		rules = append(rules, names[first]+"-"+names[last]+" "+hours)
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

// changes are the instants from 2024 to 2030 at which the clocks of a zone jump.
func changes(loc *time.Location) []time.Time {
	var out []time.Time
	_, last := date(2024).In(loc).Zone()
	for at := date(2024); at.Before(date(2031)); at = at.Add(30 * time.Minute) {
		if _, offset := at.In(loc).Zone(); offset != last {
			out = append(out, at)
			last = offset
		}
	}
	return out
}

// world is every zone of the IANA database's zone.tab with its changes, each kind
// of clock once.
type world struct {
	zones   []string
	changes map[string][]time.Time
}

func loadWorld(t *testing.T) world {
	t.Helper()
	w, seen := world{changes: map[string][]time.Time{}}, map[string]bool{}
	for _, row := range zoneTab(t) {
		if clock := offsets(t, row[1]); !seen[clock] {
			seen[clock] = true
			w.zones = append(w.zones, row[1])
			w.changes[row[1]] = changes(location(t, row[1]))
		}
	}
	return w
}

// drawInstant prefers the days around a change of one of the zones.
func (w world) drawInstant(t *rapid.T, zones []string) time.Time {
	seconds := rapid.Int64Range(date(2024).Unix(), date(2031).Unix()-1).Draw(t, "instant")
	jumps := w.changes[zones[0]]
	if len(jumps) == 0 || rapid.Bool().Draw(t, "anywhere") {
		return time.Unix(seconds, rapid.Int64Range(0, 999_999_999).Draw(t, "fraction")).UTC()
	}
	jump := rapid.SampledFrom(jumps).Draw(t, "change")
	return jump.Add(time.Duration(rapid.Int64Range(-3*86400, 86400).Draw(t, "seconds from the change")) * time.Second)
}

func TestNextOpeningIsWhatAMinuteByMinuteReaderFinds(t *testing.T) {
	t.Parallel()
	w := loadWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		text, m := drawWindows(t)
		p := policy.New(policy.Config{SendWindow: text})
		zones := rapid.SliceOfNDistinct(rapid.SampledFrom(w.zones), 1, 3, rapid.ID[string]).Draw(t, "zones")
		for range 3 { // what is remembered from the first must not change the second
			compareNext(t, p, m, w.drawInstant(t, zones), zones)
		}
	})
}

func compareNext(t *rapid.T, p *policy.Policy, m *model, at time.Time, zones []string) {
	var locs []*time.Location
	for _, zone := range zones {
		loc, err := account.LoadZone(zone)
		if err != nil {
			t.Fatal(err)
		}
		locs = append(locs, loc)
	}
	want, found := m.next(at, locs, true)
	start, end, ok := p.NextOpening(at, zones)
	if found && (!ok || !start.Equal(want)) || !found && ok && start.Before(want) {
		t.Fatalf("%s in %v: opens %s (%v), want %s (%v)", at, zones, start, ok, want, found)
	}
	if !found {
		return
	}
	wantEnd, closes := m.next(start, locs, false)
	if closes && !end.Equal(wantEnd) || !closes && end.Before(wantEnd) {
		t.Fatalf("%s in %v: closes %s, want %s", at, zones, end, wantEnd)
	}
}

func TestDecisionsAreWhatAMinuteByMinuteReaderFinds(t *testing.T) {
	t.Parallel()
	w := loadWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		text, m := drawWindows(t)
		p := policy.New(policy.Config{SendWindow: text})
		zone := rapid.SampledFrom(w.zones).Draw(t, "zone")
		loc, err := account.LoadZone(zone)
		if err != nil {
			t.Fatal(err)
		}
		q := policy.Question{At: w.drawInstant(t, []string{zone}), Zone: zone, HasWay: true}
		d := p.Decide(q)
		if (d.Verdict == policy.Send) != m.open(q.At, []*time.Location{loc}) {
			t.Fatalf("%s in %s: %s", q.At, zone, d.Verdict)
		}
		if want, found := m.next(q.At, []*time.Location{loc}, true); d.Verdict == policy.Defer && (!found || !d.Until.Equal(want)) {
			t.Fatalf("%s in %s: until %s, want %s", q.At, zone, d.Until, want)
		}
	})
}

func TestEveryMinuteAroundEveryClockChangeOfTheWorldIsRight(t *testing.T) {
	t.Parallel()
	const text = "Mo-Su 00:00-01:30,02:15-03:00,08:00-21:00"
	var m model
	for day := range m {
		for minute := range m[day] {
			m[day][minute] = minute < 90 || 135 <= minute && minute < 180 || 480 <= minute && minute < 1260
		}
	}
	w, p := loadWorld(t), policy.New(policy.Config{SendWindow: text})
	for _, zone := range w.zones {
		locs := []*time.Location{location(t, zone)}
		for _, change := range w.changes[zone] {
			for at := change.Add(-9 * time.Hour); at.Before(change.Add(9 * time.Hour)); at = at.Add(time.Minute) {
				d := p.Decide(policy.Question{At: at, Zone: zone, HasWay: true})
				if (d.Verdict == policy.Send) != m.open(at, locs) {
					t.Fatalf("%s in %s: %s", at.In(locs[0]), zone, d.Verdict)
				}
			}
		}
	}
}
