package when

import (
	"fmt"
	"slices"
	"strings"
)

// A phrase of the language tables is words with (this|that) for a choice, (this)?
// for what may be missing and {slot} for a value: "{day} (of)? {month} {year}".

// step is one thing a phrase expects: a word or a slot.
type step struct {
	words []string // spellings of one word
	slot  slot
}

// node is a place in the tree of all phrases of one kind.
type node struct {
	next  map[string]*node
	slots []slotEdge
	says  *saying
}

type slotEdge struct {
	slot slot
	to   *node
}

// saying is what a whole phrase means: the rule, and a value for tables of values.
type saying struct {
	rule  string
	means rule
	value int
}

// speller turns phrases into steps, and remembers the words it has seen.
type speller struct {
	umlauts bool
	known   map[string][]step
}

// add puts every spelling of a phrase into the tree. What is there already stays.
func (sp *speller) add(to *node, phrase string, says *saying) error {
	sequences, rest, err := expand(phrase)
	if err != nil || rest != "" {
		return fmt.Errorf("phrase %q: %w", phrase, errPhrase)
	}
	for _, sequence := range sequences {
		at := to
		for chunk := range strings.FieldsSeq(sequence) {
			steps, err := sp.steps(chunk)
			if err != nil {
				return fmt.Errorf("phrase %q: %w", phrase, err)
			}
			for _, s := range steps {
				at = at.child(s)
			}
		}
		if at == to {
			return fmt.Errorf("phrase %q: %w", phrase, errPhrase)
		}
		if at.says == nil {
			at.says = says
		}
	}
	return nil
}

// steps reads a chunk without spaces.
func (sp *speller) steps(chunk string) ([]step, error) {
	if known, ok := sp.known[chunk]; ok {
		return known, nil
	}
	steps, err := stepsOf(chunk, sp.umlauts)
	sp.known[chunk] = steps
	return steps, err
}

func (n *node) child(s step) *node {
	if s.slot != 0 {
		for _, edge := range n.slots {
			if edge.slot == s.slot {
				return edge.to
			}
		}
		to := &node{}
		n.slots = append(n.slots, slotEdge{s.slot, to})
		return to
	}
	if n.next == nil {
		n.next = map[string]*node{}
	}
	to := n.next[s.words[0]]
	if to == nil {
		to = &node{}
	}
	for _, w := range s.words {
		if n.next[w] == nil {
			n.next[w] = to
		}
	}
	return to
}

var errPhrase = fmt.Errorf("is not written as phrases are")

// expand lists the plain sequences of a phrase, up to a ")" or its end.
func expand(phrase string) (all []string, rest string, err error) {
	current := []string{""}
	for phrase != "" {
		switch c := phrase[0]; c {
		case ')':
			return append(all, current...), phrase, nil
		case '|':
			all, current, phrase = append(all, current...), []string{""}, phrase[1:]
		case '(':
			var inner []string
			if inner, phrase, err = group(phrase[1:]); err != nil {
				return nil, "", err
			}
			current = cross(current, inner)
		default:
			end := strings.IndexAny(phrase, "()|")
			if end < 0 {
				end = len(phrase)
			}
			current = cross(current, []string{phrase[:end]})
			phrase = phrase[end:]
		}
	}
	return append(all, current...), "", nil
}

// group reads what stands after a "(".
func group(phrase string) ([]string, string, error) {
	inner, rest, err := expand(phrase)
	if err != nil || !strings.HasPrefix(rest, ")") {
		return nil, "", errPhrase
	}
	if rest = rest[1:]; strings.HasPrefix(rest, "?") {
		return append(inner, " "), rest[1:], nil
	}
	return inner, rest, nil
}

func cross(heads, tails []string) []string {
	all := make([]string, 0, len(heads)*len(tails))
	for _, head := range heads {
		for _, tail := range tails {
			all = append(all, head+tail)
		}
	}
	return all
}

// stepsOf reads a plain sequence of words and slots.
func stepsOf(sequence string, umlauts bool) ([]step, error) {
	var steps []step
	for sequence != "" {
		before, after, slotted := strings.Cut(sequence, "{")
		for _, w := range tokensOf(before, umlauts) {
			steps = append(steps, step{words: w})
		}
		if !slotted {
			break
		}
		name, rest, closed := strings.Cut(after, "}")
		index := slices.Index(slotNames, name)
		if !closed || index <= 0 {
			return nil, errPhrase
		}
		steps, sequence = append(steps, step{slot: slot(index)}), rest
	}
	return steps, nil
}

// tokensOf lists the words of a plain text, each with its spellings.
func tokensOf(text string, umlauts bool) [][]string {
	var all [][]string
	text = strings.ReplaceAll(text, "'", " ")
	for _, t := range tokenize(text) {
		words := []string{t.text}
		if umlauts {
			if typed := tokenize(typewriter.Replace(text[t.start:t.end]))[0].text; typed != t.text {
				words = append(words, typed)
			}
		}
		all = append(all, words)
	}
	return all
}

// typewriter writes German without its letters, as people without them do.
var typewriter = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")
