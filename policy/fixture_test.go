package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// In New York, a Tuesday at 10:00 and a Saturday at 21:40.
const (
	inside  = "2027-01-05T15:00:00Z"
	outside = "2027-01-10T02:40:00Z"
)

var (
	phones  = []channels.Kind{channels.Voice, channels.SMS}
	calls   = []channels.Kind{channels.Voice}
	day     = packs.Period{N: 1, Unit: packs.CalendarDays}
	sevenOf = func(unit packs.Unit) packs.Period { return packs.Period{N: 7, Unit: unit} }
)

// courteous is the profile as the facts describe it.
func courteous(t testing.TB) *packs.Pack {
	t.Helper()
	return &packs.Pack{ID: policy.Courteous, Version: "2026-11-21", Rows: []packs.Row{
		{ID: "hours", On: true, Window: hoursOf(t, policy.DefaultSendWindow)},
		{ID: "sunday", On: true, Closed: hoursOf(t, "24/7; Su off"), NotRegions: []string{"AE", "SA"}},
		{ID: "friday", On: true, Closed: hoursOf(t, "24/7; Fr off"), Regions: []string{"AE", "SA"}},
		{ID: "holidays", On: true, Closed: hoursOf(t, "24/7; PH off")},
		{ID: "day", On: true, Cap: &packs.Cap{N: 1, Period: day, Counts: packs.Contacts, Scope: packs.PerContact}},
		{ID: "phone", On: true, Cap: &packs.Cap{N: 2, Period: sevenOf(packs.RollingDays), Counts: packs.Attempts, Scope: packs.PerContact, Channels: phones}, Channels: phones},
		{ID: "week", On: true, Cap: &packs.Cap{N: 3, Period: sevenOf(packs.RollingDays), Counts: packs.Contacts, Scope: packs.PerContact}},
		{ID: "month", On: true, Cap: &packs.Cap{N: 10, Period: packs.Period{N: 1, Unit: packs.CalendarMonth}, Counts: packs.Contacts, Scope: packs.PerContact}},
		{ID: "pause", On: true, Pause: &packs.Pause{Period: sevenOf(packs.CalendarDays), Scope: packs.PerContact}, Channels: calls},
	}}
}

// federal is Regulation F, as far as time goes.
func federal(t testing.TB) *packs.Pack {
	t.Helper()
	third, consumers := []account.Role{account.ThirdParty, account.FirstPartyOtherName}, []account.Kind{account.Consumer}
	return &packs.Pack{ID: "us-federal", Version: "2026-11-21", Regions: []string{"US"}, Automatic: true, Rows: []packs.Row{
		{ID: "hours", On: true, Roles: third, Kinds: consumers, Citation: "12 CFR 1006.6(b)(1)(i)", Window: hoursOf(t, "Mo-Su 08:00-21:00")},
		{ID: "calls", On: true, Roles: third, Kinds: consumers, Channels: calls, Citation: "12 CFR 1006.14(b)(2)(i)(A)",
			Cap: &packs.Cap{N: 7, Period: sevenOf(packs.CalendarDays), Counts: packs.Attempts, Scope: packs.PerInvoice, Channels: calls, SkipConsent: true}},
		{ID: "conversation", On: true, Roles: third, Kinds: consumers, Channels: calls, Citation: "12 CFR 1006.14(b)(2)(i)(B)",
			Pause: &packs.Pause{Period: sevenOf(packs.CalendarDays), Scope: packs.PerInvoice, Channels: calls, SkipConsent: true}},
	}}
}

func library(t testing.TB, more ...*packs.Pack) *packs.Library {
	t.Helper()
	return packs.NewLibrary(append([]*packs.Pack{courteous(t), federal(t)}, more...)...)
}

// with makes a policy of the library with one more pack, which is named x and
// applies everywhere, and without a profile.
func with(t testing.TB, rows ...packs.Row) *policy.Policy {
	t.Helper()
	for i := range rows {
		rows[i].On = true
	}
	return newPolicy(t, policy.Config{Profile: policy.None, Packs: []string{"x"}, Library: library(t, &packs.Pack{ID: "x", Rows: rows})})
}

// newPolicy makes a policy of settings that are right.
func newPolicy(t testing.TB, cfg policy.Config) *policy.Policy {
	t.Helper()
	if cfg.Library == nil {
		cfg.Library = library(t)
	}
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	return policy.New(cfg)
}

// windows is a policy of hours alone.
func windows(t testing.TB, text string) *policy.Policy {
	t.Helper()
	return newPolicy(t, policy.Config{Profile: policy.None, SendWindow: text})
}

// text is a question about a text message to New York.
func text(t testing.TB, at string) policy.Question {
	t.Helper()
	return policy.Question{
		At: instant(t, at), Channel: channels.SMS, Address: "+12125550123", ContactID: "con_1", Zones: []string{"America/New_York"},
	}
}

// ask asks the courteous policy about a text message, changed by the case.
func ask(t testing.TB, at string, change func(q *policy.Question)) policy.Decision {
	t.Helper()
	q := text(t, at)
	if change != nil {
		change(&q)
	}
	return newPolicy(t, policy.Config{}).Decide(q)
}

// rules lists the gates that failed.
func rules(d policy.Decision) string {
	var ids []string
	for _, because := range d.Because {
		ids = append(ids, because.Rule)
	}
	return strings.Join(ids, " ")
}

// why is the text of the gate that failed; empty when it did not.
func why(d policy.Decision, rule string) string {
	for _, because := range d.Because {
		if because.Rule == rule {
			return because.Text
		}
	}
	return ""
}

// expect compares the verdict and the gates that failed; until is asked when it is given.
func expect(t testing.TB, d policy.Decision, verdict policy.Verdict, because, until string) {
	t.Helper()
	if d.Verdict != verdict || rules(d) != because {
		t.Errorf("got %s because of %q, want %s because of %q", d.Verdict, rules(d), verdict, because)
	}
	if until != "" && !d.Until.Equal(instant(t, until)) {
		t.Errorf("until %s, want %s", d.Until.Format(time.RFC3339Nano), until)
	}
	for _, failed := range d.Because {
		if slices.Contains(d.Passed, failed.Rule) || failed.Text == "" {
			t.Errorf("%s failed, was passed, or has no text: %q", failed.Rule, failed.Text)
		}
	}
}

// entry reads a line of history: an instant, a channel, an outcome and words such
// as in, consent, elsewhere, debt=INV-1, contact=con_2 and address=x.
func entry(t testing.TB, line string) account.Entry {
	t.Helper()
	words := strings.Fields(line)
	e := account.Entry{At: instant(t, words[0]), Channel: channels.Kind(words[1])}
	for _, word := range words[2:] {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "in":
			e.Inbound = true
		case "consent":
			e.ConsentCall = true
		case "elsewhere":
			e.Elsewhere = true
		case "debt":
			e.Debts = append(e.Debts, value)
		case "contact":
			e.ContactID = value
		case "address":
			e.Address = value
		default:
			e.Outcome = account.Outcome(key)
		}
	}
	return e
}

func history(t testing.TB, lines ...string) []account.Entry {
	t.Helper()
	var list []account.Entry
	for _, line := range lines {
		list = append(list, entry(t, line))
	}
	return list
}

func hoursOf(t testing.TB, text string) *hours.Windows {
	t.Helper()
	w, err := hours.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return &w
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func dateOf(t testing.TB, text string) account.Date {
	t.Helper()
	d, err := account.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
