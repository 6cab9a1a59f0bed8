package policy_test

import (
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// capped is a policy of one cap.
func capped(t testing.TB, n, periods int, unit packs.Unit, change func(c *packs.Cap)) *policy.Policy {
	t.Helper()
	c := &packs.Cap{N: n, Period: packs.Period{N: periods, Unit: unit}, Counts: packs.Attempts, Scope: packs.PerContact}
	if change != nil {
		change(c)
	}
	return with(t, packs.Row{ID: "cap", Cap: c})
}

func TestPeriodsEndExactly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		n       int
		periods int
		unit    packs.Unit
		zones   string
		history string
		until   string
	}{
		{"24 hours", 1, 24, packs.RollingHours, "UTC", "2027-03-09T09:12:07.5Z", "2027-03-10T09:12:07.5Z"},
		{"7 rolling days over a change of the clocks", 1, 7, packs.RollingDays, "America/New_York", "2027-03-09T15:00:00Z", "2027-03-16T15:00:00Z"},
		{"two of them: when the elder leaves", 2, 7, packs.RollingDays, "UTC", "2027-03-09T09:00:00Z 2027-03-08T10:00:00Z", "2027-03-15T10:00:00Z"},
		{"overfull: when the third newest leaves", 2, 7, packs.RollingDays, "UTC", "2027-03-08T09:00:00Z 2027-03-09T09:00:00Z 2027-03-07T09:00:00Z", "2027-03-15T09:00:00Z"},
		{"a day", 1, 1, packs.CalendarDays, "America/New_York", "2027-03-10T05:00:00Z", "2027-03-11T05:00:00Z"},
		{"a day that began yesterday in UTC", 1, 1, packs.CalendarDays, "Asia/Tokyo", "2027-03-10T14:59:00Z", "2027-03-10T15:00:00Z"},
		{"a day in every zone", 1, 1, packs.CalendarDays, "Pacific/Auckland America/New_York", "2027-03-10T11:30:00Z", "2027-03-11T11:00:00Z"},
		{"7 calendar days over a change of the clocks", 1, 7, packs.CalendarDays, "America/New_York", "2027-03-09T15:00:00Z", "2027-03-16T04:00:00Z"},
		{"a day that ends without a midnight", 1, 1, packs.CalendarDays, "Africa/Cairo", "2027-04-29T12:00:00Z", "2027-04-29T22:00:00Z"},
		{"a week", 1, 1, packs.CalendarWeek, "Europe/Berlin", "2027-03-08T23:00:00Z", "2027-03-14T23:00:00Z"},
		{"a Sunday is the week's last day", 1, 1, packs.CalendarWeek, "Europe/Berlin", "2027-03-14T22:59:59Z", "2027-03-14T23:00:00Z"},
		{"two weeks", 1, 2, packs.CalendarWeek, "UTC", "2027-03-08T00:00:00Z", "2027-03-22T00:00:00Z"},
		{"a month", 1, 1, packs.CalendarMonth, "UTC", "2027-02-01T00:00:00Z", "2027-03-01T00:00:00Z"},
		{"a month that ends a year", 1, 1, packs.CalendarMonth, "Australia/Sydney", "2026-12-31T12:59:59Z", "2026-12-31T13:00:00Z"},
		{"two months over a year's end", 1, 2, packs.CalendarMonth, "UTC", "2026-12-05T00:00:00Z", "2027-02-01T00:00:00Z"},
		{"an entry from a clock that is ahead", 1, 24, packs.RollingHours, "UTC", "2027-03-10T10:00:00Z", "2027-03-11T10:00:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, q := capped(t, tt.n, tt.periods, tt.unit, nil), text(t, inside)
			q.Zones = strings.Fields(tt.zones)
			for _, at := range strings.Fields(tt.history) {
				q.History = append(q.History, entry(t, at+" sms"))
			}
			newest := q.History[0].At
			q.At = newest
			expect(t, p.Decide(q), policy.Defer, "x.cap", tt.until)
			q.At = instant(t, tt.until).Add(-1)
			expect(t, p.Decide(q), policy.Defer, "x.cap", tt.until)
			q.At = instant(t, tt.until)
			expect(t, p.Decide(q), policy.Send, "", "")
		})
	}
}

