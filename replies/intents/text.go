package intents

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// most is how many runes of a text are read.
const most = 8000

// wrapped is how long a line is at least that a mail program has broken.
const wrapped = 45

// inside stands in the masked views for the runes of a date or an amount. They
// are private characters, so no text that is read holds them.
const (
	insideDate   = '\uE000'
	insideAmount = '\uE001'
)

// view is one way to look at a text. All views have the same number of runes.
type view int

// The views: as written in lower case; with base letters; and both again with
// the dates and amounts covered.
const (
	plain view = iota
	folded
	plainMasked
	foldedMasked
	views
)

// letter is a rune of the normalised text and the bytes of the source it came from.
type letter struct {
	plain, folded rune
	start, end    int
}

// text is a message made ready for the rules.
type text struct {
	source string
	runes  []letter
	cut    bool // the source goes on, but nobody reads it

	words     []string // for the language
	sentences []sentence
	clauses   []clause
	bare      [2]string // letters and digits alone, courtesy taken off: plain and folded
	said      spans     // dates and amounts
	masks     []rune    // of every rune within a date or an amount; nil: there is none
}

// sentence is a part of a text that guards may look at.
type sentence struct {
	from, to int // runes
	views    [views]string
	asked    bool // it ends with a question mark
}

// clause is the part of a sentence in which rules and their guards meet.
type clause struct {
	sentence int
	from, to int // runes
	views    [views]string
}

// newText normalises a text; where it ends is decided before anything is read.
func newText(source string) *text {
	t := &text{source: source}
	read, cut := clip(source)
	t.cut = cut
	t.runes = normalise(nameNumbers(blankLinks(read)))
	t.words = words(t.runes)
	return t
}

// clip returns the part of a text that is read.
func clip(source string) (string, bool) {
	count := 0
	for i := range source {
		if count++; count > most {
			return source[:i], true
		}
	}
	return source, false
}

var link = regexp.MustCompile(`(?i)(?:https?://|www\.)\S+|[^\s@<>]+@[^\s@<>]+\.\pL+`)

// blankLinks puts blanks over links and mail addresses, so that the words in them
// are nobody's words. No byte moves.
func blankLinks(s string) string {
	if !strings.ContainsRune(s, '@') && !strings.Contains(s, "//") && !strings.Contains(strings.ToLower(s), "www") {
		return s
	}
	return link.ReplaceAllStringFunc(s, func(l string) string { return strings.Repeat(" ", len(l)) })
}

// normalise makes letters small and quotes straight, drops what cannot be seen,
// and collapses blanks; every rune remembers where it came from.
func normalise(source string) []letter {
	n := &normaliser{source: source, out: make([]letter, 0, len(source))}
	var iter norm.Iter
	iter.InitString(norm.NFKC, source)
	for !iter.Done() {
		start := iter.Pos()
		segment := iter.Next()
		n.segment(segment, start, iter.Pos())
	}
	return calm(n.out)
}

// normaliser carries what normalise has written so far.
type normaliser struct {
	source string
	out    []letter
	line   int // runes since the last line break
}

// segment adds what NFKC made of some bytes of the source.
func (n *normaliser) segment(segment []byte, start, end int) {
	if first, _ := utf8.DecodeRuneInString(n.source[start:]); straight(first) == '\'' {
		n.add('\'', start, end)
		return
	}
	for len(segment) > 0 {
		r, size := utf8.DecodeRune(segment)
		segment = segment[size:]
		n.add(r, start, end)
	}
}

// add adds one rune, or does not when it says nothing.
func (n *normaliser) add(r rune, start, end int) {
	r = unicode.ToLower(straight(r))
	switch {
	case silent(r), r == '\r' && strings.HasPrefix(n.source[end:], "\n"):
		return
	case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
		r = n.lineEnd(end)
		n.line = 0
	case unicode.IsSpace(r):
		r = ' '
		n.line++
	default:
		n.line++
	}
	if n.repeats(r) {
		return
	}
	n.out = append(n.out, letter{plain: r, folded: fold(r), start: start, end: end})
}

// lineEnd says whether a line break ends a sentence or was put there by a mail
// program in the midst of one.
func (n *normaliser) lineEnd(end int) rune {
	rest := strings.TrimLeft(strings.TrimPrefix(n.source[end:], "\n"), " \t")
	next, _ := utf8.DecodeRuneInString(rest)
	if n.line < wrapped || !(unicode.IsLetter(next) || unicode.IsDigit(next)) {
		return '\n'
	}
	return ' '
}

// repeats says whether a blank or a line's end adds nothing to what is before.
func (n *normaliser) repeats(r rune) bool {
	last := len(n.out) - 1
	if r != ' ' && r != '\n' {
		return false
	}
	if last < 0 || n.out[last].plain == '\n' {
		return true
	}
	if n.out[last].plain != ' ' {
		return false
	}
	n.out[last].plain, n.out[last].folded = r, r
	return true
}

// calm leaves one letter of three and more: "stoooop" is read as "stop".
func calm(runes []letter) []letter {
	out := runes[:0]
	for i := 0; i < len(runes); {
		j := i + 1
		for j < len(runes) && runes[j].plain == runes[i].plain {
			j++
		}
		if j-i >= 3 && unicode.IsLetter(runes[i].plain) {
			one := runes[i]
			one.end = runes[j-1].end
			out = append(out, one)
		} else {
			out = append(out, runes[i:j]...)
		}
		i = j
	}
	return out
}

// straight gives every apostrophe and dash its plain form.
func straight(r rune) rune {
	switch r {
	case '’', '‘', '`', '´', '‛', '′', 'ʼ', '＇':
		return '\''
	case '‐', '‑', '‒', '–', '—', '−':
		return '-'
	}
	return r
}

// silent says whether a rune is taken out: what has no shape, and quotes and marks
// of emphasis around words.
func silent(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '‹', '›', '*', '_', '~', '\u00ad', '\ufffd', insideDate, insideAmount:
		return true
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
		(unicode.IsControl(r) && !unicode.IsSpace(r))
}

// letters that no decomposition takes apart.
var bases = map[rune]rune{'ß': 's', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'æ': 'a', 'œ': 'o', 'ı': 'i'}

// fold returns the base letter of a letter.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	if base, ok := bases[r]; ok {
		return base
	}
	if !unicode.IsLetter(r) {
		return r
	}
	var buffer [utf8.UTFMax]byte
	size := utf8.EncodeRune(buffer[:], r)
	if parts := norm.NFD.Properties(buffer[:size]).Decomposition(); len(parts) > 0 {
		if base, _ := utf8.DecodeRune(parts); unicode.IsLetter(base) {
			return base
		}
	}
	return r
}

// foldText folds a text that is written in small letters already.
func foldText(s string) string { return strings.Map(fold, s) }

// words returns the words of a text, as written in small letters.
func words(runes []letter) []string {
	var found []string
	from := -1
	for i := 0; i <= len(runes); i++ {
		inside := i < len(runes) && wordRune(runes[i].plain)
		switch {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			found = append(found, part(runes[from:i], plain))
			from = -1
		}
	}
	return found
}

// wordRune says whether a rune is part of a word.
func wordRune(r rune) bool {
	return r == '\'' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// part writes runes in one of the unmasked views.
func part(runes []letter, v view) string {
	var b strings.Builder
	b.Grow(len(runes) + 8)
	for _, r := range runes {
		if v == folded || v == foldedMasked {
			b.WriteRune(r.folded)
		} else {
			b.WriteRune(r.plain)
		}
	}
	return b.String()
}
