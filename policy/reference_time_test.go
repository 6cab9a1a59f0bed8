package policy_test

import (
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy/packs"
)

// waiting names the gates that do not allow the instant but may allow a later one,
// in the order of gates. An answer need not wait.
func (r *reference) waiting(t time.Time) iter.Seq[string] {
	return func(fail func(string) bool) {
		if rule := r.holdWaits(t); rule != "" && !fail(rule) || r.answering {
			return
		}
		walls := make([]time.Time, len(r.locs))
		for i, loc := range r.locs {
			walls[i] = t.In(loc)
		}
		_ = r.wishes(walls, fail) && r.windows(t, walls, fail) && r.closures(walls, fail) && r.limits(t, walls, fail)
	}
}

// allowed says that nothing has to wait, and that no row has come to forbid what it
// did not forbid at the question's own instant.
func (r *reference) allowed(t time.Time) bool {
	if len(r.stops(t))+len(r.dissents(t)) > 0 {
		return false
	}
	for range r.waiting(t) {
		return false
	}
	return true
}

// wishes are the contact's own: the pause and the hours. Like its siblings it
// stops and says false as soon as nobody wants to hear more.
func (r *reference) wishes(walls []time.Time, fail func(string) bool) bool {
	early := func(wall time.Time) bool { return localDay(wall) < dateDay(r.q.Preferences.PauseUntil) }
	if r.q.Preferences.PauseUntil != (account.Date{}) && slices.ContainsFunc(walls, early) && !fail("pause") {
		return false
	}
	return r.hours("wishes", r.q.Preferences.Wishes, walls, fail)
}

// hours is one list of hours for all zones.
func (r *reference) hours(rule, text string, walls []time.Time, fail func(string) bool) bool {
	if text == "" {
		return true
	}
	week := r.weeks[text]
	if week == nil {
		week = parseReferenceWeek(text)
		r.weeks[text] = week
	}
	shut := func(wall time.Time) bool { return !week.open(wall, week.holidays && r.holiday(wall)) }
	return !slices.ContainsFunc(walls, shut) || fail(rule)
}

// windows are the account's own and those of the rows.
func (r *reference) windows(t time.Time, walls []time.Time, fail func(string) bool) bool {
	if !r.hours("account_window", r.q.AccountWindow, walls, fail) {
		return false
	}
	for _, row := range r.rows {
		if row.Window == nil {
			continue
		}
		there := walls
		if row.Zone != "" {
			loc, err := account.LoadZone(row.Zone)
			if err != nil {
				panic(err)
			}
			there = append(slices.Clone(walls), t.In(loc))
		}
		if !r.hours(row.rule, row.hours, daysInForce(row, there), fail) {
			return false
		}
	}
	return true
}

// daysInForce keeps the clocks that show a day on which the row is in force.
func daysInForce(row referenceRow, walls []time.Time) []time.Time {
	if row.From == (account.Date{}) && row.Until == (account.Date{}) {
		return walls
	}
	var kept []time.Time
	for _, wall := range walls {
		if inForce(row, wall) {
			kept = append(kept, wall)
		}
	}
	return kept
}

// closures are days without contact, by the rows and by the creditor.
func (r *reference) closures(walls []time.Time, fail func(string) bool) bool {
	for _, row := range r.rows {
		if row.Closed != nil && !r.hours(row.rule, row.hours, daysInForce(row, walls), fail) {
			return false
		}
	}
	return !slices.ContainsFunc(walls, r.closed) || fail("closure")
}

// limits are caps and pauses.
func (r *reference) limits(t time.Time, walls []time.Time, fail func(string) bool) bool {
	for _, row := range r.rows {
		if r.q.Answering && r.q.ConsentCall && strings.HasPrefix(row.rule, "courteous.") {
			continue // a person of ours answers: courtesy bounds only what we begin
		}
		full := row.Cap != nil && !r.capAllows(row, t, walls) || row.Pause != nil && !r.pauseAllows(row, t, walls)
		if full && !fail(row.rule) {
			return false
		}
	}
	return true
}

