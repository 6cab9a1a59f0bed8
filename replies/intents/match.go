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
	l.prepare(&faults{}) // there are none: a test has made the rules of the program
	room, ok := l.rooms.Get().(*rooms)
	if !ok {
		room = &rooms{}
	}
	defer l.rooms.Put(room)
	m := &matcher{language: l, text: t, channel: channel, auto: auto, sentence: -1, rooms: room}
	for _, r := range l.wholes {
		if m.wanted(r) {
			m.whole(r)
		}
	}
	for i := range t.clauses {
		m.clause(i)
	}
	for i := range t.sentences {
		for _, r := range l.acrosses {
			m.across(r, i)
		}
	}
	return m.found
}

// matcher matches the rules of one language against one text.
type matcher struct {
	*language
	*text
	channel channels.Kind
	auto    bool
	found   []hit

	*rooms
	sentence int // that inSentence has been made of
}

// rooms are what matching needs room for, used again for the next text.
type rooms struct {
	inClause, inSentence haystack
	room                 []int
}

// haystack is a part of a text with the needles that are in it.
type haystack struct {
	views [views]string
	has   [views][]bool
	ids   [views][]int // of the needles that are there
	same  [views]view  // the view that was scanned in place of another that equals it
}

// wanted says whether a rule is asked at all.
func (m *matcher) wanted(r *rule) bool {
	return (!m.auto || r.intent == OutOfOffice || r.intent == WrongPerson) && (r.channel == "" || r.channel == m.channel)
}

// whole matches a rule against the whole message, without the courtesies around it.
func (m *matcher) whole(r *rule) {
	if len(m.sentences) == 0 {
		return
	}
	for _, p := range r.match {
		if p.matches(m.bare[p.view%2]) {
			start, end := m.bytes(m.sentences[0].from, m.sentences[len(m.sentences)-1].to)
			m.found = append(m.found, hit{
				rule: r, language: m.language, clause: -1,
				evidence: strings.TrimSpace(m.source[start:end]), unsure: m.unsure(r, 0),
			})
			return
		}
	}
}

// clause asks every rule that may match in a clause.
func (m *matcher) clause(number int) {
	c := &m.text.clauses[number]
	m.fill(&m.inClause, c.views)
	var blocked *rule
	for _, at := range m.candidates(&m.inClause) {
		e := m.entries[at]
		if e.rule == blocked || !m.wanted(e.rule) {
			continue
		}
		from, to, ok := m.inClause.find(e.pattern)
		if !ok {
			continue
		}
		if !m.allowed(e.rule, c.sentence) {
			blocked = e.rule
			continue
		}
		start, end := m.bytes(c.from+from, c.from+to)
		m.found = append(m.found, hit{
			rule: e.rule, language: m.language, sentence: c.sentence, clause: number,
			evidence: strings.TrimSpace(m.source[start:end]), unsure: m.unsure(e.rule, c.sentence),
		})
	}
}

// across matches a rule in a sentence over its clauses: some languages part a verb
// from what it governs by a comma.
func (m *matcher) across(r *rule, number int) {
	s, h := &m.sentences[number], m.sentenceHay(number)
	if !m.wanted(r) || !s.holds(r.needs) {
		return
	}
	for _, p := range r.match {
		from, to, ok := h.find(p)
		if !ok || h.any(r.not) || h.any(r.unless) {
			continue
		}
		start, end := m.bytes(s.from+from, s.from+to)
		m.found = append(m.found, hit{
			rule: r, language: m.language, sentence: number, clause: m.clauseOf(s.from + to - 1),
			evidence: strings.TrimSpace(m.source[start:end]), unsure: m.unsure(r, number),
		})
		return
	}
}

// clauseOf returns the clause that a rune is in, or -1.
func (m *matcher) clauseOf(at int) int {
	return slices.IndexFunc(m.text.clauses, func(c clause) bool { return c.from <= at && at < c.to })
}

// allowed says whether a sentence has what a rule needs, and no guard speaks
// against it.
func (m *matcher) allowed(r *rule, sentence int) bool {
	s := &m.sentences[sentence]
	if !s.holds(r.needs) || m.inClause.any(r.not) {
		return false
	}
	return len(r.unless) == 0 || !m.sentenceHay(sentence).any(r.unless)
}

// unsure says whether something in the sentence makes a rule uncertain.
func (m *matcher) unsure(r *rule, sentence int) bool {
	return r.certain && len(r.unsure) > 0 && m.sentenceHay(sentence).any(r.unsure)
}

// sentenceHay returns a sentence with its needles.
func (m *matcher) sentenceHay(sentence int) *haystack {
	if m.sentences[sentence].views == m.inClause.views {
		return &m.inClause
	}
	if m.sentence != sentence {
		m.fill(&m.inSentence, m.sentences[sentence].views)
		m.sentence = sentence
	}
	return &m.inSentence
}

// fill looks for the needles of a part of a text.
func (m *matcher) fill(h *haystack, in [views]string) {
	h.views = in
	for v := range views {
		h.same[v] = v
		for w := range v {
			if in[w] == in[v] {
				h.same[v] = w
				break
			}
		}
		if h.has[v] == nil {
			h.has[v] = make([]bool, len(m.needles.list))
		}
		for _, id := range h.ids[v] {
			h.has[v][id] = false
		}
		h.ids[v] = h.ids[v][:0]
		if h.same[v] == v {
			h.ids[v] = m.needles.scan(in[v], h.has[v], h.ids[v])
		}
	}
}

// candidates returns the entries that may match, in the order of the rules.
func (m *matcher) candidates(h *haystack) []int {
	all := append(m.room[:0], m.always...)
	for v := range views {
		for _, id := range h.ids[h.same[v]] {
			all = append(all, m.users[v][id]...)
		}
	}
	slices.Sort(all)
	m.room = all
	return slices.Compact(all)
}

// worth says whether a pattern may match.
func (h *haystack) worth(p *pattern) bool {
	has := h.has[h.same[p.view]]
	for _, list := range p.needles {
		if !slices.ContainsFunc(list, func(id int) bool { return has[id] }) {
			return false
		}
	}
	return true
}

// find returns the runes that a pattern matches.
func (h *haystack) find(p *pattern) (from, to int, ok bool) {
	if !h.worth(p) {
		return 0, 0, false
	}
	s := h.views[p.view]
	at := p.find(s)
	if at == nil {
		return 0, 0, false
	}
	from = utf8.RuneCountInString(s[:at[2]])
	return from, from + utf8.RuneCountInString(s[at[2]:at[3]]), true
}

// any says whether one of the patterns matches.
func (h *haystack) any(patterns []*pattern) bool {
	for _, p := range patterns {
		if h.worth(p) && p.matches(h.views[p.view]) {
			return true
		}
	}
	return false
}

// holds says whether a sentence names what a rule needs.
func (s *sentence) holds(needs string) bool {
	switch needs {
	case needsDate:
		return strings.ContainsRune(s.views[plainMasked], insideDate)
	case needsAmount:
		return strings.ContainsRune(s.views[plainMasked], insideAmount)
	}
	return true
}
