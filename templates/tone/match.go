package tone

import (
	"slices"
	"sort"
)

// most is how many times rules are found in one text: who sees a hundred faults
// needs no more.
const most = 100

// hit is a place where a rule was found, in bytes of the source.
type hit struct {
	rule *rule
	span
}

// match finds the rules that are wanted in a text, each once in a sentence.
func (l *language) match(r *reading, wanted func(*rule) bool) []hit {
	m := &matcher{language: l, reading: r, wanted: wanted, has: make([]bool, len(l.needles.list))}
	for _, s := range r.sentences {
		m.within(s, false)
		if len(m.hits) > most {
			return m.hits[:most]
		}
	}
	for _, s := range r.paragraphs {
		m.within(s, true)
		if len(m.hits) > most {
			return m.hits[:most]
		}
	}
	return m.hits
}

// matcher matches the rules of one language against one text.
type matcher struct {
	*language
	*reading
	wanted func(*rule) bool
	has    []bool // of every needle: it is in the part that is looked at
	found  []int
	room   []int
	hits   []hit
}

// within asks the rules that may match in a part of the text.
func (m *matcher) within(s span, across bool) {
	part := string(m.text[s.from:s.to])
	for _, id := range m.found {
		m.has[id] = false
	}
	m.found = m.needles.scan(part, m.has, m.found[:0])
	var quoted string
	var done *rule
	for _, at := range m.candidates() {
		e := m.entries[at]
		if e.rule == done || e.rule.across != across || !m.wanted(e.rule) || !m.worth(e.pattern) {
			continue
		}
		view := part
		if e.pattern.quoted {
			if quoted == "" {
				quoted = m.withQuotes(s)
			}
			view = quoted
		}
		if m.ask(e, view, part, s) {
			done = e.rule
		}
	}
}

// ask looks for a pattern in a part; the first place that no guard speaks against counts.
func (m *matcher) ask(e entry, view, part string, s span) bool {
	for at := 0; ; {
		from, to, ok := e.pattern.find(view, at)
		if !ok {
			return false
		}
		where := span{from, to}
		if e.pattern.quoted {
			where = span{0, len(part)}
		}
		if m.allowed(e.rule, part, s, where) {
			start, end := m.sourceOf(s.from+where.from, s.from+where.to)
			m.hits = append(m.hits, hit{e.rule, span{start, end}})
			return true
		}
		at = max(to, from+1)
	}
}

// sourceOf returns where a part of the reading stands in the source.
func (m *matcher) sourceOf(from, to int) (int, int) {
	if from >= to {
		return m.at[min(from, len(m.at)-1)].from, m.at[min(from, len(m.at)-1)].to
	}
	return m.at[from].from, m.at[to-1].to
}

// candidates returns the entries that may match, in the order of the rules.
func (m *matcher) candidates() []int {
	all := append(m.room[:0], m.always...)
	for _, id := range m.found {
		all = append(all, m.users[id]...)
	}
	slices.Sort(all)
	m.room = all
	return slices.Compact(all)
}

// worth says whether a pattern may match.
func (m *matcher) worth(p *pattern) bool {
	for _, list := range p.needles {
		if !slices.ContainsFunc(list, func(id int) bool { return m.has[id] }) {
			return false
		}
	}
	return true
}

// allowed says whether nothing speaks against a rule where it was found.
func (m *matcher) allowed(r *rule, part string, s, where span) bool {
	for _, p := range r.needs {
		if !p.in(part) {
			return false
		}
	}
	if m.any(r.unlessSentence, part) {
		return false
	}
	clause := m.clause(part, s, where)
	if m.any(r.unless, part[clause.from:clause.to]) {
		return false
	}
	return !m.reported(part, s, where)
}

// any says whether one of the patterns matches.
func (m *matcher) any(patterns []*pattern, text string) bool {
	return slices.ContainsFunc(patterns, func(p *pattern) bool { return p.in(text) })
}

// in says whether the pattern matches somewhere.
func (p *pattern) in(s string) bool {
	_, _, ok := p.find(s, 0)
	return ok
}

// clause returns the clauses of a part that a place touches.
func (m *matcher) clause(part string, s, where span) span {
	c := span{0, len(part)}
	cut := func(from, to int) {
		if to <= where.from {
			c.from = max(c.from, to)
		} else if from >= where.to {
			c.to = min(c.to, from)
		}
	}
	first := sort.SearchInts(m.breaks, s.from)
	for _, at := range m.breaks[first:] {
		if at > s.to {
			break
		}
		cut(at-s.from, at-s.from)
	}
	for _, p := range m.parting {
		for at := 0; ; {
			from, to, ok := p.find(part, at)
			if !ok {
				break
			}
			cut(from, from)
			at = max(to, from+1)
		}
	}
	return c
}

// reported says whether a place lies within a quotation that is told as another's
// words.
func (m *matcher) reported(part string, s, where span) bool {
	first := sort.Search(len(m.quotes), func(i int) bool { return m.quotes[i].to > s.from+where.from })
	if first == len(m.quotes) || m.quotes[first].from > s.from+where.from || m.quotes[first].to < s.from+where.to {
		return false
	}
	return m.any(m.quoting, part)
}

// withQuotes is a part with its quotation marks.
func (m *matcher) withQuotes(s span) string {
	var b []byte
	first := sort.Search(len(m.quotes), func(i int) bool { return m.quotes[i].to >= s.from })
	at := s.from
	for _, q := range m.quotes[first:] {
		if q.from >= s.to {
			break
		}
		from, to := max(q.from, at), min(q.to, s.to)
		if from > to {
			break
		}
		b = append(append(b, m.text[at:from]...), '"')
		b = append(append(b, m.text[from:to]...), '"')
		at = to
	}
	return string(append(b, m.text[at:s.to]...))
}
