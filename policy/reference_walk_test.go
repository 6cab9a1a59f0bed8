package policy_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

func TestEveryChangeOfEveryClockIsReadAlikeTwice(t *testing.T) {
	t.Parallel()
	daily := packs.Row{ID: "day", Text: "One a day.", Evidence: packs.Own, On: true, Cap: &packs.Cap{
		N: 1, Period: packs.Period{N: 1, Unit: packs.CalendarDays}, Counts: packs.Attempts, Scope: packs.PerAccount,
	}}
	c := policy.Config{Library: packs.NewLibrary(&packs.Pack{ID: "daily", Title: "Daily", Version: "2026-11-21", Rows: []packs.Row{daily}})}
	p, known := policy.New(c), map[aroundKey]reading{}
	for _, zone := range everyZone() {
		loc := place(t, zone)[0]
		for _, moved := range append(leapDays(), transitions(zone)...) {
			key := aroundKey{moved.Unix(), zoneOffset(moved.Add(-time.Second), loc), zoneOffset(moved, loc), 0}
			for i, q := range questionsAround(zone, moved) {
				key.question = i
				want, ok := known[key]
				if !ok {
					want = newReference(c, q).decide(3 * 24 * time.Hour)
					known[key] = want
				}
				d := p.Decide(q)
				if d.Verdict != want.verdict || !d.Until.Equal(want.until) || !slices.Equal(decisionRules(d), want.rules) {
					t.Fatalf("got %s until %s because %q\nwant %s until %s because %q\n%s", d.Verdict, d.Until, decisionRules(d),
						want.verdict, want.until, want.rules, scene{c, q})
				}
			}
		}
	}
}

// aroundKey is what the reference's answer to a question around a change depends
// on: when the clocks are moved, and what they show before and after.
type aroundKey struct {
	moved                   int64
	before, after, question int
}

// leapDays are days on which the time package ends the year early.
func leapDays() []time.Time {
	return []time.Time{time.Date(2024, 12, 31, 12, 0, 0, 0, time.UTC), time.Date(2028, 12, 31, 12, 0, 0, 0, time.UTC)}
}

// questionsAround ask just before, at and after a change of the clocks: with edges
// of hours inside the gap or the fold and next to it, with a pause until the day,
// and with a contact on the day.
func questionsAround(zone string, moved time.Time) []policy.Question {
	loc, err := account.LoadZone(zone)
	if err != nil {
		panic(err)
	}
	q := policy.Question{Channel: channels.SMS, Address: "a1", Zones: []string{zone}, Packs: []string{}, Profile: policy.None}
	shift := time.Duration(zoneOffset(moved, loc)-zoneOffset(moved.Add(-time.Second), loc)) * time.Second
	var list []policy.Question
	ask := func(offsets ...time.Duration) {
		for _, offset := range offsets {
			q.At = moved.Add(offset)
			list = append(list, q)
		}
	}
	for _, edge := range []time.Duration{0, shift / 2, shift} {
		wall := moved.Add(edge).In(loc)
		minute := max(1, min(wall.Hour()*60+wall.Minute(), referenceMinutes-2))
		text := fmt.Sprintf("%02d:%02d", minute/60, minute%60)
		next := fmt.Sprintf("%02d:%02d", (minute+1)/60, (minute+1)%60)
		for _, q.AccountWindow = range []string{"Mo-Su " + text + "-24:00", "Mo-Su 00:00-" + text} {
			ask(-shift.Abs(), -time.Microsecond, 0, shift.Abs()-time.Microsecond, shift.Abs())
		}
		q.AccountWindow = "Mo-Su " + text + "-" + next
		ask(-time.Microsecond, 0)
	}
	q.AccountWindow = ""
	for _, days := range []int{0, 1} {
		q.Preferences.PauseUntil = account.DateOf(moved.AddDate(0, 0, days).In(loc))
		ask(-time.Microsecond, 0)
	}
	q.Preferences.PauseUntil = account.Date{}
	q.Packs = []string{"daily"}
	for _, ago := range []time.Duration{time.Second, 90 * time.Minute, 25 * time.Hour} {
		q.History = []account.Entry{{At: moved.Add(-ago), Channel: channels.SMS}}
		ask(-time.Microsecond, 0, 23*time.Hour)
	}
	return list
}

func TestWhereTheContactMayBeIsReadAlikeTwice(t *testing.T) {
	t.Parallel()
	var prefixes, regions []string
	for prefix := range evidenceTables()["phones"] {
		prefixes = append(prefixes, "+"+prefix)
	}
	for _, table := range []string{"regions", "countries"} {
		for region := range evidenceTables()[table] {
			regions = append(regions, region)
		}
	}
	slices.Sort(prefixes)
	slices.Sort(regions)
	p := policy.New(policy.Config{Profile: policy.None})
	rapid.Check(t, func(t *rapid.T) {
		q := policy.Question{At: lastInstant, Channel: channels.SMS, Address: "a1", Packs: []string{}}
		q.AddressZones = rapid.SliceOfN(rapid.SampledFrom(countryZones()), 0, 2).Draw(t, "address zones")
		for range rapid.IntRange(0, 3).Draw(t, "phones") {
			number := pick(t, "prefix", prefixes...) + rapid.StringMatching("[2-9][0-9]{6}").Draw(t, "number")
			q.Phones = append(q.Phones, number)
		}
		q.Region = maybe(t, 2, "region", func(t *rapid.T) string { return pick(t, "where", regions...) })
		want, _ := referenceZones(q)
		got := slices.Sorted(slices.Values(p.Decide(q).Zones))
		if len(want)+len(got) > 0 && !slices.Equal(want, got) {
			t.Fatalf("%v %v %q: %s", q.AddressZones, q.Phones, q.Region, cmp.Diff(want, got))
		}
	})
}

func TestTheSearchEndsAfter400Days(t *testing.T) {
	t.Parallel()
	at := time.Date(2027, 3, 1, 10, 30, 0, 0, time.UTC)
	q := policy.Question{At: at, Channel: channels.SMS, Address: "a1", Zones: []string{"Etc/UTC"}, Packs: []string{}}
	far, beyond, never := q, q, q
	far.Preferences.PauseUntil = account.DateOf(at.AddDate(0, 0, 400))
	beyond.Preferences.PauseUntil = account.DateOf(at.AddDate(0, 0, 401))
	never.Zones, never.AccountWindow = []string{"Europe/Berlin", "America/New_York"}, "Mo-Su 09:00-13:00"
	c := policy.Config{Profile: policy.None}
	for _, tt := range []struct {
		name string
		q    policy.Question
		want policy.Verdict
	}{{"within", far, policy.Defer}, {"beyond", beyond, policy.Hold}, {"never", never, policy.Hold}} {
		want := newReference(c, tt.q).decide(400 * 24 * time.Hour)
		got := policy.New(c).Decide(tt.q)
		if got.Verdict != tt.want || !got.Until.Equal(want.until) || want.far != (tt.want == policy.Hold) {
			t.Errorf("%s: got %s until %s, want %s until %s", tt.name, got.Verdict, got.Until, tt.want, want.until)
		}
	}
}