// capAllows counts for each invoice and in each zone by itself.
func (r *reference) capAllows(row referenceRow, t time.Time, walls []time.Time) bool {
	if row.Cap.SkipConsent && r.q.ConsentCall {
		return true
	}
	for _, debt := range r.debts(row.Cap.Scope) {
		for _, wall := range daysInForce(row, walls) {
			if r.count(row.Cap, debt, t, wall) >= row.Cap.N {
				return false
			}
		}
	}
	return true
}

// debts are those that each have a number of their own; empty is all one debt.
func (r *reference) debts(scope packs.Scope) []string {
	if scope == packs.PerInvoice && len(r.q.Debts) > 0 {
		return r.q.Debts
	}
	return []string{""}
}

func (r *reference) count(limit *packs.Cap, debt string, t, wall time.Time) (n int) {
	for i, e := range r.q.History {
		if !e.Inbound && counts(limit.Counts, e.Outcome) && listed(limit.Channels, e.Channel) &&
			!(limit.SkipConsent && e.ConsentCall) && r.concerns(limit.Scope, debt, e) &&
			r.recent(limit.Period, i, t, wall) {
			n++
		}
	}
	return n
}

// pauseAllows looks for conversations, whoever began them.
func (r *reference) pauseAllows(row referenceRow, t time.Time, walls []time.Time) bool {
	if row.Pause.SkipConsent && r.q.ConsentCall {
		return true
	}
	for _, debt := range r.debts(row.Pause.Scope) {
		for _, wall := range daysInForce(row, walls) {
			for i, e := range r.q.History {
				if e.Outcome == account.Conversation && listed(row.Pause.Channels, e.Channel) &&
					r.concerns(row.Pause.Scope, debt, e) && r.recent(row.Pause.Period, i, t, wall) {
					return false
				}
			}
		}
	}
	return true
}

// counts says whether an outcome counts as such.
func counts(what packs.Counts, outcome account.Outcome) bool {
	switch outcome {
	case account.BusyLine, account.NotInService, account.WrongNumber:
		return false
	case account.Conversation:
		return true
	case account.NoAnswer:
		return what == packs.Attempts
	}
	return what != packs.Conversations
}

// concerns says whether an entry is about the same person, account, invoice or address.
func (r *reference) concerns(scope packs.Scope, debt string, e account.Entry) bool {
	switch scope {
	case packs.PerAddress:
		return e.Address == "" || e.Address == r.q.Address
	case packs.PerContact:
		return !e.Elsewhere && (e.ContactID == "" || r.q.ContactID == "" || e.ContactID == r.q.ContactID)
	case packs.PerInvoice:
		return !e.Elsewhere && (debt == "" || len(e.Debts) == 0 || slices.Contains(e.Debts, debt))
	}
	return !e.Elsewhere
}

// recent says whether the entry lies in the period that ends with the instant; one
// that lies after it does too, as its own period holds the instant. The wall clock
// shows the instant.
func (r *reference) recent(p packs.Period, entry int, t, wall time.Time) bool {
	at := r.q.History[entry].At
	switch p.Unit {
	case packs.RollingHours:
		return at.Add(time.Duration(p.N) * time.Hour).After(t)
	case packs.RollingDays:
		return at.Add(time.Duration(p.N) * 24 * time.Hour).After(t)
	}
	today, day := localDay(wall), r.dayOf(entry, wall.Location())
	switch p.Unit {
	case packs.CalendarDays:
		return day > today-p.N
	case packs.CalendarWeek:
		return day > today-1-(today+3)%7 // the Monday; 1970-01-01 was a Thursday
	}
	return day > today-wall.Day()
}

// dayOf is the local day of an entry.
func (r *reference) dayOf(entry int, loc *time.Location) int {
	if r.days[loc] == nil {
		r.days[loc] = make([]int, len(r.q.History))
		for i, e := range r.q.History {
			r.days[loc][i] = localDay(e.At.In(loc))
		}
	}
	return r.days[loc][entry]
}
