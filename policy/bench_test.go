package policy_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// state and city are packs beside that of the country.
func state(t testing.TB) *packs.Pack {
	return &packs.Pack{ID: "us-ma", Regions: []string{"US-MA"}, Automatic: true, Rows: []packs.Row{
		{ID: "hours", On: true, Window: hoursOf(t, "Mo-Su 08:00-21:00"), Zone: "America/New_York"},
		{ID: "calls", On: true, Cap: &packs.Cap{N: 2, Period: sevenOf(packs.RollingDays), Counts: packs.Attempts, Scope: packs.PerInvoice, Channels: phones}},
		{ID: "month", On: true, Cap: &packs.Cap{N: 20, Period: packs.Period{N: 30, Unit: packs.CalendarDays}, Counts: packs.Contacts, Scope: packs.PerAddress}},
	}}
}

func city(t testing.TB) *packs.Pack {
	return &packs.Pack{ID: "us-city", Regions: []string{"US"}, Automatic: true, Rows: []packs.Row{
		{ID: "hours", On: true, Window: hoursOf(t, "Mo-Fr 07:30-21:00; Sa-Su 09:00-21:00; PH off")},
		{ID: "consent", On: true, Consent: true, Channels: []channels.Kind{channels.Email}},
		{ID: "week", On: true, Cap: &packs.Cap{N: 9, Period: packs.Period{N: 1, Unit: packs.CalendarWeek}, Counts: packs.Attempts, Scope: packs.PerAccount}},
	}}
}

// busy is a contact with wishes, three packs and 30 days of history, every line of
// which is recent enough to be looked at by some cap.
func busy(t testing.TB) policy.Question {
	q := text(t, inside)
	q.Kind, q.Role, q.Region, q.Debts = account.Consumer, account.ThirdParty, "US-MA", []string{"INV-1"}
	q.Preferences.Wishes, q.AccountWindow = "Mo-Fr 09:00-12:00; PH off", "Mo-Sa 08:00-20:00"
	for i := range 30 {
		outcome := []account.Outcome{account.BusyLine, account.WrongNumber, account.NotInService}[i%3]
		if i > 15 && i%3 == 0 {
			outcome = account.Delivered
		}
		q.History = append(q.History, account.Entry{
			At: q.At.Add(-time.Duration(i) * 24 * time.Hour), Channel: channels.Kinds()[i%3], Outcome: outcome,
			Debts: []string{"INV-1"}, ContactID: "con_1", Address: "+12125550123",
		})
	}
	return q
}

func BenchmarkDecide(b *testing.B) {
	p := newPolicy(b, policy.Config{Library: library(b, state(b), city(b))})
	plain := text(b, inside)
	late := busy(b)
	late.At = instant(b, outside)
	full := busy(b)
	for i := range full.History {
		full.History[i].Outcome = account.Delivered
	}
	number := plain
	number.Zones, number.Phones = nil, []string{"+14235550123"}
	nowhere := plain
	nowhere.Zones, nowhere.Phones = nil, []string{"+79161234567"}
	for _, bb := range []struct {
		name    string
		q       policy.Question
		verdict policy.Verdict
	}{
		{"send, profile alone", plain, policy.Send},
		{"send, area code in two zones", number, policy.Send},
		{"send, three packs, wishes, 30 days of history", busy(b), policy.Send},
		{"defer by the hour, three packs, wishes, history", late, policy.Defer},
		{"defer by caps, three packs, wishes, history", full, policy.Defer},
		{"hold, no common hour of eleven zones", nowhere, policy.Hold},
	} {
		b.Run(bb.name, func(b *testing.B) {
			if d := p.Decide(bb.q); d.Verdict != bb.verdict {
				b.Fatalf("%s because of %q", d.Verdict, rules(d))
			}
			b.ReportAllocs()
			for b.Loop() {
				p.Decide(bb.q)
			}
		})
	}
}

func BenchmarkDecideAllOfABatch(b *testing.B) {
	p := newPolicy(b, policy.Config{Library: library(b, state(b), city(b))})
	qs := make([]policy.Question, 64)
	for i := range qs {
		qs[i] = text(b, inside)
		qs[i].Zones, qs[i].Phones = nil, []string{fmt.Sprintf("+1%d5550123", 201+i)}
	}
	b.ReportAllocs()
	for b.Loop() {
		p.DecideAll(qs)
	}
}

func BenchmarkOpenings(b *testing.B) {
	p := newPolicy(b, policy.Config{Library: library(b, state(b), city(b))})
	q := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		p.Openings(q, q.At.AddDate(0, 0, 14), 100)
	}
}
