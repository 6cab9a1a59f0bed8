package policy_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

func TestSendingWheneverAllowedNeverOverfillsAWindow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawCapped(t)
		p := policy.New(s.c)
		for range 60 {
			d := p.Decide(s.q)
			switch d.Verdict {
			case policy.Send:
				s.q.History = append(s.q.History, drawOutcome(t, s.q))
				mustHoldCaps(t, s)
				s.q.At = s.q.At.Add(drawSpan(t, 8*time.Hour))
			case policy.Defer:
				s.q.At = d.Until
			default:
				t.Fatalf("%s because %q\n%s", d.Verdict, decisionRules(d), s)
			}
			drawNext(t, &s.q)
		}
	})
}

// drawCapped draws caps and an empty history, in zones whose clocks are moved.
func drawCapped(t *rapid.T) scene {
	q := policy.Question{Zones: drawZones(t), Packs: []string{"caps"}, Profile: policy.None}
	q.At = drawInstant(t, q.Zones)
	p := &packs.Pack{ID: "caps", Title: "caps", Version: "2026-11-21"}
	for i := range rapid.IntRange(1, 4).Draw(t, "rows") {
		row := packs.Row{ID: fmt.Sprintf("row-%d", i), Text: "A rule.", Evidence: packs.Own, On: true}
		row.Cap = &packs.Cap{
			N: rapid.IntRange(1, 4).Draw(t, "n"), Period: drawPeriod(t),
			Scope:    pick(t, "scope", packs.PerContact, packs.PerAccount, packs.PerInvoice, packs.PerAddress),
			Counts:   pick(t, "counts", packs.Attempts, packs.Contacts, packs.Conversations),
			Channels: some(t, "counted channels", channels.SMS, channels.Voice), SkipConsent: seldom(t, 3, "skip consent"),
		}
		row.Channels = row.Cap.Channels
		p.Rows = append(p.Rows, row)
	}
	drawNext(t, &q)
	return scene{policy.Config{Library: packs.NewLibrary(p)}, q}
}

// drawNext draws what the next contact is about.
func drawNext(t *rapid.T, q *policy.Question) {
	q.Channel = pick(t, "channel", channels.Kinds()...)
	q.ContactID, q.Address = pick(t, "contact", "c1", "c1", "c2"), pick(t, "address", "a1", "a1", "a2")
	q.Debts = pick(t, "debts", []string{"i1"}, []string{"i2"}, []string{"i1", "i2"}, nil)
	q.ConsentCall = seldom(t, 6, "consent call")
}

// drawOutcome is the line that the contact leaves in the history.
func drawOutcome(t *rapid.T, q policy.Question) account.Entry {
	return account.Entry{
		At: q.At, Channel: q.Channel, Debts: q.Debts, ContactID: q.ContactID, Address: q.Address, ConsentCall: q.ConsentCall,
		Outcome: pick(t, "outcome", "", account.Conversation, account.Conversation, account.NoAnswer, account.Voicemail,
			account.Delivered, account.Replied, account.BusyLine, account.WrongNumber),
	}
}

// mustHoldCaps counts, for each cap, the contacts of each period that ends with
// the contact just made, and of each day, week and month that it lies in.
func mustHoldCaps(t *rapid.T, s scene) {
	for _, row := range s.c.Library.All()[0].Rows {
		if !listed(row.Channels, s.q.Channel) || row.Cap.SkipConsent && s.q.ConsentCall {
			continue
		}
		keys := map[packs.Scope][]string{packs.PerContact: {s.q.ContactID}, packs.PerAccount: {""}, packs.PerAddress: {s.q.Address}, packs.PerInvoice: s.q.Debts}
		for _, key := range keys[row.Cap.Scope] {
			for _, zone := range s.q.Zones {
				if n := fullness(s.q, row.Cap, key, zone); n > row.Cap.N {
					t.Fatalf("%d contacts for %q in %s by %+v\n%s", n, key, zone, row.Cap, s)
				}
			}
		}
	}
}

