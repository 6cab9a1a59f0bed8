package policy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// opening is a stretch from one instant to another.
func opening(t testing.TB, opens, closes string) policy.Opening {
	t.Helper()
	return policy.Opening{Opens: instant(t, opens), Closes: instant(t, closes)}
}

func TestOpeningsAreWhenEverythingAllowsContact(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{})
	q := text(t, inside)
	q.Preferences.Wishes = "Tu,Th 09:00-12:00"
	q.History = history(t, "2027-01-04T15:30:00Z sms", "2026-12-31T15:30:00Z sms")
	want := []policy.Opening{ // two texts within seven days, until Thursday at half past ten
		opening(t, "2027-01-07T15:30:00Z", "2027-01-07T17:00:00Z"),
		opening(t, "2027-01-12T14:00:00Z", "2027-01-12T17:00:00Z"),
		opening(t, "2027-01-14T14:00:00Z", "2027-01-14T17:00:00Z"),
	}
	if diff := cmp.Diff(want, p.Openings(q, q.At.AddDate(0, 0, 14), 3)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[:2], p.Openings(q, want[2].Opens, 9)); diff != "" {
		t.Error(diff)
	}
	if got := p.Openings(q, q.At.AddDate(0, 0, 14), 0); len(got) > 0 {
		t.Errorf("none was asked for: %v", got)
	}
}

func TestOpeningsBeginNowAndEndAsTheReminderExpires(t *testing.T) {
	t.Parallel()
	q := text(t, inside)
	q.ExpiresAt = instant(t, "2027-01-06T20:00:00Z")
	want := []policy.Opening{opening(t, inside, "2027-01-06T00:00:00Z"), opening(t, "2027-01-06T14:00:00Z", "2027-01-06T20:00:00Z")}
	if diff := cmp.Diff(want, newPolicy(t, policy.Config{}).Openings(q, q.At.AddDate(0, 0, 14), 9)); diff != "" {
		t.Error(diff)
	}
}

func TestACapThatComesIntoForceClosesAnOpening(t *testing.T) {
	t.Parallel()
	p := with(t, packs.Row{ID: "cap", From: dateOf(t, "2027-01-06"), Cap: &packs.Cap{N: 1, Period: sevenOf(packs.RollingDays), Counts: packs.Attempts, Scope: packs.PerContact}})
	q := text(t, inside)
	q.History = history(t, "2027-01-05T14:00:00Z sms")
	got := p.Openings(q, q.At.AddDate(0, 0, 14), 9)
	if len(got) != 2 || got[0] != opening(t, inside, "2027-01-06T05:00:00Z") || !got[1].Opens.Equal(instant(t, "2027-01-12T14:00:00Z")) {
		t.Errorf("got %v", got)
	}
}

func TestThereAreNoOpeningsWhileSomethingElseIsInTheWay(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{})
	for name, change := range map[string]func(q *policy.Question){
		"held":        func(q *policy.Question) { q.Hold = "legal" },
		"paid":        func(q *policy.Question) { q.Paid = true },
		"no zone":     func(q *policy.Question) { q.Zones = nil },
		"never":       func(q *policy.Question) { q.Preferences.Wishes = "off" },
		"unreadable":  func(q *policy.Question) { q.Preferences.Wishes = "mornings" },
		"no address":  func(q *policy.Question) { q.Address = "" },
		"no such set": func(q *policy.Question) { q.Packs = []string{"atlantis"} },
	} {
		q := text(t, inside)
		change(&q)
		if got := p.Openings(q, q.At.AddDate(0, 0, 30), 9); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestHoursThatNeverCloseEndIn400Days(t *testing.T) {
	t.Parallel()
	q := text(t, inside)
	end := q.At.Add(400 * 24 * time.Hour)
	if d := windows(t, "24/7").Decide(q); d.Verdict != policy.Send || !d.WindowEnd.Equal(end) {
		t.Errorf("%s until %s", d.Verdict, d.WindowEnd)
	}
	if got := windows(t, "24/7").Openings(q, q.At.AddDate(9, 0, 0), 9); len(got) != 1 || got[0] != (policy.Opening{Opens: q.At, Closes: end}) {
		t.Errorf("got %v", got)
	}
}
