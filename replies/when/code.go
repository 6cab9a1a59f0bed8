package when

// markCodes marks what only looks like a number: links, addresses, phone numbers
// and names such as INV-1042.
func markCodes(s *scan) {
	for i := 0; i < len(s.tokens); {
		end := i + 1
		for end < len(s.tokens) && s.tokens[end].glued {
			end++
		}
		s.markChain(s.tokens[i:end])
		i = end
	}
	s.markPhones()
}

// markChain looks at tokens without a space between them.
func (s *scan) markChain(chain []token) {
	if len(chain) < 2 {
		return
	}
	named := isLink(chain)
	for i := range chain {
		t := &chain[i]
		switch {
		case named:
		case t.kind == number && i > 0:
			named = s.names(chain[:i])
		}
		t.code = named
	}
}

// isLink says whether the chain is an address of mail or of a page.
func isLink(chain []token) bool {
	for i, t := range chain {
		if t.text == "@" || t.text == "_" || t.text == "/" && i > 1 && chain[i-1].text == "/" || t.text == "www" {
			return true
		}
	}
	return false
}

// names says whether what is glued before a number makes it a name.
func (s *scan) names(before []token) bool {
	last := before[len(before)-1]
	switch {
	case last.text == "#" || last.text == "+" || last.text == "°":
		return true
	case last.kind == word:
		return !currencyWord(last.text) && len(before) == 1
	case (last.text == "-" || last.text == "/" || last.text == "_") && len(before) > 1:
		w := before[len(before)-2]
		return w.kind == word && w.text != "m" && !currencyWord(w.text) && !s.isMonth(w.text)
	}
	return false
}

func (s *scan) isMonth(text string) bool {
	for _, m := range s.matchers {
		if n := m.months.next[text]; n != nil && n.says != nil {
			return true
		}
	}
	return false
}

// markPhones marks groups of digits that are too long a row for anything else.
func (s *scan) markPhones() {
	for i := 0; i < len(s.tokens); {
		if s.tokens[i].kind != number {
			i++
			continue
		}
		end, groups, digits, spaced := s.row(i)
		zero := s.tokens[i].text[0] == '0'
		international := i > 0 && s.tokens[i].glued && s.tokens[i-1].text == "+"
		if digits >= 7 && (groups >= 4 || zero && spaced || international || zero && groups == 1) {
			for j := i; j < end; j++ {
				s.tokens[j].code = true
			}
		}
		i = end
	}
}

// row counts the groups of digits with one space or mark between them.
func (s *scan) row(i int) (end, groups, digits int, spaced bool) {
	end, groups, digits = i+1, 1, len(s.tokens[i].text)
	for end < len(s.tokens) {
		next := end
		if t := s.tokens[end]; t.glued && (t.text == "-" || t.text == "." || t.text == "/" || t.text == ")") {
			next++
		}
		if next >= len(s.tokens) || s.tokens[next].kind != number || next > end && !s.tokens[next].glued && s.tokens[end].text != ")" {
			break
		}
		spaced = spaced || next == end
		end, groups, digits = next+1, groups+1, digits+len(s.tokens[next].text)
	}
	return end, groups, digits, spaced
}
