package policy

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
)

// closedText tells a clerk why a gate is closed now and when it opens.
func (a *asking) closedText(g *gate, opens time.Duration, ok bool) string {
	switch {
	case g.kind == barred && g.rule == nil:
		return unreadable(g.id)
	case g.id == pauseGate && g.rule == nil:
		return "the contact wishes to hear nothing before " + a.q.Preferences.PauseUntil.String() + neverText(ok)
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

// hoursText names the hours, the local hour, where it is and when it will do, as in
// "outside 08:00-21:00 where the customer is (Sun 07:30 in America/New_York); opens
// Sun 08:00".
func (a *asking) hoursText(g *gate, opens time.Duration, ok bool) string {
	i := max(0, a.closedOn(g, 0))
	c := &a.clocks[i]
	now := a.q.At.In(c.loc)
	day := c.Day(a.sec)
	calendar := a.calendar(g, i)
	text := a.outsideOf(g, g.windows.Day(day, calendar), a.dayWord(g, i, day)) + a.where(i) + " ("
	if name := c.nameOf(g, day); name != "" {
		text += name + ", "
	}
	text += now.Format("Mon 15:04") + " in " + c.zone + ")"
	if !ok {
		return text + "; it does not open within 400 days"
	}
	return text + a.opensText(g, i, now, a.q.At.Add(opens).In(c.loc))
}

// opensText says when the gate opens.
func (a *asking) opensText(g *gate, i int, now, opens time.Time) string {
	when := openingHour(now, opens)
	switch {
	case g.closures || g.rule != nil && g.rule.row.Closed != nil:
		return "; ends " + when
	case a.hi > 1 || i >= a.hi:
		return "; opens " + when + " there, when all are inside"
	}
	return "; opens " + when
}

// outsideOf says what the gate does not allow now. The hours are those of the day.
func (a *asking) outsideOf(g *gate, day, word string) string {
	off := day == "off"
	switch {
	case g.closures:
		return "nothing leaves on this day"
	case g.id == wishesGate && off:
		return "the contact wishes to hear nothing on " + word
	case g.id == wishesGate:
		return "outside " + day + ", the hours that the contact wishes,"
	case g.id == accountGate && off:
		return "the hours set for this account leave out " + word
	case g.id == accountGate:
		return "outside " + day + ", the hours set for this account,"
	case g.id == sendWindow && off:
		return "the send window is closed on " + word
	case g.id == sendWindow:
		return "outside the send window " + day
	case off:
		return "no contact on " + word
	}
	return "outside " + day
}

// where names the place of a clock.
func (a *asking) where(i int) string {
	switch {
	case i >= a.hi:
		return " by the clock that the rule names"
	case a.hi == 1:
		return " where the customer is"
	}
	return " in one of " + strconv.Itoa(a.hi) + " time zones where the customer may be"
}

// dayWord is what days like this one are called: public holidays when the gate has
// hours for them, else the day of the week.
func (a *asking) dayWord(g *gate, i int, day int64) string {
	if a.clocks[i].nameOf(g, day) != "" {
		return "public holidays"
	}
	return time.Unix(hours.Midnight(day), 0).UTC().Weekday().String() + "s"
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

// openingHour names the day of the week, and the date where that would be unclear.
func openingHour(now, opens time.Time) string {
	if opens.Sub(now) < 6*24*time.Hour {
		return opens.Format("Mon 15:04")
	}
	return opens.Format("Mon 2 Jan 2006 15:04")
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
	feasts := slices.ContainsFunc(a.gates, func(g gate) bool { return g.kind == inWindows && !g.closures && g.windows.Holidays() })
	switch {
	case !feasts || a.at == nil:
	case a.set.days == nil:
		a.Notes = append(a.Notes, "no region is known: "+a.holidaysOfZones())
	case a.set.days.holidays == nil:
		a.Notes = append(a.Notes, "the public holidays of "+a.facts.region+" are not known here: no day counts as one")
	}
}

func (a *asking) holidaysOfZones() string {
	var countries []string
	for _, days := range a.at.days {
		if days.holidays != nil {
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
