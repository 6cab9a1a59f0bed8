package when

import "strings"

// scan reads one text.
type scan struct {
	calendar
	tokens   []token
	matchers []*matcher
	order    order
	ref      Reference
}

// found is a phrase of a text that means a day, or none.
type found struct {
	day
	how        mode
	rule       string
	language   *language
	start, end int  // tokens
	core       int  // token where the words before the day end
	ranged     bool // the end of a stretch: "from 1 to 5 December"
	year       bool // the year was said
}

func newScan(text string, ref Reference) *scan {
	s := &scan{calendar: calendarOf(ref.Now), tokens: tokenize(text), ref: ref}
	s.order = orderOf(ref.Locale, ref.Languages)
	for _, l := range spoken(ref.Languages) {
		s.matchers = append(s.matchers, &matcher{language: l, tokens: s.tokens, year: s.today.Year})
	}
	markCodes(s)
	return s
}

// dates finds every phrase from the beginning to the end of the text.
func (s *scan) dates() []found {
	var all []found
	for i := 0; i < len(s.tokens); {
		f, ok := s.at(i)
		if !ok {
			i++
			continue
		}
		all, i = append(all, f), f.end
	}
	return s.join(all)
}

// at is the longest phrase that begins at token i in any of the languages; of
// equal ones the first language's.
func (s *scan) at(i int) (found, bool) {
	best := found{end: i}
	t := &s.tokens[i]
	if t.kind == mark || t.code || t.money {
		return best, false
	}
	for _, m := range s.matchers {
		if t.kind == word && !m.starts[t.text] {
			continue
		}
		if f, ok := s.in(m, i); ok && f.end > best.end {
			best = f
		}
	}
	return best, best.end > i
}

// in reads a day at token i in one language, with and without the word before it.
func (s *scan) in(m *matcher, i int) (found, bool) {
	best, ok := s.core(m, i, bare)
	best.start = i
	how, at, articles := bare, i+1, 0
	if word, led := m.longest(m.modes, i); led {
		how, at, articles = mode(word.says.value), word.end, 2
	} else if !m.articles[s.tokens[i].text] {
		return best, ok
	}
	if at > i+1 && m.articles[s.tokens[at-1].text] {
		at, articles = at-1, 3 // the article may belong to the day: "avant | le 15"
	}
	for ; ; at++ {
		if f, has := s.core(m, at, how); has && f.end > best.end {
			f.start = i
			best, ok = f, true
		}
		if articles--; articles < 0 || at >= len(s.tokens) || !m.articles[s.tokens[at].text] {
			return best, ok
		}
	}
}

// core reads a day at token i without looking at what is before it.
func (s *scan) core(m *matcher, i int, how mode) (found, bool) {
	if i >= len(s.tokens) {
		return found{}, false
	}
	best := found{how: how, language: m.language, end: i, core: i}
	s.phrase(m, m.says, &best)
	if how != bare {
		s.phrase(m, m.bound, &best)
	}
	if d, end, ok := s.digits(m, i, how); ok && end > best.end {
		best.day, best.end, best.rule = d, end, "digits"
		best.year = s.saysYear(i, end)
	}
	return best, best.end > i
}

// saysYear says whether a group of digits is a year.
func (s *scan) saysYear(i, end int) bool {
	for ; i < end; i++ {
		if len(s.tokens[i].text) == 4 {
			return true
		}
	}
	return false
}

// phrase takes the longest phrase of the tree when it is longer than the best so far.
func (s *scan) phrase(m *matcher, tree *node, best *found) {
	p, ok := m.longest(tree, best.core)
	if !ok || p.end <= best.end {
		return
	}
	d := p.says.means(s.calendar, p.said, best.how)
	end, rule, year := p.end, p.says.rule, p.said.year != 0
	if d.weekday {
		if dated, to, ok := s.dateOfWeekday(m, p); ok {
			d, end, rule, year = dated.day, to, dated.rule, dated.year
		} else if p.said.weak && best.how == bare {
			return
		}
	}
	best.day, best.end, best.rule, best.year = d, end, rule, year
	best.ranged = strings.HasPrefix(rule, "range")
}

// dateOfWeekday reads the date which a weekday belongs to: "Friday, 5 December". When
// they do not agree the date counts, but not for sure.
func (s *scan) dateOfWeekday(m *matcher, p match) (found, int, bool) {
	at := p.end
	for skipped := 0; at < len(s.tokens) && skipped < 4 && s.between(m, at); skipped++ {
		at++
		if f, ok := s.ofMonth(m, at); ok {
			return s.agree(f, p), f.end, true
		}
	}
	if f, ok := s.ofMonth(m, p.end); ok {
		return s.agree(f, p), f.end, true
	}
	if p.end >= len(s.tokens) || s.tokens[p.end].kind != number {
		return found{}, 0, false
	}
	n, end := m.dayAt(slotDay, p.end-1, p.end)
	if end == p.end {
		return found{}, 0, false
	}
	d := dayOfMonth(s.calendar, said{day: n}, on)
	return found{day: d, rule: "day"}, end, weekdayOf(d.on) == p.said.weekday
}

// ofMonth reads a day of a month at token i: 5 December, the 5th, 5/12.
func (s *scan) ofMonth(m *matcher, i int) (found, bool) {
	best := found{end: i, core: i, how: on, language: m.language}
	for _, tree := range []*node{m.says, m.bound} {
		p, ok := m.longest(tree, i)
		if !ok || p.end <= best.end {
			continue
		}
		if d := p.says.means(s.calendar, p.said, on); d.dated {
			best.day, best.end, best.rule, best.year = d, p.end, p.says.rule, p.said.year != 0
		}
	}
	if i >= len(s.tokens) {
		return best, false
	}
	if d, end, ok := s.digits(m, i, on); ok && end > best.end {
		best.day, best.end, best.rule, best.year = d, end, "digits", s.saysYear(i, end)
	}
	return best, best.end > i
}

func (s *scan) agree(f found, p match) found {
	f.uncertain = f.uncertain || weekdayOf(f.on) != p.said.weekday
	return f
}

// between says whether a token may stand between a weekday and its date.
func (s *scan) between(m *matcher, i int) bool {
	t := s.tokens[i]
	return t.text == "," || t.text == "(" || t.text == "." && t.glued || m.articles[t.text]
}

// date is what a phrase promises; false when that is none.
func (s *scan) date(f found) (Date, bool) {
	if f.none {
		return Date{}, false
	}
	d := Date{Start: s.tokens[f.start].start, End: s.endOf(f)}
	if f.vague {
		d.Vague = true
		return d, true
	}
	d.On = f.on
	if f.how == before && !f.through {
		d.On = later(s.today, f.on.AddDays(-1))
	}
	ahead := d.On.Sub(s.today)
	d.Uncertain = f.uncertain || f.how == from || f.how == every || ahead < 0 || ahead > far
	return d, true
}

// endOf is where a phrase ends, without the full stop of a sentence.
func (s *scan) endOf(f found) int {
	last := f.end - 1
	if last > f.start && s.tokens[last].text == "." {
		last--
	}
	return s.tokens[last].end
}

// Dates finds the dates of a text, in its order.
func Dates(text string, ref Reference) []Date {
	s := newScan(text, ref)
	s.money()
	var all []Date
	for _, f := range s.dates() {
		if d, ok := s.date(f); ok {
			all = append(all, d)
		}
	}
	return all
}
