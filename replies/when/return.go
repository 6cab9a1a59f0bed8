package when

import "github.com/goodterms/goodterms/account"

// longestAbsence is how many days ahead a day of return without a year is
// believed: further ahead it is an old note about a day that is over.
const longestAbsence = 180

// reach is how many tokens may stand between "back" and its day.
const reach = 8

// Return finds the day from which somebody who is away is back, in an auto-reply;
// false when it does not say.
func Return(text string, ref Reference) (account.Date, bool) {
	s := newScan(text, ref)
	s.money()
	var best account.Date
	rank := 0
	for _, f := range s.dates() {
		if f.none || f.vague {
			continue
		}
		if on, r := s.returns(f); r > rank && s.believed(on, f) {
			best, rank = on, r
		}
	}
	return best, rank > 0
}

func (s *scan) believed(on account.Date, f found) bool {
	ahead := on.Sub(s.today)
	return ahead >= 0 && (ahead <= longestAbsence || f.year)
}

// returns is the day of return that a phrase tells, and how plainly: a day from
// which somebody is back counts more than one until which they are away.
func (s *scan) returns(f found) (account.Date, int) {
	switch s.awayBefore(f) {
	case "back":
		return f.on, 4
	case "starts":
		if !f.ranged {
			return account.Date{}, 0
		}
	case "until":
		return f.on.AddDays(1), 3
	}
	if f.ranged {
		return f.on.AddDays(1), 2
	}
	if s.backAfter(f) {
		return f.on, 4
	}
	return account.Date{}, 0
}

// awayBefore is the kind of the last phrase about being away before a day.
func (s *scan) awayBefore(f found) string {
	m := s.matcherOf(f.language)
	kind := ""
	ends := 0
	for i := max(0, f.start-reach); i <= f.core; i++ {
		if i < f.start && (s.tokens[i].text == "." || s.tokens[i].text == "!" || s.tokens[i].text == ";") && !s.short(i) {
			kind = ""
		}
		if p, ok := m.longest(m.away, i); ok && p.end <= f.core+1 && p.end > ends {
			kind, ends = p.says.rule, p.end
		}
	}
	return kind
}

// short says whether a full stop ends a short word or a number rather than a sentence.
func (s *scan) short(i int) bool {
	return i > 0 && s.tokens[i].glued && (s.tokens[i-1].kind == number || len(s.tokens[i-1].text) <= 3)
}

// backAfter says whether what follows a day says that somebody is back then:
// "ab dem 8.1. wieder erreichbar".
func (s *scan) backAfter(f found) bool {
	m := s.matcherOf(f.language)
	for i := f.end; i < min(f.end+4, len(s.tokens)); i++ {
		if _, ok := m.longest(m.after, i); ok {
			return true
		}
		if s.tokens[i].kind != word {
			return false
		}
	}
	return false
}
