package desk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of a text that the same findings are shown by.
type piece struct {
	Text  string
	Shows []int // numbers of what it is evidence of, from 1; none: plain text
	Ends  []int // of those, whose evidence ends here
}

// span is a place in a text.
type span struct{ start, end int }

// mark cuts the text where evidence begins and ends. An evidence that is not in the
// text, or is empty, marks nothing; found says which are there.
func mark(text string, evidence []string) (list []piece, found []bool) {
	spans, cuts := make([]span, len(evidence)), []int{0, len(text)}
	found = make([]bool, len(evidence))
	for i, words := range evidence {
		if spans[i], found[i] = find(text, words); found[i] {
			cuts = append(cuts, spans[i].start, spans[i].end)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := 1; i < len(cuts); i++ {
		p := piece{Text: text[cuts[i-1]:cuts[i]]}
		for n, s := range spans {
			if found[n] && s.start <= cuts[i-1] && cuts[i] <= s.end {
				p.Shows = append(p.Shows, n+1)
				if s.end == cuts[i] {
					p.Ends = append(p.Ends, n+1)
				}
			}
		}
		list = append(list, p)
	}
	return list, found
}

// find looks for words where they stand by themselves, else anywhere; then once more
// without regard to case and to how blanks and lines are broken.
func find(text, words string) (span, bool) {
	words = strings.TrimSpace(words)
	if words == "" {
		return span{}, false
	}
	first := -1
	for at := 0; ; {
		i := strings.Index(text[at:], words)
		if i < 0 {
			break
		}
		s := span{at + i, at + i + len(words)}
		if alone(text, s) {
			return s, true
		}
		if first < 0 {
			first = s.start
		}
		_, size := utf8.DecodeRuneInString(text[s.start:])
		at = s.start + size
	}
	if first >= 0 {
		return span{first, first + len(words)}, true
	}
	return loosely(text, words)
}

// alone says that no letter or digit stands right before or behind.
func alone(text string, s span) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:s.start])
	after, _ := utf8.DecodeRuneInString(text[s.end:])
	return !wordly(before) && !wordly(after)
}

func wordly(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// mostLoose is the longest words that are looked for loosely, so that nobody can
// make a page slow.
const mostLoose = 400

// loosely finds words whatever their case and their blanks.
func loosely(text, words string) (span, bool) {
	if len(words) > mostLoose {
		return span{}, false
	}
	parts := strings.Fields(words)
	for start := range text {
		if end, ok := follow(text, start, parts); ok {
			return span{start, end}, true
		}
	}
	return span{}, false
}

// follow says where the parts end that begin at the place, parted by blanks.
func follow(text string, at int, parts []string) (int, bool) {
	for i, part := range parts {
		if i > 0 {
			rest := strings.TrimLeftFunc(text[at:], unicode.IsSpace)
			if len(rest) == len(text)-at {
				return 0, false
			}
			at = len(text) - len(rest)
		}
		end, ok := sameLetters(text, at, part)
		if !ok {
			return 0, false
		}
		at = end
	}
	return at, true
}

// sameLetters compares letter by letter, because the case of a letter may change its
// length.
func sameLetters(text string, at int, part string) (int, bool) {
	for _, want := range part {
		r, size := utf8.DecodeRuneInString(text[at:])
		if size == 0 || unicode.ToLower(r) != unicode.ToLower(want) {
			return 0, false
		}
		at += size
	}
	return at, true
}
