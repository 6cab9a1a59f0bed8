package when

import (
	"time"

	"github.com/goodterms/goodterms/account"
)

func plus(days int) rule {
	return func(c calendar, _ said, _ mode) day { return day{on: c.today.AddDays(days)} }
}

func vague(calendar, said, mode) day { return day{vague: true} }
func none(calendar, said, mode) day  { return day{none: true} }

func inDays(c calendar, s said, _ mode) day   { return day{on: c.today.AddDays(s.n)} }
func inWeeks(c calendar, s said, _ mode) day  { return day{on: c.today.AddDays(7 * s.n)} }
func inMonths(c calendar, s said, _ mode) day { return dayIn(c.month(s.n), c.today.Day) }

// inHours counts on the clock on the wall: 24 hours are tomorrow on every night.
func inHours(c calendar, s said, _ mode) day {
	return day{on: c.today.AddDays((c.hour*60 + c.minute + s.n*60) / (24 * 60))}
}

func inWorkingDays(c calendar, s said, _ mode) day {
	on := c.today
	for n := s.n; n > 0; {
		on = on.AddDays(1)
		if d := weekdayOf(on); d != time.Saturday && d != time.Sunday {
			n--
		}
	}
	return day{on: on}
}

// coming is the next such weekday. On the weekday itself "by Friday" is today;
// "on Friday" is a week later, the kinder reading, and not sure.
func coming(c calendar, s said, how mode) day {
	ahead := c.until(s.weekday)
	if ahead > 0 || how == by {
		return day{on: c.today.AddDays(ahead), weekday: true}
	}
	return day{on: c.today.AddDays(7), uncertain: true, weekday: true}
}

// next is a weekday called the next one, where that means the coming one.
func next(c calendar, s said, _ mode) day {
	ahead := c.until(s.weekday)
	if ahead == 0 {
		ahead = 7
	}
	return day{on: c.today.AddDays(ahead)}
}

// this is the weekday of this week or the coming one; today is one too.
func this(c calendar, s said, _ mode) day { return day{on: c.today.AddDays(c.until(s.weekday))} }

// ofNextWeek is a weekday of the week that begins on the next Monday. "Next Monday"
// said on a Sunday would be tomorrow, which few would call so: it is not sure.
func ofNextWeek(c calendar, s said, _ mode) day {
	on := c.monday().AddDays(7 + fromMonday(s.weekday))
	return day{on: on, uncertain: on.Sub(c.today) < 2}
}

func ofWeekAfterNext(c calendar, s said, _ mode) day {
	return day{on: c.monday().AddDays(14 + fromMonday(s.weekday))}
}

// weeksOn is "two weeks on Friday", "Friday week": counted from the coming one.
func weeksOn(c calendar, s said, _ mode) day {
	d := next(c, s, bare)
	d.on = d.on.AddDays(7 * max(s.n, 1))
	return d
}

func dayOfMonth(c calendar, s said, _ mode) day {
	first := firstOf(c.today)
	if s.day < c.today.Day {
		first = c.month(1)
	}
	d := dayIn(first, s.day)
	d.dated = true
	return d
}

func firstOfMonth(c calendar, _ said, how mode) day { return dayOfMonth(c, said{day: 1}, how) }

func dayOfThisMonth(c calendar, s said, _ mode) day { return c.atLeastToday(dayIn(c.month(0), s.day)) }
func dayOfNextMonth(c calendar, s said, _ mode) day { return dayIn(c.month(1), s.day) }

func dayAndMonth(c calendar, s said, _ mode) day {
	d := c.dayMonth(s)
	d.dated = true
	return d
}

// choice is the later of two days of a month, "5 or 6 December".
func choice(c calendar, s said, _ mode) day {
	d := c.dayMonth(s)
	d.uncertain = true
	return d
}

// weekdayInMonth is the first, second … weekday of a month, or of this one.
func weekdayInMonth(c calendar, s said, _ mode) day {
	if s.day > 5 {
		return day{none: true}
	}
	return c.upcoming(s, func(first account.Date) account.Date {
		ahead := (int(s.weekday) - int(weekdayOf(first)) + 7) % 7
		return first.AddDays(ahead + 7*(max(s.day, 1)-1))
	})
}

