package policy

import (
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// closedText tells a clerk why a gate is closed now and when it opens.
func (a *asking) closedText(g *gate, opens time.Duration, ok bool) string {
	switch {
	case g.kind == barred && g.rule == nil:
		return unreadable(g.id)
	case g.id == pauseGate && g.rule == nil:
		return "the contact wishes to hear nothing before " + a.q.Preferences.PauseUntil.String() + neverText(ok)
	case g.kind == fromTime && g.rule == nil:
		return holdText(a.q.Hold) + neverText(ok)
	case g.rule != nil && g.rule.count != nil:
		return a.countText(g, opens, ok)
	}
	return a.hoursText(g, opens, ok)
}

func unreadable(id string) string {
	if id == wishesGate {
		return "the contact's wishes for hours cannot be read; write them as in Mo-Fr 09:00-12:00"
	}
	return "the hours set for this account cannot be read; write them as in Mo-Fr 09:00-12:00"
}

func neverText(ok bool) string {
	if ok {
		return ""
	}
	return ", which does not come about within 400 days"
}

// words are a text in the making.
type words []byte

func (w *words) add(parts ...string) {
	for _, part := range parts {
		*w = append(*w, part...)
	}
}

func (w *words) format(t time.Time, layout string) { *w = t.AppendFormat(*w, layout) }

func (w *words) number(n int) { *w = strconv.AppendInt(*w, int64(n), 10) }

// text begins a text anew.
func (a *asking) text() *words {
	a.words = a.words[:0]
	return &a.words
}

// hoursText names the hours, the local hour, where it is and when it will do, as in
// "outside 08:00-21:00 where the customer is (Sun 07:30 in America/New_York); opens
// Sun 08:00".
func (a *asking) hoursText(g *gate, opens time.Duration, ok bool) string {
	i, text := max(0, a.closedOn(g, 0)), a.text()
	c := &a.clocks[i]
	now, day := a.q.At.In(c.loc), c.Day(a.sec)
	name := c.nameOf(g, day)
	a.addOutside(text, g, i, day, name)
	a.addWhere(text, i)
	text.add(" (")
	if name != "" {
		text.add(name, ", ")
	}
	text.format(now, "Mon 15:04")
	text.add(" in ", c.zone, ")")
	if ok {
		a.addOpens(text, g, i, now, a.q.At.Add(opens).In(c.loc))
	} else {
		text.add("; it does not open within 400 days")
	}
	return string(*text)
}

// addOutside says what the gate does not allow now.
func (a *asking) addOutside(text *words, g *gate, i int, day int64, name string) {
	calendar := a.calendar(g, i)
	say, ours := sayings[g.id]
	if !ours {
		say = sayings[aRow]
	}
	switch {
	case g.closures:
		text.add("nothing leaves on this day")
	case !g.windows.Off(day, calendar):
		text.add(say.outside)
		*text = g.windows.AppendDay(*text, day, calendar)
		text.add(say.whose)
	case name != "":
		text.add(say.off, "public holidays")
	default:
		text.add(say.off, time.Weekday((day%7+11)%7).String(), "s") // 1970-01-01 was a Thursday
	}
}

// aRow stands for every row of a pack.
const aRow = ""

// saying is how a gate speaks of hours that are over, and of days without any.
type saying struct{ outside, whose, off string }

var sayings = map[string]saying{
	wishesGate:  {"outside ", ", the hours that the contact wishes,", "the contact wishes to hear nothing on "},
	accountGate: {"outside ", ", the hours set for this account,", "the hours set for this account leave out "},
	sendWindow:  {"outside the send window ", "", "the send window is closed on "},
	aRow:        {"outside ", "", "no contact on "},
}

// addWhere names the place of a clock.
func (a *asking) addWhere(text *words, i int) {
	switch {
	case i >= a.hi:
		text.add(" by the clock that the rule names")
	case a.hi == 1:
		text.add(" where the customer is")
	default:
		text.add(" in one of ")
		text.number(a.hi)
		text.add(" time zones where the customer may be")
	}
}

// addOpens says when the gate opens: the day of the week, and the date where that
// would be unclear.
func (a *asking) addOpens(text *words, g *gate, i int, now, opens time.Time) {
	ends := g.closures || g.rule != nil && g.rule.row.Closed != nil
	if ends {
		text.add("; ends ")
	} else {
		text.add("; opens ")
	}
	if opens.Sub(now) < 6*24*time.Hour {
		text.format(opens, "Mon 15:04")
	} else {
		text.format(opens, "Mon 2 Jan 2006 15:04")
	}
	if !ends && (a.hi > 1 || i >= a.hi) {
		text.add(" there, when all are inside")
	}
}

// nameOf is the name of a day on which the gate has other hours than those of the
// day of the week; empty on other days.
func (c *clock) nameOf(g *gate, day int64) string {
	known := c.days.holidays
	if g.closures {
		known = c.days.closures
	}
	if known == nil || !g.windows.Holidays() || !known.Holiday(day) {
		return ""
	}
	return known.Name(day)
}

func unknownPlace(told bool) string {
	if told {
		return "a time zone that was given does not exist; correct it"
	}
	return "it is not known in which time zone the customer is; add a time zone, a region or a phone number with an area code"
}

func noCommonHour(zones int) string {
	return "there is no hour that is allowed in all " + strconv.Itoa(zones) + " time zones where the customer may be; ask for their time zone"
}

// noteHolidays says whose public holidays count when no region tells.
func (a *asking) noteHolidays() {
	switch {
	case !a.feasts || a.at == nil:
	case a.set.days == nil:
		a.Notes = append(a.Notes, "no region is known: "+a.holidaysOfZones())
	case a.set.days.holidays == nil:
		a.Notes = append(a.Notes, "the public holidays of "+a.facts.region+" are not known here: no day counts as one")
	}
}

func (a *asking) holidaysOfZones() string {
	var countries []string
	for _, days := range a.at.days {
		if days.holidays != nil && days.region != "" {
			countries = union(countries, []string{days.region})
		}
	}
	if len(countries) == 0 {
		return "no day counts as a public holiday, because none are known for the time zone"
	}
	return "the public holidays of " + strings.Join(countries, " and ") + ", from the time zone, count"
}

func addressWord(channel channels.Kind) string {
	if channel == channels.Email {
		return "email address"
	}
	return "phone number"
}

func channelWord(channel channels.Kind) string {
	switch channel {
	case channels.Email:
		return "email"
	case channels.SMS:
		return "text messages"
	case channels.Voice:
		return "calls"
	}
	return "messages"
}

func purposeText(purpose account.Purpose, by []channels.Kind, channel channels.Kind) string {
	if len(by) == 0 {
		return "the contact wishes no " + string(purpose) + " at all"
	}
	return "the contact wishes no " + string(purpose) + " by " + channelWord(channel)
}