func TestWhatCountsTowardsACap(t *testing.T) {
	t.Parallel()
	const at = "2027-01-05T14:00:00Z "
	for _, tt := range []struct{ line, counted string }{
		{"voice conversation", "attempts contacts conversations"},
		{"voice voicemail", "attempts contacts"},
		{"voice no_answer", "attempts"},
		{"sms delivered", "attempts contacts"},
		{"sms replied", "attempts contacts"},
		{"email", "attempts contacts"},
		{"voice busy", ""},
		{"voice not_in_service", ""},
		{"voice wrong_number", ""},
		{"voice in conversation", ""},
		{"sms in", ""},
		{"letter delivered", "attempts contacts"},
	} {
		for _, counts := range []packs.Counts{packs.Attempts, packs.Contacts, packs.Conversations} {
			q := text(t, inside)
			q.History = history(t, at+tt.line)
			d := capped(t, 1, 7, packs.RollingDays, func(c *packs.Cap) { c.Counts = counts }).Decide(q)
			if want := strings.Contains(tt.counted, string(counts)); (d.Verdict == policy.Defer) != want || !d.Counted {
				t.Errorf("%s, %s: got %s, counted %v", tt.line, counts, d.Verdict, d.Counted)
			}
		}
	}
}

func TestScopesSayWhoseEntriesCount(t *testing.T) {
	t.Parallel()
	const at = "2027-01-05T14:00:00Z sms "
	for _, tt := range []struct{ words, counted string }{
		{"contact=con_1 address=+12125550123 debt=INV-1", "contact account invoice address"},
		{"", "contact account invoice address"},
		{"contact=con_2 address=+12125550123 debt=INV-1", "account invoice address"},
		{"contact=con_2 address=x debt=INV-1", "account invoice"},
		{"contact=con_1 address=x debt=INV-9", "contact account"},
		{"contact=con_1 address=x debt=INV-9 debt=INV-2", "contact account invoice"},
		{"contact=con_9 address=+12125550123 elsewhere", "address"},
		{"address=+12125550123 elsewhere", "address"},
		{"address=x elsewhere", ""},
	} {
		for _, scope := range []packs.Scope{packs.PerContact, packs.PerAccount, packs.PerInvoice, packs.PerAddress} {
			q := text(t, inside)
			q.Debts, q.History = []string{"INV-1", "INV-2"}, history(t, at+tt.words)
			d := capped(t, 1, 7, packs.RollingDays, func(c *packs.Cap) { c.Scope = scope }).Decide(q)
			if want := strings.Contains(tt.counted, string(scope)); (d.Verdict == policy.Defer) != want {
				t.Errorf("%s, %s: got %s", tt.words, scope, d.Verdict)
			}
			if !d.Counted || d.ByAddress != (scope == packs.PerAddress) {
				t.Errorf("%s: counted %v, by address %v", scope, d.Counted, d.ByAddress)
			}
		}
	}
}

func TestTheStrictestDebtDecides(t *testing.T) {
	t.Parallel()
	p := capped(t, 2, 7, packs.RollingDays, func(c *packs.Cap) { c.Scope = packs.PerInvoice })
	q := text(t, inside)
	q.History = history(t, "2027-01-05T14:00:00Z sms debt=INV-1", "2027-01-04T14:00:00Z sms debt=INV-2", "2027-01-03T14:00:00Z sms debt=INV-2")
	q.Debts = []string{"INV-1"}
	expect(t, p.Decide(q), policy.Send, "", "")
	q.Debts = []string{"INV-1", "INV-2"}
	expect(t, p.Decide(q), policy.Defer, "x.cap", "2027-01-10T14:00:00Z")
	q.Debts = nil // all one debt
	expect(t, p.Decide(q), policy.Defer, "x.cap", "2027-01-11T14:00:00Z")
}

