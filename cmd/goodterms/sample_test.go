package main

import (
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/policy"
)

func TestTheDemoHasSomethingToShowAtAnyHour(t *testing.T) {
	t.Parallel()
	cfg, err := config.Load("", nil, map[string]any{"send_window": demoWindow, "contact_rules.change": demoChanges})
	if err != nil {
		t.Fatal(err)
	}
	settings, err := cfg.PolicyConfig()
	if err != nil {
		t.Fatal(err)
	}
	rules := policy.New(settings)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := start; at.Before(start.AddDate(1, 0, 0)); at = at.Add(431 * time.Minute) {
		var open, closed int
		zones := map[string]bool{}
		for _, in := range samples(at) {
			zones[in.Account.TimeZone] = true
			d := rules.Decide(policy.Question{At: at, Channel: in.Channels[0], Zones: []string{in.Account.TimeZone},
				Kind: in.Account.Kind, Region: in.Account.Region, Address: "a", Consents: in.Consents})
			switch {
			case d.Verdict == policy.Defer:
				closed++
			case d.Verdict == policy.Send && d.WindowEnd.Sub(at) > 30*time.Minute:
				open++
			}
		}
		books := spare(at)
		if d := rules.Decide(policy.Question{At: at, Channel: channels.SMS, Zones: []string{books.Account.TimeZone}, Kind: account.Business, Region: books.Account.Region,
			Address: "a"}); d.Verdict != policy.Send || !books.SendAt.After(at) {
			t.Fatalf("%s: a text sent by hand: %s", at.Format(time.RFC3339), d.Verdict)
		}
		if open != 3 || closed != 1 || len(zones) != 3 {
			t.Fatalf("%s: %d go out, %d wait, %d zones; want 3, 1, 3", at.Format(time.RFC3339), open, closed, len(zones))
		}
	}
}
