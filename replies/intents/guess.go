package intents

import (
	"slices"
	"strings"
)

// guess is in which language a text seems to be.
type guess struct {
	language string   // empty: it cannot be told by the words alone
	tied     []string // then: the languages it may be
}

// few is up to how many words a text may be in the customer's language although
// none of them shows it.
const few = 3

// guess tells the language by its small words; between equals the locale decides.
func (r *Reader) guess(words []string, locale string) guess {
	home := r.home(locale)
	best, tied := 0, []string(nil)
	for _, l := range r.languages {
		score := l.score(words)
		if score > best {
			best, tied = score, nil
		}
		if score == best && best > 0 {
			tied = append(tied, l.name)
		}
	}
	switch {
	case best == 0 && len(words) > 0 && len(words) <= few && home != nil && home.score(words) == 0:
		return guess{language: home.name}
	case best == 0 || (len(words) > few && best*5 < len(words)):
		return guess{}
	case len(tied) == 1:
		return guess{language: tied[0]}
	case home != nil && slices.Contains(tied, home.name):
		return guess{language: home.name}
	}
	return guess{tied: tied}
}

// score counts the words of a language; words with letters that it does not have
// count against it.
func (l *language) score(words []string) int {
	score := 0
	for _, word := range words {
		small := foldText(word)
		before, after, cut := strings.Cut(small, "'")
		switch {
		case l.foreign(word):
			score--
		case l.function[small] || (cut && (l.function[before+"'"] || l.function[after])):
			score++
		}
	}
	return score
}

// foreign says whether a word has a letter that is not of the language.
func (l *language) foreign(word string) bool {
	for _, r := range word {
		if r > 127 && !l.letters[r] {
			return true
		}
	}
	return false
}

// home returns the language of a locale; nil when there are no rules for it.
func (r *Reader) home(locale string) *language {
	name, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(locale, "_", "-")), "-")
	return r.named(name)
}

// named returns a language by its name, or nil.
func (r *Reader) named(name string) *language {
	for _, l := range r.languages {
		if l.name == name {
			return l
		}
	}
	return nil
}

// read returns the languages in which a text is read, the likeliest first: what it
// seems to be, the customer's, and English.
func (r *Reader) read(g guess, locale string) []*language {
	names := append([]string{g.language}, g.tied...)
	if home := r.home(locale); home != nil {
		names = append(names, home.name)
	}
	var list []*language
	for _, name := range append(names, "en") {
		if l := r.named(name); l != nil && !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	return list
}
