package policy_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// drawQuestion is about a contact with wishes, a history and zones of all sorts.
func drawQuestion(t *rapid.T) policy.Question {
	zones := []string{"America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Chatham", "America/Havana", "Pacific/Kiritimati"}
	q := policy.Question{
		At:      time.Unix(rapid.Int64Range(1_704_067_200, 1_924_991_999).Draw(t, "at"), rapid.Int64Range(0, 999_999_999).Draw(t, "fraction")).UTC(),
		Channel: rapid.SampledFrom(channels.Kinds()).Draw(t, "channel"), Address: "x", ContactID: "con_1", Debts: []string{"A", "B"},
		Zones:         rapid.SliceOfNDistinct(rapid.SampledFrom(zones), 1, 3, rapid.ID[string]).Draw(t, "zones"),
		AccountWindow: rapid.SampledFrom([]string{"", "Mo-Su 06:00-23:00", "Mo-Fr 00:00-24:00", "Mo-Su 00:00-02:30,04:00-24:00; PH off"}).Draw(t, "account"),
		Preferences:   account.Preferences{Wishes: rapid.SampledFrom([]string{"", "Mo-Sa 07:30-22:15", "Tu,Th,Su 01:00-23:30", "24/7; PH off"}).Draw(t, "wishes")},
	}
	outcomes := []account.Outcome{"", account.Conversation, account.NoAnswer, account.BusyLine, account.Delivered}
	for range rapid.IntRange(0, 8).Draw(t, "entries") {
		q.History = append(q.History, account.Entry{
			At:      q.At.Add(time.Duration(rapid.Int64Range(int64(-40*24*time.Hour), int64(time.Hour)).Draw(t, "before"))),
			Channel: rapid.SampledFrom(channels.Kinds()).Draw(t, "by"), Outcome: rapid.SampledFrom(outcomes).Draw(t, "outcome"),
			Inbound: rapid.Bool().Draw(t, "in"), Debts: rapid.SliceOfN(rapid.SampledFrom([]string{"A", "B", "C"}), 0, 2).Draw(t, "debts"),
		})
	}
	return q
}

func drawCap(t *rapid.T) packs.Row {
	units := []packs.Unit{packs.RollingHours, packs.RollingDays, packs.CalendarDays, packs.CalendarWeek, packs.CalendarMonth}
	period := packs.Period{N: rapid.IntRange(1, 3).Draw(t, "periods"), Unit: rapid.SampledFrom(units).Draw(t, "unit")}
	scope := rapid.SampledFrom([]packs.Scope{packs.PerContact, packs.PerInvoice}).Draw(t, "scope")
	row := packs.Row{ID: rapid.StringMatching("[a-z]{9}").Draw(t, "id"), On: true}
	if rapid.Bool().Draw(t, "a pause") {
		row.Pause = &packs.Pause{Period: period, Scope: scope}
	} else {
		row.Cap = &packs.Cap{N: rapid.IntRange(1, 3).Draw(t, "n"), Period: period, Counts: packs.Attempts, Scope: scope}
	}
	return row
}

func TestUntilIsAllowedAndNothingBeforeItIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(drawCap), 0, 3).Draw(rt, "caps")
		p := policy.New(policy.Config{Profile: policy.None, Packs: []string{"x"}, Library: library(t, &packs.Pack{ID: "x", Rows: rows}),
			Holidays: []policy.Holiday{{Day: "01-01"}, {Day: "12-25"}}, Closures: []policy.Closure{{Day: "06-01"}}})
		q := drawQuestion(rt)
		d := p.Decide(q)
		if d.Verdict != policy.Defer {
			return
		}
		from, end := q.At, d.WindowEnd
		for range 20 { // whatever instant is asked about before, it is not allowed
			q.At = from.Add(time.Duration(rapid.Int64Range(0, int64(d.Until.Sub(from))-1).Draw(rt, "earlier")))
			if early := p.Decide(q); early.Verdict != policy.Defer || !early.Until.Equal(d.Until) {
				rt.Fatalf("at %s: %s until %s, but at %s until %s", q.At, early.Verdict, early.Until, from, d.Until)
			}
		}
		for _, q.At = range []time.Time{d.Until, end.Add(-1)} {
			if there := p.Decide(q); there.Verdict != policy.Send || !there.WindowEnd.Equal(end) {
				rt.Fatalf("at %s: %s until %s because of %q, the opening ends %s", q.At, there.Verdict, there.Until, rules(there), end)
			}
		}
		if q.At = end; end.Before(from.AddDate(0, 0, 390)) && p.Decide(q).Verdict == policy.Send {
			rt.Fatalf("the opening goes on at its end %s", end)
		}
	})
}
