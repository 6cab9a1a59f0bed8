package packs_test

import (
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/packs"
)

func TestRowsOfShippedPacksExplainThemselves(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]string{
		"us-federal.hours": "Open Mo-Su 08:00-21:00. Covers customers: consumers; who collects: creditors under another name, agencies. In force from 2021-11-30.",
		"us-federal.calls": "At most 7 attempts within 7 calendar days per invoice, unless the customer asked for it. " +
			"Covers customers: consumers; who collects: creditors under another name, agencies; channels: voice. In force from 2021-11-30.",
		"us-federal.after-conversation": "None within 7 calendar days of a conversation per invoice, unless the customer asked for it. " +
			"Covers customers: consumers; who collects: creditors under another name, agencies; channels: voice. In force from 2021-11-30.",
		"us-ma.household-hours":    "Open Mo-Su 08:00-21:00, on the clocks of America/New_York too. Covers customers: consumers; who collects: creditors, creditors under another name; channels: voice.",
		"us-fl.hours-with-email":   "Open Mo-Su 08:00-21:00. Covers customers: consumers. In force until 2025-05-16.",
		"us-dc.electronic-consent": "Only with consent for the channel. Covers customers: consumers; channels: email, sms; from 31 days overdue on. In force from 2023-01-01.",
		"us-tcpa.sales-holidays":   "Closed PH. Covers customers: consumers, sole traders; channels: sms, voice; content: marketing; only in US-AL, US-LA, US-RI, US-UT.",
		"courteous.month":          "At most 10 attempts within a calendar month per contact.",
		"courteous.opt-out-line":   "A duty (opt_out_line), not decided before sending. Covers channels: email, sms.",
	} {
		if got := row(t, rule).Explain(); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", rule, got, want)
		}
	}
}

func TestRowsExplainDaysAndReasons(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]packs.Row{
		"Closed Sa, Su, PH.": {Closed: windows(t, "24/7; Sa-Su,PH off")},
		"Never: The law forbids it. Covers who collects: agencies; stage: legal; not in US-MA. In force from 2026-01-01 until 2027-01-01.": {
			Stop: "The law forbids it.", Roles: []account.Role{account.ThirdParty}, Stages: []account.Stage{account.StageLegal},
			NotRegions: []string{"US-MA"}, From: account.Date{Year: 2026, Month: 1, Day: 1}, Until: account.Date{Year: 2027, Month: 1, Day: 1},
		},
		"At most 1 contact within 1 calendar day per address, counting every channel. Covers channels: sms.": {
			Channels: []channels.Kind{channels.SMS},
			Cap:      &packs.Cap{N: 1, Period: packs.Period{N: 1, Unit: packs.CalendarDays}, Counts: packs.Contacts, Scope: packs.PerAddress},
		},
	} {
		if got := r.Explain(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// row finds a row of a shipped pack by the name of its rule.
func row(t *testing.T, rule string) *packs.Row {
	t.Helper()
	for _, p := range shipped(t).All() {
		for i := range p.Rows {
			if p.Rule(&p.Rows[i]) == rule {
				return &p.Rows[i]
			}
		}
	}
	t.Fatalf("no row is called %s", rule)
	return nil
}
