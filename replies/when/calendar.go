package when

import (
	"time"

	"github.com/goodterms/goodterms/account"
)

// calendar is the day of a message in the customer's zone. All counting is of
// calendar days: no night of a clock change can move a date.
type calendar struct {
	today  account.Date
	hour   int
	minute int
}

// far is how many days ahead a day is still taken for sure.
const far = 90

func calendarOf(now time.Time) calendar {
	return calendar{account.DateOf(now), now.Hour(), now.Minute()}
}

// said is what a phrase holds in its slots.
type said struct {
	weekday time.Weekday
	month   time.Month
	day     int
	n       int // the larger, of "2 to 3 days"
	year    int
	weak    bool // the weekday is a short form which may be another word
}

// day is the day that a phrase means, before the words around it are heard.
type day struct {
	on        account.Date
	vague     bool
	uncertain bool
	none      bool // in the past, or no date at all: "last Friday", "good morning"
	through   bool // "before" it still means its last day: "before the end of the month"
	weekday   bool // a weekday alone: it may stand beside the date it belongs to
	dated     bool // a day of a month, with or without the month
}

// mode is what the word before a date says of it.
type mode uint8

const (
	bare   mode = iota
	on          // "on", "am", "le"
	by          // that day keeps the word
	before      // the day before it does
	from        // it begins there: the last day is not said
	every       // it comes back
	since       // it is over: "since Monday", "dated 5 December"
)

// rule is what a phrase means on a day.
type rule func(calendar, said, mode) day

// dayMonth is a day of a named month: the next one, or of the year that is said.
func (c calendar) dayMonth(s said) day {
	year := s.year
	if year == 0 {
		year = c.today.Year
		if s.month < c.today.Month || s.month == c.today.Month && s.day < c.today.Day {
			year++
		}
	}
	return dayIn(account.Date{Year: year, Month: s.month, Day: 1}, s.day)
}

// upcoming is the next day that a month gives, or that of the year that is said.
func (c calendar) upcoming(s said, of func(first account.Date) account.Date) day {
	first := firstOf(c.today)
	if s.month != 0 {
		first.Month = s.month
	}
	if s.year != 0 {
		first.Year = s.year
		return day{on: of(first)}
	}
	if on := of(first); on.Sub(c.today) >= 0 {
		return day{on: on}
	}
	if s.month == 0 {
		return day{on: of(c.month(1))}
	}
	first.Year++
	return day{on: of(first)}
}

func (c calendar) atLeastToday(d day) day {
	if d.on.Sub(c.today) < 0 {
		d.uncertain = true
	}
	return d
}

// month is the first day of the month so many months ahead.
func (c calendar) month(ahead int) account.Date {
	return account.DateOf(time.Date(c.today.Year, c.today.Month+time.Month(ahead), 1, 0, 0, 0, 0, time.UTC))
}

// monday begins the week of today.
func (c calendar) monday() account.Date { return c.today.AddDays(-fromMonday(weekdayOf(c.today))) }

// until counts the days to a weekday: 0 to 6.
func (c calendar) until(d time.Weekday) int {
	return (int(d) - int(weekdayOf(c.today)) + 7) % 7
}

// dayIn is a day of the month of first; one that does not exist is its last, unsure.
func dayIn(first account.Date, n int) day {
	if last := lastOf(first); n > last.Day {
		return day{on: last, uncertain: true}
	}
	first.Day = max(n, 1)
	return day{on: first}
}

func firstOf(d account.Date) account.Date {
	d.Day = 1
	return d
}

func lastOf(d account.Date) account.Date {
	return account.DateOf(time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC))
}

func fromMonday(d time.Weekday) int         { return (int(d) + 6) % 7 }
func weekdayOf(d account.Date) time.Weekday { return at(d).Weekday() }
func at(d account.Date) time.Time           { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }
func later(a, b account.Date) account.Date {
	if b.Sub(a) > 0 {
		return b
	}
	return a
}