func weekdayInNextMonth(c calendar, s said, how mode) day {
	c.today = c.month(1)
	return weekdayInMonth(c, s, how)
}

func lastWeekdayInMonth(c calendar, s said, _ mode) day {
	return c.upcoming(s, func(first account.Date) account.Date {
		last := lastOf(first)
		return last.AddDays(-((int(weekdayOf(last)) - int(s.weekday) + 7) % 7))
	})
}

// workingDay is the first, second … working day of a month. It knows no holidays,
// and so is not sure.
func workingDay(c calendar, s said, _ mode) day {
	d := c.upcoming(s, func(first account.Date) account.Date {
		return inWorkingDays(calendar{today: first.AddDays(-1)}, said{n: max(s.day, 1)}, bare).on
	})
	d.uncertain = true
	return d
}

func workingDayOfNextMonth(c calendar, s said, how mode) day {
	c.today = c.month(1)
	return workingDay(c, s, how)
}

// weekInMonth is the Friday of the first, second … week of a month.
func weekInMonth(c calendar, s said, how mode) day {
	s.weekday = time.Friday
	d := weekdayInMonth(c, s, how)
	d.uncertain, d.through = true, true
	return d
}

// endOfWeek is its Friday; at the weekend the week that ends is the coming one.
func endOfWeek(c calendar, _ said, _ mode) day {
	d := this(c, said{weekday: time.Friday}, bare)
	d.through, d.uncertain = true, d.on.Sub(c.today) > 4
	return d
}

func thisWeek(c calendar, s said, how mode) day {
	d := endOfWeek(c, s, how)
	d.uncertain = true
	return d
}

func endOfNextWeek(c calendar, _ said, _ mode) day {
	return day{on: c.monday().AddDays(11), through: true}
}

func isoWeek(c calendar, s said, _ mode) day {
	friday := c.monday().AddDays(4)
	for range 54 {
		if _, week := at(friday).ISOWeek(); week == s.n && friday.Sub(c.today) >= 0 {
			return day{on: friday, uncertain: true, through: true}
		}
		friday = friday.AddDays(7)
	}
	return day{none: true}
}

func weekend(c calendar, _ said, _ mode) day {
	return day{on: c.today.AddDays(c.until(time.Sunday)), uncertain: true}
}

func nextWeekend(c calendar, _ said, _ mode) day {
	return day{on: c.monday().AddDays(13), uncertain: true}
}

func endOfMonth(c calendar, _ said, _ mode) day {
	return day{on: lastOf(c.today), through: true}
}

func thisMonth(c calendar, _ said, _ mode) day {
	return day{on: lastOf(c.today), through: true, uncertain: true}
}

func endOfNextMonth(c calendar, _ said, _ mode) day {
	return day{on: lastOf(c.month(1)), through: true}
}

func endOfNamedMonth(c calendar, s said, _ mode) day {
	d := c.upcoming(s, lastOf)
	d.through = true
	return d
}

func endOfYear(c calendar, _ said, _ mode) day {
	return day{on: account.Date{Year: c.today.Year, Month: time.December, Day: 31}, through: true}
}

// middle is the 15th of this month, or of the next one when it is over.
func middle(c calendar, _ said, _ mode) day {
	d := dayOfMonth(c, said{day: 15}, bare)
	return day{on: d.on, uncertain: true, through: true}
}

func middleOfNextMonth(c calendar, _ said, _ mode) day {
	return day{on: c.month(1).AddDays(14), uncertain: true, through: true}
}

func middleOfNamedMonth(c calendar, s said, _ mode) day {
	d := c.upcoming(s, func(first account.Date) account.Date { return first.AddDays(14) })
	d.uncertain, d.through = true, true
	return d
}

func firstOfNextMonth(c calendar, _ said, _ mode) day { return day{on: c.month(1)} }
