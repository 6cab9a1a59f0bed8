package accounts

import (
	"errors"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
)

// zoneOf is the time zone in which the account's history is told: its own, else the
// first that a contact has told; empty when there is none.
func zoneOf(view reminder.AccountView) string {
	if view.Account.TimeZone != "" {
		return view.Account.TimeZone
	}
	for _, c := range view.Contacts {
		if c.TimeZone != "" {
			return c.TimeZone
		}
	}
	return ""
}

// clockOf is the customer's clock, the operator's when theirs is not known; theirs says
// which.
func clockOf(v *frame.Visit, zone string) (loc *time.Location, theirs bool) {
	if loc, err := account.LoadZone(zone); err == nil {
		return loc, true
	}
	if loc, err := account.LoadZone(v.Operator.Zone); err == nil {
		return loc, false
	}
	return time.UTC, false
}

// clockName names the clock by which a form's times are read.
func clockName(v *frame.Visit, zone string) string {
	loc, theirs := clockOf(v, zone)
	if theirs {
		return "their time, " + loc.String()
	}
	return "your time, " + loc.String() + ": theirs is not known"
}

// maxAhead is how far ahead a reminder may be planned, as for other systems.
const maxAhead = 400 * 24 * time.Hour

// Faults of a day and an hour.
var (
	errNoTime  = errors.New("give a day such as 2027-04-15 and an hour such as 09:30")
	errSkipped = errors.New("this hour does not exist on that day, because clocks go forward: choose another")
	errPast    = errors.New("this has passed: choose a time to come")
	errFar     = errors.New("this is more than 400 days ahead: choose an earlier time")
)

// instantOf reads a day and an hour on the clock. Of an hour that comes twice the first is
// meant.
func instantOf(day, hour string, loc *time.Location, now time.Time) (time.Time, error) {
	const layout = "2006-01-02 15:04"
	text := day + " " + hour
	at, err := time.ParseInLocation(layout, text, loc)
	switch {
	case err != nil:
		return time.Time{}, errNoTime
	case at.Format(layout) != text:
		return time.Time{}, errSkipped
	}
	switch at = first(at, layout); {
	case !at.After(now):
		return time.Time{}, errPast
	case at.Sub(now) > maxAhead:
		return time.Time{}, errFar
	}
	return at, nil
}

// first is the earlier of two instants that the clock shows alike, because it goes back
// by an hour or by half of one in between.
func first(at time.Time, layout string) time.Time {
	for _, back := range [...]time.Duration{time.Hour, time.Hour / 2} {
		if before := at.Add(-back); before.Format(layout) == at.Format(layout) {
			return before
		}
	}
	return at
}

// dateText writes a calendar date; empty when there is none.
func dateText(d account.Date) string {
	if d == (account.Date{}) {
		return ""
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("2 Jan 2006")
}

// spoken writes an instant in a sentence.
func spoken(at time.Time, theirs bool) string {
	text := at.Format("Mon 2 Jan 2006 15:04")
	if theirs {
		text += ", their time"
	}
	return text
}