func TestOnlyTheCapsChannelsCount(t *testing.T) {
	t.Parallel()
	p := capped(t, 1, 7, packs.RollingDays, func(c *packs.Cap) { c.Channels = calls })
	q := text(t, inside)
	q.History = history(t, "2027-01-05T14:00:00Z sms", "2027-01-05T14:00:00Z email")
	expect(t, p.Decide(q), policy.Send, "", "")
	q.History = append(q.History, entry(t, "2027-01-05T14:00:00Z voice"))
	expect(t, p.Decide(q), policy.Defer, "x.cap", "")
}

func TestARowsChannelsSayWhichContactsItBounds(t *testing.T) {
	t.Parallel()
	p := with(t, packs.Row{ID: "cap", Channels: calls, Cap: &packs.Cap{N: 1, Period: day, Counts: packs.Attempts, Scope: packs.PerContact}})
	q := text(t, inside)
	q.History = history(t, "2027-01-05T14:00:00Z sms")
	expect(t, p.Decide(q), policy.Send, "", "")
	q.Channel = channels.Voice
	expect(t, p.Decide(q), policy.Defer, "x.cap", "2027-01-06T05:00:00Z")
}

// 12 CFR 1006.14(b)(3)(i): calls with consent neither count nor are bounded.
func TestCallsThatWereAskedForAreSparedWhereTheRowSaysSo(t *testing.T) {
	t.Parallel()
	for _, spare := range []bool{true, false} {
		p := capped(t, 1, 7, packs.RollingDays, func(c *packs.Cap) { c.SkipConsent = spare })
		q := text(t, inside)
		q.History = history(t, "2027-01-05T14:00:00Z voice consent")
		if d := p.Decide(q); (d.Verdict == policy.Send) != spare {
			t.Errorf("spared %v, one was asked for before: got %s", spare, d.Verdict)
		}
		q.History, q.ConsentCall = history(t, "2027-01-05T14:00:00Z voice"), true
		if d := p.Decide(q); (d.Verdict == policy.Send) != spare || d.Counted == spare {
			t.Errorf("spared %v, this one is asked for: got %s, counted %v", spare, d.Verdict, d.Counted)
		}
		q.At = instant(t, outside)
		q.AccountWindow = "Mo-Fr 09:00-19:00"
		if d := p.Decide(q); !strings.Contains(rules(d), "account_window") {
			t.Errorf("hours do not bind what was asked for: %q", rules(d))
		}
	}
}

// 12 CFR 1006.14(b)(2)(i)(B) and its commentary: the day of the conversation is
// the first of the seven.
func TestAConversationPausesItsOwnDayAndSixMore(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Profile: policy.None})
	q := text(t, "2026-04-03T19:00:00Z")
	q.Channel, q.Role, q.Region, q.Debts = channels.Voice, account.ThirdParty, "US-NY", []string{"INV-1"}
	for _, line := range []string{"2026-04-03T15:00:00Z voice conversation debt=INV-1", "2026-04-03T15:00:00Z voice in conversation consent"} {
		q.At, q.History = instant(t, "2026-04-03T19:00:00Z"), history(t, line)
		expect(t, p.Decide(q), policy.Defer, "us-federal.conversation", "2026-04-10T12:00:00Z")
		q.At = instant(t, "2026-04-10T03:59:59Z")
		expect(t, p.Decide(q), policy.Defer, "us-federal.hours us-federal.conversation", "2026-04-10T12:00:00Z")
		q.At = instant(t, "2026-04-10T12:00:00Z")
		expect(t, p.Decide(q), policy.Send, "", "")
	}
	q.At, q.History = instant(t, "2026-04-04T15:00:00Z"), history(t, "2026-04-03T15:00:00Z voice conversation debt=INV-9", "2026-04-03T16:00:00Z sms conversation", "2026-04-03T17:00:00Z voice voicemail debt=INV-1")
	expect(t, p.Decide(q), policy.Send, "", "")
}

