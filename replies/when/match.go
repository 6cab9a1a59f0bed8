package when

import "time"

// slot is a value that a phrase expects.
type slot uint8

const (
	_               slot = iota
	slotWeekday          // Friday
	slotMonth            // December
	slotDay              // 5, 5th, fifth, five
	slotOrdinal          // 5th, fifth
	slotCount            // 10, ten
	slotYear             // 2026, or 26 near this year
	slotMonthNumber      // 12.
	slotNth              // 5th, not fifth: "first" alone is no day
)

var slotNames = []string{"", "weekday", "month", "day", "ord", "n", "year", "mno", "nth"}

// match is the longest phrase of a tree that stands at a token.
type match struct {
	end  int // token after it
	says *saying
	said said
}

// matcher looks for phrases of one language in a text.
type matcher struct {
	*language
	tokens []token
	year   int // of today
}

// longest finds the longest phrase of the tree that begins at token i.
func (m *matcher) longest(tree *node, i int) (match, bool) {
	best := match{end: i}
	m.walk(tree, i, i, said{}, &best)
	return best, best.says != nil
}

func (m *matcher) walk(n *node, start, i int, s said, best *match) {
	if n.says != nil && i > best.end {
		*best = match{i, n.says, s}
	}
	if i >= len(m.tokens) || m.tokens[i].money || m.tokens[i].code {
		return
	}
	if to := n.next[m.tokens[i].text]; to != nil {
		m.walk(to, start, i+1, s, best)
	}
	for _, edge := range n.slots {
		filled, end := m.fill(edge.slot, start, i, s)
		if end == i {
			continue
		}
		m.walk(edge.to, start, end, filled, best)
		if m.abbreviated(edge.slot, end) {
			m.walk(edge.to, start, end+1, filled, best)
		}
	}
}

// abbreviated says whether a full stop follows which may belong to the word before.
func (m *matcher) abbreviated(s slot, i int) bool {
	return (s == slotWeekday || s == slotMonth) && i+1 < len(m.tokens) &&
		m.tokens[i].text == "." && m.tokens[i].glued
}

// fill reads a slot at token i; end is i when it is not there.
func (m *matcher) fill(s slot, start, i int, to said) (said, int) {
	switch s {
	case slotWeekday:
		if best, ok := m.name(m.weekdays, i); ok {
			to.weekday, to.weak = time.Weekday(best.says.value), best.says.rule == "weak"
			return to, best.end
		}
	case slotMonth:
		if best, ok := m.name(m.months, i); ok {
			to.month = time.Month(best.says.value)
			return to, best.end
		}
	case slotDay, slotOrdinal, slotNth:
		if day, end := m.dayAt(s, start, i); end > i {
			to.day = day
			return to, end
		}
	case slotCount:
		if n, end := m.countAt(start, i); end > i {
			to.n = max(to.n, n)
			return to, end
		}
	case slotYear:
		if year, end := m.yearAt(i); end > i {
			to.year = year
			return to, end
		}
	case slotMonthNumber:
		if t := m.tokens[i]; t.kind == number && t.value >= 1 && t.value <= 12 && m.is(i+1, ".") {
			to.month = time.Month(t.value)
			return to, i + 2
		}
	}
	return to, i
}

// name finds a word of a tree of names, which has no slots.
func (m *matcher) name(tree *node, i int) (match, bool) {
	best := match{end: i}
	for n, at := tree, i; at < len(m.tokens) && !m.tokens[at].code; at++ {
		if n = n.next[m.tokens[at].text]; n == nil {
			break
		}
		if n.says != nil {
			best = match{end: at + 1, says: n.says}
		}
	}
	return best, best.says != nil
}

// is says whether the mark stands at token i, glued to what is before.
func (m *matcher) is(i int, mark string) bool {
	return i < len(m.tokens) && m.tokens[i].glued && m.tokens[i].text == mark
}

// dayAt reads a day of a month: 5, 5th, 5. or its word.
func (m *matcher) dayAt(s slot, start, i int) (int, int) {
	t := m.tokens[i]
	if t.kind == word {
		if s == slotNth {
			return 0, i
		}
		if best, ok := m.name(m.ordinals, i); ok {
			return best.says.value, best.end
		}
		if best, ok := m.name(m.cardinals, i); ok && s == slotDay && best.says.value <= 31 && len(t.text) > 2 {
			return best.says.value, best.end
		}
		return 0, i
	}
	if t.kind != number || t.value < 1 || t.value > 31 || len(t.text) > 2 || !m.alone(start, i) {
		return 0, i
	}
	end := i + 1
	if end < len(m.tokens) && m.tokens[end].kind == word && m.suffixes[m.tokens[end].text] && m.tokens[end].glued {
		return t.value, end + 1
	}
	if m.dot && m.is(end, ".") {
		return t.value, end + 1
	}
	if s != slotDay || end < len(m.tokens) && (m.tokens[end].glued && m.tokens[end].kind == word || m.clocked(end)) {
		return 0, i
	}
	return t.value, end
}

// clocked says whether what follows a number makes it a time or a percentage.
func (m *matcher) clocked(i int) bool {
	t := m.tokens[i]
	return t.text == "%" || t.kind == word && m.clock[t.text]
}

// alone says whether the number at i is a whole one: no part of 10:30, 5,12 or 5/12,
// and at the beginning of a phrase no part of INV-5 either.
func (m *matcher) alone(start, i int) bool {
	if i+2 < len(m.tokens) && m.tokens[i+1].glued && m.tokens[i+2].glued && m.tokens[i+2].kind == number {
		switch m.tokens[i+1].text {
		case ":", ",", "/", "'":
			return false
		case ".":
			return m.dot && i > start
		}
	}
	if i == 0 || !m.tokens[i].glued {
		return true
	}
	before := m.tokens[i-1]
	switch before.text {
	case "-", "/":
		return i > start
	case ".":
		return i > start || i < 2 || m.tokens[i-2].kind != number
	case ":", ",", "+", "#", "'":
		return i < 2 || m.tokens[i-2].kind != number && before.text != "+" && before.text != "#"
	}
	return before.kind == mark
}

func (m *matcher) countAt(start, i int) (int, int) {
	t := m.tokens[i]
	if t.kind == number && t.value > 0 && t.value <= 999 && m.alone(start, i) {
		return t.value, i + 1
	}
	if t.kind == word {
		if best, ok := m.name(m.cardinals, i); ok {
			return best.says.value, best.end
		}
	}
	return 0, i
}

// yearAt reads 2026, or 26 when that is near this year.
func (m *matcher) yearAt(i int) (int, int) {
	t := m.tokens[i]
	if t.kind != number || !m.alone(i-1, i) || m.glues(i+1) {
		return 0, i
	}
	if len(t.text) == 4 && t.value >= 1990 && t.value < 2200 {
		return t.value, i + 1
	}
	if full := 2000 + t.value; len(t.text) == 2 && full >= m.year-1 && full <= m.year+2 {
		return full, i + 1
	}
	return 0, i
}

// glues says whether a word or number hangs on the token before i.
func (m *matcher) glues(i int) bool {
	return i < len(m.tokens) && m.tokens[i].glued && m.tokens[i].kind != mark
}
