package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// How far the reference looks for an opening, minute by minute.
const farthest = 9 * 24 * time.Hour

func TestDecisionsAreWhatASecondReadingOfTheRulesFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, nil)
		compareDecision(t, s, policy.New(s.c).Decide(s.q))
	})
}

func TestCapsAndPausesCountLikeASecondReading(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := policy.Question{Zones: drawZones(t), Channel: pick(t, "channel", channels.Kinds()...)}
		q.At = drawInstant(t, q.Zones)
		drawMatter(t, &q)
		q.Profile, q.Packs, q.Answering = policy.None, []string{"limits"}, seldom(t, 20, "answer")
		q.History = drawHistory(t, q)
		s := scene{policy.Config{Library: packs.NewLibrary(drawLimits(t, q.At))}, q}
		compareDecision(t, s, policy.New(s.c).Decide(s.q))
	})
}

// fataler is a test or one case of a property.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// compareDecision holds a decision to what the reference says.
func compareDecision(t fataler, s scene, got policy.Decision) {
	t.Helper()
	r := newReference(s.c, s.q)
	want := r.decide(farthest)
	gotRules := decisionRules(got)
	switch {
	case want.far: // where no hour suits all zones they are asked for, and the time may run out
		gotRules = slices.DeleteFunc(gotRules, func(rule string) bool {
			return !slices.Contains(want.rules, rule) && (rule == "zone" || rule == "expired" && !s.q.ExpiresAt.IsZero())
		})
	case !r.placed: // without a place nothing is said about time
		gotRules = gotRules[:min(len(want.rules), len(gotRules))]
	}
	far := want.far && want.verdict == policy.Defer
	if !slices.Equal(gotRules, want.rules) || !far && (got.Verdict != want.verdict || !got.Until.Equal(want.until)) {
		t.Fatalf("got %s until %s because %q\nwant %s until %s because %q\n%s", got.Verdict, got.Until, decisionRules(got),
			want.verdict, want.until, want.rules, s)
	}
	if far {
		compareFar(t, s, r, got)
	}
}

// compareFar holds a decision to a reference that found no opening within its reach.
func compareFar(t fataler, s scene, r *reference, got policy.Decision) {
	t.Helper()
	expires := !s.q.ExpiresAt.IsZero()
	end := s.q.At.AddDate(0, 0, 400)
	if got.Verdict == policy.Defer {
		end = got.Until
	}
	late := got.Verdict == policy.Defer && !expires && end.After(s.q.At.Add(farthest)) && r.allowed(end) && !r.allowed(end.Add(-time.Microsecond))
	if !late && got.Verdict != policy.Hold && !(expires && got.Verdict == policy.Expire) {
		t.Fatalf("got %s until %s, want an opening after %s\n%s", got.Verdict, got.Until, farthest, s)
	}
	for at := s.q.At.Truncate(time.Hour).Add(time.Hour); at.Before(end); at = at.Add(4*time.Hour + time.Minute) {
		if r.allowed(at) && got.Verdict != policy.Expire {
			t.Fatalf("got %s until %s, but %s is open\n%s", got.Verdict, got.Until, at, s)
		}
	}
}

func decisionRules(d policy.Decision) []string {
	var rules []string
	for _, because := range d.Because {
		rules = append(rules, because.Rule)
	}
	return rules
}

// String tells what is needed to ask again: settings, question and the rows that
// cover it.
func (s scene) String() string {
	var b strings.Builder
	c := s.c
	c.Library = nil
	fmt.Fprintf(&b, "config %+v\nquestion %+v\n", c, s.q)
	for _, row := range newReference(s.c, s.q).rows {
		if row.Duty == "" {
			fmt.Fprintf(&b, "%s window %v %s closed %v cap %+v pause %+v consent %v stop %q from %s until %s\n",
				row.rule, row.Window, row.Zone, row.Closed, row.Cap, row.Pause, row.Consent, row.Stop, row.From, row.Until)
		}
	}
	return b.String()
}

