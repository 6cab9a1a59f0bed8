package intents

import (
	"sort"
	"strings"
	"unicode"

	"github.com/goodterms/goodterms/replies/when"
)

// spans are the dates and amounts of a text.
type spans struct {
	dates   []when.Date
	amounts []when.Amount
}

// split cuts a text into sentences and clauses and writes its views.
func (t *text) split(said spans, breaks []string, abbreviations map[string]bool, courtesy *courtesy) {
	t.said = said
	t.masks = t.mask()
	s := &splitter{text: t, breaks: breaks, abbreviations: abbreviations}
	s.run()
	for i := range t.sentences {
		x := &t.sentences[i]
		for v := range views {
			x.views[v] = t.view(v, x.from, x.to)
		}
		x.asked = strings.HasSuffix(strings.TrimRight(x.views[plain], " !.)"), "?")
	}
	for i := range t.clauses {
		c := &t.clauses[i]
		for v := range views {
			c.views[v] = t.view(v, c.from, c.to)
		}
	}
	t.bare[plain], t.bare[folded] = courtesy.bare(t.runes)
}

// mask returns for every rune what covers it in the masked views, or nil when the
// text names no date and no amount.
func (t *text) mask() []rune {
	if len(t.said.dates) == 0 && len(t.said.amounts) == 0 {
		return nil
	}
	masks := make([]rune, len(t.runes))
	cover := func(start, end int, with rune) {
		from := sort.Search(len(t.runes), func(i int) bool { return t.runes[i].end > start })
		for i := from; i < len(t.runes) && t.runes[i].start < end; i++ {
			masks[i] = with
		}
	}
	for _, a := range t.said.amounts {
		cover(a.Start, a.End, insideAmount)
	}
	for _, d := range t.said.dates {
		cover(d.Start, d.End, insideDate)
	}
	return masks
}

// view writes some runes in a view. Without dates and amounts the masked views are
// as the others.
func (t *text) view(v view, from, to int) string {
	if t.masks == nil || v == plain || v == folded {
		return part(t.runes[from:to], v)
	}
	var b strings.Builder
	b.Grow(to - from + 8)
	for i := from; i < to; i++ {
		switch {
		case t.masks[i] != 0:
			b.WriteRune(t.masks[i])
		case v == foldedMasked:
			b.WriteRune(t.runes[i].folded)
		default:
			b.WriteRune(t.runes[i].plain)
		}
	}
	return b.String()
}

// source range of some runes.
func (t *text) bytes(from, to int) (int, int) {
	if from >= to {
		return 0, 0
	}
	return t.runes[from].start, t.runes[to-1].end
}

// splitter finds where sentences and clauses end.
type splitter struct {
	*text
	breaks        []string
	abbreviations map[string]bool
	clause, start int // where the open clause and sentence begin
}

func (s *splitter) run() {
	for i := 0; i < len(s.runes); {
		if end, ok := s.sentenceEnd(i); end > i {
			if ok {
				s.endSentence(end)
			}
			i = end
			continue
		}
		if s.runes[i].plain == ';' {
			s.endClause(i + 1)
		} else if s.breaksAt(i) {
			s.endClause(i)
		}
		i++
	}
	s.endSentence(len(s.runes))
}

// sentenceEnd returns where the marks that begin at i end, if there are any, and
// whether a sentence ends with them.
func (s *splitter) sentenceEnd(i int) (int, bool) {
	end := i
	for end < len(s.runes) && strings.ContainsRune(".!?。", s.runes[end].plain) {
		end++
	}
	switch {
	case s.runes[i].plain == '\n':
		return i + 1, true
	case end == i:
		return i, false
	case end-i == 1 && s.runes[i].plain == '.':
		return end, s.fullStop(i)
	}
	return end, strings.ContainsAny(part(s.runes[i:end], plain), "!?。")
}

// fullStop says whether the dot at i ends a sentence: not within a date or an
// amount, not after an abbreviation, not in a number.
func (s *splitter) fullStop(i int) bool {
	before := i
	for before > 0 && wordRune(s.runes[before-1].plain) {
		before--
	}
	word := part(s.runes[before:i], plain)
	after := i + 1
	for after < len(s.runes) && wordRune(s.runes[after].plain) {
		after++
	}
	switch {
	case s.covered(i) && after > i+1:
		return false
	case s.abbreviations[word] || (i-before == 1 && unicode.IsLetter(s.runes[before].plain) && after-i != 1):
		return false
	case i+1 >= len(s.runes) || s.runes[i+1].plain == ' ' || s.runes[i+1].plain == '\n':
		return !s.covered(i+1) || !s.covered(i)
	}
	return i-before >= 3 && after-i > 3 && unicode.IsLetter(s.runes[i-1].plain) && unicode.IsLetter(s.runes[i+1].plain)
}

// covered says whether the rune at i lies within a date or an amount.
func (s *splitter) covered(i int) bool {
	return s.masks != nil && i < len(s.masks) && s.masks[i] != 0
}

// breaksAt says whether a word that parts clauses begins at i.
func (s *splitter) breaksAt(i int) bool {
	if i == 0 || (s.covered(i-1) && s.covered(i)) {
		return false
	}
	inWord := wordRune(s.runes[i-1].plain)
	for _, b := range s.breaks {
		if (!inWord || b[0] == ',') && s.at(i, b) {
			return true
		}
	}
	return false
}

// at says whether the folded text has a phrase at i, and no letter after it.
func (s *splitter) at(i int, phrase string) bool {
	for _, r := range phrase {
		if i >= len(s.runes) || s.runes[i].folded != r {
			return false
		}
		i++
	}
	return i >= len(s.runes) || !wordRune(s.runes[i].plain)
}

func (s *splitter) endClause(end int) {
	from, to := s.trim(s.clause, end)
	if from < to {
		s.clauses = append(s.clauses, clause{sentence: len(s.sentences), from: from, to: to})
	}
	s.clause = end
}

func (s *splitter) endSentence(end int) {
	s.endClause(end)
	if from, to := s.trim(s.start, end); from < to {
		s.sentences = append(s.sentences, sentence{from: from, to: to})
	}
	s.start = end
}

// trim leaves blanks off both ends, and a comma off the beginning.
func (s *splitter) trim(from, to int) (int, int) {
	blank := func(i int) bool { return s.runes[i].plain == ' ' || s.runes[i].plain == '\n' }
	for from < to && (blank(from) || s.runes[from].plain == ',') {
		from++
	}
	for from < to && blank(to-1) {
		to--
	}
	return from, to
}
