package gsm

import (
	"slices"
	"unicode/utf8"
)

// class is what a code point does at the border between two characters (Unicode
// Standard Annex 29, version 31 for Unicode 10).
type class uint8

const (
	other     class = iota
	control         // stands alone; line breaks too
	extend          // joins what stands before it
	spacing         // likewise
	joiner          // U+200D: joins what stands before it and some emoji after it
	prepend         // joins what stands after it
	region          // half a flag
	hangulL         // the parts of a Hangul syllable
	hangulV         //
	hangulT         //
	hangulLV        // a whole syllable without an end
	hangulLVT       // a whole syllable with one
	emoji           // can take a tint
	glue            // joins a joiner before it
	glueEmoji       // both
	tint            // of skin
)

// span is a row of code points of one class.
type span struct {
	first, last rune
	class       class
}

func classOf(r rune) class {
	switch {
	case r >= ' ' && r <= '~':
		return other
	case r >= 0xac00 && r <= 0xd7a3:
		if (r-0xac00)%28 == 0 {
			return hangulLV
		}
		return hangulLVT
	}
	at, found := slices.BinarySearchFunc(spans[:], r, func(s span, r rune) int {
		switch {
		case s.last < r:
			return -1
		case s.first > r:
			return 1
		}
		return 0
	})
	if !found {
		if r == '\n' || r == '\r' {
			return control
		}
		return other
	}
	return spans[at].class
}

// cluster is how many bytes and 16-bit units the first character of the text takes,
// with everything that joins it.
func cluster(text string) (size, units int) {
	var seen character
	for i, r := range text {
		next := classOf(r)
		if i > 0 && !seen.joinedBy(next) {
			return i, units
		}
		seen.add(next)
		units += width(r)
	}
	return len(text), units
}

// width is the 16-bit units of a code point.
func width(r rune) int {
	if r >= 0x10000 && r <= utf8.MaxRune {
		return 2
	}
	return 1
}

// character is what has been seen of a character of one or more code points.
type character struct {
	points       int
	before, last class
	marked       bool // a mark is among them
	regions      bool // from the second on they are all halves of flags
	flag         bool // the last half of a flag is not the first of them, and only halves stand between
}

func (c *character) add(next class) {
	switch {
	case c.points == 0:
		c.regions = true
	case next == region:
		c.flag = c.regions
	default:
		c.regions = false
	}
	c.marked = c.marked || next == extend
	c.before, c.last = c.last, next
	c.points++
}

// joinedBy says that the next code point belongs to the character. Where the
// calculator departs from the annex, so does this: see full and tintable.
func (c *character) joinedBy(next class) bool {
	last := c.last
	switch {
	case last == control || next == control || c.full():
		return false
	case hangul(last, next), next == extend, next == joiner, next == spacing, last == prepend:
		return true
	case next == tint:
		return c.tintable()
	case last == joiner && (next == glue || next == glueEmoji):
		return true
	}
	return last == region && next == region && c.points == 1
}

// full says that a flag has had what the calculator lets join it: one mark behind
// its second half.
func (c *character) full() bool { return c.flag && c.last != region && c.last != prepend }

// tintable says that a tint has an emoji to join: the last code point, or the one
// before a single mark.
func (c *character) tintable() bool {
	base := c.last
	if c.marked {
		if base != extend {
			return false
		}
		base = c.before
	}
	return base == emoji || base == glueEmoji
}

// hangul says that the two are parts of one syllable.
func hangul(last, next class) bool {
	switch last {
	case hangulL:
		return next == hangulL || next == hangulV || next == hangulLV || next == hangulLVT
	case hangulLV, hangulV:
		return next == hangulV || next == hangulT
	case hangulLVT, hangulT:
		return next == hangulT
	}
	return false
}