// fullness is how many lines of the history lie in the period of the last one.
func fullness(q policy.Question, limit *packs.Cap, key, zone string) (n int) {
	loc, err := account.LoadZone(zone)
	if err != nil {
		panic(err)
	}
	for _, e := range q.History {
		about := map[packs.Scope]bool{
			packs.PerContact: e.ContactID == key, packs.PerAccount: true, packs.PerAddress: e.Address == key,
			packs.PerInvoice: len(e.Debts) == 0 || slices.Contains(e.Debts, key),
		}
		if about[limit.Scope] && listed(limit.Channels, e.Channel) && counts(limit.Counts, e.Outcome) &&
			!(limit.SkipConsent && e.ConsentCall) && samePeriod(limit.Period, e.At.In(loc), q.At.In(loc)) {
			n++
		}
	}
	return n
}

// samePeriod says that one window of the period holds both.
func samePeriod(p packs.Period, earlier, later time.Time) bool {
	switch p.Unit {
	case packs.RollingHours:
		return later.Sub(earlier) < time.Duration(p.N)*time.Hour
	case packs.RollingDays:
		return later.Sub(earlier) < time.Duration(p.N)*24*time.Hour
	case packs.CalendarDays:
		return account.DateOf(later).Sub(account.DateOf(earlier)) < p.N
	case packs.CalendarWeek:
		year, week := earlier.ISOWeek()
		laterYear, laterWeek := later.ISOWeek()
		return year == laterYear && week == laterWeek
	}
	return earlier.Year() == later.Year() && earlier.Month() == later.Month()
}

func TestTighteningNeverAllowsAnInstantThatWasNot(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, nil)
		tighter := tighten(t, s)
		before, after := policy.New(s.c), policy.New(tighter.c)
		for range 10 {
			at := s.q.At.Add(drawOffset(t, 5*24*time.Hour))
			s.q.At, tighter.q.At = at, at
			was, is := before.Decide(s.q), after.Decide(tighter.q)
			if is.Verdict == policy.Send && was.Verdict != policy.Send {
				t.Fatalf("at %s %s because %q, but sent with the tighter\n%s\n%s", at, was.Verdict, decisionRules(was), s, tighter)
			}
			if was.Verdict == policy.Defer && is.Verdict == policy.Defer && is.Until.Before(was.Until) {
				t.Fatalf("until %s becomes %s\n%s\n%s", was.Until, is.Until, s, tighter)
			}
			s.q.At = at
		}
	})
}

// tighten adds a wish, a closure, a row, an opt-out or a line of history.
func tighten(t *rapid.T, s scene) scene {
	switch rapid.IntRange(0, 5).Draw(t, "tighten") {
	case 0:
		if s.q.Preferences.Wishes == "" {
			s.q.Preferences.Wishes = drawHoursText(t)
		}
	case 1:
		s.c.Closures = append(slices.Clone(s.c.Closures), policy.Closure{Day: drawDayText(t, s.q.At)})
	case 2:
		s.c.Library = withRow(t, s.c.Library, s.q.At)
	case 3:
		s.q.OptOuts = append(slices.Clone(s.q.OptOuts), drawOptOut(t, s.q.At))
	case 4:
		e := drawOutcome(t, s.q)
		e.At = s.q.At.Add(drawOffset(t, 9*24*time.Hour))
		s.q.History = append(slices.Clone(s.q.History), e)
	case 5:
		if day := drawDate(t, s.q.At); day.Sub(s.q.Preferences.PauseUntil) > 0 {
			s.q.Preferences.PauseUntil = day
		}
	}
	return s
}

// later is the later one of two instants.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// withRow adds a row to one of the packs.
func withRow(t *rapid.T, library *packs.Library, at time.Time) *packs.Library {
	all := library.All()
	chosen := rapid.IntRange(0, len(all)-1).Draw(t, "pack")
	changed := *all[chosen]
	changed.Rows = append(slices.Clone(changed.Rows), drawRow(t, "added", at))
	all[chosen] = &changed
	return packs.NewLibrary(all...)
}