func TestUntilIsAllowedAndNothingEarlierIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, nil)
		p := policy.New(s.c)
		d := p.Decide(s.q)
		if d.Verdict != policy.Defer {
			return
		}
		r := newReference(s.c, s.q)
		if !r.allowed(d.Until) || r.allowed(d.Until.Add(-time.Microsecond)) || !d.Until.After(s.q.At) {
			t.Fatalf("until %s is no opening\n%s", d.Until, s)
		}
		again := s.q
		again.At = d.Until
		if then := p.Decide(again); then.Verdict != policy.Send {
			t.Fatalf("at %s: %s because %q\n%s", d.Until, then.Verdict, decisionRules(then), s)
		}
		span := int64(d.Until.Sub(s.q.At) / time.Microsecond)
		for range 50 {
			again.At = s.q.At.Add(time.Duration(rapid.Int64Range(0, span-1).Draw(t, "earlier")) * time.Microsecond)
			if before := p.Decide(again); before.Verdict != policy.Defer || !before.Until.Equal(d.Until) {
				t.Fatalf("at %s: %s until %s, but later until %s\n%s", again.At, before.Verdict, before.Until, d.Until, s)
			}
		}
	})
}

func TestOpeningsAreTheStretchesThatASecondReadingAllows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, nil)
		s.q.ExpiresAt = time.Time{}
		until, most := s.q.At.Add(drawSpan(t, 6*24*time.Hour)), rapid.IntRange(1, 30).Draw(t, "most")
		got := clip(policy.New(s.c).Openings(s.q, until, most), until)
		want := newReference(s.c, s.q).openings(until)
		if want = want[:min(most, len(want))]; !cmp.Equal(want, got) && len(want)+len(got) > 0 {
			t.Fatalf("before %s at most %d: (-want +got) %s\n%s", until, most, cmp.Diff(want, got), s)
		}
	})
}

func TestWindowEndIsTheEndOfTheHours(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, nil)
		d := policy.New(s.c).Decide(s.q)
		s.q.At = later(s.q.At, d.Until)
		r := newReference(s.c, s.q)
		if d.WindowEnd.IsZero() || r.answering {
			return
		}
		// What has left has been counted already: caps do not end it.
		r.rows = slices.DeleteFunc(r.rows, func(row referenceRow) bool { return row.Cap != nil || row.Pause != nil })
		end := s.q.At.Add(3 * 24 * time.Hour)
		if e := s.q.ExpiresAt; !e.IsZero() && e.Before(end) {
			end = e
		}
		open := r.openings(end)[0]
		if !open.Opens.Equal(s.q.At) || open.Closes.Before(end) && !open.Closes.Equal(d.WindowEnd) || d.WindowEnd.Before(open.Closes) {
			t.Fatalf("%s until %s, window end %s, want %s\n%s", d.Verdict, d.Until, d.WindowEnd, open, s)
		}
	})
}

func drawSpan(t *rapid.T, most time.Duration) time.Duration {
	return time.Duration(rapid.Int64Range(1, int64(most/time.Second)).Draw(t, "span")) * time.Second
}

// clip ends what goes on for longer than was asked.
func clip(list []policy.Opening, end time.Time) []policy.Opening {
	for i := range list {
		if list[i].Closes.After(end) {
			list[i].Closes = end
		}
	}
	return list
}

func TestManyDecisionsAreThoseOfEachQuestionAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, nil)
		qs := []policy.Question{s.q}
		for range rapid.IntRange(1, 8).Draw(t, "more") {
			other := drawScene(t, s.c.Library).q
			if rapid.Bool().Draw(t, "same place") {
				other.At, other.Zones = s.q.At.Add(drawOffset(t, 48*time.Hour)), s.q.Zones
			}
			qs = append(qs, other)
		}
		all := policy.New(s.c).DecideAll(qs)
		for i, q := range qs {
			if diff := cmp.Diff(policy.New(s.c).Decide(q), all[i]); diff != "" {
				t.Fatalf("question %d: %s\n%s", i, diff, scene{s.c, q})
			}
		}
	})
}

func TestTheShippedPacksAreReadAlikeTwice(t *testing.T) {
	t.Parallel()
	library, err := packs.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, library)
		p := pick(t, "pack", library.All()...)
		s.q.Packs = pick(t, "shipped packs", nil, []string{p.ID}, packIDs(library))
		if len(p.Regions) > 0 {
			s.q.Region = pick(t, "its region", append(slices.Clone(p.Regions), s.q.Region)...)
		}
		compareDecision(t, s, policy.New(s.c).Decide(s.q))
	})
}
