package when

import (
	"time"

	"github.com/goodterms/goodterms/account"
)

// numeric is a date in digits: groups of numbers between equal marks.
type numeric struct {
	groups [3]token
	count  int
	mark   string
	end    int  // token after it
	dotted bool // a full stop follows, as in 5.12.
}

// numericAt reads the groups that begin at token i; false when they are part of more.
func (s *scan) numericAt(i int) (numeric, bool) {
	if i+2 >= len(s.tokens) || s.tokens[i].kind != number || !s.opens(i) {
		return numeric{}, false
	}
	d := numeric{groups: [3]token{s.tokens[i]}, count: 1, mark: s.tokens[i+1].text, end: i + 1}
	if d.mark != "." && d.mark != "/" && d.mark != "-" {
		return numeric{}, false
	}
	for s.continues(d.end, d.mark) {
		if d.count == 3 {
			return numeric{}, false
		}
		d.groups[d.count] = s.tokens[d.end+1]
		d.count, d.end = d.count+1, d.end+2
	}
	if d.count < 2 || s.closes(d.end) {
		return numeric{}, false
	}
	if d.mark == "." && d.count == 2 && s.glued(d.end, ".") {
		d.dotted, d.end = true, d.end+1
	}
	return d, true
}

// opens says whether a number begins something: it is no tail of a code or a path.
func (s *scan) opens(i int) bool {
	t := s.tokens[i]
	if t.code || t.money {
		return false
	}
	if i == 0 || !t.glued {
		return true
	}
	switch s.tokens[i-1].text {
	case "(", "[", "\"", "'", ":", ",", "«", "“", "„", "*", "=", ">":
		return i < 2 || s.tokens[i-2].kind != number || !s.tokens[i-1].glued
	}
	return false
}

// continues says whether the mark and one more number are glued at token i.
func (s *scan) continues(i int, mark string) bool {
	return s.glued(i, mark) && i+1 < len(s.tokens) && s.tokens[i+1].glued && s.tokens[i+1].kind == number
}

func (s *scan) glued(i int, mark string) bool {
	return i < len(s.tokens) && s.tokens[i].glued && s.tokens[i].text == mark
}

// closes says whether the digits go on in a way that makes them no date.
func (s *scan) closes(i int) bool {
	if i >= len(s.tokens) || !s.tokens[i].glued {
		return false
	}
	t := s.tokens[i]
	if t.kind != mark || t.text == "%" || t.text == "@" || t.text == "_" {
		return true
	}
	return i+1 < len(s.tokens) && s.tokens[i+1].glued && s.tokens[i+1].kind != mark && t.text != ")" && t.text != ","
}

// digits reads a date in digits at token i. Where two numbers alone could be an
// amount, a time or a share, a word before them must say that a day follows.
func (s *scan) digits(m *matcher, i int, how mode) (day, int, bool) {
	d, ok := s.numericAt(i)
	if !ok || m.numberedBefore(i) || d.end < len(m.tokens) && m.clocked(d.end) {
		return day{}, i, false
	}
	if d.count == 2 && !d.likely(m, how) {
		return day{}, i, false
	}
	found, ok := s.read(d)
	return found, d.end, ok
}

// numberedBefore says whether the word before makes the number a name: invoice 5/12.
func (m *matcher) numberedBefore(i int) bool {
	for back := 1; back <= 3 && i-back >= 0; back++ {
		t := m.tokens[i-back]
		if t.kind == word {
			return m.numbered[t.text]
		}
		if t.kind == number {
			return false
		}
	}
	return false
}

// likely says whether two groups are meant as a day and a month.
func (d numeric) likely(m *matcher, how mode) bool {
	a, b := d.groups[0], d.groups[1]
	if a.value < 1 || b.value < 1 || len(a.text) > 2 || len(b.text) > 2 {
		return false
	}
	if how != bare {
		return true
	}
	switch d.mark {
	case "/":
		return !(a.value < b.value && b.value <= 4) && !(a.value == 24 && b.value == 7)
	case ".":
		return d.dotted && (m.dot || len(a.text) == 2 && len(b.text) == 2)
	}
	return m.code == "nl" && len(a.text)+len(b.text) > 2 && !(len(a.text) == len(b.text) && b.value == a.value+1)
}

// read makes a day of the groups.
func (s *scan) read(d numeric) (day, bool) {
	a, b := d.groups[0], d.groups[1]
	if d.count == 2 {
		return s.either(d, a.value, b.value, 0)
	}
	c := d.groups[2]
	if len(a.text) == 4 && len(b.text) <= 2 && len(c.text) <= 2 {
		return s.dated(c.value, b.value, a.value)
	}
	if len(a.text) > 2 || len(b.text) > 2 || len(c.text) != 2 && len(c.text) != 4 {
		return day{}, false
	}
	year := c.value
	if len(c.text) == 2 {
		year += 2000
	}
	return s.either(d, a.value, b.value, year)
}

// either reads two numbers in the order of the locale. Where that does not decide
// and both orders are days, it is the nearer one, and not sure.
func (s *scan) either(d numeric, a, b, year int) (day, bool) {
	dayMonth, ok := s.dated(a, b, year)
	monthDay, swapped := s.dated(b, a, year)
	order := s.order
	if d.mark == "." {
		order = dayFirst
	}
	switch {
	case !ok && !swapped:
		return day{}, false
	case !swapped || ok && order == dayFirst || ok && a == b:
		return dayMonth, true
	case !ok || order == monthFirst:
		return monthDay, true
	}
	if s.nearer(monthDay.on, dayMonth.on) {
		dayMonth = monthDay
	}
	dayMonth.uncertain = true
	return dayMonth, true
}

// nearer says whether a is ahead and before b, or b is over.
func (s *scan) nearer(a, b account.Date) bool {
	ahead, other := a.Sub(s.today), b.Sub(s.today)
	return ahead >= 0 && (other < 0 || ahead < other)
}

// dated is a day of a month in digits; year 0 is the next one.
func (s *scan) dated(d, month, year int) (day, bool) {
	if d < 1 || d > 31 || month < 1 || month > 12 || year != 0 && (year < 1990 || year > 2199) {
		return day{}, false
	}
	found := s.dayMonth(said{day: d, month: time.Month(month), year: year})
	found.dated = true
	return found, true
}
