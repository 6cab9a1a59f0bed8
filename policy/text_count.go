package policy

import (
	"strings"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// countText says how many contacts are allowed and were made and when the next may
// follow, as in "2 calls and text messages in 7 days are allowed and 2 were made;
// the next may follow on Tue 16 Mar 09:12".
func (a *asking) countText(g *gate, opens time.Duration, ok bool) string {
	i, text := max(0, a.closedOn(g, 0)), a.text()
	if g.rule.row.Cap != nil {
		text.addCap(g.rule.row.Cap, a.made(g.rule.count, &a.clocks[i].Clock))
	} else {
		text.addPause(g.rule.count)
	}
	if ok {
		text.add("; the next may follow on ")
		a.addMinute(text, a.q.At.Add(opens), i)
	} else {
		text.add("; none may follow within 400 days")
	}
	return string(*text)
}

// addMinute writes an instant, rounded up so that the minute is allowed.
func (a *asking) addMinute(text *words, at time.Time, i int) {
	local := at.In(a.clocks[i].loc)
	if rest := time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond()); rest > 0 {
		local = local.Add(time.Minute - rest)
	}
	if local.Year() == a.q.At.In(a.clocks[i].loc).Year() {
		text.format(local, "Mon 2 Jan 15:04")
	} else {
		text.format(local, "Mon 2 Jan 2006 15:04")
	}
	if a.hi > 1 {
		text.add(" in ", a.clocks[i].zone)
	}
}

// addCap writes how many are allowed and were made.
func (w *words) addCap(cap *packs.Cap, made int) {
	if cap.N > 0 {
		w.number(cap.N)
	} else {
		w.add("no")
	}
	w.add(" ")
	w.addCounted(cap)
	w.add(scopeWords[cap.Scope], " ")
	w.addPeriod(cap.Period)
	if cap.N == 1 {
		w.add(" is allowed and ")
	} else {
		w.add(" are allowed and ")
	}
	w.number(made)
	if made == 1 {
		w.add(" was made")
	} else {
		w.add(" were made")
	}
}

// addCounted writes what is counted, in the number that fits.
func (w *words) addCounted(cap *packs.Cap) {
	s, and := "s", " and "
	if cap.N == 1 {
		s, and = "", " or "
	}
	switch {
	case cap.Counts == packs.Conversations:
		w.add("conversation", s)
		return
	case len(cap.Channels) == 0:
		w.add("contact", s)
		return
	}
	for i, channel := range cap.Channels {
		switch {
		case i == 0:
		case i == len(cap.Channels)-1:
			w.add(and)
		default:
			w.add(", ")
		}
		w.add(oneWord(channel), s)
	}
}

func oneWord(channel channels.Kind) string {
	switch channel {
	case channels.Email:
		return "email"
	case channels.SMS:
		return "text message"
	case channels.Voice:
		return "call"
	}
	return "message"
}

var scopeWords = map[packs.Scope]string{
	packs.PerInvoice: " about one invoice", packs.PerAddress: " to one address", packs.PerAccount: " with one account",
}

// addPeriod writes a period as in "in 7 days" and "a calendar month".
func (w *words) addPeriod(p packs.Period) {
	unit := unitWords[p.Unit]
	switch {
	case p.N == 1 && p.Unit == packs.CalendarDays:
		w.add("a day")
	case p.N == 1 && strings.HasPrefix(unit, "calendar "):
		w.add("a ", unit)
	default:
		w.add("in ")
		w.addUnits(p)
	}
}

var unitWords = map[packs.Unit]string{
	packs.RollingHours: "hour", packs.RollingDays: "day", packs.CalendarDays: "calendar day",
	packs.CalendarWeek: "calendar week", packs.CalendarMonth: "calendar month",
}

func (w *words) addUnits(p packs.Period) {
	w.number(p.N)
	w.add(" ", unitWords[p.Unit])
	if p.N != 1 {
		w.add("s")
	}
}

// addPause writes how long a pause lasts, as in "contact pauses for 7 calendar days
// after a conversation, its own day included".
func (w *words) addPause(c *counting) {
	w.add("contact pauses for ")
	w.addUnits(c.period)
	w.add(" after a conversation")
	if own, calendar := strings.CutPrefix(unitWords[c.period.Unit], "calendar "); calendar {
		w.add(", its own ", own, " included")
	}
}

// made is how many contacts count at the instant of the question, for the debt of
// which there are most.
func (a *asking) made(c *counting, clock *hours.Clock) int {
	debts := a.q.Debts
	if !c.perInvoice || len(debts) == 0 {
		debts = []string{""}
	}
	most := 0
	for _, debt := range debts {
		n := 0
		for i := range a.marks {
			if m := &a.marks[i]; c.counts(m) && a.about(m, debt) && a.stillCounts(c, m, clock) {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// stillCounts says that the entry is within the period at the instant of the question.
func (a *asking) stillCounts(c *counting, m *mark, clock *hours.Clock) bool {
	free := c.after(a.when(c, m, clock))
	if c.rolling() {
		return free > 0
	}
	return free > clock.Day(a.sec)
}
