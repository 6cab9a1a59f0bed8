package intents

import "strings"

// keyword is a word that means something when it is the whole message.
type keyword struct {
	intent Intent
	strong bool // counts in a mail, too, and as a sentence of its own
}

// courtesy are the words around a wish that change nothing about it, such as
// "please": each as its words, joined without blanks.
type courtesy struct {
	phrases map[string]bool
	longest int // words of the longest
}

// newCourtesy makes the set of the courtesies of every language.
func newCourtesy(lists ...[]string) *courtesy {
	c := &courtesy{phrases: map[string]bool{}}
	for _, list := range lists {
		for _, phrase := range list {
			parts := tokens(normalise(phrase), folded)
			c.phrases[strings.Join(parts, "")] = true
			c.longest = max(c.longest, len(parts))
		}
	}
	return c
}

// bare returns the words of a text without the courtesies around them, plain and
// folded. It is empty when there is nothing else.
func (c *courtesy) bare(runes []letter) (string, string) {
	from, to, folds := c.trim(runes)
	if from == to {
		return "", ""
	}
	plains := tokens(runes, plain)
	return strings.Join(plains[from:to], " "), strings.Join(folds[from:to], " ")
}

// trim finds the words that are left between courtesies.
func (c *courtesy) trim(runes []letter) (from, to int, folds []string) {
	folds = tokens(runes, folded)
	to = len(folds)
	for from < to {
		n := c.at(folds[from:to], true)
		if n == 0 {
			break
		}
		from += n
	}
	for from < to {
		n := c.at(folds[from:to], false)
		if n == 0 {
			break
		}
		to -= n
	}
	return from, to, folds
}

// at counts the words of the longest courtesy at the beginning or the end.
func (c *courtesy) at(words []string, first bool) int {
	for n := min(c.longest, len(words)); n > 0; n-- {
		some := words[len(words)-n:]
		if first {
			some = words[:n]
		}
		if c.phrases[strings.Join(some, "")] {
			return n
		}
	}
	return 0
}

// tokens returns the words of a text in a view, without apostrophes at their ends.
func tokens(runes []letter, v view) []string {
	var found []string
	for _, field := range strings.FieldsFunc(part(runes, v), func(r rune) bool { return !wordRune(r) }) {
		if word := strings.Trim(field, "'"); word != "" {
			found = append(found, word)
		}
	}
	return found
}

// key is what a message is as a keyword: its words without blanks, and a word
// that is only repeated once. "S T O P", "Stop, stop!" and "opt-out" have keys.
func key(bare string) string {
	if len(bare) > 200 {
		return ""
	}
	parts := strings.Fields(bare)
	for len(parts) > 1 && parts[len(parts)-1] == parts[0] && same(parts) {
		parts = parts[:1]
	}
	return strings.ReplaceAll(strings.Join(parts, ""), "'", "")
}

// same says whether all words are the same.
func same(parts []string) bool {
	for _, p := range parts {
		if p != parts[0] {
			return false
		}
	}
	return true
}
