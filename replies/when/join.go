package when

// join makes one of phrases that name one day together: "Thursday or Friday",
// "from Monday to Friday", "5 December (Saturday)".
func (s *scan) join(all []found) []found {
	kept := all[:0]
	for _, f := range all {
		if f.how == since && !f.none {
			f.none = true
		}
		if n := len(kept); n > 0 && s.together(&kept[n-1], f) {
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

// together takes the second phrase into the first when they belong together.
func (s *scan) together(first *found, second found) bool {
	if first.none || second.none {
		return false
	}
	if s.beside(first.end, second.start) && s.repeats(first, second) {
		first.end = second.end
		return true
	}
	if first.vague || second.vague {
		return false
	}
	switch s.joined(*first, second) {
	case "or":
		later := *first
		if second.on.Sub(first.on) > 0 {
			later = second
		}
		later.start, later.core, later.how, later.end = first.start, first.core, first.how, second.end
		later.uncertain = true
		*first = later
		return true
	case "to":
		if second.weekday && second.on.Sub(first.on) < 0 {
			second.on = second.on.AddDays(7) // from Monday to Friday, said on a Wednesday
		}
		if second.on.Sub(first.on) < 0 {
			return false
		}
		second.start, second.ranged, second.how = first.start, true, on
		*first = second
		return true
	}
	return false
}

// repeats says whether the second phrase says the day of the first again.
func (s *scan) repeats(first *found, second found) bool {
	if first.vague {
		return false
	}
	return second.weekday && weekdayOf(second.on) == weekdayOf(first.on) && second.how == bare ||
		!second.vague && second.on == first.on
}

// beside says whether only commas, brackets or dashes stand between two tokens.
func (s *scan) beside(from, to int) bool {
	for i := from; i < to; i++ {
		switch s.tokens[i].text {
		case ",", "(", "-", ")", ":":
		default:
			return false
		}
	}
	return to-from <= 2
}

// joined is the word that alone stands between two phrases. "And" joins them
// after "between" alone.
func (s *scan) joined(first, second found) string {
	m := s.matcherOf(first.language)
	at := first.end
	p, ok := m.longest(m.joins, at)
	if !ok {
		p, ok = m.longest(m.joins, second.start)
		at = second.start
		if ok && first.end != second.start {
			return ""
		}
	}
	if !ok || at > first.end || p.end > second.core {
		return ""
	}
	for i := p.end; i < second.core; i++ {
		if !m.articles[s.tokens[i].text] && second.how == bare {
			return ""
		}
	}
	if p.says.rule == "and" {
		if first.start > 0 && s.opened(m, first) {
			return "to"
		}
		return ""
	}
	return p.says.rule
}

// opened says whether "between" stands before a phrase.
func (s *scan) opened(m *matcher, f found) bool {
	for i := max(f.start-2, 0); i <= f.start; i++ {
		if p, ok := m.longest(m.joins, i); ok && p.says.rule == "between" && p.end >= f.start {
			return true
		}
	}
	return false
}

func (s *scan) matcherOf(l *language) *matcher {
	for _, m := range s.matchers {
		if m.language == l {
			return m
		}
	}
	return s.matchers[0]
}
