package policy

import (
	"math"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// mark is what counting asks of one entry of the history.
type mark struct {
	at   time.Duration // from the instant of the question
	bits bits
	i    int // of the entry
}

// bits are facts about an entry.
type bits uint16

const (
	byEmail bits = 1 << iota
	bySMS
	byVoice
	byOther
	inbound
	attempt // whatever may have been noticed
	contact // what arrived
	conversation
	ofContact
	ofAccount
	ofAddress
	asked // they had asked for it

	byAny = byEmail | bySMS | byVoice | byOther
)

// counting is a cap, or a pause, which is a cap of no contact after one conversation.
type counting struct {
	n          int // so many make it full
	by         bits
	need       bits // all of these
	forbid     bits // and none of these
	perInvoice bool
	perAddress bool
	spares     bool // a contact that the person asked for is not bounded
	period     packs.Period
	reach      time.Duration // so far back that nothing before it counts
}

// newCounting reads a cap or a pause; nil when the row is neither.
func newCounting(row *packs.Row) *counting {
	switch {
	case row.Cap != nil:
		c := newScoped(row.Cap.Scope, row.Cap.Channels, row.Cap.Period)
		c.n, c.forbid, c.spares = row.Cap.N, inbound, row.Cap.SkipConsent
		c.need |= map[packs.Counts]bits{packs.Contacts: contact, packs.Conversations: conversation}[row.Cap.Counts] | attempt
		if row.Cap.SkipConsent {
			c.forbid |= asked
		}
		return c
	case row.Pause != nil:
		c := newScoped(row.Pause.Scope, row.Pause.Channels, row.Pause.Period)
		c.n, c.spares = 1, row.Pause.SkipConsent
		c.need |= conversation
		return c
	}
	return nil
}

func newScoped(scope packs.Scope, by []channels.Kind, period packs.Period) *counting {
	c := &counting{period: period, reach: reachOf(period), perInvoice: scope == packs.PerInvoice, perAddress: scope == packs.PerAddress}
	switch scope {
	case packs.PerAddress:
		c.need = ofAddress
	case packs.PerContact:
		c.need = ofContact
	default:
		c.need = ofAccount
	}
	for _, kind := range by {
		c.by |= channelBit(kind)
	}
	if len(by) == 0 {
		c.by = byAny
	}
	return c
}

func channelBit(kind channels.Kind) bits {
	switch kind {
	case channels.Email:
		return byEmail
	case channels.SMS:
		return bySMS
	case channels.Voice:
		return byVoice
	}
	return byOther
}

// outcomeBits says what an outcome counts as. What was not connected is given back.
func outcomeBits(outcome account.Outcome) bits {
	switch outcome {
	case account.BusyLine, account.NotInService, account.WrongNumber:
		return 0
	case account.Conversation:
		return attempt | contact | conversation
	case account.Voicemail, account.Delivered, account.Replied, "":
		return attempt | contact
	}
	return attempt
}

// readHistory reads the history once, for all caps.
func (a *asking) readHistory() {
	a.marks = slices.Grow(a.marks[:0], len(a.q.History))
	for i := range a.q.History {
		e := &a.q.History[i]
		a.marks = append(a.marks, mark{at: e.At.Sub(a.q.At), bits: a.bits(e), i: i})
	}
}

func (a *asking) bits(e *account.Entry) bits {
	found := channelBit(e.Channel) | outcomeBits(e.Outcome)
	if e.Inbound {
		found |= inbound
	}
	if e.ConsentCall {
		found |= asked
	}
	if e.Address == "" || e.Address == a.q.Address {
		found |= ofAddress
	}
	if e.Elsewhere {
		return found
	}
	if e.ContactID == "" || a.q.ContactID == "" || e.ContactID == a.q.ContactID {
		found |= ofContact
	}
	return found | ofAccount
}

// never and ever are thresholds that no instant or day reaches, and that all do.
const (
	never = math.MaxInt64
	ever  = math.MinInt64
)

// threshold is from when on the count is below the cap: an instant for rolling
// periods, else a local day. Caps of invoices are asked for each debt, and the
// strictest counts. Days are those of the clock.
func (a *asking) threshold(c *counting, clock *hours.Clock) int64 {
	if !c.perInvoice || len(a.q.Debts) == 0 {
		return a.freeFrom(c, clock, "")
	}
	latest := int64(ever)
	for _, debt := range a.q.Debts {
		latest = max(latest, a.freeFrom(c, clock, debt))
	}
	return latest
}

// freeFrom is the threshold for one debt: when the n-th newest of the entries that
// count leaves the period.
func (a *asking) freeFrom(c *counting, clock *hours.Clock, debt string) int64 {
	if c.n <= 0 {
		return never
	}
	newest := a.newest[:0]
	for i := range a.marks {
		m := &a.marks[i]
		if c.counts(m) && a.about(m, debt) {
			newest = insert(newest, a.when(c, m, clock), c.n)
		}
	}
	a.newest = newest
	if len(newest) < c.n {
		return ever
	}
	return c.after(newest[c.n-1])
}

// counts says that the entry is of the kind that the cap is about and can still be
// within its period at the instant of the question or later.
func (c *counting) counts(m *mark) bool {
	return m.bits&c.by != 0 && m.bits&c.need == c.need && m.bits&c.forbid == 0 && m.at > -c.reach
}

// about says that the entry is about the debt; an empty debt is every debt.
func (a *asking) about(m *mark, debt string) bool {
	debts := a.q.History[m.i].Debts
	return debt == "" || len(debts) == 0 || slices.Contains(debts, debt)
}

// when is the instant of the entry, or its local day.
func (a *asking) when(c *counting, m *mark, clock *hours.Clock) int64 {
	if c.rolling() {
		return int64(m.at)
	}
	return clock.Day(a.second(m.at))
}

// insert keeps the n largest values, the largest first.
func insert(newest []int64, value int64, n int) []int64 {
	i := len(newest)
	for i > 0 && newest[i-1] < value {
		i--
	}
	switch {
	case len(newest) < n:
		newest = append(newest, 0)
	case i == n:
		return newest
	}
	copy(newest[i+1:], newest[i:])
	newest[i] = value
	return newest
}

// rolling says that the period is measured in exact hours.
func (c *counting) rolling() bool {
	return c.period.Unit == packs.RollingHours || c.period.Unit == packs.RollingDays
}

// Longest days in terms of which a period is measured, with three days for what
// clocks do at the edges of a day.
const (
	aDay       = 24 * time.Hour
	slack      = 3
	aWeek      = 7
	aLongMonth = 31
)

// reachOf is so far back that nothing before it counts.
func reachOf(p packs.Period) time.Duration {
	n := time.Duration(p.N)
	switch p.Unit {
	case packs.RollingHours:
		return n * time.Hour
	case packs.RollingDays:
		return n * aDay
	case packs.CalendarWeek:
		return (n*aWeek + slack) * aDay
	case packs.CalendarMonth:
		return (n*aLongMonth + slack) * aDay
	}
	return (n + slack) * aDay
}

// after is the first instant or day at which an entry of the given one does not
// count any more.
func (c *counting) after(when int64) int64 {
	n := int64(c.period.N)
	switch {
	case c.rolling():
		reach := int64(c.reach)
		if when > never-reach {
			return never
		}
		return when + reach
	case c.period.Unit == packs.CalendarWeek:
		return firstOfWeek(weekOf(when) + n)
	case c.period.Unit == packs.CalendarMonth:
		return firstOfMonth(monthOf(when) + n)
	}
	return when + n
}

// weekOf counts weeks from that of 1970-01-01, a Thursday.
func weekOf(day int64) int64 {
	monday := day + 3
	if monday < 0 {
		monday -= aWeek - 1
	}
	return monday / aWeek
}

func firstOfWeek(week int64) int64 { return week*aWeek - 3 }

// monthOf counts months from year 0.
func monthOf(day int64) int64 {
	year, month, _ := time.Unix(hours.Midnight(day), 0).UTC().Date()
	return int64(year)*12 + int64(month) - 1
}

func firstOfMonth(month int64) int64 {
	return dayOf(account.Date{Year: int(month / 12), Month: time.Month(month%12 + 1), Day: 1})
}
