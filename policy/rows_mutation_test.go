package policy_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// A row that is off by a minute, a day, a number or a word has a case that says so:
// each row is changed in every such way, one at a time, and its cases are asked again.
func TestEveryEdgeOfEveryRowIsHeldByACase(t *testing.T) {
	t.Parallel()
	for _, pack := range shippedPacks(t).All() {
		t.Run(pack.ID, func(t *testing.T) {
			t.Parallel()
			for i := range pack.Rows {
				if pack.Rows[i].Duty != "" {
					continue
				}
				for what, changed := range mutants(t, pack.Rows[i]) {
					if !noticed(t, pack, i, changed) {
						t.Errorf("%s: no case notices %s", pack.Rule(&pack.Rows[i]), what)
					}
				}
			}
		})
	}
}

// noticed says that a case about the row fails when the row is another one.
func noticed(t *testing.T, pack *packs.Pack, i int, changed packs.Row) bool {
	copied := *pack
	copied.Rows = slices.Clone(pack.Rows)
	copied.Rows[i] = changed
	by := policiesFor(pack.Rule(&changed), packs.NewLibrary(&copied))
	for _, table := range rowTables {
		for _, c := range table.cases {
			if c.rule == pack.Rule(&changed) && len(table.faults(t, c, by)) > 0 {
				return true
			}
		}
	}
	return false
}

// mutants are the row with one thing changed in it.
func mutants(t *testing.T, row packs.Row) map[string]packs.Row {
	t.Helper()
	made := map[string]packs.Row{}
	add := func(what string, change func(r *packs.Row)) {
		changed := row
		change(&changed)
		made[what] = changed
	}
	mutateCover(row, add)
	mutateDates(row, add)
	switch {
	case row.Window != nil:
		mutateWindow(t, row, add)
	case row.Closed != nil:
		open := rowWindows(t, "24/7")
		add("that no day is closed", func(r *packs.Row) { r.Closed = &open })
	case row.Cap != nil:
		mutateCap(row, add)
	case row.Pause != nil:
		mutatePause(row, add)
	}
	return made
}

type addMutant = func(what string, change func(r *packs.Row))

// mutateCover lets the row cover everything in one respect, in turn.
func mutateCover(row packs.Row, add addMutant) {
	for limit, lift := range map[string]func(r *packs.Row){
		"roles": func(r *packs.Row) { r.Roles = nil }, "kinds": func(r *packs.Row) { r.Kinds = nil },
		"stages": func(r *packs.Row) { r.Stages = nil }, "contents": func(r *packs.Row) { r.Contents = nil },
		"channels": func(r *packs.Row) { r.Channels = nil }, "regions": func(r *packs.Row) { r.Regions = nil },
		"not_regions": func(r *packs.Row) { r.NotRegions = nil }, "overdue_from": func(r *packs.Row) { r.OverdueFrom = 0 },
	} {
		if slices.Contains(limitsOf(&row), limit) {
			add("the lack of "+limit, lift)
		}
	}
	for i, role := range row.Roles {
		add("the lack of "+string(role), func(r *packs.Row) { r.Roles = slices.Delete(slices.Clone(row.Roles), i, i+1) })
	}
	for i, kind := range row.Kinds {
		add("the lack of "+string(kind), func(r *packs.Row) { r.Kinds = slices.Delete(slices.Clone(row.Kinds), i, i+1) })
	}
	for i, channel := range row.Channels {
		add("the lack of "+string(channel), func(r *packs.Row) { r.Channels = slices.Delete(slices.Clone(row.Channels), i, i+1) })
	}
	for i, region := range row.Regions {
		if len(row.Regions) < 10 { // so many are tested as one list
			add("the lack of "+region, func(r *packs.Row) { r.Regions = slices.Delete(slices.Clone(row.Regions), i, i+1) })
		}
	}
	if row.OverdueFrom > 0 {
		add("a day less overdue", func(r *packs.Row) { r.OverdueFrom-- })
		add("a day more overdue", func(r *packs.Row) { r.OverdueFrom++ })
	}
	add("the row switched", func(r *packs.Row) { r.On = !r.On })
}