// 12 CFR 1006.14(b)(2)(i)(A): the eighth call within seven days is one too many.
func TestTheEighthCallInSevenDaysWaits(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Profile: policy.None})
	q := text(t, "2026-04-07T15:00:00Z")
	q.Channel, q.Role, q.Region, q.Debts = channels.Voice, account.ThirdParty, "US-NY", []string{"INV-1"}
	for _, day := range []string{"01", "02", "03", "04", "05", "06"} {
		q.History = append(q.History, entry(t, "2026-04-"+day+"T15:00:00Z voice no_answer debt=INV-1"))
	}
	expect(t, p.Decide(q), policy.Send, "", "")
	q.History = append(q.History, entry(t, "2026-04-06T16:00:00Z voice no_answer debt=INV-1"))
	expect(t, p.Decide(q), policy.Defer, "us-federal.calls", "2026-04-08T12:00:00Z")
	q.History[6].Outcome = account.BusyLine // not connected: given back
	expect(t, p.Decide(q), policy.Send, "", "")
}

func TestCapsAreToldInPlainWords(t *testing.T) {
	t.Parallel()
	at := []string{"2027-01-05T14:12:30Z voice", "2027-01-05T14:12:30Z sms"}
	for _, tt := range []struct {
		row  packs.Row
		want string
	}{
		{packs.Row{Cap: &packs.Cap{N: 2, Period: sevenOf(packs.RollingDays), Counts: packs.Attempts, Scope: packs.PerContact, Channels: phones}},
			"2 calls and text messages in 7 days are allowed and 2 were made; the next may follow on Tue 12 Jan 09:13"},
		{packs.Row{Cap: &packs.Cap{N: 1, Period: day, Counts: packs.Contacts, Scope: packs.PerContact, Channels: calls}},
			"1 call a day is allowed and 1 was made; the next may follow on Wed 6 Jan 00:00"},
		{packs.Row{Cap: &packs.Cap{N: 1, Period: packs.Period{N: 1, Unit: packs.CalendarMonth}, Counts: packs.Attempts, Scope: packs.PerInvoice}},
			"1 contact about one invoice a calendar month is allowed and 2 were made; the next may follow on Mon 1 Feb 00:00"},
		{packs.Row{Cap: &packs.Cap{N: 2, Period: packs.Period{N: 24, Unit: packs.RollingHours}, Counts: packs.Attempts, Scope: packs.PerAddress}},
			"2 contacts to one address in 24 hours are allowed and 2 were made; the next may follow on Wed 6 Jan 09:13"},
		{packs.Row{Cap: &packs.Cap{N: 0, Period: day, Counts: packs.Conversations, Scope: packs.PerAccount}},
			"no conversations with one account a day are allowed and 0 were made; none may follow within 400 days"},
	} {
		tt.row.ID = "cap"
		q := text(t, inside)
		q.History = history(t, at...)
		if got := why(with(t, tt.row).Decide(q), "x.cap"); got != tt.want {
			t.Errorf("got %q\nwant %q", got, tt.want)
		}
	}
}

func TestPausesAreToldInPlainWords(t *testing.T) {
	t.Parallel()
	for unit, want := range map[packs.Unit]string{
		packs.CalendarDays:  "contact pauses for 7 calendar days after a conversation, its own day included; the next may follow on Mon 4 Jan 2027 01:00 in Europe/Berlin",
		packs.RollingDays:   "contact pauses for 7 days after a conversation; the next may follow on Mon 4 Jan 2027 14:00 in Europe/Berlin",
		packs.RollingHours:  "contact pauses for 7 hours after a conversation; the next may follow on Mon 28 Dec 21:00 in Europe/Berlin",
		packs.CalendarMonth: "contact pauses for 7 calendar months after a conversation, its own month included; the next may follow on Thu 1 Jul 2027 01:00 in Europe/Berlin",
	} {
		p := with(t, packs.Row{ID: "pause", Pause: &packs.Pause{Period: sevenOf(unit), Scope: packs.PerContact}})
		q := text(t, "2026-12-28T14:00:00Z")
		q.Zones, q.History = []string{"Europe/Berlin", "Europe/London"}, history(t, "2026-12-28T13:00:00Z voice conversation")
		if got := why(p.Decide(q), "x.pause"); got != want {
			t.Errorf("%s: got %q\nwant %q", unit, got, want)
		}
	}
}
