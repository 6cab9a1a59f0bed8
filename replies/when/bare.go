package when

// longestBare is how many digits a number without a currency may have: longer
// ones are account and phone numbers.
const longestBare = 6

// bareIn finds numbers that are amounts by the words around them: after a word of
// paying, or right before the day on which they are paid.
func (s *scan) bareIn(taken []bool, dates []found) []sum {
	begins := make([]bool, len(s.tokens)+1)
	for _, f := range dates {
		begins[f.start] = !f.none
	}
	var all []sum
	for i := range s.tokens {
		if s.tokens[i].kind != number || taken[i] {
			continue
		}
		f, ok := s.figureAt(i, false)
		if !ok || len(s.tokens[i].text) > longestBare || s.tokens[i].text[0] == '0' || taken[f.end-1] {
			continue
		}
		if !s.paid(i, f.end, begins) {
			continue
		}
		if money, ok := s.parse(f.text, s.ref.Currency); ok && money.Minor > 0 {
			take(taken, i, f.end)
			all = append(all, sum{Amount{Money: money}, i, f.end})
		}
	}
	return all
}

// paid says whether a number between two tokens is one that is paid.
func (s *scan) paid(i, end int, begins []bool) bool {
	for _, m := range s.matchers {
		if m.numberedBefore(i) || end < len(s.tokens) && m.clocked(end) {
			return false
		}
	}
	for _, m := range s.matchers {
		if begins[end] || m.ends(end) && m.payBefore(i) {
			return true
		}
	}
	return false
}

// ends says whether nothing follows that the number would count: "pay 2 invoices".
func (m *matcher) ends(i int) bool {
	if i >= len(m.tokens) || m.tokens[i].kind == mark {
		return true
	}
	t := m.tokens[i]
	return t.kind == word && (m.goes[t.text] || m.longestIsDay(i))
}

// longestIsDay says whether a day begins at token i.
func (m *matcher) longestIsDay(i int) bool {
	_, ok := m.longest(m.says, i)
	if !ok {
		_, ok = m.longest(m.modes, i)
	}
	return ok
}

// payBefore says whether a word of paying stands before token i, with nothing but
// small words between.
func (m *matcher) payBefore(i int) bool {
	for back := i - 1; back >= 0 && i-back <= 5; back-- {
		t := m.tokens[back]
		switch {
		case t.kind != word || t.code:
			return false
		case m.pays[t.text]:
			return true
		case !m.fills[t.text]:
			return false
		}
	}
	return false
}