func mutateDates(row packs.Row, add addMutant) {
	if row.Closed != nil {
		return // no holiday lies near enough to tell a day more from a day less
	}
	if row.From != (account.Date{}) {
		add("a start a day earlier", func(r *packs.Row) { r.From = shifted(row.From, -1) })
		add("a start a day later", func(r *packs.Row) { r.From = shifted(row.From, 1) })
	}
	if row.Until != (account.Date{}) {
		add("an end a day earlier", func(r *packs.Row) { r.Until = shifted(row.Until, -1) })
		add("an end a day later", func(r *packs.Row) { r.Until = shifted(row.Until, 1) })
	}
}

func shifted(day account.Date, by int) account.Date {
	return account.DateOf(time.Date(day.Year, day.Month, day.Day+by, 0, 0, 0, 0, time.UTC))
}

// clockTime is a time of day in a text of hours.
var clockTime = regexp.MustCompile(`\d\d:\d\d`)

// mutateWindow moves each of its times by a minute and closes each of its days.
func mutateWindow(t *testing.T, row packs.Row, add addMutant) {
	text := row.Window.String()
	for _, at := range clockTime.FindAllStringIndex(text, -1) {
		if end := text[at[0]:at[1]]; end == "00:00" || end == "24:00" {
			continue // the day itself, which is moved below
		}
		for _, by := range []time.Duration{-time.Minute, time.Minute} {
			moved := text[:at[0]] + movedBy(text[at[0]:at[1]], by) + text[at[1]:]
			if w, err := hours.Parse(moved); err == nil {
				add("the hours "+moved, func(r *packs.Row) { r.Window = &w })
			}
		}
	}
	for _, rule := range strings.Split(text, "; ")[1:] {
		w := rowWindows(t, strings.Replace(text, "; "+rule, "", 1))
		add("the lack of "+rule, func(r *packs.Row) { r.Window = &w })
	}
	for _, day := range edgeDays(text) {
		w := rowWindows(t, text+"; "+day+" off")
		add("that it is closed on "+day, func(r *packs.Row) { r.Window = &w })
	}
	for _, day := range closedDays(row.Window) {
		w := rowWindows(t, text+"; "+day+" 00:00-24:00")
		add("that it is open on "+day, func(r *packs.Row) { r.Window = &w })
	}
	if row.Zone != "" {
		add("the lack of a zone", func(r *packs.Row) { r.Zone = "" })
	}
}

// dayRun is a run of days in a text of hours.
var dayRun = regexp.MustCompile(`\b(Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:-(Mo|Tu|We|Th|Fr|Sa|Su))?\b`)

// edgeDays are the first and the last of each run of days.
func edgeDays(text string) []string {
	var days []string
	for _, run := range dayRun.FindAllStringSubmatch(text, -1) {
		days = append(days, run[1])
		if run[2] != "" {
			days = append(days, run[2])
		}
	}
	return days
}

// closedDays are the weekdays that have no hours; day 4 is Monday 1970-01-05.
func closedDays(w *hours.Windows) []string {
	var closed []string
	for i, day := range []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"} {
		midnight := hours.Midnight(int64(4 + i))
		if open, edge := w.At(midnight, nil); !open && edge == hours.Midnight(int64(5+i)) {
			closed = append(closed, day)
		}
	}
	return closed
}

func movedBy(text string, by time.Duration) string {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return "24:01" // which no text of hours may hold
	}
	return at.Add(by).Format("15:04")
}

