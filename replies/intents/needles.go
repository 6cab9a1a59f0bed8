package intents

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// needles are the fixed strings of patterns: a text without any needle of a
// pattern cannot match it, and looking for strings is far faster than matching.
type needles struct {
	index [views]map[string]int
	list  [views][]string
}

func newNeedles() *needles {
	n := &needles{}
	for v := range n.index {
		n.index[v] = map[string]int{}
	}
	return n
}

// of returns the needles of a pattern, at least one of which is in every match.
// None means that nothing can be said.
func (n *needles) of(text string, v view) []int {
	re, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil
	}
	var all []int
	for _, s := range required(re.Simplify()) {
		at, ok := n.index[v][s]
		if !ok {
			at = len(n.list[v])
			n.index[v][s] = at
			n.list[v] = append(n.list[v], s)
		}
		all = append(all, at)
	}
	return all
}

// present says of every needle whether a text has it.
func (n *needles) present(whole [views]string) [views][]bool {
	var found [views][]bool
	for v := range n.list {
		found[v] = make([]bool, len(n.list[v]))
		for i, s := range n.list[v] {
			found[v][i] = strings.Contains(whole[v], s)
		}
	}
	return found
}

// manyNeedles is where a list of strings is no help any more.
const manyNeedles = 96

// required returns strings of which every match has at least one; nil: unknown.
func required(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpCapture, syntax.OpPlus:
		if all := exact(re); all != nil {
			return sound(all)
		}
		return required(re.Sub[0])
	case syntax.OpConcat:
		return requiredOfSequence(re.Sub)
	case syntax.OpAlternate:
		if all := exact(re); all != nil {
			return sound(all)
		}
		return requiredOfAll(re.Sub)
	}
	return sound(exact(re))
}

// requiredOfAll joins what each alternative requires.
func requiredOfAll(subs []*syntax.Regexp) []string {
	var all []string
	for _, sub := range subs {
		some := required(sub)
		if some == nil {
			return nil
		}
		all = append(all, some...)
	}
	if len(all) > manyNeedles {
		return nil
	}
	return all
}

// requiredOfSequence returns the best that a part of a sequence requires, where
// parts with few forms that stand together count as one.
func requiredOfSequence(subs []*syntax.Regexp) []string {
	var best []string
	run := []string{""}
	flush := func() { best, run = better(best, sound(run)), []string{""} }
	for _, sub := range subs {
		forms := exact(sub)
		if forms == nil {
			flush()
			best = better(best, required(sub))
			continue
		}
		if len(run)*len(forms) > manyNeedles {
			flush()
		}
		run = product(run, forms)
	}
	flush()
	return best
}

// exact returns all that an expression can match, when that is little; else nil.
func exact(re *syntax.Regexp) []string {
	if re.Flags&syntax.FoldCase != 0 && re.Op == syntax.OpLiteral {
		return nil
	}
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpBeginLine, syntax.OpEndLine:
		return []string{""}
	case syntax.OpCharClass:
		return exactClass(re.Rune)
	case syntax.OpCapture:
		return exact(re.Sub[0])
	case syntax.OpQuest:
		return union([][]string{exact(re.Sub[0]), {""}})
	case syntax.OpConcat:
		return exactSequence(re.Sub)
	case syntax.OpAlternate:
		lists := make([][]string, len(re.Sub))
		for i, sub := range re.Sub {
			lists[i] = exact(sub)
		}
		return union(lists)
	}
	return nil
}

// exactClass returns the letters of a small class.
func exactClass(ranges []rune) []string {
	var all []string
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if all = append(all, string(r)); len(all) > 6 {
				return nil
			}
		}
	}
	return all
}

func exactSequence(subs []*syntax.Regexp) []string {
	all := []string{""}
	for _, sub := range subs {
		forms := exact(sub)
		if forms == nil || len(all)*len(forms) > manyNeedles {
			return nil
		}
		all = product(all, forms)
	}
	return all
}

func union(lists [][]string) []string {
	var all []string
	for _, list := range lists {
		if list == nil || len(all)+len(list) > manyNeedles {
			return nil
		}
		all = append(all, list...)
	}
	return all
}

func product(a, b []string) []string {
	all := make([]string, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			all = append(all, x+y)
		}
	}
	return all
}

// sound returns strings that are worth looking for: none of them empty.
func sound(all []string) []string {
	if len(all) == 0 || len(all) > manyNeedles || shortest(all) == 0 {
		return nil
	}
	return all
}

func shortest(all []string) int {
	least := 1 << 30
	for _, s := range all {
		least = min(least, utf8.RuneCountInString(s))
	}
	return least
}

// better returns the list that excludes more texts.
func better(a, b []string) []string {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	if score(b) > score(a) {
		return b
	}
	return a
}

// score weighs the length of the strings against their number.
func score(all []string) int { return min(shortest(all), 6)*24 - len(all) }
