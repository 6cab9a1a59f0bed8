package policy

import (
	"strconv"
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
	c, i := g.rule.count, max(0, a.closedOn(g, 0))
	text := pauseText(c)
	if g.rule.row.Cap != nil {
		text = a.capText(g.rule, &a.clocks[i])
	}
	if !ok {
		return text + "; none may follow within 400 days"
	}
	return text + "; the next may follow on " + a.minute(a.q.At.Add(opens), i)
}

// minute writes an instant, rounded up so that the minute is allowed.
func (a *asking) minute(at time.Time, i int) string {
	local := at.In(a.clocks[i].loc)
	if rest := time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond()); rest > 0 {
		local = local.Add(time.Minute - rest)
	}
	text := local.Format("Mon 2 Jan 15:04")
	if local.Year() != a.q.At.In(a.clocks[i].loc).Year() {
		text = local.Format("Mon 2 Jan 2006 15:04")
	}
	if a.hi > 1 {
		text += " in " + a.clocks[i].zone
	}
	return text
}

func (a *asking) capText(r *rule, c *clock) string {
	cap, made := r.row.Cap, a.made(r.count, &c.Clock)
	text := countOf(cap.N, capWord(cap, cap.N)) + scopeWords(cap.Scope) + " " + periodWords(cap.Period)
	if cap.N == 1 {
		text += " is allowed and "
	} else {
		text += " are allowed and "
	}
	if made == 1 {
		return text + "1 was made"
	}
	return text + strconv.Itoa(made) + " were made"
}

func countOf(n int, word string) string {
	if n <= 0 {
		return "no " + word
	}
	return strconv.Itoa(n) + " " + word
}

// capWord says what is counted, in the number that fits.
func capWord(cap *packs.Cap, n int) string {
	s := "s"
	if n == 1 {
		s = ""
	}
	if cap.Counts == packs.Conversations {
		return "conversation" + s
	}
	word := ""
	for i, channel := range cap.Channels {
		switch {
		case i == 0:
		case i == len(cap.Channels)-1 && n == 1:
			word += " or "
		case i == len(cap.Channels)-1:
			word += " and "
		default:
			word += ", "
		}
		word += oneWord(channel) + s
	}
	if word == "" {
		return "contact" + s
	}
	return word
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

func scopeWords(scope packs.Scope) string {
	switch scope {
	case packs.PerInvoice:
		return " about one invoice"
	case packs.PerAddress:
		return " to one address"
	case packs.PerAccount:
		return " with one account"
	}
	return ""
}

// periodWords writes a period as in "in 7 days" and "a calendar month".
func periodWords(p packs.Period) string {
	n := strconv.Itoa(p.N)
	switch p.Unit {
	case packs.RollingHours:
		return "in " + n + " hours"
	case packs.RollingDays:
		return "in " + n + " days"
	case packs.CalendarWeek, packs.CalendarMonth:
		if p.N == 1 {
			return "a " + string(p.Unit)
		}
		return "in " + n + " " + string(p.Unit) + "s"
	}
	if p.N == 1 {
		return "a day"
	}
	return "in " + n + " calendar days"
}

// pauseText writes how long a pause lasts, as in "contact pauses for 7 calendar
// days after a conversation, its own day included".
func pauseText(c *counting) string {
	unit := map[packs.Unit]string{
		packs.RollingHours: "hour", packs.RollingDays: "day", packs.CalendarDays: "calendar day",
		packs.CalendarWeek: "calendar week", packs.CalendarMonth: "calendar month",
	}[c.period.Unit]
	text := "contact pauses for " + strconv.Itoa(c.period.N) + " " + unit
	if c.period.N != 1 {
		text += "s"
	}
	text += " after a conversation"
	if own, calendar := strings.CutPrefix(unit, "calendar "); calendar {
		text += ", its own " + own + " included"
	}
	return text
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
