package intents

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
)

// hit is one rule that matched in one clause.
type hit struct {
	rule     *rule
	language *language
	sentence int
	clause   int // of the text; none for the whole message
	evidence string
	unsure   bool
}

// hits finds where the rules of a language match.
func (l *language) hits(t *text, channel channels.Kind, auto bool) []hit {
	m := &matcher{language: l, text: t, has: l.needles.present(t.whole)}
	for _, r := range l.rules {
		switch {
		case auto && r.intent != OutOfOffice, r.channel != "" && r.channel != channel:
		case r.whole:
			m.whole(r)
		default:
			m.clauses(r)
		}
	}
	return m.found
}

// matcher matches the rules of one language against one text.
type matcher struct {
	*language
	*text
	has   [views][]bool
	found []hit
}

// whole matches a rule against the whole message, without the courtesies around it.
func (m *matcher) whole(r *rule) {
	if len(m.sentences) == 0 {
		return
	}
	for _, p := range r.match {
		if !p.re.MatchString(m.bare[p.view%2]) {
			continue
		}
		start, end := m.bytes(m.sentences[0].from, m.sentences[len(m.sentences)-1].to)
		unsure := m.any(r.unsure, m.text.whole)
		m.found = append(m.found, hit{rule: r, language: m.language, clause: -1, evidence: strings.TrimSpace(m.source[start:end]), unsure: unsure})
		return
	}
}

// clauses matches a rule against every clause.
func (m *matcher) clauses(r *rule) {
	for _, p := range r.match {
		if !m.possible(p) {
			continue
		}
		if r.across {
			m.across(r, p)
			continue
		}
		for i := range m.text.clauses {
			m.clause(r, p, i)
		}
	}
}

// across matches one pattern in every sentence as a whole, over its clauses: some
// languages part a verb from what it governs by a comma.
func (m *matcher) across(r *rule, p *pattern) {
	for i := range m.text.sentences {
		s := &m.text.sentences[i]
		from, to, ok := m.find(p, &s.views)
		if !ok || !m.holds(r.needs, s) || m.any(r.not, s.views) || m.any(r.unless, s.views) {
			continue
		}
		start, end := m.bytes(s.from+from, s.from+to)
		m.found = append(m.found, hit{
			rule: r, language: m.language, sentence: i, clause: m.clauseOf(s.from + to - 1),
			evidence: strings.TrimSpace(m.source[start:end]), unsure: m.any(r.unsure, s.views),
		})
	}
}

// clauseOf returns the clause that a rune is in, or -1.
func (m *matcher) clauseOf(at int) int {
	return slices.IndexFunc(m.text.clauses, func(c clause) bool { return c.from <= at && at < c.to })
}

// clause matches one pattern in one clause, and asks the guards.
func (m *matcher) clause(r *rule, p *pattern, number int) {
	c := &m.text.clauses[number]
	from, to, ok := m.find(p, &c.views)
	if !ok {
		return
	}
	s := &m.sentences[c.sentence]
	if !m.holds(r.needs, s) || m.any(r.not, c.views) || m.any(r.unless, s.views) {
		return
	}
	start, end := m.bytes(c.from+from, c.from+to)
	m.found = append(m.found, hit{
		rule: r, language: m.language, sentence: c.sentence, clause: number,
		evidence: strings.TrimSpace(m.source[start:end]), unsure: m.any(r.unsure, s.views),
	})
}

// possible says whether a pattern may match anywhere in the text.
func (m *matcher) possible(p *pattern) bool {
	for _, n := range p.needles {
		if m.has[p.view][n] {
			return true
		}
	}
	return len(p.needles) == 0
}

// find returns the runes of a view that a pattern matches.
func (m *matcher) find(p *pattern, in *[views]string) (from, to int, ok bool) {
	s := in[p.view]
	if !m.worth(p, s) {
		return 0, 0, false
	}
	at := p.re.FindStringSubmatchIndex(s)
	if at == nil {
		return 0, 0, false
	}
	from = utf8.RuneCountInString(s[:at[2]])
	return from, from + utf8.RuneCountInString(s[at[2]:at[3]]), true
}

// worth says whether a pattern may match in a part of the text.
func (m *matcher) worth(p *pattern, s string) bool {
	for _, n := range p.needles {
		if m.has[p.view][n] && strings.Contains(s, m.needles.list[p.view][n]) {
			return true
		}
	}
	return len(p.needles) == 0
}

// any says whether one of the patterns matches.
func (m *matcher) any(patterns []*pattern, in [views]string) bool {
	for _, p := range patterns {
		if m.worth(p, in[p.view]) && p.re.MatchString(in[p.view]) {
			return true
		}
	}
	return false
}

// holds says whether a sentence names what a rule needs.
func (m *matcher) holds(needs string, s *sentence) bool {
	switch needs {
	case needsDate:
		return strings.ContainsRune(s.views[plainMasked], insideDate)
	case needsAmount:
		return strings.ContainsRune(s.views[plainMasked], insideAmount)
	}
	return true
}
