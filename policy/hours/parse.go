package hours

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrWindows says that a text is no send window. What is wrong and how to mend it
// follows in the error that wraps it.
var ErrWindows = errors.New("is not a list of hours such as Mo-Fr 09:00-19:00; Sa 10:00-15:00")

// longestWindows is far above any real list of hours.
const longestWindows = 1000

// What to do about a text that cannot be read.
const (
	sayDay      = "write weekdays as Mo, Tu, We, Th, Fr, Sa, Su, a run of them as Mo-Fr, and public holidays as PH"
	sayTime     = "write times as two digits each, such as 09:00-17:00, or off for a closed day"
	sayOrder    = "an interval must end after it starts; split one that passes midnight, such as Fr 22:00-24:00; Sa 00:00-02:00"
	sayLate     = "a day ends at 24:00; write the hours after midnight at the next day"
	sayNext     = "put a semicolon between rules and a comma between intervals of one rule"
	sayAny      = "give at least one rule"
	sayShort    = "give at most 1000 characters"
	sayHolidays = "PH cannot start or end a run of days; write it apart, such as Mo-Fr,PH"
)

// Parse reads a subset of OpenStreetMap's opening_hours
// (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification): rules
// parted by semicolons, each of them days (Mo-Fr,Su; all when none are named) and
// intervals (09:00-12:00,13:00-17:00) or off; and 24/7. A later rule replaces a
// day, a day that is not named is closed, 24:00 is allowed. Public holidays are
// ordinary days unless PH is named: then its hours, or off, replace those of the
// weekday, wherever in the text they stand. Errors name the position and the
// remedy and do not repeat the text.
func Parse(text string) (Windows, error) {
	r := reader{text: text}
	var w Windows
	if len(text) > longestWindows {
		return w, r.wrong(longestWindows, sayShort)
	}
	for rules := 0; ; rules++ {
		r.blanks()
		if r.pos == len(text) {
			if rules == 0 {
				return Windows{}, r.wrong(0, sayAny)
			}
			return w, nil
		}
		if err := r.rule(&w); err != nil {
			return Windows{}, err
		}
		r.blanks()
		if r.pos < len(text) && !r.take(";") {
			return Windows{}, r.wrong(r.pos, sayNext)
		}
	}
}

// reader is a place in the text.
type reader struct {
	text string
	pos  int
}

func (r *reader) wrong(at int, remedy string) error {
	at = min(at, len(r.text))
	return fmt.Errorf("%w: at character %d: %s", ErrWindows, utf8.RuneCountInString(r.text[:at])+1, remedy)
}

func (r *reader) blanks() {
	for r.pos < len(r.text) && (r.text[r.pos] == ' ' || r.text[r.pos] == '\t') {
		r.pos++
	}
}

// take moves past the word when it stands here, in whatever case.
func (r *reader) take(word string) bool {
	end := r.pos + len(word)
	if end > len(r.text) || !strings.EqualFold(r.text[r.pos:end], word) {
		return false
	}
	r.pos = end
	return true
}

// takeAfterBlanks is take, which leaves the blanks alone when the word does not follow.
func (r *reader) takeAfterBlanks(word string) bool {
	start := r.pos
	r.blanks()
	if r.take(word) {
		return true
	}
	r.pos = start
	return false
}

func (r *reader) letter() bool {
	return r.pos < len(r.text) && ('a' <= r.text[r.pos]|0x20 && r.text[r.pos]|0x20 <= 'z' || r.text[r.pos] >= utf8.RuneSelf)
}

// daySet holds the days that a rule is about.
type daySet struct {
	days     [7]bool // by time.Weekday
	holidays bool
}

func (r *reader) rule(w *Windows) error {
	if r.take("24/7") {
		w.days = [7][]span{wholeDay, wholeDay, wholeDay, wholeDay, wholeDay, wholeDay, wholeDay}
		return nil
	}
	set, err := r.daySet()
	if err != nil {
		return err
	}
	spans, err := r.hours()
	if err != nil {
		return err
	}
	for day, named := range set.days {
		if named {
			w.days[day] = spans
		}
	}
	if set.holidays {
		w.holiday, w.onHolidays = spans, true
	}
	return nil
}

// daySet reads Mo-Fr,Su,PH; without any days the rule is about all of them.
func (r *reader) daySet() (daySet, error) {
	var set daySet
	start := r.pos
	if !r.letter() || r.take("off") || r.take("closed") {
		r.pos = start
		return daySet{days: [7]bool{true, true, true, true, true, true, true}}, nil
	}
	for {
		if err := r.dayRun(&set); err != nil {
			return set, err
		}
		if !r.takeAfterBlanks(",") {
			r.blanks()
			return set, nil
		}
		r.blanks()
	}
}

func (r *reader) dayRun(set *daySet) error {
	if r.take("PH") {
		set.holidays = true
		if r.takeAfterBlanks("-") {
			return r.wrong(r.pos-1, sayHolidays)
		}
		return r.dayEnds()
	}
	first, err := r.day()
	if err != nil {
		return err
	}
	last := first
	if r.takeAfterBlanks("-") {
		r.blanks()
		if last, err = r.day(); err != nil {
			return err
		}
	}
	for day := first; ; day = (day + 1) % 7 {
		set.days[day] = true
		if day == last {
			return nil
		}
	}
}

func (r *reader) day() (time.Weekday, error) {
	for i, name := range dayNames {
		if r.take(name) {
			return week[i], r.dayEnds()
		}
	}
	return 0, r.wrong(r.pos, sayDay)
}

func (r *reader) dayEnds() error {
	if r.letter() {
		return r.wrong(r.pos, sayDay)
	}
	return nil
}

// hours reads 09:00-12:00,13:00-17:00 or off.
func (r *reader) hours() ([]span, error) {
	if r.take("off") || r.take("closed") {
		return nil, nil
	}
	var spans []span
	for {
		s, err := r.span()
		if err != nil {
			return nil, err
		}
		spans = append(spans, s)
		if !r.takeAfterBlanks(",") {
			return tidy(spans), nil
		}
		r.blanks()
		if r.letter() {
			return nil, r.wrong(r.pos, sayNext)
		}
	}
}

func (r *reader) span() (span, error) {
	start, err := r.minute()
	if err != nil {
		return span{}, err
	}
	if !r.takeAfterBlanks("-") {
		return span{}, r.wrong(r.pos, sayTime)
	}
	r.blanks()
	at := r.pos
	end, err := r.minute()
	if err != nil {
		return span{}, err
	}
	if end <= start {
		return span{}, r.wrong(at, sayOrder)
	}
	return span{start, end}, nil
}

// minute reads 9:00, 09:00 or 24:00.
func (r *reader) minute() (int, error) {
	at := r.pos
	hour, digits := r.number()
	if digits == 0 || digits > 2 || !r.take(":") {
		return 0, r.wrong(at, sayTime)
	}
	minute, digits := r.number()
	switch {
	case digits != 2 || minute > 59:
		return 0, r.wrong(at, sayTime)
	case hour*60+minute > minutesPerDay:
		return 0, r.wrong(at, sayLate)
	}
	return hour*60 + minute, nil
}

// number reads at most three digits; more are never a time.
func (r *reader) number() (value, digits int) {
	for digits < 3 && r.pos < len(r.text) && '0' <= r.text[r.pos] && r.text[r.pos] <= '9' {
		value = value*10 + int(r.text[r.pos]-'0')
		r.pos++
		digits++
	}
	return value, digits
}
