package tone

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// needles are the fixed strings of a language's patterns: a sentence without the
// needles of a pattern cannot match it, and all are looked for in one go, which is
// far faster than matching.
type needles struct {
	index map[string]int
	list  []string
	nodes []node     // a tree of bytes; 0 is no node
	roots [256]int32 // its nodes for a first byte
}

// node is a byte in the tree: what may follow it, what may stand in its place, and
// the needle that ends with it, or -1.
type node struct {
	letter         byte
	child, sibling int32
	needle         int32
}

func newNeedles() *needles {
	return &needles{index: map[string]int{}, nodes: make([]node, 1, 1<<16)}
}

// of returns the needles of a pattern: every match has one of each list. No list
// means that nothing can be said.
func (n *needles) of(re *syntax.Regexp) [][]int {
	var all [][]int
	for _, list := range required(re.Simplify()) {
		var ids []int
		for _, s := range list {
			ids = append(ids, n.add(s))
		}
		all = append(all, ids)
	}
	return all
}

// add gives a needle its number.
func (n *needles) add(s string) int {
	if id, ok := n.index[s]; ok {
		return id
	}
	id := len(n.list)
	n.index[s] = id
	n.list = append(n.list, s)
	at := n.roots[s[0]]
	if at == 0 {
		at = n.grow(s[0])
		n.roots[s[0]] = at
	}
	for i := 1; i < len(s); i++ {
		at = n.step(at, s[i])
	}
	n.nodes[at].needle = int32(id)
	return id
}

// grow adds a node.
func (n *needles) grow(letter byte) int32 {
	n.nodes = append(n.nodes, node{letter: letter, needle: -1})
	return int32(len(n.nodes) - 1)
}

// step returns the node for a byte after another, which is added when it is new.
func (n *needles) step(at int32, letter byte) int32 {
	for next := n.nodes[at].child; next != 0; next = n.nodes[next].sibling {
		if n.nodes[next].letter == letter {
			return next
		}
	}
	next := n.grow(letter)
	n.nodes[next].sibling = n.nodes[at].child
	n.nodes[at].child = next
	return next
}

// scan marks the needles that a text has, and adds each once to found.
func (n *needles) scan(s string, has []bool, found []int) []int {
	for i := range len(s) {
		at := n.roots[s[i]]
		for j := i + 1; at != 0; j++ {
			if id := n.nodes[at].needle; id >= 0 && !has[id] {
				has[id] = true
				found = append(found, int(id))
			}
			if j == len(s) {
				break
			}
			for at = n.nodes[at].child; at != 0 && n.nodes[at].letter != s[j]; {
				at = n.nodes[at].sibling
			}
		}
	}
	return found
}

// manyNeedles is where a list of strings is no help any more.
const manyNeedles = 128

// required returns lists of strings: every match has one of each.
func required(re *syntax.Regexp) [][]string {
	if all := sound(exact(re)); all != nil {
		return [][]string{all}
	}
	switch re.Op {
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpConcat:
		return requiredOfSequence(re.Sub)
	case syntax.OpAlternate:
		return requiredOfAny(re.Sub)
	}
	return nil
}

// requiredOfAny joins the best that each alternative requires.
func requiredOfAny(subs []*syntax.Regexp) [][]string {
	var all []string
	for _, sub := range subs {
		var best []string
		for _, list := range required(sub) {
			if best == nil || score(list) > score(best) {
				best = list
			}
		}
		if best == nil {
			return nil
		}
		all = append(all, best...)
	}
	if len(all) > 4*manyNeedles {
		return nil
	}
	return [][]string{all}
}

// requiredOfSequence returns what the parts of a sequence require, where parts with
// few forms that stand together count as one.
func requiredOfSequence(subs []*syntax.Regexp) [][]string {
	var all [][]string
	run := []string{""}
	flush := func() {
		if list := sound(run); list != nil {
			all = append(all, list)
		}
		run = []string{""}
	}
	for _, sub := range subs {
		forms := exact(sub)
		if forms == nil {
			flush()
			all = append(all, required(sub)...)
			continue
		}
		if len(run)*len(forms) > manyNeedles {
			flush()
		}
		run = product(run, forms)
	}
	flush()
	return all
}

// exact returns all that an expression can match, when that is little; else nil.
func exact(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return nil
		}
		return []string{string(re.Rune)}
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine:
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

// sound returns strings that are worth looking for: none of them so short that most
// texts hold it.
func sound(all []string) []string {
	if len(all) == 0 || len(all) > manyNeedles || shortest(all) == 0 {
		return nil
	}
	return all
}

func shortest(all []string) int {
	least := 1 << 30
	for _, s := range all {
		least = min(least, utf8.RuneCountInString(strings.TrimSpace(s)))
	}
	return least
}

// score weighs the length of the strings against their number.
func score(all []string) int { return min(shortest(all), 6)*24 - len(all) }
