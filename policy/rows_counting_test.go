package policy_test

import (
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// counting says what a cap or a pause counts: when there were n of it in the history,
// all at one time, the contact waits; and what it does not count.
type counting struct {
	rule  string
	n     int
	from  string // of the history; empty: Wednesday the third at ten
	at    string // of the contact; empty: Friday the fifth at noon
	until string
	with  rowWith
	yes   []string // as had reads them; the first of them is one too few when there are n-1
	no    []string
	off   bool
}

// cases are the lines that it stands for.
func (c counting) cases() []rowCase {
	from, at := orElse(c.from, "2027-02-03 10:00"), orElse(c.at, "Fri 2027-02-05 12:00:00")
	made := []rowCase{sent(c.rule, "one fewer of "+c.yes[0], at, c.with, filled(c.n-1, c.yes[0], from))}
	for _, what := range c.yes {
		made = append(made, deferred(c.rule, "counts "+what, at, c.until, c.with, filled(c.n, what, from)))
	}
	for _, what := range c.no {
		made = append(made, sent(c.rule, "does not count "+what, at, c.with, filled(c.n, what, from)))
	}
	for i := range made {
		made[i].off = c.off
	}
	return made
}

// counts is the table with cases about what its caps count in place of its own.
func (table rowTable) counts(countings ...counting) rowTable {
	table.cases = nil
	for _, c := range countings {
		table.cases = append(table.cases, c.cases()...)
	}
	return table
}

// countingTables say for every cap whose entries it counts: other invoices (INV-2),
// other contacts of the account (another), contacts that were asked for, outcomes.
var countingTables = []rowTable{
	usFederalRows.counts(
		counting{rule: "us-federal.calls", n: 7, with: viaVoice, until: "Wed 2027-02-10 08:00:00",
			yes: []string{"voice no_answer", "voice voicemail", "voice"},
			no:  []string{"voice no_answer INV-2", "asked voice no_answer", "in voice voicemail", "voice busy", "voice not_in_service", "voice wrong_number", "sms delivered"}},
		counting{rule: "us-federal.after-conversation", n: 1, with: viaVoice, until: "Wed 2027-02-10 08:00:00",
			yes: []string{"voice conversation", "in voice conversation", "asked voice conversation"},
			no:  []string{"voice conversation INV-2", "voice voicemail", "voice no_answer", "sms replied"}},
	),
	usTCPARows.counts(
		counting{rule: "us-tcpa.landline-calls", n: 3, with: consenting(channels.Voice, "Sat 2027-01-02 15:00:00"), until: "Fri 2027-03-05 00:00:00", off: true,
			yes: []string{"voice no_answer", "voice voicemail elsewhere", "voice no_answer another", "voice no_answer INV-2"},
			no:  []string{"voice no_answer other-number", "asked voice no_answer", "sms delivered", "voice busy"}},
	),
	usSalesRows.counts(
		counting{rule: "us-tcpa.sales-calls-fl-ok-md", n: 3, with: inRegion("US-FL"), from: "2027-02-05 09:00", until: "Sat 2027-02-06 09:00:00",
			yes: []string{"sms delivered", "asked sms delivered", "sms delivered INV-2", "voice no_answer"},
			no:  []string{"sms delivered another", "email delivered", "in sms"}},
	),
	usMARows.counts(
		counting{rule: "us-ma.contacts", n: 2, with: viaSMS, until: "Wed 2027-02-10 08:00:00",
			yes: []string{"sms delivered", "asked voice no_answer", "voice voicemail another"},
			no:  []string{"sms delivered INV-2", "email delivered", "in sms", "voice busy"}},
	),
	usMAAgencyRows.counts(
		counting{rule: "us-ma.contacts-agencies", n: 2, with: viaVoice, until: "Wed 2027-02-10 08:00:00",
			yes: []string{"sms delivered", "asked voice no_answer", "voice voicemail another"},
			no:  []string{"sms delivered INV-2", "email delivered", "in sms", "voice busy"}},
	),
	usMAElsewhereRows.counts(
		counting{rule: "us-ma.contacts-elsewhere", n: 2, from: "2027-01-20 10:00", with: viaSMS, until: "Fri 2027-02-19 08:00:00", off: true,
			yes: []string{"sms delivered", "asked voice no_answer", "voice voicemail another"},
			no:  []string{"sms delivered INV-2", "email delivered", "in sms", "voice busy"}},
	),
	usDCRows.counts(
		counting{rule: "us-dc.calls", n: 4, with: viaVoice, until: "Wed 2027-02-10 08:00:00",
			yes: []string{"voice no_answer", "asked voice no_answer", "voice no_answer INV-2", "voice no_answer another"},
			no:  []string{"email delivered", "in voice conversation", "voice not_in_service"}},
		counting{rule: "us-dc.electronic", n: 5, with: viaEmail, until: "Wed 2027-02-10 08:00:00",
			yes: []string{"email delivered", "asked sms delivered", "sms delivered INV-2", "email delivered another"},
			no:  []string{"voice voicemail", "in email"}},
	),
	usNYCRows.counts(
		counting{rule: "us-ny-nyc.week", n: 3, with: viaEmail, until: "Wed 2027-02-10 08:00:00",
			yes: []string{"email delivered", "asked voice no_answer", "sms delivered INV-2", "voice voicemail another"},
			no:  []string{"voice busy", "in email"}},
	),
	usWARows.counts(
		counting{rule: "us-wa.week", n: 3, with: viaEmail, until: "Wed 2027-02-10 10:00:00",
			yes: []string{"email delivered", "asked voice voicemail", "sms delivered INV-2"},
			no:  []string{"voice no_answer", "email delivered another", "in email"}},
		counting{rule: "us-wa.week-at-work", n: 1, with: viaEmail, until: "Wed 2027-02-10 10:00:00", off: true,
			yes: []string{"email delivered", "asked voice voicemail", "sms delivered INV-2"},
			no:  []string{"voice no_answer", "email delivered another", "in email"}},
	),
	usWVRows.counts(
		counting{rule: "us-wv.calls", n: 30, with: viaVoice, until: "Wed 2027-02-10 10:00:00",
			yes: []string{"voice no_answer", "asked voice no_answer", "voice voicemail INV-2"},
			no:  []string{"voice no_answer another", "sms delivered", "in voice voicemail", "voice busy"}},
		counting{rule: "us-wv.conversations", n: 10, with: viaVoice, until: "Wed 2027-02-10 10:00:00",
			yes: []string{"voice conversation", "asked voice conversation", "voice conversation INV-2"},
			no:  []string{"voice conversation another", "voice voicemail", "voice no_answer"}},
	),
	caABRows.counts(
		counting{rule: "ca-ab.week", n: 3, with: viaVoice, until: "Wed 2027-02-10 07:00:00", off: true,
			yes: []string{"voice voicemail", "asked email delivered", "sms delivered INV-2"},
			no:  []string{"voice no_answer", "email delivered another"}},
	),
	caNSRows.counts(
		counting{rule: "ca-ns.week", n: 3, with: viaVoice, until: "Wed 2027-02-10 00:00:00", off: true,
			yes: []string{"voice voicemail", "asked email delivered", "sms delivered INV-2"},
			no:  []string{"voice no_answer", "email delivered another"}},
	),
	caONRows.counts(
		counting{rule: "ca-on.week", n: 3, with: viaEmail, until: "Wed 2027-02-10 07:00:00",
			yes: []string{"email delivered", "voice voicemail INV-2", "sms delivered"},
			no:  []string{"voice no_answer", "asked voice conversation", "in voice conversation", "email delivered another"}},
	),
	frRows.counts(
		counting{rule: "fr.sales-month", n: 4, with: viaVoice, from: "2027-01-20 15:00", until: "Fri 2027-02-19 10:00:00", at: "Fri 2027-02-05 11:00:00",
			yes: []string{"voice no_answer", "asked voice no_answer", "voice voicemail INV-2"},
			no:  []string{"voice conversation another", "email delivered", "in voice conversation", "voice busy"}},
	),
	ieRows.counts(
		counting{rule: "ie.month", n: 3, with: viaEmail, until: "Mon 2027-03-01 00:00:00",
			yes: []string{"email delivered", "voice voicemail INV-2", "sms delivered another"},
			no:  []string{"voice no_answer", "asked voice conversation", "in email"}},
	),
	itRows.counts(
		counting{rule: "it.day", n: 1, with: viaVoice, from: "2027-02-05 09:00", until: "Sat 2027-02-06 08:30:00",
			yes: []string{"voice conversation", "voice conversation INV-2"},
			no:  []string{"voice conversation another", "asked voice conversation", "voice voicemail", "voice no_answer"}},
		counting{rule: "it.week", n: 3, with: viaVoice, until: "Wed 2027-02-10 10:00:00",
			yes: []string{"voice conversation", "asked voice conversation", "voice conversation INV-2"},
			no:  []string{"voice conversation another", "voice voicemail", "voice no_answer"}},
	),
	auRows.counts(
		counting{rule: "au.week", n: 3, with: viaEmail, until: "Wed 2027-02-10 10:00:00",
			yes: []string{"email delivered", "asked voice voicemail", "sms delivered INV-2", "voice conversation another"},
			no:  []string{"voice no_answer", "in email"}},
		counting{rule: "au.month", n: 10, with: viaEmail, from: "2027-01-20 10:00", until: "Sat 2027-02-20 10:00:00",
			yes: []string{"email delivered", "asked voice voicemail", "sms delivered INV-2", "voice conversation another"},
			no:  []string{"voice no_answer", "in email"}},
	),
	krRows.counts(
		counting{rule: "kr.week", n: 7, with: viaEmail, until: "Wed 2027-02-10 00:00:00",
			yes: []string{"email delivered", "asked voice no_answer", "sms delivered INV-2", "voice no_answer another"},
			no:  []string{"voice busy", "in email"}},
	),
	thRows.counts(
		counting{rule: "th.day", n: 1, with: viaEmail, from: "2027-02-05 09:00", until: "Sat 2027-02-06 08:00:00",
			yes: []string{"email delivered", "asked voice voicemail", "sms delivered INV-2", "voice conversation another"},
			no:  []string{"voice no_answer", "in email"}},
	),
	courteousRows.counts(
		counting{rule: "courteous.day", n: 1, with: viaEmail, from: "2027-02-05 09:00", until: "Sat 2027-02-06 10:00:00",
			yes: []string{"email delivered", "asked voice no_answer", "sms delivered INV-2"},
			no:  []string{"voice busy", "in email", "email delivered another"}},
		counting{rule: "courteous.calls-and-texts", n: 2, with: viaSMS, until: "Wed 2027-02-10 10:00:00",
			yes: []string{"sms delivered", "asked voice no_answer", "voice voicemail INV-2"},
			no:  []string{"voice busy", "in sms", "sms delivered another", "email delivered"}},
		counting{rule: "courteous.week", n: 3, with: viaEmail, until: "Wed 2027-02-10 10:00:00",
			yes: []string{"email delivered", "asked voice no_answer", "sms delivered INV-2"},
			no:  []string{"voice busy", "in email", "email delivered another"}},
		counting{rule: "courteous.month", n: 10, with: viaEmail, at: "Fri 2027-02-26 12:00:00", until: "Mon 2027-03-01 09:00:00",
			yes: []string{"email delivered", "asked voice no_answer", "sms delivered INV-2"},
			no:  []string{"voice busy", "in email", "email delivered another"}},
		counting{rule: "courteous.after-conversation", n: 1, with: viaVoice, until: "Wed 2027-02-10 09:00:00",
			yes: []string{"voice conversation", "in voice conversation", "asked voice conversation", "voice conversation INV-2"},
			no:  []string{"voice conversation another", "voice voicemail", "voice no_answer", "sms replied"}},
	),
}

func TestEveryCapAndPauseSaysWhatItCounts(t *testing.T) {
	t.Parallel()
	for _, pack := range shippedPacks(t).All() {
		for i := range pack.Rows {
			row := &pack.Rows[i]
			if row.Cap == nil && row.Pause == nil {
				continue
			}
			stops, passes := false, false
			for _, table := range countingTables {
				for _, c := range table.cases {
					stops = stops || c.rule == pack.Rule(row) && c.verdict == policy.Defer
					passes = passes || c.rule == pack.Rule(row) && c.verdict == policy.Send
				}
			}
			if !stops || !passes {
				t.Errorf("%s: nothing says what it counts", pack.Rule(row))
			}
		}
	}
}
