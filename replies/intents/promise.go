package intents

import (
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/replies/when"
)

// money gives the promise its days and amounts, and the payment its amount.
func (s *settler) money() {
	if f := s.best[AlreadyPaid]; f != nil {
		if amounts := s.amounts(s.saidIn(AlreadyPaid)); len(amounts) == 1 {
			f.Amount = amounts[0].Money
		}
	}
	f := s.best[Promise]
	if f == nil {
		return
	}
	in := s.saidIn(Promise)
	dates, clear := s.dates(in)
	parts, whole := pair(dates, s.amounts(in))
	f.Parts = parts
	f.Certain = f.Certain && clear && whole
	if len(parts) > 0 {
		f.Date, f.Amount = parts[0].On, parts[0].Amount
	}
}

// saidIn returns the clauses whose days and amounts belong to an intent: those of
// its sentences in which no other matter that has days and amounts was found.
func (s *settler) saidIn(intent Intent) map[int]bool {
	sentences, own, others := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for _, h := range s.hits {
		switch h.rule.intent {
		case intent:
			sentences[h.sentence], own[h.clause] = true, true
		case Promise, AlreadyPaid, Hardship, Dispute, OutOfOffice:
			others[h.clause] = true
		}
	}
	in := map[int]bool{}
	for i, c := range s.text.clauses {
		in[i] = sentences[c.sentence] && (own[i] || !others[i])
	}
	return in
}

// rest says whether a promise is about what is still open after a payment.
func (s *settler) rest() bool {
	for _, a := range s.amounts(s.saidIn(Promise)) {
		if a.Share == when.Rest {
			return true
		}
	}
	return false
}

// dates returns the days that some clauses name, each once, and whether all of
// them are clear.
func (s *settler) dates(in map[int]bool) ([]account.Date, bool) {
	var days []account.Date
	clear := true
	for _, d := range s.text.said.dates {
		if !in[s.clauseAt(d.Start)] || s.refers(d) {
			continue
		}
		if d.Vague || d.Uncertain || d.On == (account.Date{}) {
			clear = false
		}
		if d.On != (account.Date{}) && !slices.Contains(days, d.On) {
			days = append(days, d.On)
		}
	}
	return days, clear && len(days) > 0
}

// refers says whether the word before a date, or its first, makes it the date of
// something else, as in "the invoice dated 3 November".
func (s *settler) refers(d when.Date) bool {
	first, _, _ := strings.Cut(s.text.source[d.Start:d.End], " ")
	if s.reference(first) {
		return true
	}
	before := s.text.source[:d.Start]
	before = before[max(0, len(before)-40):]
	words := strings.Fields(before)
	return len(words) > 0 && s.reference(words[len(words)-1])
}

// reference says whether a date after a word is that of something else.
func (s *settler) reference(word string) bool {
	word = foldText(strings.ToLower(strings.Trim(word, ",.:;()")))
	for _, l := range s.reader.languages {
		if l.references[word] && (l.name == s.language || s.language == "") {
			return true
		}
	}
	return false
}

// amounts returns the amounts that some clauses name, each once.
func (s *settler) amounts(in map[int]bool) []when.Amount {
	var list []when.Amount
	for i, a := range s.text.said.amounts {
		if !in[s.clauseAt(a.Start)] || s.restated(i) {
			continue
		}
		same := func(b when.Amount) bool { return a.Money == b.Money && a.Share == b.Share && a.Share != "" }
		if !slices.ContainsFunc(list, same) {
			list = append(list, a)
		}
	}
	return list
}

// near is how far a sum may be from the share that it states: "the balance of £480".
const near = 5

// restated says whether a share is followed by its sum.
func (s *settler) restated(i int) bool {
	all := s.text.said.amounts
	return all[i].Share != "" && i+1 < len(all) && all[i+1].Share == "" && all[i+1].Start-all[i].End <= near
}

// clauseAt returns the clause that a byte of the source is in, or -1.
func (s *settler) clauseAt(at int) int {
	for i := range s.text.clauses {
		c := &s.text.clauses[i]
		if start, end := s.text.bytes(c.from, c.to); start <= at && at < end {
			return i
		}
	}
	return -1
}

// pair makes parts of days and amounts; false where a person must look: more than
// two days, amounts that cannot be told apart, a half of something unknown.
func pair(days []account.Date, amounts []when.Amount) ([]Part, bool) {
	switch {
	case len(days) == 0 || len(days) > 2:
		return nil, false
	case len(days) == 2 && len(amounts) != 2:
		return []Part{{On: days[0]}}, false
	case len(days) == 2:
		first, ok := amountOf(amounts[0])
		second, ok2 := amountOf(amounts[1])
		forward := days[1].Sub(days[0]) > 0 && amounts[0].Share != when.Rest && amounts[0].Share != when.All
		return []Part{{days[0], first}, {days[1], second}}, ok && ok2 && forward
	case len(amounts) == 0:
		return []Part{{On: days[0]}}, true
	}
	amount, ok := one(amounts)
	return []Part{{days[0], amount}}, ok
}

// one returns the amount of a single day. "The balance of £480" and "£480, all of
// it" are one amount; with any two sums, or a rest after a sum, a person looks.
func one(amounts []when.Amount) (account.Money, bool) {
	var sum account.Money
	for i, a := range amounts {
		money, ok := amountOf(a)
		switch {
		case !ok, money.Minor > 0 && sum.Minor > 0, a.Share == when.Rest && i > 0:
			return account.Money{}, false
		case money.Minor > 0:
			sum = money
		}
	}
	return sum, true
}

// amountOf returns the money of an amount: none for all and for the rest, which
// mean what is open; false for a half, which nobody here can work out.
func amountOf(a when.Amount) (account.Money, bool) {
	if a.Share == "" {
		return a.Money, a.Money.Minor > 0
	}
	return account.Money{}, a.Share != when.Half
}
