package account

import (
	"errors"
	"time"
)

// Date is a calendar date without a zone, such as an invoice's due date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ErrDate says that a text is no calendar date. It does not repeat the text.
var ErrDate = errors.New("is not a calendar date such as 2027-03-14")

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, ErrDate
	}
	return DateOf(t), nil
}

// DateOf is the calendar date of the instant in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// String writes YYYY-MM-DD; the zero date is empty.
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// AddDays is the date so many days later.
func (d Date) AddDays(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// Sub is the number of days from the other date to this one.
func (d Date) Sub(other Date) int { return int((d.utc().Unix() - other.utc().Unix()) / secondsPerDay) }

// secondsPerDay counts days by instants, because a time.Duration ends after 292 years.
const secondsPerDay = 24 * 60 * 60

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }
