package main

import (
	"testing"
	"time"

	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/hours"
)

func TestTheDemoHasSomethingToShowAtAnyHour(t *testing.T) {
	t.Parallel()
	windows, err := hours.Parse(demoWindow)
	if err != nil {
		t.Fatal(err)
	}
	rules := policy.New(policy.Config{SendWindow: windows.String()})
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := start; at.Before(start.AddDate(1, 0, 0)); at = at.Add(431 * time.Minute) {
		var open, closed int
		zones := map[string]bool{}
		for _, in := range samples(at) {
			zones[in.Account.TimeZone] = true
			d := rules.Decide(policy.Question{At: at, Zones: []string{in.Account.TimeZone}, Address: "a@example.com"})
			switch {
			case d.Verdict == policy.Defer:
				closed++
			case d.Verdict == policy.Send && d.WindowEnd.Sub(at) > 30*time.Minute:
				open++
			}
		}
		if open != 3 || closed != 1 || len(zones) != 3 {
			t.Fatalf("%s: %d go out, %d wait, %d zones; want 3, 1, 3", at.Format(time.RFC3339), open, closed, len(zones))
		}
	}
}
