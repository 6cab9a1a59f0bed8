package overview

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Words that are looked for are cut after so many bytes, and only so many of what
// was typed count.
const (
	longestWord = 60
	mostTyped   = 8
)

// plainer writes letters that do not come apart into a letter and a mark as people
// without them on their keyboard do.
var plainer = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ı", "i")

// fold makes letters that differ in case or marks alone the same.
func fold(text string) string {
	bare := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	folded, _, err := transform.String(bare, text)
	if err != nil { // not reached: none of the three refuses a text
		folded = text
	}
	return plainer.Replace(cases.Fold().String(folded))
}

func between(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }

// WordsOf are the words by which a name is found, folded, each once: those between
// its blanks and signs, and those between its blanks with the signs left out, so that
// O'Brien is found as obrien, brien and o'brien.
func WordsOf(names ...string) []string {
	var words []string
	for _, name := range names {
		folded := fold(name)
		words = append(words, strings.FieldsFunc(folded, between)...)
		for _, word := range strings.Fields(folded) {
			words = append(words, strings.Map(kept, word))
		}
	}
	return tidy(words)
}

func kept(r rune) rune {
	if between(r) {
		return -1
	}
	return r
}

// Typed are the words that somebody looks for, folded as those of WordsOf.
func Typed(text string) []string {
	words := tidy(strings.FieldsFunc(fold(text), between))
	return words[:min(len(words), mostTyped)]
}

// tidy cuts what is too long and leaves out repeats and nothings.
func tidy(words []string) []string {
	for i, word := range words {
		words[i] = strings.ToValidUTF8(word[:min(len(word), longestWord)], "")
	}
	slices.Sort(words)
	return slices.DeleteFunc(slices.Compact(words), func(word string) bool { return word == "" })
}
