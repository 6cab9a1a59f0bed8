package when

import (
	"slices"

	"github.com/bojanz/currency"
	"github.com/goodterms/goodterms/account"
)

// sum is an amount or a share between two tokens.
type sum struct {
	Amount
	start, end int
}

// money finds the amounts that bear their currency, and marks their tokens so
// that no day is seen in them.
func (s *scan) money() []sum {
	var all []sum
	for i := 0; i < len(s.tokens); i++ {
		found, ok := s.priced(i)
		if !ok {
			found, ok = s.spelled(i)
		}
		if !ok {
			continue
		}
		for j := found.start; j < found.end; j++ {
			s.tokens[j].money = true
		}
		if found.Money.Minor > 0 {
			all = append(all, found)
		}
		i = max(i, found.end-1)
	}
	return all
}

// priced reads a figure at token i with a currency before or after it.
func (s *scan) priced(i int) (sum, bool) {
	f, ok := s.figureAt(i, true)
	if !ok {
		return sum{}, false
	}
	code, start := s.currencyBefore(i)
	end := f.end
	if code == "" {
		code, end = s.currencyAfter(f.end)
	} else if again, after := s.currencyAfter(f.end); again != "" && s.tokens[f.end].upper {
		code, end = again, after
	}
	if code == "" || start > 0 && s.tokens[start-1].text == "-" && s.tokens[start].glued {
		return sum{}, false
	}
	money, ok := s.parse(f.text, code)
	return sum{Amount{Money: money}, start, end}, ok
}

// parse reads a figure in a currency; without one it has two digits.
func (s *scan) parse(text, code string) (account.Money, bool) {
	in := code
	if code == "" || !currency.IsValid(code) {
		code, in = "", "EUR"
	}
	digits, _ := currency.GetDigits(in)
	decimal, ok := plain(text, int(digits), s.decimal())
	if !ok {
		return account.Money{}, false
	}
	money, err := account.ParseMoney(decimal, in)
	if err != nil {
		return account.Money{}, false
	}
	return account.Money{Minor: money.Minor, Currency: code}, true
}

// spelled reads number words before the currency word at token i: fifty euros.
func (s *scan) spelled(i int) (sum, bool) {
	if s.tokens[i].kind != word || i == 0 || s.tokens[i-1].kind != word {
		return sum{}, false
	}
	code := s.currency(s.tokens[i])
	if code == "" {
		return sum{}, false
	}
	for _, m := range s.matchers {
		if value, start := m.valueBefore(i); value > 1 {
			digits, _ := currency.GetDigits(code)
			minor := int64(value)
			for range digits {
				minor *= 10
			}
			return sum{Amount{Money: account.Money{Minor: minor, Currency: code}}, start, i + 1}, true
		}
	}
	return sum{}, false
}

// Amounts finds the amounts of a text, in its order. A number alone is one only
// where the words around it say so: never a phone number, a date, an invoice number.
func Amounts(text string, ref Reference) []Amount {
	s := newScan(text, ref)
	all := s.money()
	taken := make([]bool, len(s.tokens)+1)
	for _, f := range all {
		take(taken, f.start, f.end)
	}
	dates := s.dates()
	for _, f := range dates {
		take(taken, f.start, f.end)
	}
	all = append(all, s.sharesIn(taken)...)
	all = append(all, s.bareIn(taken, dates)...)
	slices.SortFunc(all, func(a, b sum) int { return a.start - b.start })
	amounts := make([]Amount, 0, len(all))
	for _, f := range all {
		f.Start, f.End = s.tokens[f.start].start, s.tokens[f.end-1].end
		amounts = append(amounts, f.Amount)
	}
	return amounts
}

func take(taken []bool, from, to int) {
	for i := from; i < to; i++ {
		taken[i] = true
	}
}

// sharesIn finds the shares among the tokens that are not taken, and takes them.
func (s *scan) sharesIn(taken []bool) []sum {
	var all []sum
	for i := 0; i < len(s.tokens); i++ {
		if s.tokens[i].kind == mark || taken[i] {
			continue
		}
		best := match{end: i}
		for _, m := range s.matchers {
			if p, ok := m.longest(m.shares, i); ok && p.end > best.end && !taken[p.end-1] {
				best = p
			}
		}
		if best.end == i {
			continue
		}
		take(taken, i, best.end)
		if best.says.rule != "none" {
			all = append(all, sum{Amount{Share: Share(best.says.rule)}, i, best.end})
		}
		i = best.end - 1
	}
	return all
}