// mutateCap changes each of the things that a cap says.
func mutateCap(row packs.Row, add addMutant) {
	change := func(what string, change func(c *packs.Cap)) {
		add(what, func(r *packs.Row) {
			changed := *row.Cap
			change(&changed)
			r.Cap = &changed
		})
	}
	change("one more", func(c *packs.Cap) { c.N++ })
	if row.Cap.N > 1 {
		change("one less", func(c *packs.Cap) { c.N-- })
	}
	change("another SkipConsent", func(c *packs.Cap) { c.SkipConsent = !c.SkipConsent })
	if row.Cap.Counts != packs.Conversations { // which are calls anyway
		change("other channels", func(c *packs.Cap) { c.Channels = otherChannels(row) })
	}
	for _, counts := range []packs.Counts{packs.Attempts, packs.Contacts, packs.Conversations} {
		messages := len(row.Cap.Channels) > 0 && !slices.Contains(row.Cap.Channels, channels.Voice)
		if counts != row.Cap.Counts && !(messages && counts != packs.Conversations) { // messages do not ring in vain
			change("that it counts "+string(counts), func(c *packs.Cap) { c.Counts = counts })
		}
	}
	for _, scope := range otherScopes(row.Cap.Scope) {
		change("that it is per "+string(scope), func(c *packs.Cap) { c.Scope = scope })
	}
	for _, period := range otherPeriods(row.Cap.Period) {
		change("a period of "+period.String(), func(c *packs.Cap) { c.Period = period })
	}
}

// mutatePause likewise.
func mutatePause(row packs.Row, add addMutant) {
	change := func(what string, change func(p *packs.Pause)) {
		add(what, func(r *packs.Row) {
			changed := *row.Pause
			change(&changed)
			r.Pause = &changed
		})
	}
	change("another SkipConsent", func(p *packs.Pause) { p.SkipConsent = !p.SkipConsent })
	for _, scope := range otherScopes(row.Pause.Scope) {
		change("that it is per "+string(scope), func(p *packs.Pause) { p.Scope = scope })
	}
	for _, period := range otherPeriods(row.Pause.Period) {
		change("a period of "+period.String(), func(p *packs.Pause) { p.Period = period })
	}
}

// otherScopes are those that a contact of ours can tell apart: an address of its own
// is as good as a contact.
func otherScopes(scope packs.Scope) []packs.Scope {
	return slices.DeleteFunc([]packs.Scope{packs.PerContact, packs.PerAccount, packs.PerInvoice}, func(s packs.Scope) bool { return s == scope })
}

// otherPeriods are a little longer, a little shorter, and as long by another measure.
func otherPeriods(p packs.Period) []packs.Period {
	switch p.Unit {
	case packs.CalendarMonth:
		return []packs.Period{{N: 30, Unit: packs.CalendarDays}, {N: 30, Unit: packs.RollingDays}, {N: 1, Unit: packs.CalendarWeek}}
	case packs.RollingHours:
		return []packs.Period{{N: p.N + 1, Unit: p.Unit}, {N: p.N - 1, Unit: p.Unit}, {N: 1, Unit: packs.CalendarDays}}
	}
	others := []packs.Period{{N: p.N + 1, Unit: p.Unit}, {N: p.N, Unit: packs.RollingDays}, {N: p.N, Unit: packs.CalendarDays}, {N: 1, Unit: packs.CalendarWeek}, {N: 1, Unit: packs.CalendarMonth}}
	if p.N > 1 {
		others = append(others, packs.Period{N: p.N - 1, Unit: p.Unit})
	}
	return slices.DeleteFunc(others, func(other packs.Period) bool { return other == p })
}

// otherChannels are all where the row names some, and one where it names none.
func otherChannels(row packs.Row) []channels.Kind {
	if len(row.Cap.Channels) > 0 {
		return nil
	}
	return []channels.Kind{channels.Email}
}

func rowWindows(t *testing.T, text string) hours.Windows {
	t.Helper()
	w, err := hours.Parse(text)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", text, err))
	}
	return w
}
