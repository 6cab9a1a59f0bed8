package packs

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrPeriod says that a text is no period. It does not repeat the text.
var ErrPeriod = errors.New("is not a period such as 7 calendar days, 30 rolling days, 24 rolling hours, calendar week or calendar month")

// longestPeriods bounds how far back history has to be read: about a year.
var longestPeriods = map[Unit]int{RollingHours: 366 * 24, RollingDays: 366, CalendarDays: 366}

// ParsePeriod reads what String writes: "7 calendar days", "1 calendar day",
// "24 rolling hours", "calendar week", "calendar month".
func ParsePeriod(text string) (Period, error) {
	if unit := Unit(text); unit == CalendarWeek || unit == CalendarMonth {
		return Period{1, unit}, nil
	}
	count, word, _ := strings.Cut(text, " ")
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 || strconv.Itoa(n) != count {
		return Period{}, ErrPeriod
	}
	unit := Unit(word)
	if n == 1 {
		unit += "s"
	}
	longest, known := longestPeriods[unit]
	switch {
	case !known:
		return Period{}, ErrPeriod
	case n > longest:
		return Period{}, fmt.Errorf("%w, and at most %s", ErrPeriod, Period{longest, unit})
	}
	return Period{n, unit}, nil
}

// String writes the period as packs do: "7 calendar days", "1 rolling hour",
// "calendar month".
func (p Period) String() string {
	switch {
	case p.Unit == CalendarWeek || p.Unit == CalendarMonth:
		return string(p.Unit)
	case p.N == 1:
		return "1 " + strings.TrimSuffix(string(p.Unit), "s")
	}
	return strconv.Itoa(p.N) + " " + string(p.Unit)
}
